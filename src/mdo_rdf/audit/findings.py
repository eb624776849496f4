"""What is not right in the report: the verdicts of an audit that went wrong, as findings that a reader can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.audit.margins import Fit
from mdo_rdf.audit.sentences import (
    amount,
    cell_place,
    claim_outcome,
    claim_place,
    claim_sentence,
    computed,
    decapitalised,
    near_miss,
    row_place,
    text_place,
    value,
)
from mdo_rdf.audit.sum_checks import AGREES, DISAGREES
from mdo_rdf.edition.observations import MALFORMED
from mdo_rdf.inputs.labels import concept_label, label
from mdo_rdf.inputs.notation import read_change
from mdo_rdf.inputs.phrases import EMPTY, Text, number, percentage
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mdo_rdf.audit.audit import Audit
    from mdo_rdf.audit.claim_checks import Review
    from mdo_rdf.audit.derived import Derived
    from mdo_rdf.audit.slips import Slip
    from mdo_rdf.audit.sum_checks import Comparison, SumRule
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.transcription import Cell, Table

SEVERITIES = ("fout", "onverklaard", "te-beoordelen", "opmaak")
"""The severities, gravest first: codes of the scheme ``ernst``."""
ERROR, UNEXPLAINED, JUDGEMENT, PRESENTATION = SEVERITIES

_KIND_OF_VERDICT = {"klopt-niet": "onjuist-percentage", "index": "index-als-percentage", "tekenfout": "tekenfout"}


class Flaw(NamedTuple):
    """One finding: what is wrong, how gravely, where, and the proof.

    ``kind`` and ``severity`` are codes of the schemes ``bevindingsoort`` and ``ernst``; ``facilities`` the slugs of those
    concerned, the first one that where it stands. ``printed`` is verbatim; ``computed`` is what it should be, as far as
    that follows. ``table`` and ``cells`` are where it is wrong, as far as it is in a table; ``checks`` the names of the
    verdicts that show it, ``evidence`` the figures that it rests on.
    """

    slug: str
    kind: str
    severity: str
    facilities: tuple[str, ...]
    place: Text
    printed: str
    computed: Text
    text: Text
    remedy: Text
    table: Table | None = None
    cells: tuple[Cell, ...] = ()
    checks: tuple[str, ...] = ()
    evidence: tuple[Observation, ...] = ()


def find_flaws(audit: Audit) -> tuple[Flaw, ...]:
    """All findings of an audit, by kind and then in the order of the report."""
    families = (_unreadable, _malformed, _percentages, _sums, _pairs, _claims, _slips)
    return tuple(flaw for family in families for flaw in family(audit))


# ---- Malformed numbers and percentages ----


def _unreadable(audit: Audit) -> Iterator[Flaw]:
    facilities = {(one.table_key, one.row): one.axes["facility"] for one in audit.model.curation.indicators.values()}
    for cell in audit.unreadable:
        yield Flaw(
            slug=f"onleesbaar-{_slug(cell)}",
            kind="onleesbare-cel",
            severity=ERROR,
            facilities=(facilities[cell.table.key, cell.row],),
            place=cell_place(audit.wording, cell),
            printed=cell.text,
            computed=EMPTY,
            text=audit.wording.say("onleesbare-cel", printed=audit.wording.quote(cell.text)),
            remedy=audit.wording.remedy("onleesbare-cel"),
            cells=(cell,),
        )


def _malformed(audit: Audit) -> Iterator[Flaw]:
    mended = {(one.indicator.slug, one.year): one for one in audit.derived if one.replaces is not None}
    for one in audit.model.observations:
        if one.reason == MALFORMED:
            derived = mended.get((one.indicator.slug, one.year))
            words = _mended(audit, derived) if derived else EMPTY
            yield Flaw(
                slug=f"misvormd-{_slug(one.cell)}",
                kind="misvormd-getal",
                severity=ERROR,
                facilities=(one.indicator.axes["facility"],),
                place=cell_place(audit.wording, one.cell),
                printed=one.cell.text,
                computed=number(derived.value) if derived else EMPTY,
                text=audit.wording.say("misvormd-getal", printed=audit.wording.quote(one.cell.text), derived=words),
                remedy=audit.wording.remedy("misvormd-getal"),
                cells=(one.cell,),
                evidence=derived.inputs if derived else (),
            )


def _mended(audit: Audit, one: Derived) -> Text:
    limits = audit.wording.say("bounds", low=number(one.low), high=number(one.high)) if one.low < one.high else EMPTY
    method = decapitalised(concept_label(audit.model.curation, "methode", one.method))
    return _then(audit.wording.say("derived", value=number(one.value), bounds=limits, method=method))


def _slug(cell: Cell) -> str:
    return f"{cell.table.key}-{cell.row}-{'pct' if cell.column == PERCENTAGE_COLUMN else cell.column}"


def _percentages(audit: Audit) -> Iterator[Flaw]:
    for one in audit.percentages:
        kind, printed = _KIND_OF_VERDICT.get(one.verdict), read_change(one.cell.text) if one.change else None
        if kind is None or one.change is None or printed is None:
            continue
        slug = f"percentage-{one.name.replace('/', '-')}"
        base, figure = one.change.base, one.change.figure
        right = percentage(one.change.exact, max(printed.decimals, 1))
        text = audit.wording.say(
            kind,
            base_value=value(base),
            base=base.year,
            value=value(figure),
            year=figure.year,
            computed=right,
            printed=audit.wording.quote(one.cell.text),
            note=_note(audit, slug),
        )
        yield Flaw(
            slug=slug,
            kind=kind,
            severity=ERROR,
            facilities=(one.indicator.axes["facility"],),
            place=cell_place(audit.wording, one.cell),
            printed=one.cell.text,
            computed=right,
            text=text,
            remedy=audit.wording.remedy(kind, computed=right),
            cells=(one.cell,),
            checks=(iris.check(_edition(audit), "percentage", one.name),),
            evidence=(base, figure),
        )


# ---- Sums and pairs ----


def _sums(audit: Audit) -> Iterator[Flaw]:
    for rule in audit.rules.values():
        comparisons = [one for one in audit.sums if one.rule is rule]
        holding = [str(one.year) for one in comparisons if one.verdict == AGREES]
        wrong = [one for one in comparisons if one.verdict == DISAGREES]
        breaks = [one for one in wrong if holding and one.equals and one.difference is not None and one.difference < 0]
        rest = [one for one in wrong if one not in breaks]
        if breaks:
            yield _break(audit, rule, breaks, holding)
        if rest:
            yield _sum(audit, rule, rest, holding)


def _break(audit: Audit, rule: SumRule, breaks: Sequence[Comparison], holding: Sequence[str]) -> Flaw:
    """The difference is one of the parts, to the last digit: that part is counted twice, so a definition changed."""
    one = breaks[0]
    part = next(figure for figure in one.evidence if figure.indicator.slug in one.equals)
    slug = f"breuk-{rule.slug}"
    text = audit.wording.say(
        "niet-gemelde-breuk",
        year=one.year,
        difference=value(part),
        part=label(part.indicator),
        value=value(part),
        holds_years=audit.wording.listed(holding),
        note=_note(audit, slug),
    )
    found = _comparison(audit, slug, "niet-gemelde-breuk", ERROR, breaks, text)
    cells = tuple(figure.cell for figure in one.evidence)
    return found._replace(place=row_place(audit.wording, cells[0].table), cells=cells, printed="")


def _sum(audit: Audit, rule: SumRule, wrong: Sequence[Comparison], holding: Sequence[str]) -> Flaw:
    say, slug = audit.wording.say, f"som-{rule.slug}"
    years = [say(f"som-{rule.relation}", year=one.year, **_sides(one)) for one in wrong]
    text = say(
        "som-sluit-niet",
        rule=Text(f"{rule.texts['label_nl']}.", f"{rule.texts['label_en']}."),
        years=_joined(years, " "),
        holds=_then(say("holds", years=audit.wording.listed(holding))) if holding else EMPTY,
        note=_note(audit, slug),
    )
    return _comparison(audit, slug, "som-sluit-niet", UNEXPLAINED if rule.relation == "gelijk" else ERROR, wrong, text)


def _pairs(audit: Audit) -> Iterator[Flaw]:
    say, indicators = audit.wording.say, audit.model.curation.indicators
    for left, right in dict.fromkeys((str(one.left[0]), str(one.right[0])) for one in audit.pairs):
        comparisons = [one for one in audit.pairs if (one.left[0], one.right[0]) == (left, right)]
        wrong = [one for one in comparisons if one.verdict == DISAGREES]
        equal = [str(one.year) for one in comparisons if one.verdict == AGREES]
        slug = f"paar-{left}-{right}"
        text = say(
            "twee-cijfers",
            left_label=decapitalised(label(indicators[left])),
            right_label=decapitalised(label(indicators[right])),
            years=_joined([say("paar", year=one.year, **_sides(one)) for one in wrong], "; "),
            holds=_then(say("equal", years=audit.wording.listed(equal))) if equal else EMPTY,
            note=_note(audit, slug),
        )
        if wrong:
            yield _comparison(audit, slug, "twee-cijfers", UNEXPLAINED, wrong, text)


def _sides(one: Comparison) -> dict[str, Text]:
    sides = {"left": one.left_value, "right": one.right_value, "difference": one.difference}
    return {name: amount(side) if side is not None else EMPTY for name, side in sides.items()}


def _comparison(audit: Audit, slug: str, kind: str, severity: str, wrong: Sequence[Comparison], text: Text) -> Flaw:
    """It stands where the total is printed, or the first of the two; where no total is printed, at the parts."""
    evidence = tuple(figure for one in wrong for figure in one.evidence)
    totals = {term for one in wrong for term in one.left}
    cells = tuple(figure.cell for figure in evidence if figure.indicator.slug in totals) or tuple(one.cell for one in evidence)
    return Flaw(
        slug=slug,
        kind=kind,
        severity=severity,
        facilities=tuple(dict.fromkeys(figure.indicator.axes["facility"] for figure in evidence)),
        place=row_place(audit.wording, cells[0].table, cells[0].row),
        printed="; ".join(cell.text for cell in cells),
        computed=EMPTY,
        text=text,
        remedy=audit.wording.remedy(kind),
        cells=cells,
        checks=tuple(iris.check(_edition(audit), one.family, one.name) for one in wrong),
        evidence=evidence,
    )


# ---- Claims ----


def _claims(audit: Audit) -> Iterator[Flaw]:
    for one in audit.reviews:
        if one.verdict == DISAGREES:
            yield _claim(audit, one)


def _claim(audit: Audit, review: Review) -> Flaw:
    claim, say = review.claim, audit.wording.say
    severity = claim.severity or (JUDGEMENT if review.fit is Fit.NEARLY else ERROR)
    text = say(
        "bewering-weersproken",
        claim=claim_sentence(audit.wording, audit.model.curation, claim),
        outcome=claim_outcome(audit.wording, review),
        why=_then(near_miss(audit.wording, review)),
        note=_then(Text(*claim.note)),
    )
    return Flaw(
        slug=f"bewering-{claim.number}",
        kind="bewering-onnauwkeurig" if severity == JUDGEMENT else "bewering-weersproken",
        severity=severity,
        facilities=tuple(dict.fromkeys(one.indicator.axes["facility"] for one in (*review.evidence, *review.missing))),
        place=claim_place(audit.wording, claim),
        printed=" ".join(filter(None, (claim.hedge, claim.printed))),
        computed=computed(audit.wording, review),
        text=text,
        remedy=audit.wording.remedy("bewering-weersproken"),
        checks=(iris.claim(_edition(audit), claim.number),),
        evidence=review.evidence,
    )


# ---- Slips ----


def _slips(audit: Audit) -> Iterator[Flaw]:
    for slip in audit.slips:
        quoted = {"printed": audit.wording.quote(slip.printed), "should_be": audit.wording.quote(slip.should_be)}
        codes = slip.rule.split() or [slip.kind]
        note = Text(slip.note_nl, slip.note_en)
        yield Flaw(
            slug=slip.slug,
            kind=slip.kind,
            severity=slip.severity or PRESENTATION,
            facilities=_facilities(audit, slip),
            place=_slip_place(audit, slip),
            printed=slip.printed,
            computed=Text(slip.should_be, slip.should_be),
            text=_joined([audit.wording.say(code, **quoted, note=note) for code in codes], " "),
            remedy=audit.wording.remedy(codes[0], **quoted, remedy=Text(slip.remedy_nl, slip.remedy_en)),
            table=slip.table,
            cells=(slip.cell,) if slip.cell else (),
        )


def _slip_place(audit: Audit, slip: Slip) -> Text:
    if slip.cell is not None:
        return cell_place(audit.wording, slip.cell)
    if slip.table is not None and slip.row:
        return row_place(audit.wording, slip.table, slip.row)
    return text_place(audit.wording, slip.part, slip.section, slip.place)


def _facilities(audit: Audit, slip: Slip) -> tuple[str, ...]:
    """The facility that the editors name; else those of the row, or of the whole table."""
    if slip.facility:
        return (slip.facility,)
    key = slip.table.key if slip.table else iris.table_key(slip.part, slip.section)
    indicators = [one for one in audit.model.curation.indicators.values() if one.table_key == key]
    of_row = [one for one in indicators if one.row == slip.row] or indicators
    return tuple(dict.fromkeys(one.axes["facility"] for one in of_row))


# ---- Words ----


def _edition(audit: Audit) -> str:
    return audit.model.curation.edition.slug


def _note(audit: Audit, slug: str) -> Text:
    return _then(audit.notes.get(slug, EMPTY))


def _then(text: Text) -> Text:
    """A sentence that comes after another."""
    return Text(*(f" {one}" if one else "" for one in text))


def _joined(parts: Iterable[Text], separator: str) -> Text:
    listed = list(parts)
    return Text(separator.join(one.nl for one in listed), separator.join(one.en for one in listed))
