"""The audit of an edition: every printed percentage, sum, second mention, claim and slip, each with its verdict."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.claim_checks import Review, review
from mdo_rdf.audit.claims import Claim, read_claims
from mdo_rdf.audit.derived import Derived, read_derived
from mdo_rdf.audit.slips import Slip, find_slips, read_slips
from mdo_rdf.audit.sum_checks import Comparison, SumRule, compare_pairs, compare_sums, read_sum_rules
from mdo_rdf.edition.intervals import figures
from mdo_rdf.edition.observations import MALFORMED
from mdo_rdf.errors import InvalidInputError
from mdo_rdf.inputs.notation import Qualifier, UnknownNotationError, read_change
from mdo_rdf.inputs.phrases import Text, Wording, read_wording
from mdo_rdf.inputs.strict_csv import filled, index, read_records
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.draft import Draft
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Indicator
    from mdo_rdf.inputs.transcription import Cell

NOT_COMPUTABLE = "niet-te-berekenen"


class PrintedChange(NamedTuple):
    """A printed percentage and its verdict (a code of the scheme ``oordeel``).

    ``change`` is what it should be, None where that cannot be computed; then ``reason`` says why:
    ``ontbrekend-cijfer``, ``ondergrens`` or ``nul``.
    """

    cell: Cell
    indicator: Indicator
    verdict: str
    change: Change | None
    reason: str = ""

    @property
    def name(self) -> str:
        """What tells this percentage from all others of an edition: its table and row."""
        return f"{self.cell.table.key}/{self.cell.row}"

    @property
    def crosses_break(self) -> bool:
        """Whether the two figures are of two definitions: right or wrong, the percentage says little."""
        return self.change is not None and "B" in self.change.statuses


class Audit(NamedTuple):
    """Everything that was checked, and what the editors say of it.

    ``notes`` is by the name of a finding; ``unreadable`` are cells of a draft whose text is no figure.
    """

    model: Model
    rules: Mapping[str, SumRule]
    wording: Wording
    percentages: tuple[PrintedChange, ...]
    sums: tuple[Comparison, ...]
    pairs: tuple[Comparison, ...]
    reviews: tuple[Review, ...]
    slips: tuple[Slip, ...]
    notes: Mapping[str, Text] = MappingProxyType({})
    derived: tuple[Derived, ...] = ()
    unreadable: tuple[Cell, ...] = ()
    is_draft: bool = False


def audit(root: Path, model: Model) -> Audit:
    """Check a published edition by the rules and the claims of ``data/source`` and ``data/curation`` under ``root``.

    Raises ``InvalidInputError`` with every problem found in those, and ``CannotTellError``.
    """
    problems: list[Problem] = []
    edition = model.curation.edition.slug
    claims = read_claims(root, root / "data" / "source" / edition, model.curation, model.curation.known, problems)
    found = _check(root, model, model.curation.known, claims, problems)
    here = model.curation.indicators
    found = found._replace(
        rules={slug: rule for slug, rule in found.rules.items() if _is_within(rule, here)},
        notes=_read_notes(root, edition, problems),
        derived=read_derived(root, model.curation, found.rules, figures(model.observations), problems),
        slips=(*found.slips, *read_slips(root, model.curation, model.transcription, problems)),
    )
    if problems:
        raise InvalidInputError(problems)
    return found


def audit_draft(root: Path, draft: Draft) -> Audit:
    """Check a draft by the rules of ``data/curation`` and the claims in its own folder, if it has any.

    What the editors noted of the published edition is left out: it is about other figures. Raises as ``audit`` does.
    """
    problems: list[Problem] = []
    claims: tuple[Claim, ...] = ()
    if (draft.folder / "claims.csv").exists():
        claims = read_claims(root, draft.folder, draft.model.curation, draft.known, problems)
        claims = tuple(_without_note(claim) for claim in claims if _is_about(claim, draft.model.curation.indicators))
    found = _check(root, draft.model, draft.known, claims, problems)
    if problems:
        raise InvalidInputError(problems)
    return found._replace(unreadable=draft.unreadable, is_draft=True)


def _is_within(rule: SumRule, indicators: Collection[str]) -> bool:
    """Whether an edition has all that a rule adds up."""
    return all(isinstance(term, int) or term in indicators for term in (*rule.total, *rule.parts))


def _without_note(claim: Claim) -> Claim:
    """A claim without what was noted of its figures; why it cannot be tested holds for any figures."""
    return claim._replace(note=("", ""), severity="") if claim.about else claim


def _is_about(claim: Claim, indicators: Collection[str]) -> bool:
    """Whether all that a claim is about has a row."""
    return all(isinstance(term, int) or term in indicators for terms in (*claim.about, *claim.beside) for term in terms)


def _check(root: Path, model: Model, known: Collection[str], claims: Sequence[Claim], problems: list[Problem]) -> Audit:
    by_key, years = figures(model.observations), model.curation.edition.years
    rules = read_sum_rules(root, known, problems)
    return Audit(
        model=model,
        rules=rules,
        wording=read_wording(root, problems),
        percentages=tuple(printed_changes(model)),
        sums=compare_sums(rules, by_key, years),
        pairs=compare_pairs(model.curation.indicators, by_key, years),
        reviews=review(claims, by_key),
        slips=tuple(find_slips(model.transcription)),
    )


def _read_notes(root: Path, edition: str, problems: list[Problem]) -> dict[str, Text]:
    name = f"data/curation/{edition}/finding-notes.csv"
    records = index(read_records(root / name, name, ("finding", "note_nl", "note_en"), problems), ("finding",), problems)
    for record in records.values():
        filled(record, ("note_nl", "note_en"), problems)
    return {slug: Text(record["note_nl"], record["note_en"]) for (slug,), record in records.items()}


def printed_changes(model: Model) -> Iterator[PrintedChange]:
    """Every percentage that the report prints, in its order; the column compares the last two years of the row's first part."""
    by_cell = {change.printed.record.row: change for change in model.changes if change.printed is not None}
    firsts: dict[tuple[str, int], list[Observation]] = {}
    for one in model.observations:
        series = firsts.setdefault((one.cell.table.key, one.cell.row), [one])
        if series[0].indicator is one.indicator and series[-1] is not one:
            series.append(one)
    for (key, row, column), cell in model.transcription.cells.items():
        if column != PERCENTAGE_COLUMN or (key, row) not in firsts or _is_gap(cell):
            continue
        series = firsts[key, row]
        change = by_cell.get(cell.record.row)
        if change is not None:
            yield PrintedChange(cell, series[0].indicator, change.verdict, change)
        else:
            yield PrintedChange(cell, series[0].indicator, NOT_COMPUTABLE, None, _why_not(series))


def _is_gap(cell: Cell) -> bool:
    try:
        return read_change(cell.text) is None
    except UnknownNotationError:
        return True


def _why_not(series: list[Observation]) -> str:
    """Why the change of the last two figures of a row cannot be computed."""
    last = [one for one in series if one.value is not None or one.reason == MALFORMED][-2:]
    if len(last) < 2 or any(one.value is None for one in last):
        return "ontbrekend-cijfer"
    return "ondergrens" if any(one.qualifier == Qualifier.LOWER_BOUND.value for one in last) else "nul"
