"""The facilitators' guides: Markdown with a front matter that may hold a ready agenda."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from markdown_it import MarkdownIt
from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from workshop.config import ROOT
from workshop.schema import Schema, Text, Words, problems_in_words

FOLDER = ROOT / "facilitator_guides"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
# Raw markup and addresses that run script are off in "js-default" already.
_MARKDOWN = MarkdownIt("js-default").disable("image")


class GuideError(ValueError):
    """A guide that cannot be used; the words name the file."""


class Entry(Schema):
    """One activity of the agenda that a guide brings."""

    kind: str
    title: Text
    minutes: Annotated[int, Field(ge=0, le=1440)]
    settings: dict[str, Any]


class Guide(Schema):
    """One guide; `html` is safe to show, `minutes` is what its agenda or its reading takes."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$")]
    title: Annotated[Words, Field(min_length=1)]
    summary: Annotated[Words, Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    order: int = 100
    agenda: tuple[Entry, ...] = ()
    html: str


@cache
def load(folder: Path = FOLDER) -> tuple[Guide, ...]:
    """Return every guide of the folder in its own order, read once; raises GuideError."""
    guides = [read(path) for path in sorted(folder.glob("*.md"))]
    return tuple(sorted(guides, key=lambda guide: (guide.order, guide.title)))


def read(path: Path) -> Guide:
    """Return one guide; raises GuideError."""
    found = _FRONT_MATTER.match(path.read_text("utf-8").replace("\r\n", "\n"))
    if found is None:
        raise GuideError(f"{path.name}: begins with no front matter between two lines of ---")
    try:
        front = YAML(typ="safe", pure=True).load(found[1])
    except YAMLError as error:
        raise GuideError(f"{path.name}: the front matter is no YAML: {error}") from error
    if not isinstance(front, dict):
        raise GuideError(f"{path.name}: the front matter holds no fields")
    try:
        return Guide.model_validate(
            {**front, "slug": path.stem, "html": _MARKDOWN.render(found[2])}
        )
    except ValidationError as error:
        raise GuideError(f"{path.name}: {problems_in_words(error)}") from error
