"""Every question gives its expected rows, in order and with the same lexical forms, on every engine that is there.

``answers/NAME.tsv`` is what a question gives without choices, ``answers/NAME+jaar=2021.tsv`` with one.
"""

from __future__ import annotations

import os

import pyoxigraph
import pytest

from answering import ANSWERS, ASKED, CASES, answer, asked, expected
from checkout import ROOT
from mdo_rdf.query.answers import solutions
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.questions import question_names, read_question


@pytest.mark.parametrize(("case", "engine"), ASKED)
def test_a_question_gives_its_expected_rows(
    case: str, engine: str, store: pyoxigraph.Store, request: pytest.FixtureRequest
) -> None:
    columns, rows = solutions(answer(engine, asked(case, store), request))
    assert [*columns] == (ANSWERS / f"{case}.tsv").read_text("utf-8").splitlines()[0].replace("?", "").split("\t")
    assert list(rows) == expected(case)
    assert rows


def test_every_question_has_an_expected_answer() -> None:
    assert question_names(ROOT) == sorted({case.partition("+")[0] for case in CASES})
    assert os.environ.get("CI") != "true" or len(CASES) >= 40


def spoken(name: str) -> bool:
    """Whether a question can be asked for its answer in a language."""
    return any(parameter.name == "taal" for parameter in read_question(ROOT, name).parameters)


@pytest.mark.parametrize("name", [name for name in question_names(ROOT) if spoken(name)])
def test_the_english_answer_has_a_row_for_every_dutch_one(name: str, store: pyoxigraph.Store) -> None:
    dutch, english = (solutions(ask_store(store, asked(f"{name}+taal={language}", store))) for language in ("nl", "en"))
    assert dutch.variables == english.variables
    assert len(dutch.rows) == len(english.rows)
