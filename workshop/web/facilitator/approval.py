"""Picking what the room reads, three texts at a time, and what becomes of each.

The address says what is looked at and what was skipped, so the page works
without script, on two devices at once, and with the browser's own Back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from workshop.activities import kind_named
from workshop.live import frozen, writings
from workshop.live import stage as live_stage
from workshop.live.decisions import decide
from workshop.live.writings import Writing
from workshop.models import Workshop
from workshop.statistics.words import Differences, differences
from workshop.web.errors import wants_json
from workshop.web.facilitator.blueprint import blueprint, own_activity, workshop_for
from workshop.web.services import services
from workshop.web.shared import plain

AT_ONCE = 3
VIEWS = ("waiting", "picked", "all")
ORDERS = ("new", "item")
MOST_RANGES = 300
MOST_LISTED = 200
ALIKE = 0.4
"""Two texts that share less than this are laid side by side without marks."""
STATES = {
    "proposed": "Proposed",
    "considered": "Being considered",
    "adopted": "Adopted",
    "declined": "Not taken up",
    "withdrawn": "Taken back",
}
OUTCOMES = {
    "consider": ("considered", "Consider it"),
    "adopt": ("adopted", "Adopt it"),
    "decline": ("declined", "Do not take it up"),
    "withdraw": ("withdrawn", "Take it back"),
    "propose": ("proposed", "Back to proposed"),
}
"""What each button makes of a proposal, and what it says."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Looking:
    """What the address asks for.

    `seen`, `shown` and `top` are numbers of answers: what was skipped, the cards
    that lie here, and the newest there was when they were laid.
    """

    activity: str = ""
    view: str = "waiting"
    order: str = "new"
    item: str = ""
    group: str = ""
    seen: Ranges = ()
    shown: tuple[int, ...] = ()
    top: int = 0

    @property
    def query(self) -> str:
        """Return it as the query of an address, without what goes without saying."""
        seen = ",".join(f"{low}-{high}" if high > low else f"{low}" for low, high in self.seen)
        pairs = {
            "activity": self.activity,
            "view": "" if self.view == VIEWS[0] else self.view,
            "order": "" if self.order == ORDERS[0] else self.order,
            "item": self.item,
            "group": self.group,
            "seen": seen,
            "shown": ",".join(map(str, self.shown)),
            "top": str(self.top or ""),
        }
        return urlencode({name: value for name, value in pairs.items() if value}, safe=",")

    def has_seen(self, seq: int) -> bool:
        return any(low <= seq <= high for low, high in self.seen)


def looking(args: MultiDict[str, str]) -> Looking:
    """Read the query of an address; what makes no sense in it is left out."""
    numbers = re.findall(r"(\d{1,18})(?:-(\d{1,18}))?", args.get("seen", "")[:20_000])
    return Looking(
        activity=args.get("activity", "")[:36],
        view=args["view"] if args.get("view") in VIEWS else VIEWS[0],
        order=args["order"] if args.get("order") in ORDERS else ORDERS[0],
        item=args.get("item", "")[:120],
        group=args.get("group", "")[:40],
        seen=tuple((int(low), int(high or low)) for low, high in numbers[:MOST_RANGES]),
        shown=tuple(int(n) for n in re.findall(r"\d{1,18}", args.get("shown", ""))[:AT_ONCE]),
        top=int(args["top"]) if re.fullmatch(r"\d{1,18}", args.get("top", "")) else 0,
    )


def ranges(seen: set[int], known: Iterable[int]) -> Ranges:
    """Return what was seen as few ranges: neighbours among the known numbers are one."""
    found: list[tuple[int, int]] = []
    joins = False
    for seq in sorted(known):
        if seq in seen:
            if joins:
                found[-1] = (found[-1][0], seq)
            else:
                found.append((seq, seq))
        joins = seq in seen
    # The latest are kept: what was skipped long ago may come again.
    return tuple(found[-MOST_RANGES:])


@blueprint.get("/<workshop_id>/words")
def words(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        scene = _scene(db, workshop, looking(request.args))
        return make_response(render_template("facilitator/approval.html", **scene))


@blueprint.get("/<workshop_id>/words/panel")
def words_panel(workshop_id: str) -> Response:
    """The part of the page that changes, for the page's own script."""
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        scene = _scene(db, workshop, looking(request.args))
        return make_response(render_template("facilitator/approval_panel.html", **scene))


@blueprint.post("/<workshop_id>/words")
def decide_words(workshop_id: str) -> AnyResponse:
    """Let the room read an answer's words, take them back, or say what becomes of a proposal."""
    s = services()
    response_id, verb = request.form.get("response", ""), request.form.get("verb", "")
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        decide(db, workshop, current_user.id, response_id, verb, request.form.get("why", ""))
    s.hub.answered(workshop_id)
    if wants_json():
        return Response('{"saved": true}', content_type="application/json")
    if request.form.get("back") == "console":
        return redirect(url_for("facilitator.console", workshop_id=workshop_id), 303)
    here = looking(MultiDict(parse_qsl(request.form.get("query", ""))))
    did = urlencode({"did": f"{verb}.{response_id}"}) if verb in ("approve", "unapprove") else ""
    address = url_for("facilitator.words", workshop_id=workshop_id)
    return redirect(f"{address}?{'&'.join(filter(None, (here.query, did)))}", 303)


def _scene(db: Session, workshop: Workshop, here: Looking) -> dict[str, Any]:
    activity = (
        own_activity(workshop, here.activity)
        if here.activity
        else live_stage.current_activity(db, workshop)
    )
    scene: dict[str, Any] = {
        "workshop": workshop,
        "activity": activity,
        "here": here,
        "to": lambda **changes: f"/desk/{workshop.id}/words?{replace(here, **changes).query}",
        "agenda": [one for one in workshop.activities if one.version],
        "states": STATES,
        "outcomes": OUTCOMES,
    }
    if activity is None or not activity.version:
        return {**scene, "activity": None}
    every = writings.written(db, activity)
    chosen = [
        one
        for one in every
        if (not here.item or one.slot == here.item) and here.group in ("", one.group)
    ]
    items = kind_named(activity.kind).items(frozen.settings_now(db, activity))
    waiting = [one for one in chosen if one.waits]
    return {
        **scene,
        **_three(here, waiting, every, [item.id for item in items]),
        "items": items,
        "groups": workshop.group_labels(),
        "counts": {
            "waiting": len(waiting),
            "picked": sum(one.approved for one in chosen),
            "all": len(chosen),
        },
        "listed": [one for one in chosen if here.view == "all" or one.approved][:MOST_LISTED],
        "settings": frozen.settings_now(db, activity),
        "done": _last_done(every),
    }


def _three(
    here: Looking, waiting: Sequence[Writing], every: Sequence[Writing], asked: Sequence[str]
) -> dict[str, Any]:
    """Return the cards, what comes after them, and how many came meanwhile.

    The address pins the cards, so that nothing moves under the eyes of whoever
    reads, whatever arrives and whatever somebody else picks.
    """
    by_seq = {one.seq: one for one in every}
    unseen = [one for one in waiting if not here.has_seen(one.seq)]
    if here.order == "item":
        place = {item: number for number, item in enumerate(asked)}
        unseen.sort(key=lambda one: place.get(one.slot, len(place)))
    shown = here.shown or tuple(one.seq for one in unseen[:AT_ONCE])
    seen = {one.seq for one in every if here.has_seen(one.seq)} | set(shown)
    top = here.top if here.shown else max(by_seq, default=0)
    left = [one for one in unseen if one.seq not in shown]
    return {
        "cards": [by_seq.get(seq) for seq in shown],
        "pinned": replace(here, shown=shown, top=top),
        "next": replace(here, seen=ranges(seen, by_seq), shown=(), top=0),
        "left": len(left),
        "fresh": sum(one.seq > top for one in left),
        "skipped": sum(here.has_seen(one.seq) for one in waiting),
    }


def _last_done(every: Sequence[Writing]) -> dict[str, Any] | None:
    """Return what the address says was done last, so that it can be undone at once."""
    verb, _, response = request.args.get("did", "").partition(".")
    one = next((one for one in every if one.response == response), None)
    if one is None or verb not in ("approve", "unapprove"):
        return None
    return {"verb": verb, "undo": "unapprove" if verb == "approve" else "approve", "one": one}


@blueprint.app_template_global("compared")
def compared(original: Any, proposed: str) -> Differences | None:
    """Return the words that differ between a text and a proposal to reword it.

    None where the two share so little that the proposal is no rewording.
    """
    return _compared(original if isinstance(original, str) else plain(original), proposed)


# A page with two hundred proposals is drawn anew at every answer that comes in.
@lru_cache(maxsize=512)
def _compared(before: str, proposed: str) -> Differences | None:
    found = differences(before, proposed)
    same = sum(len(text) for kind, text in found.original if kind == "same" and text.strip())
    longer = max(len(before), len(proposed))
    return found if longer and same / longer >= ALIKE else None
