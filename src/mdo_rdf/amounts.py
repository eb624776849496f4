"""Amounts that are known within bounds: reads expressions over indicators and adds printed figures up.

A rounded figure stands for an interval, a lower bound for everything from it on; both stay so in a sum.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.dutch import Qualifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mdo_rdf.csvfile import Record
    from mdo_rdf.errors import Problem
    from mdo_rdf.figures import Observation

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
    """Why a sum cannot be made: the figures of it that are missing, and those that are there."""

    missing: tuple[Observation, ...]
    evidence: tuple[Observation, ...]


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
    total = low = Fraction(0)
    high: Fraction | None = Fraction(0)
    evidence: list[Observation] = []
    missing: list[Observation] = []
    for term in terms:
        if isinstance(term, int):
            total, low, high = total + term, low + term, high if high is None else high + term
            continue
        one = known.get((term, year))
        if one is None:
            return None
        if one.value is None:
            missing.append(one)
            continue
        least, most = bounds(one)
        evidence.append(one)
        total, low = total + Fraction(one.value), low + least
        high = None if high is None or most is None else high + most
    return Gap(tuple(missing), tuple(evidence)) if missing else Amount(total, low, high, tuple(evidence))


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
