"""A data cube in columns: any RDF read once, normalised, its observations by property and all else in a small store.

A column of integers per property takes a quarter of the memory of a store and is read in order, so that a check of a
million observations is a few passes over arrays. Normalisation: W3C RDF Data Cube Vocabulary, section 10.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad

from mdo_rdf.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def qb(name: str) -> NamedNode:
    """A term of the Data Cube vocabulary."""
    return NamedNode(PREFIXES["qb"] + name)


def skos(name: str) -> NamedNode:
    """A term of SKOS."""
    return NamedNode(PREFIXES["skos"] + name)


RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MEASURE_TYPE = qb("measureType")
_KINDS = {"dimension": "DimensionProperty", "measure": "MeasureProperty", "attribute": "AttributeProperty"}


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
    """A normalised cube. ``graph`` holds every statement but those about observations, which are in columns."""

    def __init__(self, triples: Iterable[Quad]) -> None:
        self.terms: list[Term] = []
        self._ids: dict[Term, int] = {}
        self._columns: dict[NamedNode, tuple[array[int], array[int]]] = {}
        self.graph = pyoxigraph.Store()
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
        return sorted((name for name, column in self._columns.items() if column[0]), key=str)

    def pairs(self, name: NamedNode) -> Iterator[tuple[int, int]]:
        """The observations that have a property, with each of its values; both as numbers.

        For qb:observation it is the slices and groups with each of their observations.
        """
        return zip(*self._columns.get(name, ((), ())), strict=True)

    def holders(self, name: NamedNode) -> set[int]:
        """The observations that have the property."""
        return set(self._columns[name][0]) if name in self._columns else set()

    def values(self, name: NamedNode) -> dict[int, int]:
        """One value of the property for each observation that has it: the first."""
        found: dict[int, int] = {}
        for observation, value in self.pairs(name):
            found.setdefault(observation, value)
        return found

    def number(self, term: Term) -> int:
        """The number of a term, or -1 where the cube does not have it."""
        return self._ids.get(term, -1)

    def members(self, dataset: Node) -> list[int]:
        """The observations of a data set, in the order in which they were met."""
        wanted = self.number(dataset)
        return list(dict.fromkeys(observation for observation, value in self.pairs(qb("dataSet")) if value == wanted))

    def objects(self, subject: Term, name: NamedNode) -> list[Term]:
        """The objects of statements that are not about an observation."""
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        return [quad.object for quad in self.graph.quads_for_pattern(subject, name, None)]

    def subjects(self, name: NamedNode, value: Term | None) -> list[Node]:
        """The subjects of statements that are not about an observation."""
        found = (quad.subject for quad in self.graph.quads_for_pattern(None, name, value))
        return [node for node in found if isinstance(node, NamedNode | BlankNode)]

    # ---- Reading ----

    def _number(self, term: Term) -> int:
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self.terms)
            self.terms.append(term)
        return number

    def _read(self, triples: Iterable[Quad]) -> None:
        last: Term | None = None
        subject = -1
        columns = self._columns
        for quad in triples:
            if quad.subject != last:
                last = quad.subject
                subject = self._number(last)
            column = columns.get(quad.predicate)
            if column is None:
                column = columns[quad.predicate] = array("L"), array("L")
            column[0].append(subject)
            column[1].append(self._number(quad.object))

    def _find_observations(self) -> set[int]:
        """Typed so, in a data set, or in a slice or group (normalisation, phase 1)."""
        kind = self.number(qb("Observation"))
        found = {subject for subject, value in self.pairs(RDF_TYPE) if value == kind}
        found.update(self._columns.get(qb("dataSet"), ((), ()))[0])
        found.update(self._columns.get(qb("observation"), ((), ()))[1])
        return {number for number in found if isinstance(self.terms[number], NamedNode | BlankNode)}

    def _set_aside(self) -> None:
        """Move what is not about observations into the store; the members of slices and groups stay a column."""
        for name in list(self._columns):
            if name == qb("observation"):
                continue
            subjects, objects = self._columns[name]
            if self._observations.issuperset(subjects):
                continue
            kept = array("L"), array("L")
            aside = []
            for subject, value in zip(subjects, objects, strict=True):
                if subject in self._observations:
                    kept[0].append(subject)
                    kept[1].append(value)
                elif isinstance(node := self.terms[subject], NamedNode | BlankNode):
                    aside.append(Quad(node, name, self.terms[value]))
            self.graph.extend(aside)
            self._columns[name] = kept

    def _state(self, subject: Term, name: NamedNode, value: Term) -> None:
        if isinstance(subject, NamedNode | BlankNode):
            self.graph.add(Quad(subject, name, value))

    # ---- Normalisation ----

    def _imply_types(self) -> None:
        """Phase 1: types and component properties that other statements imply."""
        for value in {value for _, value in self.pairs(qb("dataSet"))}:
            self._state(self.terms[value], RDF_TYPE, qb("DataSet"))
        for quad in list(self.graph.quads_for_pattern(None, qb("slice"), None)):
            self._state(quad.object, RDF_TYPE, qb("Slice"))
        for name, kind in _KINDS.items():
            for quad in list(self.graph.quads_for_pattern(None, qb(name), None)):
                self._state(quad.subject, qb("componentProperty"), quad.object)
                self._state(quad.object, RDF_TYPE, qb(kind))

    def _find_structures(self) -> tuple[Structure, ...]:
        nodes = self.subjects(RDF_TYPE, qb("DataStructureDefinition"))
        return tuple(self._structure(node) for node in sorted(nodes, key=str))

    def _structure(self, node: Node) -> Structure:
        kinds: dict[str, set[NamedNode]] = {kind: set() for kind in (*_KINDS.values(), "required")}
        for component in self.objects(node, qb("component")):
            required = any(
                getattr(value, "value", "") in ("true", "1") for value in self.objects(component, qb("componentRequired"))
            )
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
        """Whether a property is of a kind: stated, or known from SDMX (its terms need not be described by a cube)."""
        if name == MEASURE_TYPE:
            return kind == "DimensionProperty"
        namespace = name.value.removeprefix("http://purl.org/linked-data/sdmx/2009/").partition("#")[0]
        if namespace in _KINDS:
            return kind == _KINDS[namespace]
        return bool(list(self.graph.quads_for_pattern(name, RDF_TYPE, qb(kind))))

    def _push_down(self) -> None:
        """Phase 2: what is attached to a data set or a slice holds for each of its observations."""
        in_part: dict[int, list[int]] = {}
        for part, observation in self.pairs(qb("observation")):
            if observation in self._observations:
                in_part.setdefault(part, []).append(observation)
        added: dict[NamedNode, list[tuple[int, int]]] = {}
        for structure in self.structures:
            to_datasets, to_slices = self._attached(structure, "DataSet"), self._attached(structure, "Slice")
            for dataset in structure.datasets:
                members = self.members(dataset) if to_datasets else []
                self._attach(dataset, to_datasets, members, added)
                for slice_ in self.objects(dataset, qb("slice")):
                    members = in_part.get(self.number(slice_), [])
                    self._attach(slice_, to_slices | set(structure.dimensions), members, added)
        for name, pairs in added.items():
            self._append(name, pairs)

    def _append(self, name: NamedNode, pairs: list[tuple[int, int]]) -> None:
        """Add values to a column, but for those that are there."""
        there = set(self.pairs(name))
        column = self._columns.setdefault(name, (array("L"), array("L")))
        for observation, value in dict.fromkeys(pairs):
            if (observation, value) not in there:
                column[0].append(observation)
                column[1].append(value)

    def _attached(self, structure: Structure, level: str) -> set[NamedNode]:
        """The components that a structure attaches to its data sets or to its slices."""
        components = self.subjects(qb("componentAttachment"), qb(level))
        ours = set(self.objects(structure.node, qb("component")))
        names = (
            name for component in components if component in ours for name in self.objects(component, qb("componentProperty"))
        )
        return {name for name in names if isinstance(name, NamedNode)}

    def _attach(
        self,
        owner: Term,
        names: Iterable[NamedNode],
        members: list[int],
        added: dict[NamedNode, list[tuple[int, int]]],
    ) -> None:
        for name in names:
            for value in self.objects(owner, name):
                added.setdefault(name, []).extend((observation, self._number(value)) for observation in members)
