"""The archive for pooling holds those who agreed to it, and can be imported like any other."""

import json

import pytest

from tests.conftest import submission
from tests.exports.test_restore import imported
from tests.exports.test_withdrawn import send
from workshop.live.decisions import decide
from workshop.models import Workshop

NOTHING = {"take_part": True}
NOT_POOLED = {"take_part": True, "be_quoted": True}


def texts(archive):
    return [event["answer"]["text"] for event in archive["responses"] if "text" in event["answer"]]


def test_who_withheld_pooling_is_not_in_it_and_nothing_refers_to_them(
    elsewhere, db, create_workshop, join_as, conduct, written
):
    workshop = create_workshop()
    ana, bogdan = join_as(workshop, consents=NOT_POOLED), join_as(workshop)
    hers = submission(workshop, reaction="refine", text="Ana.")
    send(db, ana, hers)
    send(db, bogdan, submission(workshop, reaction="refine", text="Bogdan."))
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        decide(session, here, None, hers["submission_id"], "decline", "Ana is wrong.")
        decide(session, here, None, hers["submission_id"], "approve")
        decide(session, here, None, hers["submission_id"], "propose")
    conduct(workshop, "reveal", workshop.activities[0].id)
    send(db, bogdan, submission(workshop, answer={"supports": hers["submission_id"]}))
    complete = written(workshop, "json")
    content = written(workshop, "pool")
    pool = json.loads(content)
    assert texts(pool) == ["Bogdan."]
    assert [one["id"] for one in pool["respondents"]] == [bogdan.id]
    for trace in (ana.id, hers["submission_id"], "Ana"):
        assert trace in complete.decode()
        assert trace not in content.decode()
    # Keeping out of a pool is no withdrawal: at home the answers stay.
    assert pool["withdrawn"] == []
    report = imported(elsewhere, content)
    assert (report.participants, report.responses) == (1, 1)
    assert written(workshop, "json", elsewhere) == content


def test_on_a_sheet_words_travel_where_all_agreed_who_wrote_them(
    db, create_workshop, join_as, written
):
    workshop = create_workshop(tables=1, answered_by="table")
    ana, bogdan = join_as(workshop, table="1", consents=NOTHING), join_as(workshop, table="1")
    send(db, bogdan, submission(workshop, text="Bogdan."))
    send(db, ana, submission(workshop, text="Ana.", base=1))
    send(db, bogdan, submission(workshop, text="Ana. And Bogdan.", base=2))
    send(db, bogdan, submission(workshop, item="walks", text="Bogdan walks."))
    assert texts(json.loads(written(workshop, "pool"))) == ["Bogdan.", "Bogdan walks."]


def test_of_those_who_all_agreed_it_is_the_complete_archive(db, create_workshop, join_as, written):
    workshop = create_workshop()
    send(db, join_as(workshop), submission(workshop))
    assert written(workshop, "pool") == written(workshop, "json")


def test_participants_say_who_may_be_quoted_and_pooled(db, create_workshop, join_as, rows):
    workshop = create_workshop(tables=2, answered_by="table")
    ana, bogdan = join_as(workshop, table="1", consents=NOT_POOLED), join_as(workshop, table="2")
    silent = join_as(workshop, table="2", consents=NOTHING)
    for person in (ana, bogdan):
        send(db, person, submission(workshop, text="Words."))
    send(db, silent, submission(workshop, item="walks", text="Words."))
    found = {
        (one["table"], one["is_table"], one["respondent"]): (
            one["may_be_quoted"],
            one["may_be_pooled"],
        )
        for one in rows(workshop, "participants")
    }
    people = {key[2]: value for key, value in found.items() if not key[1]}
    tables = {key[0]: value for key, value in found.items() if key[1]}
    assert people == {ana.id: (True, False), bogdan.id: (True, True), silent.id: (False, False)}
    assert tables == {"1": (True, False), "2": (False, False)}


@pytest.mark.parametrize("title", ["pool", "A safer square"])
def test_the_two_archives_have_names_that_differ(db, create_workshop, title):
    from workshop import exports

    workshop = create_workshop(title={"en": title})
    with db.reading() as session:
        here = session.get(Workshop, workshop.id)
        names = {exports.suggested_name(here, format) for format in ("json", "pool")}
    assert len(names) == 2
