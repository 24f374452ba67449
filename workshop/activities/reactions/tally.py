"""What the reactions add up to, for the facilitator and for the room."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from workshop.activities.base import Audience, Given
from workshop.activities.reactions.heard import Heard, heard
from workshop.activities.reactions.schema import CONDITIONS, REACTIONS, REASONS, ReactionsSettings
from workshop.activities.reactions.shown import Shown, gap, moved, words
from workshop.statistics.disclosure import OTHERS, shown_groups


def tally(
    settings: ReactionsSettings, given: Iterable[Given], audience: Audience, round_: int = 1
) -> dict[str, Any]:
    """Return what a round of reactions adds up to, mechanisms in the order asked.

    ```
    {"respondents": 18, "tables": False, "groups": ["police", "(other)"], "items": [{
        "id": "lights", "n": 18,
        "all": {"confirm": 14, "challenge": 2, "refine": 2, "unsure": 0},
        "by_group": {"police": {"confirm": 4, ...}, "(other)": {...}},
        "already": 3, "reasons": {"cost": 2, ...}, "conditions": {"who": 1, ...},
        "words": [{"response": id, "reaction": "refine", "group": "police", "table": None,
            "text": "...", "manner": "condition", "conditions": ["who"], "reasons": [],
            "state": "proposed", "why": "", "approved": True,
            "supporters": 3, "supported_by": {"police": 3}, "quotable": True}],
        "shift": {"from": 1, "n": 17, "before": {"confirm": 9, ...}, "unchanged": 12,
            "moves": [{"from": "challenge", "to": "refine", "n": 3}, ...]},
        "gap": [{"group": "police", "about": "residents", "n": 4, "guessed": 3.5,
            "said": 6, "of": 9}],
    }]}
    ```

    `tables`: the respondents are tables, which belong to no group and stand in
    `all` only. `shift` is None where nobody answered the round before too;
    `before` counts everybody who answered that round, `n` and `unchanged` those
    who answered both, `moves` lists changes, the most frequent first. `gap` says how many of ten
    each group thought would confirm (the mean; `n` guessed), beside how many
    of the guessed group did; guesses about one's own group do not count.

    The facilitator gets everything. The room gets groups of fewer than three
    people merged into "(other)", as `shown_groups` has it for all who reacted
    in any round, and beside a mechanism for those who reacted to it; words
    that are approved and neither declined nor withdrawn, without who supports
    them; a shift of three people or more, its moves only where those who
    answered one round alone are none or three (or totals would tell what they
    said); and a gap only where three people guessed and the guessed group is
    shown.
    """
    said = heard(settings, given, round_)
    room = audience == "room"
    named = shown_groups(said.people) if room else sorted(said.people)
    merged = bool(named) and len(named) < len(said.people)
    groups = [*named, OTHERS] if merged else named
    items = [
        _item(m.id, said, _shown(settings, said, named, m.id, room)) for m in settings.mechanisms
    ]
    if any(OTHERS in item["by_group"] for item in items):
        groups = [*named, OTHERS]
    return {
        "respondents": len(said.respondents),
        "tables": said.tables,
        "groups": groups,
        "items": items,
    }


def _shown(
    settings: ReactionsSettings, said: Heard, named: Sequence[str], item: str, room: bool
) -> Shown:
    """Return which groups stand beside one mechanism: of five, one may have answered it."""
    if not room:
        return Shown(settings, room, {group: group for group in said.people}, named)
    about = Counter(one.group or "" for one in said.reactions[item] if not one.is_table)
    here = shown_groups(about, among=named)
    merged = bool(here) and len(here) < len(about)
    names = {group: group if group in here else OTHERS for group in said.people}
    return Shown(settings, room, names, [*here, OTHERS] if merged else here)


def _item(item: str, said: Heard, shown: Shown) -> dict[str, Any]:
    about = said.reactions[item]
    everybody = dict.fromkeys(REACTIONS, 0)
    by_group = {group: dict.fromkeys(REACTIONS, 0) for group in shown.groups}
    already = 0
    reasons, conditions = Counter[str](), Counter[str]()
    for one in about:
        answer = one.answer
        everybody[answer.reaction] += 1
        if shown.groups and not one.is_table:
            by_group[shown.names[one.group or ""]][answer.reaction] += 1
        already += answer.already
        reasons.update(answer.reasons)
        conditions.update(answer.conditions)
    return {
        "id": item,
        "n": len(about),
        "all": everybody,
        "by_group": by_group,
        "already": already,
        "reasons": {reason: reasons[reason] for reason in REASONS[shown.settings.stem]},
        "conditions": {condition: conditions[condition] for condition in CONDITIONS},
        "words": words(about, shown),
        "shift": moved(item, said, shown),
        "gap": gap(said.guesses[item], by_group, shown),
    }
