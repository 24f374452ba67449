"""A small workshop in which every id and every time is fixed: golden files are made of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from workshop.models import (
    Act,
    Activity,
    ActivityVersion,
    CurrentResponse,
    Respondent,
    ResponseEvent,
    Workshop,
)

BEGIN = datetime(2026, 5, 1, 16, 30, tzinfo=UTC)
HOSTILE = {
    "formula": '=HYPERLINK("http://x")',
    "plus": "+1",
    "minus": "-2",
    "at": "@cmd",
    "error": "#N/A",
    "markup": "<script>alert(1)</script> & </t>",
    "emoji": "👩🏽‍🚒 Ω",
    "right to left": "שלום \u202eevil",
    "two lines": 'one\ntwo, "three"; four',
    "long": "ä" * 1000,
}


def fixed_id(number: int) -> str:
    return str(UUID(int=number, version=4))


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def store(session, *, origin="phone"):
    """Store Ana, Bogdan and a table who answered two activities; return the workshop."""
    workshop = Workshop(
        id=fixed_id(1),
        code="K7M2QX",
        title={"en": "=A safer square", "de": "Ein sicherer Platz"},
        place="Łódź, @Rynek",
        country="PL",
        time_zone="Europe/Warsaw",
        date=date(2026, 5, 1),
        languages=["en", "de"],
        stakeholder_groups=[
            {"id": "residents", "label": {"en": "+Residents", "de": "Anwohnende"}},
            {"id": "police", "label": {"en": "Police"}},
            {"id": "media", "label": {"en": "Press"}},
        ],
        consent={"en": "Your answers are stored under a random number."},
        consent_version=2,
        keep_until=date(2028, 5, 1),
        state="live",
        current_activity_id=fixed_id(11),
        revision=9,
        created_at=at(-60),
        started_at=at(0),
    )
    session.add(workshop)
    session.flush()
    for number, state in ((10, "closed"), (11, "open"), (12, "planned")):
        settings = _settings(number)
        session.add(
            Activity(
                id=fixed_id(number),
                workshop_id=workshop.id,
                position=number - 9,
                kind="reactions",
                title={"en": f"-Reactions {number}"},
                settings=settings,
                version=0 if state == "planned" else number - 9,
                state=state,
                revealed=state == "closed",
                opened_at=None if state == "planned" else at(1),
                closed_at=at(20) if state == "closed" else None,
            )
        )
        session.flush()
        for version in range(1, 1 if state == "planned" else number - 8):
            session.add(
                ActivityVersion(
                    activity_id=fixed_id(number),
                    version=version,
                    title={"en": f"Reactions {number}, wording {version}"},
                    settings=settings,
                    frozen_at=at(version),
                )
            )
    for number, (group, is_table) in enumerate(
        (("residents", False), ("police", False), ("residents", True)), start=20
    ):
        session.add(
            Respondent(
                id=fixed_id(number),
                workshop_id=workshop.id,
                join_id=f"secret-join-{number}",
                is_table=is_table,
                stakeholder_group=group,
                sub_role="=Beat officer" if group == "police" else None,
                table="Table 1" if is_table else None,
                locale="de" if is_table else "en",
                consents={"take_part": True, "quote": number == 20, "version": 2},
                origin=origin,
                joined_at=at(0.5 + number / 1000),
                left_at=at(30) if group == "police" else None,
            )
        )
    session.flush()
    _answers(session, workshop.id, origin)
    for number, verb in ((1, "start"), (2, "open")):
        session.add(
            Act(
                id=fixed_id(100 + number),
                workshop_id=workshop.id,
                activity_id=fixed_id(10) if verb == "open" else None,
                verb=verb,
                detail={"version": 1} if verb == "open" else {},
                at=at(number),
            )
        )
        session.flush()
    return workshop


def _settings(number):
    mechanism = {"text": {"en": "As it works."}, "category": "environment-design", "case": {}}
    return {
        "stem": "here" if number == 10 else "case",
        "mechanisms": [
            {"id": "lights", "title": {"en": "=Lights that people chose"}, **mechanism},
            {"id": "walks", "title": {"en": "Walks at night"}, **mechanism},
        ],
    }


def _answers(session, workshop_id, origin):
    ana, bogdan, table = fixed_id(20), fixed_id(21), fixed_id(22)
    sent = [
        (10, ana, "lights", 1, "confirm", "", "saved"),
        (10, bogdan, "lights", 1, "challenge", HOSTILE["formula"], "saved"),
        (10, ana, "lights", 3, "refine", HOSTILE["emoji"], "saved"),
        (10, ana, "lights", 2, "challenge", HOSTILE["minus"], "superseded"),
        (10, bogdan, "walks", 1, "confirm", HOSTILE["right to left"], "saved"),
        (10, bogdan, "walks", 2, None, "", "saved"),
        (11, table, "lights", 1, "unsure", HOSTILE["two lines"], "saved"),
        (11, ana, "walks", 1, "challenge", HOSTILE["long"], "saved"),
        (11, ana, "walks", 1, "confirm", HOSTILE["at"], "saved"),
    ]
    current = {}
    for number, (activity, person, item, edit, reaction, text, status) in enumerate(sent):
        event = ResponseEvent(
            submission_id=fixed_id(200 + number),
            digest=f"{number:064x}",
            workshop_id=workshop_id,
            activity_id=fixed_id(activity),
            version=1,
            round=1,
            respondent_id=person,
            slot=item,
            edit=edit,
            base=None,
            answer=reaction and {"item": item, "reaction": reaction, "text": text},
            status=status,
            origin=origin,
            saved_at=at(3 + number) + timedelta(microseconds=number),
        )
        session.add(event)
        session.flush()
        if status == "saved":
            current[activity, person, item] = event
    names = {column.name for column in CurrentResponse.__table__.columns} - {"response_id"}
    for event in current.values():
        values = {name: getattr(event, name) for name in names}
        session.add(CurrentResponse(**values, response_id=event.submission_id))
    session.flush()
