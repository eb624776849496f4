"""Checks of the published audit: that sums follow from the values, and that what is wrong has its finding.

Works on the published triples alone, as ``consistency`` does.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.checks.published import mdo, name_of
from mdo_rdf.datacube.constraints import shown
from mdo_rdf.datacube.cube import RDF_TYPE
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mdo_rdf.checks.published import Facts
    from mdo_rdf.datacube.cube import Term
    from mdo_rdf.datacube.results import Culprit

_METRIC = NamedNode(PREFIXES["dqv"] + "isMeasurementOf")
_PAIR = NamedNode(f"{BASE}id/maatstaf/twee-plaatsen")
_SIDES = (
    ("linkerwaarde", "totaal", "vastTotaal"),
    ("rechterwaarde", "deel", "vastDeel"),
)
_OPEN = ("niet-toetsbaar", "niet-te-berekenen")
_WRONG = ("klopt-niet", "index", "tekenfout")


def _comparisons(facts: Facts) -> Iterator[Culprit]:
    """Each side of a comparison is the sum of the values of its indicators, and the difference that of the two."""
    values = {facts.key(one): _number(facts.one(one, mdo("waarde"))) for one in facts.values}
    for check in facts.cube.subjects(RDF_TYPE, mdo("Toets")):
        metric = facts.about(check, _METRIC)
        year = name_of(facts.about(check, mdo("jaar")))
        is_sum = metric is not None and bool(facts.cube.objects(metric, mdo("deel")))
        if metric != _PAIR and not is_sum:
            continue
        pair = list(facts.cube.objects(check, mdo("indicator")))
        sides = [_expected(facts, metric, side, values, year) if is_sum else None for side in _SIDES]
        if not is_sum:
            sides = sorted((values.get((one, year)) for one in pair), key=lambda one: (one is None, one))
        yield from ((shown(check), wrong) for wrong in _wrong(facts, check, sides, in_order=is_sum))


def _expected(
    facts: Facts,
    metric: Term | None,
    side: tuple[str, str, str],
    values: dict[tuple[Term | None, str], Decimal | None],
    year: str,
) -> Decimal | None:
    """The sum of one side; None where a figure of it is missing."""
    _, indicators, fixed = side
    found = [values.get((one, year)) for one in _objects(facts, metric, indicators)]
    found += [_number(one) for one in _objects(facts, metric, fixed)]
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def _wrong(facts: Facts, check: Term, sides: list[Decimal | None], *, in_order: bool) -> Iterator[str]:
    stated = [_number(facts.about(check, mdo(name))) for name, _, _ in _SIDES]
    if (stated if in_order else sorted(stated, key=lambda one: (one is None, one))) != sides:
        yield f"{' and '.join(map(_word, stated))}, not {' and '.join(map(_word, sides))}"
    left, right = stated
    difference = None if left is None or right is None else left - right
    if _number(facts.about(check, mdo("verschil"))) != difference:
        yield f"a difference of {_word(_number(facts.about(check, mdo('verschil'))))}, not {_word(difference)}"


def _objects(facts: Facts, term: Term | None, name: str) -> list[Term]:
    return [] if term is None else list(facts.cube.objects(term, mdo(name)))


def _number(term: Term | None) -> Decimal | None:
    try:
        return None if term is None else Decimal(shown(term))
    except ArithmeticError:
        return None


def _word(number: Decimal | None) -> str:
    return "no figure" if number is None else str(number)


def _findings(facts: Facts) -> Iterator[Culprit]:
    """What is wrong has a finding that says so, no finding rests on what is right, and what is not tested has a reason."""
    cited = {
        check
        for finding in facts.cube.subjects(RDF_TYPE, mdo("Bevinding"))
        for check in facts.cube.objects(finding, mdo("toets"))
    }
    for kind in ("Toets", "Bewering"):
        for check in facts.cube.subjects(RDF_TYPE, mdo(kind)):
            is_wrong = name_of(facts.about(check, mdo("oordeel"))) in _WRONG
            if is_wrong != (check in cited):
                yield shown(check), "wrong, but no finding says so" if is_wrong else "not wrong, but a finding rests on it"
    for kind in ("Toets", "Beoordeling"):
        for check in facts.cube.subjects(RDF_TYPE, mdo(kind)):
            is_open = name_of(facts.about(check, mdo("oordeel"))) in _OPEN
            if is_open != bool(facts.cube.objects(check, mdo("redenNietToetsbaar"))):
                yield shown(check), "not tested, and no reason why" if is_open else "tested, but with a reason why not"


def _derived(facts: Facts) -> Iterator[Culprit]:
    """A derived figure lies between its extremes, and follows from figures that are there."""
    for one in facts.derived:
        low, value, high = (_number(facts.one(one, mdo(name))) for name in ("laagste", "afgeleideWaarde", "hoogste"))
        if None not in (low, value, high) and sorted((low, value, high), key=lambda number: number or 0) != [low, value, high]:
            yield facts.shown(one), f"{value} is not between {low} and {high}"


VERDICT_CHECKS: dict[str, Callable[[Facts], Iterator[Culprit]]] = {
    "mdo-toets": _comparisons,
    "mdo-bevinding": _findings,
    "mdo-afgeleid": _derived,
}
