"""What a check returns: findings, and the rules that they break. Says nothing of how they are found or shown."""

from __future__ import annotations

from typing import NamedTuple

VIOLATION = "violation"
WARNING = "warning"


class Rule(NamedTuple):
    """A rule in plain words, and what to do where it is broken, in Dutch and English."""

    name: str
    summary_nl: str
    summary_en: str
    remedy_nl: str
    remedy_en: str


class Finding(NamedTuple):
    """One place where a rule is broken.

    ``focus`` is what is wrong (an IRI, a blank node or a file), ``detail`` what about it: a property, a value or a
    number. ``message_nl`` and ``message_en`` say what to do. ``severity`` is ``violation`` or ``warning``.
    """

    rule: str
    focus: str
    detail: str
    message_nl: str
    message_en: str
    severity: str = VIOLATION


def conforms(findings: list[Finding]) -> bool:
    """Whether none of the findings is a violation."""
    return all(finding.severity != VIOLATION for finding in findings)
