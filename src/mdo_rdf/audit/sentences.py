"""How figures, places and claims are called in a sentence, in Dutch and in English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mdo_rdf.audit.claims import PROSE
from mdo_rdf.audit.margins import Fit, half_up
from mdo_rdf.audit.sum_checks import UNTESTABLE
from mdo_rdf.inputs.labels import label
from mdo_rdf.inputs.phrases import EMPTY, Text, number, percentage
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from mdo_rdf.audit.claim_checks import Review
    from mdo_rdf.audit.claims import Claim
    from mdo_rdf.edition.intervals import Expression
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.phrases import Wording
    from mdo_rdf.inputs.transcription import Cell, Table

_DECIMALS = 1


def amount(value: Fraction) -> Text:
    """A number: a whole one, or with one decimal."""
    return number(value, 0 if value.denominator == 1 else _DECIMALS)


def value(one: Observation) -> Text:
    """A printed figure, which must be there: a count, or a percentage with its sign."""
    figure = Fraction(one.value or 0)
    is_share = one.indicator.axes.get("unit") == "percentage"
    return percentage(figure, 0 if figure.denominator == 1 else _DECIMALS) if is_share else amount(figure)


def decapitalised(text: Text) -> Text:
    """A name in the middle of a sentence; a word with more capitals (DigiD) keeps them."""
    return Text(*(_lower(one) for one in text))


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


# ---- Places ----


def row_place(wording: Wording, table: Table, row: int = 0) -> Text:
    """A table of an annex, or a row of it."""
    place = wording.say("place-annex", part=table.annex, section=table.section)
    return _further(place, wording.say("place-row", number=row)) if row else place


def cell_place(wording: Wording, cell: Cell) -> Text:
    """A cell of a table."""
    column = cell.column if cell.column != PERCENTAGE_COLUMN else "%"
    return _further(row_place(wording, cell.table, cell.row), wording.say("place-column", number=column))


def text_place(wording: Wording, part: str, section: str, place: str, paragraph: str = "") -> Text:
    """A place in the prose, in a note or at a table."""
    where = (
        wording.say("place-prose", section=section) if part == PROSE else wording.say("place-annex", part=part, section=section)
    )
    if paragraph:
        return _further(where, wording.say("place-paragraph", number=paragraph))
    return where if part == PROSE else _further(where, wording.say(f"place-{place}"))


def _further(where: Text, more: Text) -> Text:
    return Text(f"{where.nl}, {more.nl}", f"{where.en}, {more.en}")


# ---- Claims ----


def claim_place(wording: Wording, claim: Claim) -> Text:
    """Where a claim stands."""
    return text_place(wording, claim.part, claim.section, claim.place, claim.paragraph)


def claim_sentence(wording: Wording, curation: Curation, claim: Claim) -> Text:
    """A claim in our words, with its figure and hedge as printed."""
    quoted = wording.quote(" ".join(filter(None, (claim.hedge, claim.printed))))
    aside = Text(f" ({quoted.nl})", f" ({quoted.en})") if claim.hedge or claim.printed else EMPTY
    return wording.say(
        f"claim-{claim.kind}",
        subject=subject(curation, claim),
        beside=_beside(curation, claim),
        quoted=quoted,
        aside=aside,
        value=amount(claim.figure.value) if claim.figure else EMPTY,
        count=1 + len(claim.beside),
        direction=wording.say(f"word-{claim.direction}") if claim.direction else EMPTY,
        base=claim.years[0],
        year=claim.year,
        years=wording.listed([str(year) for year in claim.years]),
    )


def subject(curation: Curation, claim: Claim) -> Text:
    """What a claim is about: the name that it has of its own, or that of its indicator."""
    return Text(*claim.subject) if claim.subject[0] else _named(curation, claim.about)


def _beside(curation: Curation, claim: Claim) -> Text:
    """What the subject of a claim is set beside, one indicator or a sum of them, each by its name; nothing if there is none."""
    slugs = [term for one in claim.beside for term in one if isinstance(term, str)]
    names = [decapitalised(label(curation.known[slug])) for slug in slugs]
    return Text(" + ".join(name.nl for name in names), " + ".join(name.en for name in names))


def _named(curation: Curation, terms: tuple[Expression, ...]) -> Text:
    slugs = [term for one in terms for term in one if isinstance(term, str)]
    if len(slugs) != 1:
        return EMPTY
    return label(curation.known[slugs[0]])


_PERCENT_KINDS = ("verandering", "aandeel")
_SERIES_KINDS = ("richting", "record")
_PRESENCE_KINDS = ("vanaf", "ontbreekt")


def claim_outcome(wording: Wording, review: Review) -> Text:
    """What the figures say of a claim; nothing where they say nothing."""
    kind = review.claim.kind
    if review.reason == "ontbrekend-cijfer":
        missing = [
            Text(f"{one.nl} {year}", f"{one.en} {year}") for one, year in ((label(m.indicator), m.year) for m in review.missing)
        ]
        return (
            wording.say("outcome-ontbrekend-cijfer", missing=wording.listed(missing))
            if missing
            else wording.say("outcome-no-column")
        )
    if kind in _SERIES_KINDS or (kind in _PRESENCE_KINDS and review.evidence):
        return wording.say("outcome-presence" if kind in _PRESENCE_KINDS else "outcome-series", series=_series(review))
    if review.computed is None:
        return EMPTY
    code = "outcome-ondergrens" if review.verdict == UNTESTABLE else "outcome-number"
    return wording.say(code, computed=computed(wording, review))


def near_miss(wording: Wording, review: Review) -> Text:
    """Why a claim that does not fit is a matter of judgement; nothing where it is not."""
    claim = review.claim
    if review.fit is not Fit.NEARLY or review.computed is None:
        return EMPTY
    if claim.margin != "afgerond" or claim.figure is None:
        return wording.say(f"near-{claim.margin}", hedge=claim.hedge)
    is_cut = review.computed // claim.figure.unit * claim.figure.unit == claim.figure.value
    return wording.say("near-cut" if is_cut else "near-tens")


def computed(wording: Wording, review: Review) -> Text:
    """The computed figure of a claim, in the unit of the claim."""
    kind, figure = review.claim.kind, review.computed
    if figure is None:
        return EMPTY
    if kind in (*_PERCENT_KINDS, "richting"):
        signed = -figure if review.claim.direction == "daling" and kind == "verandering" else figure
        return percentage(signed, _DECIMALS if kind == "richting" else _decimals(review, figure))
    if kind == "factor":
        return wording.say("word-times", number=number(figure, 2))
    if kind == "rang":
        return wording.say("word-place", number=int(figure))
    if kind == "gelijkheid":
        return wording.say("word-difference", number=amount(figure))
    return amount(figure)


def _decimals(review: Review, figure: Fraction) -> int:
    """One more than usual where the figure, rounded to one, would seem to give another verdict than the exact one."""
    claimed = review.claim.figure
    if claimed is None:
        return _DECIMALS
    shown = half_up(figure, Fraction(1, 10))
    misleads = (
        shown == claimed.value if review.fit is not Fit.FITS else half_up(shown, claimed.unit) != half_up(figure, claimed.unit)
    )
    return _DECIMALS + 1 if misleads else _DECIMALS


def _series(review: Review) -> Text:
    first = review.evidence[0].indicator.slug
    shown = [(value(one), one.year) for one in review.evidence if one.indicator.slug == first]
    return Text(*(", ".join(f"{words[at]} ({year})" for words, year in shown) for at in (0, 1)))
