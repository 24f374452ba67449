"""The kind `reactions`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from random import Random
from typing import Any

from workshop.activities.base import (
    ActivityKind,
    Audience,
    Column,
    Form,
    Given,
    Item,
    Material,
    Sheet,
)
from workshop.activities.reactions import simulated
from workshop.activities.reactions.schema import (
    REACTIONS,
    ReactionsAnswer,
    ReactionsSettings,
)
from workshop.activities.reactions.tally import tally
from workshop.activities.reactions.wording import CHOICES, QUESTION, SHORT
from workshop.schema import LANGUAGES, Text, clean

DEMO_CASE = "bremer-platz"


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
        """Read `stem`, the ticked `mechanism`s, and rows of the facilitator's own.

        A row is `own_id` (empty while it is new), `own_title` and `own_text`
        in `language`, and `own_title.<code>` and `own_text.<code>` in others.
        """
        mechanisms: list[dict[str, Any]] = [{"id": i} for i in form.get("mechanism", ())]
        ids = list(form.get("own_id", ()))
        for row, own_id in enumerate(ids):
            title, text = (_own_words(form, name, row, language) for name in OWN_FIELDS)
            if title:
                if not own_id:
                    own_id = ids[row] = _new_id(ids)
                mechanisms.append({"id": own_id, "title": title, "text": text})
        if not mechanisms:
            raise ValueError("Choose at least one mechanism, or write one of your own.")
        return {"stem": (form.get("stem") or ["here"])[0], "mechanisms": mechanisms}

    def correct_wording(
        self, settings: ReactionsSettings, form: Form, language: str
    ) -> ReactionsSettings:
        """Replace titles and texts in one language by the fields `title.<id>` and `text.<id>`."""

        def corrected(old: Text, field: str) -> Text:
            new = clean((form.get(field) or [""])[0])
            return Text({**old.root, language: new}) if new else old

        return settings.model_copy(
            update={
                "mechanisms": tuple(
                    m.model_copy(
                        update={
                            "title": corrected(m.title, f"title.{m.id}"),
                            "text": corrected(m.text, f"text.{m.id}"),
                        }
                    )
                    for m in settings.mechanisms
                )
            }
        )

    def question(self, settings: ReactionsSettings) -> Text:
        return QUESTION[settings.stem]

    def choices(self, settings: ReactionsSettings) -> Mapping[str, str]:
        """Return what each reaction is called on a phone, under this stem."""
        return CHOICES[settings.stem]

    def short_choices(self, settings: ReactionsSettings) -> Mapping[str, str]:
        """Return what each reaction is called in a table, under this stem."""
        return SHORT[settings.stem]

    def items(self, settings: ReactionsSettings) -> list[Item]:
        return [Item(id=m.id, title=m.title, text=m.text) for m in settings.mechanisms]

    def slot(self, answer: ReactionsAnswer) -> str:
        return answer.item

    def check(self, settings: ReactionsSettings, answer: ReactionsAnswer) -> None:
        if answer.item not in {m.id for m in settings.mechanisms}:
            raise ValueError(f"this activity does not ask about {answer.item!r}")

    def limit(self, settings: ReactionsSettings) -> int:
        return len(settings.mechanisms)

    def answers_from_form(
        self, settings: ReactionsSettings, form: Form
    ) -> Iterable[dict[str, Any]]:
        for mechanism in settings.mechanisms:
            reaction = (form.get(f"reaction.{mechanism.id}") or [""])[0]
            text = (form.get(f"text.{mechanism.id}") or [""])[0]
            # Words without a choice are refused in words, not dropped.
            if reaction or clean(text):
                yield {"item": mechanism.id, "reaction": reaction, "text": text}

    def words(self, answer: ReactionsAnswer) -> Iterable[str]:
        return (answer.text,) if answer.text else ()

    def summary(self, answer: ReactionsAnswer) -> tuple[str, str]:
        return answer.reaction, answer.text

    def tally(
        self, settings: ReactionsSettings, given: Iterable[Given], audience: Audience
    ) -> dict[str, Any]:
        return tally(settings, given, audience)

    def sheets(self, settings: ReactionsSettings, given: Iterable[Given]) -> Iterable[Sheet]:
        """Return one sheet of counts and shares, per mechanism, round and stakeholder group."""
        counted: dict[tuple[str, int, str], dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(REACTIONS, 0)
        )
        for one in given:
            for group in ("(all)", one.group or ""):
                counted[one.answer.item, one.round, group][one.answer.reaction] += 1
        rounds = sorted({r for _, r, _ in counted}) or [1]
        groups = sorted({g for _, _, g in counted if g != "(all)"})
        yield Sheet("mechanisms", MECHANISM_COLUMNS, _rows(settings, counted, rounds, groups))

    def simulate(
        self, settings: ReactionsSettings, group: str, rng: Random
    ) -> Iterable[dict[str, Any]]:
        return simulated.answers(settings, group, rng)

    def demo(self, material: Material) -> ReactionsSettings:
        picked = [{"id": m.id} for m in material.case(DEMO_CASE).mechanisms]
        return self.prepare(ReactionsSettings.model_validate({"mechanisms": picked}), material)


OWN_FIELDS = ("own_title", "own_text")


def _own_words(form: Form, name: str, row: int, language: str) -> dict[str, str]:
    fields = {language: name, **{code: f"{name}.{code}" for code in LANGUAGES if code != language}}
    return {
        code: values[row]
        for code, field in fields.items()
        if row < len(values := form.get(field, ())) and clean(values[row])
    }


def _new_id(taken: Sequence[str]) -> str:
    return next(i for n in count(1) if (i := f"own.{n}") not in taken)


MECHANISM_COLUMNS = (
    Column("stem", "what was asked: here (would this help here?) or case (is this what happens?)"),
    Column("mechanism", "id of the mechanism"),
    Column("title", "its title as it was asked: in English where there is an English one"),
    Column("category", "one of the five categories of working mechanisms"),
    Column("round", "1 for the first time it was asked"),
    Column("stakeholder_group", "id of the group; (all) for everybody"),
    Column("n", "participants whose latest reaction counts"),
    *(Column(f"{r}_n", f"how many of them chose {r}") for r in REACTIONS),
    *(Column(f"{r}_share", f"{r}_n divided by n; empty where n is 0") for r in REACTIONS),
)


def _rows(
    settings: ReactionsSettings,
    counted: dict[tuple[str, int, str], dict[str, int]],
    rounds: list[int],
    groups: list[str],
) -> Iterable[list[Any]]:
    for mechanism in settings.mechanisms:
        for round_ in rounds:
            for group in ("(all)", *groups):
                counts = counted.get((mechanism.id, round_, group), dict.fromkeys(REACTIONS, 0))
                n = sum(counts.values())
                yield [
                    settings.stem,
                    mechanism.id,
                    str(mechanism.title.in_()),
                    mechanism.category,
                    round_,
                    group,
                    n,
                    *counts.values(),
                    *(round(c / n, 4) if n else None for c in counts.values()),
                ]
