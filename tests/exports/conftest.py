"""Workshops written to files and read back, here and in another installation."""

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import postgres
from tests.conftest import SECRET
from tests.exports import fixed
from workshop import exports, migrate
from workshop.config import Config
from workshop.db import Database

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def stored(db):
    """The fixed workshop, stored; call it with an origin for other people."""

    def store(**kwargs):
        with db.transaction() as session:
            return fixed.store(session, **kwargs)

    return store


@pytest.fixture
def written(db):
    """The bytes of an export: `written(workshop, "json")`."""

    def write(workshop, format, database=db):
        out = io.BytesIO()
        with database.reading() as session:
            exports.export(session, workshop, format, out)
        return out.getvalue()

    return write


@pytest.fixture
def workbook(written):
    """The workbook of a workshop as openpyxl reads it back."""
    return lambda workshop: load_workbook(io.BytesIO(written(workshop, "xlsx")))


@pytest.fixture
def rows(workbook):
    """The rows below the header of a sheet of the workbook, each a dict by column."""

    def read(workshop, sheet):
        header, *below = workbook(workshop)[sheet].iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in below]

    return read


@pytest.fixture
def csv_rows(written):
    """Every csv file of the zip by its name: all its rows, as the csv module reads them."""

    def read(workshop):
        with zipfile.ZipFile(io.BytesIO(written(workshop, "csv"))) as files:
            return {
                name: list(csv.reader(io.StringIO(files.read(name).decode("utf-8-sig"), "")))
                for name in files.namelist()
                if name.endswith(".csv")
            }

    return read


@pytest.fixture
def matches_golden():
    """Compare bytes with a golden file; UPDATE_GOLDEN=1 writes it anew, to be looked at in git."""

    def compare(name, content):
        if os.environ.get("UPDATE_GOLDEN"):
            (GOLDEN / name).write_bytes(content)
        assert content == (GOLDEN / name).read_bytes()

    return compare


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.distributed)])
def elsewhere(request, tmp_path):
    """The database of another installation, empty, of either sort."""
    if request.param == "sqlite":
        yield from _installation(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    else:
        with postgres.database() as url:
            yield from _installation(url)


def _installation(url):
    database = Database(url)
    migrate.ensure(Config(database_url=url, secret_key=SECRET), database)
    yield database
    database.dispose()
