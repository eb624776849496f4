"""A data cube in columns: any RDF read once, normalised, what is said of its observations and of all else by property.

A column of integers per property takes a fraction of the memory of a store and is read in order, so that a check of a
million observations is a few passes over arrays. What is asked of one thing is looked up in an index of its property, which
is made when it is first needed. Normalisation: W3C RDF Data Cube Vocabulary, section 10.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad

from mdo_rdf.iris import PREFIXES

Node = NamedNode | BlankNode
RdfTerm = NamedNode | BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def terms_of(prefix: str) -> Callable[[str], NamedNode]:
    """What makes a term of the vocabulary with this prefix out of its local name."""
    return cache(lambda name: NamedNode(PREFIXES[prefix] + name))


qb, skos = terms_of("qb"), terms_of("skos")
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
MEASURE_TYPE = qb("measureType")
_KINDS = {"dimension": "DimensionProperty", "measure": "MeasureProperty", "attribute": "AttributeProperty"}


class PropertyColumn(NamedTuple):
    """The statements with one property: the numbers of their subjects, and those of their objects."""

    subjects: array[int]
    objects: array[int]

    def append(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Add statements: pairs of a subject and an object."""
        subjects, objects = self
        for subject, value in pairs:
            subjects.append(subject)
            objects.append(value)


_EMPTY = PropertyColumn(array("I"), array("I"))
"""The column of a property that nothing has."""


class PropertyIndex(NamedTuple):
    """The same statements to look up: the objects of each subject, and the subjects of each object."""

    objects: dict[int, list[int]]
    subjects: dict[int, list[int]]

    def add(self, subject: int, value: int) -> None:
        """Add a statement."""
        self.objects.setdefault(subject, []).append(value)
        self.subjects.setdefault(value, []).append(subject)


class Structure(NamedTuple):
    """A data structure definition: its components by kind, in the order of their names."""

    node: Node
    dimensions: tuple[NamedNode, ...]
    measures: tuple[NamedNode, ...]
    attributes: tuple[NamedNode, ...]
    required: tuple[NamedNode, ...]
    datasets: tuple[Node, ...]

    @property
    def by_measure_type(self) -> bool:
        """Whether each observation has one of the measures, named by qb:measureType."""
        return MEASURE_TYPE in self.dimensions


class Cube:
    """A normalised cube: what is said of observations, and of all else. A number is the place of a term in ``terms``."""

    def __init__(self, triples: Iterable[Quad]) -> None:
        self.terms: list[RdfTerm] = []
        self._ids: dict[RdfTerm, int] = {}
        self._columns: dict[NamedNode, PropertyColumn] = defaultdict(_column)
        self._others: dict[NamedNode, PropertyColumn] = defaultdict(_column)
        self._indexes: dict[NamedNode, PropertyIndex] = {}
        self._read(triples)
        self._observations = self._find_observations()
        self._set_aside()
        self._imply_types()
        self.structures = self._find_structures()
        self._push_down()

    # ---- What checks ask ----

    @property
    def observations(self) -> list[int]:
        """The numbers of all observations, in the order in which they were met."""
        return sorted(self._observations)

    def properties(self) -> list[NamedNode]:
        """The properties that some observation has."""
        return sorted((name for name, column in self._columns.items() if column.subjects), key=str)

    def pairs(self, name: NamedNode) -> Iterator[tuple[int, int]]:
        """The observations that have a property, with each of its values; both as numbers.

        For qb:observation it is the slices and groups with each of their observations.
        """
        return zip(*self._columns.get(name, _EMPTY), strict=True)

    def holders(self, name: NamedNode) -> set[int]:
        """The observations that have the property."""
        return set(self._columns.get(name, _EMPTY).subjects)

    def values(self, name: NamedNode) -> dict[int, int]:
        """One value of the property for each observation that has it: the first."""
        first: dict[int, int] = {}
        for observation, value in self.pairs(name):
            first.setdefault(observation, value)
        return first

    def number(self, term: RdfTerm) -> int:
        """The number of a term, or -1 where the cube does not have it."""
        return self._ids.get(term, -1)

    def members(self, dataset: Node) -> list[int]:
        """The observations of a data set, in the order in which they were met."""
        number = self.number(dataset)
        return list(dict.fromkeys(observation for observation, value in self.pairs(qb("dataSet")) if value == number))

    def objects(self, subject: RdfTerm, name: NamedNode) -> list[RdfTerm]:
        """The objects of statements that are not about an observation."""
        values = self._index(name).objects.get(self._ids.get(subject, -1))
        return [self.terms[value] for value in values] if values else []

    def subjects(self, name: NamedNode, value: RdfTerm | None) -> list[Node]:
        """The subjects of statements that are not about an observation, each once."""
        index = self._index(name)
        numbers = index.objects if value is None else index.subjects.get(self.number(value), ())
        return [node for number in numbers if isinstance(node := self.terms[number], NamedNode | BlankNode)]

    def statements(self) -> Iterator[tuple[NamedNode, Sequence[int], Sequence[int]]]:
        """Each property with the subjects and the objects of what it says, once of observations and once of all else."""
        for columns in (self._columns, self._others):
            yield from ((name, *columns[name]) for name in sorted(columns, key=str))

    def other_properties(self) -> list[NamedNode]:
        """The properties of what is no observation."""
        return sorted(self._others, key=str)

    def other_pairs(self, name: NamedNode) -> Iterator[tuple[int, int]]:
        """The subject and the object of each statement that is not about an observation, as numbers."""
        return zip(*self._others.get(name, _EMPTY), strict=True)

    def _index(self, name: NamedNode) -> PropertyIndex:
        """The index of what is no observation; two checks may ask at once, so nobody sees one that is not whole."""
        index = self._indexes.get(name)
        if index is None:
            index = PropertyIndex({}, {})
            for subject, value in self.other_pairs(name):
                index.add(subject, value)
            self._indexes[name] = index
        return index

    # ---- Reading ----

    def _number(self, term: RdfTerm) -> int:
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self.terms)
            self.terms.append(term)
        return number

    def _read(self, triples: Iterable[Quad]) -> None:
        columns, last = self._columns, None
        subject = -1
        for quad in triples:
            if quad.subject != last:
                last = quad.subject
                subject = self._number(last) if isinstance(last, NamedNode | BlankNode) else -1
            if subject >= 0:
                subjects, objects = columns[quad.predicate]
                subjects.append(subject)
                objects.append(self._number(quad.object))

    def _find_observations(self) -> set[int]:
        """Typed so, in a data set, or in a slice or group (normalisation, phase 1)."""
        observation = self.number(qb("Observation"))
        numbers = {subject for subject, value in self.pairs(RDF_TYPE) if value == observation}
        numbers.update(self._columns.get(qb("dataSet"), _EMPTY).subjects)
        numbers.update(self._columns.get(qb("observation"), _EMPTY).objects)
        return {number for number in numbers if isinstance(self.terms[number], NamedNode | BlankNode)}

    def _set_aside(self) -> None:
        """Set apart what is not about observations, each statement once; the members of slices and groups stay a column."""
        ours = self._observations
        for name in list(self._columns):
            column = self._columns[name]
            if name == qb("observation") or ours.issuperset(column.subjects):
                continue
            pairs = dict.fromkeys(zip(*column, strict=True))
            self._columns[name] = _column(pair for pair in pairs if pair[0] in ours)
            self._others[name] = _column(pair for pair in pairs if pair[0] not in ours)

    def _state(self, subject: RdfTerm, name: NamedNode, value: RdfTerm) -> None:
        """Say what follows from other statements, where it is not said yet."""
        if isinstance(subject, NamedNode | BlankNode) and value not in self.objects(subject, name):
            pair = self._number(subject), self._number(value)
            self._others[name].append([pair])
            self._index(name).add(*pair)

    # ---- Normalisation ----

    def _imply_types(self) -> None:
        """Phase 1: types and component properties that other statements imply."""
        for value in {value for _, value in self.pairs(qb("dataSet"))}:
            self._state(self.terms[value], RDF_TYPE, qb("DataSet"))
        for _, part in self.other_pairs(qb("slice")):
            self._state(self.terms[part], RDF_TYPE, qb("Slice"))
        for name, kind in _KINDS.items():
            for component, value in self.other_pairs(qb(name)):
                self._state(self.terms[component], qb("componentProperty"), self.terms[value])
                self._state(self.terms[value], RDF_TYPE, qb(kind))

    def _find_structures(self) -> tuple[Structure, ...]:
        nodes = self.subjects(RDF_TYPE, qb("DataStructureDefinition"))
        return tuple(self._structure(node) for node in sorted(nodes, key=str))

    def _structure(self, node: Node) -> Structure:
        kinds: dict[str, set[NamedNode]] = {kind: set() for kind in (*_KINDS.values(), "required")}
        for component in self.objects(node, qb("component")):
            said = self.objects(component, qb("componentRequired"))
            required = any(getattr(value, "value", "") in ("true", "1") for value in said)
            for name in self.objects(component, qb("componentProperty")):
                for kind in _KINDS.values():
                    if isinstance(name, NamedNode) and self._is(name, kind):
                        kinds[kind].add(name)
                        if required and kind == "AttributeProperty":
                            kinds["required"].add(name)
        dimensions, measures, attributes, needed = (tuple(sorted(names, key=str)) for names in kinds.values())
        datasets = tuple(sorted(self.subjects(qb("structure"), node), key=str))
        return Structure(node, dimensions, measures, attributes, needed, datasets)

    def _is(self, name: NamedNode, kind: str) -> bool:
        """Whether a property is of a kind: stated, or from SDMX (a cube need not describe its terms)."""
        if name == MEASURE_TYPE:
            return kind == "DimensionProperty"
        namespace = name.value.removeprefix("http://purl.org/linked-data/sdmx/2009/").partition("#")[0]
        if namespace in _KINDS:
            return kind == _KINDS[namespace]
        return qb(kind) in self.objects(name, RDF_TYPE)

    def _push_down(self) -> None:
        """Phase 2: what is attached to a data set or a slice holds for each of its observations."""
        in_part: dict[int, list[int]] = defaultdict(list)
        for part, observation in self.pairs(qb("observation")):
            if observation in self._observations:
                in_part[part].append(observation)
        added: dict[NamedNode, list[tuple[int, int]]] = defaultdict(list)
        for structure in self.structures:
            for owner, names, members in self._owners(structure, in_part):
                for name in names:
                    for value in self.objects(owner, name):
                        added[name] += [(observation, self._number(value)) for observation in members]
        for name, pairs in added.items():
            there = set(self.pairs(name))
            self._columns[name].append(pair for pair in dict.fromkeys(pairs) if pair not in there)

    def _owners(self, structure: Structure, in_part: dict[int, list[int]]) -> Iterator[tuple[RdfTerm, set[NamedNode], list[int]]]:
        """Each data set and slice of a structure, with the properties that hold for its observations too, and these."""
        to_datasets, to_slices = (self._attached(structure, level) for level in ("DataSet", "Slice"))
        for dataset in structure.datasets:
            yield dataset, to_datasets, self.members(dataset) if to_datasets else []
            for part in self.objects(dataset, qb("slice")):
                yield part, {*to_slices, *structure.dimensions}, in_part[self.number(part)]

    def _attached(self, structure: Structure, level: str) -> set[NamedNode]:
        """The components that a structure attaches to its data sets or to its slices."""
        ours = set(self.objects(structure.node, qb("component")))
        components = ours.intersection(self.subjects(qb("componentAttachment"), qb(level)))
        names = (name for component in components for name in self.objects(component, qb("componentProperty")))
        return {name for name in names if isinstance(name, NamedNode)}


def _column(pairs: Iterable[tuple[int, int]] = ()) -> PropertyColumn:
    column = PropertyColumn(array("I"), array("I"))
    column.append(pairs)
    return column
