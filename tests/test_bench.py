"""The measurements can be taken; what they measure is not judged here."""

import subprocess
import sys

import pytest

from workshop.config import ROOT


@pytest.mark.slow
def test_a_small_room_is_measured_and_becomes_a_row_of_the_table():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--phones", "5", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    head, rule, row = done.stdout.strip().splitlines()[-3:]
    assert head.startswith("| phones | joined |")
    assert head.count("|") == rule.count("|") == row.count("|")
    assert row.startswith("| 5 | ")
