"""Formats that kinds of activity bring: one file, or a zip where there are several."""

import io
import zipfile

import pytest

from workshop import exports
from workshop.activities import kind_named
from workshop.activities.base import FileFormat
from workshop.models import Activity, ActivityVersion, Workshop


def _lines(occasion, played):
    for one in played:
        words = f"{occasion.code} {occasion.language} {one.title} {len(list(one.given))}"
        yield f"{one.position}.txt", words.encode()


@pytest.fixture
def brings(monkeypatch):
    """Let reactions bring a format of their own: `brings(zipped=True)`."""

    def bring(**kwargs):
        format = FileFormat("Lines", ".txt", "text/plain", _lines, **kwargs)
        monkeypatch.setattr(kind_named("reactions"), "files", {"lines": format}, raising=False)

    return bring


def _opened_alone(session, workshop):
    here = session.get(Workshop, workshop.id)
    for activity in here.activities[1:]:
        session.query(ActivityVersion).filter_by(activity_id=activity.id).delete()
        session.get(Activity, activity.id).version = 0
    session.flush()
    return here


def test_one_activity_gives_a_file_and_several_a_zip(db, stored, brings, written):
    brings()
    workshop = stored()
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        assert exports.formats(here)["lines"] == "Lines"
        assert exports.suggested_name(here, "lines").endswith("-lines.zip")
        assert exports.content_type(here, "lines") == "application/zip"
    with zipfile.ZipFile(io.BytesIO(written(workshop, "lines"))) as files:
        assert files.namelist() == ["1.txt", "2.txt"]
    with db.transaction() as session:
        here = _opened_alone(session, workshop)
        assert exports.suggested_name(here, "lines").endswith("-lines.txt")
        assert exports.content_type(here, "lines") == "text/plain"
    assert written(workshop, "lines").startswith(b"K7M2QX en ")


def test_a_format_can_always_be_a_zip_and_its_bytes_do_not_depend_on_the_hour(
    db, stored, brings, written
):
    brings(zipped=True)
    workshop = stored()
    with db.transaction() as session:
        assert exports.content_type(_opened_alone(session, workshop), "lines") == "application/zip"
    with zipfile.ZipFile(io.BytesIO(written(workshop, "lines"))) as files:
        assert {one.date_time for one in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workshop_without_such_an_activity_says_so(db, stored, brings, written):
    brings()
    workshop = stored()
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        for activity in here.activities:
            activity.version = 0
        session.flush()
        assert "lines" not in exports.formats(here)
    with pytest.raises(LookupError, match="has not opened such an activity"):
        written(workshop, "lines")
