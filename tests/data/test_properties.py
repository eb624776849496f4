"""What holds for any input: of CSV files, names, choices, and requests over HTTP."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import urllib3
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from checkout import ROOT
from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError
from mdo_rdf.inputs.strict_csv import read_lines
from mdo_rdf.query.parameters import bound
from mdo_rdf.query.questions import read_question
from mdo_rdf.query.sparql import with_terms

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.errors import Problem

ALL = settings(deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Any text that a file can hold: every plane of Unicode, control characters, marks that turn the direction of writing."""
NASTY = ["", "\0", '"', "\\", "\n", "\r\n", "\u202e", "\ufeff", "'; DROP", "<a>", "\U0010ffff", "é", "e\u0301"]


def read(path: Path, content: bytes) -> tuple[list[dict[str, str]], tuple[Problem, ...]]:
    path.write_bytes(content)
    rows, problems = read_lines(path, "a.csv", ("a", "b"))
    return [row.fields for row in rows], problems


@ALL
@given(rows=st.lists(st.tuples(ANY, ANY), max_size=6))
@example(rows=[(one, "x") for one in NASTY])
def test_a_csv_file_is_read_as_python_reads_it_or_its_lines_are_problems(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """What shows, has no space around it and is no NUL comes back as it is; anything else is told with its line."""
    out = io.StringIO()
    csv.writer(out).writerows([("a", "b"), *rows])
    read_back, problems = read(tmp_path / "a.csv", out.getvalue().encode())
    tidy = [row for row in rows if all(text == text.strip() and text.isprintable() for text in row)]
    if len(tidy) == len(rows):
        assert ([tuple(line.values()) for line in read_back], problems) == (rows, ())
    else:
        assert problems
        assert all(problem.row > 0 for problem in problems)


@ALL
@given(content=st.binary(max_size=200))
@example(content=b"a,b\n\xff,\0\n")
@example(content=b'a,b\n"1,2')
@example(content=b"\xef\xbb\xbfa,b\n")
def test_any_bytes_are_lines_or_problems(tmp_path: Path, content: bytes) -> None:
    lines, problems = read(tmp_path / "a.csv", content)
    assert all([*line] in (["a", "b"], ["b", "a"]) for line in lines)
    assert problems or content.startswith((b"a,b", b"b,a", b"\xef\xbb\xbf", b'"'))
    assert all(str(line).isprintable() for line in problems)


@ALL
@given(ANY)
@example("é")
@example("a--b")
@example("１")
def test_a_slug_is_what_a_name_can_hold_everywhere(text: str) -> None:
    assert iris.is_slug(text) == bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text, re.ASCII))
    if iris.is_slug(text):
        assert pyoxigraph.NamedNode(iris.BASE + iris.concept("indicator", text)).value.endswith(f"/{text}")


@pytest.fixture(scope="module")
def empty() -> pyoxigraph.Store:
    return pyoxigraph.Store()


@ALL
@given(text=ANY)
@example(text='" } INSERT DATA { <a> <b> <c> } #')
@example(text="\\u0022 . ?s ?p ?o")
@example(text="?voorziening $x")
def test_a_choice_is_one_term_whatever_it_says(empty: pyoxigraph.Store, text: str) -> None:
    """The query stays the query that it was: what is chosen is compared as a text, and changes nothing else."""
    question = read_question(ROOT, "zoeken")
    try:
        terms = bound(empty, question.parameters, {"zoekterm": text})
    except CannotTellError:
        assert "\0" in text
        return
    [term] = [value for variable, value in terms.items() if "zoekterm" in variable]
    [solution] = empty.query(f"SELECT ({term} AS ?it) {{}}")  # type: ignore[misc]
    assert solution["it"].value == text
    filled = with_terms(question.text, terms)
    assert filled.count(term) >= 1
    assert list(empty.query(filled)) == []  # type: ignore[arg-type]


HEADER = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60)
PATH = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#?"), max_size=60)
COMMON = ("content-security-policy", "x-content-type-options", "access-control-allow-origin", "referrer-policy")


@settings(ALL, max_examples=100)
@given(
    path=PATH,
    query=st.dictionaries(PATH, ANY, max_size=3),
    accept=HEADER,
    language=HEADER,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    start=st.sampled_from(
        ["", "id/", "doc/", "doc/vraag/", "en/", "api/v1/", "sparql", "zoeken", "bevragen", "def", "data/", ".well-known/"]
    ),
    body=st.binary(max_size=100),
)
@example(path="../../etc/passwd", query={}, accept="", language="", method="GET", start="doc/", body=b"")
@example(path="%2e%2e/%00", query={"q": "\0"}, accept="*/*;q=x", language="nl-", method="GET", start="zoeken", body=b"")
@example(path="", query={"query": "\u202e{"}, accept="text/csv;q=0", language="", method="POST", start="sparql", body=b"\xff")
def test_any_request_gets_an_answer_that_is_no_accident(
    server: str, path: str, query: dict[str, str], accept: str, language: str, method: str, start: str, body: bytes
) -> None:
    """Never a 500, always the common headers, and nothing of the machine in what is said."""
    assume("//" not in path)
    with urllib3.PoolManager(retries=False) as client:
        try:
            answer = client.request(
                method,
                server + start + path,
                fields=query if method in ("GET", "HEAD", "DELETE", "OPTIONS") else None,
                body=body if method in ("POST", "PUT") else None,
                headers={"Accept": accept, "Accept-Language": language},
                redirect=False,
            )
        except urllib3.exceptions.LocationParseError:
            assume(False)
    assert answer.status < 500 or answer.status == 503, (method, path)
    assert all(name in answer.headers for name in COMMON), answer.status
    assert b"Traceback" not in answer.data
    assert str(ROOT).encode() not in answer.data
