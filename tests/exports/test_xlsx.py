"""The workbook: hostile text stays text, and nothing breaks it."""

import pytest
from sqlalchemy import update

from tests.conftest import submission
from tests.exports.fixed import HOSTILE
from workshop.exports import xlsx
from workshop.live.respond import respond
from workshop.models import Activity, Respondent, Workshop


@pytest.fixture
def answered(db, create_workshop, join_as):
    """A workshop in which Ana wrote something about each mechanism."""

    def make(*texts):
        workshop = create_workshop()
        ana = join_as(workshop)
        with db.transaction() as session:
            respond(
                session,
                ana,
                [submission(workshop, edit=n, text=text) for n, text in enumerate(texts)],
                "phone",
            )
        return workshop

    return make


def cells(workbook, workshop, sheet, column):
    header, *below = workbook(workshop)[sheet].iter_rows()
    at = [cell.value for cell in header].index(column)
    return [row[at] for row in below]


def test_hostile_text_is_read_back_as_the_text_it_is(answered, workbook):
    texts = list(HOSTILE.values())
    found = cells(workbook, answered(*texts), "responses", "text")
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}


def test_excel_is_told_that_a_formula_stays_text_when_it_is_edited(answered, workbook):
    found = cells(workbook, answered("=1+1", "harmless"), "responses", "text")
    assert [cell.quotePrefix for cell in found] == [True, False]


def test_titles_groups_and_labels_are_text_too(stored, workbook):
    workshop = stored()
    book = workbook(workshop)
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert cells(workbook, workshop, "responses", "activity_title")[0].value == "-Reactions 10"


def test_control_characters_and_half_an_emoji_never_break_an_export(db, stored, workbook):
    workshop = stored()
    everything = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]))
    with db.transaction() as session:
        session.execute(update(Respondent).values(sub_role=f"a{everything}b"))
        session.execute(update(Activity).values(title={"en": f"\x00={everything}"}))
    assert {c.value for c in cells(workbook, workshop, "participants", "sub_role")} == {"a\t\n\nb"}
    (title,) = {c.value for c in cells(workbook, workshop, "responses", "activity_title")}
    assert title == "="


def test_text_that_starts_with_a_tab_or_a_line_end_is_text(db, stored, workbook):
    workshop = stored()
    for start in ("\t", "\r"):
        with db.transaction() as session:
            session.execute(update(Respondent).values(sub_role=f"{start}=1+1"))
        cell = cells(workbook, workshop, "participants", "sub_role")[0]
        assert (cell.data_type, cell.value.strip()) == ("s", "=1+1")


def test_a_text_longer_than_a_cell_holds_is_cut_and_says_so(db, stored, workbook):
    workshop = stored()
    with db.transaction() as session:
        session.execute(update(Workshop).values(consent={"en": "ä" * 40_000}))
    longest = max((c.value for c in cells(workbook, workshop, "codebook", "meaning")), key=_length)
    assert len(longest) == 32_767
    assert longest.endswith("[cut here; the csv and json files have all of it]")


def _length(value):
    return len(str(value))


def test_a_sheet_longer_than_the_format_allows_goes_on_in_another(monkeypatch, stored, workbook):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    monkeypatch.setattr(xlsx, "SAMPLE", 2)
    book = workbook(stored())
    pages = [book[name] for name in ("responses", "responses (2)", "responses (3)")]
    assert [page.max_row for page in pages] == [5, 5, 2]
    assert len({page["A1"].value for page in pages}) == 1
    assert [page.auto_filter.ref for page in pages] == ["A1:V5", "A1:V5", "A1:V2"]


def test_headers_are_bold_stay_in_sight_and_can_be_filtered(stored, workbook):
    for sheet in workbook(stored()):
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= d.width <= 60 for d in sheet.column_dimensions.values())


def test_simulated_data_says_so_on_every_sheet_and_in_the_title(stored, workbook):
    book = workbook(stored(origin="simulated"))
    assert book.properties.title.startswith("SIMULATED: ")
    assert book["codebook"]["C2"].value.startswith("SIMULATED: ")
    for sheet in book:
        assert sheet.sheet_properties.tabColor.rgb == "00C00000"
        if sheet.title != "codebook":
            marks = {row[-1].value for row in sheet.iter_rows(min_row=2)}
            # A sheet without rows has its colour to say so.
            assert marks == ({"SIMULATED"} if sheet.max_row > 1 else set())


def test_real_data_nowhere_says_simulated(stored, workbook):
    book = workbook(stored())
    assert book.properties.title == "=A safer square"
    assert {sheet.sheet_properties.tabColor for sheet in book} == {None}
    assert "SIMULATED" not in repr([list(sheet.values) for sheet in book])


def test_one_simulated_answer_among_real_ones_is_marked_alone(db, create_workshop, join_as, rows):
    workshop = create_workshop()
    for origin in ("phone", "simulated"):
        person = join_as(workshop, origin=origin, into_real=True)
        with db.transaction() as session:
            respond(session, person, [submission(workshop)], origin)
    assert [row["simulated"] for row in rows(workshop, "responses")] == [None, "SIMULATED"]
    assert [row["simulated"] for row in rows(workshop, "participants")] == [None, "SIMULATED"]
