"""Accounts: made, listed, changed, and let in again."""

import json
import sys
from typing import TYPE_CHECKING

import click

from workshop.cli.opening import database, settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workshop.models import Account

ROLE = click.Choice(["facilitator", "researcher", "administrator"])


@click.group()
def facilitators() -> None:
    """Accounts of those who lead workshops, read them, or administer."""


@facilitators.command("add")
@click.argument("email")
@click.option("--name", default="", help="As the log of a workshop names this person.")
@click.option("--role", type=ROLE, default="facilitator", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def facilitators_add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Make an account and print a link that signs it in once."""
    from workshop import accounts

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with database(settings()).transaction() as db:
        account = accounts.add(db, email, name=name, password=password, role=role)
        _say_link(db, account)


@facilitators.command("reset")
@click.argument("email")
def facilitators_reset(email: str) -> None:
    """Print a new link that signs an account in once."""
    with database(settings()).transaction() as db:
        account = _known(db, email)
        if not account.active:
            raise click.ClickException(
                f"{account.email} is deactivated. "
                f"Reactivate it with: workshop facilitators change {account.email} --active"
            )
        _say_link(db, account)


@facilitators.command("change")
@click.argument("email")
@click.option("--name", default=None)
@click.option("--role", type=ROLE, default=None)
@click.option("--active/--deactivated", default=None, help="Whether the account can sign in.")
def facilitators_change(
    email: str, name: str | None, role: str | None, active: bool | None
) -> None:
    """Change an account's name or role, put it out of use, or back."""
    from workshop import accounts

    if name is None and role is None and active is None:
        raise click.UsageError("Say what to change: --name, --role, --active or --deactivated.")
    with database(settings()).transaction() as db:
        account = _known(db, email)
        accounts.change(db, account, name=name, role=role)
        if active is not None:
            (accounts.reactivate if active else accounts.deactivate)(db, account)
        click.echo(_line(_row(account)))


@facilitators.command("list")
@click.option("--json", "as_json", is_flag=True)
def facilitators_list(as_json: bool) -> None:
    """List the accounts."""
    from sqlalchemy import select

    from workshop.models import Account

    with database(settings()).reading() as db:
        rows = [_row(a) for a in db.scalars(select(Account).order_by(Account.email))]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo("No accounts yet. Make one with: workshop facilitators add E-MAIL")


def _known(db: "Session", email: str) -> "Account":
    from workshop import accounts

    account = accounts.with_email(db, email)
    if account is None:
        raise LookupError(f"There is no account for {email}.")
    return account


def _say_link(db: "Session", account: "Account") -> None:
    from workshop import accounts
    from workshop.network import public_url

    address = f"{public_url(settings())}/sign-in/{accounts.mint_link(db, account)}"
    click.echo(f"{account.email} can sign in once with {address}")


def _row(account: "Account") -> dict[str, str | bool]:
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "active": account.active,
    }


def _line(row: dict[str, str | bool]) -> str:
    state = "" if row["active"] else "\tdeactivated"
    return f"{row['email']}\t{row['role']}\t{row['name']}{state}"
