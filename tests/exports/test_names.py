"""Names and types of files."""

import pytest

from workshop import exports
from workshop.models import Workshop

HOSTILE_TITLES = {
    "A safer square": "workshop-K7M2QX-a-safer-square.xlsx",
    "../../etc/passwd": "workshop-K7M2QX-etc-passwd.xlsx",
    'C:\\con|"<x>"?*': "workshop-K7M2QX-c-con-x.xlsx",
    "\r\nSet-Cookie: a=b": "workshop-K7M2QX-set-cookie-a-b.xlsx",
    "Ασφαλής πλατεία": "workshop-K7M2QX-ασφαλής-πλατεία.xlsx",
    "A\u0308pfel \u202etxt.exe": "workshop-K7M2QX-äpfel-txt-exe.xlsx",
    "...": "workshop-K7M2QX.xlsx",
    "👮": "workshop-K7M2QX.xlsx",
    "z" * 5000: f"workshop-K7M2QX-{'z' * 60}.xlsx",
}


@pytest.mark.parametrize(("title", "name"), HOSTILE_TITLES.items(), ids=range(len(HOSTILE_TITLES)))
def test_a_file_name_holds_the_code_and_the_title_and_nothing_else(db, stored, title, name):
    workshop = stored()
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        here.title = {"en": title}
        session.flush()
        assert exports.suggested_name(here, "xlsx") == name


def test_a_file_name_says_that_its_data_is_simulated(db, stored):
    workshop = stored(origin="simulated")
    with db.reading() as session:
        here = session.get(Workshop, workshop.id)
        assert exports.suggested_name(here, "csv") == (
            "workshop-K7M2QX-a-safer-square-SIMULATED.zip"
        )


def test_a_workshop_whose_session_is_over_cannot_name_a_file(stored):
    with pytest.raises(ValueError, match="session"):
        exports.suggested_name(stored(), "json")


def test_every_format_has_a_type_and_says_what_it_is_good_for(db, stored):
    workshop = stored()
    with db.reading() as session:
        here = session.get(Workshop, workshop.id)
        said = exports.formats(here)
        assert list(said)[:4] == list(exports.FORMATS)
        assert all(said.values())
        assert [exports.content_type(here, one).rsplit(".", 1)[-1] for one in exports.FORMATS] == [
            "sheet",
            "application/zip",
            "application/json",
            "application/json",
        ]


def test_a_format_there_is_not_is_told_with_the_ones_there_are(stored, written):
    workshop = stored()
    with pytest.raises(exports.UnknownFormat, match=r"'\.\./x'; there is xlsx, csv, json, pool"):
        written(workshop, "../x")
    with pytest.raises(exports.UnknownFormat, match="docx"):
        exports.content_type(workshop, "docx")
