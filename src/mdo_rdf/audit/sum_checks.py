"""Totals and their parts, and the same thing in two places: what must agree, and whether it does, year by year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.edition.intervals import Amount, Expression, Gap, distinct, evaluate, expression, overlap
from mdo_rdf.inputs.curation import SAME_AS
from mdo_rdf.inputs.strict_csv import filled, index, one_of, read_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.edition.intervals import Figures
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Indicator

AGREES, DISAGREES, UNTESTABLE = "klopt", "klopt-niet", "niet-toetsbaar"
"""The verdicts, codes of the scheme ``oordeel``."""


class SumRule(NamedTuple):
    """An identity of a total and its parts. ``relation`` says how the two stand: ``gelijk`` or ``ten-minste`` (the total
    has parts that are not printed) or ``ten-hoogste`` (parts overlap)."""

    slug: str
    texts: Mapping[str, str]
    relation: str
    total: Expression
    parts: Expression


class Comparison(NamedTuple):
    """A total beside its parts, or one indicator beside another, in one year.

    ``rule`` is empty where the two sides are two indicators. ``difference`` is the left side minus the right one, None
    where one of them has a gap; ``missing`` are the figures that are not there. ``equals`` are the slugs of the parts
    that are, to the last digit, as large as the difference. ``remainder`` is what a total leaves for the parts that are
    missing.
    """

    rule: SumRule | None
    left: Expression
    right: Expression
    year: int
    verdict: str
    left_value: Fraction | None
    right_value: Fraction | None
    evidence: tuple[Observation, ...]
    missing: tuple[Observation, ...]
    equals: tuple[str, ...] = ()
    remainder: Fraction | None = None

    @property
    def difference(self) -> Fraction | None:
        """Left minus right; None where one side has no value."""
        return None if self.left_value is None or self.right_value is None else self.left_value - self.right_value

    @property
    def family(self) -> str:
        """``som`` or ``paar``."""
        return "som" if self.rule else "paar"

    @property
    def name(self) -> str:
        """What tells this comparison from all others of an edition."""
        what = self.rule.slug if self.rule else f"{self.left[0]}/{self.right[0]}"
        return f"{what}/{self.year}"


def read_sum_rules(root: Path, indicators: Collection[str], problems: list[Problem]) -> dict[str, SumRule]:
    """The rules of ``data/curation/sums.csv``; what is wrong is added to ``problems``. Raises ``CannotTellError``."""
    name = "data/curation/sums.csv"
    columns = ("slug", "label_nl", "label_en", "relation", "total", "parts", "definition_nl", "definition_en")
    rules = {}
    for record in index(read_records(root / name, name, columns, problems), ("slug",), problems).values():
        texts = ("label_nl", "label_en", "definition_nl", "definition_en")
        if not iris.is_slug(record["slug"]):
            problems.append(record.problem("slug", "not a slug", "use lower-case letters, digits and single hyphens"))
        if filled(record, (*texts, "total", "parts"), problems) and one_of(record, "relation", _HOLDS, problems):
            total, parts = (expression(record, column, indicators, problems) for column in ("total", "parts"))
            rules[record["slug"]] = SumRule(record["slug"], {key: record[key] for key in texts}, record["relation"], total, parts)
    return rules


def compare_sums(rules: Mapping[str, SumRule], known: Figures, years: Sequence[int]) -> tuple[Comparison, ...]:
    """Every rule in every year that the edition has figures for."""
    found = (_compare(rule, rule.total, rule.parts, year, known) for rule in rules.values() for year in years)
    return tuple(one for one in found if one)


def compare_pairs(indicators: Mapping[str, Indicator], known: Figures, years: Sequence[int]) -> tuple[Comparison, ...]:
    """Every two indicators that report the same flow or the same stock, in every year."""
    found = (_compare(None, (left,), (right,), year, known) for left, right in _pairs(indicators) for year in years)
    return tuple(one for one in found if one)


def _pairs(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    for slug, indicator in indicators.items():
        yield from ((slug, indicator.relations[relation]) for relation in SAME_AS if relation in indicator.relations)


def _compare(rule: SumRule | None, left: Expression, right: Expression, year: int, known: Figures) -> Comparison | None:
    one, other = evaluate(left, year, known), evaluate(right, year, known)
    if one is None or other is None:
        return None
    evidence = distinct((*one.evidence, *other.evidence))
    if isinstance(one, Gap) or isinstance(other, Gap):
        missing = tuple(absent for side in (one, other) if isinstance(side, Gap) for absent in side.missing)
        left_value, right_value = (side.value if isinstance(side, Amount) else None for side in (one, other))
        is_sum = rule is not None and rule.relation == "gelijk"
        remainder = one.value - other.rest if is_sum and isinstance(one, Amount) and isinstance(other, Gap) else None
        return Comparison(rule, left, right, year, UNTESTABLE, left_value, right_value, evidence, missing, remainder=remainder)
    verdict = _verdict(rule.relation if rule else "gelijk", one, other)
    equals = tuple(_equal_parts(one.value - other.value, other.evidence)) if rule and verdict == DISAGREES else ()
    return Comparison(rule, left, right, year, verdict, one.value, other.value, evidence, (), equals)


_HOLDS = ("gelijk", "ten-minste", "ten-hoogste")


def _verdict(relation: str, total: Amount, parts: Amount) -> str:
    """A relation that holds between some of the possible amounts is not refuted; with a lower bound it is not proved."""
    if relation == "gelijk":
        holds = overlap(total, parts)
    elif relation == "ten-minste":
        holds = total.high is None or total.high >= parts.low
    else:
        holds = parts.high is None or total.low <= parts.high
    if not holds:
        return DISAGREES
    return UNTESTABLE if total.is_bound or parts.is_bound else AGREES


def _equal_parts(difference: Fraction, parts: tuple[Observation, ...]) -> Iterator[str]:
    for one in parts:
        if one.value and abs(difference) == one.value:
            yield one.indicator.slug
