"""The 21 integrity constraints of the W3C RDF Data Cube Vocabulary (section 11.1), each as one set-based check.

The rules stand in ``queries/integrity``: in plain words, and as SPARQL that any store can run on a normalised cube. The
constraints on structures and slices (IC-2 to IC-10) run as that SPARQL, on a store of no more than these speak of. Those on
observations run on columns, because a store of a million observations takes more memory than a machine has; the tests hold
them to the SPARQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad

from mdo_rdf.datacube.cube import MEASURE_TYPE, RDF_TYPE, Cube, RdfTerm, Structure, qb, skos
from mdo_rdf.datacube.results import Breach, Result, Rule, results_of
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import PREFIXES
from mdo_rdf.places import find_root

_RANGE = NamedNode(PREFIXES["rdfs"] + "range")
_BY_QUERY = tuple(f"ic-{number:02}" for number in range(2, 11))


def check_integrity(cube: Cube) -> list[Result]:
    """All violations, by rule and then by focus. Raises ``CannotTellError`` where there is no data set, so no cube to check."""
    if not cube.subjects(RDF_TYPE, qb("DataSet")):
        raise CannotTellError("no qb:DataSet in the data, so there is no cube to check")
    store = _structures(cube)
    results = []
    for name in rule_names():
        breaches = _run_query(store, name) if name in _BY_QUERY else _CHECKS[name](cube)
        results += results_of(read_rule(name), breaches)
    return results


def rule_names() -> list[str]:
    """The names of the constraints, ``ic-01`` to ``ic-21``."""
    return [f"ic-{number:02}" for number in range(1, 22)]


@cache
def read_rule(name: str) -> Rule:
    """A constraint in plain words, from the header of its query."""
    header = dict(line.removeprefix("#+ ").split(": ", 1) for line in query_text(name).splitlines() if line.startswith("#+ "))
    return Rule(name, header["summary"], header["summary_en"], header["remedy"], header["remedy_en"])


@cache
def query_text(name: str) -> str:
    """The file of a constraint or of a phase of the normalisation, such as ``ic-12`` or ``normalise-1``."""
    suffix = ".ru" if name.startswith("normalise") else ".rq"
    return (find_root() / "queries" / "integrity" / f"{name}{suffix}").read_text(encoding="utf-8")


def _structures(cube: Cube) -> pyoxigraph.Store:
    """What IC-2 to IC-10 look at: the vocabulary of cubes, the ranges of components, and what a slice says with a component."""
    components = {cube.terms[value] for _, value in cube.other_pairs(qb("componentProperty"))}
    store = pyoxigraph.Store()
    for name in cube.other_properties():
        if _is_qb(name) or name in (RDF_TYPE, _RANGE) or name in components:
            pairs = ((cube.terms[subject], cube.terms[value]) for subject, value in cube.other_pairs(name))
            store.extend(
                Quad(subject, name, value)
                for subject, value in pairs
                if isinstance(subject, NamedNode | BlankNode) and (name != RDF_TYPE or _is_qb(value))
            )
    return store


def _is_qb(term: RdfTerm) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(PREFIXES["qb"])


def _run_query(store: pyoxigraph.Store, name: str) -> Iterator[Breach]:
    solutions = store.query(query_text(name))
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        return
    variables = [variable.value for variable in solutions.variables]
    for row in solutions:
        detail = row["detail"] if "detail" in variables else None
        yield shown(row["focus"]), shown(detail) if detail else ""


def shown(term: RdfTerm | None) -> str:
    """A term as a report shows it: an IRI or a literal's text without marks, a blank node with its label."""
    return term.value if isinstance(term, NamedNode | pyoxigraph.Literal) else str(term)


# ---- Observations ----


def _one_dataset(cube: Cube) -> Iterator[Breach]:
    """IC-1."""
    datasets: dict[int, set[int]] = {}
    single: dict[int, int] = {}
    for observation, dataset in cube.pairs(qb("dataSet")):
        if single.setdefault(observation, dataset) != dataset:
            datasets.setdefault(observation, {single[observation]}).add(dataset)
    for observation, several in datasets.items():
        yield shown(cube.terms[observation]), str(len(several))
    for observation in cube.observations:
        if observation not in single:
            yield shown(cube.terms[observation]), "0"


def _missing(cube: Cube, names: Callable[[Structure], Iterable[NamedNode]]) -> Iterator[Breach]:
    """IC-11, IC-13 and IC-14: the observations that lack one of the properties that their structure asks for."""
    for structure in cube.structures:
        for name in names(structure):
            holders = cube.holders(name)
            for dataset in structure.datasets:
                lacking = [observation for observation in cube.members(dataset) if observation not in holders]
                yield from ((shown(cube.terms[observation]), shown(name)) for observation in lacking)


def _groups(cube: Cube, members: list[int], dimensions: Iterable[NamedNode]) -> dict[int, list[int]]:
    """Observations by the values of their dimensions, as one number; those that lack a dimension are left out."""
    keys = dict.fromkeys(members, 0)
    size = len(cube.terms)
    for name in dimensions:
        values = cube.values(name)
        keys = {observation: key * size + values[observation] for observation, key in keys.items() if observation in values}
    groups: dict[int, list[int]] = defaultdict(list)
    for observation, key in keys.items():
        groups[key].append(observation)
    return groups


def _no_duplicates(cube: Cube) -> Iterator[Breach]:
    """IC-12."""
    for structure in cube.structures:
        for dataset in structure.datasets:
            for group in _groups(cube, cube.members(dataset), structure.dimensions).values():
                if len(group) > 1:
                    first, *others = sorted(shown(cube.terms[observation]) for observation in group)
                    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
                    yield first, f"the same key as {others[0]}{more}"


def _named_measure(cube: Cube) -> Iterator[Breach]:
    """IC-15."""
    by_measure = defaultdict(list)
    for observation, measure in _measure_types(cube):
        by_measure[measure].append(observation)
    for measure, observations in by_measure.items():
        name = cube.terms[measure]
        holders = cube.holders(name) if isinstance(name, NamedNode) else set()
        yield from ((shown(cube.terms[observation]), shown(name)) for observation in observations if observation not in holders)


def _one_measure(cube: Cube) -> Iterator[Breach]:
    """IC-16."""
    types = defaultdict(set)
    for observation, measure in _measure_types(cube):
        types[observation].add(measure)
    for name in {name for structure in cube.structures if structure.by_measure_type for name in structure.measures}:
        number = cube.number(name)
        for observation in cube.holders(name):
            if observation in types and types[observation] != {number}:
                yield shown(cube.terms[observation]), shown(name)


def _every_measure(cube: Cube) -> Iterator[Breach]:
    """IC-17."""
    for structure in cube.structures:
        if not structure.by_measure_type:
            continue
        others = [name for name in structure.dimensions if name != MEASURE_TYPE]
        types = cube.values(MEASURE_TYPE)
        for dataset in structure.datasets:
            members = [observation for observation in cube.members(dataset) if observation in types]
            for group in _groups(cube, members, others).values():
                there = {types[observation] for observation in group}
                for name in structure.measures:
                    if cube.number(name) not in there:
                        yield min(shown(cube.terms[observation]) for observation in group), shown(name)


def _measure_types(cube: Cube) -> Iterator[tuple[int, int]]:
    """Each observation of a measure-dimension cube with the measure that it names."""
    numbers = {
        cube.number(dataset) for structure in cube.structures if structure.by_measure_type for dataset in structure.datasets
    }
    if not numbers:
        return
    ours = {observation for observation, dataset in cube.pairs(qb("dataSet")) if dataset in numbers}
    yield from ((observation, measure) for observation, measure in cube.pairs(MEASURE_TYPE) if observation in ours)


def _consistent_slices(cube: Cube) -> Iterator[Breach]:
    """IC-18."""
    owners = defaultdict(list)
    for dataset, part in cube.other_pairs(qb("slice")):
        owners[part].append(dataset)
    if not owners:
        return
    datasets = cube.values(qb("dataSet"))
    several = {pair for pair in cube.pairs(qb("dataSet")) if datasets[pair[0]] != pair[1]}
    for part, observation in cube.pairs(qb("observation")):
        for dataset in owners.get(part, ()):
            if datasets.get(observation) != dataset and (observation, dataset) not in several:
                yield shown(cube.terms[observation]), shown(cube.terms[dataset])


# ---- Code lists ----


def _codes(cube: Cube) -> Iterator[tuple[NamedNode, RdfTerm, set[int]]]:
    """Each dimension with a code list: the dimension, the list, and the values that observations have."""
    for structure in cube.structures:
        members: set[int] | None = None
        for name in structure.dimensions:
            lists = cube.objects(name, qb("codeList"))
            if lists and members is None:
                members = {observation for dataset in structure.datasets for observation in cube.members(dataset)}
            for code_list in lists:
                yield name, code_list, {value for observation, value in cube.pairs(name) if observation in (members or ())}


def _flat_lists(cube: Cube) -> Iterator[Breach]:
    """IC-19."""
    for name, code_list, values in _codes(cube):
        kinds = cube.objects(code_list, RDF_TYPE)
        allowed = []
        if skos("ConceptScheme") in kinds:
            members = [*cube.subjects(skos("inScheme"), code_list), *cube.subjects(skos("topConceptOf"), code_list)]
            allowed.append({cube.number(node) for node in (*members, *cube.objects(code_list, skos("hasTopConcept")))})
        if skos("Collection") in kinds:
            allowed.append(reached(cube, cube.objects(code_list, skos("member")), skos("member")))
        concepts = {cube.number(node) for node in cube.subjects(RDF_TYPE, skos("Concept"))} if allowed else set()
        for codes in allowed:
            yield from ((shown(cube.terms[value]), shown(name)) for value in values - (codes & concepts))


def _hierarchies(cube: Cube, *, inverse: bool) -> Iterator[Breach]:
    """IC-20, and IC-21 where the links are ``inverse``."""
    for name, code_list, values in _codes(cube):
        if qb("HierarchicalCodeList") not in cube.objects(code_list, RDF_TYPE):
            continue
        links = cube.objects(code_list, qb("parentChildProperty"))
        if inverse:
            links = [link for node in links for link in cube.objects(node, NamedNode(PREFIXES["owl"] + "inverseOf"))]
        for link in links:
            if isinstance(link, NamedNode):
                roots = cube.objects(code_list, qb("hierarchyRoot"))
                inside = reached(cube, roots, link, inverse=inverse)
                yield from ((shown(cube.terms[value]), shown(name)) for value in values - inside)


def reached(cube: Cube, start: Iterable[RdfTerm], link: NamedNode, *, inverse: bool = False) -> set[int]:
    """The numbers of the start and of all that can be reached from it; a cycle ends where it began."""
    terms: set[RdfTerm] = set()
    queue = list(start)
    while queue:
        term = queue.pop()
        if term not in terms:
            terms.add(term)
            queue += cube.subjects(link, term) if inverse else cube.objects(term, link)
    return {cube.number(term) for term in terms}


_CHECKS: dict[str, Callable[[Cube], Iterator[Breach]]] = {
    "ic-01": _one_dataset,
    "ic-11": lambda cube: _missing(cube, lambda structure: structure.dimensions),
    "ic-12": _no_duplicates,
    "ic-13": lambda cube: _missing(cube, lambda structure: structure.required),
    "ic-14": lambda cube: _missing(cube, lambda structure: () if structure.by_measure_type else structure.measures),
    "ic-15": _named_measure,
    "ic-16": _one_measure,
    "ic-17": _every_measure,
    "ic-18": _consistent_slices,
    "ic-19": _flat_lists,
    "ic-20": lambda cube: _hierarchies(cube, inverse=False),
    "ic-21": lambda cube: _hierarchies(cube, inverse=True),
}
