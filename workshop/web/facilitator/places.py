"""Countries and time zones to choose from, as the time zone data that comes along knows them."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return (ISO 3166 code, English name) of every country, by name."""
    return tuple(sorted(((code, name) for code, name in _rows("iso3166.tab", 0, 1)), key=_by_name))


@cache
def time_zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (continent, names of time zones), Europe first."""
    known = available_timezones()
    names = sorted({name for _, name in _rows("zone.tab", 0, 2) if name in known} | {"UTC"})
    areas = sorted(
        {name.split("/")[0] for name in names}, key=lambda area: (area != "Europe", area)
    )
    return tuple(
        (area, tuple(name for name in names if name.split("/")[0] == area)) for area in areas
    )


def _by_name(country: tuple[str, str]) -> str:
    return country[1].replace("Å", "A")


def _rows(name: str, *columns: int) -> list[tuple[str, ...]]:
    text = (files("tzdata.zoneinfo") / name).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [tuple(row[column] for column in columns) for row in rows]
