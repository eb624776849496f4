"""The verdicts on the claims of the report, each derived from the printed figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.claims import NOT_CHECKED
from mdo_rdf.audit.margins import Claimed, Fit, direction_fit, fit
from mdo_rdf.audit.sum_checks import AGREES, DISAGREES, UNTESTABLE
from mdo_rdf.edition.intervals import Amount, Gap, distinct, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mdo_rdf.audit.claims import Claim
    from mdo_rdf.edition.intervals import Expression, Figures
    from mdo_rdf.edition.observations import Observation


class Review(NamedTuple):
    """The verdict on a claim: how well it fits, what was computed, and on which figures that rests.

    ``reason`` says why a claim cannot be tested: ``geen-cijfers``, ``ontbrekend-cijfer`` or ``ondergrens``.
    """

    claim: Claim
    verdict: str
    fit: Fit | None
    computed: Fraction | None
    evidence: tuple[Observation, ...]
    missing: tuple[Observation, ...] = ()
    reason: str = ""


def review(claims: Sequence[Claim], known: Figures) -> tuple[Review, ...]:
    """The verdict on every claim, in the order of ``claims``."""
    return tuple(_review(claim, known) for claim in claims)


def _review(claim: Claim, known: Figures) -> Review:
    if not claim.about:
        return Review(claim, UNTESTABLE, None, None, (), reason="geen-cijfers")
    return CHECKS[claim.kind](claim, known)


def _judged(claim: Claim, found: Fit, computed: Fraction | None, evidence: Sequence[Observation]) -> Review:
    verdict = AGREES if found is Fit.FITS else DISAGREES
    return Review(claim, verdict, found, computed, distinct(evidence))


def _untestable(claim: Claim, amounts: Sequence[Amount | Gap | None]) -> Review | None:
    """The review of a claim that rests on a figure that is missing; None where all are there."""
    if all(isinstance(one, Amount) for one in amounts):
        return None
    evidence = distinct(each for one in amounts if one for each in one.evidence)
    missing = distinct(each for one in amounts if isinstance(one, Gap) for each in one.missing)
    return Review(claim, UNTESTABLE, None, None, evidence, missing, "ontbrekend-cijfer")


def _on_figure(
    claim: Claim, known: Figures, sides: Sequence[tuple[Expression, int]], compute: Callable[[list[Fraction]], Fraction]
) -> Review:
    """Compute one figure from the amounts of ``sides`` and hold it against the claimed one; the first may be a divisor."""
    amounts = [evaluate(terms, year, known) for terms, year in sides]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    whole = [one for one in amounts if isinstance(one, Amount)]
    evidence = distinct(each for one in whole for each in one.evidence)
    if any(one.value == 0 for one in whole[:-1]):
        return Review(claim, UNTESTABLE, None, None, evidence, reason="ontbrekend-cijfer")
    computed = compute([one.value for one in whole])
    found = fit(claim.margin or "afgerond", claim.figure or Claimed(computed, Fraction(1)), computed)
    if any(one.is_bound for one in whole):
        return Review(claim, UNTESTABLE, found, computed, evidence, reason="ondergrens")
    return _judged(claim, found, computed, evidence)


def _level(claim: Claim, known: Figures) -> Review:
    return _on_figure(claim, known, [(claim.about[0], claim.year)], lambda values: values[0])


def _both(claim: Claim) -> list[tuple[Expression, int]]:
    return [(claim.about[0], claim.years[0]), (claim.about[0], claim.year)]


def _signed(claim: Claim, value: Fraction) -> Fraction:
    return -value if claim.direction == "daling" else value


def _change(claim: Claim, known: Figures) -> Review:
    return _on_figure(claim, known, _both(claim), lambda both: _signed(claim, 100 * (both[1] - both[0]) / both[0]))


def _difference(claim: Claim, known: Figures) -> Review:
    return _on_figure(claim, known, _both(claim), lambda both: _signed(claim, both[1] - both[0]))


def _factor(claim: Claim, known: Figures) -> Review:
    return _on_figure(claim, known, _both(claim), lambda both: both[1] / both[0])


def _threshold(claim: Claim, known: Figures) -> Review:
    """The first year is on one side of the figure and the last one on the other, in the direction of the claim."""
    review = _on_figure(claim, known, _both(claim), lambda both: both[1])
    if review.verdict == UNTESTABLE or claim.figure is None:
        return review
    before, after = (_signed(claim, Fraction(one.value or 0)) for one in review.evidence)
    passed = before <= _signed(claim, claim.figure.value) < after
    return _judged(claim, Fit.FITS if passed else Fit.CONTRADICTS, review.computed, review.evidence)


def _share(claim: Claim, known: Figures) -> Review:
    sides = [(claim.beside[0], claim.year), (claim.about[0], claim.year)]
    return _on_figure(claim, known, sides, lambda both: 100 * both[1] / both[0])


def _equal(claim: Claim, known: Figures) -> Review:
    amounts = [evaluate(claim.about[0], claim.year, known), evaluate(claim.beside[0], claim.year, known)]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    left, right = (one for one in amounts if isinstance(one, Amount))
    found = Fit.FITS if left.value == right.value else Fit.CONTRADICTS
    return _judged(claim, found, left.value - right.value, (*left.evidence, *right.evidence))


def _direction(claim: Claim, known: Figures) -> Review:
    """All the years of the claim, which is about each of its amounts; the change that is shown is of the first."""
    reviews = []
    for terms in claim.about:
        amounts = [evaluate(terms, year, known) for year in claim.years]
        untestable = _untestable(claim, amounts)
        if untestable:
            return untestable
        whole = [one for one in amounts if isinstance(one, Amount)]
        values = [one.value for one in whole]
        computed = 100 * (values[-1] - values[0]) / values[0] if values[0] else None
        found = direction_fit(claim.margin, claim.direction, values)
        reviews.append(_judged(claim, found, computed, [each for one in whole for each in one.evidence]))
    worst = max(reviews, key=lambda one: list(Fit).index(one.fit or Fit.FITS))
    return worst._replace(evidence=distinct(each for one in reviews for each in one.evidence))


def _rank(claim: Claim, known: Figures) -> Review:
    """The place of an amount among others, from the greatest down; a lower bound below it may be above it."""
    amounts = [evaluate(terms, claim.year, known) for terms in (claim.about[0], *claim.beside)]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    mine, *others = (one for one in amounts if isinstance(one, Amount))
    computed = Fraction(1 + sum(one.value > mine.value for one in others))
    evidence = [each for one in (mine, *others) for each in one.evidence]
    found = Fit.FITS if claim.figure and claim.figure.value == computed else Fit.CONTRADICTS
    if found is Fit.FITS and any(one.is_bound for one in others):
        return Review(claim, UNTESTABLE, found, computed, distinct(evidence), reason="ondergrens")
    return _judged(claim, found, computed, evidence)


def _record(claim: Claim, known: Figures) -> Review:
    """The figure of the last year is the greatest of all the years."""
    amounts = [evaluate(claim.about[0], year, known) for year in claim.years]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    whole = [one for one in amounts if isinstance(one, Amount)]
    greatest = max(one.value for one in whole[:-1])
    found = Fit.FITS if whole[-1].value > greatest else Fit.CONTRADICTS
    return _judged(claim, found, greatest, [each for one in whole for each in one.evidence])


def _from(claim: Claim, known: Figures) -> Review:
    """Figures in the last of the years, and none in those before it."""
    return _presence(claim, known, {year: year == claim.year for year in claim.years})


def _absent(claim: Claim, known: Figures) -> Review:
    """No figures in any of the years."""
    return _presence(claim, known, dict.fromkeys(claim.years, False))


def _presence(claim: Claim, known: Figures, expected: Mapping[int, bool]) -> Review:
    amounts = {(terms, year): evaluate(terms, year, known) for terms in claim.about for year in expected}
    fits = all(isinstance(amount, Amount) == expected[year] for (_, year), amount in amounts.items())
    evidence = distinct(each for one in amounts.values() if one for each in one.evidence)
    missing = distinct(each for one in amounts.values() if isinstance(one, Gap) for each in one.missing)
    return Review(claim, AGREES if fits else DISAGREES, Fit.FITS if fits else Fit.CONTRADICTS, None, evidence, missing)


CHECKS: dict[str, Callable[[Claim, Figures], Review]] = {
    "niveau": _level,
    "verandering": _change,
    "verschil": _difference,
    "factor": _factor,
    "drempel": _threshold,
    "aandeel": _share,
    "richting": _direction,
    "rang": _rank,
    "gelijkheid": _equal,
    "record": _record,
    "vanaf": _from,
    "ontbreekt": _absent,
    NOT_CHECKED: _absent,
}
"""How each kind of claim is checked."""
