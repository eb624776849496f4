"""The readers, fed by a fuzzer for some seconds (`make fuzz` does so for ten minutes); and what it found before."""

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


def test_nothing_breaks_a_reader_in_some_seconds() -> None:
    if find_spec("atheris") is None and os.environ.get("CI") != "true":
        pytest.skip("atheris is not installed; make installs it where there is one")
    found = run("--seconds", str(len(QUICK)), *QUICK)
    assert (found.returncode, found.stdout.count("nothing broke")) == (0, len(QUICK)), found.stdout


def test_what_breaks_is_told() -> None:
    """Without atheris it says so; with it a target that is not there ends as one that breaks."""
    found = run("--seconds", "1", "no-such-target")
    assert found.returncode == (1 if find_spec("atheris") else 2)
    assert ("BROKE" in found.stdout) == (find_spec("atheris") is not None)
