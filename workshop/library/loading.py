"""Reading the library's YAML files and refusing what does not fit together."""

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from workshop.library.case import Case, Category, Pattern, PriorityArea, Said, Source, Theme
from workshop.library.collection import Library
from workshop.schema import Schema, problems_in_words

HERE = Path(__file__).parent

Shape = TypeVar("Shape", bound=Schema)


class LibraryError(ValueError):
    """A file of the library that cannot be used; the words name the file and the field."""


class _Patterns(Schema):
    patterns: tuple[Pattern, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> "_Patterns":
        ids = Counter(pattern.id for pattern in self.patterns)
        if twice := [slug for slug, count in ids.items() if count > 1]:
            raise ValueError(f"patterns: id '{twice[0]}' is there twice")
        return self


class _Labels(Schema):
    categories: dict[str, Said]
    themes: dict[str, Said]
    priority_areas: dict[str, Said]

    @model_validator(mode="after")
    def _every_slug_and_no_other(self) -> "_Labels":
        for field, slugs in (
            ("categories", Category),
            ("themes", Theme),
            ("priority_areas", PriorityArea),
        ):
            if missing := set(get_args(slugs)) - set(getattr(self, field)):
                raise ValueError(f"{field} has no label for {', '.join(sorted(missing))}")
            if unknown := set(getattr(self, field)) - set(get_args(slugs)):
                raise ValueError(f"{field} knows no {', '.join(sorted(unknown))}")
        return self


def load(folder: Path | None = None) -> Library:
    """Return the library in `folder`, or the one that comes along, read once per process.

    A folder holds `cases/<slug>.yaml`, `patterns.yaml`, `labels.yaml` and
    `source.yaml`. Raises LibraryError.
    """
    return _own() if folder is None else _read(Path(folder))


@cache
def _own() -> Library:
    return _read(HERE)


def _read(folder: Path) -> Library:
    patterns = _checked(_Patterns, folder, "patterns.yaml").patterns
    known = {pattern.id for pattern in patterns}
    cases = sorted(_cases(folder), key=lambda case: case.order)
    for before, case in pairwise(cases):
        if before.order == case.order:
            raise LibraryError(
                f"cases/{case.slug}.yaml: order: {before.slug} has {case.order} already"
            )
    for case in cases:
        _refuse_gaps(case)
        for mechanism in case.mechanisms:
            if mechanism.pattern is not None and mechanism.pattern not in known:
                raise LibraryError(
                    f"cases/{case.slug}.yaml: {mechanism.id} / pattern: "
                    f"there is no '{mechanism.pattern}' in patterns.yaml"
                )
    labels = _checked(_Labels, folder, "labels.yaml")
    return Library(
        cases=tuple(cases),
        patterns=patterns,
        categories=MappingProxyType(labels.categories),
        themes=MappingProxyType(labels.themes),
        priority_areas=MappingProxyType(labels.priority_areas),
        source=_checked(Source, folder, "source.yaml"),
    )


def _refuse_gaps(case: Case) -> None:
    """The booklet says of every case what other sources may leave out."""
    if case.why_it_matters is None:
        raise LibraryError(f"cases/{case.slug}.yaml: why_it_matters: Field required")
    for mechanism in case.mechanisms:
        if mechanism.reported_effect is None:
            raise LibraryError(
                f"cases/{case.slug}.yaml: {mechanism.id} / reported_effect: Field required"
            )


def _cases(folder: Path) -> list[Case]:
    names = sorted(path.name for path in (folder / "cases").glob("*.yaml"))
    if not names:
        raise LibraryError("cases: there is no case")
    return [
        _checked(Case, folder, f"cases/{name}", slug=name.removesuffix(".yaml")) for name in names
    ]


def _checked(shape: type[Shape], folder: Path, name: str, **known: Any) -> Shape:
    try:
        data = YAML(typ="safe", pure=True).load((folder / name).read_text("utf-8"))
    except FileNotFoundError as error:
        raise LibraryError(f"{name}: the file is missing") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise LibraryError(f"{name}: line {line}: {error.problem}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise LibraryError(f"{name}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(data, dict):
        raise LibraryError(f"{name}: holds no fields")
    try:
        return shape.model_validate(data | known)
    except ValidationError as error:
        raise LibraryError(f"{name}: {problems_in_words(error)}") from error
