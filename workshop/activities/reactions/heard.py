"""The answers of a round, sorted by what they are about, with the people who gave them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.activities.base import Given
from workshop.activities.reactions.schema import Guess, ReactionsSettings


@dataclass(frozen=True)
class Heard:
    """What was answered in `round`, and what the same respondents said in the round before.

    `people` counts by stakeholder group who reacted in any round; tables are
    not among them.
    """

    round: int
    people: Counter[str]
    respondents: set[str]
    tables: bool
    reactions: dict[str, list[Given]]
    guesses: dict[str, list[Given]]
    before: dict[str, dict[str, str]]


def heard(settings: ReactionsSettings, given: Iterable[Given], round_: int) -> Heard:
    """Go through the answers once."""
    ids = [m.id for m in settings.mechanisms]
    reactions: dict[str, list[Given]] = {item: [] for item in ids}
    guesses: dict[str, list[Given]] = {item: [] for item in ids}
    before: dict[str, dict[str, str]] = {item: {} for item in ids}
    groups: dict[str, str] = {}
    respondents = set()
    tables = False
    for one in given:
        answer = one.answer
        if isinstance(answer, Guess):
            if one.round == round_ and answer.guesses in guesses:
                guesses[answer.guesses].append(one)
            continue
        if not one.is_table:
            groups[one.respondent] = one.group or ""
        if one.round == round_:
            respondents.add(one.respondent)
            tables = tables or one.is_table
            if answer.item in reactions:
                reactions[answer.item].append(one)
        elif one.round == round_ - 1 and answer.item in before:
            before[answer.item][one.respondent] = answer.reaction
    return Heard(round_, Counter(groups.values()), respondents, tables, reactions, guesses, before)
