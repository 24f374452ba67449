"""`python -m bench`: measure rooms of several sizes, print the table, keep it in the README."""

import argparse
import asyncio
import os
import platform
import statistics
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import orjson

from bench.scenario import Result, measure

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PACKAGES = ("gevent", "flask-socketio", "python-socketio", "sqlalchemy")


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--phones", default="100,500,1000", help="sizes of the rooms")
    parser.add_argument("--quick", action="store_true", help="fewer steps, one run of each")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; medians are shown")
    parser.add_argument("--keep", action="store_true", help="write the table into bench/README.md")
    parser.add_argument("--json", action="store_true", help="print every run as JSON too")
    chosen = parser.parse_args()
    _open_files()
    rows = []
    for phones in map(int, chosen.phones.split(",")):
        runs = []
        for _ in range(1 if chosen.quick else chosen.runs):
            result = asyncio.run(measure(phones, 6 if chosen.quick else 20))
            runs.append(result)
            if chosen.json:
                print(orjson.dumps(asdict(result)).decode(), flush=True)
        rows.append(_row(phones, runs))
        print(rows[-1], flush=True)
    text = _table(rows)
    print(text)
    if chosen.keep:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _row(phones: int, runs: list[Result]) -> str:
    def middle(value: object) -> float:
        return statistics.median(float(value(run)) for run in runs)  # type: ignore[operator]

    joined = middle(lambda r: r.join_seconds)
    cells = [
        f"{phones:,}",
        f"{phones / joined:,.0f}/s ({joined:.1f} s)",
        _two(middle(lambda r: r.step["p50"]), middle(lambda r: r.step["p95"])),
        _two(middle(lambda r: r.save["p50"]), middle(lambda r: r.save["p95"])),
        _two(middle(lambda r: r.fanout["p50"]), middle(lambda r: r.fanout["p95"])),
        _two(middle(lambda r: r.floor["p50"]), middle(lambda r: r.floor["p95"])),
        f"{middle(lambda r: r.ratio):.2f}",
        _two(middle(lambda r: r.ack["p50"]), middle(lambda r: r.ack["p95"])),
        f"{middle(lambda r: r.most_answers_a_second):,.0f}/s",
        f"{middle(lambda r: r.back_seconds):.1f} s, {middle(lambda r: r.back['p95']):,.0f}",
        f"{middle(lambda r: r.server_kb) / 1024:,.0f} MB",
        f"{middle(lambda r: r.phone_kb):,.0f} KB",
    ]
    return f"| {' | '.join(cells)} |"


def _two(p50: float, p95: float) -> str:
    return f"{p50:,.0f} / {p95:,.0f}"


def _table(rows: list[str]) -> str:
    head = [
        "phones",
        "joined",
        "step p50 / p95",
        "of it saved",
        "fan-out p50 / p95",
        "floor p50 / p95",
        "ratio",
        "receipt p50 / p95",
        "answers at most",
        "all back, p95",
        "server",
        "per phone",
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        [
            f"Measured {datetime.now(UTC):%Y-%m-%d} on {_machine()}; Python "
            f"{platform.python_version()}, {packages}. Times in milliseconds.",
            "",
            f"| {' | '.join(head)} |",
            f"|{' ---: |' * len(head)}",
            *rows,
        ]
    )


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}, {platform.system()}), load {load:.1f} at the end"


def _open_files() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, 65536)), hard))


if __name__ == "__main__":
    main()
