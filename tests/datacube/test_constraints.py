"""The 21 constraints: each file of the corpus breaks one rule, in columns and in SPARQL alike."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pyoxigraph
import pytest

import mdo_rdf
from checkout import ROOT, expected_rule
from mdo_rdf.datacube.constraints import check_integrity, query_text, read_rule, rule_names, shown
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import engines
from mdo_rdf.datacube.validate import validate_files
from reference import queries

CORPUS = sorted((ROOT / "tests" / "corpus" / "kubus").glob("*.ttl"))
PUBLICATION = [str(path) for path in mdo_rdf.turtle_files(ROOT)]


def by_sparql(files: list[str]) -> set[tuple[str, str, str]]:
    """Rule, focus and detail of every violation, from the SPARQL of the rules on a normalised store."""
    store = pyoxigraph.Store()
    for name in files:
        store.bulk_extend(read_triples(name))
    for phase in ("normalise-1", "normalise-2"):
        store.update(query_text(phase))
    breaches = set()
    for name, query in queries(Cube(store)):
        solutions = store.query(query)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        variables = {variable.value for variable in solutions.variables}
        for row in solutions:
            focus = "_:" if row["focus"] is None else shown(row["focus"])  # SPARQL has no text for a blank node
            breaches.add((name, focus, shown(row["detail"]) if "detail" in variables else ""))
    return breaches


def without_label(breach: tuple[str, str, str]) -> tuple[str, str, str]:
    """The label of a blank node differs from one reading to the next, and a duplicate is described or counted."""
    rule, focus, detail = breach
    return rule, "_:" if focus.startswith("_:") else focus, "" if rule == "ic-12" else detail  # the columns name the others


def by_columns(files: list[str]) -> set[tuple[str, str, str]]:
    cube = Cube(chain.from_iterable(map(read_triples, files)))
    return {(result.rule, result.focus, result.detail) for result in check_integrity(cube)}


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_exactly_the_expected_rule_fires(path: Path, engine: str) -> None:
    if engine not in engines():
        pytest.skip(f"the engine {engine} is not installed")
    rules = {result.rule for result in validate_files([str(path)], engine=engine).results}
    assert rules == {expected_rule(path)} - {""}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_columns_and_sparql_name_the_same_breaches(path: Path) -> None:
    columns, sparql = ({without_label(breach) for breach in by([str(path)])} for by in (by_columns, by_sparql))
    assert columns == sparql


def test_the_publication_meets_all_constraints_in_columns_and_in_sparql() -> None:
    assert by_columns(PUBLICATION) == by_sparql(PUBLICATION) == set()


def test_every_constraint_has_a_file_that_breaks_it() -> None:
    broken = {expected_rule(path) for path in CORPUS}
    assert set(rule_names()) <= broken
    assert {"dsd-datatype", "dsd-code", "dsd-single", "dsd-closed"} <= broken


def test_the_corpus_is_large_and_its_files_are_small() -> None:
    invalid = [path for path in CORPUS if path.name.startswith("invalid.")]
    assert len(invalid) >= 50
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 25 for path in CORPUS)


@pytest.mark.parametrize("name", rule_names())
def test_a_constraint_is_said_in_plain_words_in_two_languages(name: str) -> None:
    rule = read_rule(name)
    for text in rule[1:]:
        assert text.endswith(".")
        assert "FILTER" not in text


def test_two_threads_that_ask_the_same_get_the_whole_answer() -> None:
    number, name = 20_000, pyoxigraph.NamedNode("http://example.org/p")
    things = [pyoxigraph.NamedNode(f"http://example.org/{thing}") for thing in range(number)]
    cube = Cube(pyoxigraph.Quad(thing, name, thing) for thing in things)
    usual, together = sys.getswitchinterval(), threading.Barrier(2)

    def ask(_: int) -> int:
        together.wait()
        return len(cube.subjects(name, None))

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(ask, range(2))) == [number, number]
    finally:
        sys.setswitchinterval(usual)


def test_what_two_files_say_is_there_once(tmp_path: Path) -> None:
    text = (
        "@prefix ex: <http://example.org/> . @prefix qb: <http://purl.org/linked-data/cube#> .\n"
        'ex:d a qb:DataSet ; ex:says "a", "b" . ex:o a qb:Observation ; qb:dataSet ex:d ; ex:says "a" .\n'
    )
    for name in ("first", "second"):
        (tmp_path / f"{name}.ttl").write_text(text, "utf-8")
    cube = Cube(chain.from_iterable(read_triples(str(tmp_path / f"{name}.ttl")) for name in ("first", "second")))
    says = pyoxigraph.NamedNode("http://example.org/says")
    dataset = pyoxigraph.NamedNode("http://example.org/d")
    assert [shown(term) for term in cube.objects(dataset, says)] == ["a", "b"]
    assert cube.subjects(says, pyoxigraph.Literal("a")) == [dataset]
    assert [shown(cube.terms[value]) for _, value in cube.other_pairs(says)] == ["a", "b"]


def test_a_duplicate_is_named_with_the_other() -> None:
    text = (ROOT / "tests" / "corpus" / "kubus" / "invalid.two-observations-with-the-same-key.ttl").read_text("utf-8")
    cube = Cube(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
    assert [(result.focus, result.detail) for result in check_integrity(cube)] == [
        ("http://example.org/o1", "the same key as http://example.org/o2")
    ]
