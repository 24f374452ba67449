"""The template of cases, empty and filled, and the way back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from workshop import library
from workshop.exports import case_template
from workshop.library.intake import Vocabulary, intake, read
from workshop.web.facilitator import places

HOSTILE = ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "#N/A", "<b>hi</b>"]


@pytest.fixture
def known():
    return library.load()


@pytest.fixture
def vocabulary(known):
    return Vocabulary.of(known, dict(places.countries()))


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_the_booklet_exported_and_read_again_is_the_booklet(known, vocabulary, format_):
    content = case_template.write(known, known.cases, vocabulary, format_, ["de", "lt"])
    found = intake(read(content), vocabulary, {})
    assert found.problems == []
    again = [case for _, case in found.cases]
    assert [case.model_copy(update={"order": 1}) for case in known.cases] == again


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_hostile_text_stays_text_and_comes_back_as_it_was(known, vocabulary, format_):
    case = known.cases[0]
    texts = [{"en": words} for words in HOSTILE]
    hostile = type(case).model_validate(
        case.model_dump(mode="json")
        | {"title": texts[0], "overview": texts[1], "booklet_title": "=1+1", "source": "\t=2",
           "actors": texts, "why_it_matters": texts[4], "order": 1}
    )  # fmt: skip
    content = case_template.write(known, [hostile], vocabulary, format_)
    found = intake(read(content), vocabulary, {})
    assert found.problems == []
    assert found.cases[0][1] == hostile
    if format_ == "xlsx":
        sheet = load_workbook(BytesIO(content))["cases"]
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    else:
        assert "\"'=HYPERLINK" in content.decode("utf-8-sig")


def test_the_empty_template_explains_itself_and_has_the_languages_asked_for(known, vocabulary):
    book = load_workbook(BytesIO(case_template.write(known, [], vocabulary, "xlsx", ["de"])))
    names = [cell.value for cell in book["cases"][1]]
    assert names[:3] == ["case", "case_title[en]", "case_title[de]"]
    assert {"title[de]", "summary[de]"} < set(names)
    assert "title[fi]" not in names
    said = {row[0].value: row for row in book["explanation"].iter_rows(min_row=2)}
    assert set(names) - {"case_title[de]", "title[de]", "summary[de]"} <= set(said)
    assert said["category: environment-design"][2].value == "Designing places"
    assert said["themes"][1].value == "yes"
    words = " ".join(str(cell.value) for row in book["explanation"] for cell in row)
    assert known.citation in words
    assert known.disclaimer in words
