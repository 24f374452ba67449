"""Who is erased is gone: from the disk, from every file made since, from older archives."""

import json

import pytest
from sqlalchemy import select

from tests.conftest import submission
from tests.exports.test_restore import imported
from workshop import exports, keeping
from workshop.live import erasure, plan
from workshop.live.decisions import decide
from workshop.live.respond import respond
from workshop.models import Erasure, Respondent, ResponseEvent, Workshop

HERS = "Anas-own-words-about-lanterns"
SINCE = "Anas-older-words-about-shadows"
SHEET = "Anas-words-on-the-sheet"
SECRETS = (HERS, SINCE, SHEET)


def send(db, respondent, *submissions):
    with db.transaction() as session:
        receipts = respond(session, session.get(Respondent, respondent.id), submissions, "phone")
    assert {receipt.status for receipt in receipts} == {"saved"}


def again(db, workshop):
    with db.reading() as session:
        return session.get(Workshop, workshop.id)


@pytest.fixture
def room(db, create_workshop, join_as, conduct):
    """Ana and Bogdan answered for themselves and on a table's sheet, with decisions: all of it."""
    workshop = create_workshop(activities=2, tables=1)
    ana, bogdan = join_as(workshop, table="1"), join_as(workshop, table="1")
    first, second = workshop.activities
    hers = submission(workshop, reaction="refine", text=HERS, edit=2)
    send(db, ana, submission(workshop, reaction="refine", text=SINCE), hers)
    send(db, bogdan, submission(workshop, reaction="refine", text="Bogdan for himself."))
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        decide(session, here, None, hers["submission_id"], "approve")
        decide(session, here, None, hers["submission_id"], "decline", f"No {HERS}")
        decide(session, here, None, hers["submission_id"], "consider")
    conduct(workshop, "reveal", first.id)
    send(db, bogdan, submission(workshop, answer={"supports": hers["submission_id"]}))
    with db.transaction() as session:
        session.get(type(second), second.id).answered_by = "table"
    conduct(workshop, "open", second.id)
    on_sheet = {"activity_id": second.id}
    send(db, bogdan, submission(workshop, text="Bogdan on the sheet.", **on_sheet))
    send(db, ana, submission(workshop, text=SHEET, base=1, **on_sheet))
    conduct(workshop, "end")
    return again(db, workshop), ana, bogdan


def everything_written(workshop, written, database):
    for format in exports.FORMATS:
        content = written(workshop, format, database)
        if content.startswith(b"PK"):
            content = unzipped(content)
        yield format, content


def unzipped(content):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return b"\n".join(file.read(name) for name in file.namelist())


def on_disk(database):
    file = database.engine.url.database
    content = b""
    for suffix in ("", "-wal", "-shm"):
        try:
            with open(file + suffix, "rb") as part:
                content += part.read()
        except FileNotFoundError:
            pass
    return content


def holds(content):
    return [words for words in SECRETS if words.encode() in content]


def test_after_an_erasure_their_words_are_nowhere(db, room, written):
    workshop, ana, _ = room
    older = written(workshop, "json")
    # What is looked for below would be found.
    assert holds(on_disk(db)) == list(SECRETS) == holds(older)
    for format, content in everything_written(workshop, written, db):
        assert holds(content) == list(SECRETS), format

    with db.transaction() as session:
        here, person = session.get(Workshop, workshop.id), session.get(Respondent, ana.id)
        erasure.erase(session, here, person)
    db.wipe_log()

    assert holds(on_disk(db)) == []
    for format, content in everything_written(again(db, workshop), written, db):
        assert holds(content) == [], format
        assert b"Bogdan for himself." in content
        assert b"Bogdan on the sheet." in content
    since = json.loads(written(again(db, workshop), "json"))
    assert since["withdrawn"] == [ana.id]

    # The older archive comes back: while the workshop is here, and after it was deleted.
    with pytest.raises(exports.ArchiveError, match="differs"):
        imported(db, older)
    with db.transaction() as session:
        plan.delete(session, session.get(Workshop, workshop.id))
    report = imported(db, older)
    assert report.participants == 2  # Bogdan, and the table
    db.wipe_log()
    assert holds(on_disk(db)) == []
    for format, content in everything_written(again(db, workshop), written, db):
        assert holds(content) == [], format
        assert b"Bogdan on the sheet." in content
    assert imported(db, older).already_here


def erase_here(db, workshop, person):
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        erasure.erase(session, here, session.get(Respondent, person.id))


def test_an_archive_erases_its_withdrawn_where_the_workshop_is_already(
    db, elsewhere, room, written
):
    workshop, ana, _ = room
    older = written(workshop, "json")
    imported(elsewhere, older)
    erase_here(db, workshop, ana)
    newer = written(again(db, workshop), "json")
    report = imported(elsewhere, newer)
    assert (report.already_here, report.erased) == (True, 1)
    assert "erased here too" in str(report)
    with elsewhere.reading() as session:
        assert session.get(Respondent, ana.id) is None
        assert HERS not in str(session.scalars(select(ResponseEvent.answer)).all())
        assert session.get(Erasure, (ana.id, workshop.id)) is not None


def test_an_installation_that_only_knows_the_newer_archive_refuses_what_an_older_one_holds(
    db, elsewhere, room, written
):
    workshop, ana, _ = room
    older = written(workshop, "json")
    erase_here(db, workshop, ana)
    newer = written(again(db, workshop), "json")
    imported(elsewhere, newer)
    assert written(workshop, "json", elsewhere) == newer
    with elsewhere.transaction() as session:
        session.delete(session.get(Workshop, workshop.id))
    imported(elsewhere, older)
    for words in SECRETS:
        assert words.encode() not in written(workshop, "json", elsewhere)


def test_an_archive_erases_nobody_of_another_workshop(db, room, written, create_workshop, join_as):
    workshop, *_ = room
    archive = json.loads(written(workshop, "json"))
    bystander = join_as(create_workshop())
    archive["withdrawn"] = [bystander.id, "somebody-unknown"]
    with pytest.raises(exports.ArchiveError):
        # Nothing else differs but who was withdrawn.
        archive["workshop"]["place"] = "Elsewhere"
        imported(db, json.dumps(archive).encode())
    with db.reading() as session:
        assert session.get(Respondent, bystander.id) is not None


@pytest.mark.parametrize("wrong", [None, "x", {}, [1], ["a b"], [None]])
def test_a_list_of_withdrawn_that_is_none_is_refused(db, room, written, wrong):
    archive = json.loads(written(room[0], "json"))
    archive["withdrawn"] = wrong
    with pytest.raises(exports.ArchiveError, match="withdrawn"):
        imported(db, json.dumps(archive).encode())


def test_a_workshop_whose_day_has_come_leaves_nothing_but_numbers(db, room):
    workshop, *_ = room
    with db.transaction() as session:
        session.get(Workshop, workshop.id).keep_until = workshop.created_at.date()
    (gone,) = keeping.keep(db)
    assert (gone.code, gone.why, gone.participants, gone.responses) == (
        workshop.code,
        "retention",
        3,
        6,
    )
    content = on_disk(db)
    assert holds(content) == []
    assert b"Bogdan" not in content
    assert b"A safer square" not in content
