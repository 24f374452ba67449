"""Charts as SVG, drawn here so that phone, projector, print and report show the same picture."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from math import ceil, sqrt

from markupsafe import Markup

WIDTH, HEIGHT = 1000, 56
DIGIT = 15  # how wide one is at the size that chart.css gives it
MIDDLE = HEIGHT // 2
LENGTHS = (12, 9, 15)
STONES = 240  # more than that is not a crowd any more but a texture


def diverging(
    counts: Mapping[str, int],
    order: Sequence[str],
    label: str,
    *,
    numbers: bool = True,
    width: int = WIDTH,
) -> Markup:
    """Return one bar that grows to the left and to the right of a middle line.

    `order` names the left part, the middle (half on each side) and the right
    part; n is their sum and fills the width. Each part carries its number and
    a pattern (left stripes, middle dots, right plain), so it reads without
    colour. What is in no part is not drawn. Without `numbers` the bar takes
    any height, for a place where they stand beside it. The smaller the
    `width`, the larger the numbers are beside the bar.
    """
    values = [counts.get(name, 0) for name in order]
    left, middle, _ = values
    n = sum(values)
    scale = width / 2 / n if n else 0
    start = width / 2 - (left + middle / 2) * scale
    parts = []
    # Dots need room; where the numbers stand beside the bar, its edge tells the middle part.
    patterns = (_stripes, _dots if numbers else _plain, _plain)
    for name, value, pattern in zip(order, values, patterns, strict=True):
        part = value * scale
        if value:
            parts.append(
                Markup(
                    '<rect class="bar bar-{}" x="{:.1f}" y="4" width="{:.1f}" height="48"/>{}'
                ).format(name, start, part, pattern(start, part))
            )
            if numbers and part >= DIGIT * (len(str(value)) + 0.5):
                parts.append(
                    Markup('<text class="on-{}" x="{:.1f}" y="40">{}</text>').format(
                        name, start + part / 2, value
                    )
                )
        start += part
    axis = Markup('<path class="axis" d="M{} 0v{}"/>').format(width // 2, HEIGHT)
    return Markup(
        '<svg class="diverging" viewBox="0 0 {} {}"{} role="img" aria-label="{}">{}{}</svg>'
    ).format(
        width,
        HEIGHT,
        "" if numbers else Markup(' preserveAspectRatio="none"'),
        label,
        axis,
        Markup("").join(parts),
    )


def _stripes(start: float, width: float) -> Markup:
    # One thick dashed line: the sheet says how it is dashed.
    return Markup('<path class="bar-stripes" d="M{:.1f} {}h{:.1f}"/>').format(start, MIDDLE, width)


def _dots(start: float, width: float) -> Markup:
    if width < 16:
        return Markup("")
    rows = Markup("").join(
        Markup("M{:.1f} {}h{:.1f}").format(start + 8, y, width - 16) for y in (13, 28, 43)
    )
    return Markup('<path class="bar-dots" d="{}"/>').format(rows)


def _plain(_start: float, _width: float) -> Markup:
    return Markup("")


def stones(lit: int, of: int, *, columns: int = 0) -> Markup:
    """Return a paved square: one stone for each of the people, lit for those who have answered.

    A picture of a number that stands beside it in words. Which stone is whose
    means nothing; above 240 people one stone stands for several.
    """
    of = max(of, lit, 1)
    each = ceil(of / STONES)
    number, bright = ceil(of / each), round(lit / each)
    columns = columns or _columns(number)
    rows = ceil(number / columns)
    on = set(_scattered(number)[:bright])
    drawn = []
    for row in range(rows):
        x = 0.0
        for column in range(min(columns, number - row * columns)):
            # Laid as pavements are: stones of three lengths, so that joints never meet.
            length = LENGTHS[(column + row * 2) % 3]
            name = "stone stone-lit" if row * columns + column in on else "stone"
            drawn.append(
                Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="10.8"/>').format(
                    name, x + 0.6, row * 12 + 0.6, length - 1.2
                )
            )
            x += length
    wide = max(sum(LENGTHS[(c + row * 2) % 3] for c in range(columns)) for row in range(rows))
    return Markup(
        '<svg class="stones" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMin" '
        'aria-hidden="true">{}</svg>'
    ).format(wide, rows * 12, Markup("").join(drawn))


def _columns(number: int) -> int:
    """Return how many stones make a row: wide rather than high, few missing at the end."""
    about = max(6, ceil(sqrt(number * 6)))

    def ugly(columns: int) -> float:
        return -number % columns / columns + 1.5 * abs(columns - about) / about

    return min(range(about - 3, about + 6), key=ugly)


@cache
def _scattered(number: int) -> list[int]:
    """Return all of them in an order that looks like none, the same every time."""
    return sorted(range(number), key=lambda i: sha256(b"%d" % i).digest())


def gap(guessed: Sequence[float], said: int, of: int, label: str) -> Markup:
    """Return how far guesses and an answer lie apart, on a line from nobody to everybody.

    Guesses are of ten; `said` of `of` people said yes. Guesses are hollow
    diamonds, the answer a full disc, so that they differ without colour.
    """
    left, right, middle = 40, WIDTH - 40, 40

    def at(share: float) -> float:
        return left + (right - left) * min(1, max(0, share))

    fact, guesses = at(said / of if of else 0), [at(guess / 10) for guess in guessed]
    ticks = Markup("").join(
        Markup("M{:g} {}v16").format(at(tenth / 10), middle - 8) for tenth in range(11)
    )
    between = Markup("").join(Markup("M{:.1f} {}H{:.1f}").format(x, middle, fact) for x in guesses)
    diamonds = Markup("").join(
        Markup('<path class="gap-guess" d="M{:.1f} {}l32 32-32 32-32-32z"/>').format(x, middle - 32)
        for x in guesses
    )
    # The answer lies on top, and is smaller: both are seen where they meet.
    return Markup(
        '<svg class="gap" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMid" role="img" '
        'aria-label="{}">'
        '<path class="gap-line" d="M{} {}H{}{}"/><path class="gap-between" d="{}"/>{}'
        '<circle class="gap-fact" cx="{:.1f}" cy="{}" r="20"/></svg>'
    ).format(WIDTH, 2 * middle, label, left, middle, right, ticks, between, diamonds, fact, middle)
