"""What of the words, the shift and the guesses an audience may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.activities.base import Given
from workshop.activities.reactions.heard import Heard
from workshop.activities.reactions.schema import REACTIONS, ReactionsSettings
from workshop.statistics.disclosure import SMALLEST_GROUP
from workshop.statistics.shift import shift

OFF_THE_TABLE = ("declined", "withdrawn")


@dataclass(frozen=True)
class Shown:
    """Who looks, and which groups they see: `names` has the shown name of every group."""

    settings: ReactionsSettings
    room: bool
    names: Mapping[str, str]
    groups: Sequence[str]


def words(about: Sequence[Given], shown: Shown) -> list[dict[str, Any]]:
    """Return what was written about one mechanism, the earliest first."""
    written = [
        one
        for one in about
        if one.answer.text and not (shown.room and (not one.approved or one.state in OFF_THE_TABLE))
    ]
    written.sort(key=lambda one: (one.at, one.respondent))
    return [_words(one, shown) for one in written]


def _words(one: Given, shown: Shown) -> dict[str, Any]:
    answer = one.answer
    entry = {
        "response": one.response,
        "reaction": answer.reaction,
        "group": None if one.is_table else shown.names[one.group or ""],
        # Beside the group, a person's table would say who it is.
        "table": one.table if one.is_table or not shown.room else None,
        "text": answer.text,
        "manner": answer.manner,
        "conditions": list(answer.conditions),
        "reasons": list(answer.reasons),
        "state": one.state,
        "why": one.why,
        "approved": one.approved,
        "supporters": sum(one.supporters.values()),
    }
    if shown.room:
        return entry
    by_group = dict(sorted(one.supporters.items()))
    return {**entry, "supported_by": by_group, "quotable": one.quotable}


def moved(item: str, said: Heard, shown: Shown) -> dict[str, Any] | None:
    """Return how the same respondents' reactions changed since the round before."""
    before = said.before[item]
    if not before:
        return None
    now = {one.respondent: one.answer.reaction for one in said.reactions[item]}
    found = shift(before, now, REACTIONS)
    if found.both < (SMALLEST_GROUP if shown.room else 1):
        return None
    moves = [
        (n, old, new)
        for old, row in found.matrix.items()
        for new, n in row.items()
        if n and old != new
    ]
    moves.sort(key=lambda move: -move[0])
    # Total minus matrix is what those said who answered one round alone.
    if shown.room and any(0 < n < SMALLEST_GROUP for n in (found.only_before, found.only_after)):
        moves = []
    return {
        "from": said.round - 1,
        "n": found.both,
        "before": {reaction: list(before.values()).count(reaction) for reaction in REACTIONS},
        "unchanged": found.unchanged,
        "moves": [{"from": old, "to": new, "n": n} for n, old, new in moves],
    }


def gap(
    guesses: Sequence[Given], by_group: Mapping[str, Mapping[str, int]], shown: Shown
) -> list[dict[str, Any]]:
    """Return what each group thought another one would say, beside what that one said."""
    made: dict[tuple[str, str], list[int]] = {}
    for one in guesses:
        about = one.answer.about
        if not one.is_table and one.group != about:
            made.setdefault((about, one.group or ""), []).append(one.answer.of_ten)
    entries = []
    for about in shown.settings.guess:
        said = by_group.get(about)
        if said is None and shown.room:
            continue
        for group in sorted(group for other, group in made if other == about):
            of_ten = made[about, group]
            if shown.room and len(of_ten) < SMALLEST_GROUP:
                continue
            entries.append(
                {
                    "group": group,
                    "about": about,
                    "n": len(of_ten),
                    "guessed": round(sum(of_ten) / len(of_ten), 1),
                    "said": said["confirm"] if said else 0,
                    "of": sum(said.values()) if said else 0,
                }
            )
    return entries
