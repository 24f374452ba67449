"""Charts as SVG, drawn here so that phone, projector, print and report show the same picture."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 1000, 56
DIGIT = 17  # how wide one is at the size that chart.css gives it


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
    part; n is their sum and fills the width. Each part carries its number,
    so it reads without colour. What is in no part is not drawn. Without
    `numbers` the bar takes any height, for a place where they stand beside it.
    The smaller the `width`, the larger the numbers are beside the bar.
    """
    left, middle, right = (counts.get(name, 0) for name in order)
    n = left + middle + right
    scale = width / 2 / n if n else 0
    start = width / 2 - (left + middle / 2) * scale
    parts = []
    for name, value in zip(order, (left, middle, right), strict=True):
        part = value * scale
        if value:
            parts.append(
                Markup(
                    '<rect class="bar bar-{}" x="{:.1f}" y="4" width="{:.1f}" height="48"/>'
                ).format(name, start, part)
            )
            if numbers and part >= DIGIT * (len(str(value)) + 0.5):
                parts.append(
                    Markup('<text class="on-{}" x="{:.1f}" y="39">{}</text>').format(
                        name, start + part / 2, value
                    )
                )
        start += part
    axis = Markup('<line class="axis" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(
        width // 2, HEIGHT
    )
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
