"""Kinds of activity. Imports nothing of ours but the schema: no Flask, no SQLAlchemy, no socket.

A kind is a module or package in this folder with a `KIND`; it is found by
being there, and no kind imports another.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from workshop.activities.base import ActivityKind


@cache
def kinds() -> dict[str, ActivityKind]:
    """Return every kind of activity by its name."""
    found = {}
    for module in iter_modules(__path__):
        if module.name != "base":
            kind: ActivityKind = import_module(f"{__name__}.{module.name}").KIND
            found[kind.name] = kind
    return found


def kind_named(name: str) -> ActivityKind:
    """Return one kind; raises LookupError in words when there is none of that name."""
    try:
        return kinds()[name]
    except KeyError:
        raise LookupError(
            f"There is no kind of activity called {name!r}; there is {', '.join(sorted(kinds()))}."
        ) from None
