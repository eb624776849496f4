"""A part of the publication in which everything holds, for tests that spoil it many times: some tables and what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

import mdo_rdf
from checkout import ROOT
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import Quad

_TABLE = NamedNode(f"{PREFIXES['mdo']}tabel")
_RESTS_ON_OTHERS = frozenset(
    ["observatie", "cel", "toets", "bevinding", "bewering", "beoordeling", "reeks", "somregel", "voetnootteken"]
)
"""The kinds of things that go where something goes that they name."""
_LEFT_OUT = "koppeling"  # no figure rests on a link to others


def excerpt(tables: Collection[str]) -> list[Quad]:
    """What the publication says of these tables, such as ``a-1``, and of what has its figures in them."""
    said: dict[object, list[Quad]] = {}
    for quad in mdo_rdf.load_store(ROOT):
        said.setdefault(quad.subject, []).append(quad)
    kept = {NamedNode(f"{BASE}id/tabel/2024/{table}") for table in tables}
    gone = {
        thing
        for thing, quads in said.items()
        if _kind(thing) == _LEFT_OUT
        or (_kind(thing) == "tabel" and thing not in kept)
        or (_kind(thing) == "indicator" and not any(quad.predicate == _TABLE and quad.object in kept for quad in quads))
    }
    more = gone
    while more:
        more = {
            thing
            for thing in said.keys() - gone
            if _kind(thing) in _RESTS_ON_OTHERS and any(quad.object in gone for quad in said[thing])
        }
        gone |= more
    return [quad for thing in said.keys() - gone for quad in said[thing] if quad.object not in gone]


def _kind(thing: object) -> str:
    return str(getattr(thing, "value", "")).removeprefix(f"{BASE}id/").partition("/")[0]
