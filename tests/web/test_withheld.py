"""Everything that can be withheld is: the answers count, the words stay with the facilitator."""

import io
import json

from openpyxl import load_workbook
from sqlalchemy import select

from tests.conftest import submission
from workshop import exports
from workshop.live import travels
from workshop.live.respond import respond
from workshop.models import Activity, Respondent, Workshop

WORDS = "Words for the facilitator only."


def written(db, workshop, format):
    out = io.BytesIO()
    with db.reading() as session:
        exports.export(session, session.get(Workshop, workshop.id), format, out)
    return out.getvalue()


def test_with_every_consent_withheld_the_program_respects_it(
    app, db, create_workshop, join_as, sign_in, conduct
):
    workshop, other = create_workshop(), create_workshop()
    phone = app.test_client()
    form = {"stakeholder_group": "civil-society", "take_part": "yes"}
    assert phone.post(f"/j/{workshop.code}", data=form).status_code == 303
    for _ in range(3):
        join_as(workshop, consents={"take_part": True})
    with db.reading() as session:
        people = session.scalars(
            select(Respondent).where(Respondent.workshop_id == workshop.id)
        ).all()
    ids = []
    for person in people:
        sent = submission(workshop, reaction="refine", text=WORDS)
        ids.append(sent["submission_id"])
        with db.transaction() as session:
            assert respond(session, person, [sent], "phone")[0].status == "saved"

    # The facilitator reads it, marked, and cannot put it on the screen or take it over.
    client = sign_in()
    page = client.get(f"/desk/{workshop.id}/words?view=all").text
    assert WORDS in page
    assert "Not to be quoted" in page
    assert "Not to be quoted" in client.get(f"/desk/{workshop.id}/console").text
    for verb in ("approve", "adopt"):
        answer = client.post(
            f"/desk/{workshop.id}/words",
            data={"response": ids[0], "verb": verb},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 409, answer.text
        assert "does not want to be quoted" in answer.json["detail"]

    # The room sees numbers: on the screen, on phones, in the protocol.
    conduct(workshop, "reveal", workshop.activities[0].id)
    key = app.extensions["workshop"].tokens.for_screen(workshop.id)
    stage = phone.get(f"/api/v1/stage?workshop={workshop.code}")
    assert stage.json["tally"]["respondents"] == 4
    stage.json["mine"].clear()
    assert WORDS not in json.dumps(stage.json["tally"])
    assert WORDS not in client.get(f"/screen/{key}").text
    watching = app.test_client()
    watching.post(f"/j/{workshop.code}", data=form)
    assert WORDS not in watching.get(f"/w/{workshop.code}").text

    # Files say so; nothing of it is pooled or travels to another room.
    book = load_workbook(io.BytesIO(written(db, workshop, "xlsx")))
    header, *rows = book["participants"].iter_rows(values_only=True)
    for name in ("may_be_quoted", "may_be_pooled"):
        assert {row[header.index(name)] for row in rows} == {False}
    pool = json.loads(written(db, workshop, "pool"))
    assert pool["respondents"] == pool["responses"] == []
    assert WORDS not in json.dumps(pool)
    with db.reading() as session:
        there = session.get(Activity, other.activities[0].id)
        assert WORDS not in str(travels.elsewhere(session, there))
