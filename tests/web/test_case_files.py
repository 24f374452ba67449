"""Importing cases from a spreadsheet: preview first, stored once confirmed, exported again."""

import datetime as dt
import re
from io import BytesIO

import pytest

from tests.library.intake.conftest import GOOD, table
from workshop.library.intake.grid import MOST_BYTES
from workshop.models import OwnCase, StagedImport


@pytest.fixture
def send(sign_in):
    """Send a file; rows are sent as csv. Returns the client and its answer."""

    def do(*rows, name="cases.csv", who="fatima@city.example"):
        content = rows[0] if isinstance(rows[0], bytes) else table(*rows).encode()
        client = sign_in(who)
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        # Encoded here: the test client would leave large bodies behind in unclosed files.
        body = head.encode() + content + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        return client, client.post("/desk/cases/import", data=body, content_type=kind)

    return do


@pytest.fixture
def store(send):
    """Send a file and confirm what the preview shows."""

    def do(*rows, **kwargs):
        client, answer = send(*rows, **kwargs)
        assert answer.status_code == 303, answer.text
        assert client.post(answer.headers["Location"]).status_code == 303
        return client

    return do


def own(db):
    with db.reading() as session:
        return {row.slug: row.body for row in session.query(OwnCase)}


def test_a_file_is_shown_first_and_stored_only_when_confirmed(send, db):
    client, answer = send({**GOOD, "countries": "ES"})
    preview = client.get(answer.headers["Location"]).text
    assert "1 new, 0 changed, 0 unchanged" in preview
    assert "Nothing is stored yet." in preview
    assert "UTF-8, separated by commas" in preview
    assert "Walks at night" in preview
    assert own(db) == {}
    assert client.post(answer.headers["Location"]).headers["Location"] == "/desk/cases"
    assert "Stored: 1 case." in client.get("/desk/cases?country=ES").text
    assert set(own(db)) == {"safer-station"}


def test_confirming_twice_stores_once_and_says_that_it_is_over(send, db):
    client, answer = send(GOOD)
    path = answer.headers["Location"]
    assert client.post(path).status_code == 303
    again = client.post(path)
    assert again.status_code == 404
    assert "This import is over" in again.text
    assert len(own(db)) == 1


def test_an_import_can_be_dropped(send, db):
    client, answer = send(GOOD)
    path = answer.headers["Location"]
    assert client.post(f"{path}/drop").status_code == 303
    assert client.get(path).status_code == 404
    assert own(db) == {}


def test_what_waits_is_for_the_one_who_sent_it_and_for_a_day(send, sign_in, db):
    _, answer = send(GOOD)
    path = answer.headers["Location"]
    stranger = sign_in("ben@city.example")
    for act in (stranger.get, stranger.post):
        assert act(path).status_code == 404
    assert stranger.post(f"{path}/drop").status_code == 404
    with db.transaction() as session:
        (waiting,) = session.query(StagedImport)
        waiting.created_at -= dt.timedelta(days=2)
    send(GOOD)
    with db.reading() as session:
        assert session.query(StagedImport).count() == 1


def test_problems_are_shown_by_row_and_column_and_nothing_is_put_aside(send, db):
    _, answer = send(GOOD, {"case": "safer-station", "title[en]": "Light", "category": "desgin"})
    assert answer.status_code == 422
    assert "Nothing was stored." in answer.text
    assert "row 3, column category: &#39;desgin&#39; is none of the 5 words" in answer.text
    assert "did you mean environment-design?" in answer.text
    assert "row 3, column summary[en]: is empty" in answer.text
    with db.reading() as session:
        assert session.query(StagedImport).count() == 0


def test_hundreds_of_problems_are_counted_and_the_first_hundred_shown(send):
    _, answer = send(*({**GOOD, "case": f"case-{n}", "category": "x"} for n in range(150)))
    assert "150 things are to be put right" in answer.text
    assert "And 50 more." in answer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "damaged"),
        (b"\x89PNG\0\0", "neither a spreadsheet"),
        (b"a,b\n1,2\n", "template"),
        (b"x" * (MOST_BYTES + 1000), "larger than 5 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_words(send, content, words):
    _, answer = send(content, name="<b>x.csv")
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nothing was stored." in answer.text
    assert "<b>x" not in answer.text


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(sign_in):
    answer = sign_in().post(
        "/desk/cases/import",
        input_stream=BytesIO(b"--x"),
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024)},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "larger than 5 MB" in answer.text


def test_no_file_at_all_is_told(sign_in):
    client = sign_in()
    for data in ({}, {"file": (BytesIO(b""), "")}):
        answer = client.post("/desk/cases/import", data=data)
        assert answer.status_code == 422
        assert "Choose a file first." in answer.text


def test_sending_a_case_again_changes_it_and_the_preview_names_what(store, send, db):
    store(GOOD)
    before = own(db)
    client, answer = send({**GOOD, "themes": "nightlife"}, {**GOOD, "case": "other-place"})
    preview = client.get(answer.headers["Location"]).text
    assert "1 new, 1 changed, 0 unchanged" in preview
    assert "What changes: themes." in preview
    assert own(db) == before
    client.post(answer.headers["Location"])
    assert own(db)["safer-station"]["themes"] == ["nightlife"]
    assert "other-place" in own(db)


def test_a_case_that_changed_since_the_preview_is_not_overwritten(store, send, db):
    store(GOOD)
    client, first = send({**GOOD, "themes": "nightlife"})
    store({**GOOD, "source": "somebody was faster"})
    answer = client.post(first.headers["Location"])
    assert answer.status_code == 409
    assert "was changed while you looked" in answer.text
    assert own(db)["safer-station"]["source"] == "somebody was faster"
    assert own(db)["safer-station"]["themes"] == ["mobility"]


def test_a_case_of_the_booklet_or_of_somebody_else_is_refused_before_anything_is_stored(
    store, send, db
):
    store({**GOOD, "case": "bens-case"}, who="ben@city.example")
    _, answer = send(
        GOOD, {**GOOD, "case": "revert"}, {**GOOD, "case": "bens-case", "themes": "nightlife"}
    )
    assert answer.status_code == 422
    assert "row 3, column case: &#39;revert&#39; is a case of the booklet" in answer.text
    assert "row 4, column case: &#39;bens-case&#39; belongs to another facilitator" in answer.text
    assert set(own(db)) == {"bens-case"}


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
@pytest.mark.parametrize("which", ["own", "booklet"])
def test_what_was_exported_and_sent_back_changes_nothing(store, send, db, which, format_):
    client = store(
        {**GOOD, "mechanism": "walks", "title[de]": "=Gänge", "overview[en]": '=HYPERLINK("x")',
         "cities[en]": "Athens; Rome", "cities[el]": "Αθήνα;", "countries": "GR; IT",
         "sensitive": "yes", "help_note[en]": "Call.", "source": "Ana (2026)"},
        {**GOOD, "case": "other-place", "keywords[en]": "light; walks"},
    )  # fmt: skip
    before = own(db)
    file = client.get(f"/desk/cases/export/{which}.{format_}?language=lt")
    assert f"{which}-cases.{format_}" in file.headers["Content-Disposition"]
    _, answer = send(file.data, name=f"back.{format_}")
    assert answer.status_code == 303, answer.text
    preview = client.get(answer.headers["Location"]).text
    assert f"0 new, 0 changed, {2 if which == 'own' else 20} unchanged" in preview
    assert "Store " in preview.replace("Store nothing", "") or "Done" in preview
    client.post(answer.headers["Location"])
    assert own(db) == before


def test_columns_that_are_not_ours_are_left_out_and_told(send):
    client, answer = send({**GOOD, "Remarks": "nice"})
    preview = client.get(answer.headers["Location"]).text
    assert "Left out, because the template has no such column: Remarks." in preview


def test_letters_that_windows_1252_may_have_wrong_are_pointed_out(send):
    content = table({**GOOD, "case_title[en]": "Café"}, mark=";").encode("cp1252")
    client, answer = send(content)
    preview = client.get(answer.headers["Location"]).text
    assert "Windows-1252, separated by semicolons" in preview
    assert "Look whether letters such as" in preview
    assert "Café" in preview


def test_templates_are_offered_in_both_formats_and_unknown_ones_refused(sign_in):
    client = sign_in()
    page = client.get("/desk/cases/import").text
    for path in re.findall(r'"(/desk/cases/(?:template|export)[^"]*)"', page):
        assert client.get(path).status_code == 200, path
    csv = client.get("/desk/cases/template.csv?language=de&language=xx").data.decode("utf-8-sig")
    assert csv.startswith("case,case_title[en],case_title[de],")
    assert client.get("/desk/cases/template.exe").status_code == 404
    assert client.get("/desk/cases/export/own.pdf").status_code == 404
