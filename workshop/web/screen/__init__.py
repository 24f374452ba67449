"""The projector's page, opened by a signed link: never anything private, readable from afar."""

import io
from functools import lru_cache

import qrcode
import qrcode.image.svg
from flask import Blueprint, Flask, Response, g, make_response, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from workshop.live import clock, frozen
from workshop.live import stage as live_stage
from workshop.live.tally import latest_seq
from workshop.models import Workshop
from workshop.web.addresses import join_url
from workshop.web.compressed import compressed
from workshop.web.errors import Problem
from workshop.web.services import services

blueprint = Blueprint("screen", __name__)
blueprint.after_request(compressed)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["qr"] = qr


@blueprint.get("/screen/<key>")
def page(key: str) -> Response:
    with services().db.reading() as db:
        workshop = _workshop(db, key)
        return make_response(render_template("screen/page.html", key=key, **_scene(db, workshop)))


@blueprint.get("/screen/<key>/panel")
def panel(key: str) -> Response:
    """The part of the page that changes, for the page's own script."""
    with services().db.reading() as db:
        workshop = _workshop(db, key)
        return make_response(render_template("screen/panel.html", **_scene(db, workshop)))


def _workshop(db: Session, key: str) -> Workshop:
    workshop = db.get(Workshop, services().tokens.screen(key) or "")
    if workshop is None:
        raise Problem("not-found", "This screen's link is not valid; open it from the console.")
    g.language = workshop.languages[0]
    return workshop


def _scene(db: Session, workshop: Workshop) -> dict:
    s = services()
    activity = live_stage.current_activity(db, workshop)
    scene: dict = {
        "workshop": workshop,
        "language": g.language,
        "activity": activity,
        "join_url": join_url(workshop.code),
        "here": s.presence.count(workshop.id),
        "seq": 0,
    }
    if activity is not None:
        scene["settings"] = frozen.settings_now(db, activity)
        scene["progress"] = s.tallies.progress(db, activity)
        scene["seq"] = latest_seq(db, activity)
        scene["began"] = clock.began(db, workshop).get(activity.id)
        if activity.revealed:
            scene["focus"] = workshop.focus
            scene["tally"], _ = s.tallies.room(db, activity)
    return scene


@lru_cache(maxsize=256)
def qr(words: str) -> Markup:
    """Return a QR code as SVG that takes the size of its place."""
    image = qrcode.make(words, image_factory=qrcode.image.svg.SvgPathImage, border=2, box_size=10)
    out = io.BytesIO()
    image.save(out)
    svg = out.getvalue().decode()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704  drawn by us from a URL of ours
