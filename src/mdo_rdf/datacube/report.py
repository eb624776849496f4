"""Shows findings: to people as text, to programs as JSON or as a SHACL report; decides nothing."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING

from mdo_rdf.datacube.results import VIOLATION, Finding, conforms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_EXAMPLES = 20

DOCUMENTATION = "docs/rules"
"""Where each rule has a page of its own."""


def as_text(findings: list[Finding]) -> str:
    """Grouped by rule; each line the place, the rule and what to do; at most twenty of each, and how many more."""
    return "\n".join(_text_lines(findings))


def _text_lines(findings: list[Finding]) -> Iterator[str]:
    for rule, group in groupby(sorted(findings), key=lambda finding: finding.rule):
        found = list(group)
        page = "" if ":" in rule else f", see {DOCUMENTATION}/{rule}.md"
        yield f"{rule}: {len(found)} {'place' if len(found) == 1 else 'places'}{page}"
        for finding in found[:MOST_EXAMPLES]:
            kind = "" if finding.severity == VIOLATION else f" ({finding.severity})"
            detail = f" [{finding.detail}]" if finding.detail else ""
            yield f"  {finding.focus}{detail}: {rule}{kind}: {finding.message_en}"
        if len(found) > MOST_EXAMPLES:
            yield f"  … and {len(found) - MOST_EXAMPLES} more of {rule}"


def as_json(findings: list[Finding]) -> str:
    """One object: whether the data conform, how many findings per rule, and every finding."""
    counts = {rule: len(list(group)) for rule, group in groupby(sorted(findings), key=lambda finding: finding.rule)}
    content = {"conforms": conforms(findings), "counts": counts, "findings": [finding._asdict() for finding in sorted(findings)]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_turtle(findings: list[Finding]) -> str:
    """A sh:ValidationReport (W3C SHACL, section 3.6), each result with its rule as sh:sourceShape where that is an IRI."""
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

    shacl = "http://www.w3.org/ns/shacl#"
    kind, report = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), BlankNode("report")
    quads = [
        Quad(report, kind, NamedNode(shacl + "ValidationReport")),
        Quad(report, NamedNode(shacl + "conforms"), Literal(conforms(findings))),
    ]
    for number, finding in enumerate(sorted(findings)):
        result = BlankNode(f"result{number}")
        focus = NamedNode(finding.focus) if _is_iri(finding.focus) else BlankNode(f"focus{number}")
        severity = "Violation" if finding.severity == VIOLATION else "Warning"
        about: list[tuple[str, NamedNode | BlankNode | Literal]] = [
            ("focusNode", focus),
            ("resultSeverity", NamedNode(shacl + severity)),
            ("sourceShape", NamedNode(rule_iri(finding.rule))),
            ("resultMessage", Literal(finding.message_nl, language="nl")),
            ("resultMessage", Literal(finding.message_en, language="en")),
        ]
        if finding.detail:
            about.append(("value", NamedNode(finding.detail) if _is_iri(finding.detail) else Literal(finding.detail)))
        quads += [Quad(report, NamedNode(shacl + "result"), result), Quad(result, kind, NamedNode(shacl + "ValidationResult"))]
        quads += [Quad(result, NamedNode(shacl + name), value) for name, value in about]
    text = serialize(quads, format=RdfFormat.TURTLE, prefixes={"sh": shacl})
    return text.decode() if isinstance(text, bytes) else ""


def _is_iri(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text, re.IGNORECASE) is not None


def rule_iri(rule: str) -> str:
    """The name of a rule: its own, or ours in the namespace of the shapes."""
    from mdo_rdf.datacube.shacl import SHAPE

    return rule if ":" in rule else SHAPE + rule


FORMATS: dict[str, Callable[[list[Finding]], str]] = {"text": as_text, "json": as_json, "ttl": as_turtle}
