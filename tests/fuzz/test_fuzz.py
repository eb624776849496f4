"""The readers, fed by a fuzzer with some hundreds of inputs (`make fuzz` does so for ten minutes)."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from checkout import ROOT

pytestmark = pytest.mark.exhaustive

QUICK = ("cells", "csv", "transcription", "withdrawn", "question", "query_text", "header", "accept")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "fuzz" / "run.py"), *words]
    return subprocess.run(command, capture_output=True, text=True)


def test_nothing_breaks_a_reader() -> None:
    if find_spec("atheris") is None and os.environ.get("CI") != "true":
        pytest.skip("atheris is not installed; make fuzz installs it where there is one")
    told = run("--inputs", "500", *QUICK)
    assert (told.returncode, told.stdout.count("nothing broke")) == (0, len(QUICK)), told.stdout


def test_a_target_that_breaks_is_told() -> None:
    """Without atheris it says so; with it a target that is not there ends as one that breaks."""
    told = run("--inputs", "1", "no-such-target")
    assert told.returncode == (1 if find_spec("atheris") else 2)
    assert ("BROKE" in told.stdout) == (find_spec("atheris") is not None)
