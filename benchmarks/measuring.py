"""What a whole process takes, and where that is kept: shared by the benchmarks."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "benchmarks"
ROUNDS, ROUNDS_LARGE, LARGE = 5, 3, 100_000
_SAMPLE_SECONDS = 0.005


class Run(NamedTuple):
    """What a process and those that it started took: seconds on the clock and of the processors, and peak memory in megabytes."""

    wall: float
    cpu: float
    megabytes: float


def linked(folder: Path, *parts: str) -> Path:
    """A folder with the sources of the publication, and such other ``parts`` of the checkout, to build in."""
    for part in ("data/source", "data/curation", "ontology", "queries", *parts):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).symlink_to(ROOT / part)
    return folder


def rounds(observations: int) -> int:
    """How many runs a median is of."""
    return ROUNDS_LARGE if observations >= LARGE else ROUNDS


def median(runs: Sequence[Run]) -> Run:
    """Of each figure on its own."""
    return Run(*map(statistics.median, zip(*runs, strict=True)))


def as_installed() -> dict[str, str]:
    """An environment in which Python keeps its bytecode, as it does for every package that pip installs.

    With PYTHONDONTWRITEBYTECODE set, a checkout would be compiled anew in each run, and the libraries would not.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Run:
    """Raises ``CalledProcessError``, with what it said, where the process fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment or as_installed())
        peaks: dict[int, int] = {}
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            peaks |= _peaks(process.pid)
            time.sleep(_SAMPLE_SECONDS)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said.read().decode("utf-8", "replace"))
    return Run(wall, ended[2].ru_utime + ended[2].ru_stime, sum(peaks.values()) / 1024)


def _peaks(pid: int) -> dict[int, int]:
    """The peak memory of a process and of all that it started, in kilobytes; ``ru_maxrss`` would count this process too."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return {}
    found = {pid: int(status.partition("VmHWM:")[2].split()[0])} if "VmHWM:" in status else {}
    for child in children:
        found |= _peaks(int(child))
    return found


def keep(name: str, results: Mapping[str, object], **more: object) -> None:
    """Add results to ``build/benchmarks/NAME.json``, which keeps those of earlier runs that are not among them."""
    place = KEPT / f"{name}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    content: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.exists() else {"results": {}}
    content |= {"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **more}
    content["results"] |= results
    place.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
