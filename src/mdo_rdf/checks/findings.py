"""Checks of the published audit: that sums follow from the values, and that what is wrong has its finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from pyoxigraph import NamedNode

from mdo_rdf import iris
from mdo_rdf.checks.published import PublishedEdition, mdo, name_of, number_of
from mdo_rdf.datacube.constraints import shown
from mdo_rdf.datacube.cube import RDF_TYPE, RdfTerm
from mdo_rdf.datacube.results import Breach
from mdo_rdf.iris import BASE, PREFIXES

_METRIC = NamedNode(PREFIXES["dqv"] + "isMeasurementOf")
_PAIR = NamedNode(BASE + iris.measure("twee-plaatsen"))
_SIDES = (("linkerwaarde", "totaal", "vastTotaal"), ("rechterwaarde", "deel", "vastDeel"))
_OPEN = ("niet-toetsbaar", "niet-te-berekenen")
_WRONG = ("klopt-niet", "index", "tekenfout")


def _comparisons(edition: PublishedEdition) -> Iterator[Breach]:
    """Each side of a comparison is the sum of the values of its indicators, and the difference that of the two."""
    values = {edition.key(observation): number_of(edition.first(observation, mdo("waarde"))) for observation in edition.values}
    for check in edition.cube.subjects(RDF_TYPE, mdo("Toets")):
        metric = edition.about(check, _METRIC)
        year = name_of(edition.about(check, mdo("jaar")))
        is_sum = metric is not None and bool(edition.cube.objects(metric, mdo("deel")))
        if is_sum:
            sides = [_expected(edition, metric, side, values, year) for side in _SIDES]
        elif metric == _PAIR:
            pair = edition.cube.objects(check, mdo("indicator"))
            sides = sorted((values.get((indicator, year)) for indicator in pair), key=_last)
        else:
            continue
        yield from ((shown(check), wrong) for wrong in _wrong(edition, check, sides, in_order=is_sum))


def _expected(
    edition: PublishedEdition,
    metric: RdfTerm | None,
    side: tuple[str, str, str],
    values: dict[tuple[RdfTerm | None, str], Decimal | None],
    year: str,
) -> Decimal | None:
    """The sum of one side; None where a figure of it is missing."""
    _, indicators, fixed = side
    parts = [values.get((indicator, year)) for indicator in _objects(edition, metric, indicators)]
    parts += [number_of(literal) for literal in _objects(edition, metric, fixed)]
    numbers = [number for number in parts if number is not None]
    return sum(numbers, Decimal(0)) if len(numbers) == len(parts) else None


def _last(number: Decimal | None) -> tuple[bool, Decimal | None]:
    """The place of a number in an order in which a missing one comes last."""
    return number is None, number


def _wrong(edition: PublishedEdition, check: RdfTerm, sides: list[Decimal | None], *, in_order: bool) -> Iterator[str]:
    stated = [number_of(edition.about(check, mdo(name))) for name, _, _ in _SIDES]
    if (stated if in_order else sorted(stated, key=_last)) != sides:
        yield f"{' and '.join(map(_word, stated))}, not {' and '.join(map(_word, sides))}"
    left, right = stated
    difference = None if left is None or right is None else left - right
    stated_difference = number_of(edition.about(check, mdo("verschil")))
    if stated_difference != difference:
        yield f"a difference of {_word(stated_difference)}, not {_word(difference)}"


def _objects(edition: PublishedEdition, term: RdfTerm | None, name: str) -> list[RdfTerm]:
    return [] if term is None else list(edition.cube.objects(term, mdo(name)))


def _word(number: Decimal | None) -> str:
    return "no figure" if number is None else str(number)


def _findings(edition: PublishedEdition) -> Iterator[Breach]:
    """What is wrong has a finding that says so, no finding rests on what is right, and what is not tested has a reason."""
    findings = edition.cube.subjects(RDF_TYPE, mdo("Bevinding"))
    cited = {check for finding in findings for check in edition.cube.objects(finding, mdo("toets"))}
    for kind in ("Toets", "Bewering"):
        for check in edition.cube.subjects(RDF_TYPE, mdo(kind)):
            is_wrong = name_of(edition.about(check, mdo("oordeel"))) in _WRONG
            if is_wrong != (check in cited):
                yield shown(check), "wrong, but no finding says so" if is_wrong else "not wrong, but a finding rests on it"
    for kind in ("Toets", "Beoordeling"):
        for check in edition.cube.subjects(RDF_TYPE, mdo(kind)):
            is_open = name_of(edition.about(check, mdo("oordeel"))) in _OPEN
            if is_open != bool(edition.cube.objects(check, mdo("redenNietToetsbaar"))):
                yield shown(check), "not tested, and no reason why" if is_open else "tested, but with a reason why not"


def _derived(edition: PublishedEdition) -> Iterator[Breach]:
    """A derived figure lies between its extremes."""
    names = ("laagste", "afgeleideWaarde", "hoogste")
    for observation in edition.derived:
        stated = [number_of(edition.first(observation, mdo(name))) for name in names]
        numbers = [number for number in stated if number is not None]
        if numbers == stated and numbers != sorted(numbers):
            low, value, high = numbers
            yield edition.shown(observation), f"{value} is not between {low} and {high}"


AUDIT_CHECKS: dict[str, Callable[[PublishedEdition], Iterator[Breach]]] = {
    "mdo-toets": _comparisons,
    "mdo-bevinding": _findings,
    "mdo-afgeleid": _derived,
}
