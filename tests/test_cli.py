"""The command line: quick to start, clear to read, and never a traceback for what a user can cause."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mdo_rdf.cli import main

COMMAND = str(Path(sys.executable).with_name("mdo-rdf"))
ROUNDS = 41


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def test_help_starts_within_three_times_an_empty_python() -> None:
    times = [(seconds([COMMAND, "--help"]), seconds([sys.executable, "-c", "pass"])) for _ in range(ROUNDS)]
    helped, empty = (statistics.median(side) for side in zip(*times, strict=True))
    assert helped <= 3 * empty, f"{helped / empty:.1f} times"


def test_help_lists_the_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    shown = capsys.readouterr().out
    assert "build" in shown
    assert "validate" in shown
    assert "0 fine, 1 not fine" in shown


@pytest.mark.parametrize("words", [[], ["bouw"], ["build", "--chek"], ["build", "--root"]])
def test_wrong_words_exit_with_2_and_say_what_is_right(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    assert "usage: mdo-rdf" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["build"], ["build", "--check"], ["validate"]])
def test_no_traceback_where_there_is_no_publication(command: list[str], tmp_path: Path) -> None:
    run = subprocess.run([COMMAND, *command, "--root", str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("mdo-rdf: ")
    assert "Traceback" not in run.stderr


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{COMMAND} build --check | head -n 0"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert "Traceback" not in run.stderr
    assert "BrokenPipe" not in run.stderr
