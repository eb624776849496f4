"""The verdicts on the claims of the report, each derived from the printed figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.claims import NOT_CHECKED
from mdo_rdf.audit.margins import ClaimedFigure, Fit, direction_fit, fit
from mdo_rdf.edition.intervals import Amount, Gap, distinct, evaluate
from mdo_rdf.edition.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mdo_rdf.audit.claims import Claim
    from mdo_rdf.edition.intervals import Expression
    from mdo_rdf.edition.observations import ByKey, Observation


class ClaimCheck(NamedTuple):
    """The verdict on a claim: how well it fits, what was computed, and on which figures that rests.

    ``reason`` says why a claim cannot be tested: ``geen-cijfers``, ``ontbrekend-cijfer`` or ``ondergrens``.
    """

    claim: Claim
    verdict: Verdict
    fit: Fit | None
    computed: Fraction | None
    evidence: tuple[Observation, ...]
    missing: tuple[Observation, ...] = ()
    reason: str = ""


def check_claims(claims: Sequence[Claim], observations: ByKey) -> tuple[ClaimCheck, ...]:
    """The verdict on every claim, in the order of ``claims``."""
    return tuple(_check(claim, observations) for claim in claims)


def _check(claim: Claim, observations: ByKey) -> ClaimCheck:
    if not claim.about:
        return ClaimCheck(claim, Verdict.UNTESTABLE, None, None, (), reason="geen-cijfers")
    return CHECKS[claim.kind](claim, observations)


def _judged(claim: Claim, fits: Fit, computed: Fraction | None, evidence: Sequence[Observation]) -> ClaimCheck:
    verdict = Verdict.AGREES if fits is Fit.FITS else Verdict.DISAGREES
    return ClaimCheck(claim, verdict, fits, computed, distinct(evidence))


def _untestable(claim: Claim, amounts: Sequence[Amount | Gap | None]) -> ClaimCheck | None:
    """The check of a claim that rests on a figure that is missing; None where all are there."""
    if all(isinstance(amount, Amount) for amount in amounts):
        return None
    evidence = distinct(observation for amount in amounts if amount for observation in amount.evidence)
    missing = distinct(observation for amount in amounts if isinstance(amount, Gap) for observation in amount.missing)
    return ClaimCheck(claim, Verdict.UNTESTABLE, None, None, evidence, missing, "ontbrekend-cijfer")


def _on_figure(
    claim: Claim, observations: ByKey, sides: Sequence[tuple[Expression, int]], compute: Callable[[list[Fraction]], Fraction]
) -> ClaimCheck:
    """Compute one figure from the amounts of ``sides`` and hold it against the claimed one; the first may be a divisor."""
    amounts = [evaluate(terms, year, observations) for terms, year in sides]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    whole = [amount for amount in amounts if isinstance(amount, Amount)]
    evidence = distinct(observation for amount in whole for observation in amount.evidence)
    if any(amount.value == 0 for amount in whole[:-1]):
        return ClaimCheck(claim, Verdict.UNTESTABLE, None, None, evidence, reason="ontbrekend-cijfer")
    computed = compute([amount.value for amount in whole])
    fits = fit(claim.margin or "afgerond", claim.figure or ClaimedFigure(computed, Fraction(1)), computed)
    if any(amount.is_bound for amount in whole):
        return ClaimCheck(claim, Verdict.UNTESTABLE, fits, computed, evidence, reason="ondergrens")
    return _judged(claim, fits, computed, evidence)


def _level(claim: Claim, observations: ByKey) -> ClaimCheck:
    return _on_figure(claim, observations, [(claim.about[0], claim.year)], lambda values: values[0])


def _both(claim: Claim) -> list[tuple[Expression, int]]:
    return [(claim.about[0], claim.years[0]), (claim.about[0], claim.year)]


def _signed(claim: Claim, value: Fraction) -> Fraction:
    return -value if claim.direction == "daling" else value


def _change(claim: Claim, observations: ByKey) -> ClaimCheck:
    return _on_figure(claim, observations, _both(claim), lambda both: _signed(claim, 100 * (both[1] - both[0]) / both[0]))


def _difference(claim: Claim, observations: ByKey) -> ClaimCheck:
    return _on_figure(claim, observations, _both(claim), lambda both: _signed(claim, both[1] - both[0]))


def _factor(claim: Claim, observations: ByKey) -> ClaimCheck:
    return _on_figure(claim, observations, _both(claim), lambda both: both[1] / both[0])


def _threshold(claim: Claim, observations: ByKey) -> ClaimCheck:
    """The first year is on one side of the figure and the last one on the other, in the direction of the claim."""
    check = _on_figure(claim, observations, _both(claim), lambda both: both[1])
    if check.verdict == Verdict.UNTESTABLE or claim.figure is None:
        return check
    before, after = (_signed(claim, Fraction(observation.value or 0)) for observation in check.evidence)
    passed = before <= _signed(claim, claim.figure.value) < after
    return _judged(claim, Fit.FITS if passed else Fit.CONTRADICTS, check.computed, check.evidence)


def _share(claim: Claim, observations: ByKey) -> ClaimCheck:
    sides = [(claim.beside[0], claim.year), (claim.about[0], claim.year)]
    return _on_figure(claim, observations, sides, lambda both: 100 * both[1] / both[0])


def _equal(claim: Claim, observations: ByKey) -> ClaimCheck:
    amounts = [evaluate(claim.about[0], claim.year, observations), evaluate(claim.beside[0], claim.year, observations)]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    left, right = (amount for amount in amounts if isinstance(amount, Amount))
    fits = Fit.FITS if left.value == right.value else Fit.CONTRADICTS
    return _judged(claim, fits, left.value - right.value, (*left.evidence, *right.evidence))


def _direction(claim: Claim, observations: ByKey) -> ClaimCheck:
    """All the years of the claim, which is about each of its amounts; the change that is shown is of the first."""
    checks = []
    for terms in claim.about:
        amounts = [evaluate(terms, year, observations) for year in claim.years]
        untestable = _untestable(claim, amounts)
        if untestable:
            return untestable
        whole = [amount for amount in amounts if isinstance(amount, Amount)]
        values = [amount.value for amount in whole]
        computed = 100 * (values[-1] - values[0]) / values[0] if values[0] else None
        fits = direction_fit(claim.margin, claim.direction, values)
        checks.append(_judged(claim, fits, computed, [observation for amount in whole for observation in amount.evidence]))
    worst = max(checks, key=lambda check: list(Fit).index(check.fit or Fit.FITS))
    return worst._replace(evidence=distinct(observation for check in checks for observation in check.evidence))


def _rank(claim: Claim, observations: ByKey) -> ClaimCheck:
    """The place of an amount among others, from the greatest down; a lower bound below it may be above it."""
    amounts = [evaluate(terms, claim.year, observations) for terms in (claim.about[0], *claim.beside)]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    mine, *others = (amount for amount in amounts if isinstance(amount, Amount))
    computed = Fraction(1 + sum(amount.value > mine.value for amount in others))
    evidence = [observation for amount in (mine, *others) for observation in amount.evidence]
    fits = Fit.FITS if claim.figure and claim.figure.value == computed else Fit.CONTRADICTS
    if fits is Fit.FITS and any(amount.is_bound for amount in others):
        return ClaimCheck(claim, Verdict.UNTESTABLE, fits, computed, distinct(evidence), reason="ondergrens")
    return _judged(claim, fits, computed, evidence)


def _record(claim: Claim, observations: ByKey) -> ClaimCheck:
    """The figure of the last year is the greatest of all the years."""
    amounts = [evaluate(claim.about[0], year, observations) for year in claim.years]
    untestable = _untestable(claim, amounts)
    if untestable:
        return untestable
    whole = [amount for amount in amounts if isinstance(amount, Amount)]
    greatest = max(amount.value for amount in whole[:-1])
    fits = Fit.FITS if whole[-1].value > greatest else Fit.CONTRADICTS
    return _judged(claim, fits, greatest, [observation for amount in whole for observation in amount.evidence])


def _from(claim: Claim, observations: ByKey) -> ClaimCheck:
    """Figures in the last of the years, and none in those before it."""
    return _presence(claim, observations, {year: year == claim.year for year in claim.years})


def _absent(claim: Claim, observations: ByKey) -> ClaimCheck:
    """No figures in any of the years."""
    return _presence(claim, observations, dict.fromkeys(claim.years, False))


def _presence(claim: Claim, observations: ByKey, expected: Mapping[int, bool]) -> ClaimCheck:
    amounts = {(terms, year): evaluate(terms, year, observations) for terms in claim.about for year in expected}
    fits = all(isinstance(amount, Amount) == expected[year] for (_, year), amount in amounts.items())
    evidence = distinct(observation for amount in amounts.values() if amount for observation in amount.evidence)
    missing = distinct(observation for amount in amounts.values() if isinstance(amount, Gap) for observation in amount.missing)
    return ClaimCheck(
        claim, Verdict.AGREES if fits else Verdict.DISAGREES, Fit.FITS if fits else Fit.CONTRADICTS, None, evidence, missing
    )


CHECKS: dict[str, Callable[[Claim, ByKey], ClaimCheck]] = {
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
