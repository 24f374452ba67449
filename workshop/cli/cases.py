"""The library of cases, and what it lacks in a language."""

import json
from typing import TYPE_CHECKING

import click

from workshop.cli.opening import database, settings

if TYPE_CHECKING:
    from workshop.library import Library


@click.group()
def cases() -> None:
    """The library of cases."""


OWN = click.option("--own", is_flag=True, help="Also the cases that were added here.")


def _library(own: bool) -> "Library":
    from workshop import library

    if not own:
        return library.load()
    from workshop.live.casebook import Casebook

    with database(settings()).reading() as db:
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
