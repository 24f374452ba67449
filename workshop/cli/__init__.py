"""The `workshop` command: an edge that opens transactions, and imports what a verb needs."""

import click

from workshop.cli.cases import cases
from workshop.cli.facilitators import facilitators
from workshop.cli.keeping import retention
from workshop.cli.moving import export_, import_
from workshop.cli.serving import demo, serve, upgrade
from workshop.cli.simulating import simulate
from workshop.config import ConfigError

__all__ = ["main"]


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


for command in (serve, demo, facilitators, cases, upgrade, simulate, export_, import_, retention):
    main.add_command(command)
