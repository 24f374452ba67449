"""Files as people have them: encodings, separators, workbooks whole and hostile."""

import contextlib
import random
import re
import zipfile
from io import BytesIO

import pytest

from tests.library.intake.conftest import GOOD, table
from workshop.library.intake import Unreadable, grid, read, xlsx

NAMES = list(GOOD)
CELLS = list(GOOD.values())


def titled(found):
    assert [str(problem) for problem in found.problems] == []
    return [case.title.in_() for _, case in found.cases]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_separators_of_everyday_programs(taken_in, encoding, mark):
    text = table({**GOOD, "case_title[en]": "Café, Straße; “Größe”"}, mark=mark)
    for words in (text, text.replace("\n", "\r\n")):
        assert titled(taken_in(words.encode(encoding))) == ["Café, Straße; “Größe”"]


def test_it_is_said_how_a_csv_was_read():
    assert read(table(GOOD, mark=";").encode()).read_as == "UTF-8, separated by semicolons"
    content = table({**GOOD, "case_title[en]": "Café"}, mark="\t").encode("cp1252")
    assert read(content).read_as == "Windows-1252, separated by tabs"


def test_the_line_by_which_excel_names_the_separator_is_understood(taken_in):
    content = ("sep=;\n" + table(GOOD, mark=";")).encode()
    assert titled(taken_in(content)) == ["A safer station"]
    assert taken_in(content).cases[0][0] == 3


def test_the_apostrophe_before_what_a_spreadsheet_would_run_is_taken_away():
    assert read(b"case,title\n'=1+1,it's\n").rows[1] == ["=1+1", "it's"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"x" * (grid.MOST_BYTES + 1), "larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "password"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither a spreadsheet"),
        (b"case\x81\xff\x90", "neither a spreadsheet"),
        (b"\xff\xfe\x00\xd8x", "UTF-16"),
        (b'case,title\n"abc"d,e\n', "quotation marks of this file do not match, at line 2"),
        (b'case,title\n"never closed\n', "quotation marks"),
        (b"case\n" + b"x\n" * 2001, "more than 2000 rows"),
        (b"case," + b"x," * 250, "more than 200 columns"),
        (b"PK\x03\x04 but no zip", "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(content, words):
    with pytest.raises(Unreadable, match=words):
        read(content)


def test_a_workbook_is_read_like_a_csv(taken_in, workbook):
    assert taken_in(workbook(NAMES, CELLS)).cases == taken_in(GOOD).cases


def test_the_sheet_named_cases_is_read_else_the_first(taken_in, workbook):
    def more(page):
        page.parent.create_sheet("cases", 5).append(NAMES)
        page.parent["cases"].append(CELLS)

    assert titled(taken_in(workbook(["nothing"], change=more, sheet="notes"))) == [
        "A safer station"
    ]
    assert titled(taken_in(workbook(NAMES, CELLS, sheet="Blatt1"))) == ["A safer station"]


def test_cells_merged_over_several_rows_hold_for_each_of_them(taken_in, workbook):
    second = [*CELLS[:5], "More light", "Lamps.", ""]
    merged = ["A2:A3", "B2:B3", "H2:H3"]
    content = workbook(
        NAMES, CELLS, ["", *[""] * 4, *second[5:]],
        change=lambda page: [page.merge_cells(ref) for ref in merged],
    )  # fmt: skip
    found = taken_in(content)
    assert titled(found) == ["A safer station"]
    assert [m.category for m in found.cases[0][1].mechanisms] == [GOOD["category"]] * 2


def test_a_heading_merged_across_the_sheet_does_no_harm(taken_in, workbook):
    content = workbook(["Our cases"], NAMES, CELLS, change=lambda page: page.merge_cells("A1:H1"))
    assert titled(taken_in(content)) == ["A safer station"]


def test_numbers_and_ticks_of_a_workbook_are_words(taken_in, workbook):
    content = workbook([*NAMES, "sensitive", "source"], [*CELLS, True, 2026.0])
    ((_, case),) = taken_in(content).cases
    assert (case.sensitive, case.source) == (True, "2026")


def test_a_formula_without_a_value_is_told_and_one_with_a_value_is_read(taken_in, workbook):
    content = workbook(NAMES, [*CELLS[:1], '=CONCAT("A", " station")', *CELLS[2:]])
    problems = [str(problem) for problem in taken_in(content).problems]
    assert any("row 2, column case_title[en]: holds a formula" in words for words in problems)
    value = b'r="B2" t="str"', b"<v>A station</v>"
    computed = rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb"<v ?/>|<v></v>", value[1], xml).replace(b'r="B2"', value[0]),
    )
    assert titled(taken_in(computed)) == ["A station"]


def test_a_cell_that_holds_an_error_is_told(taken_in, workbook):
    def broken(page):
        page["B2"].value = "#REF!"
        page["B2"].data_type = "e"

    problems = [str(p) for p in taken_in(workbook(NAMES, CELLS, change=broken)).problems]
    assert any("row 2, column case_title[en]: holds the error #REF!" in w for w in problems)


def rewritten(content, name, change):
    """Return a workbook with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(workbook):
    bomb = rewritten(workbook(NAMES), "xl/worksheets/sheet1.xml", lambda _: b" " * 60_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read(bomb)


def test_a_bomb_of_many_parts_is_refused(workbook):
    out = BytesIO(workbook(NAMES))
    with zipfile.ZipFile(out, "a") as book:
        for number in range(xlsx.MOST_PARTS):
            book.writestr(f"part{number}", b"")
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read(out.getvalue())


def test_entities_that_multiply_are_refused(workbook):
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>'
    with pytest.raises(Unreadable, match="damaged"):
        read(rewritten(workbook(NAMES), "xl/workbook.xml", lambda _: laughs))


def test_a_zip_that_is_no_workbook_and_a_workbook_that_is_torn_are_refused(workbook):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("letter.txt", "hello")
    with pytest.raises(Unreadable, match="no workbook"):
        read(out.getvalue())
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        with pytest.raises(Unreadable, match="damaged"):
            read(rewritten(workbook(NAMES, CELLS), part, lambda xml: xml[: len(xml) // 2]))
    with pytest.raises(Unreadable, match="damaged"):
        read(workbook(NAMES, CELLS)[:-200])


def test_a_workbook_with_any_byte_changed_is_read_or_refused_and_never_breaks(workbook, taken_in):
    rng = random.Random(7)
    whole = workbook(NAMES, CELLS)
    for _ in range(150):
        torn = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        with contextlib.suppress(Unreadable):
            taken_in(bytes(torn))


def test_a_row_far_down_and_a_column_far_right_are_too_large(workbook):
    def far(ref):
        return lambda page: page[ref].__setattr__("value", "x")

    with pytest.raises(Unreadable, match="more than 2000 rows"):
        read(workbook(NAMES, change=far("A1048576")))
    with pytest.raises(Unreadable, match="more than 200 columns"):
        read(workbook(NAMES, change=far("XFD1")))


def test_two_hundred_rows_are_read_in_a_moment(taken_in, workbook):
    rows = [
        [f"case-{n}", f"Case {n}", *CELLS[2:5], f"Mechanism {m}", *CELLS[6:]]
        for n in range(40)
        for m in range(5)
    ]
    found = taken_in(workbook(NAMES, *rows))
    assert len(found.cases) == 40
    assert sum(len(case.mechanisms) for _, case in found.cases) == 200
