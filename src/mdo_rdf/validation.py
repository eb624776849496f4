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
    """Ontology and data of an edition against every shape, with pySHACL (W3C SHACL), offline and without inference.

    Raises ``CannotTellError`` where there are no shapes or no data.
    """
    import pyshacl
    import rdflib

    shapes = rdflib.Graph()
    files = sorted((root / "shapes").glob("*.ttl"))
    if not files:
        raise CannotTellError("shapes: no Turtle files; is --root the publication's folder?")
    for path in files:
        shapes.parse(path, format="turtle")
    _, results, _ = pyshacl.validate(load_graph(root, edition=edition), shacl_graph=shapes, advanced=False)
    return _findings(results)


def _findings(results: rdflib.Graph) -> list[Finding]:
    from rdflib.namespace import RDF, SH

    found = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        messages = [str(m) for m in results.objects(result, SH.resultMessage) if getattr(m, "language", None) != "nl"]
        shape, focus, value = (results.value(result, part) for part in (SH.sourceShape, SH.focusNode, SH.value))
        found.append(Finding(str(shape), str(focus), "" if value is None else str(value), " ".join(messages)))
    return sorted(found)
