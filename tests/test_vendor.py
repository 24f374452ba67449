"""The browser's third-party files are the ones in the lock, and a change is told by name."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "static" / "vendor"
TESTING = ROOT / "tests" / "e2e" / "vendor"
LIBRARY = "socket.io/socket.io.esm.min.js"


def check(folder):
    return subprocess.run(
        [sys.executable, ROOT / ".ci" / "vendor.py", "--folder", folder, "check"],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(VENDOR, tmp_path / "vendor"))


@pytest.mark.parametrize("folder", [VENDOR, TESTING], ids=["served", "for tests"])
def test_every_vendored_file_is_the_one_in_the_lock(folder):
    result = check(folder)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_a_tampered_file_is_told_by_name(copy):
    with (copy / LIBRARY).open("a") as file:
        file.write("fetch('//elsewhere')\n")
    result = check(copy)
    version = read_lock()["socket.io-client"]["version"]
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"{LIBRARY} is not the file of socket.io-client {version} in the lock"
    ]


def test_a_file_nobody_listed_is_told_by_name(copy):
    (copy / "socket.io" / "extra.js").write_text("export {}\n")
    assert check(copy).stderr.splitlines() == ["socket.io/extra.js is not in the lock"]


def test_a_missing_file_is_told_by_name(copy):
    (copy / LIBRARY).unlink()
    assert check(copy).stderr.splitlines() == [f"{LIBRARY} is missing"]


def test_a_package_without_its_licence_text_is_told_by_name(copy):
    lock = read_lock()
    del lock["socket.io-client"]["files"]["socket.io/LICENSE"]
    (copy / "socket.io" / "LICENSE").unlink()
    (copy / "vendor.lock.json").write_text(json.dumps(lock))
    assert check(copy).stderr.splitlines() == ["socket.io-client comes without its licence text"]


def test_the_lock_names_no_host():
    assert "://" not in (VENDOR / "vendor.lock.json").read_text()


def read_lock():
    return json.loads((VENDOR / "vendor.lock.json").read_text())
