"""What the sheets hold, read back from real workbooks."""

from collections import Counter

import pytest

from tests.conftest import submission
from tests.exports.fixed import fixed_id
from workshop.activities import kinds
from workshop.activities.base import Column, Sheet
from workshop.activities.reactions.kind import Reactions
from workshop.live import plan
from workshop.live.respond import respond
from workshop.models import Respondent
from workshop.schema import Text

OF_REACTIONS = ("mechanisms", "refinements", "conditions", "reasons", "guesses", "shifts")


def test_the_codebook_comes_first_and_explains_every_column_of_every_sheet(stored, workbook):
    book = workbook(stored())
    assert book.sheetnames == ["codebook", "responses", "participants", *OF_REACTIONS]
    explained = {row[:2]: row[2] for row in book["codebook"].iter_rows(values_only=True)}
    for sheet in book:
        for name in next(sheet.iter_rows(values_only=True)):
            assert explained[sheet.title, name]


def test_the_codebook_holds_what_a_method_section_needs(stored, rows):
    facts = {(row["about"], row["name"]): row["meaning"] for row in rows(stored(), "codebook")}
    assert facts["workshop", "title (de)"] == "Ein sicherer Platz"
    assert facts["workshop", "place"] == "Łódź, @Rynek"
    assert facts["workshop", "time_zone"] == "Europe/Warsaw"
    assert facts["workshop", "consent_version"] == 2
    assert facts["group", "residents (de)"] == "Anwohnende"
    assert facts["group", "residents: joined"] == 2
    assert facts["group", "media: joined"] == 0


def test_the_codebook_cites_the_booklet_its_funding_and_says_pseudonymised(stored, rows):
    notices = " ".join(r["meaning"] for r in rows(stored(), "codebook") if r["about"] == "notice")
    assert "Booklet of SIS Case Studies" in notices
    assert "Funded by the European Union" in notices
    assert "pseudonymised, not anonymised" in notices


def test_responses_are_one_header_and_one_row_per_stored_event_in_their_order(stored, workbook):
    header, *below = workbook(stored())["responses"].iter_rows(values_only=True)
    assert header[:8] == (
        "workshop",
        "activity_id",
        "activity_title",
        "kind",
        "round",
        "version",
        "slot",
        "respondent",
    )
    ids = [row[header.index("submission_id")] for row in below]
    assert ids == [fixed_id(200 + number) for number in range(9)]


def test_a_row_says_who_answered_what_and_when(stored, rows):
    row = rows(stored(), "responses")[1]
    assert row["respondent"] == fixed_id(21)
    assert (row["stakeholder_group"], row["sub_role"]) == ("police", "=Beat officer")
    assert (row["value"], row["text"]) == ("challenge", '=HYPERLINK("http://x")')
    assert row["answer"] == (
        '{"item":"lights","reaction":"challenge","text":"=HYPERLINK(\\"http://x\\")"}'
    )
    assert row["saved_at_utc"] == "2026-05-01T16:34:00.000001Z"
    assert row["saved_at_local"] == "2026-05-01T18:34:00.000001+02:00"
    assert row["simulated"] is None


def test_exactly_the_newest_edit_of_each_slot_is_current(stored, rows):
    current = [r["submission_id"] for r in rows(stored(), "responses") if r["is_current"]]
    assert current == [fixed_id(200 + number) for number in (1, 2, 5, 6, 8)]


def test_a_superseded_answer_is_there_and_is_not_current(stored, rows):
    row = rows(stored(), "responses")[3]
    assert (row["status"], row["is_current"], row["text"]) == ("superseded", False, "-2")


def test_a_withdrawal_is_current_and_empty(stored, rows):
    row = rows(stored(), "responses")[5]
    assert (row["value"], row["text"], row["answer"]) == (None, None, None)
    assert row["is_current"] is True


def test_numbers_and_truth_values_stay_what_they_are(stored, rows):
    row = rows(stored(), "responses")[3]
    assert [type(row[name]) for name in ("round", "version", "edit", "is_current")] == [
        int,
        int,
        int,
        bool,
    ]


def test_participants_are_counted_and_nothing_of_their_phones_is_told(stored, rows, workbook):
    ana, bogdan, table = rows(stored(), "participants")
    assert (ana["stakeholder_group"], ana["group_label"]) == ("residents", "+Residents")
    assert (ana["responses"], ana["answers"]) == (5, 2)
    assert (bogdan["responses"], bogdan["answers"]) == (3, 1)
    assert (table["is_table"], table["table"], table["locale"]) == (True, "Table 1", "de")
    assert "secret-join" not in repr([ana, bogdan, table])


def test_activities_of_one_kind_share_one_sheet_and_are_told_apart(stored, rows):
    mechanisms = rows(stored(), "mechanisms")
    assert Counter(row["activity_id"] for row in mechanisms) == {
        fixed_id(10): 2 * 3,  # two mechanisms, for all and for two groups
        fixed_id(11): 2 * 3,  # for all, for residents, and for the table
        fixed_id(12): 2 * 1,
    }
    first = mechanisms[0]
    assert (first["workshop"], first["activity_title"]) == ("K7M2QX", "-Reactions 10")
    assert (first["title"], first["n"], first["refine_n"]) == ("=Lights that people chose", 2, 1)


class Unrolled(Reactions):
    """A kind with two sheets, rows made late, whose columns depend on the settings."""

    name = "unrolled"

    def sheets(self, settings, given):
        yield Sheet("answers", (Column("item", "i"),), ((one.answer.item,) for one in given))
        yield Sheet(
            "people",
            tuple(Column(m.id, "how often") for m in settings.mechanisms),
            ([sum(one.answer.item == m.id for one in given) for m in settings.mechanisms],),
        )


@pytest.fixture
def another_kind(monkeypatch):
    monkeypatch.setitem(kinds(), "unrolled", Unrolled())


def test_a_kind_may_go_through_the_answers_for_each_of_its_sheets(
    db, another_kind, create_workshop, conduct, join_as, rows
):
    workshop = create_workshop(state="draft", activities=0)
    with db.transaction() as session:
        here = session.merge(workshop)
        for asked in (("lights", "walks"), ("forum", "lights")):
            plan.add_activity(
                session,
                here,
                None,
                plan.ActivityPlan(
                    kind="unrolled",
                    title=Text({"en": "x"}),
                    settings={"mechanisms": [{"id": i, "title": {"en": i}} for i in asked]},
                ),
                None,
            )
        assert len(here.activities) == 2
    conduct(here, "start")
    conduct(here, "open", here.activities[0].id)
    with db.transaction() as session:
        ana = session.merge(join_as(here))
        respond(session, ana, [submission(here, item=i) for i in ("lights", "walks")], "phone")
    first = here.activities[0].id
    assert [(r["activity_id"], r["item"]) for r in rows(here, "answers")] == [
        (first, "lights"),
        (first, "walks"),
    ]
    people = [(r["lights"], r["walks"], r["forum"]) for r in rows(here, "people")]
    assert people == [(1, 1, None), (0, None, 0)]


def test_a_workshop_nobody_answered_in_has_all_its_sheets_and_counts_of_nobody(
    create_workshop, workbook
):
    book = workbook(create_workshop(state="draft"))
    assert book.sheetnames == ["codebook", "responses", "participants", *OF_REACTIONS]
    empty = ("responses", "participants", "refinements", "guesses", "shifts")
    assert [book[name].max_row for name in empty] == [1] * len(empty)
    assert book["mechanisms"].max_row == 1 + 3
    assert {row[-2] for row in book["conditions"].iter_rows(min_row=2, values_only=True)} == {0}


def test_a_workshop_without_an_agenda_has_no_sheets_of_kinds(create_workshop, workbook):
    book = workbook(create_workshop(state="draft", activities=0))
    assert book.sheetnames == ["codebook", "responses", "participants"]


def test_a_group_that_is_planned_no_longer_is_still_counted(db, stored, rows):
    workshop = stored()
    with db.transaction() as session:
        session.get(Respondent, fixed_id(20)).stakeholder_group = "gone"
    facts = {(row["about"], row["name"]): row["meaning"] for row in rows(workshop, "codebook")}
    assert facts["group", "gone: joined"] == 1
