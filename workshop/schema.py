"""The two words every layer shares: a strict schema and a text in several languages."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    RootModel,
    ValidationInfo,
    field_validator,
    model_validator,
)

LANGUAGES = ("en", "es", "fr", "nl", "fi", "de", "pt", "ro", "pl", "el", "lt")
"""ISO 639-1 codes of the languages a text may have."""

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})

# C0 and C1 controls but tab and newline, and unpaired surrogates: none can be
# typed on purpose, some cannot be stored (PostgreSQL refuses U+0000) or
# exported (xlsx is XML, UTF-8 knows no lone surrogate).
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return `text` in Unicode NFC with unix line ends, without control characters, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("", text)).strip()


Words = Annotated[str, AfterValidator(clean)]
"""What a person typed, cleaned of what cannot be stored; escaping is the output's business."""


class Schema(BaseModel):
    """Data that refuses what it does not know and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(RootModel[dict[str, Words]]):
    """The same words in one or more languages, by ISO 639-1 code.

    >>> str(Text({"de": "Platz", "en": "Square"}).in_("de"))
    'Platz'
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _in_one_language(cls, words: Any, info: ValidationInfo) -> Any:
        """Take bare words where the context names their language, as the stage shows them."""
        if isinstance(words, str) and info.context:
            return {info.context["language"]: words}
        return words

    @field_validator("root")
    @classmethod
    def _known_languages(cls, root: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(root) - set(LANGUAGES))
        if unknown:
            raise ValueError(f"unknown language {', '.join(unknown)}; use {', '.join(LANGUAGES)}")
        return {language: text for language, text in root.items() if text}

    def in_(self, *preferred: str) -> "Translated":
        """Return the text in the first preferred language it has, else English, else any."""
        for language in (*preferred, "en", *sorted(self.root)):
            if language in self.root:
                return Translated(self.root[language], language)
        return Translated("", preferred[0] if preferred else "en")

    def __bool__(self) -> bool:
        return bool(self.root)


class Translated(str):
    """A string that knows its language, so that a page can say `lang=` where it differs."""

    language: str

    def __new__(cls, words: str, language: str) -> "Translated":
        text = super().__new__(cls, words)
        text.language = language
        return text


def problems_in_words(error: Any) -> str:
    """Return what pydantic found wrong, one sentence per place, for a person to read."""
    parts = []
    for problem in error.errors(include_url=False, include_input=False):
        place = " / ".join(str(step) for step in problem["loc"])
        message = problem["msg"].removeprefix("Value error, ")
        parts.append(f"{place}: {message}" if place else message)
    return clean("; ".join(parts))
