"""Plausible reactions: invented people for rehearsal, demo and load, never data."""

from collections.abc import Iterable
from random import Random
from typing import Any

from workshop.activities.reactions import sentences
from workshop.activities.reactions.schema import (
    CONDITIONS,
    OF,
    REACTIONS,
    REASONS,
    Mechanism,
    ReactionsSettings,
)

WRITES = 0.6
TICKS_MORE = 0.12
REWORDS = 0.3
ALREADY = {"confirm": 0.2, "challenge": 0.05, "refine": 0.1, "unsure": 0.02}
DISTRUST = 1.5
"""People think that fewer of the others agree than do, by so many of ten."""
LONGEST_ORIGINAL = 600


def answers(settings: ReactionsSettings, group: str, rng: Random) -> Iterable[dict[str, Any]]:
    """Yield one reaction to each mechanism, and one guess where guesses are asked for.

    What somebody says about a mechanism does not depend on which others are
    asked, so that they say it again when a round asks some of them.
    """
    person = rng.getrandbits(64)
    for mechanism in settings.mechanisms:
        own = Random(f"{person}:{mechanism.id}")
        yield _reaction(settings.stem, mechanism, group, own)
        if settings.guess:
            about = settings.guess[1 if group == settings.guess[0] else 0]
            yield _guess(mechanism.id, about, own)


def _reaction(stem: str, mechanism: Mechanism, group: str, own: Random) -> dict[str, Any]:
    reaction = own.choices(REACTIONS, _leaning(group, mechanism.id))[0]
    answer: dict[str, Any] = {"item": mechanism.id, "reaction": reaction}
    if own.random() < ALREADY[reaction]:
        answer["already"] = True
    # Phones ask for words only with these two.
    if reaction == "challenge":
        reason, words = own.choice(sentences.said_by(group, sentences.CHALLENGES[stem]))
        answer["reasons"] = _with_others(reason, REASONS[stem], own)
        if own.random() < WRITES:
            answer["text"] = words
    if reaction == "refine" and own.random() < REWORDS:
        _, clause = own.choice(sentences.said_by(group, sentences.REWORDINGS[stem]))
        answer |= {"manner": "rewording", "text": _reworded(mechanism, clause)}
    elif reaction == "refine":
        condition, words = own.choice(sentences.said_by(group, sentences.CONDITIONS[stem]))
        answer |= {
            "manner": "condition",
            "conditions": _with_others(condition, CONDITIONS, own),
            "text": words,
        }
    return answer


def _guess(item: str, about: str, own: Random) -> dict[str, Any]:
    weights = _leaning(about, item)
    thought = OF * weights[0] / sum(weights) - DISTRUST + own.gauss(0, 1.5)
    return {"guesses": item, "about": about, "of_ten": min(OF, max(0, round(thought)))}


def _leaning(group: str, item: str) -> list[float]:
    # Depends on group and mechanism alone, so that groups differ visibly and
    # every simulated member of one leans the same way.
    lean = Random(f"{group}:{item}")
    return [lean.uniform(1, 6), lean.uniform(0.3, 3), lean.uniform(0.5, 3), 0.6]


def _with_others(first: str, known: Iterable[str], own: Random) -> list[str]:
    return [first, *(one for one in known if one != first and own.random() < TICKS_MORE)]


def _reworded(mechanism: Mechanism, clause: str) -> str:
    original = str(mechanism.text.in_())
    if not 0 < len(original) <= LONGEST_ORIGINAL:
        original = str(mechanism.title.in_())
    return f"{original.rstrip(' .!?')}, {clause}."
