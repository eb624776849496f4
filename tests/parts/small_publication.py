"""A publication of some hundreds of triples in two versions, for tests that publish it many times; and one who reads it all the time."""

from __future__ import annotations

import json
import shutil
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import ROOT
from mdo_rdf.iris import BASE
from mdo_rdf.publication import FILES

if TYPE_CHECKING:
    from types import TracebackType

MARK = f"{BASE}def#proef"
MARKED = ("cellen.ttl", "cube.ttl")
MARKS = 150
_BLOCKS = 12


def small_publication(place: Path, version: str, *, marks: int = MARKS) -> Path:
    """The beginning of each file, and in two of them ``marks`` triples with ``version`` as their value."""
    folder = place / "data" / "rdf" / "2024"
    folder.mkdir(parents=True)
    (place / "ontology").mkdir()
    shutil.copytree(ROOT / "queries", place / "queries")
    shutil.copyfile(ROOT / "ontology" / "extern.ttl", place / "ontology" / "extern.ttl")
    for name in FILES:
        blocks = (ROOT / "data" / "rdf" / "2024" / name).read_text("utf-8").split("\n\n")[:_BLOCKS]
        if name in MARKED:
            blocks += [f'<id/proef/{name}/{number}> <{MARK}> "{version}" .' for number in range(marks)]
        (folder / name).write_text("\n\n".join(blocks).rstrip() + "\n", encoding="utf-8")
    return place


def marks(query: str, *, graphs: bool) -> frozenset[tuple[str, ...]]:
    """What a reader sees: how often each version, in each graph or in what the store takes for its default graph."""
    inner = f"?s <{MARK}> ?v"
    text = (
        f"SELECT ?g ?v (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ {inner} }} }} GROUP BY ?g ?v"
        if graphs
        else f"SELECT ?v (COUNT(*) AS ?n) WHERE {{ {inner} }} GROUP BY ?v"
    )
    return frozenset(tuple(row[name] for name in sorted(row)) for row in select(query, text))


def select(query: str, text: str) -> list[dict[str, str]]:
    address = f"{query}?{urllib.parse.urlencode({'query': text})}"
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        found = json.load(response)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def whole(version: str, number: int = MARKS) -> set[frozenset[tuple[str, ...]]]:
    """What a reader may see of a version."""
    graphs = [f"{BASE}id/dataset/2024/graaf/{name.removesuffix('.ttl')}" for name in MARKED]
    return {frozenset((graph, str(number), version) for graph in graphs), frozenset({(str(len(graphs) * number), version)})}


class Reader:
    """Asks all the time, with and without graphs; ``seen`` is what it saw.

    What it read while a new version came in counts only where the store answers a question from one state of its data.
    """

    def __init__(self, query: str, *, snapshots: bool) -> None:
        self.seen: set[frozenset[tuple[str, ...]]] = set()
        self.answers = 0
        self._query, self._snapshots = query, snapshots
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _read(self) -> None:
        graphs = False
        while not self._done.is_set():
            graphs = not graphs
            try:
                before = self._run()
                found = marks(self._query, graphs=graphs)
                after = self._run()
            except (OSError, ValueError, KeyError):
                self._done.wait(0.02)
                continue
            self._done.wait(0.01)  # so that the store has time for others
            if self._snapshots or before == after:
                self.seen.add(found)
                self.answers += 1

    def _run(self) -> list[dict[str, str]]:
        if self._snapshots:
            return []
        manifest = f"{BASE}id/dataset/2024/graaf/manifest"
        return select(self._query, f"SELECT ?r WHERE {{ GRAPH <{manifest}> {{ <{manifest}> <{BASE}def#publicatie> ?r }} }}")
