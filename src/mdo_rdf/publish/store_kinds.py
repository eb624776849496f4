"""What is particular to each kind of triple store: where it answers, and what of the protocols it does in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mdo_rdf.errors import CannotTellError
from mdo_rdf.suggestions import correction


class StoreKind(NamedTuple):
    """Where a kind of store answers, after its base address: queries (SPARQL 1.1 Protocol), updates, and whole graphs
    (SPARQL 1.1 Graph Store Protocol) by ``parameter``; whether it takes gzip, and whether it gives a graph in pages only."""

    title: str
    query: str
    update: str
    graphs: str
    parameter: str = "graph"
    gzip: bool = False
    paged: bool = False


KINDS = {
    "oxigraph": StoreKind("Oxigraph", "/query", "/update", "/store", gzip=True),
    # It cuts every answer off at ResultSetMaxRows, also that of its graph protocol.
    "virtuoso": StoreKind("Virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "graph-uri", paged=True),
    "fuseki": StoreKind("Apache Jena Fuseki", "/sparql", "/update", "/data", gzip=True),
    "rdf4j": StoreKind("RDF4J or GraphDB", "", "/statements", "/rdf-graphs/service"),
    "neptune": StoreKind("Amazon Neptune", "/sparql", "/sparql", "/sparql/gsp/"),
}
"""The kinds of store by the word for ``--store``."""


class Address(NamedTuple):
    """Where one store answers."""

    kind: StoreKind
    query: str
    update: str
    graphs: str


def address(endpoint: str, slug: str) -> Address:
    """The addresses of a store, from its base or any one of them. Raises ``CannotTellError`` for an unknown kind.

    >>> address("http://localhost:7878/query", "oxigraph").graphs
    'http://localhost:7878/store'
    """
    if slug not in KINDS:
        raise CannotTellError(f"--store {slug}: not a kind of store that is known; {correction(slug, KINDS)}")
    kind = KINDS[slug]
    base = endpoint.rstrip("/")
    for ending in sorted({kind.query, kind.update, kind.graphs.rstrip("/")} - {""}, key=len, reverse=True):
        if base.endswith(ending):
            base = base.removesuffix(ending)
            break
    return Address(kind, base + kind.query, base + kind.update, base + kind.graphs)


def recognised(endpoint: str, headers: Mapping[str, str]) -> str:
    """The kind of store that answered with ``headers``. Raises ``CannotTellError`` where nothing tells."""
    server = headers.get("Server", "").lower()
    for word, slug in (("oxigraph", "oxigraph"), ("virtuoso", "virtuoso"), ("fuseki", "fuseki")):
        if word in server:
            return slug
    if "Fuseki-Request-Id" in headers:
        return "fuseki"
    if "/repositories/" in endpoint:
        return "rdf4j"
    raise CannotTellError(f"{endpoint}: does not say what kind of store it is; say so with --store {'|'.join(KINDS)}")
