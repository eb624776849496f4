"""One published edition: its observations, and the few things that checks ask of them again and again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from mdo_rdf import iris
from mdo_rdf.datacube.constraints import shown
from mdo_rdf.datacube.cube import Cube, RdfTerm, terms_of
from mdo_rdf.iris import BASE

mdo, sdmx = terms_of("mdo"), terms_of("sdmx-attribute")
DERIVED_FROM = terms_of("prov")("wasDerivedFrom")


def name_of(term: RdfTerm | None) -> str:
    """The last part of an IRI: the slug of a concept, the number of a year."""
    return getattr(term, "value", "").rpartition("/")[2]


def number_of(term: RdfTerm | None) -> Decimal | None:
    """The number that a literal stands for, or None where there is none, or no finite number."""
    try:
        number = Decimal(shown(term))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class PublishedEdition:
    """The observations of an edition by their data set, and what is said of them and of the cells that they come from."""

    def __init__(self, cube: Cube, slug: str) -> None:
        self.cube = cube
        self.slug = slug
        self.values, self.statuses, self.changes, self.derived = (
            cube.members(NamedNode(BASE + iris.dataset(slug, part))) for part in ("waarde", "celstatus", "mutatie", "afgeleid")
        )
        self._several: dict[NamedNode, dict[int, list[RdfTerm]]] = {}
        self._keys: dict[int, tuple[RdfTerm | None, str]] = {}
        self.percentage_cells: dict[tuple[RdfTerm | None, RdfTerm | None], set[RdfTerm]] = {}
        self.last_year: dict[RdfTerm | None, str] = {}
        for cell in cube.subjects(mdo("kolom"), None):
            table, column = self.about(cell, mdo("tabel")), shown(self.about(cell, mdo("kolom")))
            if column == "%":
                self.percentage_cells.setdefault((table, self.about(cell, mdo("rij"))), set()).add(cell)
            else:
                self.last_year[table] = max(column, self.last_year.get(table, ""))
        self.value_of = {self.key(observation): observation for observation in self.values}
        self.figures_of_cell = Counter(self.cell(observation) for observation in self.statuses)

    def all(self, observation: int, name: NamedNode) -> Sequence[RdfTerm]:
        """The values that an observation has of a property."""
        if name not in self._several:
            by_holder = self._several[name] = defaultdict(list)
            for holder, value in dict.fromkeys(self.cube.pairs(name)):
                by_holder[holder].append(self.cube.terms[value])
        return self._several[name].get(observation, ())

    def first(self, observation: int, name: NamedNode) -> RdfTerm | None:
        """The first of them, or None."""
        values = self.all(observation, name)
        return values[0] if values else None

    def about(self, term: RdfTerm | None, name: NamedNode) -> RdfTerm | None:
        """The first object of a statement about a thing that is not an observation."""
        objects = None if term is None else self.cube.objects(term, name)
        return objects[0] if objects else None

    def shown(self, observation: int) -> str:
        """The name of an observation."""
        return shown(self.cube.terms[observation])

    def key(self, observation: int) -> tuple[RdfTerm | None, str]:
        """Indicator and year."""
        if observation not in self._keys:
            key = self.first(observation, mdo("indicator")), name_of(self.first(observation, mdo("jaar")))
            self._keys[observation] = key
        return self._keys[observation]

    def cell(self, observation: int) -> RdfTerm | None:
        """The printed cell that an observation comes from."""
        return self.first(observation, DERIVED_FROM)

    def text(self, observation: int) -> str | None:
        """The printed text of that cell."""
        text = self.about(self.cell(observation), mdo("tekst"))
        return None if text is None else shown(text)
