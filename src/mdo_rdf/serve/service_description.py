"""What the SPARQL endpoint says of itself, as triples (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.query.answers import Answer
from mdo_rdf.serve.results import GRAPHS, TABLES
from mdo_rdf.triples.turtle import integer, n_triples, ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mdo_rdf.triples.turtle import Resource, Term

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}
"""The last part of the W3C's name for each form (Unique URIs for file formats)."""


def service_description(address: str, graphs: Mapping[str, int]) -> Answer:
    """The description of the endpoint at ``address``, with how many triples each graph has; without blank nodes.

    Raises ``ValueError`` where the address is not an IRI.
    """
    resources = _resources(NamedNode(address).value, graphs)
    return Answer("".join(n_triples(resources)).encode(), graph=True)


def _resources(address: str, graphs: Mapping[str, int]) -> Iterator[Resource]:
    formats = [ref(_FORMATS + _FORMAT_NAMES[form.name]) for form in (*TABLES, *GRAPHS)]
    parts = {name.rpartition("/")[2]: name for name in sorted(graphs)}
    service = [
        ("a", _sd("Service")),
        (_sd("endpoint"), ref(address)),
        (_sd("supportedLanguage"), _sd("SPARQL11Query")),
        (_sd("feature"), _sd("UnionDefaultGraph")),
        *((_sd("resultFormat"), name) for name in formats),
        (_sd("defaultDataset"), ref(f"{address}#dataset")),
    ]
    yield address, service
    named = [(_sd("namedGraph"), ref(f"{address}#named-{part}")) for part in parts]
    default = (_sd("defaultGraph"), ref(f"{address}#default-graph"))
    yield f"{address}#dataset", [("a", _sd("Dataset")), default, *named]
    yield _graph(f"{address}#default-graph", sum(graphs.values()))
    for part, name in parts.items():
        graph = f"{address}#graph-{part}"
        yield f"{address}#named-{part}", [("a", _sd("NamedGraph")), (_sd("name"), ref(name)), (_sd("graph"), ref(graph))]
        yield _graph(graph, graphs[name])


def _graph(name: str, triples: int) -> Resource:
    return name, [("a", _sd("Graph")), ("void:triples", integer(triples))]


def _sd(name: str) -> Term:
    return ref(_SD + name)
