"""``mdo-rdf query`` as a user meets it: lists, choices, forms, mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from conftest import ROOT
from mdo_rdf.cli import main
from mdo_rdf.publication import turtle_files
from mdo_rdf.snapshot import open_store, snapshot_place

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
    ways = ["digid-actieve-accounts", "DIGID-actieve-accounts", "actieve digid’s", "Active DigiD accounts",
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


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tijdreks"], "tijdreks: no such question; did you mean tijdreeks?"),
        ([], "give the NAME of one question, or --file; mdo-rdf query --list shows the questions"),
        (["tijdreeks", "--file", "x.rq"], "give the NAME of one question, or --file; mdo-rdf query --list shows the questions"),
        (["--file", "nergens.rq"], "nergens.rq: cannot be read (No such file or directory)"),
        (["tijdreeks", "--param", "indicator"], "--param indicator: write it as KEY=VALUE, such as voorziening=digid"),
        (["tijdreeks", "--param", "taal=nl", "--param", "taal=en"], "--param taal: given twice; a question takes one value for it"),
        (["tijdreeks", "--param", "indicatr=x"], "--param indicatr: this question has no such parameter; did you mean indicator?"),
        (["tijdreeks", "--param", "zzz=x"], "--param zzz: this question has no such parameter; it has dataset, indicator, taal"),
        (["tijdreeks", "--param", "taal=fr"], "--param taal=fr: not a value for it; use one of nl, en"),
        (["tijdreeks", "--param", "indicator=digid-actieve-acounts"], "--param indicator=digid-actieve-acounts: not a value for it; did you mean digid-actieve-accounts"),
        (["tijdreeks", "--param", "indicator=> } #"], "--param indicator=> } #: not a value for it; give one of "),
        (["tijdreeks", "--param", "indicator=https://example.org/x"], "--param indicator=https://example.org/x: not a value for it; give one of "),
        (["tijdreeks", "--param", "indicator="], "--param indicator=: not a value for it; give one of "),
        (["tijdreeks", "--format", "ttl"], "--format ttl: this query makes rows, not triples; use table, csv, tsv, json or md"),
        (["tijdreeks", "--edition", "1999"], "data/rdf/1999/afgeleid.ttl: not there; build it with mdo-rdf build"),
        (["tijdreeks", "--root", "/nergens"], "queries: no questions (*.rq) there; is --root the publication's folder?"),
    ],
)  # fmt: skip
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
    assert err.startswith("mdo-rdf: --param indicator=…: this question cannot do without it; give one of ")
    path.write_text("SELECT ?n { ?n", encoding="utf-8")
    code, out, err = run(["query", "--file", str(path)], capsys)
    assert (code, out, err.splitlines()[0][:36]) == (2, "", "mdo-rdf: not a SPARQL 1.1 query: err")
    path.write_text("DESCRIBE <https://w3id.org/monitor-digitale-overheid/id/jaar/2023>", encoding="utf-8")
    assert '"2023"' in run(["query", "--file", str(path)], capsys)[1]
    assert run(["query", "--file", str(path), "--format", "csv"], capsys)[2].startswith(
        "mdo-rdf: --format csv: this query makes triples"
    )
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert run(["query", "--file", str(path), "--format", "csv"], capsys)[1] == "true\n"


def test_the_list_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    code, whole, _ = run(["query", "--list"], capsys)
    assert code == 0
    assert "\n  tijdreeks  (indicator)\n      Hoe ontwikkelt dit cijfer zich door de jaren?\n" in whole
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
        f"No question has “xyzzy” in it; mdo-rdf query --list shows all {whole.count(chr(10) + '      ')}.\n",
    )


def test_the_query_can_be_shown_and_runs_as_it_stands(capsys: pytest.CaptureFixture[str], store: pyoxigraph.Store) -> None:
    code, text, _ = run([*SERIES, "--show"], capsys)
    solutions = store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert (code, len(list(solutions))) == (0, 5)


def test_a_table_fits_the_terminal() -> None:
    """In a real terminal of 150 columns; a text that is too long goes on below, and nothing of it is lost."""
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80"}
    words = [sys.executable, "-m", "mdo_rdf", "query", "tijdreeks", "--param", "indicator=bsnk-activaties"]
    import fcntl
    import struct
    import termios

    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 150, 0, 0))
    with subprocess.Popen(words, stdout=child, env=environment, cwd=ROOT):
        os.close(child)
        shown = b""
        try:
            while part := os.read(parent, 65536):
                shown += part
        except OSError:
            pass  # how a terminal says that nobody writes to it any more
    lines = shown.decode().splitlines()
    assert max(map(len, lines)) <= 150
    assert "streepje" in shown.decode()
    assert "6890929" in shown.decode()


def test_the_snapshot_is_made_once_is_the_publication_and_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: pyoxigraph.Store
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = turtle_files(ROOT)
    place = snapshot_place(files)
    assert place is not None
    (place.parent / "older").mkdir(parents=True)
    assert len(open_store(ROOT)) == len(store)
    assert [path.name for path in place.parent.iterdir()] == [place.name]
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
