"""Somebody who knows the rule, the shown rows and the totals, and computes what is hidden."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

OTHERS = "(other)"


def given_away(
    rows: Mapping[str, Mapping[str, int]],
    total: Mapping[str, int],
    groups: Collection[str],
    sizes: Mapping[str, int] | None = None,
) -> set[str]:
    """Return the groups whose own row is hidden, yet has only one possibility.

    Every whole-numbered row that leaves the other hidden groups something
    possible is tried. With `sizes` the intruder also knows how many people are
    in each group and that each is in exactly one cell (silence is a cell).
    """
    hidden = [g for g in groups if g not in rows]
    named = [row for group, row in rows.items() if group != OTHERS]
    rest = {cell: n - sum(row[cell] for row in named) for cell, n in total.items()}
    if OTHERS in rows:
        assert rows[OTHERS] == rest, "what is merged is what the totals leave"
    found = set()
    for group in hidden:
        others = [g for g in hidden if g != group]
        possible = (
            row
            for row in product(*(range(n + 1) for n in rest.values()))
            if _fits(row, rest, group, others, sizes)
        )
        if len(list(zip(possible, range(2), strict=False))) == 1:
            found.add(group)
    return found


def _fits(row, rest, group, others, sizes) -> bool:
    left = sum(rest.values()) - sum(row)
    if sizes is None:
        return bool(others) or left == 0
    return sum(row) == sizes[group] and left == sum(sizes[g] for g in others)


def singled_out(shown: Sequence[Collection[str]], smallest: int) -> Iterator[set[str]]:
    """Yield every set of fewer than `smallest` people whose joint answers are a sum of shown ones.

    Sums and differences in any proportion: exact linear algebra over who is in
    which shown row.
    """
    people = sorted(set().union(*shown))
    rows = [[Fraction(who in row) for who in people] for row in shown]
    basis = _reduced(rows)
    for chosen in product((0, 1), repeat=len(people)):
        if 0 < sum(chosen) < smallest and _spanned([Fraction(c) for c in chosen], basis):
            yield {who for who, c in zip(people, chosen, strict=True) if c}


def _reduced(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = _without(row, basis)
        pivot = next((i for i, x in enumerate(left) if x), None)
        if pivot is not None:
            basis.append((pivot, [x / left[pivot] for x in left]))
    return basis


def _without(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for pivot, base in basis:
        row = [x - row[pivot] * b for x, b in zip(row, base, strict=True)]
    return row


def _spanned(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> bool:
    return not any(_without(row, basis))
