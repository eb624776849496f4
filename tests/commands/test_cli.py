"""The command line: quick to start, clear to read, and never a traceback for what a user can cause."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cases import cases
from mdo_rdf.cli import main
from mdo_rdf.version import VERSION

COMMAND = str(Path(sys.executable).with_name("mdo-rdf"))


def test_help_lists_the_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    shown = capsys.readouterr().out
    assert "build" in shown
    assert "validate" in shown
    assert "0 fine, 1 not fine" in shown


@pytest.mark.parametrize(*cases("commands/wrong_words"))
def test_wrong_words_exit_with_2_and_say_in_one_line_what_is_right(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    assert capsys.readouterr().err == f"mdo-rdf: {message} says more\n"


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out == f"mdo-rdf {VERSION}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["findings", "--facility", "zzz"], "use one of bag, berichtenbox-bedrijven, bgt, bri, brk, bro, brp, brt, brv, bsnk, bv-bsn, digid … (36 in all)"),
        (["findings", "--facility", "digit"], "did you mean digid?"),
        (["findings", "--facility", "stelsel"], "use one of stelsel-van-basisregistraties, stelselcatalogus"),
        (["links", "list", "--facility", "zzz"], "digid … (36 in all)"),
    ],
)  # fmt: skip
def test_an_unknown_facility_is_said_with_what_there_is(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"mdo-rdf: --facility {words[-1]}: no such facility; ")
    assert said.endswith(f"{message}\n")


@pytest.mark.parametrize("word", ["DigiD", "DIGID", "id/voorziening/digid"])
def test_a_facility_may_be_given_by_its_label(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [main(["findings", "--facility", one]) and capsys.readouterr().out for one in (word, "digid")]
    assert shown[0] == shown[1] != 0


@pytest.mark.parametrize(
    "command", [["build", "--check"], ["validate"], ["findings"], ["links", "list"], ["export"], ["query", "tijdreeks"]]
)
def test_an_edition_that_is_not_there_is_said_with_those_that_are(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--edition", "2023"]) == 2
    assert capsys.readouterr().err == "mdo-rdf: 2023: no such edition of the report here; there is 2024\n"


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
