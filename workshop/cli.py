"""The `workshop` command: an edge that opens transactions, and imports what a verb needs."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workshop import config as configuration
from workshop.config import Config, ConfigError
from workshop.db import Database

if TYPE_CHECKING:
    from workshop.library import Library


class _InWords(click.Group):
    """Shows what went wrong as one sentence, not as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from workshop.accounts import AccountError
        from workshop.live.refusal import Refusal
        from workshop.migrate import DatabaseError

        try:
            return super().invoke(ctx)
        except (ConfigError, DatabaseError, AccountError, Refusal, LookupError) as problem:
            raise click.ClickException(str(problem)) from problem


@click.group(cls=_InWords)
def main() -> None:
    """Live co-creation workshops: serve, simulate, export."""


def _config() -> Config:
    return configuration.from_environment()


def _database(config: Config) -> Database:
    """Return the database, made and migrated where it was empty."""
    from workshop import migrate

    db = Database(config.database_url)
    migrate.ensure(config, db)
    return db


@main.command()
@click.option("--demo", is_flag=True, help="Also make the demo workshop and show its QR code.")
def serve(demo: bool) -> None:
    """Serve workshops: one process, no supervisor."""
    # Everything that waits must wait without holding up others; patched
    # before anything else is imported that keeps a socket or a lock.
    from gevent import monkey

    monkey.patch_all()
    from workshop.serve import serve as run

    run(_config(), with_demo=demo)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--fresh", is_flag=True, help="Make another demo workshop even if there is one.")
def demo(as_json: bool, fresh: bool) -> None:
    """Make sure that the demo workshop exists; nobody's answers are in a new one."""
    from workshop import accounts, library
    from workshop.live import demo as live_demo
    from workshop.network import public_url

    config = _config()
    db = _database(config)
    with db.transaction() as session:
        account = accounts.local_facilitator(session)
        workshop = live_demo.ensure(session, account.id, library.load(), fresh=fresh)
        secret = accounts.mint_link(session, account)
    address = public_url(config)
    shown = {
        "code": workshop.code,
        "join_url": f"{address}/j/{workshop.code}",
        "sign_in_url": f"{address}/sign-in/{secret}",
    }
    if as_json:
        click.echo(json.dumps(shown))
    else:
        click.echo(f"Code      {shown['code']}\nJoin      {shown['join_url']}")
        click.echo(f"Sign in   {shown['sign_in_url']}  (works once)")


@main.group()
def facilitators() -> None:
    """Accounts of those who lead workshops."""


@facilitators.command("add")
@click.argument("email")
@click.option("--name", default="")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def facilitators_add(email: str, name: str, password_stdin: bool) -> None:
    """Make an account and print a link that signs it in once."""
    from workshop import accounts
    from workshop.network import public_url

    config = _config()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with _database(config).transaction() as db:
        account = accounts.add(db, email, name=name, password=password)
        secret = accounts.mint_link(db, account)
    click.echo(f"{account.email} can sign in once with {public_url(config)}/sign-in/{secret}")


@facilitators.command("reset")
@click.argument("email")
def facilitators_reset(email: str) -> None:
    """Print a new link that signs an account in once."""
    from workshop import accounts
    from workshop.network import public_url

    config = _config()
    with _database(config).transaction() as db:
        account = accounts.with_email(db, email)
        if account is None:
            raise LookupError(f"There is no account for {email}.")
        secret = accounts.mint_link(db, account)
    click.echo(f"{account.email} can sign in once with {public_url(config)}/sign-in/{secret}")


@facilitators.command("list")
@click.option("--json", "as_json", is_flag=True)
def facilitators_list(as_json: bool) -> None:
    """List the accounts."""
    from sqlalchemy import select

    from workshop.models import Account

    with _database(_config()).reading() as db:
        rows = [
            {"email": a.email, "name": a.name, "role": a.role, "active": a.active}
            for a in db.scalars(select(Account).order_by(Account.email))
        ]
    if as_json:
        click.echo(json.dumps(rows))
    else:
        for row in rows:
            click.echo(f"{row['email']}\t{row['role']}\t{row['name']}")
        if not rows:
            click.echo("No accounts yet. Make one with: workshop facilitators add E-MAIL")


@main.group()
def cases() -> None:
    """The library of cases."""


OWN = click.option("--own", is_flag=True, help="Also the cases that were added here.")


def _library(own: bool) -> "Library":
    from workshop import library

    if not own:
        return library.load()
    from workshop.live.casebook import Casebook

    with _database(_config()).reading() as db:
        return Casebook(library.load()).library(db)


@cases.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.option("--language", default="en", show_default=True)
@OWN
def cases_list(as_json: bool, language: str, own: bool) -> None:
    """List the cases with their mechanisms."""
    from workshop import library

    rows = library.listing(_library(own), language)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for case in rows:
        click.echo(f"{case['slug']}\t{case['title']} ({len(case['mechanisms'])} mechanisms)")


@cases.command("missing")
@click.option("--language", required=True, help="Such as de or pt.")
@click.option("--json", "as_json", is_flag=True)
@OWN
def cases_missing(language: str, as_json: bool, own: bool) -> None:
    """List the texts that are not there in a language, with their English."""
    from dataclasses import asdict

    from workshop.library.missing import gaps
    from workshop.schema import LANGUAGES

    if language not in LANGUAGES:
        raise click.UsageError(f"There is no {language!r}; there is {', '.join(LANGUAGES)}.")
    found = gaps(_library(own), language)
    if as_json:
        click.echo(json.dumps([asdict(gap) for gap in found], ensure_ascii=False))
        return
    for gap in found:
        click.echo(f"{gap.place}\t{gap.field}\t{' '.join(gap.english.split())}")
    asked = sum(gap.asked for gap in found)
    click.echo(f"{len(found)} texts; participants read {asked} of them.", err=True)


@main.command()
def upgrade() -> None:
    """Bring an older database up to date; a backup is made first."""
    from workshop import migrate

    config = _config()
    backup = migrate.upgrade(config, Database(config.database_url))
    click.echo(f"Backup: {backup}" if backup else "No backup was needed.")
    click.echo("The database is up to date.")


@main.command()
@click.argument("code")
@click.option("--participants", default=40, show_default=True, type=click.IntRange(1, 5000))
@click.option("--seed", default=7, show_default=True, help="Who takes part and what they answer.")
@click.option("--url", default="", help="Where the server is, if not where the settings say.")
@click.option("--storm", is_flag=True, help="All answer within five seconds.")
@click.option("--drive", is_flag=True, help="Play the facilitator too, to the end of the agenda.")
@click.option("--sign-in", default="", metavar="URL", help="One-time link to drive with.")
@click.option("--into-real", is_flag=True, help="Also where real people have answered.")
@click.option("--json", "as_json", is_flag=True, help="Print what was measured as one JSON object.")
def simulate(
    code: str,
    participants: int,
    seed: int,
    url: str,
    storm: bool,
    drive: bool,
    sign_in: str,
    into_real: bool,
    as_json: bool,
) -> None:
    """Let simulated participants take part, over the network as phones do.

    They follow what the facilitator does until the workshop ends, nothing
    happens for half an hour (with --storm: ten seconds), or Ctrl+C. The same
    seed brings the same people back; another seed brings others.
    """
    from workshop.simulate import Options, SimulationError
    from workshop.simulate import simulate as run

    config = _config()
    options = Options(
        code=code,
        url=url or config.public_url or f"http://127.0.0.1:{config.port}",
        participants=participants,
        seed=seed,
        storm=storm,
        sign_in=sign_in or (_sign_in_path(config, code) if drive else ""),
        into_real=into_real,
    )
    try:
        measured = run(options, lambda words: click.echo(words, err=True))
    except SimulationError as problem:
        raise click.ClickException(str(problem)) from problem
    if as_json:
        click.echo(json.dumps(measured))
    else:
        for name, value in measured.items():
            click.echo(f"{name:13} {_shown(value)}")


def _sign_in_path(config: Config, code: str) -> str:
    """Return a new one-time link for the owner of a workshop."""
    from workshop import accounts
    from workshop.live.join import workshop_with_code
    from workshop.models import Account

    with _database(config).transaction() as db:
        workshop = workshop_with_code(db, code)
        owner = db.get(Account, workshop.owner_id) if workshop.owner_id else None
        if owner is None:
            raise LookupError("Nobody owns this workshop; drive it with --sign-in URL.")
        return f"/sign-in/{accounts.mint_link(db, owner)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {'-' if v is None else v}" for k, v in value.items())
    return str(value)


@main.command("export")
@click.argument("code")
@click.option("--format", "format_", required=True, help="xlsx, csv or json.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export_(code: str, format_: str, output: Path) -> None:
    """Write everything a workshop holds to a file; also while it is live."""
    from workshop import exports
    from workshop.live.join import workshop_with_code

    if format_ not in exports.FORMATS:
        raise click.UsageError(
            f"There is no format {format_!r}; there is {', '.join(exports.FORMATS)}."
        )
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with _database(_config()).reading() as db, draft.open("wb") as out:
            exports.export(db, workshop_with_code(db, code), format_, out)
        draft.replace(output)
    except OSError as problem:
        raise click.ClickException(f"{output} cannot be written: {problem.strerror}.") from problem
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"Written: {output}", err=True)


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", default="", help="E-mail of the account that shall own the workshop.")
def import_(file: Path, owner: str) -> None:
    """Restore a workshop from its JSON archive."""
    from workshop import accounts, exports

    with _database(_config()).transaction() as db:
        account = accounts.with_email(db, owner) if owner else accounts.local_facilitator(db)
        if account is None:
            raise LookupError(f"There is no account for {owner}.")
        with file.open("rb") as stream:
            try:
                report = exports.import_archive(db, stream, account.id)
            except exports.ArchiveError as problem:
                raise click.ClickException(str(problem)) from problem
    click.echo(report)


if __name__ == "__main__":
    main()
