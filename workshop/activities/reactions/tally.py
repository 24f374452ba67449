"""What the reactions add up to, for the facilitator and for the room."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from workshop.activities.base import Audience, Given
from workshop.activities.reactions.schema import REACTIONS, ReactionsSettings

SMALLEST_GROUP = 3
# No id of a group looks like this, so none can be mistaken for it.
OTHERS = "(other)"


def tally(
    settings: ReactionsSettings, given: Iterable[Given], audience: Audience
) -> dict[str, Any]:
    """Return counts per mechanism, for all and by stakeholder group, in the order asked.

    `{"respondents": 18, "groups": ["public", "(other)"], "items": [{"id": ...,
    "n": 18, "all": {"confirm": 14, ...}, "by_group": {"public": {...}}}]}`.
    The room gets groups of fewer than three people merged into "(other)"; only
    the facilitator gets what was written.
    """
    answers = list(given)
    people = Counter(sorted(group for _, group in {(g.respondent, g.group or "") for g in answers}))
    shown = dict.fromkeys(people) if audience == "facilitator" else _large_enough(people)
    by_item: dict[str, list[Given]] = {m.id: [] for m in settings.mechanisms}
    for one in answers:
        if one.answer.item in by_item:
            by_item[one.answer.item].append(one)

    def name(group: str | None) -> str:
        return group or "" if (group or "") in shown else OTHERS

    groups = [*shown] + ([OTHERS] if set(people) - set(shown) and shown else [])
    items = []
    for item, about in by_item.items():
        entry: dict[str, Any] = {
            "id": item,
            "n": len(about),
            "all": _counts(g.answer.reaction for g in about),
            "by_group": {
                group: _counts(g.answer.reaction for g in about if name(g.group) == group)
                for group in groups
            },
        }
        if audience == "facilitator":
            entry["words"] = [
                {"reaction": g.answer.reaction, "group": g.group, "text": g.answer.text}
                for g in sorted(about, key=lambda g: (g.at, g.respondent))
                if g.answer.text
            ]
        items.append(entry)
    return {"respondents": sum(people.values()), "groups": groups, "items": items}


def _counts(reactions: Iterable[str]) -> dict[str, int]:
    counted = Counter(reactions)
    return {reaction: counted[reaction] for reaction in REACTIONS}


def _large_enough(people: Counter[str]) -> dict[str, None]:
    """Return the groups that may be shown by name, in the order of their ids.

    What is left over becomes "(other)"; were that a single person or a single
    small group, the totals would give it away, so the smallest named group
    joins it until at least three people of two groups are together.
    """
    named = [group for group, n in people.most_common() if n >= SMALLEST_GROUP]
    rest = [group for group in people if group not in named]
    while rest and named and (sum(people[g] for g in rest) < SMALLEST_GROUP or len(rest) < 2):
        rest.append(named.pop())
    return dict.fromkeys(sorted(named))
