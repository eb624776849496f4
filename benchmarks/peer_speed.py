"""From a flat table to a cube: this package, the plainest program, and peers, each a whole process in its own environment.

All sides of a size run in turn, in one run; what counts are the ratios of their medians. Before anything is timed all make the
same triples, but for csvcubed, which makes CSV-W and no RDF. ``make peers`` makes the environments; a peer without one is left
out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from build_speed import as_installed
from flat import write_table

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
ENVIRONMENTS = ROOT / "build" / "peers"
PEERS = ("maplib", "morph-kgc", "csvcubed")
NO_RDF = ("csvcubed",)
ROUNDS, ROUNDS_LARGE, LARGE = 5, 3, 100_000
MOST = {"typer + rdflib": 100_000, "csvcubed": 100_000}
"""Sizes beyond which a side would take many minutes, or all of the memory."""


class Run(NamedTuple):
    """What a whole process took: seconds on the clock and of the processors, and its peak memory in megabytes."""

    wall: float
    cpu: float
    megabytes: float


def sides() -> dict[str, list[str]]:
    """The command of each side, to which a table and an output are added."""
    flat = [sys.executable, str(HERE / "flat.py")]
    found = {
        "ours": [*flat, "ours"],
        "ours, one process": [*flat, "ours", "--processes", "1"],
        "plain strings": [*flat, "plain"],
        "typer + rdflib": [sys.executable, str(HERE / "peers" / "rdflib_flat.py")],
    }
    for name in PEERS:
        python = ENVIRONMENTS / name / "bin" / "python"
        if python.exists():
            found[name] = [str(python), str(HERE / "peers" / f"{name.replace('-', '_')}_flat.py")]
        else:
            print(f"{name} is left out: there is no {python.relative_to(ROOT)}; make peers", file=sys.stderr)
    return found


def measured(command: list[str]) -> Run:
    """Raises ``CalledProcessError`` where the process fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=as_installed())
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, command, stderr=said.decode("utf-8", "replace")[-500:])
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def triples(path: Path) -> list[bytes]:
    """The lines of N-Triples, each once, in one order; a peer may write them in another order or twice."""
    return sorted(set(path.read_bytes().splitlines()))


def check(commands: dict[str, list[str]], folder: Path) -> None:
    """Raises ``RuntimeError`` where a side makes other triples."""
    table = write_table(folder / "small.csv", 800)
    made = {}
    for name, command in commands.items():
        out = folder / f"{name}.nt"
        measured([*command, str(table), str(out)])
        if name not in NO_RDF:
            made[name] = triples(out)
    others = [name for name, found in made.items() if found != made["ours"]]
    if others:
        raise RuntimeError(f"not the same triples: {', '.join(others)}")


def compare(observations: int, commands: dict[str, list[str]], folder: Path) -> dict[str, Run]:
    """The medians of each side at one size."""
    table = write_table(folder / f"{observations}.csv", observations)
    rounds = ROUNDS_LARGE if observations >= LARGE else ROUNDS
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            if observations <= MOST.get(name, observations):
                out = folder / "out.nt"
                runs.setdefault(name, []).append(measured([*command, str(table), str(out)]))
                out.unlink(missing_ok=True)
    return {name: Run(*map(statistics.median, zip(*found, strict=True))) for name, found in runs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[800, 10_000])
    sizes, commands = parser.parse_args().sizes, sides()
    results: dict[str, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        check(commands, Path(name))
        print("from CSV to N-Triples, whole processes, medians; a ratio above 1 is slower or larger than ours:")
        print(f"{'observations':>12}  {'':<18}{'wall':>9}{'ratio':>7}{'cpu':>9}{'memory':>10}")
        for size in sizes:
            results[str(size)] = found = compare(size, commands, Path(name))
            for side, run in found.items():
                ratio = run.wall / found["ours"].wall
                print(
                    f"{size:>12,}  {side:<18}{run.wall:>7.2f} s{ratio:>7.1f}{run.cpu:>7.2f} s{run.megabytes:>7.0f} MB", flush=True
                )
    place = ROOT / "build" / "benchmarks"
    place.mkdir(parents=True, exist_ok=True)
    content = {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "rdflib": version("rdflib"),
        "results": {size: {side: run._asdict() for side, run in found.items()} for size, found in results.items()},
    }
    (place / "peer_speed.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
