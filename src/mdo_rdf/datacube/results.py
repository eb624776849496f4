"""What a check returns: findings, and the rules that they break. Says nothing of how they are found or shown."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.places import find_root

if TYPE_CHECKING:
    from collections.abc import Iterable

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


Culprit = tuple[str, str]
"""What breaks a rule, and what about it: a property, a value or a count."""


def findings_of(rule: Rule, culprits: Iterable[Culprit]) -> list[Finding]:
    """The findings of one rule, each culprit once, in order."""
    return [Finding(rule.name, focus, detail, rule.remedy_nl, rule.remedy_en) for focus, detail in sorted(set(culprits))]


@cache
def read_rules() -> dict[str, Rule]:
    """The rules that are neither a constraint of the standard nor a shape of ours, by name, from ``shapes/rules.csv``."""
    with (find_root() / "shapes" / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {line["name"]: Rule(**line) for line in csv.DictReader(file)}


def conforms(findings: list[Finding]) -> bool:
    """Whether none of the findings is a violation."""
    return all(finding.severity != VIOLATION for finding in findings)
