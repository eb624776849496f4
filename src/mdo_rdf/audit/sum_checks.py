"""Totals and their parts, and the same thing in two places: what must agree, and whether it does, year by year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.intervals import Amount, Expression, Gap, are_expressions, distinct, evaluate, expression, overlap
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.errors import Read
from mdo_rdf.inputs.curation import SAME_AS
from mdo_rdf.inputs.strict_csv import Field, both, columns, filled, in_slug_form, one_of, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.edition.observations import ByKey, Observation
    from mdo_rdf.inputs.curation import Indicator
    from mdo_rdf.inputs.strict_csv import Row


class SumRule(NamedTuple):
    """An identity of a total and its parts. ``relation`` says how the two stand: ``gelijk`` or ``ten-minste`` (the total
    has parts that are not printed) or ``ten-hoogste`` (parts overlap)."""

    slug: str
    texts: Mapping[str, str]
    relation: str
    total: Expression
    parts: Expression


class SumCheck(NamedTuple):
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
    verdict: Verdict
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


def read_sum_rules(root: Path, indicators: Collection[str]) -> Read[dict[str, SumRule]]:
    """The rules of ``data/curation/sums.csv``. Raises ``CannotTellError``."""
    fields = (
        Field("slug", in_slug_form),
        *columns(*_TEXTS),
        Field("relation", one_of(_HOLDS)),
        *(Field(column, both(filled, are_expressions(indicators))) for column in ("total", "parts")),
    )
    rows = read_rows(root, "data/curation/sums.csv", fields, unique=[("slug",)])
    return Read({row["slug"]: _sum_rule(row) for row in rows.sound}, rows.problems)


_TEXTS = ("label_nl", "label_en", "definition_nl", "definition_en")
_HOLDS = ("gelijk", "ten-minste", "ten-hoogste")


def _sum_rule(row: Row) -> SumRule:
    return SumRule(row["slug"], row.texts(_TEXTS), row["relation"], expression(row["total"]), expression(row["parts"]))


def compare_sums(rules: Mapping[str, SumRule], observations: ByKey, years: Sequence[int]) -> tuple[SumCheck, ...]:
    """Every rule in every year that the edition has figures for."""
    checks = (_compare(rule, rule.total, rule.parts, year, observations) for rule in rules.values() for year in years)
    return tuple(filter(None, checks))


def compare_pairs(indicators: Mapping[str, Indicator], observations: ByKey, years: Sequence[int]) -> tuple[SumCheck, ...]:
    """Every two indicators that report the same flow or the same stock, in every year."""
    checks = (_compare(None, (left,), (right,), year, observations) for left, right in _pairs(indicators) for year in years)
    return tuple(filter(None, checks))


def _pairs(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    for slug, indicator in indicators.items():
        yield from ((slug, indicator.relations[relation]) for relation in SAME_AS if relation in indicator.relations)


def _compare(rule: SumRule | None, left: Expression, right: Expression, year: int, observations: ByKey) -> SumCheck | None:
    total, parts = evaluate(left, year, observations), evaluate(right, year, observations)
    if total is None or parts is None:
        return None
    evidence = distinct((*total.evidence, *parts.evidence))
    if isinstance(total, Gap) or isinstance(parts, Gap):
        missing = tuple(absent for side in (total, parts) if isinstance(side, Gap) for absent in side.missing)
        left_value, right_value = (side.value if isinstance(side, Amount) else None for side in (total, parts))
        is_sum = rule is not None and rule.relation == "gelijk"
        remainder = total.value - parts.rest if is_sum and isinstance(total, Amount) and isinstance(parts, Gap) else None
        verdict = Verdict.UNTESTABLE
        return SumCheck(rule, left, right, year, verdict, left_value, right_value, evidence, missing, remainder=remainder)
    verdict = _verdict(rule.relation if rule else "gelijk", total, parts)
    is_wrong_sum = rule is not None and verdict == Verdict.DISAGREES
    equals = tuple(_equal_parts(total.value - parts.value, parts.evidence)) if is_wrong_sum else ()
    return SumCheck(rule, left, right, year, verdict, total.value, parts.value, evidence, (), equals)


def _verdict(relation: str, total: Amount, parts: Amount) -> Verdict:
    """A relation that holds between some of the possible amounts is not refuted; with a lower bound it is not proved."""
    if relation == "gelijk":
        holds = overlap(total, parts)
    elif relation == "ten-minste":
        holds = total.high is None or total.high >= parts.low
    else:
        holds = parts.high is None or total.low <= parts.high
    if not holds:
        return Verdict.DISAGREES
    return Verdict.UNTESTABLE if total.is_bound or parts.is_bound else Verdict.AGREES


def _equal_parts(difference: Fraction, parts: tuple[Observation, ...]) -> Iterator[str]:
    for observation in parts:
        if observation.value and abs(difference) == observation.value:
            yield observation.indicator.slug
