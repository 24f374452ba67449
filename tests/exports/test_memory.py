"""Exports of very many answers in little memory."""

from concurrent.futures import ThreadPoolExecutor
from filecmp import cmp

import pytest

from bench import exports as bench
from workshop import exports

MOST_MB = 150


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_200_000_answers_are_exported_in_under_150_mb_and_come_back_identical(tmp_path):
    url = f"sqlite:///{tmp_path / 'many.sqlite3'}"
    archive = tmp_path / "archive.json"
    bench.make_archive(archive)
    bench.measure("import", url, archive)

    def peak(format):
        return bench.measure(format, url, tmp_path / f"export.{format}")["peak_mb"]

    with ThreadPoolExecutor() as at_once:
        peaks = dict(zip(exports.FORMATS, at_once.map(peak, exports.FORMATS), strict=True))
    assert max(peaks.values()) < MOST_MB, peaks
    # Compared by filecmp: explaining a difference of a hundred megabytes takes pytest hours.
    assert cmp(tmp_path / "export.json", archive, shallow=False)
