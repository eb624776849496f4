"""What publishing an edition to a store would change: each file beside the graph that the store has of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from mdo_rdf import iris
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.iris import BASE
from mdo_rdf.publication import turtle_files
from mdo_rdf.publish.digest import Digest, digest
from mdo_rdf.publish.manifest import Manifest, ManifestEntry, read_manifest
from mdo_rdf.publish.store import GraphStore

_MOST_ASKED = 200_000


class GraphChange(NamedTuple):
    """What publishing does to one graph: ``action`` is ``add``, ``replace``, ``unchanged`` or ``remove``; ``present`` is the
    number of triples that the graph has now."""

    graph: str
    action: str
    present: int
    path: Path | None = None
    digest: Digest | None = None

    @property
    def name(self) -> str:
        """The last part of the name of the graph."""
        return self.graph.rpartition("/")[2]

    @property
    def triples(self) -> int:
        """The number of triples that the graph will have."""
        return self.digest.triples if self.digest else 0


class Plan(NamedTuple):
    """What there is, and what would change."""

    edition: str
    published: Manifest | None
    changes: tuple[GraphChange, ...]

    @property
    def is_asked(self) -> bool:
        """Whether the store has to answer ``GOLDEN``: it is not so large that only its triples are compared."""
        return sum(change.triples for change in self.changes) <= _MOST_ASKED

    @property
    def actual(self) -> tuple[GraphChange, ...]:
        """The graphs in which something changes."""
        return tuple(change for change in self.changes if change.action != "unchanged")


def graph_files(root: Path, edition: str) -> dict[str, Path]:
    """The files of an edition by the IRI of their graph, but ``koppelingen-*``: what is in these is in the others too."""
    files = {}
    for path in turtle_files(root, edition=edition):
        ontology = path.parent.name == "ontology"
        if ontology or not path.stem.startswith("koppelingen-"):
            files[BASE + iris.graph(edition, f"ontologie-{path.stem}" if ontology else path.stem)] = path
    return files


def make_plan(store: GraphStore, root: Path, edition: str) -> Plan:
    """Compare the files of an edition with what the store has. Raises ``StoreError`` and ``CannotTellError``."""
    published = read_manifest(store, edition)
    entries = published.graphs if published else {}
    files = graph_files(root, edition)
    changes = [_change(store, graph, path, entries.get(graph)) for graph, path in files.items()]
    gone = [GraphChange(graph, "remove", store.count(graph)) for graph in entries if graph not in files]
    changes += [change for change in gone if change.present]
    return Plan(edition, published, tuple(changes))


def _change(store: GraphStore, graph: str, path: Path, entry: ManifestEntry | None) -> GraphChange:
    summed, present = digest(file_triples(path)), store.count(graph)
    same = entry is not None and entry.checksum == summed.checksum and present == summed.triples
    action = "unchanged" if same else "replace" if present else "add"
    return GraphChange(graph, action, present, path, summed)


def file_triples(path: Path) -> Iterator[pyoxigraph.Triple]:
    """The triples of a file, streamed. Raises ``CannotTellError``."""
    return (quad.triple for quad in read_triples(str(path)))
