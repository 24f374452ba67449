"""The kind `reactions`."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from workshop.activities.base import ActivityKind, Audience, Form, Given, Item, Material, Sheet
from workshop.activities.reactions import forms, simulated, wording
from workshop.activities.reactions.schema import (
    GUESS,
    REASONS,
    Guess,
    ReactionsAnswer,
    ReactionsSettings,
)
from workshop.activities.reactions.sheets import sheets
from workshop.activities.reactions.tally import tally
from workshop.schema import Text

DEMO_CASE = "bremer-platz"
DEMO_GUESS = ("authorities", "civil-society")


class Reactions(ActivityKind):
    """Confirm, challenge or refine each working mechanism of a case, or say one cannot tell."""

    name = "reactions"
    label = "Mechanism reactions"
    purpose = "The room confirms, challenges or refines how a real case works."
    demo_title = Text({"en": "How Münster shares a square"})
    Settings = ReactionsSettings
    Answer = ReactionsAnswer
    takes_cases = True

    def prepare(self, settings: ReactionsSettings, material: Material) -> ReactionsSettings:
        """Take missing titles and texts from the library; raises ValueError for an unknown id."""
        filled = []
        for asked in settings.mechanisms:
            if not asked.title:
                try:
                    known = material.mechanism(asked.id)
                except LookupError as problem:
                    raise ValueError(
                        f"There is no mechanism {asked.id!r} in the library, "
                        "and no title was given for it."
                    ) from problem
                asked = asked.model_copy(
                    update={
                        "title": known.title,
                        "text": known.summary,
                        "category": known.category,
                        "case": material.case_of(asked.id).title,
                    }
                )
            filled.append(asked)
        return settings.model_copy(update={"mechanisms": tuple(filled)})

    def settings_from_form(self, form: Form, language: str) -> dict[str, Any]:
        return forms.settings_from(form, language)

    def correct_wording(
        self, settings: ReactionsSettings, form: Form, language: str
    ) -> ReactionsSettings:
        return forms.corrected(settings, form, language)

    def groups(self, settings: ReactionsSettings) -> Iterable[str]:
        return settings.guess

    def question(self, settings: ReactionsSettings) -> Text:
        return wording.QUESTION[settings.stem]

    def choices(self, settings: ReactionsSettings) -> Mapping[str, str]:
        """Return what each reaction is called on a phone, under this stem."""
        return wording.CHOICES[settings.stem]

    def short_choices(self, settings: ReactionsSettings) -> Mapping[str, str]:
        """Return what each reaction is called in a table, under this stem."""
        return wording.SHORT[settings.stem]

    def reasons(self, settings: ReactionsSettings) -> Mapping[str, Text]:
        """Return what can stand in the way, by its id, under this stem."""
        return wording.REASONS[settings.stem]

    def conditions(self) -> Mapping[str, Text]:
        """Return what a condition can be about, by its id."""
        return wording.CONDITIONS

    def manners(self, settings: ReactionsSettings) -> Mapping[str, Text]:
        """Return how one can refine: on a condition, or in other words."""
        return wording.MANNERS[settings.stem]

    def already(self, settings: ReactionsSettings) -> Text:
        """Return the words beside the tick of those who do it already."""
        return wording.ALREADY[settings.stem]

    def states(self) -> Mapping[str, Text]:
        """Return what can become of a proposal, by its id."""
        return wording.STATES

    def items(self, settings: ReactionsSettings) -> list[Item]:
        return [Item(id=m.id, title=m.title, text=m.text) for m in settings.mechanisms]

    def travels(self, settings: ReactionsSettings) -> Sequence[str]:
        # What a facilitator wrote is numbered in each workshop anew.
        asked = settings.mechanisms if settings.travelling else ()
        return [m.id for m in asked if not m.id.startswith("own.")]

    def only(self, settings: ReactionsSettings, items: Sequence[str]) -> ReactionsSettings:
        kept = tuple(m for m in settings.mechanisms if m.id in items)
        return settings.model_copy(update={"mechanisms": kept})

    def read(self, raw: Mapping[str, Any]) -> ReactionsAnswer | Guess:
        return (Guess if "guesses" in raw else ReactionsAnswer).model_validate(raw)

    def recall(self, stored: Mapping[str, Any]) -> ReactionsAnswer | Guess:
        return (Guess if "guesses" in stored else ReactionsAnswer).model_construct(**stored)

    def slot(self, answer: ReactionsAnswer | Guess) -> str:
        return f"{GUESS}{answer.guesses}" if isinstance(answer, Guess) else answer.item

    def check(self, settings: ReactionsSettings, answer: ReactionsAnswer | Guess) -> None:
        item = answer.guesses if isinstance(answer, Guess) else answer.item
        if item not in {m.id for m in settings.mechanisms}:
            raise ValueError(f"this activity does not ask about {item!r}")
        if isinstance(answer, Guess):
            if answer.about not in settings.guess:
                raise ValueError("this activity does not ask what that group said")
        elif unknown := set(answer.reasons) - set(REASONS[settings.stem]):
            raise ValueError(f"these are no reasons here: {', '.join(sorted(unknown))}")

    def limit(self, settings: ReactionsSettings) -> int:
        return len(settings.mechanisms) * (2 if settings.guess else 1)

    def answers_from_form(
        self, settings: ReactionsSettings, form: Form
    ) -> Iterable[dict[str, Any]]:
        return forms.answers_from(settings, form)

    def words(self, answer: ReactionsAnswer | Guess) -> Iterable[str]:
        return (answer.text,) if isinstance(answer, ReactionsAnswer) and answer.text else ()

    def summary(self, answer: ReactionsAnswer | Guess) -> tuple[str, str]:
        if isinstance(answer, Guess):
            return str(answer.of_ten), ""
        return answer.reaction, answer.text

    def tally(
        self,
        settings: ReactionsSettings,
        given: Iterable[Given],
        audience: Audience,
        round_: int = 1,
    ) -> dict[str, Any]:
        return tally(settings, given, audience, round_)

    def sheets(self, settings: ReactionsSettings, given: Iterable[Given]) -> Iterable[Sheet]:
        return sheets(settings, given)

    def simulate(
        self, settings: ReactionsSettings, group: str, rng: Random
    ) -> Iterable[dict[str, Any]]:
        return simulated.answers(settings, group, rng)

    def demo(self, material: Material) -> ReactionsSettings:
        picked = [{"id": m.id} for m in material.case(DEMO_CASE).mechanisms]
        settings = ReactionsSettings.model_validate({"mechanisms": picked, "guess": DEMO_GUESS})
        return self.prepare(settings, material)
