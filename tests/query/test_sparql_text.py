"""What a user gives for a parameter stays one term, in every engine: it never becomes a part of the query."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from answering import ENGINES, answer
from cases import cases
from mdo_rdf.errors import CannotTellError
from mdo_rdf.query.answers import solutions
from mdo_rdf.query.parameters import bound
from mdo_rdf.query.questions import Parameter
from mdo_rdf.query.sparql import literal, variables, with_terms, words

QUERY = "SELECT ?gelijk WHERE { VALUES ?gelijk { ?_tekst } } # ?_tekst"
PARAMETER = Parameter("tekst", "_tekst", "string", "", False, ())
NASTY = ["'; DROP ALL", "> } #", '"', "\\", '\\"', "\\u0022 } #", "\\\\u0022", "\\U00000022 . } #", 'a" } # ', "\n", "\r\n", "\t", "?_tekst",
         '"@nl', '"^^<x>', "'''", '"""', "é’", "\u200f\u05d0", "😀", "", " ", "{}", "%22", "\\x22", "\\n", "<>", "`|^"]  # fmt: skip


def echoed(engine: str, value: str, request: pytest.FixtureRequest) -> str:
    """The value as the engine gives it back, through the same binding that a question has."""
    terms = bound(request.getfixturevalue("store"), [PARAMETER], {"tekst": value})
    rows = solutions(answer(engine, with_terms(QUERY, terms), request)).rows
    assert len(rows) == 1
    term = rows[0][0]
    return getattr(term, "value", "")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_text_comes_back_as_it_is(engine: str, value: str, request: pytest.FixtureRequest) -> None:
    assert echoed(engine, value, request) == value


@pytest.mark.parametrize("engine", ENGINES)
def test_any_text_comes_back_as_it_is(engine: str, request: pytest.FixtureRequest) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\\\"'\n\ru0022U{}<>#"), max_size=30))
    @example("\\u005Cu0022")
    def echoes(value: str) -> None:
        assert echoed(engine, value, request) == value

    echoes()


def test_what_no_store_takes_is_refused(request: pytest.FixtureRequest) -> None:
    with pytest.raises(CannotTellError, match="NUL"):
        echoed("pyoxigraph", "a\0b", request)
    with pytest.raises(CannotTellError, match="not UTF-8"):
        echoed("pyoxigraph", "a\udce9", request)


def test_only_variables_are_variables() -> None:
    text = 'SELECT ?a $b { ?a <http://x/?c> \'?d\', """?e " ?f""" , \'\'\'?g\'\'\' , "\\"?h" # ?i\n; <p> ?j FILTER(?a < ?k && ?l > 1) }'
    assert variables(text) == ["a", "b", "j", "k", "l"]
    assert with_terms(text, {"e": "1", "j": literal("x")}) == text.replace("<p> ?j", '<p> "x"')
    assert with_terms("?aa ?a ?a_b", {"a": "1"}) == "?aa 1 ?a_b"


@pytest.mark.parametrize(*cases("query/keywords"))
def test_a_keyword_is_told_from_text_that_looks_like_it(text: str, seen: str) -> None:
    assert any("FROM" in word for word in words(text)) is (seen == "true")


@pytest.mark.parametrize("start", ["1", "'\\", '"""\\"', "<", "a.", "\\", "'a\n", "é", "a:", "\"'", "@a-"])
def test_a_text_is_looked_at_in_one_go(start: str) -> None:
    """Where each place led to another look at all that follows, this would take minutes, and nobody would wait for the test."""
    text = start * (100_000 // len(start))
    assert not any("FROM" in word for word in words(text))
    assert variables(text) == []
