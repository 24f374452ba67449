"""A workshop to a file and back."""

import os
from pathlib import Path

import click

from workshop.cli.opening import database, settings


@click.command("export")
@click.argument("code")
@click.option(
    "--format",
    "format_",
    required=True,
    help="xlsx, csv, json, pool, or what a kind of activity brings, such as geojson.",
)
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export_(code: str, format_: str, output: Path) -> None:
    """Write everything a workshop holds to a file; also while it is live."""
    from workshop import exports
    from workshop.live.join import workshop_with_code

    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with database(settings()).reading() as db, draft.open("wb") as out:
            exports.export(db, workshop_with_code(db, code), format_, out)
        draft.replace(output)
    except exports.UnknownFormat as problem:
        raise click.UsageError(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{output} cannot be written: {problem.strerror}.") from problem
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"Written: {output}", err=True)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", default="", help="E-mail of the account that shall own the workshop.")
def import_(file: Path, owner: str) -> None:
    """Restore a workshop from its JSON archive."""
    from workshop import accounts, exports

    opened = database(settings())
    with opened.transaction() as db:
        account = accounts.with_email(db, owner) if owner else accounts.local_facilitator(db)
        if account is None:
            raise LookupError(f"There is no account for {owner}.")
        with file.open("rb") as stream:
            try:
                report = exports.import_archive(db, stream, account.id)
            except exports.ArchiveError as problem:
                raise click.ClickException(str(problem)) from problem
    if report.erased:
        opened.wipe_log()
    click.echo(report)
