"""Which groups a room may be shown by name, so that counts do not tell what one person said."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)

SMALLEST_GROUP = 3
# No id of a group looks like this, so none can be mistaken for it.
OTHERS = "(other)"


def shown_groups(
    people: Mapping[str, int],
    smallest: int = SMALLEST_GROUP,
    among: Collection[str] | None = None,
) -> list[str]:
    """Return the groups that may be shown by name, in the order of their ids.

    Groups of fewer than `smallest` people become `OTHERS`. Were that too few
    people or a single group, total minus named rows would give it away, so the
    smallest named group joins (the last by id of several) until `smallest`
    people of two groups are together: primary and complementary suppression
    (Cox 1980). If the list is empty, show the total alone; whether a total of
    one or two people is shown is the caller's to decide.

    `people` holds how many each group has among those asked, or among those who
    answered one item, and then `among` holds the groups that may be named for
    all who were asked: a group of five of whom one answered is a group of one
    here. What they answered plays no part, nor do groups that nobody joined.
    ValueError where a number is negative or a group is called `OTHERS`.

    What stays possible with any merging: if everybody in a row says the same,
    the row says so of each of them; and whoever watches counts change while
    one person answers, joins or withdraws sees what that person said.
    """
    if OTHERS in people:
        raise ValueError(f"a group is called {OTHERS}, which is what merged groups are called")
    if any(n < 0 for n in people.values()):
        raise ValueError("a group has fewer than no people")
    present = sorted((group for group, n in people.items() if n), key=lambda g: (-people[g], g))
    allowed = set(present if among is None else among)
    named = [group for group in present if people[group] >= smallest and group in allowed]
    rest = [group for group in present if group not in named]
    # Enough people in the rest are of two groups at least: one alone was too small to be named.
    while rest and named and sum(people[g] for g in rest) < smallest:
        rest.append(named.pop())
    return sorted(named)


def safe_table(
    counts: Mapping[str, Mapping[Cell, int]],
    people: Mapping[str, int],
    smallest: int = SMALLEST_GROUP,
) -> dict[str, dict[Cell, int]]:
    """Return the rows that may be shown: named groups by id, then `OTHERS` where any are merged.

    Every row has every cell. No rows mean: show the total alone. A group
    without counts has a row of zeros, so that nobody's silence changes the
    rows. ValueError where a group has counts but no people.
    """
    strangers = sorted(g for g, row in counts.items() if any(row.values()) and not people.get(g))
    if strangers:
        raise ValueError(f"counts of groups without people: {', '.join(map(repr, strangers))}")
    named = shown_groups(people, smallest)
    if not named:
        return {}
    merged = any(n for group, n in people.items() if group not in named)
    empty = dict.fromkeys((cell for row in counts.values() for cell in row), 0)
    rows = {group: dict(empty) for group in [*named, *([OTHERS] if merged else [])]}
    for group, row in counts.items():
        for cell, n in row.items():
            if n:
                rows[group if group in named else OTHERS][cell] += n
    return rows
