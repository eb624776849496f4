"""Checks the published files against the shapes in ``shapes/``; returns findings, and prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import CannotTellError
from mdo_rdf.publication import load_graph

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib


class Finding(NamedTuple):
    """One thing that a shape does not allow: which shape, on what, which value, and what to do (in English)."""

    shape: str
    focus: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"{self.focus}: {self.shape}: {self.value or 'no value'}: {self.message}"


def validate(root: Path, edition: str) -> list[Finding]:
    """Ontology and data of an edition against every shape. Raises ``CannotTellError`` where shapes or data are missing."""
    shapes = read_shapes(root)
    return validate_graph(load_graph(root, edition=edition), shapes)


def read_shapes(root: Path) -> rdflib.Graph:
    """All shapes of ``shapes/`` in one graph. Raises ``CannotTellError`` where there are none."""
    import rdflib

    files = sorted((root / "shapes").glob("*.ttl"))
    if not files:
        raise CannotTellError("shapes: no Turtle files; is --root the publication's folder?")
    shapes = rdflib.Graph()
    for path in files:
        shapes.parse(path, format="turtle")
    return shapes


def validate_graph(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Finding]:
    """Data against shapes with pySHACL (W3C SHACL, Core), offline and without inference; findings in order."""
    import pyshacl

    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    return _findings(results)


def _findings(results: rdflib.Graph) -> list[Finding]:
    from rdflib.namespace import RDF, SH

    found = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        messages = [str(m) for m in results.objects(result, SH.resultMessage) if getattr(m, "language", None) != "nl"]
        shape, focus, value = (results.value(result, part) for part in (SH.sourceShape, SH.focusNode, SH.value))
        found.append(Finding(str(shape), str(focus), "" if value is None else str(value), " ".join(messages)))
    return sorted(found)
