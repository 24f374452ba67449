"""What a table of cases says, and what is wrong with it by row and column."""

import pytest

from tests.library.intake.conftest import GOOD, table
from workshop.library.intake import Unreadable, changes, drafted, rows_of

SECOND = {
    "case": "safer-station",
    "title[en]": "More light",
    "summary[en]": "Lamps.",
    "category": "environment-design",
}


def said(found):
    return [str(problem) for problem in found.problems]


def refused(found, *words):
    problems = said(found)
    assert any(all(word in problem for word in words) for problem in problems), problems
    return problems


def test_one_row_is_one_mechanism_and_the_case_stands_in_its_first(taken_in):
    found = taken_in(GOOD, SECOND)
    assert said(found) == []
    ((row, case),) = found.cases
    assert (row, case.slug, case.countries, case.sensitive) == (2, "safer-station", (), False)
    assert [actor.in_() for actor in case.actors] == ["Police", "Passengers"]
    assert [m.id for m in case.mechanisms] == [
        "safer-station.walks-at-night", "safer-station.more-light",
    ]  # fmt: skip
    assert case.booklet_title == "A safer station"
    assert case.why_it_matters is None
    assert case.mechanisms[0].reported_effect is None


def test_the_case_may_be_repeated_in_every_row_or_left_empty_after_the_first(taken_in):
    repeated = taken_in(GOOD, {**GOOD, **SECOND})
    left_out = taken_in(GOOD, {**SECOND, "case": ""})
    assert repeated.cases == left_out.cases == taken_in(GOOD, SECOND).cases


def test_rows_about_one_case_that_contradict_each_other_are_told_apart(taken_in):
    found = taken_in(GOOD, {**GOOD, **SECOND, "themes": "nightlife"})
    refused(found, "row 3, column themes", "something else than row 2")


def test_the_rows_of_a_case_stand_together(taken_in):
    other = {**GOOD, "case": "other-place"}
    found = taken_in(GOOD, other, SECOND)
    refused(found, "row 4, column case", "'safer-station' began in row 2")


def test_a_misspelt_word_is_told_with_the_one_that_was_meant(taken_in):
    found = taken_in(GOOD, {**SECOND, "category": "desgin"})
    assert said(found) == [
        "row 3, column category: 'desgin' is none of the 5 words: participatory-governance, "
        "cross-sector-collaboration, communication-awareness, environment-design, "
        "technological-integration; did you mean environment-design?"
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"case": ""}, ("row 2, column case", "is empty")),
        ({"case": "Not A Slug!"}, ("row 2, column case", "no short name")),
        ({"case": "new"}, ("row 2, column case", "word of this program")),
        ({"case": "x" * 41}, ("row 2, column case", "41 characters, at most 40")),
        ({"case_title[en]": ""}, ("row 2, column case_title[en]", "is empty")),
        ({"themes": ""}, ("row 2, column themes", "is empty")),
        ({"themes": "mobility; wether"}, ("row 2, column themes", "'wether' is none of")),
        ({"countries": "EL"}, ("row 2, column countries", "use GR")),
        ({"countries": "Span"}, ("row 2, column countries", "did you mean ES")),
        ({"countries": "XX"}, ("row 2, column countries", "no two-letter country code")),
        ({"sensitive": "perhaps"}, ("row 2, column sensitive", "neither yes nor no")),
        ({"help_note[en]": "Call 112."}, ("row 2, column help_note[en]", "sensitive case")),
        ({"pattern": "magic"}, ("row 2, column pattern", "explanation sheet")),
        ({"category": "environment-design; "
          "participatory-governance"}, ("column category", "choose one")),
        ({"summary[en]": "word " * 61}, ("column summary[en]", "61 words, at most 60")),
        ({"summary[de]": "Wort " * 61}, ("column summary[de]", "61 words, at most 60")),
        ({"title[en]": "x" * 161}, ("column title[en]", "161 characters, at most 160")),
        ({"title[en]": "", "title[de]": "Spaziergang"}, ("column title[en]", "in English")),
        ({"reported_effect[de]": "Besser"}, ("column reported_effect[en]", "in English")),
        ({"cities[en]": "Athens; Rome", "cities[el]": "Αθήνα"}, ("cities[el]", "names 1")),
        ({"mechanism": "Night Walks"}, ("column mechanism", "no short name")),
        ({"derived": "everything"}, ("column derived", "none of the 4 words")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_row_and_column(taken_in, changed, words):
    found = taken_in({**GOOD, **changed})
    refused(found, *words)
    assert found.cases == []


def test_names_are_understood_as_well_as_codes(taken_in):
    found = taken_in(
        {**GOOD, "themes": "Mobility and transport", "countries": "Spain; pt", "sensitive": "YES"}
    )
    ((_, case),) = found.cases
    assert (case.themes, case.countries, case.sensitive) == (("mobility",), ("ES", "PT"), True)


def test_two_mechanisms_of_one_name_are_told(taken_in):
    refused(taken_in(GOOD, {**SECOND, "title[en]": "Walks at night"}), "row 3", "there twice")


def test_a_case_without_mechanism_is_told(taken_in):
    only = {n: v for n, v in GOOD.items() if n not in ("title[en]", "summary[en]", "category")}
    refused(taken_in(only), "row 2", "at least one mechanism")


def test_a_column_that_is_missing_is_told_once_in_the_row_of_names(taken_in):
    rows = [{**GOOD, "case": name} for name in ("one", "two", "three")]
    for row in rows:
        del row["themes"]
    assert said(taken_in(*rows)) == [
        "row 1, column themes: the file has no such column; it is needed"
    ]


def test_a_misspelt_column_is_told_and_a_strange_one_left_out(taken_in):
    refused(taken_in({**GOOD, "sumary[de]": "Text"}), "no column 'sumary[de]'", "summary[de]")
    found = taken_in({**GOOD, "Remarks of Ana": "nice"})
    assert (said(found), found.unknown) == ([], ["Remarks of Ana"])


def test_a_column_that_is_there_twice_is_told(taken_in):
    content = table(GOOD).replace('"overview[en]"', '"case_title[en]"', 1).encode()
    refused(taken_in(content), "row 1, column case_title[en]", "there twice")


def test_names_of_columns_may_be_written_loosely_and_stand_below_a_title(taken_in):
    text = (
        table(GOOD)
        .replace('"case_title[en]"', '"Case title [EN]"')
        .replace('"title[en]"', '"Title"')
    )
    found = taken_in(("Our cases\n\n" + text).encode())
    assert said(found) == []
    assert found.cases[0][0] == 4


def test_a_table_of_something_else_is_refused(taken_in):
    with pytest.raises(Unreadable, match="template"):
        taken_in(b"name,amount\nbread,3\n")
    refused(taken_in(b"case,title[en]\n"), "no case under the row of column names")


def test_what_the_file_has_no_column_for_stays_as_it_is_known(taken_in):
    full = {**GOOD, "mechanism": "walks", "title[de]": "Gänge", "countries": "ES",
            "summary[de]": "Zusammen."}  # fmt: skip
    ((_, known),) = taken_in(full).cases
    less = {**GOOD, "mechanism": "walks", "title[en]": "Night walks"}
    ((_, changed),) = taken_in(less, known=[known]).cases
    assert changes(known, changed) == ["walks: title[en]"]
    assert changed.countries == ("ES",)
    assert changed.mechanisms[0].title.in_("de") == "Gänge"
    ((_, emptied),) = taken_in({**less, "countries": ""}, known=[known]).cases
    assert emptied.countries == ()


def test_what_changes_is_named_mechanism_by_mechanism(taken_in):
    ((_, before),) = taken_in(GOOD, SECOND).cases
    third = {**SECOND, "title[en]": "A forum"}
    ((_, after),) = taken_in({**GOOD, "themes": "nightlife"}, third).cases
    assert changes(before, before) == []
    assert changes(before, after) == [
        "themes", "a-forum: new mechanism", "more-light: mechanism goes",
    ]  # fmt: skip


def test_every_case_of_the_booklet_comes_back_as_it_was(library, taken_in):
    names, rows = rows_of(library.cases, ["de"])
    assert "title[de]" in names
    found = taken_in(table(*(dict(zip(names, row, strict=True)) for row in rows)).encode())
    assert said(found) == []
    assert [changes(library.case(case.slug), case) for _, case in found.cases] == [[]] * 20
    for _, case in found.cases:
        known = library.case(case.slug)
        assert case.model_copy(update={"order": known.order}) == known
        assert drafted(case) == drafted(known)
