"""``mdo-rdf query`` as a user meets it: lists, choices, forms, mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from cases import cases
from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.publication import turtle_files
from mdo_rdf.query.answers import Answer, written
from mdo_rdf.query.parameters import bound
from mdo_rdf.query.questions import read_questions
from mdo_rdf.query.snapshot import open_store, snapshot_place

if TYPE_CHECKING:
    from collections.abc import Sequence

SERIES = ("query", "tijdreeks", "--param", "indicator=bro-terugmeldingen")
YEARS = {"2019": "35", "2020": "46", "2021": "107", "2022": "66", "2023": "150"}
"""The feedback on the BRO, annex C, section 1.10, row 7."""


def run(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(list(words))
    return code, *capsys.readouterr()


def test_a_series_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run([*SERIES, "--format", "csv"], capsys)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["jaar"]: row["waarde"] for row in rows} == YEARS


def test_a_series_in_the_other_forms(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = run([*SERIES, "--format", "json"], capsys)
    assert [row["waarde"]["value"] for row in json.loads(text)["results"]["bindings"]] == [*YEARS.values()]
    _, text, _ = run([*SERIES, "--format", "tsv"], capsys)
    assert [line.split("\t")[2:4] for line in text.splitlines()[1:]] == [[f'"{year}"', value] for year, value in YEARS.items()]
    _, text, _ = run([*SERIES, "--format", "md"], capsys)
    assert [line.split(" | ")[2:4] for line in text.splitlines()[2:]] == [[*pair] for pair in YEARS.items()]
    _, text, _ = run(SERIES, capsys)
    assert [line.partition("  Terugmeldingen BRO  ")[2].split()[:2] for line in text.splitlines()[2:7]] == [
        [*pair] for pair in YEARS.items()
    ]
    assert text.endswith("\n5 rows\n")
    assert text.splitlines()[2].startswith("id/indicator/bro-terugmeldingen  Terugmeldingen BRO  2019      35  ")


def test_a_choice_is_a_slug_a_label_in_any_language_or_an_iri(capsys: pytest.CaptureFixture[str]) -> None:
    ways = ["digid-actieve-accounts", "DIGID-actieve-accounts", "actieve digid’s", "Active DigiD accounts", "id/indicator/digid-actieve-accounts",
            "https://w3id.org/monitor-digitale-overheid/id/indicator/digid-actieve-accounts"]  # fmt: skip
    answers = {run(["query", "tijdreeks", "--param", f"indicator={way}", "--format", "csv"], capsys) for way in ways}
    assert len(answers) == 1
    code, out, _ = answers.pop()
    assert code == 0
    assert "2023,17179883," in out


def test_labels_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert ",normal," in run([*SERIES, "--format", "csv", "--language", "en"], capsys)[1]
    assert run([*SERIES, "--format", "csv", "--language", "en"], capsys) == run(
        [*SERIES, "--format", "csv", "--param", "taal=en"], capsys
    )


@pytest.mark.parametrize(*cases("query/mistakes"))
def test_a_mistake_is_said_in_one_line(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(["query", *words], capsys)
    assert (code, out) == (2, "")
    assert err.startswith(f"mdo-rdf: {message}")
    assert err.count("\n") == 1


def test_a_query_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT ?n { ?_indicator_iri <http://www.w3.org/2004/02/skos/core#notation> ?n }", encoding="utf-8")
    assert (
        run(["query", "--file", str(path), "--param", "indicator=digid-actieve-accounts", "--format", "csv"], capsys)[1]
        == "n\ndigid-actieve-accounts\n"
    )
    code, _, err = run(["query", "--file", str(path)], capsys)
    assert code == 2
    assert err.startswith("mdo-rdf: --param indicator=…: this question cannot do without it; use one of ")
    path.write_text("DESCRIBE <https://w3id.org/monitor-digitale-overheid/id/jaar/2023>", encoding="utf-8")
    assert '"2023"' in run(["query", "--file", str(path)], capsys)[1]
    assert run(["query", "--file", str(path), "--format", "csv"], capsys)[2].startswith(
        "mdo-rdf: --format csv: this query makes triples"
    )
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert run(["query", "--file", str(path), "--format", "csv"], capsys)[1] == "true\n"


@pytest.mark.parametrize(*cases("query/wrong_queries"))
def test_what_is_wrong_with_a_query_of_ones_own_is_said_with_its_place(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    words = ["--param", "jaar=2023"] if "_jaar_iri" in text else []
    code, out, err = run(["query", "--file", str(path), *words], capsys)
    assert (code, out) in [(2, ""), (1, "")]
    assert f"{path}{message}" in err.splitlines()[0]


def test_a_query_of_ones_own_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"SELECT *\n{")))
    assert run(["query", "--file", "-"], capsys)[2].startswith("mdo-rdf: standard input:2:2: not a SPARQL 1.1 query: ")


@pytest.mark.parametrize("seconds", ["nan", "inf", "-inf", "1e20", "0", "-3", "abc", "", "86401"])
def test_a_timeout_is_a_number_of_seconds(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["query", "tijdreeks", "--timeout", seconds])
    out, err = capsys.readouterr()
    assert (exit_.value.code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("mdo-rdf: --timeout: ")


@pytest.mark.parametrize("words", [["tijdreeks", "--endpoint", ""], ["--file", ""], [""], ["tijdreeks", "--edition", " "]])
def test_an_empty_word_is_never_taken_for_none(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["query", *words])
    out, err = capsys.readouterr()
    assert (exit_.value.code, out, err.count("\n")) == (2, "", 1)
    assert ": empty; " in err


def test_a_choice_that_was_made_by_default_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = "indicator: digid-authenticaties-basis (choose another with --param indicator=…)\n"
    code, out, err = run(["query", "tijdreeks", "--format", "csv"], capsys)
    assert (code, err) == (0, said)
    assert out.startswith("indicator,naam,jaar,")
    assert run(["query", "tijdreeks", "--show"], capsys)[2] == ""
    assert run(["query", "tijdreeks", "--param", "indicator=bag-bevragingen"], capsys)[2] == ""
    several = run(["query", "jaaroverzicht"], capsys)[2]
    assert several == "jaar: 2023, thema: identificeren-en-authenticeren (choose others with --param jaar=… --param thema=…)\n"


def test_what_is_shown_as_a_default_can_be_given(store: pyoxigraph.Store) -> None:
    for name, question in read_questions(ROOT).items():
        shown = {parameter.name: parameter.shown_default for parameter in question.parameters if parameter.default}
        assert bound(store, question.parameters, shown) == bound(store, question.parameters, {}), name


def test_the_list_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    code, whole, _ = run(["query", "--list"], capsys)
    assert code == 0
    assert (
        "\n  tijdreeks  (indicator: digid-authenticaties-basis)\n      Hoe ontwikkelt dit cijfer zich door de jaren?\n" in whole
    )
    code, some, _ = run(["query", "--list", "DOOR DE JAREN"], capsys)
    assert code == 0
    assert "tijdreeks" in some
    assert len(some) < len(whole)
    assert (
        run(["query", "--list", "--language", "en", "tijdreeks"], capsys)[1].count("How does this figure develop over the years?")
        == 1
    )
    assert run(["query", "--list", "xyzzy"], capsys)[:2] == (
        1,
        f"No question has “xyzzy” in it; mdo-rdf query --list shows all {whole.count(chr(10) + '      ')}.\n"
        "To look for it in the figures: mdo-rdf query zoeken --param zoekterm=xyzzy\n",
    )
    assert "--param 'zoekterm=it'\"'\"'s xyzzy'" in run(["query", "--list", "it's xyzzy"], capsys)[1]


def test_the_query_can_be_shown_and_runs_as_it_stands(capsys: pytest.CaptureFixture[str], store: pyoxigraph.Store) -> None:
    code, text, _ = run([*SERIES, "--show"], capsys)
    solutions = store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert (code, len(list(solutions))) == (0, 5)


def in_a_terminal(width: int, *words: str) -> list[str]:
    """The lines that a real terminal of this width shows."""
    import fcntl
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    with subprocess.Popen([sys.executable, "-m", "mdo_rdf", "query", *words], stdout=child, stderr=subprocess.PIPE, cwd=ROOT):
        os.close(child)
        shown = b""
        try:
            while part := os.read(parent, 65536):
                shown += part
        except OSError:
            pass  # how a terminal says that nobody writes to it any more
    return shown.decode().splitlines()


@pytest.mark.parametrize("name", ["tijdreeks", "herkomst", "ontbrekende-cijfers", "kerncijfers", "zoeken"])
@pytest.mark.parametrize("width", [80, 120])
def test_an_answer_fits_the_terminal(name: str, width: int) -> None:
    assert max(map(len, in_a_terminal(width, name))) <= width


def test_empty_columns_make_place_in_a_terminal() -> None:
    lines = in_a_terminal(120, *SERIES[1:])
    assert lines[-2:] == ["5 rows", "empty, and left out: reden, toelichting, toelichting_2"]
    assert not [line for line in lines[:-2] if "toelichting" in line]
    assert "toelichting_2" in in_a_terminal(300, *SERIES[1:])[0]


def test_a_row_is_a_block_where_the_terminal_is_too_narrow_for_a_table() -> None:
    """A text that is too long goes on below, at a word, and nothing of it is lost."""
    lines = in_a_terminal(80, "tijdreeks", "--param", "indicator=bsnk-activaties")
    first = lines[: lines.index("")]
    assert [line.split()[0] for line in first[:2]] == ["indicator", "naam"]
    assert "jaar          2020" in first
    assert "toelichting   Het rapport drukt een streepje en geeft er geen reden voor; de" in first
    assert "              voorziening is in deze editie voor het eerst opgenomen." in first
    assert "waarde        6890929" in lines
    assert lines[-2:] == ["4 rows", "empty, and left out: toelichting_2"]


def test_a_text_goes_on_below_in_its_column_where_that_is_enough() -> None:
    answer = Answer(
        b'{"head":{"vars":["a","n"]},"results":{"bindings":[{"a":{"type":"literal","value":"drie woorden zijn er"},'
        b'"n":{"type":"literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}'
    )
    assert written(answer, "table", 16).splitlines() == [
        "a              n",
        "─────────────  ─",
        "drie woorden   1",
        "zijn er",
        "",
        "1 row",
    ]
    assert written(answer, "table", 9).splitlines()[:2] == ["a  drie woorden", "   zijn er"]


def test_the_snapshot_is_made_once_is_the_publication_and_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: pyoxigraph.Store
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = turtle_files(ROOT)
    place = snapshot_place(files)
    assert place is not None
    for name, age in (("00000001-1", 7200), ("00000002-1", 10), ("mine", 7200)):
        (place.parent / name).mkdir(parents=True)
        os.utime(place.parent / name, (time.time() - age, time.time() - age))
    assert len(open_store(ROOT)) == len(store)
    assert {path.name for path in place.parent.iterdir()} == {place.name, "00000002-1", "mine"}
    assert set(open_store(ROOT)) == set(store)
    damaged = place / "CURRENT"
    damaged.write_text("nothing\n", encoding="utf-8")
    assert len(open_store(ROOT)) == len(store)
    changed = tmp_path / "changed.ttl"
    changed.write_text("<http://a> <http://b> <http://c> .", encoding="utf-8")
    assert snapshot_place([*files, changed]) != place


def test_without_a_place_for_caches_the_answer_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: pyoxigraph.Store
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(open_store(ROOT)) == len(store)


def completed(line: str) -> set[str]:
    """What the shell offers behind ``line``, by the protocol of argcomplete."""
    pytest.importorskip("argcomplete")
    reader, writer = os.pipe()
    environment = {**os.environ, "_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line.encode())), "_ARGCOMPLETE_IFS": "\n",
                   "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": f"/dev/fd/{writer}"}  # fmt: skip
    command = str(Path(sys.executable).with_name("mdo-rdf"))
    subprocess.run([command], env=environment, pass_fds=(writer,), cwd=ROOT, check=True, capture_output=True)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as offered:
        return set(offered.read().split("\n"))


def test_the_shell_completes_questions_parameters_and_values() -> None:
    assert "query" in completed("mdo-rdf qu")
    assert "tijdreeks" in completed("mdo-rdf query tijd")
    assert completed("mdo-rdf query tijdreeks --param ind") == {"indicator="}
    assert completed("mdo-rdf query tijdreeks --param indicator=bro-terug") == {"indicator=bro-terugmeldingen"}
    assert completed("mdo-rdf query tijdreeks --param taal=") == {"taal=nl", "taal=en"}


@pytest.mark.parametrize(("begin", "end"), [("(", ")"), ("{ ", " }")])
@pytest.mark.parametrize(("depth", "code"), [(490, 0), (501, 2), (200_000, 2)])
def test_a_query_that_is_nested_too_deeply_is_refused_before_it_is_parsed(
    begin: str, end: str, depth: int, code: int, tmp_path: Path
) -> None:
    """In a process of its own, which the parser would end."""
    path = tmp_path / "own.rq"
    inner = f"FILTER({begin * depth}1{end * depth})" if begin == "(" else f"{begin * depth}{end * depth}"
    path.write_text(f"SELECT * {{ {inner} }}", "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mdo_rdf", "query", "--file", str(path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == code, run
    assert run.stderr == (f"mdo-rdf: {path}: nested more than 500 deep; write it flatter\n" if code else "")
