"""What the room said, as every phone of one language sees it: drawn once for all of them.

At a reveal all phones ask in the same moments, and drawing it costs more than
everything else they ask for.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from workshop.models import Activity, Workshop

MOST_KEPT = 64


@dataclass(frozen=True)
class _Drawn:
    tally: dict[str, Any]
    revision: int
    html: Markup


class Results:
    """Drawn results, kept while the tally is the same one and the stage did not change."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], _Drawn] = OrderedDict()

    def html(
        self, workshop: Workshop, activity: Activity, settings: Any, tally: Any, language: str
    ) -> Markup:
        """Return the kind's results; the page's language has to be set to the same one."""
        key = (activity.id, language)
        kept = self._kept.get(key)
        # The very same tally: it is kept as long as no answer and no decision is added.
        if kept is None or kept.tally is not tally or kept.revision != workshop.revision:
            html = render_template(
                f"activities/{activity.kind}/screen.html",
                audience="participant",
                workshop=workshop,
                activity=activity,
                settings=settings,
                tally=tally,
            )
            kept = _Drawn(tally, workshop.revision, Markup(html))  # noqa: S704  a template of ours
            self._kept[key] = kept
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return kept.html
