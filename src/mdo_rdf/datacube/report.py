"""Shows the results of checks: to people as text, to programs as JSON or as a SHACL report."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

from mdo_rdf.datacube.cube import RDF_TYPE
from mdo_rdf.datacube.results import VIOLATION, Result, conforms
from mdo_rdf.datacube.shacl import SHAPE
from mdo_rdf.errors import one_line, shown
from mdo_rdf.iris import PREFIXES

MOST_EXAMPLES = 20

DOCUMENTATION = "docs/rules"
"""Where each rule has a page of its own."""


def as_text(results: list[Result]) -> str:
    """Grouped by rule; each line the place, the rule and what to do; at most twenty of each, and how many more."""
    lines = []
    for rule, group in groupby(sorted(results), key=lambda result: result.rule):
        broken, name = list(group), one_line(rule)
        page = "" if ":" in rule else f", see {DOCUMENTATION}/{name}.md"
        lines.append(f"{name}: {len(broken)} {'place' if len(broken) == 1 else 'places'}{page}")
        for result in broken[:MOST_EXAMPLES]:
            kind = "" if result.severity == VIOLATION else f" ({result.severity})"
            detail = f" [{shown(result.detail)}]" if result.detail else ""
            lines.append(f"  {shown(result.focus)}{detail}: {name}{kind}: {shown(result.message_en)}")
        if len(broken) > MOST_EXAMPLES:
            lines.append(f"  … and {len(broken) - MOST_EXAMPLES} more of {name}")
    return "\n".join(lines)


def as_json(results: list[Result]) -> str:
    """One object: whether the data conform, how many places break each rule, and every one of them."""
    counts = Counter(result.rule for result in sorted(results))
    content = {"conforms": conforms(results), "counts": counts, "findings": [result._asdict() for result in sorted(results)]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_turtle(results: list[Result]) -> str:
    """A sh:ValidationReport (W3C SHACL, section 3.6), each result with its rule as sh:sourceShape where that is an IRI."""
    shacl, report = PREFIXES["sh"], BlankNode("report")
    quads = [
        Quad(report, RDF_TYPE, NamedNode(shacl + "ValidationReport")),
        Quad(report, NamedNode(shacl + "conforms"), Literal(conforms(results))),
    ]
    for number, result in enumerate(sorted(results)):
        node = BlankNode(f"result{number}")
        focus = NamedNode(result.focus) if _is_iri(result.focus) else BlankNode(f"focus{number}")
        severity = "Violation" if result.severity == VIOLATION else "Warning"
        about: list[tuple[str, NamedNode | BlankNode | Literal]] = [
            ("focusNode", focus),
            ("resultSeverity", NamedNode(shacl + severity)),
            ("sourceShape", NamedNode(rule_iri(result.rule))),
            ("resultMessage", Literal(result.message_nl, language="nl")),
            ("resultMessage", Literal(result.message_en, language="en")),
        ]
        if result.detail:
            about.append(("value", NamedNode(result.detail) if _is_iri(result.detail) else Literal(result.detail)))
        quads += [Quad(report, NamedNode(shacl + "result"), node), Quad(node, RDF_TYPE, NamedNode(shacl + "ValidationResult"))]
        quads += [Quad(node, NamedNode(shacl + name), value) for name, value in about]
    text = serialize(quads, format=RdfFormat.TURTLE, prefixes={"sh": shacl})
    return text.decode() if isinstance(text, bytes) else ""


def _is_iri(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text, re.IGNORECASE) is not None


def rule_iri(rule: str) -> str:
    """The name of a rule: its own, or ours in the namespace of the shapes."""
    return rule if ":" in rule else SHAPE + rule


FORMATS: dict[str, Callable[[list[Result]], str]] = {"text": as_text, "json": as_json, "ttl": as_turtle}
