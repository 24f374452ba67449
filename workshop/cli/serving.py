"""Serving, the demo workshop, and bringing an older database up to date."""

import json

import click

from workshop.cli.opening import database, settings
from workshop.db import Database


@click.command()
@click.option("--demo", is_flag=True, help="Also make the demo workshop and show its QR code.")
def serve(demo: bool) -> None:
    """Serve workshops: one process, no supervisor."""
    # Everything that waits must wait without holding up others; patched
    # before anything else is imported that keeps a socket or a lock.
    from gevent import monkey

    monkey.patch_all()
    from workshop.serve import serve as run

    run(settings(), with_demo=demo)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--fresh", is_flag=True, help="Make another demo workshop even if there is one.")
def demo(as_json: bool, fresh: bool) -> None:
    """Make sure that the demo workshop exists; nobody's answers are in a new one."""
    from workshop import accounts, library
    from workshop.live import demo as live_demo
    from workshop.network import public_url

    config = settings()
    db = database(config)
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


@click.command()
def upgrade() -> None:
    """Bring an older database up to date; a backup is made first."""
    from workshop import migrate

    config = settings()
    backup = migrate.upgrade(config, Database(config.database_url))
    click.echo(f"Backup: {backup}" if backup else "No backup was needed.")
    click.echo("The database is up to date.")
