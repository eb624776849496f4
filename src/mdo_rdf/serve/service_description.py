"""What the SPARQL endpoint says of itself, as triples (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from mdo_rdf.iris import PREFIXES
from mdo_rdf.query.answers import Answer
from mdo_rdf.serve.results import GRAPHS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    triples = [*_service(address), *_dataset(address, graphs)]
    return Answer(bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), graph=True)


def _service(address: str) -> Iterator[Triple]:
    service = NamedNode(address)
    yield Triple(service, _A, _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for form in (*TABLES, *GRAPHS):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + _FORMAT_NAMES[form.name]))
    yield Triple(service, _sd("defaultDataset"), NamedNode(f"{address}#dataset"))


def _dataset(address: str, graphs: Mapping[str, int]) -> Iterator[Triple]:
    dataset, default = NamedNode(f"{address}#dataset"), NamedNode(f"{address}#default-graph")
    yield Triple(dataset, _A, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, sum(graphs.values()))
    for name, triples in sorted(graphs.items()):
        part = name.rpartition("/")[2]
        named, graph = NamedNode(f"{address}#named-{part}"), NamedNode(f"{address}#graph-{part}")
        yield Triple(dataset, _sd("namedGraph"), named)
        yield Triple(named, _A, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), NamedNode(name))
        yield Triple(named, _sd("graph"), graph)
        yield from _graph(graph, triples)


def _graph(graph: NamedNode, triples: int) -> Iterator[Triple]:
    yield Triple(graph, _A, _sd("Graph"))
    yield Triple(graph, NamedNode(f"{PREFIXES['void']}triples"), Literal(triples))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


_A = NamedNode(f"{PREFIXES['rdf']}type")
