"""The servers under test: processes of their own, on free ports of this machine only."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A server that is started, watched and ended."""

    def __init__(self, arguments: list[str], environment: dict[str, str], port: int, path: str):
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment
        self._arguments = arguments
        self._ready = self.url + path

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, *self._arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self._ready, timeout=2):
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self._arguments} did not start")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        self.process.wait(20)

    def memory(self) -> int:
        """Return the resident memory in KB; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        return int(status.split("VmRSS:")[1].split()[0])

    def cpu(self) -> float:
        """Return the seconds of processor time used so far; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Program(Process):
    """`workshop serve` on an empty database of its own."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("WORKSHOP_")},
            "WORKSHOP_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
            "WORKSHOP_HOST": "127.0.0.1",
            "WORKSHOP_PORT": str(port),
            "WORKSHOP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        super().__init__(["-m", "workshop", "serve"], environment, port, "/healthz")

    def demo(self) -> dict[str, str]:
        """Return code and sign-in link of the demo workshop."""
        done = subprocess.run(
            [sys.executable, "-m", "workshop", "demo", "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            check=True,
        )
        return dict(json.loads(done.stdout))


class Floor(Process):
    """`bench.floor`."""

    def __init__(self) -> None:
        port = free_port()
        super().__init__(["-m", "bench.floor", str(port)], dict(os.environ), port, "/")
