"""What the desk's templates say: days, countries, and texts in the language of their workshop."""

import datetime as dt

from markupsafe import Markup, escape

from workshop.models import Workshop
from workshop.schema import Text
from workshop.web.facilitator import places
from workshop.web.facilitator.blueprint import blueprint
from workshop.web.shared import HTML_LANGUAGE


@blueprint.app_template_filter("said")
def said(words: dict[str, str], workshop: Workshop) -> Markup:
    """Return a text in the language of its workshop, marked where that is not the page's."""
    shown = Text(words).in_(workshop.languages[0])
    if shown.language == HTML_LANGUAGE:
        return escape(str(shown))
    return Markup('<span lang="{}">{}</span>').format(shown.language, str(shown))


@blueprint.app_template_filter("day")
def day(date: dt.date) -> str:
    """Return a day as people say it: `31 May 2026`."""
    return f"{date.day} {date:%B %Y}"


@blueprint.app_template_filter("country_name")
def country_name(code: str) -> str:
    return dict(places.countries()).get(code, code)


@blueprint.app_template_filter("minutes")
def minutes(number: int) -> str:
    """Return a length of time in words: `45 min`, `1 h 30 min`."""
    hours, rest = divmod(number, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


@blueprint.app_template_filter("stopwatch")
def stopwatch(seconds: int) -> str:
    """Return seconds as a running clock shows them: `4:05`, `1:04:05`."""
    minutes_, rest = divmod(seconds, 60)
    hours, minutes_ = divmod(minutes_, 60)
    return f"{hours}:{minutes_:02}:{rest:02}" if hours else f"{minutes_}:{rest:02}"
