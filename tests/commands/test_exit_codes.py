"""Exit codes never lie: 0 and 1 only where the whole answer arrived, or its reader had enough; whatever else happens is a 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT

COMMAND = str(Path(sys.executable).with_name("mdo-rdf"))
CUBE = ROOT / "tests" / "corpus" / "kubus" / "valid.multi-measure.ttl"


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What a line of Bash does; in it, `mdo-rdf` is the command under test."""
    defined = f'mdo-rdf() {{ "{COMMAND}" "$@"; }}; set -o pipefail; {line}'
    environment = os.environ | variables
    return subprocess.run(["bash", "-c", defined], capture_output=True, text=True, check=False, env=environment)


def raising(error: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A process in which a command meets an error that nobody foresaw."""
    script = (
        "import sys\nfrom mdo_rdf.cli import main\nfrom mdo_rdf.commands import links\n"
        f"def run(options): {error}\n"
        f"links.run = run\nsys.exit(main({['links', 'list', *words]}))\n"
    )
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        "links list",
        "findings",
        "build --check",
        "validate --format json",
        "query tijdreeks",
        "--help",
        "links --help",
        "--version",
    ],
)
@pytest.mark.parametrize(("full", "why"), [("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor")])
def test_an_answer_that_did_not_arrive_is_said_and_is_a_2(words: str, full: str, why: str) -> None:
    run = shell(f"mdo-rdf {words} {full}")
    assert run.returncode == 2
    said = [line for line in run.stderr.splitlines() if line.startswith("mdo-rdf: ")]
    assert said == [f"mdo-rdf: standard output: cannot be written ({why}); send it to where it can be"]
    assert "Exception" not in run.stderr


@pytest.mark.parametrize(
    ("words", "code"), [("links list", 0), ("findings", 1), ("links list --facility zzz", 2), ("links lst", 2)]
)
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_the_exit_code_does_not_need_standard_error(words: str, code: int, closed: str) -> None:
    run = shell(f"mdo-rdf {words} {closed}")
    assert (run.returncode, run.stderr) == (code, "")
    assert bool(run.stdout) == (code != 2)


def test_without_any_stream_there_is_still_an_exit_code() -> None:
    assert shell("mdo-rdf links list <&- >&- 2>&-").returncode == 2
    assert shell("mdo-rdf links check <&- 2>&-").returncode == 0


@pytest.mark.parametrize("words", ["validate -", "query --file -"])
def test_a_closed_standard_input_is_one_line(words: str) -> None:
    run = shell(f"mdo-rdf {words} <&-")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.endswith(": cannot be read (Bad file descriptor)\n")


@pytest.mark.parametrize(("words", "code"), [("links list", 0), ("findings", 1), ("--help", 0), ("query --list", 0)])
@pytest.mark.parametrize("lines", [0, 1])
def test_a_closed_pipe_is_no_error_and_hides_none(words: str, code: int, lines: int) -> None:
    run = shell(f"mdo-rdf {words} | head -n {lines}")
    assert (run.returncode, run.stderr) == (code, "")


def test_a_console_without_the_letters_shows_escapes() -> None:
    run = shell("mdo-rdf links list", PYTHONIOENCODING="ascii")
    assert (run.returncode, run.stderr) == (0, "")
    assert "\\u201c" in run.stdout
    assert "“" in shell("mdo-rdf links list", PYTHONIOENCODING="utf-8").stdout


def test_a_query_from_standard_input_is_utf_8_whatever_the_console_is() -> None:
    run = shell(
        "printf 'SELECT (\"\\303\\251\" AS ?letter) {}' | mdo-rdf query --file - --format csv", PYTHONIOENCODING="ascii:strict"
    )
    assert (run.returncode, run.stdout) == (0, "letter\n\\xe9\n")


@pytest.mark.parametrize(("most", "why"), [(0, "No usable temporary directory"), (1, "File too large")])
def test_no_room_for_temporary_files_is_one_line(most: int, why: str, tmp_path: Path) -> None:
    """Bash counts in kilobytes; Python's own check whether a folder is usable writes four bytes."""
    run = shell(f"ulimit -f {most}; mdo-rdf validate {CUBE}", TMPDIR=str(tmp_path))
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("mdo-rdf: ")
    assert why in run.stderr


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("raise MemoryError", "out of memory; give it more, or less to do at once"),
        ("run(options)", "the input is probably nested too deeply; write it flatter (--debug shows where)"),
        ("open('/none/here')", "/none/here: No such file or directory; make room or give access, and try again (--debug shows where)"),
        ("{}['a']", "this should not happen: KeyError: 'a'; please report it, with what --debug shows"),
        ("raise ValueError('a\\nb')", "this should not happen: ValueError: a\\nb; please report it, with what --debug shows"),
        ("raise KeyboardInterrupt", "interrupted"),
    ],
)  # fmt: skip
def test_what_nobody_foresaw_is_one_line_and_a_2(error: str, says: str) -> None:
    run = raising(error)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"mdo-rdf: {says}\n")
    debugged = raising(error, "--debug")
    assert debugged.returncode == 2
    assert debugged.stderr.startswith("Traceback (most recent call last):\n")
    assert debugged.stderr.endswith(f"\nmdo-rdf: {says}\n")


def test_what_was_said_before_an_error_is_shown() -> None:
    run = raising("print('half'); raise ValueError('whole')")
    assert (run.returncode, run.stdout) == (2, "half\n")


@pytest.mark.parametrize("words", ["--debug links list --facility zzz", "links list --facility zzz --debug"])
def test_debug_is_taken_before_and_after_the_command(words: str) -> None:
    run = shell(f"mdo-rdf {words}")
    assert run.returncode == 2
    assert run.stderr.startswith("Traceback")
    assert run.stderr.splitlines()[-1].startswith("mdo-rdf: --facility zzz: no such facility; ")


@pytest.fixture
def no_files(tmp_path: Path) -> Path:
    """A folder with what is no file to read: a pipe that nobody writes to, a link in a circle, 600 MB without a line, a device."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(600_000_000)
    return tmp_path


@pytest.mark.parametrize("name", ["pipe", "circle", "zeros", "hole"])
@pytest.mark.parametrize(
    "words",
    ["query --file", *(f"validate --input-format {syntax}" for syntax in ("ttl", "nt", "jsonld", "rdf")), "findings --root"],
)
def test_what_is_no_file_is_one_line_at_once_and_in_bounded_memory(words: str, name: str, no_files: Path) -> None:
    """Bash counts memory in kilobytes: what would read all that there is would run out of it."""
    run = shell(f"ulimit -v 1000000; mdo-rdf {words} {no_files / name}")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("mdo-rdf: ")
    assert "out of memory" not in run.stderr


@pytest.mark.parametrize("name", ["pipe", "circle", "zeros"])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("queries/a-question.rq", "query --list --root"),
        ("ontology/a-part.ttl", "query kerncijfers --root"),
        ("data/rdf/2024/a-part.ttl", "validate --root"),
        ("queries/a-question.rq", "site --out {out} --root"),
        ("ontology/a-part.ttl", "serve --port 0 --root"),
    ],
)
def test_what_is_no_file_among_the_files_of_the_publication_is_one_line(
    place: str, words: str, name: str, no_files: Path, copy: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "data" / "rdf", copy / "data" / "rdf", dirs_exist_ok=True)
    if name == "circle":
        (copy / place).symlink_to(Path(place).name)
    else:
        (no_files / name).rename(copy / place)
    run = shell(f"mdo-rdf {words.format(out=tmp_path / 'out')} {copy}")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert run.stderr.startswith(f"mdo-rdf: {place}: ")


@pytest.mark.parametrize("name", ["pipe", "circle", "zeros", "hole"])
def test_a_table_of_the_publication_that_is_no_file_is_one_line(name: str, no_files: Path, copy: Path) -> None:
    cells = copy / "data" / "source" / "2024" / "cells.csv"
    (no_files / name).rename(cells)
    if name == "circle":
        cells.unlink()
        cells.symlink_to("cells.csv")
    run = shell(f"ulimit -v 1000000; mdo-rdf findings --root {copy}")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("mdo-rdf: data/source/2024/cells.csv: ")


def test_a_pipe_that_is_written_to_is_read_to_its_end() -> None:
    run = shell(f"mdo-rdf validate --input-format ttl <(cat {CUBE})")
    assert (run.returncode, run.stderr) == (0, "")
