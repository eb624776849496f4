"""Amounts that are known within bounds: reads expressions over indicators and adds printed figures up.

A rounded figure stands for an interval, a lower bound for everything from it on; both stay so in a sum.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.observations import by_key
from mdo_rdf.inputs.notation import Qualifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mdo_rdf.edition.observations import ByKey, Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.strict_csv import Check, Row

Expression = tuple[str | int, ...]
"""What is added up: slugs of indicators and whole numbers."""


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


def are_expressions(indicators: Collection[str]) -> Check:
    """The field holds expressions ``a + b + 23``, separated by semicolons, of the slugs of ``indicators`` and numbers.

    Without any indicator, the file that lists them could not be read, and that is told.
    """

    def check(row: Row, column: str) -> Iterator[Problem]:
        for term in (term for terms in expressions(row[column]) for term in terms):
            if indicators and isinstance(term, str) and term not in indicators:
                remedy = "use slugs of indicators.csv and whole numbers, with + between them"
                yield row.problem(column, f"unknown indicator {term}", remedy)

    return check


def expressions(text: str) -> tuple[Expression, ...]:
    """The expressions in a field, which are separated by semicolons.

    >>> expressions("digid + eherkenning; 23")
    (('digid', 'eherkenning'), (23,))
    """
    return tuple(expression(part) for part in text.split(";") if part.strip())


def expression(text: str) -> Expression:
    """The expression ``a + b + 23``."""
    words = filter(None, (part.strip() for part in text.split("+")))
    return tuple(int(word) if word.isascii() and word.isdigit() else word for word in words)


def evaluate(terms: Expression, year: int, observations: ByKey) -> Amount | Gap | None:
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
        observation = observations.get((term, year))
        if observation is None:
            return None
        if observation.value is None:
            missing.append(observation)
            continue
        evidence.append(observation)
        total += observation.value if isinstance(observation.value, int) else Fraction(observation.value)
        is_bound = is_bound or observation.qualifier == Qualifier.LOWER_BOUND.value
        if observation.rounding_unit is not None:
            slack += Fraction(observation.rounding_unit) / 2
    whole = Fraction(total)
    if missing:
        return Gap(tuple(missing), tuple(evidence), whole)
    low, high = (whole - slack, whole + slack) if slack else (whole, whole)
    return Amount(whole, low, None if is_bound else high, tuple(evidence))


def bounds(observation: Observation) -> tuple[Fraction, Fraction | None]:
    """The least and the most that a printed figure can stand for; it must have a value."""
    if observation.value is None:
        raise ValueError(f"{observation.indicator.slug} {observation.year} has no value")
    value = Fraction(observation.value)
    if observation.qualifier == Qualifier.LOWER_BOUND.value:
        return value, None
    half = Fraction(observation.rounding_unit or 0) / 2
    return value - half, value + half


def overlap(left: Amount, right: Amount) -> bool:
    """Whether the two can be the same amount, given how they were rounded."""
    return (left.high is None or left.high >= right.low) and (right.high is None or right.high >= left.low)


def distinct(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The observations, each once, in the order in which they come."""
    return tuple(by_key(observations).values())
