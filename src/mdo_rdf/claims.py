"""The claims of the report's prose and notes: reads them, and derives the verdict on each from the printed figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.amounts import Amount, Expression, Gap, distinct, evaluate, expressions
from mdo_rdf.csvfile import filled, index, one_of, positive, read_records
from mdo_rdf.dutch import UnknownNotationError
from mdo_rdf.hedges import Claimed, Fit, direction_fit, fit, read_claimed
from mdo_rdf.names import is_section
from mdo_rdf.sums import AGREES, DISAGREES, UNTESTABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.amounts import Figures
    from mdo_rdf.csvfile import Record
    from mdo_rdf.curation import Curation
    from mdo_rdf.errors import Problem
    from mdo_rdf.figures import Observation

PROSE = "hoofdlijnen"
PARTS = (PROSE, "A", "B", "C", "D")
PLACES = ("tekst", "inleiding", "toelichting", "voetnoot")
DIRECTIONS = ("stijging", "daling", "gelijk")


class Claim(NamedTuple):
    """One quantitative claim: where it stands, what it says as printed, and which figures it is about.

    ``printed`` and ``hedge`` are verbatim, each empty where nothing is printed; ``figure`` is what is printed as a number
    and ``margin`` what the hedge allows (a code of the scheme ``marge``). ``years`` are in order: the last is the year of
    the claim, the first the one it compares with. ``about`` is the amount that is claimed upon (a list, where the claim
    is about each), ``beside`` those that it is compared with; both are empty where the report has no figures for it.
    ``subject`` names it in Dutch and English where no indicator does; ``note`` says what the figures do not, and
    ``severity`` (a code of the scheme ``ernst``) how grave a contradiction is, where the editors judge it milder.
    """

    number: int
    part: str
    section: str
    place: str
    paragraph: str
    kind: str
    printed: str
    hedge: str
    direction: str
    figure: Claimed | None
    margin: str
    years: tuple[int, ...]
    about: tuple[Expression, ...]
    beside: tuple[Expression, ...]
    subject: tuple[str, str]
    note: tuple[str, str]
    severity: str

    @property
    def year(self) -> int:
        """The year that the claim is about."""
        return self.years[-1]


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


# ---- Reading ----

_COLUMNS = [
    "number",
    "part",
    "section",
    "place",
    "paragraph",
    "kind",
    "printed",
    "value",
    "hedge",
    "direction",
    "years",
    "indicators",
    "compared_with",
    "subject_nl",
    "subject_en",
]


def read_claims(
    root: Path, source: Path, curation: Curation, known: Collection[str], problems: list[Problem]
) -> tuple[Claim, ...]:
    """The claims in ``claims.csv`` of the folder ``source``, with the notes on them of ``data/curation`` under ``root``.

    ``known`` are the slugs of all indicators, also of those that a draft lacks. What is wrong is added to ``problems``.
    Raises ``CannotTellError``.
    """
    edition = curation.edition.slug
    margins = _margins(root, curation, problems)
    notes = _notes(root, curation, problems)
    records = read_records(source / "claims.csv", f"data/source/{edition}/claims.csv", _COLUMNS, problems)
    found = (
        _claim(record, curation, known, margins, notes, problems) for record in index(records, ("number",), problems).values()
    )
    return tuple(claim for claim in found if claim)


def _margins(root: Path, curation: Curation, problems: list[Problem]) -> dict[tuple[str, str], str]:
    """The margin of each hedge, by what it is said of (a figure or a direction) and its wording."""
    name, columns = "data/curation/hedges.csv", ("said_of", "wording", "margin")
    known = [slug for scheme, slug in curation.concepts if scheme == "marge"]
    records = index(read_records(root / name, name, columns, problems), ("said_of", "wording"), problems)
    for record in records.values():
        one_of(record, "said_of", (_FIGURE, *DIRECTIONS), problems)
        one_of(record, "margin", known, problems)
    return {(said_of, wording): record["margin"] for (said_of, wording), record in records.items()}


_FIGURE = "getal"
_NOT_CHECKED = "overig"
_WITH_MARGIN = ("niveau", "verandering", "verschil", "factor", "aandeel", "richting")
_WITHOUT_FIGURE = ("richting", "record", "vanaf", "ontbreekt", "gelijkheid")


_Note = tuple[tuple[str, str], str]
"""A note in Dutch and English, and the severity that the editors judge right, if any."""


def _notes(root: Path, curation: Curation, problems: list[Problem]) -> dict[str, _Note]:
    name, columns = f"data/curation/{curation.edition.slug}/claim-notes.csv", ("claim", "severity", "note_nl", "note_en")
    severities = [slug for scheme, slug in curation.concepts if scheme == "ernst"]
    records = index(read_records(root / name, name, columns, problems), ("claim",), problems)
    for record in records.values():
        filled(record, ("note_nl", "note_en"), problems)
        one_of(record, "severity", severities, problems, optional=True)
    return {number: ((record["note_nl"], record["note_en"]), record["severity"]) for (number,), record in records.items()}


def _claim(
    record: Record,
    curation: Curation,
    known: Collection[str],
    margins: Mapping[tuple[str, str], str],
    notes: Mapping[str, _Note],
    problems: list[Problem],
) -> Claim | None:
    before = len(problems)
    for column, allowed in (("part", PARTS), ("place", PLACES), ("kind", _CHECKS)):
        one_of(record, column, allowed, problems)
    one_of(record, "direction", DIRECTIONS, problems, optional=True)
    if not is_section(record["section"]):
        problems.append(record.problem("section", "not a section number", "write it like 1, 1.10 or 1.6b"))
    number, years, figure = positive(record, "number", problems), _years(record, curation, problems), _figure(record, problems)
    said_of = record["direction"] if record["kind"] == "richting" else _FIGURE
    has_margin = record["kind"] in _WITH_MARGIN
    margin = margins.get((said_of, record["hedge"]), "") if has_margin else ""
    if has_margin and not margin:
        remedy = f"add it to data/curation/hedges.csv, as said of {said_of or 'a direction'}; or correct it"
        problems.append(record.problem("hedge", "unknown hedge", remedy))
    about, beside = (expressions(record, name, known, problems) for name in ("indicators", "compared_with"))
    _check_testable(record, figure, bool(about), notes, problems)
    if len(problems) > before:
        return None
    note, severity = notes.get(record["number"], (("", ""), ""))
    return Claim(
        number=number,
        part=record["part"],
        section=record["section"],
        place=record["place"],
        paragraph=record["paragraph"],
        kind=record["kind"],
        printed=record["printed"],
        hedge=record["hedge"],
        direction=record["direction"],
        figure=figure,
        margin=margin,
        years=years,
        about=about,
        beside=beside,
        subject=(record["subject_nl"], record["subject_en"]),
        note=note,
        severity=severity,
    )


def _years(record: Record, curation: Curation, problems: list[Problem]) -> tuple[int, ...]:
    allowed = {str(year): year for year in curation.edition.years}
    words = record["years"].split()
    if words and words == sorted(set(words)) and set(words) <= allowed.keys():
        return tuple(allowed[word] for word in words)
    remedy = f"write the year, or the years compared in order, from {min(allowed)} to {max(allowed)}"
    problems.append(record.problem("years", "not years of the edition", remedy))
    return ()


def _figure(record: Record, problems: list[Problem]) -> Claimed | None:
    """The figure claimed: ``value``, where it is not printed in digits (a rank, “verdubbeld”), else ``printed``."""
    column = "value" if record["value"] else "printed"
    if not record[column] or record["kind"] in (_NOT_CHECKED, *_WITHOUT_FIGURE):
        return None
    try:
        return read_claimed(record[column])
    except UnknownNotationError as error:
        remedy = "write the figure as printed, without its hedge; give it in digits as the value where it is printed in words"
        problems.append(record.problem(column, str(error), remedy))
        return None


def _check_testable(
    record: Record, figure: Claimed | None, has_figures: bool, notes: Mapping[str, _Note], problems: list[Problem]
) -> None:
    """A claim with indicators has all that its check needs; one without has a note that says why."""
    if not has_figures:
        if record["number"] not in notes:
            remedy = "name the indicators, or say in claim-notes.csv of data/curation why it cannot be tested"
            problems.append(record.problem("indicators", "cannot be tested", remedy))
        filled(record, ("subject_nl", "subject_en"), problems)
        return
    needs = _NEEDS.get(record["kind"], "")
    if "figure" in needs and figure is None and not record["printed"] + record["value"]:
        problems.append(record.problem("printed", f"a claim of the kind {record['kind']} has a figure", "fill it in"))
    if "direction" in needs:
        filled(record, ("direction",), problems)
    if "beside" in needs:
        filled(record, ("compared_with",), problems)
    if "base" in needs and len(record["years"].split()) == 1:
        problems.append(record.problem("years", "no year to compare with", "write both years, the earlier one first"))


_NEEDS = {
    "niveau": "figure",
    "verandering": "figure base direction",
    "verschil": "figure base direction",
    "factor": "figure base",
    "drempel": "figure base direction",
    "aandeel": "figure beside",
    "richting": "base direction",
    "rang": "figure beside",
    "gelijkheid": "beside",
    "record": "base",
    "vanaf": "",
    "ontbreekt": "",
}


# ---- Checking ----


def review(claims: Sequence[Claim], known: Figures) -> tuple[Review, ...]:
    """The verdict on every claim, in the order of ``claims``."""
    return tuple(_review(claim, known) for claim in claims)


def _review(claim: Claim, known: Figures) -> Review:
    if not claim.about:
        return Review(claim, UNTESTABLE, None, None, (), reason="geen-cijfers")
    return _CHECKS[claim.kind](claim, known)


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


_CHECKS: dict[str, Callable[[Claim, Figures], Review]] = {
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
    _NOT_CHECKED: _absent,
}
