"""Files in the formats that kinds of activity bring with them."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from sqlalchemy.orm import Session

from workshop.activities import kind_named, kinds
from workshop.activities.base import ActivityKind, FileFormat, Occasion, Played
from workshop.exports.answers import Answers
from workshop.exports.codebook import notices
from workshop.exports.simulated import holds_simulated
from workshop.live import frozen
from workshop.models import Activity, Workshop
from workshop.schema import Text

ZIP = (".zip", "application/zip")
# The same answers give the same bytes, whenever they are written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def formats(workshop: Workshop) -> dict[str, FileFormat]:
    """Return the formats of the kinds that were opened in a workshop, by their names."""
    return {
        name: format
        for kind in {a.kind: kind_named(a.kind) for a in _opened(workshop)}.values()
        for name, format in kind.files.items()
    }


def everywhere() -> dict[str, FileFormat]:
    """Return every format that some kind brings, by its name."""
    return {name: format for kind in kinds().values() for name, format in kind.files.items()}


def file_type(workshop: Workshop, name: str) -> tuple[str, str]:
    """Return the suffix and the media type of the file that a workshop gives in a format."""
    format = _format_of(name)[1]
    asked = sum(name in kind_named(a.kind).files for a in _opened(workshop))
    return ZIP if format.zipped or asked > 1 else (format.suffix, format.media_type)


def write(db: Session, workshop: Workshop, name: str, out: BinaryIO) -> None:
    """Write every activity of the format's kind; LookupError in words where there is none."""
    kind, format = _format_of(name)
    played = [_played(db, a) for a in _opened(workshop) if a.kind == kind.name]
    if not played:
        raise LookupError(
            f"The format {name} holds what was answered in “{kind.label}”, "
            f"and workshop {workshop.code} has not opened such an activity."
        )
    parts = format.parts(_occasion(db, workshop), played)
    if file_type(workshop, name) == ZIP:
        _zip(parts, out)
    else:
        for _, content in parts:
            out.write(content)


def _zip(parts: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            files.writestr(info, content)


def _format_of(name: str) -> tuple[ActivityKind, FileFormat]:
    for kind in kinds().values():
        if name in kind.files:
            return kind, kind.files[name]
    raise LookupError(f"No kind of activity brings a format {name!r}.")


def _opened(workshop: Workshop) -> Iterator[Activity]:
    return (a for a in workshop.activities if a.version)


def _played(db: Session, activity: Activity) -> Played:
    return Played(
        id=activity.id,
        position=activity.position,
        title=Text(activity.title),
        settings=frozen.settings(db, activity),
        opened_at=activity.opened_at,
        closed_at=activity.closed_at,
        given=Answers(db, activity),
    )


def _occasion(db: Session, workshop: Workshop) -> Occasion:
    simulated = holds_simulated(db, workshop.id)
    return Occasion(
        code=workshop.code,
        title=Text(workshop.title),
        place=workshop.place,
        country=workshop.country,
        date=workshop.date,
        time_zone=workshop.time_zone,
        language=workshop.languages[0],
        groups={group: Text(label) for group, label in workshop.group_labels().items()},
        simulated=simulated,
        notices=notices(simulated),
    )
