"""The pages on queries are up to date, and every query on them runs and gives rows."""

from __future__ import annotations

import re
import sys

import pyoxigraph
import pytest

from checkout import ROOT
from documents import blocks
from mdo_rdf.cli import main
from mdo_rdf.query.questions import question_names

PAGE = (ROOT / "docs" / "querying.md").read_text("utf-8")
COMMANDS = "".join(blocks(PAGE, "sh")).splitlines()


@pytest.mark.parametrize("query", blocks(PAGE, "sparql"))
def test_a_query_on_the_page_gives_rows(query: str, store: pyoxigraph.Store) -> None:
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert list(solutions)


def test_the_questions_that_the_page_leads_to_are_there() -> None:
    assert set(re.findall(r"queries\.md#([a-z-]+)", PAGE)) <= set(question_names(ROOT))


@pytest.mark.parametrize("words", [line.split()[1:] for line in COMMANDS], ids=" ".join)
def test_a_command_on_the_page_gives_rows(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) > 3
    assert err == ""


def test_the_page_begins_with_what_takes_no_rdf_and_counts_its_traps() -> None:
    assert re.findall(r"^## (.*)", PAGE, re.MULTILINE)[0] == "From the command line"
    traps = PAGE.partition("## Ten traps")[2].partition("\n#")[0]
    assert re.findall(r"^(\d+)\. ", traps, re.MULTILINE) == [str(number) for number in range(1, 11)]


def test_the_program_on_the_page_prints_how_many_values_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = blocks(PAGE, "python")
    exec(compile(program, "querying.md", "exec"), {"__name__": "__main__"})  # noqa: S102
    assert capsys.readouterr().out == "[763]\n"
    assert "mdo_rdf" in sys.modules
