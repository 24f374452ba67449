"""Keeps the browser's third-party files honest: what they are, where from, under which licence.

    python .ci/vendor.py check                      offline: every file is the one in the lock
    python .ci/vendor.py update                     fetch everything in the lock again, through npm
    python .ci/vendor.py update PACKAGE@VERSION     move one package to another version

The lock, static/vendor/vendor.lock.json, is also the list of what is wanted: to
add a package, add an entry with its version, licence and `files` (the name here,
and `from`, the path inside the package), then run `update`.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = "vendor.lock.json"

# The maps are not shipped, and a browser's tools would ask for them in vain.
SOURCE_MAP = re.compile(rb"^//[#@] sourceMappingURL=.*\n?", re.MULTILINE)


def problems(folder: Path) -> Iterator[str]:
    """Say what in the folder differs from its lock, one sentence per finding."""
    lock = read_lock(folder)
    listed = set()
    for package, entry in lock.items():
        if not any(Path(name).name.startswith("LICENSE") for name in entry["files"]):
            yield f"{package} comes without its licence text"
        for name, expected in entry["files"].items():
            listed.add(name)
            path = folder / name
            if not path.is_file():
                yield f"{name} is missing"
                continue
            content = path.read_bytes()
            if fingerprint(content) != {key: expected.get(key) for key in ("sha256", "size")}:
                yield f"{name} is not the file of {package} {entry['version']} in the lock"
            if SOURCE_MAP.search(content):
                yield f"{name} names a source map that is not shipped"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != LOCK and name not in listed:
            yield f"{name} is not in the lock"


def update(folder: Path, wanted: str | None) -> None:
    """Fetch every package of the lock, or move one to another version, and write files and lock."""
    lock = read_lock(folder)
    if wanted:
        package, _, version = wanted.rpartition("@")
        if package not in lock or not re.fullmatch(r"\d+\.\d+\.\d+", version):
            sys.exit(f"{wanted}: expected a package of the lock and an exact version, name@1.2.3")
        if lock[package]["version"] != version:
            lock[package]["integrity"] = ""
        lock[package]["version"] = version
    for package, entry in lock.items():
        if not wanted or package == wanted.rpartition("@")[0]:
            fetch(folder, package, entry)
    text = json.dumps(lock, indent=2, ensure_ascii=False)
    (folder / LOCK).write_text(text + "\n", encoding="utf-8")


def fetch(folder: Path, package: str, entry: dict) -> None:
    """Download one package, compare it with what the registry and the lock promise, take its files.

    npm refuses a download that differs from the registry's word of today; the
    lock's integrity also notices when that word has changed since.
    """
    with tempfile.TemporaryDirectory() as scratch:
        answer = subprocess.run(  # noqa: S603
            ["npm", "pack", "--json", "--ignore-scripts", f"{package}@{entry['version']}"],  # noqa: S607
            cwd=scratch,
            check=True,
            stdout=subprocess.PIPE,
        )
        [archive] = Path(scratch).glob("*.tgz")
        digest = hashlib.sha512(archive.read_bytes()).digest()
        integrity = "sha512-" + base64.b64encode(digest).decode()
        if integrity not in answer.stdout.decode():
            sys.exit(f"{package} {entry['version']}: the download is not what npm says it is")
        if entry.get("integrity") and entry["integrity"] != integrity:
            sys.exit(f"{package} {entry['version']}: not the file the lock was made from")
        entry["integrity"] = integrity
        with tarfile.open(archive) as package_files:
            about = json.loads(member(package_files, "package.json"))
            if about.get("license") != entry["licence"]:
                sys.exit(f"{package} is under {about.get('license')}, not {entry['licence']}")
            for name, file in entry["files"].items():
                content = SOURCE_MAP.sub(b"", member(package_files, file["from"]))
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                file.update(fingerprint(content))


def member(archive: tarfile.TarFile, path: str) -> bytes:
    """Read one file of an npm package, whose paths all start with `package/`."""
    file = archive.extractfile(f"package/{path}")
    if file is None:
        sys.exit(f"{path} is not a file of the package")
    return file.read()


def fingerprint(content: bytes) -> dict[str, str | int]:
    """Describe a file by what the lock keeps of it: SHA-256 in hex, size in bytes."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def read_lock(folder: Path) -> dict[str, dict]:
    """Read {package: {version, licence, integrity, files: {name here: {from, sha256, size}}}}."""
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="The browser's third-party files.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check")
    verbs.add_parser("update").add_argument("wanted", nargs="?", metavar="PACKAGE@VERSION")
    arguments = parser.parse_args()

    if arguments.verb == "update":
        update(arguments.folder, arguments.wanted)
    if found := list(problems(arguments.folder)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
