"""The published files, as their users meet them: three parsers agree, the counts hold, and every number has its source."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib

import mdo_rdf
from cases import cases
from checkout import ROOT, tool
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.query.questions import read_question, with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TURTLE = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "data" / "rdf" / "2024").glob("*.ttl"))]
HEAD = "\n".join([f"BASE <{BASE}>", *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())])


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(f"{HEAD}\n{query}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple("" if term is None else getattr(term, "value", str(term)) for term in row) for row in solutions]


def count(store: pyoxigraph.Store, pattern: str) -> int:
    return int(rows(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0][0])


def triples(path: Path) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)


@pytest.mark.engines
def test_rdflib_and_pyoxigraph_read_the_same_number_of_triples() -> None:
    numbers = {path.name: len(rdflib.Graph().parse(path, format="turtle")) for path in TURTLE}
    assert numbers == {path.name: sum(1 for _ in triples(path)) for path in TURTLE}


def test_rapper_reads_the_same_number_of_triples_without_a_word() -> None:
    numbers = {}
    for path in TURTLE:
        run = subprocess.run([tool("rapper"), "-c", "-i", "turtle", path], check=True, capture_output=True, text=True)
        said = re.fullmatch(r"rapper: Parsing URI .*\nrapper: Parsing returned (\d+) triples\n", run.stderr)
        assert said, run.stderr
        numbers[path.name] = int(said[1])
    assert numbers == {path.name: sum(1 for _ in triples(path)) for path in TURTLE}


@pytest.mark.parametrize(*cases("data/counts"))
def test_count(store: pyoxigraph.Store, pattern: str, expected: str) -> None:
    assert count(store, pattern) == int(expected)


def test_the_changes_that_are_published_are_those_that_can_be_computed(store: pyoxigraph.Store) -> None:
    """Worked out in SPARQL from the value and cell status cubes, independently of the code that computes them."""
    computable = """
        ?now qb:dataSet <id/dataset/2024> ; mdo:indicator ?i ; mdo:jaar/skos:notation ?y ; mdo:kwalificatie ?q1 .
        ?then qb:dataSet <id/dataset/2024> ; mdo:indicator ?i ; mdo:jaar/skos:notation ?b ; mdo:kwalificatie ?q2 ; mdo:waarde ?base .
        FILTER(?b < ?y && ?base != 0 && <id/kwalificatie/ondergrens> NOT IN (?q1, ?q2))
        OPTIONAL {
            { SELECT ?i ?m {
                ?between qb:dataSet <id/dataset/2024-celstatus> ; mdo:indicator ?i ; mdo:jaar/skos:notation ?m .
                FILTER NOT EXISTS { ?between mdo:reden ?gap FILTER(?gap != <id/reden/misvormd>) }
            } }
            FILTER(?b < ?m && ?m < ?y)
        }
        FILTER(!BOUND(?m))"""
    published = "?o qb:dataSet <id/dataset/2024-mutatie>"
    assert count(store, computable) == count(store, published) > 500


def test_every_change_follows_from_the_two_values_it_names(store: pyoxigraph.Store) -> None:
    pattern = """
        ?o mdo:mutatie ?change ; mdo:indicator ?i ; mdo:jaar ?y ; mdo:basisjaar ?b .
        ?now qb:dataSet <id/dataset/2024> ; mdo:indicator ?i ; mdo:jaar ?y ; mdo:waarde ?value .
        ?then qb:dataSet <id/dataset/2024> ; mdo:indicator ?i ; mdo:jaar ?b ; mdo:waarde ?base .
        FILTER(ABS(?change - 1.0e2 * (?value - ?base) / ?base) <= 0.0500001)"""
    assert count(store, pattern) == count(store, "?o mdo:mutatie ?change")


@pytest.mark.parametrize("part", ["2024", "2024-celstatus", "2024-mutatie"])
def test_one_path_leads_from_any_observation_to_cell_text_table_and_document(store: pyoxigraph.Store, part: str) -> None:
    observation = f"?o qb:dataSet <id/dataset/{part}>"
    for path, kind in (
        ("prov:wasDerivedFrom+", "?end a mdo:Cel"),
        ("prov:wasDerivedFrom+/mdo:tekst", "FILTER(isLiteral(?end))"),
        ("prov:wasDerivedFrom+/mdo:tabel", "?end a mdo:Tabel"),
        ("prov:wasDerivedFrom+/mdo:tabel/mdo:document", "?end a mdo:Document"),
    ):
        reached = rows(store, f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ {observation} ; {path} ?end . {kind} }}")
        assert int(reached[0][0]) == count(store, observation), path


def test_a_value_has_exactly_one_cell_and_the_year_of_its_column(store: pyoxigraph.Store) -> None:
    for part in ("2024", "2024-celstatus"):
        same_year = f"""?o qb:dataSet <id/dataset/{part}> ; mdo:jaar/skos:notation ?year ;
            prov:wasDerivedFrom ?cell . ?cell a mdo:Cel ; mdo:kolom ?year"""
        assert count(store, same_year) == count(store, f"?o qb:dataSet <id/dataset/{part}>")


def test_no_value_anywhere_where_the_report_has_none(store: pyoxigraph.Store) -> None:
    gaps = "?gap mdo:reden ?reason ; mdo:indicator ?i ; mdo:jaar ?y"
    assert count(store, gaps) == 56
    assert count(store, f"{gaps} . ?o mdo:waarde ?value ; mdo:indicator ?i ; mdo:jaar ?y") == 0
    assert count(store, f"{gaps} . ?o mdo:mutatie ?value ; mdo:indicator ?i ; mdo:jaar|mdo:basisjaar ?y") == 0


def test_a_true_zero_is_a_value(store: pyoxigraph.Store) -> None:
    zeros = rows(store, "SELECT ?o { ?o mdo:waarde 0 } ORDER BY ?o")
    assert [row[0].removeprefix(BASE + "id/observatie/2024/waarde/") for row in zeros] == [
        "brk-geleverde-percelen/2021",
        *(f"brp-terugmeldingen-rechtstreeks/{year}" for year in (2020, 2021, 2022, 2023)),
    ]


def test_lexical_forms_are_those_that_stores_keep() -> None:
    forms = {"decimal": r"-?(0|[1-9]\d*)(\.\d*[1-9])?", "integer": r"0|[1-9]\d*"}
    literals = (quad.object for path in TURTLE for quad in triples(path) if isinstance(quad.object, pyoxigraph.Literal))
    for literal in literals:
        form = forms.get(literal.datatype.value.rpartition("#")[2])
        assert form is None or re.fullmatch(form, literal.value), literal


def names(terms: Iterable[object]) -> set[str]:
    """Those that are ours."""
    return {term.value for term in terms if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(BASE)}


def test_every_name_is_made_of_the_letters_that_names_may_have(store: pyoxigraph.Store) -> None:
    for name in names(term for quad in store for term in quad.triple):
        thing, document = r"(id|doc)/[a-z0-9/-]+|def(#[A-Za-z]+)?", r"(data/\d{4}|ontology)/[a-z-]+\.ttl"
        assert re.fullmatch(f"{thing}|{document}|", name.removeprefix(BASE)), name


def test_every_term_that_is_used_is_described(store: pyoxigraph.Store) -> None:
    """Nothing of ours is pointed at without being described; a shape of the outside world is not ours to describe."""
    assert names(term for quad in store for term in quad.triple) - {BASE} <= names(quad.subject for quad in store)


def test_the_base_registers_stand_under_their_system(store: pyoxigraph.Store) -> None:
    registers = rows(store, "SELECT ?n { ?r skos:broader <id/voorziening/stelsel-van-basisregistraties> ; skos:notation ?n }")
    assert {row[0] for row in registers} == {"brp", "hr", "bag", "brt", "bgt", "brk", "brv", "woz", "bri", "bro"}
    parts = rows(store, "SELECT ?n { ?r skos:broader <id/voorziening/mijnoverheid> ; skos:notation ?n }")
    assert {row[0] for row in parts} == {
        "mijnoverheid-berichtenbox",
        "mijnoverheid-lopende-zaken",
        "mijnoverheid-persoonlijke-gegevens",
    }
    streams = rows(store, "SELECT ?n { ?r skos:broader <id/voorziening/digipoort> ; skos:notation ?n }")
    assert {row[0] for row in streams} == {"efactureren", "sbr"}


def test_a_skos_match_is_on_a_concept_and_an_exact_one_on_the_agreed_status_codes_only(store: pyoxigraph.Store) -> None:
    exact = rows(store, "SELECT ?o { ?s skos:exactMatch ?o }")
    assert {row[0] for row in exact} == {f"http://purl.org/linked-data/sdmx/2009/code#obsStatus-{code}" for code in "ABE"}
    others = rows(store, "SELECT DISTINCT ?o { ?s skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?o }")
    assert len(others) == 19
    assert all(re.search(r"/id/(cluster)?begrip/|^https://purl.stelselcatalogus.nl/mkg/", row[0]) for row in others)


def test_the_same_flow_is_stated_from_both_sides(store: pyoxigraph.Store) -> None:
    assert (
        count(store, "?a mdo:zelfdeStroomAls ?b") == count(store, "?a mdo:zelfdeStroomAls ?b . ?b mdo:zelfdeStroomAls ?a") == 10
    )


@pytest.mark.engines
def test_loading_as_graph_store_and_records_gives_the_same_values(graph: rdflib.Graph, store: pyoxigraph.Store) -> None:
    assert len(graph) == len(store)
    records = {
        (observation.indicator.slug, str(observation.year)): observation.value
        for observation in mdo_rdf.load_observations(ROOT)
        if observation.value is not None
    }
    published = rows(store, "SELECT ?i ?y ?v { ?o mdo:waarde ?v ; mdo:indicator/skos:notation ?i ; mdo:jaar/skos:notation ?y }")
    assert {(slug, year): value for slug, year, value in published} == {key: str(value) for key, value in records.items()}


def test_loading_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(mdo_rdf.CannotTellError, match="no edition of the report there; is --root"):
        mdo_rdf.load_graph(tmp_path)
    (tmp_path / "data" / "source" / "2024").mkdir(parents=True)
    with pytest.raises(mdo_rdf.CannotTellError, match="build it with mdo-rdf build"):
        mdo_rdf.load_graph(tmp_path)
    with pytest.raises(mdo_rdf.CannotTellError):
        mdo_rdf.load_store(tmp_path, edition="1999")


def test_every_claim_has_one_review_with_the_same_verdict(store: pyoxigraph.Store) -> None:
    claims = count(store, "?c a mdo:Bewering")
    assert claims > 160
    both = "?r schema:itemReviewed ?c ; mdo:oordeel ?o . ?c mdo:oordeel ?o . ?r schema:reviewRating ?w . ?w a schema:Rating"
    assert count(store, both) == claims


def test_sparql_finds_what_is_wrong_about_digid_and_the_proof(store: pyoxigraph.Store) -> None:
    solutions = store.query(with_defaults(read_question(ROOT, "bevindingen")))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    listed = [{name.value: row[name] for name in solutions.variables} for row in solutions]
    wrong = {row["bevinding"].value.rpartition("/")[2] for row in listed}
    assert {"misvormd-a-1-8-2019", "misvormd-a-1-8-2020", "breuk-digid-authenticaties-per-niveau"} <= wrong
    proof = {row["gedrukt"].value for row in listed if row["bevinding"].value.endswith("breuk-digid-authenticaties-per-niveau")}
    assert {"480.078.039", "246.423.215", "101.719.145"} <= proof


def test_a_stock_in_two_tables_is_stated_from_both_sides(store: pyoxigraph.Store) -> None:
    pairs = rows(store, "SELECT ?a ?b { ?a mdo:zelfdeStandAls ?b . ?b mdo:zelfdeStandAls ?a }")
    assert len(pairs) == 4
    assert count(store, "?a <http://www.w3.org/2002/07/owl#sameAs> ?b") == 0


def test_no_text_of_ours_has_a_place_that_was_not_filled(store: pyoxigraph.Store) -> None:
    texts = [quad.object.value for quad in store if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language]
    assert len(texts) > 8_000
    assert not [text for text in texts if "  " in text or "{" in text or " ." in text or "()" in text]
