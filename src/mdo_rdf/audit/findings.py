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
from mdo_rdf.edition.observations import MALFORMED
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.inputs.labels import concept_label, label
from mdo_rdf.inputs.notation import read_change
from mdo_rdf.inputs.phrases import EMPTY, Text, number, percentage
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mdo_rdf.audit.audit import Audit
    from mdo_rdf.audit.claim_checks import ClaimCheck
    from mdo_rdf.audit.derived import Derived
    from mdo_rdf.audit.slips import Slip
    from mdo_rdf.audit.sum_checks import SumCheck, SumRule
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.transcription import Cell, Table

SEVERITIES = ("fout", "onverklaard", "te-beoordelen", "opmaak")
"""The severities, gravest first: codes of the scheme ``ernst``."""
ERROR, UNEXPLAINED, JUDGEMENT, PRESENTATION = SEVERITIES

_KIND_OF_VERDICT = {
    Verdict.DISAGREES: "onjuist-percentage",
    Verdict.INDEX: "index-als-percentage",
    Verdict.WRONG_SIGN: "tekenfout",
}


class Finding(NamedTuple):
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


def find_findings(audit: Audit) -> tuple[Finding, ...]:
    """All findings of an audit, by kind and then in the order of the report."""
    families = (_unreadable, _malformed, _percentages, _sums, _pairs, _claims, _slips)
    return tuple(finding for family in families for finding in family(audit))


# ---- Malformed numbers and percentages ----


def _unreadable(audit: Audit) -> Iterator[Finding]:
    facilities = {
        (indicator.table_key, indicator.row): indicator.axes["facility"] for indicator in audit.model.curation.indicators.values()
    }
    for cell in audit.unreadable:
        yield Finding(
            slug=f"onleesbaar-{_slug(cell)}",
            kind="onleesbare-cel",
            severity=ERROR,
            facilities=(facilities[cell.table.key, cell.row],),
            place=cell_place(audit.phrases, cell),
            printed=cell.text,
            computed=EMPTY,
            text=audit.phrases.say("onleesbare-cel", printed=audit.phrases.quote(cell.text)),
            remedy=audit.phrases.remedy("onleesbare-cel"),
            cells=(cell,),
        )


def _malformed(audit: Audit) -> Iterator[Finding]:
    mended = {(derived.indicator.slug, derived.year): derived for derived in audit.derived if derived.replaces is not None}
    for observation in audit.model.observations:
        if observation.reason == MALFORMED:
            derived = mended.get((observation.indicator.slug, observation.year))
            words = _mended(audit, derived) if derived else EMPTY
            yield Finding(
                slug=f"misvormd-{_slug(observation.cell)}",
                kind="misvormd-getal",
                severity=ERROR,
                facilities=(observation.indicator.axes["facility"],),
                place=cell_place(audit.phrases, observation.cell),
                printed=observation.cell.text,
                computed=number(derived.value) if derived else EMPTY,
                text=audit.phrases.say("misvormd-getal", printed=audit.phrases.quote(observation.cell.text), derived=words),
                remedy=audit.phrases.remedy("misvormd-getal"),
                cells=(observation.cell,),
                evidence=derived.inputs if derived else (),
            )


def _mended(audit: Audit, derived: Derived) -> Text:
    limits = (
        audit.phrases.say("bounds", low=number(derived.low), high=number(derived.high)) if derived.low < derived.high else EMPTY
    )
    method = decapitalised(concept_label(audit.model.curation, "methode", derived.method))
    return _then(audit.phrases.say("derived", value=number(derived.value), bounds=limits, method=method))


def _slug(cell: Cell) -> str:
    return f"{cell.table.key}-{cell.row}-{'pct' if cell.column == PERCENTAGE_COLUMN else cell.column}"


def _percentages(audit: Audit) -> Iterator[Finding]:
    for printed_change in audit.percentages:
        kind, printed = (
            _KIND_OF_VERDICT.get(printed_change.verdict),
            read_change(printed_change.cell.text) if printed_change.change else None,
        )
        if kind is None or printed_change.change is None or printed is None:
            continue
        slug = f"percentage-{printed_change.name.replace('/', '-')}"
        base, figure = printed_change.change.base, printed_change.change.figure
        right = percentage(printed_change.change.exact, max(printed.decimals, 1))
        text = audit.phrases.say(
            kind,
            base_value=value(base),
            base=base.year,
            value=value(figure),
            year=figure.year,
            computed=right,
            printed=audit.phrases.quote(printed_change.cell.text),
            note=_note(audit, slug),
        )
        yield Finding(
            slug=slug,
            kind=kind,
            severity=ERROR,
            facilities=(printed_change.indicator.axes["facility"],),
            place=cell_place(audit.phrases, printed_change.cell),
            printed=printed_change.cell.text,
            computed=right,
            text=text,
            remedy=audit.phrases.remedy(kind, computed=right),
            cells=(printed_change.cell,),
            checks=(iris.check(_edition(audit), "percentage", printed_change.name),),
            evidence=(base, figure),
        )


# ---- Sums and pairs ----


def _sums(audit: Audit) -> Iterator[Finding]:
    for rule in audit.rules.values():
        checks = [check for check in audit.sums if check.rule is rule]
        holding = [str(check.year) for check in checks if check.verdict == Verdict.AGREES]
        wrong = [check for check in checks if check.verdict == Verdict.DISAGREES]
        breaks = [check for check in wrong if holding and check.equals and check.difference is not None and check.difference < 0]
        rest = [check for check in wrong if check not in breaks]
        if breaks:
            yield _break(audit, rule, breaks, holding)
        if rest:
            yield _sum(audit, rule, rest, holding)


def _break(audit: Audit, rule: SumRule, breaks: Sequence[SumCheck], holding: Sequence[str]) -> Finding:
    """The difference is one of the parts, to the last digit: that part is counted twice, so a definition changed."""
    first = breaks[0]
    part = next(figure for figure in first.evidence if figure.indicator.slug in first.equals)
    slug = f"breuk-{rule.slug}"
    text = audit.phrases.say(
        "niet-gemelde-breuk",
        year=first.year,
        difference=value(part),
        part=label(part.indicator),
        value=value(part),
        holds_years=audit.phrases.listed(holding),
        note=_note(audit, slug),
    )
    finding = _comparison(audit, slug, "niet-gemelde-breuk", ERROR, breaks, text)
    cells = tuple(figure.cell for figure in first.evidence)
    return finding._replace(place=row_place(audit.phrases, cells[0].table), cells=cells, printed="")


def _sum(audit: Audit, rule: SumRule, wrong: Sequence[SumCheck], holding: Sequence[str]) -> Finding:
    say, slug = audit.phrases.say, f"som-{rule.slug}"
    years = [say(f"som-{rule.relation}", year=check.year, **_sides(check)) for check in wrong]
    text = say(
        "som-sluit-niet",
        rule=Text(f"{rule.texts['label_nl']}.", f"{rule.texts['label_en']}."),
        years=_joined(years, " "),
        holds=_then(say("holds", years=audit.phrases.listed(holding))) if holding else EMPTY,
        note=_note(audit, slug),
    )
    return _comparison(audit, slug, "som-sluit-niet", UNEXPLAINED if rule.relation == "gelijk" else ERROR, wrong, text)


def _pairs(audit: Audit) -> Iterator[Finding]:
    say, indicators = audit.phrases.say, audit.model.curation.indicators
    for left, right in dict.fromkeys((str(check.left[0]), str(check.right[0])) for check in audit.pairs):
        checks = [check for check in audit.pairs if (check.left[0], check.right[0]) == (left, right)]
        wrong = [check for check in checks if check.verdict == Verdict.DISAGREES]
        equal = [str(check.year) for check in checks if check.verdict == Verdict.AGREES]
        slug = f"paar-{left}-{right}"
        text = say(
            "twee-cijfers",
            left_label=decapitalised(label(indicators[left])),
            right_label=decapitalised(label(indicators[right])),
            years=_joined([say("paar", year=check.year, **_sides(check)) for check in wrong], "; "),
            holds=_then(say("equal", years=audit.phrases.listed(equal))) if equal else EMPTY,
            note=_note(audit, slug),
        )
        if wrong:
            yield _comparison(audit, slug, "twee-cijfers", UNEXPLAINED, wrong, text)


def _sides(check: SumCheck) -> dict[str, Text]:
    sides = {"left": check.left_value, "right": check.right_value, "difference": check.difference}
    return {name: amount(side) if side is not None else EMPTY for name, side in sides.items()}


def _comparison(audit: Audit, slug: str, kind: str, severity: str, wrong: Sequence[SumCheck], text: Text) -> Finding:
    """It stands where the total is printed, or the first of the two; where no total is printed, at the parts."""
    evidence = tuple(figure for check in wrong for figure in check.evidence)
    totals = {term for check in wrong for term in check.left}
    cells = tuple(figure.cell for figure in evidence if figure.indicator.slug in totals) or tuple(
        figure.cell for figure in evidence
    )
    return Finding(
        slug=slug,
        kind=kind,
        severity=severity,
        facilities=tuple(dict.fromkeys(figure.indicator.axes["facility"] for figure in evidence)),
        place=row_place(audit.phrases, cells[0].table, cells[0].row),
        printed="; ".join(cell.text for cell in cells),
        computed=EMPTY,
        text=text,
        remedy=audit.phrases.remedy(kind),
        cells=cells,
        checks=tuple(iris.check(_edition(audit), check.family, check.name) for check in wrong),
        evidence=evidence,
    )


# ---- Claims ----


def _claims(audit: Audit) -> Iterator[Finding]:
    for check in audit.claims:
        if check.verdict == Verdict.DISAGREES:
            yield _claim(audit, check)


def _claim(audit: Audit, check: ClaimCheck) -> Finding:
    claim, say = check.claim, audit.phrases.say
    severity = claim.severity or (JUDGEMENT if check.fit is Fit.NEARLY else ERROR)
    text = say(
        "bewering-weersproken",
        claim=claim_sentence(audit.phrases, audit.model.curation, claim),
        outcome=claim_outcome(audit.phrases, check),
        why=_then(near_miss(audit.phrases, check)),
        note=_then(Text(*claim.note)),
    )
    return Finding(
        slug=f"bewering-{claim.number}",
        kind="bewering-onnauwkeurig" if severity == JUDGEMENT else "bewering-weersproken",
        severity=severity,
        facilities=tuple(dict.fromkeys(figure.indicator.axes["facility"] for figure in (*check.evidence, *check.missing))),
        place=claim_place(audit.phrases, claim),
        printed=" ".join(filter(None, (claim.hedge, claim.printed))),
        computed=computed(audit.phrases, check),
        text=text,
        remedy=audit.phrases.remedy("bewering-weersproken"),
        checks=(iris.claim(_edition(audit), claim.number),),
        evidence=check.evidence,
    )


# ---- Slips ----


def _slips(audit: Audit) -> Iterator[Finding]:
    for slip in audit.slips:
        quoted = {"printed": audit.phrases.quote(slip.printed), "should_be": audit.phrases.quote(slip.should_be)}
        codes = slip.rule.split() or [slip.kind]
        note = Text(slip.note_nl, slip.note_en)
        yield Finding(
            slug=slip.slug,
            kind=slip.kind,
            severity=slip.severity or PRESENTATION,
            facilities=_facilities(audit, slip),
            place=_slip_place(audit, slip),
            printed=slip.printed,
            computed=Text(slip.should_be, slip.should_be),
            text=_joined([audit.phrases.say(code, **quoted, note=note) for code in codes], " "),
            remedy=audit.phrases.remedy(codes[0], **quoted, remedy=Text(slip.remedy_nl, slip.remedy_en)),
            table=slip.table,
            cells=(slip.cell,) if slip.cell else (),
        )


def _slip_place(audit: Audit, slip: Slip) -> Text:
    if slip.cell is not None:
        return cell_place(audit.phrases, slip.cell)
    if slip.table is not None and slip.row:
        return row_place(audit.phrases, slip.table, slip.row)
    return text_place(audit.phrases, slip.part, slip.section, slip.place)


def _facilities(audit: Audit, slip: Slip) -> tuple[str, ...]:
    """The facility that the editors name; else those of the row, or of the whole table."""
    if slip.facility:
        return (slip.facility,)
    key = slip.table.key if slip.table else iris.table_key(slip.part, slip.section)
    indicators = [indicator for indicator in audit.model.curation.indicators.values() if indicator.table_key == key]
    of_row = [indicator for indicator in indicators if indicator.row == slip.row] or indicators
    return tuple(dict.fromkeys(indicator.axes["facility"] for indicator in of_row))


# ---- Words ----


def _edition(audit: Audit) -> str:
    return audit.model.curation.edition.slug


def _note(audit: Audit, slug: str) -> Text:
    return _then(audit.notes.get(slug, EMPTY))


def _then(text: Text) -> Text:
    """A sentence that comes after another."""
    return Text(*(f" {words}" if words else "" for words in text))


def _joined(parts: Iterable[Text], separator: str) -> Text:
    listed = list(parts)
    return Text(separator.join(text.nl for text in listed), separator.join(text.en for text in listed))
