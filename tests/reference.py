"""The integrity constraints as any SPARQL engine runs them, from queries/integrity: what the column checks are held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.cube import MEASURE_TYPE, Cube, Structure, qb
from mdo_rdf.integrity import query_text, rule_names

if TYPE_CHECKING:
    from collections.abc import Iterator


def queries(cube: Cube) -> Iterator[tuple[str, str]]:
    """Each constraint with its SPARQL; a template gives one query for each structure or hierarchy of the cube."""
    for name in rule_names():
        text = query_text(name)
        if name == "ic-12":
            yield from ((name, fill(text, structure, structure.dimensions)) for structure in cube.structures)
        elif name == "ic-17":
            for structure in cube.structures:
                if structure.by_measure_type:
                    others = tuple(dimension for dimension in structure.dimensions if dimension != MEASURE_TYPE)
                    filled = fill(text, structure, others)
                    yield from ((name, filled.replace("$measure", str(measure))) for measure in structure.measures)
        elif name in ("ic-20", "ic-21"):
            links = {quad.object for quad in cube.graph.quads_for_pattern(None, qb("parentChildProperty"), None)}
            for quad in cube.graph:
                if name == "ic-21" and quad.predicate.value.endswith("owl#inverseOf") and quad.subject in links:
                    yield name, text.replace("$property", str(quad.object))
            if name == "ic-20":
                yield from ((name, text.replace("$property", str(link))) for link in links if str(link).startswith("<"))
        else:
            yield name, text


def fill(text: str, structure: Structure, dimensions: tuple[object, ...]) -> str:
    """A template with the patterns and keys of some dimensions."""
    patterns = "\n  ".join(f"?observation {dimension} ?key{number} ." for number, dimension in enumerate(dimensions))
    keys = " ".join(f"?key{number}" for number in range(len(dimensions)))
    return text.replace("$structure", str(structure.node)).replace("$patterns", patterns).replace("$keys", keys)
