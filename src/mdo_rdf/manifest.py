"""What a store holds about what was published to it: the graphs of an edition with their checksums, and work in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf import names
from mdo_rdf.graph_digest import STAGED
from mdo_rdf.names import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.graph_store import GraphStore

SERIES = f"{BASE}id/uitgavenreeks"
CURRENT = BASE + names.CURRENT
_MDO, _DCTERMS, _VOID = (PREFIXES[prefix] for prefix in ("mdo", "dcterms", "void"))
_AT_ONCE = 50
_TYPE = f"{PREFIXES['rdf']}type"
_NAMED_GRAPH = "http://www.w3.org/ns/sparql-service-description#NamedGraph"
_INTEGER = pyoxigraph.NamedNode(f"{PREFIXES['xsd']}integer")
_DATE_TIME = pyoxigraph.NamedNode(f"{PREFIXES['xsd']}dateTime")


class Entry(NamedTuple):
    """One graph: its IRI, the file it is from, its size and checksum; and the work graphs that lead back to what it was."""

    graph: str
    source: str
    triples: int
    checksum: str
    added: str = ""
    removed: str = ""


class Manifest(NamedTuple):
    """One edition as it is published; ``run`` marks the time that it was put there."""

    edition: str
    run: str
    version: str
    issued: str
    entries: tuple[Entry, ...]

    @property
    def graphs(self) -> dict[str, Entry]:
        """The entries by the IRI of their graph."""
        return {entry.graph: entry for entry in self.entries}


class Work(NamedTuple):
    """What is going on at an edition: the runs that have begun, those that are swapping (the mark of the run, and how many
    seconds it may take), and the work graphs that were made, also long ago."""

    runs: tuple[str, ...]
    swaps: tuple[str, ...]
    graphs: tuple[str, ...]


def place(edition: str) -> str:
    """The IRI of the manifest of an edition, which is that of its graph too."""
    return BASE + names.graph(edition, "manifest")


def previous_place(edition: str) -> str:
    """The graph that keeps the manifest of the publication before this one, made unreadable as ``graph_digest.STAGED`` says."""
    return f"{place(edition)}/vorige"


def work_place(edition: str) -> str:
    """The graph that keeps what is going on."""
    return f"{place(edition)}/werk"


def triples(manifest: Manifest) -> Iterator[pyoxigraph.Triple]:
    """The manifest as triples."""
    subject = place(manifest.edition)
    yield _iri(subject, _TYPE, f"{_MDO}Manifest")
    yield _iri(subject, f"{_DCTERMS}isVersionOf", BASE + names.edition(manifest.edition))
    yield _text(subject, f"{_MDO}publicatie", manifest.run)
    yield _text(subject, f"{PREFIXES['dcat']}version", manifest.version)
    yield _literal(subject, f"{_DCTERMS}issued", pyoxigraph.Literal(manifest.issued, datatype=_DATE_TIME))
    for entry in manifest.entries:
        yield _iri(entry.graph, _TYPE, _NAMED_GRAPH)
        yield _iri(entry.graph, f"{_DCTERMS}isPartOf", subject)
        yield _text(entry.graph, f"{_DCTERMS}source", entry.source)
        yield _literal(entry.graph, f"{_VOID}triples", pyoxigraph.Literal(str(entry.triples), datatype=_INTEGER))
        yield _text(entry.graph, f"{_MDO}graafcontrolesom", entry.checksum)
        for name, graph in (("toegevoegd", entry.added), ("verwijderd", entry.removed)):
            if graph:
                yield _iri(entry.graph, f"{_MDO}{name}", graph)


def read_manifest(store: GraphStore, edition: str) -> Manifest | None:
    """The manifest of an edition; ``None`` where it is not published. Raises ``StoreError``."""
    return _read(store, edition, place(edition), "")


def read_previous(store: GraphStore, edition: str) -> Manifest | None:
    """The manifest of the publication before this one."""
    return _read(store, edition, previous_place(edition), STAGED)


def _read(store: GraphStore, edition: str, graph: str, prefix: str) -> Manifest | None:
    found: dict[str, dict[str, str]] = {}
    for row in store.rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
        found.setdefault(row["s"], {})[row["p"].removeprefix(prefix)] = row["o"]
    whole = found.pop(place(edition), None)
    if whole is None:
        return None
    entries = [
        Entry(
            name,
            one[f"{_DCTERMS}source"],
            int(one[f"{_VOID}triples"]),
            one[f"{_MDO}graafcontrolesom"],
            one.get(f"{_MDO}toegevoegd", ""),
            one.get(f"{_MDO}verwijderd", ""),
        )
        for name, one in sorted(found.items())
    ]
    said = (whole[f"{_MDO}publicatie"], whole[f"{PREFIXES['dcat']}version"], whole[f"{_DCTERMS}issued"])
    return Manifest(edition, *said, tuple(entries))


def read_work(store: GraphStore, edition: str) -> Work:
    """What is going on at an edition. Raises ``StoreError``."""
    found: dict[str, list[str]] = {}
    for row in store.rows(f"SELECT ?p ?o WHERE {{ GRAPH <{work_place(edition)}> {{ ?s ?p ?o }} }} ORDER BY ?p ?o"):
        found.setdefault(row["p"].removeprefix(_MDO), []).append(row["o"])
    return Work(*(tuple(found.get(name, ())) for name in ("lopendePublicatie", "wisselt", "werkgraaf")))


def present(store: GraphStore, graphs: Sequence[str]) -> set[str]:
    """Those of ``graphs`` that have something in them. Raises ``StoreError``."""
    found: set[str] = set()
    for at in range(0, len(graphs), _AT_ONCE):
        values = " ".join(f"<{graph}>" for graph in graphs[at : at + _AT_ONCE])
        query = f"SELECT ?g WHERE {{ VALUES ?g {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        found.update(row["g"] for row in store.rows(query))
    return found


def read_editions(store: GraphStore) -> list[str]:
    """The editions that are published, the latest last. Raises ``StoreError``."""
    query = f"SELECT DISTINCT ?m WHERE {{ GRAPH ?m {{ ?m a <{_MDO}Manifest> }} }} ORDER BY ?m"
    start, end = place("\0").split("\0")
    return [row["m"].removeprefix(start).removesuffix(end) for row in store.rows(query) if row["m"].startswith(start)]


def read_current(store: GraphStore) -> str:
    """The edition that readers are led to; empty where there is none. Raises ``StoreError``."""
    query = f"SELECT ?e WHERE {{ GRAPH <{CURRENT}> {{ <{SERIES}> <{PREFIXES['dcat']}hasCurrentVersion> ?e }} }}"
    return next((row["e"].rpartition("/")[2] for row in store.rows(query)), "")


# ---- SPARQL Update: each of these does nothing where the run is not, or no longer, in progress ----


class Move(NamedTuple):
    """What changes in a graph: it loses what is in the work graph ``removed`` and gets what is in ``added``."""

    graph: str
    added: str = ""
    removed: str = ""


def begin(edition: str, run: str, graphs: Sequence[str]) -> str:
    """Say that a run has begun and which work graphs it will make, before it makes them."""
    subject = f"<{place(edition)}>"
    made = "".join(f" ; <{_MDO}werkgraaf> <{graph}>" for graph in graphs)
    return f'INSERT DATA {{ GRAPH <{work_place(edition)}> {{ {subject} <{_MDO}lopendePublicatie> "{run}"{made} }} }}'


def end_others(edition: str) -> str:
    """Say that nothing is going on any more: whoever was at it finds that out at its swap."""
    pattern = f"GRAPH <{work_place(edition)}> {{ <{place(edition)}> <{_MDO}lopendePublicatie> ?run }}"
    return f"DELETE {{ {pattern} }} WHERE {{ {pattern} }}"


def claim(edition: str, swap: str) -> str:
    """Say that a run is about to swap."""
    return f"INSERT DATA {{ {_swapping(edition, swap)} }}"


def give_up(edition: str, swap: str) -> str:
    """Say that a run is not swapping after all."""
    return f"DELETE DATA {{ {_swapping(edition, swap)} }}"


def _swapping(edition: str, swap: str) -> str:
    return f'GRAPH <{work_place(edition)}> {{ <{place(edition)}> <{_MDO}wisselt> "{swap}" }}'


def forget(edition: str, graphs: Sequence[str]) -> str:
    """Say that these are no longer work graphs."""
    gone = " , ".join(f"<{graph}>" for graph in graphs)
    return f"DELETE DATA {{ GRAPH <{work_place(edition)}> {{ <{place(edition)}> <{_MDO}werkgraaf> {gone} }} }}"


def difference(move: Move, staged: str) -> list[str]:
    """Fill the two work graphs of ``move`` with what tells its graph and the ``staged`` one apart."""
    old = f"GRAPH <{move.graph}> {{ ?s ?p ?o }}"
    new = f"GRAPH <{staged}> {{ ?s ?e ?o }}"
    return [
        f"INSERT {{ GRAPH <{move.removed}> {{ ?s ?e ?o }} }} WHERE {{ {old} {_ENCODE} FILTER NOT EXISTS {{ {new} }} }}",
        f"INSERT {{ GRAPH <{move.added}> {{ ?s ?e ?o }} }} WHERE {{ {new} {_DECODE} FILTER NOT EXISTS {{ {old} }} }}",
    ]


def everything(move: Move) -> str:
    """Fill the work graph ``removed`` of ``move`` with all that its graph has."""
    return f"INSERT {{ GRAPH <{move.removed}> {{ ?s ?e ?o }} }} WHERE {{ GRAPH <{move.graph}> {{ ?s ?p ?o }} {_ENCODE} }}"


def swap(manifest: Manifest, moves: Sequence[Move], current: str) -> str:
    """Everything that readers see, in one request: the graphs, the manifest, and which edition is the current one.

    Each part can be done twice without harm, so that a store without transactions can be helped to the end.
    """
    here, before = place(manifest.edition), previous_place(manifest.edition)
    work = f"GRAPH <{work_place(manifest.edition)}>"
    guard = f'{work} {{ <{here}> <{_MDO}lopendePublicatie> "{manifest.run}" }}'
    not_yet = f'{guard} FILTER NOT EXISTS {{ GRAPH <{here}> {{ <{here}> <{_MDO}publicatie> "{manifest.run}" }} }}'
    steps = []
    for move in moves:
        found = f"GRAPH <{move.graph}> {{ ?s ?p ?o }}"
        if move.removed:
            steps.append(f"DELETE {{ {found} }} WHERE {{ {guard} GRAPH <{move.removed}> {{ ?s ?e ?o }} {_DECODE} }}")
        if move.added:
            steps.append(f"INSERT {{ {found} }} WHERE {{ {guard} GRAPH <{move.added}> {{ ?s ?e ?o }} {_DECODE} }}")
    content = (pyoxigraph.serialize(triples(manifest), format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").decode()
    steps += [
        f"DELETE {{ GRAPH <{before}> {{ ?s ?p ?o }} }} WHERE {{ {not_yet} GRAPH <{before}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{before}> {{ ?s ?e ?o }} }} WHERE {{ {not_yet} GRAPH <{here}> {{ ?s ?p ?o }} {_ENCODE} }}",
        f"DELETE {{ GRAPH <{here}> {{ ?s ?p ?o }} }} WHERE {{ {guard} GRAPH <{here}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{here}> {{ {content} }} }} WHERE {{ {guard} }}",
        *_pointing(current, guard),
        *(
            f"DELETE {{ {work} {{ ?m <{_MDO}{one}> ?run }} }} WHERE {{ {guard} {work} {{ ?m <{_MDO}{one}> ?run }} }}"
            for one in ("wisselt", "lopendePublicatie")
        ),
    ]
    return " ;\n".join(steps)


def pointing(current: str) -> str:
    """Lead readers to an edition; to none where ``current`` is empty."""
    return " ;\n".join(_pointing(current, ""))


def _pointing(current: str, guard: str) -> list[str]:
    says = f"<{SERIES}> <{PREFIXES['dcat']}hasCurrentVersion>"
    old = f"GRAPH <{CURRENT}> {{ {says} ?old }}"
    steps = [f"DELETE {{ {old} }} WHERE {{ {guard} {old} }}"]
    if current:
        steps.append(f"INSERT {{ GRAPH <{CURRENT}> {{ {says} <{BASE}{names.edition(current)}> }} }} WHERE {{ {guard} }}")
    return steps


_DECODE = f'BIND(IRI(STRAFTER(STR(?e), "{STAGED}")) AS ?p)'
_ENCODE = f'BIND(IRI(CONCAT("{STAGED}", STR(?p))) AS ?e)'


def _iri(subject: str, predicate: str, value: str) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), pyoxigraph.NamedNode(value))


def _text(subject: str, predicate: str, value: str) -> pyoxigraph.Triple:
    return _literal(subject, predicate, pyoxigraph.Literal(value))


def _literal(subject: str, predicate: str, value: pyoxigraph.Literal) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), value)
