"""One published edition as facts: its observations, and the few things that checks ask of them again and again."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.datacube.constraints import shown
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdo_rdf.datacube.cube import Cube, Term


@cache
def mdo(name: str) -> NamedNode:
    """A term of ours."""
    return NamedNode(PREFIXES["mdo"] + name)


@cache
def sdmx(name: str) -> NamedNode:
    """An attribute of SDMX."""
    return NamedNode(PREFIXES["sdmx-attribute"] + name)


DERIVED_FROM = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")


def name_of(term: Term | None) -> str:
    """The last part of an IRI: the slug of a concept, the number of a year."""
    return getattr(term, "value", "").rpartition("/")[2]


class Facts:
    """The observations of one edition, with the few things that the checks ask of them again and again."""

    def __init__(self, cube: Cube, edition: str) -> None:
        self.cube = cube
        self.edition = edition
        self.values = cube.members(NamedNode(f"{BASE}id/dataset/{edition}"))
        self.statuses = cube.members(NamedNode(f"{BASE}id/dataset/{edition}-celstatus"))
        self.changes = cube.members(NamedNode(f"{BASE}id/dataset/{edition}-mutatie"))
        self.derived = cube.members(NamedNode(f"{BASE}id/dataset/{edition}-afgeleid"))
        self._several: dict[NamedNode, dict[int, list[Term]]] = {}
        self._keys: dict[int, tuple[Term | None, str]] = {}
        self.percentage_cells: dict[tuple[Term | None, Term | None], set[Term]] = {}
        self._last_years: dict[Term | None, str] = {}
        for cell in cube.subjects(mdo("kolom"), None):
            table, column = self.about(cell, mdo("tabel")), shown(self.about(cell, mdo("kolom")))
            if column == "%":
                self.percentage_cells.setdefault((table, self.about(cell, mdo("rij"))), set()).add(cell)
            else:
                self._last_years[table] = max(column, self._last_years.get(table, ""))

        self.figures_of_cell = Counter(self.cell(observation) for observation in self.statuses)

    def last_year(self, table: Term | None) -> str:
        """The last year that a table has a column for."""
        return self._last_years.get(table, "")

    def all(self, observation: int, name: NamedNode) -> Sequence[Term]:
        """The values that an observation has of a property."""
        found = self._several.get(name)
        if found is None:
            found = self._several[name] = {}
            for holder, value in dict.fromkeys(self.cube.pairs(name)):
                found.setdefault(holder, []).append(self.cube.terms[value])
        return found.get(observation, ())

    def one(self, observation: int, name: NamedNode) -> Term | None:
        """The first of them, or None."""
        found = self.all(observation, name)
        return found[0] if found else None

    def about(self, term: Term | None, name: NamedNode) -> Term | None:
        """The first object of a statement about a thing that is not an observation."""
        found = None if term is None else self.cube.objects(term, name)
        return found[0] if found else None

    def shown(self, observation: int) -> str:
        """The name of an observation."""
        return shown(self.cube.terms[observation])

    def key(self, observation: int) -> tuple[Term | None, str]:
        """Indicator and year."""
        found = self._keys.get(observation)
        if found is None:
            found = self.one(observation, mdo("indicator")), name_of(self.one(observation, mdo("jaar")))
            self._keys[observation] = found
        return found

    def cell(self, observation: int) -> Term | None:
        """The printed cell that an observation comes from."""
        return self.one(observation, DERIVED_FROM)

    def text(self, observation: int) -> str | None:
        """The printed text of that cell."""
        found = self.about(self.cell(observation), mdo("tekst"))
        return None if found is None else shown(found)
