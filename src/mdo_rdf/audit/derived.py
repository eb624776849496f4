"""Figures that the report does not print but that follow from what it prints, each with its method and its bounds.

They are kept apart from the printed figures, in a data set of their own.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.intervals import Amount, Expression, are_expressions, bounds, distinct, evaluate, expression
from mdo_rdf.edition.observations import MALFORMED
from mdo_rdf.errors import Problem, Read, parted
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.inputs.strict_csv import Field, columns, one_of, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.audit.sum_checks import SumRule
    from mdo_rdf.edition.observations import ByKey, Observation
    from mdo_rdf.inputs.curation import Curation, Indicator
    from mdo_rdf.inputs.strict_csv import Check, Row

_CANNOT_EXIST = "bestaat-niet"


class Derived(NamedTuple):
    """A derived figure of an indicator in a year: a whole number, and the least and the most that it can be.

    ``inputs`` are the printed figures that it follows from; ``replaces`` is the malformed figure that it mends, if any.
    """

    indicator: Indicator
    year: int
    method: str
    value: int
    low: int
    high: int
    inputs: tuple[Observation, ...]
    replaces: Observation | None
    note_nl: str
    note_en: str


class _Task(NamedTuple):
    """One line of ``derived.csv``, to be worked out for one year."""

    indicator: Indicator
    year: int
    inputs: Expression
    rule: SumRule | None


def read_derived(root: Path, curation: Curation, rules: Mapping[str, SumRule], observations: ByKey) -> Read[tuple[Derived, ...]]:
    """What ``derived.csv`` of an edition asks for, worked out from the printed figures.

    A figure that does not follow in the way it says is a problem. Raises ``CannotTellError``.
    """
    fields = (
        Field("indicator", one_of(curation.indicators)),
        Field("years", _are_years(curation.edition.years)),
        Field("method", one_of(_METHODS)),
        Field("inputs", are_expressions(curation.indicators), required=False),
        Field("rule", one_of(rules), required=False),
        *columns("note_nl", "note_en"),
    )
    rows = read_rows(root, f"data/curation/{curation.edition.slug}/derived.csv", fields)
    derived, problems = parted(_work_out(rows.sound, curation, rules, observations))
    return Read(derived, (*rows.problems, *problems))


def _are_years(years: range) -> Check:
    allowed = list(map(str, years))

    def check(row: Row, column: str) -> Iterator[Problem]:
        for word in row[column].split():
            if word not in allowed:
                yield row.problem(column, f"{word} is not a year of the edition", f"use {', '.join(allowed)}")

    return check


def _work_out(
    rows: Iterable[Row], curation: Curation, rules: Mapping[str, SumRule], observations: ByKey
) -> Iterator[Derived | Problem]:
    done = set()
    for row in rows:
        for year in map(int, row["years"].split()):
            task = _Task(curation.indicators[row["indicator"]], year, expression(row["inputs"]), rules.get(row["rule"]))
            derived = _METHODS[row["method"]](task, observations)
            if derived is None or (task.indicator.slug, year) in done:
                rule = f"{row['indicator']} {year} {'twice' if derived else 'does not follow by ' + row['method']}"
                yield row.problem("method", rule, "correct the line, or remove the year from it")
            else:
                done.add((task.indicator.slug, year))
                yield derived._replace(note_nl=row["note_nl"], note_en=row["note_en"])


def _remainder(task: _Task, observations: ByKey) -> Derived | None:
    """The total less the other parts; it must lie between the numbers that the printed digits can have meant."""
    malformed = observations.get((task.indicator.slug, task.year))
    if task.rule is None or malformed is None or malformed.reason != MALFORMED:
        return None
    others = tuple(
        term for term in task.rule.parts if term != task.indicator.slug and not _cannot_exist(term, task.year, observations)
    )
    total, rest = evaluate(task.rule.total, task.year, observations), evaluate(others, task.year, observations)
    if not isinstance(total, Amount) or not isinstance(rest, Amount):
        return None
    value, candidates = int(total.value - rest.value), completions(malformed.cell.text)
    if not candidates or not candidates[0] <= value <= candidates[-1]:
        return None
    low, high = (value, value) if value in candidates else (candidates[0], candidates[-1])
    inputs = distinct((*total.evidence, *rest.evidence))
    return Derived(task.indicator, task.year, "sluitpost", value, low, high, inputs, malformed, "", "")


def _cannot_exist(term: str | int, year: int, observations: ByKey) -> bool:
    observation = observations.get((str(term), year))
    return observation is not None and observation.reason == _CANNOT_EXIST


def completions(text: str) -> list[int]:
    """The numbers that one digit more makes of a malformed one, in order: its groups then have three digits each.

    >>> completions("62.923.00")[:3], len(completions("62.923.00"))
    ([62923000, 62923001, 62923002], 28)
    """
    groups = re.sub(r"[ *]+\Z", "", text).split(".")
    short = [number for number, group in enumerate(groups) if number and len(group) == 2]
    if len(short) != 1 or any(len(group) != 3 for number, group in enumerate(groups) if number and number not in short):
        return []
    (place,) = short
    group = groups[place]
    wider = {group[:at] + digit + group[at:] for at in range(3) for digit in "0123456789"}
    return sorted(int("".join((*groups[:place], mended, *groups[place + 1 :]))) for mended in wider)


def _dropped_digit(task: _Task, observations: ByKey) -> Derived | None:
    """The one completion that is as round as the printed years beside it."""
    malformed = observations.get((task.indicator.slug, task.year))
    if malformed is None or malformed.reason != MALFORMED:
        return None
    around = (observations.get((task.indicator.slug, year)) for year in (task.year - 1, task.year + 1))
    beside = [observation for observation in around if observation and observation.value]
    candidates = completions(malformed.cell.text)
    round_as = min((_roundness(int(observation.value or 0)) for observation in beside), default=1)
    fitting = [number for number in candidates if number % round_as == 0]
    if len(fitting) != 1:
        return None
    value, low, high = fitting[0], candidates[0], candidates[-1]
    return Derived(task.indicator, task.year, "weggevallen-cijfer", value, low, high, tuple(beside), malformed, "", "")


def _roundness(number: int) -> int:
    """The largest power of ten that divides a number."""
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return unit


def _same_definition(task: _Task, observations: ByKey) -> Derived | None:
    amount = evaluate(task.inputs, task.year, observations)
    if not isinstance(amount, Amount) or amount.high is None:
        return None
    value, low, high = map(int, (amount.value, amount.low, amount.high))
    return Derived(task.indicator, task.year, "zelfde-definitie", value, low, high, amount.evidence, None, "", "")


def _share_of_total(task: _Task, observations: ByKey) -> Derived | None:
    """A share times its denominator; the bounds are those of both, and no share is less than nothing."""
    share = observations.get((task.indicator.slug, task.year))
    total = observations.get((task.indicator.relations.get("denominator", ""), task.year))
    if share is None or total is None or share.value is None or total.value is None:
        return None
    (low, high), (least, most) = bounds(share), bounds(total)
    if high is None or most is None:
        return None
    products = Fraction(share.value) * Fraction(total.value), max(low, Fraction(0)) * least, high * most
    value, lowest, highest = (int(round_half_up(product / 100, 0)) for product in products)
    return Derived(task.indicator, task.year, "aandeel-van-totaal", value, lowest, highest, (share, total), None, "", "")


_METHODS: dict[str, Callable[[_Task, ByKey], Derived | None]] = {
    "sluitpost": _remainder,
    "weggevallen-cijfer": _dropped_digit,
    "zelfde-definitie": _same_definition,
    "aandeel-van-totaal": _share_of_total,
}
