"""Plausible reactions: invented people for rehearsal, demo and load, never data."""

from collections.abc import Iterable
from random import Random
from typing import Any

from workshop.activities.reactions.schema import REACTIONS, ReactionsSettings

CHALLENGES = (
    "Who pays for this after the first year?",
    "We tried something like it; people stopped coming after two meetings.",
    "It moves the problem one street further.",
    "Nobody asked those who are out there at night.",
    "There are not enough staff to keep this up.",
)
REFINEMENTS = (
    "Only if residents sit at the table from the start.",
    "Yes, but in the evening, when it is needed.",
    "With a fixed contact person whom everybody knows.",
    "Only with clear rules on who sees the data and when it is deleted.",
    "Start small on one square and look again after six months.",
)
WRITES = 0.6


def answers(settings: ReactionsSettings, group: str, rng: Random) -> Iterable[dict[str, Any]]:
    """Yield one reaction to each mechanism; a group leans its own way on each of them."""
    for mechanism in settings.mechanisms:
        # The lean depends on group and mechanism alone, so that groups differ
        # visibly and every simulated member of one leans the same way.
        lean = Random(f"{group}:{mechanism.id}")
        weights = [lean.uniform(1, 6), lean.uniform(0.3, 3), lean.uniform(0.5, 3), 0.6]
        reaction = rng.choices(REACTIONS, weights)[0]
        text = ""
        if reaction == "challenge" and rng.random() < WRITES:
            text = rng.choice(CHALLENGES)
        if reaction == "refine":
            text = rng.choice(REFINEMENTS)
        yield {"item": mechanism.id, "reaction": reaction, "text": text}
