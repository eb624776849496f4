"""Amounts that are known within bounds: reads expressions over indicators and adds printed figures up.

A rounded figure stands for an interval, a lower bound for everything from it on; both stay so in a sum.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.inputs.notation import Qualifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.strict_csv import Record

Expression = tuple[str | int, ...]
"""What is added up: slugs of indicators and whole numbers."""

Figures = dict[tuple[str, int], "Observation"]
"""The printed figures by indicator and year."""


class Amount(NamedTuple):
    """A sum of printed figures: as printed, and the least and the most that it can be; ``high`` is None without a limit."""

    value: Fraction
    low: Fraction
    high: Fraction | None
    evidence: tuple[Observation, ...]

    @property
    def is_bound(self) -> bool:
        """Whether the sum is only known to be at least ``low``."""
        return self.high is None


class Gap(NamedTuple):
    """Why a sum cannot be made: the figures of it that are missing, and those that are there with their sum."""

    missing: tuple[Observation, ...]
    evidence: tuple[Observation, ...]
    rest: Fraction


def figures(observations: Iterable[Observation]) -> Figures:
    """The figures by indicator and year."""
    return {(one.indicator.slug, one.year): one for one in observations}


def expression(record: Record, column: str, known: Collection[str], problems: list[Problem]) -> Expression:
    """The expression ``a + b + 23`` in a field; what is neither a known slug nor a number is added to ``problems``."""
    return _terms(record, column, record[column], known, problems)


def expressions(record: Record, column: str, known: Collection[str], problems: list[Problem]) -> tuple[Expression, ...]:
    """The expressions in a field, separated by semicolons."""
    return tuple(_terms(record, column, part, known, problems) for part in record[column].split(";") if part.strip())


def _terms(record: Record, column: str, text: str, known: Collection[str], problems: list[Problem]) -> Expression:
    found: list[str | int] = []
    for word in filter(None, (part.strip() for part in text.split("+"))):
        if word.isascii() and word.isdigit():
            found.append(int(word))
        elif word in known or not known:
            found.append(word)
        else:
            remedy = "use slugs of indicators.csv and whole numbers, with + between them"
            problems.append(record.problem(column, f"unknown indicator {word}", remedy))
    return tuple(found)


def evaluate(terms: Expression, year: int, known: Mapping[tuple[str, int], Observation]) -> Amount | Gap | None:
    """The sum of ``terms`` in ``year``; a ``Gap`` where a figure is missing, None where the edition has no such figure."""
    total: Fraction | int = 0
    slack: Fraction | int = 0
    is_bound = False
    evidence: list[Observation] = []
    missing: list[Observation] = []
    for term in terms:
        if isinstance(term, int):
            total += term
            continue
        one = known.get((term, year))
        if one is None:
            return None
        if one.value is None:
            missing.append(one)
            continue
        evidence.append(one)
        total += one.value if isinstance(one.value, int) else Fraction(one.value)
        is_bound = is_bound or one.qualifier == Qualifier.LOWER_BOUND.value
        if one.rounding_unit is not None:
            slack += Fraction(one.rounding_unit) / 2
    whole = Fraction(total)
    if missing:
        return Gap(tuple(missing), tuple(evidence), whole)
    low, high = (whole - slack, whole + slack) if slack else (whole, whole)
    return Amount(whole, low, None if is_bound else high, tuple(evidence))


def bounds(one: Observation) -> tuple[Fraction, Fraction | None]:
    """The least and the most that a printed figure can stand for; it must have a value."""
    if one.value is None:
        raise ValueError(f"{one.indicator.slug} {one.year} has no value")
    value = Fraction(one.value)
    if one.qualifier == Qualifier.LOWER_BOUND.value:
        return value, None
    half = Fraction(one.rounding_unit or 0) / 2
    return value - half, value + half


def overlap(left: Amount, right: Amount) -> bool:
    """Whether the two can be the same amount, given how they were rounded."""
    return (left.high is None or left.high >= right.low) and (right.high is None or right.high >= left.low)


def distinct(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The observations, each once, in the order in which they come."""
    return tuple({(one.indicator.slug, one.year): one for one in observations}.values())
