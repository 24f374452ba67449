import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import workshop.library

Change = Callable[[str, str, str], Path]


@pytest.fixture
def library():
    return workshop.library.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the library's files, free to be broken."""
    source = Path(workshop.library.__file__).parent
    copy = tmp_path / "library"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


@pytest.fixture
def change(folder: Path) -> Change:
    """Return a verb that replaces words in one file of the copy."""

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return replace
