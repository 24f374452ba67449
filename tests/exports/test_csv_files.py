"""The zip of csv files."""

import io
import zipfile

import pytest
from sqlalchemy import update

from workshop.exports import cells
from workshop.models import Respondent, ResponseEvent


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        assert files.testzip() is None
        return {name: files.read(name) for name in files.namelist()}


def test_every_file_is_as_it_was(stored, written, matches_golden):
    files = unpacked(written(stored(), "csv"))
    assert list(files) == [
        "README.txt",
        "codebook.csv",
        "responses.csv",
        "participants.csv",
        "mechanisms.csv",
        "refinements.csv",
        "conditions.csv",
        "reasons.csv",
        "guesses.csv",
        "shifts.csv",
    ]
    for name, content in files.items():
        matches_golden(name, content)


def test_the_same_workshop_gives_the_same_bytes(stored, written):
    workshop = stored()
    assert written(workshop, "csv") == written(workshop, "csv")


def test_excel_knows_the_encoding_by_the_mark_in_front(stored, written):
    files = unpacked(written(stored(), "csv"))
    for name, content in files.items():
        assert content.startswith(b"\xef\xbb\xbf") == name.endswith(".csv")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\x00="])
def test_text_that_a_spreadsheet_would_run_has_an_apostrophe_in_front(db, stored, csv_rows, start):
    workshop = stored()
    with db.transaction() as session:
        session.execute(update(Respondent).values(sub_role=f"{start}1"))
    header, first, *_ = csv_rows(workshop)["participants.csv"]
    assert first[header.index("sub_role")] == "'" + cells.printable(f"{start}1")


def test_a_negative_number_is_no_text_and_stays_a_number(db, stored, csv_rows):
    workshop = stored()
    with db.transaction() as session:
        session.execute(update(ResponseEvent).values(edit=-3))
    header, first, *_ = csv_rows(workshop)["responses.csv"]
    assert first[header.index("edit")] == "-3"


def test_the_workbook_and_the_csv_files_say_the_same(stored, csv_rows, workbook):
    workshop = stored()
    book = workbook(workshop)
    for name, found in csv_rows(workshop).items():
        sheet = book[name.removesuffix(".csv")]
        for row, values in zip(found, sheet.iter_rows(values_only=True), strict=True):
            assert all(map(_same, row, values)), (row, values)


def _same(field, value):
    if isinstance(value, bool):
        return field == str(value).upper()
    if isinstance(value, int | float):
        return float(field) == value
    return field.removeprefix("'") == (value or "")


def test_simulated_data_says_so_in_every_name_and_every_file(stored, written):
    files = unpacked(written(stored(origin="simulated"), "csv"))
    assert all(name.startswith("SIMULATED-") for name in files)
    below = [content.partition(b"\n")[2] for content in files.values()]
    assert all(b"SIMULATED" in rows for rows in below if rows)


def test_simulated_people_who_have_not_answered_yet_are_simulated_all_the_same(
    create_workshop, join_as, written
):
    workshop = create_workshop()
    join_as(workshop, origin="simulated")
    assert "SIMULATED-responses.csv" in unpacked(written(workshop, "csv"))
