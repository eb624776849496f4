"""Figures that the report does not print but that follow from what it prints, each with its method and its bounds.

They are kept apart from the printed figures, in a data set of their own.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.intervals import Amount, Expression, bounds, distinct, evaluate, expression
from mdo_rdf.edition.observations import MALFORMED
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.inputs.strict_csv import filled, one_of, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.audit.sum_checks import SumRule
    from mdo_rdf.edition.intervals import Figures
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation, Indicator
    from mdo_rdf.inputs.strict_csv import Record

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


def read_derived(
    root: Path, curation: Curation, rules: Mapping[str, SumRule], known: Figures, problems: list[Problem]
) -> tuple[Derived, ...]:
    """What ``derived.csv`` of an edition asks for, worked out from the printed figures.

    A figure that does not follow in the way it says is added to ``problems``. Raises ``CannotTellError``.
    """
    name = f"data/curation/{curation.edition.slug}/derived.csv"
    columns = ("indicator", "years", "method", "inputs", "rule", "note_nl", "note_en")
    found: dict[tuple[str, int], Derived] = {}
    for record in read_records(root / name, name, columns, problems):
        if not _is_known(record, curation, rules, problems):
            continue
        inputs = expression(record, "inputs", curation.indicators, problems)
        for year in _years(record, curation, problems):
            task = _Task(curation.indicators[record["indicator"]], year, inputs, rules.get(record["rule"]))
            one = _METHODS[record["method"]](task, known)
            if one is None or (task.indicator.slug, year) in found:
                rule = f"{record['indicator']} {year} {'twice' if one else 'does not follow by ' + record['method']}"
                problems.append(record.problem("method", rule, "correct the line, or remove the year from it"))
            else:
                found[task.indicator.slug, year] = one._replace(note_nl=record["note_nl"], note_en=record["note_en"])
    return tuple(found.values())


def _is_known(record: Record, curation: Curation, rules: Mapping[str, SumRule], problems: list[Problem]) -> bool:
    return all((
        one_of(record, "indicator", curation.indicators, problems),
        one_of(record, "method", _METHODS, problems),
        one_of(record, "rule", rules, problems, optional=True),
        filled(record, ("note_nl", "note_en"), problems),
    ))  # fmt: skip


def _years(record: Record, curation: Curation, problems: list[Problem]) -> Iterator[int]:
    allowed = {str(year): year for year in curation.edition.years}
    for word in record["years"].split():
        if word in allowed:
            yield allowed[word]
        else:
            problems.append(record.problem("years", f"{word} is not a year of the edition", f"use {', '.join(allowed)}"))


def _remainder(task: _Task, known: Figures) -> Derived | None:
    """The total less the other parts; it must lie between the numbers that the printed digits can have meant."""
    malformed = known.get((task.indicator.slug, task.year))
    if task.rule is None or malformed is None or malformed.reason != MALFORMED:
        return None
    others = tuple(term for term in task.rule.parts if term != task.indicator.slug and not _cannot_exist(term, task.year, known))
    total, rest = evaluate(task.rule.total, task.year, known), evaluate(others, task.year, known)
    if not isinstance(total, Amount) or not isinstance(rest, Amount):
        return None
    value, candidates = int(total.value - rest.value), completions(malformed.cell.text)
    if not candidates or not candidates[0] <= value <= candidates[-1]:
        return None
    low, high = (value, value) if value in candidates else (candidates[0], candidates[-1])
    inputs = distinct((*total.evidence, *rest.evidence))
    return Derived(task.indicator, task.year, "sluitpost", value, low, high, inputs, malformed, "", "")


def _cannot_exist(term: str | int, year: int, known: Figures) -> bool:
    one = known.get((str(term), year))
    return one is not None and one.reason == _CANNOT_EXIST


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
    return sorted(int("".join((*groups[:place], one, *groups[place + 1 :]))) for one in wider)


def _dropped_digit(task: _Task, known: Figures) -> Derived | None:
    """The one completion that is as round as the printed years beside it."""
    malformed = known.get((task.indicator.slug, task.year))
    if malformed is None or malformed.reason != MALFORMED:
        return None
    beside = [one for year in (task.year - 1, task.year + 1) if (one := known.get((task.indicator.slug, year))) and one.value]
    candidates = completions(malformed.cell.text)
    round_as = min((_roundness(int(one.value or 0)) for one in beside), default=1)
    fitting = [number for number in candidates if number % round_as == 0]
    if len(fitting) != 1:
        return None
    return Derived(
        task.indicator,
        task.year,
        "weggevallen-cijfer",
        fitting[0],
        candidates[0],
        candidates[-1],
        tuple(beside),
        malformed,
        "",
        "",
    )


def _roundness(number: int) -> int:
    """The largest power of ten that divides a number."""
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return unit


def _same_definition(task: _Task, known: Figures) -> Derived | None:
    amount = evaluate(task.inputs, task.year, known)
    if not isinstance(amount, Amount) or amount.high is None:
        return None
    value, low, high = (int(one) for one in (amount.value, amount.low, amount.high))
    return Derived(task.indicator, task.year, "zelfde-definitie", value, low, high, amount.evidence, None, "", "")


def _share_of_total(task: _Task, known: Figures) -> Derived | None:
    """A share times its denominator; the bounds are those of both, and no share is less than nothing."""
    share = known.get((task.indicator.slug, task.year))
    total = known.get((task.indicator.relations.get("denominator", ""), task.year))
    if share is None or total is None or share.value is None or total.value is None:
        return None
    (low, high), (least, most) = bounds(share), bounds(total)
    if high is None or most is None:
        return None
    products = Fraction(share.value) * Fraction(total.value), max(low, Fraction(0)) * least, high * most
    value, lowest, highest = (int(round_half_up(one / 100, 0)) for one in products)
    return Derived(task.indicator, task.year, "aandeel-van-totaal", value, lowest, highest, (share, total), None, "", "")


_METHODS: dict[str, Callable[[_Task, Figures], Derived | None]] = {
    "sluitpost": _remainder,
    "weggevallen-cijfer": _dropped_digit,
    "zelfde-definitie": _same_definition,
    "aandeel-van-totaal": _share_of_total,
}
