"""The contract that every kind of activity keeps."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any, ClassVar, Literal

from workshop.activities.base.files import FileFormat
from workshop.activities.base.given import Given, Item, Material
from workshop.activities.base.sheet import Sheet
from workshop.schema import Schema, Text

Audience = Literal["facilitator", "room"]
"""Who looks: the facilitator sees what was written, the room only what was approved."""

Form = Mapping[str, Sequence[str]]
"""The fields of a posted HTML form: every name with all its values."""


class ActivityKind(ABC):
    """One kind of activity: what is asked, what may be answered, what the answers add up to.

    A kind is given data and returns data, so it can be tested, replayed and
    exported without a workshop going on. Errors are ValueErrors in words that
    the person who caused them understands.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    purpose: ClassVar[str]
    demo_title: ClassVar[Text]
    """What the activity is called in the demo workshop."""
    Settings: ClassVar[type[Schema]]
    """What the facilitator sets up; every text is {language: text}."""
    Answer: ClassVar[type[Schema]]
    """What one respondent sends for one slot."""
    takes_cases: ClassVar[bool] = False
    """Whether its set-up form begins with the mechanisms of the case that `?case=` names."""
    files: ClassVar[Mapping[str, FileFormat]] = {}
    """Formats only this kind has, by the name `--format` knows them by."""

    def prepare(self, settings: Any, material: Material) -> Any:
        """Fill in what the settings name by id, so that they stand on their own."""
        return settings

    @abstractmethod
    def settings_from_form(self, form: Form, language: str) -> dict[str, Any]:
        """Read the set-up form of `templates/activities/<name>/setup.html`."""

    def correct_wording(self, settings: Any, form: Form, language: str) -> Any:
        """Return the settings with the texts of the form and nothing else changed."""
        return settings

    def groups(self, settings: Any) -> Iterable[str]:
        """Return the ids of the stakeholder groups that the settings name; planning checks them."""
        return ()

    @abstractmethod
    def question(self, settings: Any) -> Text:
        """Return what is asked, in one line for phone and screen."""

    @abstractmethod
    def items(self, settings: Any) -> list[Item]:
        """Return what is asked, in the order asked."""

    @abstractmethod
    def slot(self, answer: Any) -> str:
        """Return what an answer is about; a later answer on the same slot replaces it."""

    def read(self, raw: Mapping[str, Any]) -> Any:
        """Return an answer as it was sent, checked; pydantic's ValidationError in words if wrong.

        A kind whose slots take answers of several shapes tells them apart here.
        """
        return self.Answer.model_validate(raw)

    def recall(self, stored: Mapping[str, Any]) -> Any:
        """Return an answer as it was stored, which was checked then."""
        return self.Answer.model_construct(**stored)

    def travels(self, settings: Any) -> Sequence[str]:
        """Return the items that others ask about too: how they were worded there is shown."""
        return ()

    def only(self, settings: Any, items: Sequence[str]) -> Any:
        """Return the settings with nothing but these items, for a round that asks some again."""
        return settings

    def check(self, settings: Any, answer: Any) -> None:
        """Raise ValueError where a well-formed answer makes no sense under these settings."""

    @abstractmethod
    def limit(self, settings: Any) -> int:
        """Return how many slots one respondent may fill."""

    @abstractmethod
    def answers_from_form(self, settings: Any, form: Form) -> Iterable[dict[str, Any]]:
        """Read the answers of the participant's plain form, as `Answer` would take them."""

    def words(self, answer: Any) -> Iterable[str]:
        """Return the texts that need approval before others see them."""
        return ()

    def summary(self, answer: Any) -> tuple[str, str]:
        """Return the answer's main value and its words, for the long table of responses."""
        return "", " ".join(self.words(answer))

    @abstractmethod
    def tally(
        self, settings: Any, given: Iterable[Given], audience: Audience, round_: int = 1
    ) -> dict[str, Any]:
        """Return what the answers of a round add up to; nobody's answers add up too.

        `given` holds the answers of the rounds before it too, so that a shift
        can be shown. Words reach the room only where they are approved.
        """

    @abstractmethod
    def sheets(self, settings: Any, given: Iterable[Given]) -> Iterable[Sheet]:
        """Return the tables that every export is made of."""

    @abstractmethod
    def simulate(self, settings: Any, group: str, rng: Random) -> Iterable[dict[str, Any]]:
        """Yield plausible answers of one member of a stakeholder group."""

    @abstractmethod
    def demo(self, material: Material) -> Any:
        """Return the settings of this kind's activity in the demo workshop."""
