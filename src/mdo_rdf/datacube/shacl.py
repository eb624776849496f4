"""Runs SHACL shapes over data, with one of two engines behind one function.

pySHACL is the reference. The engine ``shacl``, written in Rust, gives the same results some seventy times faster; it is
optional, and without it everything works the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import NamedNode

from mdo_rdf import iris
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.results import VIOLATION, WARNING, Result
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import rdflib
    from rdflib.term import Node

SHAPE = BASE + iris.shape("")
"""What the names of our shapes start with; the rest, up to a ``#``, is the name of the rule."""

REFERENCE = "pyshacl"
FAST = "shacl"
_MESSAGE = NamedNode(PREFIXES["sh"] + "message")
_ONE_STEP = re.compile(r"<[^<>]*>")
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
    paths = list(files)
    for path in paths:
        for _ in read_triples(str(path), "ttl"):
            pass
    return joined(paths)


def joined(files: Iterable[Path]) -> str:
    """Such files one after another where something else reads them too, and says where one of them is not Turtle."""
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def check_shapes(shapes: str, data: str | Path, engine: str = "") -> list[Result]:
    """The results of shapes (Turtle) on data (Turtle text, or a file), in order. Raises ``CannotTellError`` as ``compiled``."""
    return compiled(shapes, engine)(data)


def compiled(shapes: str, engine: str = "") -> Callable[[str | Path], list[Result]]:
    """``check_shapes`` with shapes that are parsed once. Raises ``CannotTellError`` where these or the engine cannot be had."""
    chosen = engine or engines()[0]
    if chosen not in engines():
        raise CannotTellError(f"the engine {chosen} is not installed; there is {', '.join(engines())}")
    messages = _messages(shapes)
    run = _fast(shapes) if chosen == FAST else _reference(shapes)
    return lambda data: sorted(_result(report, messages) for report in set(run(data)))


class _EngineResult(NamedTuple):
    """What an engine says of one place; the detail is a value or a path, and the message its own."""

    shape: str
    focus: str
    detail: str
    severity: str
    message: str


def _fast(shapes: str) -> Callable[[str | Path], Iterator[_EngineResult]]:
    import shacl

    try:
        parsed = shacl.Shapes.from_turtle(shapes)
    except (ValueError, RuntimeError) as error:
        raise CannotTellError(f"the shapes could not be run: {error}") from error

    def run(data: str | Path) -> Iterator[_EngineResult]:
        try:
            report = parsed.validate_turtle(data) if isinstance(data, str) else parsed.validate_file(str(data))
        except (ValueError, RuntimeError, OSError) as error:
            raise CannotTellError(f"the shapes could not be run: {error}") from error
        for result in report.results:
            shape, path = result.root_shape or result.source_shape or "", result.path or ""
            detail = _detail(_bare(path) if _ONE_STEP.fullmatch(path) else "", result.value_plain)
            message = " ".join(sorted(result.messages))
            yield _EngineResult(_bare(shape), _bare(result.focus_node), detail, result.severity, message)

    return run


def _reference(shapes: str) -> Callable[[str | Path], Iterator[_EngineResult]]:
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    parsed = rdflib.Graph().parse(data=shapes, format="turtle")

    def run(data: str | Path) -> Iterator[_EngineResult]:
        graph = rdflib.Graph()
        if isinstance(data, str):
            graph.parse(data=data, format="turtle")
        else:
            graph.parse(data)
        _, report, _ = pyshacl.validate(graph, shacl_graph=parsed, advanced=True)
        if not isinstance(report, rdflib.Graph):
            raise CannotTellError(f"the shapes could not be run: {report}")
        for node in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result):
            value, path = report.value(node, SH.value), report.value(node, SH.resultPath)
            shape, focus = _named_shape(parsed, report.value(node, SH.sourceShape)), str(report.value(node, SH.focusNode))
            detail = _detail(str(path) if isinstance(path, rdflib.URIRef) else "", None if value is None else str(value))
            severity = str(report.value(node, SH.resultSeverity)).rpartition("#")[2]
            yield _EngineResult(
                shape, focus, detail, severity, " ".join(sorted(map(str, report.objects(node, SH.resultMessage))))
            )

    return run


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


def _messages(shapes: str) -> dict[str, dict[str, str]]:
    """The messages of each shape that has a name, by language."""
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in pyoxigraph.parse(shapes, format=pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate == _MESSAGE and isinstance(quad.object, pyoxigraph.Literal):
            messages[getattr(quad.subject, "value", "")][quad.object.language or ""] = quad.object.value
    return messages


def _result(report: _EngineResult, messages: dict[str, dict[str, str]]) -> Result:
    """A result in the words of the shape; where the shape has none, in those of the engine."""
    shape, focus, detail, severity, message = report
    texts = messages.get(shape, {})
    rule = shape.removeprefix(SHAPE).partition("#")[0] if shape.startswith(SHAPE) else shape
    neutral = texts.get("", message or "the shape is not met")
    return Result(rule, focus, detail, texts.get("nl", neutral), texts.get("en", neutral), _SEVERITIES.get(severity, VIOLATION))
