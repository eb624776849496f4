"""Measures the sides of a comparison in turn, and prints and keeps what they took; all benchmarks do it in this way.

What a side took is a mapping from quantities to figures: ``seconds`` on the clock, ``cpu`` (seconds of the processors),
``megabytes`` (peak memory), or what else a benchmark counts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
PYTHON = Path(sys.executable)
MDO_RDF = PYTHON.with_name("mdo-rdf")
ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
PUBLICATION = "publication"
"""The size of what is not made up; other sizes are numbers of observations."""
_SAMPLE_SECONDS = 0.005

Command = Sequence[str | Path]
Figures = dict[str, float]
Sides = Mapping[str, Callable[[], Figures]]
"""By name, what each side does; the first is what the others are compared with."""
Results = dict[str, dict[str, Figures]]
"""By size and side, the median of each quantity."""
Ratios = dict[tuple[str, str], float]
"""What is held against the documentation, by row and column."""


class Place(NamedTuple):
    """Where one size is measured: in an empty folder; what is entered into ``ending`` ends when all is measured."""

    size: str
    folder: Path
    ending: ExitStack

    @property
    def observations(self) -> int:
        """0 for the publication."""
        return 0 if self.size == PUBLICATION else int(self.size)


def linked(folder: Path, *parts: str) -> Path:
    """A folder with the sources of the publication, and such other ``parts`` of the checkout, to build in."""
    for part in ("data/source", "data/curation", "ontology", "queries", *parts):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).symlink_to(ROOT / part)
    return folder


def in_turn(sides: Sides, rounds: int) -> dict[str, Figures]:
    """The medians of each side. The sides take turns, in an order that is turned round each time."""
    taken: dict[str, list[Figures]] = {side: [] for side in sides}
    for number in range(rounds):
        for side in list(sides)[:: -1 if number % 2 else 1]:
            taken[side].append(sides[side]())
    return {
        side: {quantity: statistics.median(figures[quantity] for figures in each) for quantity in each[0]}
        for side, each in taken.items()
    }


def as_installed() -> dict[str, str]:
    """An environment in which Python keeps its bytecode, as it does for every package that pip installs.

    With PYTHONDONTWRITEBYTECODE set, a checkout would be compiled anew in each run, and the libraries would not.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def said(command: Command) -> str:
    """What a process prints. Raises ``CalledProcessError``."""
    return subprocess.run(command, check=True, capture_output=True, text=True, env=as_installed()).stdout


def work(do: Callable[[], object]) -> Figures:
    """What something takes within this process."""
    start = time.perf_counter()
    do()
    return {"seconds": time.perf_counter() - start}


def processes(*commands: Command, **environment: str) -> Figures:
    """What whole processes, and those that they start, take one after the other: their times together, the largest memory.

    Raises ``CalledProcessError``, with what it said, where one fails.
    """
    each = [_process(command, as_installed() | environment) for command in commands]
    seconds, cpu, megabytes = zip(*each, strict=True)
    return {"seconds": sum(seconds), "cpu": sum(cpu), "megabytes": max(megabytes)}


def _process(command: Command, environment: Mapping[str, str]) -> tuple[float, float, float]:
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        peaks: dict[int, int] = {}
        while not (ended := os.wait4(child.pid, os.WNOHANG))[0]:
            peaks |= _peaks(child.pid)
            time.sleep(_SAMPLE_SECONDS)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(ended[1])
        if child.returncode:
            errors.seek(0)
            raise subprocess.CalledProcessError(child.returncode, command, stderr=errors.read().decode("utf-8", "replace"))
    return seconds, ended[2].ru_utime + ended[2].ru_stime, sum(peaks.values()) / 1024


def _peaks(pid: int) -> dict[int, int]:
    """The peak memory of a process and of all that it started, in kilobytes; ``ru_maxrss`` would count this process too."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return {}
    peaks = {pid: int(status.partition("VmHWM:")[2].split()[0])} if "VmHWM:" in status else {}
    for child in children:
        peaks |= _peaks(int(child))
    return peaks


def show(size: str, medians: Mapping[str, Figures]) -> None:
    """Print a line for each side: its first quantity as a ratio to that of the first side, and all of its quantities."""
    first, *_ = medians.values()
    for side, figures in medians.items():
        (quantity, value), *_ = figures.items()
        each = "".join(f"{figure:>12,.2f} {name}" for name, figure in figures.items())
        print(f"{size:>12}  {side:<30}{value / first[quantity]:>8.2f}{each}", flush=True)


def keep(name: str, results: Results) -> None:
    """Write results to ``build/benchmarks/NAME.json``."""
    path = ROOT / "build" / "benchmarks" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), "results": results}
    path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
