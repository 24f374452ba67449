"""The public protocol, version 1; `docs/protocol.md` describes it and is run as a test."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

import orjson
from flask import Blueprint, Response, request
from pydantic import Field, StrictBool, ValidationError
from sqlalchemy.orm import Session

from workshop.live import consents, decisions, tables
from workshop.live import stage as live_stage
from workshop.live.join import Join, consent_text, join, locale_for, workshop_with_code
from workshop.live.refusal import Refusal
from workshop.live.respond import Receipt, respond
from workshop.live.tally import latest_seq
from workshop.models import Respondent, Workshop
from workshop.schema import Schema, problems_in_words
from workshop.web.errors import Problem
from workshop.web.participant import who
from workshop.web.services import Services, services

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST_AT_ONCE = 200


ConsentName = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class JoinRequest(Schema):
    """The body of `POST /api/v1/join`."""

    code: Annotated[str, Field(max_length=40)]
    join_id: Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    stakeholder_group: Annotated[str, Field(max_length=40)] = ""
    table: Annotated[str, Field(max_length=10)] = ""
    as_table: bool = False
    locale: Annotated[str, Field(max_length=35)] = "en"
    consents: Annotated[dict[ConsentName, StrictBool], Field(max_length=20, default_factory=dict)]
    simulated: bool = False
    into_real: bool = False


@blueprint.post("/join")
def post_join() -> Response:
    s = services()
    try:
        body = JoinRequest.model_validate(_json())
    except ValidationError as error:
        raise Problem("invalid", problems_in_words(error)) from error
    s.limiter.before_code(device := who.device())
    wanted = Join(
        code=body.code,
        join_id=body.join_id,
        stakeholder_group=body.stakeholder_group,
        table=body.table,
        as_table=body.as_table,
        locale=body.locale,
        consents=body.consents,
        origin="simulated" if body.simulated else "phone",
        into_real=body.into_real,
    )
    try:
        respondent = s.writer.run(lambda db: join(db, wanted))
    except Refusal as refusal:
        if refusal.code == "unknown-code":
            s.limiter.wrong_code(device)
        raise
    s.hub.answered(respondent.workshop_id)
    return _answer(
        {"token": s.tokens.for_participant(respondent.id), "respondent": respondent.id}, 201
    )


@blueprint.get("/stage")
def get_stage() -> Response:
    s = services()
    with s.db.reading() as db:
        respondent = who.respondent_in(db, s, who.token_in_request())
        s.presence.seen(respondent.workshop_id, respondent.id)
        workshop = db.get_one(Workshop, respondent.workshop_id)
        activity = live_stage.current_activity(db, workshop)
        shows_tally = activity is not None and activity.revealed
        # An answer changes what is shown, and so does approving the words of one.
        seen = (0, 0)
        if activity is not None and shows_tally:
            seen = latest_seq(db, activity), decisions.latest(db, activity.id)
        etag = (
            f"{workshop.revision}-{live_stage.mine_seq(db, respondent)}-"
            f"{seen[0]}-{seen[1]}-{respondent.locale}"
        )
        if request.if_none_match.contains(etag):
            response = Response(status=304)
        else:
            body = live_stage.public(db, workshop, respondent.locale)
            body["mine"] = live_stage.mine(db, respondent, activity)
            if activity is not None and shows_tally:
                body["tally"], fresh = s.tallies.room(db, activity)
                etag = etag if fresh else f"{etag}-stale"
            response = _answer(body)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/responses")
def post_responses() -> Response:
    s = services()
    body = _json()
    submissions = body.get("responses") if isinstance(body, dict) else None
    if not isinstance(submissions, list) or not submissions:
        raise Problem("invalid", 'Send {"responses": [...]} with at least one answer.')
    if len(submissions) > MOST_AT_ONCE:
        raise Problem("invalid", f"Send at most {MOST_AT_ONCE} answers at once.")
    # Read and counted here: the work below may run in the context of another
    # request, and whoever waits in it keeps every other writer waiting.
    token = who.token_in_request()
    s.limiter.answers(who.id_in(s, token), len(submissions))
    respondent, receipts = s.writer.run(lambda db: _save(db, s, token, submissions))
    s.presence.seen(respondent.workshop_id, respondent.id)
    # Only now is anything saved, and only now may anybody be told.
    if any(receipt.status == "saved" for receipt in receipts):
        s.hub.answered(respondent.workshop_id)
    tell_tables(s, respondent, receipts)
    return _answer({"receipts": [receipt.as_json() for receipt in receipts]})


def tell_tables(s: Services, respondent: Respondent, receipts: Iterable[Receipt]) -> None:
    """Tell the other devices of a table that their sheet has changed; call it after the commit."""
    for table in {receipt.sheet for receipt in receipts if receipt.sheet}:
        s.hub.sheet_changed(respondent.workshop_id, table)


class TableRequest(Schema):
    """The body of `POST /api/v1/table`; an empty table is none."""

    table: Annotated[str, Field(max_length=40)]


@blueprint.post("/table")
def post_table() -> Response:
    """Sit down at a table, or get up from it."""
    s = services()
    try:
        wanted = TableRequest.model_validate(_json()).table
    except ValidationError as error:
        raise Problem("invalid", problems_in_words(error)) from error
    token = who.token_in_request()
    respondent = s.writer.run(lambda db: seated(db, s, token, wanted))
    s.hub.answered(respondent.workshop_id)
    return _answer({"table": respondent.table})


def seated(db: Session, s: Services, token: str, wanted: str) -> Respondent:
    """Seat whom a token belongs to at a table, or at none; return who that is."""
    respondent = who.respondent_in(db, s, token)
    tables.seat(db, respondent, wanted)
    return respondent


def _save(
    db: Session, s: Services, token: str, submissions: list[Any]
) -> tuple[Respondent, list[Receipt]]:
    respondent = who.respondent_in(db, s, token)
    return respondent, respond(db, respondent, submissions, who.origin(s, token, "phone"))


@blueprint.get("/workshops/<code>")
def get_workshop(code: str) -> Response:
    """Tell what a code leads to, so that a client can ask for consent and group."""
    s = services()
    s.limiter.before_code(device := who.device())
    try:
        with s.db.reading() as db:
            workshop = workshop_with_code(db, code)
            language = locale_for(workshop, request.args.get("locale", "en"))
            shown = live_stage.public(db, workshop, language)["workshop"]
            shown["consent"] = consent_text(workshop, language)
            shown["consents"] = {
                name: str(words.in_(language)) for name, words in consents.texts(workshop).items()
            }
            shown["minors"] = workshop.minors
            shown["help_line"] = str(consents.help_line(workshop).in_(language))
    except Refusal:
        s.limiter.wrong_code(device)
        raise
    return _answer(shown)


def _json() -> Any:
    body = request.get_data(cache=False)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        # Half an emoji, cut off by a phone's keyboard, is JSON all the same.
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", f"This is not JSON: {error}.") from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _answer(body: Any, status: int = 200) -> Response:
    return Response(
        orjson.dumps(body, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC),
        status,
        content_type="application/json",
    )
