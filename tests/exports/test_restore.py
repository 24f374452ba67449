"""Importing an archive: everything as it was, or nothing at all."""

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.conftest import submission
from tests.exports.conftest import GOLDEN
from tests.exports.fixed import fixed_id
from workshop import exports
from workshop.exports.archive import FORMAT_VERSION
from workshop.live import plan
from workshop.live.respond import respond
from workshop.live.tally import tally
from workshop.models import (
    Act,
    Activity,
    CurrentResponse,
    Respondent,
    ResponseEvent,
    Workshop,
)
from workshop.schema import Text


def imported(database, content, owner=None):
    with database.transaction() as session:
        return exports.import_archive(session, content, owner)


def holds(database):
    with database.reading() as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model))
            for model in (Workshop, Activity, Respondent, ResponseEvent, CurrentResponse, Act)
        }


@pytest.mark.parametrize("origin", ["phone", "simulated"])
def test_exporting_what_was_imported_gives_the_identical_file(elsewhere, stored, written, origin):
    workshop = stored(origin=origin)
    content = written(workshop, "json")
    report = imported(elsewhere, content)
    assert (report.code, report.participants, report.responses) == ("K7M2QX", 3, 9)
    assert written(workshop, "json", elsewhere) == content
    assert written(workshop, "csv", elsewhere) == written(workshop, "csv")


def test_a_workshop_lived_through_every_verb_comes_back_identical(
    elsewhere, db, create_workshop, join_as, conduct, written
):
    workshop = create_workshop(activities=2)
    ana = join_as(workshop)
    first, second = (activity.id for activity in workshop.activities)
    sent = [submission(workshop, item=item) for item in ("lights", "walks", "lights")]
    withdrawn = {**submission(workshop, edit=9), "answer": None, "slot": "walks"}
    with db.transaction() as session:
        respond(session, ana, [*sent, withdrawn], "form")
    conduct(workshop, "close", first)
    conduct(workshop, "reveal", first)
    conduct(workshop, "open", second)
    content = written(workshop, "json")
    imported(elsewhere, content)
    assert written(workshop, "json", elsewhere) == content
    conduct(workshop, "end")
    assert b'"state":"ended"' in written(workshop, "json")


def test_current_answers_are_exactly_the_ones_that_stood(elsewhere, db, stored, written):
    workshop = stored()
    imported(elsewhere, written(workshop, "json"))
    names = [c for c in CurrentResponse.__table__.columns if c.name != "seq"]

    def current(database):
        with database.reading() as session:
            return session.execute(select(*names).order_by(*names[:4])).all()

    assert current(elsewhere) == current(db)
    with elsewhere.reading() as session, db.reading() as here:
        tallies = [tally(s, s.get(Activity, fixed_id(10)), "facilitator") for s in (session, here)]
    assert tallies[0] == tallies[1]


def test_a_live_workshop_goes_on_and_a_resend_after_the_restore_is_known(
    elsewhere, db, create_workshop, join_as, written
):
    workshop = create_workshop()
    ana, sent = join_as(workshop), submission(workshop)
    with db.transaction() as session:
        (first,) = respond(session, ana, [sent], "phone")
    imported(elsewhere, written(workshop, "json"))
    with elsewhere.transaction() as session:
        ana = session.get(Respondent, ana.id)
        again, next_one = respond(session, ana, [sent, submission(workshop, edit=2)], "phone")
    assert (again.status, again.saved_at) == ("duplicate", first.saved_at)
    assert next_one.status == "saved"


def test_the_archive_belongs_to_whoever_imports_it_and_nobody_holds_its_join_ids(
    db, create_account, stored, written
):
    workshop = stored()
    content = written(workshop, "json")
    with db.transaction() as session:
        session.execute(text("delete from workshops"))
    imported(db, content, create_account().id)
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).owner_id == create_account().id
        join_ids = session.scalars(select(Respondent.join_id)).all()
    assert len(set(join_ids)) == 3
    assert not any("secret-join" in join_id for join_id in join_ids)


def test_importing_twice_says_that_it_is_here_and_changes_nothing(elsewhere, stored, written):
    content = written(stored(), "json")
    imported(elsewhere, content)
    before = holds(elsewhere)
    report = imported(elsewhere, io.BytesIO(content))
    assert report.already_here
    assert "here already" in str(report)
    assert holds(elsewhere) == before


def test_a_file_that_only_looks_different_is_still_the_same(elsewhere, stored, written):
    content = written(stored(), "json")
    imported(elsewhere, content)
    pretty = json.dumps(json.loads(content), indent=4, sort_keys=True)
    assert imported(elsewhere, b"\xef\xbb\xbf" + pretty.encode()).already_here


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a["workshop"].update(place="Elsewhere"),
        lambda a: a["activities"][0].update(planned_minutes=11),
        lambda a: a["responses"].pop(),
        lambda a: a["responses"].reverse(),
        lambda a: a["acts"].append({**a["acts"][0], "id": "new"}),
        lambda a: a["respondents"][0].update(locale="fr"),
    ],
)
def test_an_archive_that_differs_from_what_is_here_is_refused(db, stored, written, change):
    archive = json.loads(written(stored(), "json"))
    change(archive)
    before = holds(db)
    with pytest.raises(exports.ArchiveError, match="differs from the file"):
        imported(db, json.dumps(archive).encode())
    assert holds(db) == before


def test_a_code_that_is_taken_is_replaced_and_told(elsewhere, stored, written):
    workshop = stored()
    content = written(workshop, "json")
    with elsewhere.transaction() as session:
        other = plan.create(session, None, plan.WorkshopPlan(title=Text({"en": "Other"})))
        other.code = workshop.code
    report = imported(elsewhere, content)
    assert report.code_before == "K7M2QX" != report.code
    assert report.code in str(report)
    again = written(workshop, "json", elsewhere)
    assert again.replace(report.code.encode(), b"K7M2QX") == content
    assert imported(elsewhere, content).already_here


def test_answers_that_another_workshop_has_already_are_not_taken_from_it(db, stored, written):
    workshop = stored()
    content = written(workshop, "json").replace(workshop.id.encode(), b"another")
    before = holds(db)
    with pytest.raises(exports.ArchiveError, match="another workshop here has already"):
        imported(db, content)
    assert holds(db) == before


def test_what_is_no_json_is_refused_in_words(db):
    for content, words in (
        (b"", "not readable as JSON"),
        (b"\xff\xfe", "not readable as JSON"),
        ((GOLDEN / "archive.json").read_bytes()[:-30], "cut off"),
        (b'{"format": NaN}', "not readable as JSON"),
        (b'{"format": "\\ud800"}', "not readable as JSON"),
        (b"[" * 100_000, "not readable as JSON"),
        (b"PK\x03\x04...", "Only the json export"),
        (b"[]", "not the archive of a workshop"),
        (b'{"format": "something"}', "not the archive of a workshop"),
    ):
        with pytest.raises(exports.ArchiveError, match=words):
            imported(db, content)


def nested(depth):
    value = {}
    for _ in range(depth):
        value = {"a": value}
    return value


def in_list(name, number, **values):
    return lambda archive: archive[name][number].update(values)


IMPOSSIBLE = {
    "newer": (
        lambda a: a.update(format_version=FORMAT_VERSION + 1),
        "newer version of the program",
    ),
    "true is no version": (lambda a: a.update(format_version=True), "format_version"),
    "no version": (lambda a: a.pop("format_version"), "format_version"),
    "no acts": (lambda a: a.pop("acts"), "incomplete: acts is missing"),
    "no list": (lambda a: a.update(responses={}), "responses: it is no list"),
    "unknown part": (lambda a: a.update(tokens=[]), "does not know: tokens"),
    "no workshop": (lambda a: a.update(workshop=None), "workshop: "),
    "no record": (lambda a: a["responses"].append(7), "responses / 10: "),
    "unknown field": (in_list("responses", 2, extra=1), "responses / 3: extra"),
    "missing field": (lambda a: a["responses"][2].pop("digest"), "responses / 3: digest"),
    "unknown kind": (in_list("activities", 0, kind="juggling"), "no kind of activity.*juggling"),
    "bad settings": (in_list("activities", 0, settings={}), "activities / 1: settings: mechanisms"),
    "bad version": (in_list("activities", 0, version=4), "version 4 is not the latest"),
    "open unasked": (in_list("activities", 2, state="open"), "no version says what was asked"),
    "same activity": (lambda a: a["activities"].append(a["activities"][0]), "is there twice"),
    "same respondent": (lambda a: a["respondents"].append(a["respondents"][0]), "is there twice"),
    "same submission": (lambda a: a["responses"].append(a["responses"][0]), "is there twice"),
    "same act": (lambda a: a["acts"].append(a["acts"][0]), "is there twice"),
    "unknown respondent": (in_list("responses", 0, respondent_id="who"), "no respondent who"),
    "unknown activity": (in_list("responses", 0, activity_id="what"), "no activity what"),
    "unknown version": (in_list("responses", 0, version=7), "no version 7"),
    "impossible answer": (
        in_list("responses", 0, answer={"item": "lights", "reaction": "love"}),
        "responses / 1: answer: reaction: choose one of",
    ),
    "answer is text": (in_list("responses", 0, answer="confirm"), "responses / 1: answer"),
    "status": (in_list("responses", 0, status="lost"), "responses / 1: status"),
    "origin": (in_list("respondents", 0, origin="moon"), "respondents / 1: origin"),
    "huge edit": (in_list("responses", 0, edit=10**30), "responses / 1: edit"),
    "beyond 64 bit": (in_list("responses", 0, edit=2**64), "responses / 1: edit"),
    "beyond 53 bit": (in_list("responses", 0, edit=2**53), "responses / 1: edit"),
    "negative": (in_list("responses", 0, edit=-1), "responses / 1: edit"),
    "text for number": (in_list("responses", 0, edit="1"), "responses / 1: edit"),
    "truth for number": (in_list("responses", 0, round=True), "responses / 1: round"),
    "huge in detail": (in_list("acts", 0, detail={"a": [10**30]}), "too large"),
    "unsigned in detail": (in_list("acts", 0, detail={"a": 2**63}), "too large"),
    "deep": (in_list("acts", 0, detail=nested(150)), "nested too deeply"),
    "no zone": (in_list("acts", 0, at="2026-05-01T18:00:00"), "acts / 1: at: this is no time"),
    "number as time": (in_list("acts", 0, at=1), "acts / 1: at: this is no time"),
    "before all time": (in_list("acts", 0, at="0001-01-01T00:00:00+14:00"), "this is no time"),
    "after all time": (in_list("acts", 0, at="9999-12-31T23:59:59Z"), "this is no time"),
    "nothing in a place": (lambda a: a["workshop"].update(place="a\x00"), "control characters"),
    "control characters": (in_list("responses", 0, slot="a\x00"), "control characters"),
    "long slot": (in_list("responses", 0, slot="a" * 121), "responses / 1: slot"),
    "digest": (in_list("responses", 0, digest="x"), "responses / 1: digest"),
    "empty id": (in_list("respondents", 0, id=""), "respondents / 1: id"),
    "no zone of time": (lambda a: a["workshop"].update(time_zone="../x"), "no time zone"),
    "no language": (lambda a: a["workshop"].update(languages=[]), "languages"),
    "unknown language": (lambda a: a["workshop"].update(title={"xx": "?"}), "unknown language"),
    "no title": (lambda a: a["workshop"].update(title={}), "title"),
    "groups": (lambda a: a["workshop"].update(stakeholder_groups=[{"id": "x"}]), "label"),
    "code": (lambda a: a["workshop"].update(code="a b"), "code"),
    "not on the agenda": (
        lambda a: a["workshop"].update(current_activity_id="gone"),
        "not on the agenda",
    ),
}


@pytest.mark.parametrize(("change", "words"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_impossible_archive_is_refused_in_words_and_nothing_is_stored(db, change, words):
    archive = json.loads((GOLDEN / "archive.json").read_bytes())
    change(archive)
    with pytest.raises(exports.ArchiveError, match=words):
        imported(db, json.dumps(archive).encode())
    assert set(holds(db).values()) == {0}


def test_the_golden_archive_can_be_imported(elsewhere, written):
    content = (GOLDEN / "archive.json").read_bytes()
    report = imported(elsewhere, content)
    with elsewhere.reading() as session:
        workshop = session.get(Workshop, report.workshop_id)
    assert written(workshop, "json", elsewhere) == content


def test_an_archive_of_the_first_version_can_be_imported_and_is_known_when_it_comes_again(
    elsewhere, written
):
    first = (Path(__file__).parent / "archive_version_1.json").read_bytes()
    report = imported(elsewhere, first)
    with elsewhere.reading() as session:
        workshop = session.get(Workshop, report.workshop_id)
    assert written(workshop, "json", elsewhere) == (GOLDEN / "archive.json").read_bytes()
    assert imported(elsewhere, first).already_here


def test_odd_but_possible_values_survive_on_every_database(elsewhere, stored, written):
    workshop = stored()
    archive = json.loads(written(workshop, "json"))
    archive["acts"][0]["detail"] = {"\x00\u202e": ["\x00", 2**53, -(2**63), 0.1, 1.0, [[]], {}]}
    archive["respondents"][0]["sub_role"] = "two\nlines\tand a tab 👮🏿"
    imported(elsewhere, json.dumps(archive).encode())
    again = json.loads(written(workshop, "json", elsewhere))
    assert again == archive
