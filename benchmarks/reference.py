"""The integrity constraints as any SPARQL engine runs them, from queries/integrity: what the column checks are held to."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.datacube.constraints import query_text, rule_names
from mdo_rdf.datacube.cube import MEASURE_TYPE, Cube, Structure, qb
from mdo_rdf.datacube.reader import read_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib


def violations(graph: rdflib.Graph, ontology: Iterable[Path]) -> int:
    """How many places of an rdflib graph break a constraint; it is normalised, and its structures are those of the ontology."""
    for phase in ("normalise-1", "normalise-2"):
        graph.update(query_text(phase))
    structures = Cube(chain.from_iterable(read_triples(str(path)) for path in ontology))
    return sum(1 for _, query in queries(structures) for solution in graph.query(query).bindings if solution)


def queries(cube: Cube) -> Iterator[tuple[str, str]]:
    """Each constraint with its SPARQL; a template gives one query for each structure or hierarchy of the cube."""
    templates = {"ic-12": no_duplicates, "ic-17": every_measure, "ic-20": hierarchies, "ic-21": inverse_hierarchies}
    for name in rule_names():
        text = query_text(name)
        yield from ((name, query) for query in (templates[name](cube, text) if name in templates else [text]))


def no_duplicates(cube: Cube, text: str) -> list[str]:
    return [fill(text, structure, structure.dimensions) for structure in cube.structures]


def every_measure(cube: Cube, text: str) -> list[str]:
    return [
        fill(text, structure, tuple(name for name in structure.dimensions if name != MEASURE_TYPE)).replace(
            "$measure", str(measure)
        )
        for structure in cube.structures
        if structure.by_measure_type
        for measure in structure.measures
    ]


def hierarchies(cube: Cube, text: str) -> list[str]:
    links = {cube.terms[link] for _, link in cube.other_pairs(qb("parentChildProperty"))}
    return [text.replace("$property", str(link)) for link in links if isinstance(link, NamedNode)]


def inverse_hierarchies(cube: Cube, text: str) -> list[str]:
    inverse = NamedNode("http://www.w3.org/2002/07/owl#inverseOf")
    return [text.replace("$property", str(cube.terms[link])) for _, link in cube.other_pairs(inverse)]


def fill(text: str, structure: Structure, dimensions: tuple[object, ...]) -> str:
    """A template with the patterns and keys of some dimensions."""
    patterns = "\n  ".join(f"?observation {dimension} ?key{number} ." for number, dimension in enumerate(dimensions))
    keys = " ".join(f"?key{number}" for number in range(len(dimensions)))
    return text.replace("$structure", str(structure.node)).replace("$patterns", patterns).replace("$keys", keys)
