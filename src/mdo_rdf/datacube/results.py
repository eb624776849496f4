"""What a check returns: results, and the rules that they break."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from mdo_rdf.places import find_root

VIOLATION = "violation"
WARNING = "warning"


class Rule(NamedTuple):
    """A rule in plain words, and what to do where it is broken, in Dutch and English."""

    name: str
    summary_nl: str
    summary_en: str
    remedy_nl: str
    remedy_en: str


class Result(NamedTuple):
    """One place where a rule is broken, as a ``sh:ValidationResult`` of SHACL is.

    ``focus`` is what is wrong (an IRI, a blank node or a file), ``detail`` what about it: a property, a value or a
    number. ``message_nl`` and ``message_en`` say what to do. ``severity`` is ``violation`` or ``warning``.
    """

    rule: str
    focus: str
    detail: str
    message_nl: str
    message_en: str
    severity: str = VIOLATION


Breach = tuple[str, str]
"""The focus of a result and its detail: what breaks a rule, and what about it (a property, a value or a count)."""


def results_of(rule: Rule, breaches: Iterable[Breach]) -> list[Result]:
    """The results of one rule, each breach once, in order."""
    return [Result(rule.name, focus, detail, rule.remedy_nl, rule.remedy_en) for focus, detail in sorted(set(breaches))]


@cache
def read_rules() -> dict[str, Rule]:
    """The rules that are neither a constraint of the standard nor a shape of ours, by name, from ``shapes/rules.csv``."""
    with (find_root() / "shapes" / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {line["name"]: Rule(**line) for line in csv.DictReader(file)}


def conforms(results: Iterable[Result]) -> bool:
    """Whether none of the results is a violation."""
    return all(result.severity != VIOLATION for result in results)
