"""Text of others is text: on a terminal it gives no orders, begins no line, and is cut where it is long; programs get all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.datacube.report import FORMATS
from mdo_rdf.datacube.results import Result
from mdo_rdf.errors import Problem
from mdo_rdf.inputs.links import read_links
from mdo_rdf.linkcheck.check import OUTCOMES, LinkResult
from mdo_rdf.linkcheck.report import LISTS, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.edition import Model

NASTY = "one\n0 findings\r\x1b[2J\u202etwo\x00"
ESCAPED = r"one\n0 findings\r\x1b[2J\u202etwo\x00"
LONG = "x" * 5_231
CUT = f"{'x' * 1_000}… (5,231 characters)"


def harmless(text: str) -> bool:
    """Whether nothing in it does anything but show, but for the ends of its lines."""
    return all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("part", ["rule", "focus", "detail", "message_en"])
def test_in_a_report_on_a_cube(part: str) -> None:
    result = Result("http://example.org/rule", "focus", "detail", "Herstel het.", "Mend it.")
    shown = FORMATS["text"]([result._replace(**{part: NASTY})])
    assert harmless(shown)
    assert ESCAPED in shown
    assert shown.count("\n") == FORMATS["text"]([result]).count("\n")
    if part != "rule":
        assert CUT in FORMATS["text"]([result._replace(**{part: LONG})])
    assert NASTY in json.loads(FORMATS["json"]([result._replace(**{part: NASTY})]))["findings"][0].values()


def test_in_the_table_of_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.rq"
    path.write_text(f'SELECT ("a\\n\\u001B[2J\\u202Eb" AS ?text) ("{LONG}" AS ?long) {{}}', "utf-8")
    assert main(["query", "--file", str(path)]) == 0
    table = capsys.readouterr().out
    assert harmless(table)
    assert r"a \x1b[2J\u202eb" in table
    assert CUT in table
    assert main(["query", "--file", str(path), "--format", "md"]) == 0
    assert harmless(document := capsys.readouterr().out)
    assert f" {LONG} " in document
    assert main(["query", "--file", str(path), "--format", "csv"]) == 0
    assert "a\n\x1b[2J\u202eb" in capsys.readouterr().out


def test_in_what_is_said_of_a_link(model: Model) -> None:
    links = read_links(ROOT, model.curation).value
    link = links.published[0]._replace(object_label=NASTY)
    hops = ((f"http://example.org/{NASTY}", 301), (f"http://example.org/{LONG}", 404))
    result = LinkResult(link, [*OUTCOMES][-1], hops, NASTY)
    for shown, lines in ((LISTS["text"]([link], links), 2), (REPORTS["text"]([result]), 4)):
        assert harmless(shown)
        assert ESCAPED in shown
        assert len(shown.split("\n")) == lines
    assert "… (5,250 characters)" in REPORTS["text"]([result])
    assert json.loads(REPORTS["json"]([result]))[0]["detail"] == NASTY


def test_in_a_problem() -> None:
    said = str(Problem(f"{NASTY}.csv", 1, 2, NASTY, f"no such {NASTY}", f"not {NASTY}"))
    assert said.isprintable()
    assert said.count(ESCAPED) == 4
    assert f'"{"x" * 60}… (5,231 characters)"' in str(Problem("a.csv", 1, 2, LONG, "too long", "cut it"))


@pytest.mark.parametrize(
    "words", [["query"], ["query", "kerncijfers", "--edition"], ["serve", "--port"], ["publish", "--endpoint"]]
)
def test_in_what_a_user_wrote(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main([*words, LONG])
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    said = capsys.readouterr().err
    assert f"{CUT}: " in said
    assert said.count("\n") == 1


def test_in_an_error_and_the_name_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tmp_path / f"{NASTY[:-1]}.ttl")]) == 2
    said = capsys.readouterr().err
    assert harmless(said)
    assert said.count("\n") == 1
    assert main(["query", "--list", NASTY]) == 1
    assert harmless(capsys.readouterr().out)
