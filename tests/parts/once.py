"""What is made once for a whole run of the tests, whichever worker needs it first, and ends with the run."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = "MDO_RDF_TESTS"
_PROCESSES = "processes"


def begin() -> None:
    """Make the folder that all workers share; to be called before they start."""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="mdo-rdf-tests-")


def end() -> None:
    """Stop what was started, and remove the folder."""
    folder = Path(os.environ.pop(_FOLDER))
    processes = folder / _PROCESSES
    for pid in processes.read_text("utf-8").split() if processes.exists() else ():
        with suppress(ProcessLookupError):
            os.killpg(int(pid), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def once(name: str, make: Callable[[Path], str]) -> str:
    """What ``make`` returned for the first worker that asked; it gets a folder that is not there yet."""
    folder = Path(os.environ[_FOLDER])
    answer = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            answer.write_text(json.dumps(make(folder / f"{name}-{os.getpid()}")), encoding="utf-8")
    made: str = json.loads(answer.read_text("utf-8"))
    return made


def until_the_end(pid: int) -> None:
    """Let a process, the leader of its group, run until all workers are done."""
    with (Path(os.environ[_FOLDER]) / _PROCESSES).open("a", encoding="utf-8") as processes:
        processes.write(f"{pid}\n")
