"""The database's shape, made and changed by migrations only."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from tests import postgres
from workshop import migrate
from workshop.config import Config
from workshop.db import Base, Database
from workshop.migrate import DatabaseError
from workshop.models import Workshop


def sqlite(tmp_path):
    config = Config(database_url=f"sqlite:///{tmp_path / 'folder' / 'w.sqlite3'}")
    config.sqlite_file.parent.mkdir()
    return config, Database(config.database_url)


def differences(db):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def up_down_up(config, db):
    migrate.ensure(config, db)
    assert differences(db) == []
    migrate.migrate(db, "base")
    with db.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrate.ensure(config, db)
    assert differences(db) == []


def test_the_migrations_make_what_the_models_say_up_down_and_up_again(tmp_path):
    config, db = sqlite(tmp_path)
    up_down_up(config, db)
    db.dispose()


def test_accounts_workshops_and_links_outlive_the_migration_of_invitations(tmp_path):
    _, db = sqlite(tmp_path)
    migrate.migrate(db, "0003")
    day = "2026-05-31 10:00:00"
    with db.transaction() as session:
        session.execute(
            text(
                "insert into accounts (id, email, name, role, active, epoch, created_at) "
                f"values ('a', 'ana@city.example', 'Ana', 'facilitator', 1, 3, '{day}')"
            )
        )
        session.execute(text(f"insert into sign_in_links values ('hash', 'a', '{day}', null)"))
        session.execute(
            text(
                "insert into workshops (id, code, owner_id, title, place, country, time_zone, "
                "languages, stakeholder_groups, consent, consent_version, state, is_demo, "
                "revision, created_at) values ('w', 'ABC234', 'a', '{}', '', '', 'UTC', '[]', "
                f"'[]', '{{}}', 1, 'draft', 0, 1, '{day}')"
            )
        )
        session.execute(text(f"insert into members values ('w', 'a', 'facilitator', '{day}')"))

    def kept():
        with db.reading() as session:
            return [
                session.execute(text(statement)).all()
                for statement in (
                    "select id, email, role, epoch from accounts",
                    "select token_hash, account_id from sign_in_links",
                    "select id, owner_id from workshops",
                    "select workshop_id, account_id, role from members",
                )
            ]

    before = kept()
    assert all(len(rows) == 1 for rows in before)
    for target in ("0004", "0003", "0004", "0005", "0004", "0005"):
        migrate.migrate(db, target)
        assert kept() == before
    with db.reading() as session:
        assert session.execute(text("select goes_to from sign_in_links")).scalar() == ""
        assert session.execute(text("select invited_by from accounts")).scalar() is None
    db.dispose()


def outlives_privacy(db):
    """Go up to the migration of privacy, down and up again with a workshop and an answer."""
    day = "2026-05-31 10:00:00"
    migrate.migrate(db, "0005")
    with db.transaction() as session:
        for statement in (
            "insert into workshops (id, code, title, place, country, time_zone, languages, "
            "stakeholder_groups, consent, consent_version, state, is_demo, revision, created_at) "
            "values ('w', 'ABC234', '{}', '', '', 'UTC', '[]', '[]', '{}', 1, 'live', false, 1, "
            f"'{day}')",
            "insert into respondents (id, workshop_id, join_id, is_table, stakeholder_group, "
            "locale, consents, origin, joined_at) values ('r', 'w', 'j', false, 'media', 'en', "
            f"'{{}}', 'phone', '{day}')",
        ):
            session.connection().exec_driver_sql(statement)

    def kept():
        with db.reading() as session:
            return [
                session.execute(text(f"select id from {table}")).all()
                for table in ("workshops", "respondents")
            ]

    for target in ("0006", "0005", "head"):
        migrate.migrate(db, target)
        assert kept() == [[("w",)], [("r",)]]
    with db.reading() as session:
        row = session.execute(text("select minors from workshops")).one()
        assert not row.minors
        assert session.get(Workshop, "w").consent_be_quoted == {}
        assert session.get(Workshop, "w").help_line == {}
    assert differences(db) == []


def test_workshops_and_answers_outlive_the_migration_of_privacy(tmp_path):
    _, db = sqlite(tmp_path)
    outlives_privacy(db)
    db.dispose()


@pytest.mark.distributed
def test_they_outlive_it_on_postgresql():
    with postgres.database() as url:
        db = Database(url)
        outlives_privacy(db)
        db.dispose()


@pytest.mark.distributed
def test_the_migrations_do_the_same_on_postgresql():
    with postgres.database() as url:
        db = Database(url)
        up_down_up(Config(database_url=url), db)
        db.dispose()


def test_a_database_of_another_program_is_left_alone(tmp_path):
    config, db = sqlite(tmp_path)
    with db.transaction() as session:
        session.execute(text("create table recipes (name text)"))
    with pytest.raises(DatabaseError, match="another program"):
        migrate.ensure(config, db)
    db.dispose()


def test_an_older_database_is_refused_with_the_command_that_helps_and_upgraded_after_a_backup(
    tmp_path, monkeypatch
):
    config, db = sqlite(tmp_path)
    migrate.ensure(config, db)
    # A program that knows one migration more: this database is older for it.
    newest = migrate.head()
    folder = tmp_path / "migrations"
    _copy_with_one_more(folder, newest)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    with pytest.raises(DatabaseError, match="workshop upgrade"):
        migrate.ensure(config, db)
    backup = migrate.upgrade(config, db)
    assert backup is not None
    assert backup.stat().st_mode & 0o777 == 0o600
    migrate.ensure(config, db)
    assert migrate.upgrade(config, db) is None
    old = Database(f"sqlite:///{backup}")
    with old.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest
    old.dispose()
    db.dispose()


def test_a_database_of_a_newer_program_is_refused(tmp_path):
    config, db = sqlite(tmp_path)
    migrate.ensure(config, db)
    with db.transaction() as session:
        session.execute(text("update alembic_version set version_num = 'from-the-future'"))
    for attempt in (migrate.ensure, migrate.upgrade):
        with pytest.raises(DatabaseError, match="newer version"):
            attempt(config, db)
    db.dispose()


def _copy_with_one_more(folder, newest):
    import shutil

    from workshop.config import ROOT

    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "9999_more.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = '9999', " + repr(newest) + "\n"
        "def upgrade():\n    op.execute('create table more (id integer)')\n"
        "def downgrade():\n    op.execute('drop table more')\n"
    )


def test_a_new_database_and_its_log_can_be_read_by_their_owner_only(tmp_path):
    config = Config(database_url=f"sqlite:///{tmp_path / 'new' / 'w.sqlite3'}")
    db = Database(config.database_url)
    migrate.ensure(config, db)
    with db.transaction() as session:
        session.execute(text("select 1"))
        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    db.dispose()
