"""Turtle text: what is written is read back as the same terms, by three readers' rules."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from mdo_rdf.iris import BASE
from mdo_rdf.triples import turtle
from mdo_rdf.triples.cube import cube_resources
from mdo_rdf.triples.links import link_resources

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def one(term: turtle.Term) -> str:
    return turtle.document("test", [("id/x/y", [("rdfs:label", term)])])


@given(ANY_TEXT)
@example('a "quote", a \\ and a\ttab\r\nand \x00\x07\x7f\u2028\U0001f600')
@example("\u202eRTL אבג")
@example("'''\"\"\"")
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    quad = next(pyoxigraph.parse(one(turtle.text(text, "nl")), format=pyoxigraph.RdfFormat.TURTLE))
    assert quad.object == pyoxigraph.Literal(text, language="nl")
    assert quad.subject == pyoxigraph.NamedNode(BASE + "id/x/y")


@given(ANY_TEXT)
def test_rdflib_reads_the_same_text(text: str) -> None:
    graph = rdflib.Graph().parse(data=one(turtle.text(text)), format="turtle")
    assert list(graph.objects()) == [rdflib.Literal(text)]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_a_decimal_keeps_its_value_and_has_no_needless_zeros(value: Decimal) -> None:
    quad = next(pyoxigraph.parse(one(turtle.decimal(value)), format=pyoxigraph.RdfFormat.TURTLE))
    assert isinstance(quad.object, pyoxigraph.Literal)
    lexical = quad.object.value
    assert Decimal(lexical) == value
    assert lexical != "-0"
    assert "E" not in lexical
    assert "." not in lexical or not lexical.endswith(("0", "."))


@given(ANY_TEXT)
@example('"^^xsd:integer')
@example('a "^^<b>')
@example('@nl, "b"')
def test_n_triples_say_the_same_as_turtle(text: str) -> None:
    terms = [turtle.text(text, "nl"), turtle.text(text), turtle.integer(-7), turtle.decimal(Decimal("0.5")), turtle.boolean(True),
             turtle.date("2023-12-31"), turtle.ref("id/a"), turtle.ref("http://example.org/b"), turtle.qname("qb:DataSet")]  # fmt: skip
    resource = ("id/x/y", [("a", turtle.qname("qb:DataSet, prov:Entity")), *(("rdfs:label", term) for term in terms)])
    in_turtle = pyoxigraph.parse(turtle.document("test", [resource]), format=pyoxigraph.RdfFormat.TURTLE)
    lines = "".join(turtle.n_triples([resource]))
    assert [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)] == [
        quad.triple for quad in in_turtle
    ]


def test_the_publication_is_the_same_in_n_triples(model: Model) -> None:
    for resources in (list(cube_resources(model)), list(link_resources(model.links, model.curation))):
        lines = "".join(turtle.n_triples(resources))
        in_turtle = pyoxigraph.parse(turtle.document("test", resources), format=pyoxigraph.RdfFormat.TURTLE)
        assert [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)] == [
            quad.triple for quad in in_turtle
        ]


@pytest.mark.parametrize(
    ("value", "lexical"), [("57.0", "57"), ("99.5", "99.5"), ("1E+6", "1000000"), ("-0.0", "0"), ("0", "0"), ("-3.60", "-3.6")]
)
def test_a_decimal_has_one_form(value: str, lexical: str) -> None:
    assert turtle.decimal(Decimal(value)) == f'"{lexical}"^^xsd:decimal'


def test_each_kind_of_term_in_n_triples() -> None:
    terms = [
        turtle.boolean(False),
        turtle.boolean(True),
        turtle.integer(-1),
        turtle.ref("id/a://b"),
        turtle.ref("def#x"),
        turtle.ref("urn://x"),
    ]
    (lines,) = turtle.n_triples([("id/s", [("skos:note", term) for term in terms])])
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert [line.split(" ")[2] for line in lines.splitlines()] == [
        f'"false"^^<{xsd}boolean>', f'"true"^^<{xsd}boolean>', f'"-1"^^<{xsd}integer>', f"<{BASE}id/a://b>", f"<{BASE}def#x>", "<urn://x>",
    ]  # fmt: skip


def test_a_store_keeps_the_lexical_forms_that_are_written() -> None:
    store = pyoxigraph.Store()
    for number, value in enumerate(("57", "99.5", "0.1", "1000000", "-3.6")):
        term = turtle.decimal(Decimal(value))
        store.load(turtle.document("test", [(f"id/x/{number}", [("rdfs:label", term)])]), format=pyoxigraph.RdfFormat.TURTLE)
    kept = [
        quad.object.value
        for quad in sorted(store, key=lambda quad: str(quad.subject))
        if isinstance(quad.object, pyoxigraph.Literal)
    ]
    assert kept == ["57", "99.5", "0.1", "1000000", "-3.6"]


def test_a_document_is_written_in_the_order_it_is_given() -> None:
    resources: list[turtle.Resource] = [
        ("id/b/2", [("a", turtle.qname("skos:Concept")), ("rdfs:label", turtle.text("b"))]),
        ("id/a/1", [("rdfs:label", turtle.integer(1))]),
    ]
    written = turtle.document("heading", resources)
    assert written.startswith(f"# heading\n@base <{BASE}> .\n")
    assert written.endswith('<id/b/2> a skos:Concept ;\n    rdfs:label "b" .\n\n<id/a/1> rdfs:label 1 .\n')
