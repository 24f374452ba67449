"""The kind's sheets: counts, refinements, conditions, reasons, guesses and shifts."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from workshop.activities.base import Given, Sheet
from workshop.activities.reactions import columns
from workshop.activities.reactions.counted import EVERYBODY, TABLES, Counted, count
from workshop.activities.reactions.schema import (
    CONDITIONS,
    REACTIONS,
    REASONS,
    Guess,
    Mechanism,
    ReactionsSettings,
)
from workshop.statistics.consensus import divisiveness, group_informed_consensus
from workshop.statistics.ratings import spread
from workshop.statistics.shift import shift
from workshop.statistics.wilson import wilson

Count = Callable[[], Counted]


def sheets(settings: ReactionsSettings, given: Iterable[Given]) -> Iterator[Sheet]:
    """Yield the sheets; the answers are counted once, when the first row is asked for."""
    counted = cache(lambda: count(given))
    yield Sheet("mechanisms", columns.MECHANISMS, _mechanisms(settings, counted))
    yield Sheet("refinements", columns.REFINEMENTS, _refinements(settings, given))
    yield Sheet("conditions", columns.CONDITIONS, _conditions(settings, counted))
    yield Sheet("reasons", columns.REASONS, _reasons(settings, counted))
    yield Sheet("guesses", columns.GUESSES, _guesses(settings, counted))
    yield Sheet("shifts", columns.SHIFTS, _shifts(settings, counted))


def _mechanisms(settings: ReactionsSettings, count: Count) -> Iterator[list[Any]]:
    counted = count()
    for mechanism, round_, group in counted.places(settings):
        found = counted.of(mechanism.id, round_, group)
        counts = [found.reactions[reaction] for reaction in REACTIONS]
        n = sum(counts)
        yield [
            *_asked(settings, mechanism),
            mechanism.category,
            round_,
            group,
            n,
            *counts,
            *(_rounded(c / n) if n else None for c in counts),
            *map(_rounded, wilson(found.reactions["confirm"], n) or (None, None)),
            found.already,
            *(_between_groups(counted, mechanism.id, round_) if group == EVERYBODY else [None] * 4),
        ]


def _between_groups(counted: Counted, item: str, round_: int) -> list[Any]:
    by_group = {group: counted.of(item, round_, group).reactions for group in counted.groups}
    chose = {group: (found["confirm"], found.total()) for group, found in by_group.items()}
    consensus = group_informed_consensus(chose)
    if consensus is None:
        return [None] * 4
    return [
        _rounded(consensus.product),
        _rounded(consensus.per_group),
        ", ".join(consensus.groups),
        _rounded(divisiveness(chose)),
    ]


def _refinements(settings: ReactionsSettings, given: Iterable[Given]) -> Iterator[list[Any]]:
    asked = {m.id: m for m in settings.mechanisms}
    for one in given:
        answer = one.answer
        if isinstance(answer, Guess) or answer.item not in asked:
            continue
        if answer.reaction != "refine" and not (answer.reaction == "challenge" and answer.text):
            continue
        mechanism = asked[answer.item]
        yield [
            *_asked(settings, mechanism),
            one.round,
            TABLES if one.is_table else one.group or "",
            str(mechanism.text.in_()),
            one.response,
            answer.reaction,
            answer.text,
            answer.manner,
            ", ".join(answer.conditions),
            ", ".join(answer.reasons),
            answer.already,
            one.state,
            one.why,
            one.quotable,
            one.approved,
            sum(one.supporters.values()),
            json.dumps(dict(one.supporters), sort_keys=True, separators=(",", ":")),
        ]


def _conditions(settings: ReactionsSettings, count: Count) -> Iterator[list[Any]]:
    counted = count()
    for mechanism, round_, group in counted.places(settings):
        found = counted.of(mechanism.id, round_, group)
        for condition in CONDITIONS:
            chosen = [condition, found.conditions[condition], found.reactions["refine"]]
            yield [*_asked(settings, mechanism), round_, group, *chosen]


def _reasons(settings: ReactionsSettings, count: Count) -> Iterator[list[Any]]:
    counted = count()
    for mechanism, round_, group in counted.places(settings):
        found = counted.of(mechanism.id, round_, group)
        for reason in REASONS[settings.stem]:
            chosen = [reason, found.reasons[reason], found.reactions["challenge"]]
            yield [*_asked(settings, mechanism), round_, group, *chosen]


def _guesses(settings: ReactionsSettings, count: Count) -> Iterator[list[Any]]:
    counted = count()
    for mechanism in settings.mechanisms:
        made = sorted(key for key in counted.guesses if key[0] == mechanism.id)
        for item, round_, group, about in made:
            guesses = counted.guesses[item, round_, group, about]
            middle = spread(guesses)
            said = counted.of(item, round_, about).reactions
            confirmed, of = said["confirm"], said.total()
            yield [
                *_asked(settings, mechanism),
                round_,
                group,
                about,
                len(guesses),
                _rounded(sum(guesses) / len(guesses)),
                middle.median if middle else None,
                confirmed,
                of,
                _rounded(confirmed / of) if of else None,
            ]


def _shifts(settings: ReactionsSettings, count: Count) -> Iterator[list[Any]]:
    counted = count()
    for mechanism in settings.mechanisms:
        for whose in (EVERYBODY, TABLES):
            for before, after in pairwise(counted.rounds(mechanism.id, whose)):
                moved = shift(
                    counted.of(mechanism.id, before, whose).said,
                    counted.of(mechanism.id, after, whose).said,
                    REACTIONS,
                )
                for old, row in moved.matrix.items():
                    for new, n in row.items():
                        yield [
                            *_asked(settings, mechanism),
                            before,
                            after,
                            whose,
                            old,
                            new,
                            n,
                            moved.both,
                            moved.only_before,
                            moved.only_after,
                            _rounded(moved.share_unchanged),
                        ]


def _asked(settings: ReactionsSettings, mechanism: Mechanism) -> tuple[str, str, str]:
    return settings.stem, mechanism.id, str(mechanism.title.in_())


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
