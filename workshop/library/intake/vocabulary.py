"""The words that sort cases, as people may write them, and which one they may have meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from workshop.library.collection import Library, folded
from workshop.schema import Text

DERIVED = ("priority_areas", "coordinators", "cities", "countries")


@dataclass(frozen=True)
class Vocabulary:
    """By column: each code with its name, both understood in a cell."""

    columns: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, library: Library, countries: Mapping[str, str]) -> "Vocabulary":
        """Return what a library's cases are sorted by; `countries` are names by ISO 3166 code."""

        def named(labels: Mapping[str, Text]) -> dict[str, str]:
            return {slug: str(label.in_()) for slug, label in labels.items()}

        return cls(
            {
                "themes": named(library.themes),
                "priority_areas": named(library.priority_areas),
                "category": named(library.categories),
                "pattern": named({pattern.id: pattern.title for pattern in library.patterns}),
                "countries": dict(countries),
                "derived": {name: name for name in DERIVED},
            }
        )

    def code(self, column: str, word: str) -> str:
        """Return the code that a word stands for; ValueError in words if it is none."""
        known = self.columns[column]
        if column == "countries" and word.upper() in ("EL", "UK"):
            iso = {"EL": "GR", "UK": "GB"}[word.upper()]
            raise ValueError(f"'{word}' is no ISO 3166 code; use {iso}")
        for code, name in known.items():
            if _plain(word) in (_plain(code), _plain(name)):
                return code
        if column == "countries":
            hint = self._meant(column, word)
            raise ValueError(f"'{word}' is no two-letter country code such as ES{hint}")
        choices = f": {', '.join(known)}" if len(known) <= 5 else " listed in the explanation sheet"
        hint = self._meant(column, word)
        raise ValueError(f"'{word}' is none of the {len(known)} words{choices}{hint}")

    def _meant(self, column: str, word: str) -> str:
        near: dict[str, str] = {}
        for code, name in self.columns[column].items():
            for spelling in (code, name, *code.split("-")):
                near.setdefault(_plain(spelling), code)
        found = get_close_matches(_plain(word), near, n=1, cutoff=0.7)
        return f"; did you mean {near[found[0]]}?" if found else ""


def _plain(word: str) -> str:
    return folded(word).replace("_", " ").replace("-", " ").strip()
