"""What a store holds about what was published to it: the graphs of an edition with their checksums, and work in progress."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError, one_line
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publish.digest import STAGED
from mdo_rdf.publish.store import GraphStore

_YEAR = re.compile(r"[0-9]{4}")
SERIES = BASE + iris.catalogue("reeks")
CURRENT = BASE + iris.CURRENT
_MDO, _DCTERMS, _VOID = (PREFIXES[prefix] for prefix in ("mdo", "dcterms", "void"))
MANIFEST = re.compile(re.escape(BASE + iris.graph("0000", "manifest")).replace("0000", f"({_YEAR.pattern})"))
"""The IRI of the manifest of any edition."""
_AT_ONCE = 50
_TYPE = f"{PREFIXES['rdf']}type"
_NAMED_GRAPH = "http://www.w3.org/ns/sparql-service-description#NamedGraph"
_RUN = re.compile(r"[0-9a-z-]*")
_SWAP = re.compile(r"[0-9a-z-]+ [0-9]{1,6}")
_GRAPH_NAME = re.compile(r"[0-9A-Za-z._/-]+")
_DATE_TIME = NamedNode(f"{PREFIXES['xsd']}dateTime")


class ManifestEntry(NamedTuple):
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
    entries: tuple[ManifestEntry, ...]

    @property
    def graphs(self) -> dict[str, ManifestEntry]:
        """The entries by the IRI of their graph."""
        return {entry.graph: entry for entry in self.entries}


class Work(NamedTuple):
    """What is going on at an edition: the runs that have begun, those that are swapping (the mark of the run, and how many
    seconds it may take), and the work graphs that were made, also long ago."""

    runs: tuple[str, ...]
    swaps: tuple[str, ...]
    graphs: tuple[str, ...]


def place(edition: str) -> str:
    """The IRI of the manifest of an edition, which is that of its graph too. Raises as ``check_year``."""
    check_year(edition)
    return BASE + iris.graph(edition, "manifest")


def check_year(edition: str) -> None:
    """Raises ``CannotTellError`` for what is no year: it goes into every query and update."""
    if not _YEAR.fullmatch(edition):
        raise CannotTellError(f"--edition {one_line(edition)}: not the year of an edition; give it as in 2024")


def previous_place(edition: str) -> str:
    """The graph that keeps the manifest of the publication before this one, made unreadable as ``digest.STAGED`` says."""
    return f"{place(edition)}/vorige"


def work_place(edition: str) -> str:
    """The graph that keeps what is going on."""
    return f"{place(edition)}/werk"


def work_graph(graph: str, kind: str, run: str) -> str:
    """A graph in which a run makes something ready for another: what is to be there, to come in, or to go out."""
    return f"{graph}/{kind}/{run}"


def is_work_graph(graph: str) -> bool:
    """Whether a graph is one that no question finds, and not one that is filled where readers find it."""
    return graph.split("/")[-2] in ("klaar", "erbij", "eraf")


def run_of(graph: str) -> str:
    """The run that made a work graph."""
    return graph.rpartition("/")[2]


def triples(manifest: Manifest) -> Iterator[Triple]:
    """The manifest as triples."""
    subject = place(manifest.edition)
    yield _triple(subject, _TYPE, NamedNode(f"{_MDO}Manifest"))
    yield _triple(subject, f"{_DCTERMS}isVersionOf", NamedNode(BASE + iris.edition(manifest.edition)))
    yield _triple(subject, f"{_MDO}publicatie", Literal(manifest.run))
    yield _triple(subject, f"{PREFIXES['dcat']}version", Literal(manifest.version))
    yield _triple(subject, f"{_DCTERMS}issued", Literal(manifest.issued, datatype=_DATE_TIME))
    for entry in manifest.entries:
        yield _triple(entry.graph, _TYPE, NamedNode(_NAMED_GRAPH))
        yield _triple(entry.graph, f"{_DCTERMS}isPartOf", NamedNode(subject))
        yield _triple(entry.graph, f"{_DCTERMS}source", Literal(entry.source))
        yield _triple(entry.graph, f"{_VOID}triples", Literal(entry.triples))
        yield _triple(entry.graph, f"{_MDO}graafcontrolesom", Literal(entry.checksum))
        for name, graph in (("toegevoegd", entry.added), ("verwijderd", entry.removed)):
            if graph:
                yield _triple(entry.graph, f"{_MDO}{name}", NamedNode(graph))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def read_manifest(store: GraphStore, edition: str) -> Manifest | None:
    """The manifest of an edition; ``None`` where it is not published. Raises ``StoreError``."""
    return _read(store, edition, place(edition), "")


def read_previous(store: GraphStore, edition: str) -> Manifest | None:
    """The manifest of the publication before this one."""
    return _read(store, edition, previous_place(edition), STAGED)


def _read(store: GraphStore, edition: str, graph: str, prefix: str) -> Manifest | None:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
        said[row["s"]][row["p"].removeprefix(prefix)] = row["o"]
    whole = said.pop(place(edition), None)
    if whole is None:
        return None
    try:
        return _manifest(edition, whole, said)
    except (KeyError, ValueError) as error:
        remedy = f"it was changed by others: remove the graph {graph}, and publish again"
        raise CannotTellError(f"edition {edition}: its manifest in the store is not whole ({error}); {remedy}") from error


def _manifest(edition: str, whole: Mapping[str, str], said: Mapping[str, Mapping[str, str]]) -> Manifest:
    """A manifest from its values by property. Raises ``KeyError`` and ``ValueError`` where it is not one of ours."""
    entries = []
    for name, values in sorted(said.items()):
        source, triples, checksum = (values[key] for key in (f"{_DCTERMS}source", f"{_VOID}triples", f"{_MDO}graafcontrolesom"))
        added, removed = (values.get(f"{_MDO}{key}", "") for key in ("toegevoegd", "verwijderd"))
        for graph in (name, added, removed):
            if graph and not _is_own(edition, graph):
                raise ValueError(f"{graph} is no graph of this edition")
        entries.append(ManifestEntry(name, source, int(triples), checksum, added, removed))
    run, version, issued = whole[f"{_MDO}publicatie"], whole[f"{PREFIXES['dcat']}version"], whole[f"{_DCTERMS}issued"]
    if not _RUN.fullmatch(run):
        raise ValueError(f"{run} is no mark of a publication")
    return Manifest(edition, run, version, issued, tuple(entries))


def _is_own(edition: str, graph: str) -> bool:
    """Whether a graph is one that a publication of this edition makes: no other is ever changed."""
    start = BASE + iris.graph(edition, "")
    return graph.startswith(start) and bool(_GRAPH_NAME.fullmatch(graph.removeprefix(start)))


def read_work(store: GraphStore, edition: str) -> Work:
    """What is going on at an edition; what others may have noted there is left alone. Raises ``StoreError``."""
    notes = defaultdict(list)
    for row in store.rows(f"SELECT ?p ?o WHERE {{ GRAPH <{work_place(edition)}> {{ ?s ?p ?o }} }} ORDER BY ?p ?o"):
        notes[row["p"].removeprefix(_MDO)].append(row["o"])
    runs = filter(_RUN.fullmatch, notes["lopendePublicatie"])
    swaps = filter(_SWAP.fullmatch, notes["wisselt"])
    return Work(tuple(runs), tuple(swaps), tuple(graph for graph in notes["werkgraaf"] if _is_own(edition, graph)))


def read_swaps(store: GraphStore) -> list[tuple[str, str]]:
    """The editions at which a run is swapping, with what it said of that. Raises ``StoreError``."""
    rows = store.rows(
        f"SELECT ?m ?o WHERE {{ GRAPH ?g {{ ?m <{_MDO}wisselt> ?o }} FILTER(STR(?g) = CONCAT(STR(?m), '/werk')) }} ORDER BY ?m ?o"
    )
    matches = [(MANIFEST.fullmatch(row["m"]), row["o"]) for row in rows]
    return [(match[1], swap) for match, swap in matches if match and _SWAP.fullmatch(swap)]


def is_left(store: GraphStore, edition: str) -> bool:
    """Whether a run is in progress, or was broken off, or left work graphs with something in them. Raises ``StoreError``."""
    work = read_work(store, edition)
    return bool(work.runs or work.swaps or present(store, work.graphs))


def present(store: GraphStore, graphs: Sequence[str]) -> set[str]:
    """Those of ``graphs`` that have something in them. Raises ``StoreError``."""
    filled: set[str] = set()
    for at in range(0, len(graphs), _AT_ONCE):
        values = " ".join(f"<{graph}>" for graph in graphs[at : at + _AT_ONCE])
        query = f"SELECT ?g WHERE {{ VALUES ?g {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        filled.update(row["g"] for row in store.rows(query))
    return filled


def read_editions(store: GraphStore) -> list[str]:
    """The editions that are published, the latest last. Raises ``StoreError``."""
    return _editions(store, f"GRAPH ?m {{ ?m a <{_MDO}Manifest> }}")


def read_begun(store: GraphStore) -> list[str]:
    """The editions of which something was noted that is going on, published or not. Raises ``StoreError``."""
    return _editions(store, f"GRAPH ?g {{ ?m <{_MDO}lopendePublicatie>|<{_MDO}werkgraaf> ?note }}")


def _editions(store: GraphStore, pattern: str) -> list[str]:
    """The editions whose manifest is the ``?m`` of a pattern, the latest last."""
    matches = [MANIFEST.fullmatch(row["m"]) for row in store.rows(f"SELECT DISTINCT ?m WHERE {{ {pattern} }} ORDER BY ?m")]
    return [match[1] for match in matches if match]


def read_current(store: GraphStore) -> list[str]:
    """The editions that readers are led to: one, or none where none is published. Raises ``StoreError``."""
    query = f"SELECT ?e WHERE {{ GRAPH <{CURRENT}> {{ <{SERIES}> <{PREFIXES['dcat']}hasCurrentVersion> ?e }} }} ORDER BY ?e"
    return [row["e"].rpartition("/")[2] for row in store.rows(query)]
