"""Simulated participants, from the command line."""

import json

import click

from workshop.cli.opening import database, settings
from workshop.config import Config


@click.command()
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

    config = settings()
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

    with database(config).transaction() as db:
        workshop = workshop_with_code(db, code)
        owner = db.get(Account, workshop.owner_id) if workshop.owner_id else None
        if owner is None:
            raise LookupError("Nobody owns this workshop; drive it with --sign-in URL.")
        return f"/sign-in/{accounts.mint_link(db, owner)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {'-' if v is None else v}" for k, v in value.items())
    return str(value)
