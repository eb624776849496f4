"""The pages on queries are up to date, and every query on them runs and gives rows."""

from __future__ import annotations

import re
import sys

import pyoxigraph
import pytest

from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.query.questions import question_names

COMMANDS = "".join(re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "querying.md").read_text("utf-8"), re.DOTALL)).splitlines()
BLOCKS = re.findall(r"```sparql\n(.*?)```", (ROOT / "docs" / "querying.md").read_text("utf-8"), re.DOTALL)


def test_the_page_of_the_questions_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import make_queries

    assert (ROOT / "docs" / "queries.md").read_text("utf-8") == make_queries.page(), "run make docs"


@pytest.mark.parametrize("query", BLOCKS)
def test_a_query_on_the_page_gives_rows(query: str, store: pyoxigraph.Store) -> None:
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert list(solutions)


def test_the_questions_that_the_page_leads_to_are_there() -> None:
    text = (ROOT / "docs" / "querying.md").read_text("utf-8")
    assert set(re.findall(r"queries\.md#([a-z-]+)", text)) <= set(question_names(ROOT))


@pytest.mark.parametrize("words", [line.split()[1:] for line in COMMANDS], ids=" ".join)
def test_a_command_on_the_page_gives_rows(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) > 3
    assert err == ""


def test_the_page_begins_with_what_takes_no_rdf_and_counts_its_traps() -> None:
    text = (ROOT / "docs" / "querying.md").read_text("utf-8")
    assert re.findall(r"^## (.*)", text, re.MULTILINE)[0] == "From the command line"
    traps = text.partition("## Ten traps")[2].partition("\n#")[0]
    assert re.findall(r"^(\d+)\. ", traps, re.MULTILINE) == [str(number) for number in range(1, 11)]


def test_the_program_on_the_page_prints_how_many_values_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "querying.md").read_text("utf-8"), re.DOTALL)
    exec(compile(program, "querying.md", "exec"), {"__name__": "__main__"})  # noqa: S102
    assert capsys.readouterr().out == "[763]\n"
    assert "mdo_rdf" in sys.modules
