"""Deleting what has been kept long enough, where no `workshop serve` does it every day."""

import click

from workshop.cli.opening import database, settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def retention(dry_run: bool) -> None:
    """Delete the workshops whose day has come, with everything in them; none that is live."""
    from workshop.keeping import keep
    from workshop.live.retention import due

    db = database(settings())
    if dry_run:
        with db.reading() as session:
            for workshop in due(session):
                click.echo(f"{workshop.code}  kept until {workshop.keep_until}  would be deleted")
            if not due(session):
                click.echo("Nothing is due.")
        return
    gone = keep(db)
    for one in gone:
        click.echo(
            f"{one.code}  deleted: {one.participants} participants, {one.responses} responses"
        )
    if not gone:
        click.echo("Nothing is due.")
