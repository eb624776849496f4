"""How figures, places and claims are called in a sentence, in Dutch and in English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mdo_rdf.audit.claims import PROSE
from mdo_rdf.audit.margins import Fit, half_up
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.inputs.labels import label
from mdo_rdf.inputs.phrases import EMPTY, Text, number, percentage
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from mdo_rdf.audit.claim_checks import ClaimCheck
    from mdo_rdf.audit.claims import Claim
    from mdo_rdf.edition.intervals import Expression
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.phrases import Phrases
    from mdo_rdf.inputs.transcription import Cell, Table

_DECIMALS = 1


def amount(value: Fraction) -> Text:
    """A number: a whole one, or with one decimal."""
    return number(value, 0 if value.denominator == 1 else _DECIMALS)


def value(observation: Observation) -> Text:
    """A printed figure, which must be there: a count, or a percentage with its sign."""
    figure = Fraction(observation.value or 0)
    is_share = observation.indicator.axes.get("unit") == "percentage"
    return percentage(figure, 0 if figure.denominator == 1 else _DECIMALS) if is_share else amount(figure)


def decapitalised(text: Text) -> Text:
    """A name in the middle of a sentence; a word with more capitals (DigiD) keeps them."""
    return Text(*map(_lower, text))


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


# ---- Places ----


def row_place(phrases: Phrases, table: Table, row: int = 0) -> Text:
    """A table of an annex, or a row of it."""
    place = phrases.say("place-annex", part=table.annex, section=table.section)
    return _further(place, phrases.say("place-row", number=row)) if row else place


def cell_place(phrases: Phrases, cell: Cell) -> Text:
    """A cell of a table."""
    column = cell.column if cell.column != PERCENTAGE_COLUMN else "%"
    return _further(row_place(phrases, cell.table, cell.row), phrases.say("place-column", number=column))


def text_place(phrases: Phrases, part: str, section: str, place: str, paragraph: str = "") -> Text:
    """A place in the prose, in a note or at a table."""
    where = (
        phrases.say("place-prose", section=section) if part == PROSE else phrases.say("place-annex", part=part, section=section)
    )
    if paragraph:
        return _further(where, phrases.say("place-paragraph", number=paragraph))
    return where if part == PROSE else _further(where, phrases.say(f"place-{place}"))


def _further(where: Text, more: Text) -> Text:
    return Text(f"{where.nl}, {more.nl}", f"{where.en}, {more.en}")


# ---- Claims ----


def claim_place(phrases: Phrases, claim: Claim) -> Text:
    """Where a claim stands."""
    return text_place(phrases, claim.part, claim.section, claim.place, claim.paragraph)


def claim_sentence(phrases: Phrases, curation: Curation, claim: Claim) -> Text:
    """A claim in our words, with its figure and hedge as printed."""
    quoted = phrases.quote(" ".join(filter(None, (claim.hedge, claim.printed))))
    aside = Text(f" ({quoted.nl})", f" ({quoted.en})") if claim.hedge or claim.printed else EMPTY
    return phrases.say(
        f"claim-{claim.kind}",
        subject=subject(curation, claim),
        beside=_beside(curation, claim),
        quoted=quoted,
        aside=aside,
        value=amount(claim.figure.value) if claim.figure else EMPTY,
        count=1 + len(claim.beside),
        direction=phrases.say(f"word-{claim.direction}") if claim.direction else EMPTY,
        base=claim.years[0],
        year=claim.year,
        years=phrases.listed([str(year) for year in claim.years]),
    )


def subject(curation: Curation, claim: Claim) -> Text:
    """What a claim is about: the name that it has of its own, or that of its indicator."""
    return Text(*claim.subject) if claim.subject[0] else _named(curation, claim.about)


def _beside(curation: Curation, claim: Claim) -> Text:
    """What the subject of a claim is set beside, one indicator or a sum of them, each by its name; nothing if there is none."""
    slugs = [term for terms in claim.beside for term in terms if isinstance(term, str)]
    names = [decapitalised(label(curation.every_indicator[slug])) for slug in slugs]
    return Text(" + ".join(name.nl for name in names), " + ".join(name.en for name in names))


def _named(curation: Curation, amounts: tuple[Expression, ...]) -> Text:
    slugs = [term for terms in amounts for term in terms if isinstance(term, str)]
    if len(slugs) != 1:
        return EMPTY
    return label(curation.every_indicator[slugs[0]])


_PERCENT_KINDS = ("verandering", "aandeel")
_SERIES_KINDS = ("richting", "record")
_PRESENCE_KINDS = ("vanaf", "ontbreekt")


def claim_outcome(phrases: Phrases, check: ClaimCheck) -> Text:
    """What the figures say of a claim; nothing where they say nothing."""
    kind = check.claim.kind
    if check.reason == "ontbrekend-cijfer":
        missing = [Text(*(f"{name} {gap.year}" for name in label(gap.indicator))) for gap in check.missing]
        return (
            phrases.say("outcome-ontbrekend-cijfer", missing=phrases.listed(missing))
            if missing
            else phrases.say("outcome-no-column")
        )
    if kind in _SERIES_KINDS or (kind in _PRESENCE_KINDS and check.evidence):
        return phrases.say("outcome-presence" if kind in _PRESENCE_KINDS else "outcome-series", series=_series(check))
    if check.computed is None:
        return EMPTY
    code = "outcome-ondergrens" if check.verdict == Verdict.UNTESTABLE else "outcome-number"
    return phrases.say(code, computed=computed(phrases, check))


def near_miss(phrases: Phrases, check: ClaimCheck) -> Text:
    """Why a claim that does not fit is a matter of judgement; nothing where it is not."""
    claim = check.claim
    if check.fit is not Fit.NEARLY or check.computed is None:
        return EMPTY
    if claim.margin != "afgerond" or claim.figure is None:
        return phrases.say(f"near-{claim.margin}", hedge=claim.hedge)
    is_cut = check.computed // claim.figure.unit * claim.figure.unit == claim.figure.value
    return phrases.say("near-cut" if is_cut else "near-tens")


def computed(phrases: Phrases, check: ClaimCheck) -> Text:
    """The computed figure of a claim, in the unit of the claim."""
    kind, figure = check.claim.kind, check.computed
    if figure is None:
        return EMPTY
    if kind in (*_PERCENT_KINDS, "richting"):
        signed = -figure if check.claim.direction == "daling" and kind == "verandering" else figure
        return percentage(signed, _DECIMALS if kind == "richting" else _decimals(check, figure))
    if kind == "factor":
        return phrases.say("word-times", number=number(figure, 2))
    if kind == "rang":
        return phrases.say("word-place", number=int(figure))
    if kind == "gelijkheid":
        return phrases.say("word-difference", number=amount(figure))
    return amount(figure)


def _decimals(check: ClaimCheck, figure: Fraction) -> int:
    """One more than usual where the figure, rounded to one, would seem to give another verdict than the exact one."""
    claimed = check.claim.figure
    if claimed is None:
        return _DECIMALS
    shown = half_up(figure, Fraction(1, 10))
    misleads = (
        shown == claimed.value if check.fit is not Fit.FITS else half_up(shown, claimed.unit) != half_up(figure, claimed.unit)
    )
    return _DECIMALS + 1 if misleads else _DECIMALS


def _series(check: ClaimCheck) -> Text:
    first = check.evidence[0].indicator.slug
    shown = [(value(figure), figure.year) for figure in check.evidence if figure.indicator.slug == first]
    return Text(*(", ".join(f"{words[at]} ({year})" for words, year in shown) for at in (0, 1)))
