"""The reactions of all rounds, counted once for every sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workshop.activities.base import Given
from workshop.activities.reactions.schema import Guess, Mechanism, ReactionsSettings

EVERYBODY = "(all)"
TABLES = "(tables)"

Place = tuple[str, int, str]
"""A mechanism's id, a round, a stakeholder group or `EVERYBODY` or `TABLES`."""


@dataclass
class Counts:
    """What was answered at one place; `said` has the reaction of every respondent."""

    reactions: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    conditions: Counter[str] = field(default_factory=Counter)
    already: int = 0
    said: dict[str, str] = field(default_factory=dict)


@dataclass
class Counted:
    """Counts by place, guesses by mechanism, round, guessing group and guessed group."""

    groups: list[str]
    at: dict[Place, Counts]
    guesses: dict[tuple[str, int, str, str], list[int]]

    def of(self, item: str, round_: int, group: str) -> Counts:
        """Return the counts of a place, of nobody where nobody answered there."""
        return self.at.get((item, round_, group)) or Counts()

    def places(self, settings: ReactionsSettings) -> Iterator[tuple[Mechanism, int, str]]:
        """Yield every mechanism in every round it was answered in, for all and by group."""
        tables = [TABLES] if any(group == TABLES for _, _, group in self.at) else []
        for mechanism in settings.mechanisms:
            # What nobody answered at all was still asked.
            for round_ in self.rounds(mechanism.id) or [1]:
                for group in (EVERYBODY, *self.groups, *tables):
                    yield mechanism, round_, group

    def rounds(self, item: str, group: str | None = None) -> list[int]:
        """Return the rounds in which a mechanism was answered, by anybody unless told by whom."""
        return sorted({r for i, r, g in self.at if i == item and group in (None, g)})


def count(given: Iterable[Given]) -> Counted:
    """Go through the answers once."""
    groups = set()
    at: dict[Place, Counts] = {}
    guesses: dict[tuple[str, int, str, str], list[int]] = {}
    for one in given:
        answer = one.answer
        group = TABLES if one.is_table else one.group or ""
        if isinstance(answer, Guess):
            if group != answer.about:
                key = (answer.guesses, one.round, group, answer.about)
                guesses.setdefault(key, []).append(answer.of_ten)
            continue
        if not one.is_table:
            groups.add(group)
        for whose in {group, TABLES if one.is_table else EVERYBODY}:
            counts = at.setdefault((answer.item, one.round, whose), Counts())
            counts.reactions[answer.reaction] += 1
            counts.already += answer.already
            counts.reasons.update(answer.reasons)
            counts.conditions.update(answer.conditions)
            counts.said[one.respondent] = answer.reaction
    return Counted(sorted(groups), at, guesses)
