"""How tests of what goes wrong publish a small publication to real stores, and what they look at there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checkout import tool
from mdo_rdf.cli import main
from mdo_rdf.iris import PREFIXES
from small_publication import Reader, select
from stores import Store, oxigraph_store, virtuoso_store

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("oxigraph", "virtuoso")
SWAP = 1
"""For how many seconds others leave a run that swaps to it; whoever was killed then is waited for so long."""
COMMAND = (
    f"import sys; from mdo_rdf import cli; from mdo_rdf.publish import turns; turns._SHORTEST_SWAP = {SWAP}; sys.exit(cli.main())"
)
NOTHING: set[frozenset[tuple[str, ...]]] = {frozenset()}


def new_store(kind: str, place: Path) -> Store:
    """One that runs, and has nothing in it."""
    store = oxigraph_store(place) if kind == "oxigraph" else virtuoso_store(tool("virtuoso-t"), place)
    store.start()
    return store


def publish(address: str, root: Path, *more: str) -> int:
    return main(["publish", "--endpoint", address, "--root", str(root), "--retries", "1", *more])


def command(address: str, root: Path, kind: str) -> list[str]:
    words = ["publish", "--endpoint", address, "--root", str(root), "--retries", "0", "--store", kind]
    return [sys.executable, "-c", COMMAND, *words]


def removal_command(address: str, kind: str) -> list[str]:
    words = ["publish", "--endpoint", address, "--retries", "0", "--store", kind, "--remove", "--edition", "2024"]
    return [sys.executable, "-c", COMMAND, *words]


def remove(address: str, *more: str) -> int:
    return main(["publish", "--endpoint", address, "--retries", "1", "--remove", "--edition", "2024", *more])


def kind_of(store: Store) -> str:
    return "virtuoso" if store.query.endswith("/sparql") else "oxigraph"


def reader(store: Store) -> Reader:
    return Reader(store.query, snapshots=kind_of(store) == "oxigraph")


def left_behind(store: Store) -> list[dict[str, str]]:
    """The work graphs that lead back to nothing: those of which the manifest does not say that they were added or removed."""
    mdo = PREFIXES["mdo"]
    needed = f"GRAPH ?m {{ ?entry <{mdo}toegevoegd>|<{mdo}verwijderd> ?g }}"
    work = "GRAPH ?g { ?s ?p ?o } FILTER(REGEX(STR(?g), '/(klaar|erbij|eraf)/'))"
    return select(store.query, f"SELECT DISTINCT ?g WHERE {{ {work} FILTER NOT EXISTS {{ {needed} }} }}")
