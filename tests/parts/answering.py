"""The questions of `tests/answers`, and who answers them."""

from __future__ import annotations

from typing import cast

import pyoxigraph
import pytest

from checkout import ROOT
from mdo_rdf.query.answers import Answer
from mdo_rdf.query.endpoint import ask_endpoint
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.parameters import bound
from mdo_rdf.query.questions import read_question
from mdo_rdf.query.sparql import with_terms

ANSWERS = ROOT / "tests" / "answers"
CASES = sorted(path.stem for path in ANSWERS.glob("*.tsv"))
OTHERS = ("oxigraph", "virtuoso", "rdflib")
ENGINES = ("pyoxigraph", *(pytest.param(name, marks=pytest.mark.engines) for name in OTHERS))
_OF_EACH = {case.partition("+")[0]: case for case in reversed(CASES)}
ASKED = (
    *((case, "pyoxigraph") for case in CASES),
    *(
        pytest.param(case, engine, marks=pytest.mark.engines)
        for engine in OTHERS
        for case in (_OF_EACH.values() if engine == "rdflib" else CASES)
    ),
)
"""Which engine is asked what: rdflib, which takes long, one case of each question, with choices where there is one."""


def asked(case: str, store: pyoxigraph.Store) -> str:
    """The query of a case, with its choices filled in."""
    name, _, choice = case.partition("+")
    question = read_question(ROOT, name)
    values = dict(pair.split("=", 1) for pair in choice.split("+") if pair)
    return with_terms(question.text, bound(store, question.parameters, values))


def expected(case: str) -> list[tuple[object, ...]]:
    content = (ANSWERS / f"{case}.tsv").read_bytes()
    parsed = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.TSV)
    return [tuple(row) for row in cast("pyoxigraph.QuerySolutions", parsed)]


def answer(engine: str, text: str, request: pytest.FixtureRequest) -> Answer:
    if engine == "pyoxigraph":
        return ask_store(request.getfixturevalue("store"), text)
    if engine == "rdflib":
        return Answer(request.getfixturevalue("graph").query(text).serialize(format="json"))
    return ask_endpoint(request.getfixturevalue(engine), text)
