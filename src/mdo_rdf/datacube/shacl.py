"""Runs SHACL shapes over data, with one of two engines behind one function; returns findings.

pySHACL is the reference. The engine ``shacl``, written in Rust, gives the same findings some seventy times faster; it is
optional, and without it everything works the same.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode

from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.results import VIOLATION, WARNING, Finding
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import rdflib
    from rdflib.term import Node

SHAPE = f"{BASE}id/vorm/"
"""What the names of our shapes start with; the rest, up to a ``#``, is the name of the rule."""

REFERENCE = "pyshacl"
FAST = "shacl"
_MESSAGE = NamedNode("http://www.w3.org/ns/shacl#message")
_SEVERITIES = {"Violation": VIOLATION, "Warning": WARNING, "Info": WARNING}


def engines() -> tuple[str, ...]:
    """The engines that are installed, the fastest first."""
    return (FAST, REFERENCE) if find_spec(FAST) else (REFERENCE,)


def read_shapes(root: Path) -> str:
    """All shapes of ``shapes/`` as one Turtle text. Raises ``CannotTellError`` where there are none."""
    files = sorted((root / "shapes").glob("*.ttl"))
    if not files:
        raise CannotTellError("shapes: no Turtle files; is --root the publication's folder?")
    return read_turtle(files)


def read_turtle(files: Iterable[Path]) -> str:
    """Turtle files one after another: as Turtle has no scopes, that is again Turtle if no blank node has a label.

    Raises ``CannotTellError`` with file and line where one of them cannot be read or is not Turtle.
    """
    checked = list(files)
    for path in checked:
        for _ in read_triples(str(path), "ttl"):
            pass
    return joined(checked)


def joined(files: Iterable[Path]) -> str:
    """Such files one after another where something else reads them too, and says where one of them is not Turtle."""
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def check_shapes(shapes: str, data: str | Path, engine: str = "") -> list[Finding]:
    """The findings of the ``shapes`` (Turtle) on the ``data`` (Turtle text, or a file), in order.

    Raises ``CannotTellError`` where the engine is not installed or the shapes cannot be read.
    """
    chosen = engine or engines()[0]
    if chosen not in engines():
        raise CannotTellError(f"the engine {chosen} is not installed; there is {', '.join(engines())}")
    messages = _messages(shapes)
    results = _run_fast(shapes, data) if chosen == FAST else _run_reference(shapes, data)
    return sorted(_finding(*result, messages) for result in set(results))


Result = tuple[str, str, str, str, str]
"""Shape, focus node, value or path, severity and the engine's own message."""


def _run_fast(shapes: str, data: str | Path) -> list[Result]:
    import shacl

    try:
        compiled = shacl.Shapes.from_turtle(shapes)
        report = compiled.validate_turtle(data) if isinstance(data, str) else compiled.validate_file(str(data))
    except (ValueError, RuntimeError, OSError) as error:
        raise CannotTellError(f"the shapes could not be run: {error}") from error
    return [
        (
            _bare(result.root_shape or result.source_shape or ""),
            _bare(result.focus_node),
            _detail(_simple_path(result.path or ""), result.value_plain),
            result.severity,
            " ".join(sorted(result.messages)),
        )
        for result in report.results
    ]


def _run_reference(shapes: str, data: str | Path) -> list[Result]:
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    graph, compiled = rdflib.Graph(), rdflib.Graph()
    compiled.parse(data=shapes, format="turtle")
    if isinstance(data, str):
        graph.parse(data=data, format="turtle")
    else:
        graph.parse(data)
    _, report, _ = pyshacl.validate(graph, shacl_graph=compiled, advanced=True)
    if not isinstance(report, rdflib.Graph):
        raise CannotTellError(f"the shapes could not be run: {report}")
    found = []
    for node in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result):
        value, path = report.value(node, SH.value), report.value(node, SH.resultPath)
        detail = _detail(str(path) if isinstance(path, rdflib.URIRef) else "", None if value is None else str(value))
        messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
        severity = str(report.value(node, SH.resultSeverity)).rpartition("#")[2]
        shape = _named_shape(compiled, report.value(node, SH.sourceShape))
        found.append((shape, str(report.value(node, SH.focusNode)), detail, severity, " ".join(messages)))
    return found


def _named_shape(shapes: rdflib.Graph, shape: Node | None) -> str:
    """The nearest shape with a name, upwards along sh:property."""
    from rdflib import BNode
    from rdflib.namespace import SH

    while isinstance(shape, BNode):
        parent = shapes.value(None, SH.property, shape)
        if parent is None:
            break
        shape = parent
    return str(shape)


def _bare(term: str) -> str:
    """An IRI or a blank node in N-Triples syntax, without its marks."""
    return term[1:-1] if term.startswith("<") else term.removeprefix("_:")


def _detail(path: str, value: str | None) -> str:
    """The property that is wrong and the value that it has, or that it has none; of a path of many steps only the value."""
    return " ".join(part for part in (path, value) if part)


def _simple_path(path: str) -> str:
    return _bare(path) if re.fullmatch(r"<[^<>]*>", path) else ""


def _messages(shapes: str) -> dict[str, dict[str, str]]:
    """The messages of each shape that has a name, by language."""
    found: dict[str, dict[str, str]] = {}
    for quad in pyoxigraph.parse(shapes, format=pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate == _MESSAGE and isinstance(quad.object, pyoxigraph.Literal):
            name = getattr(quad.subject, "value", "")
            found.setdefault(name, {})[quad.object.language or ""] = quad.object.value
    return found


def _finding(shape: str, focus: str, detail: str, severity: str, message: str, messages: dict[str, dict[str, str]]) -> Finding:
    """A finding in the words of the shape; where the shape has none, in those of the engine."""
    texts = messages.get(shape, {})
    rule = shape.removeprefix(SHAPE).partition("#")[0] if shape.startswith(SHAPE) else shape
    neutral = texts.get("", message or "the shape is not met")
    return Finding(rule, focus, detail, texts.get("nl", neutral), texts.get("en", neutral), _SEVERITIES.get(severity, VIOLATION))
