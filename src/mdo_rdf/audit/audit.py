"""The audit of an edition: every printed percentage, sum, second mention, claim and slip, each with its verdict."""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.claim_checks import ClaimCheck, check_claims
from mdo_rdf.audit.claims import Claim, read_claims
from mdo_rdf.audit.derived import Derived, read_derived
from mdo_rdf.audit.slips import Slip, find_slips, read_slips
from mdo_rdf.audit.sum_checks import SumCheck, SumRule, compare_pairs, compare_sums, read_sum_rules
from mdo_rdf.edition.observations import by_key
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.errors import Read, refuse
from mdo_rdf.inputs.notation import Qualifier, UnknownNotationError, read_change
from mdo_rdf.inputs.phrases import Phrases, Text, read_phrases
from mdo_rdf.inputs.strict_csv import columns, read_rows
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.draft import Draft
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.curation import Indicator
    from mdo_rdf.inputs.transcription import Cell


class PrintedChange(NamedTuple):
    """A printed percentage and its verdict.

    ``change`` is what it should be, None where that cannot be computed; then ``reason`` says why:
    ``ontbrekend-cijfer``, ``ondergrens`` or ``nul``.
    """

    cell: Cell
    indicator: Indicator
    verdict: Verdict
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
    phrases: Phrases
    percentages: tuple[PrintedChange, ...]
    sums: tuple[SumCheck, ...]
    pairs: tuple[SumCheck, ...]
    claims: tuple[ClaimCheck, ...]
    slips: tuple[Slip, ...]
    notes: Mapping[str, Text] = MappingProxyType({})
    derived: tuple[Derived, ...] = ()
    unreadable: tuple[Cell, ...] = ()
    is_draft: bool = False


def audit(root: Path, model: Model) -> Audit:
    """Check a published edition by the rules and the claims of ``data/source`` and ``data/curation`` under ``root``.

    Raises ``InvalidInputError`` with every problem found in those, and ``CannotTellError``.
    """
    edition, here = model.curation.edition.slug, model.curation.indicators
    claims = read_claims(root, root / "data" / "source" / edition, model.curation, model.curation.every_indicator)
    checks = _check(root, model, model.curation.every_indicator, claims.value)
    notes = _read_notes(root, edition)
    derived = read_derived(root, model.curation, checks.value.rules, by_key(model.observations))
    slips = read_slips(root, model.curation, model.transcription)
    refuse(chain.from_iterable(part.problems for part in (claims, checks, notes, derived, slips)))
    return checks.value._replace(
        rules={slug: rule for slug, rule in checks.value.rules.items() if _is_within(rule, here)},
        notes=notes.value,
        derived=derived.value,
        slips=(*checks.value.slips, *slips.value),
    )


def audit_draft(root: Path, draft: Draft) -> Audit:
    """Check a draft by the rules of ``data/curation`` and the claims in its own folder, if it has any.

    What the editors noted of the published edition is left out: it is about other figures. Raises as ``audit`` does.
    """
    curation = draft.model.curation
    claims: Read[tuple[Claim, ...]] = Read(())
    if (draft.folder / "claims.csv").exists():
        claims = read_claims(root, draft.folder, curation, draft.every_indicator)
    about = tuple(_without_note(claim) for claim in claims.value if _is_about(claim, curation.indicators))
    checks = _check(root, draft.model, draft.every_indicator, about)
    refuse((*claims.problems, *checks.problems))
    return checks.value._replace(unreadable=draft.unreadable, is_draft=True)


def _is_within(rule: SumRule, indicators: Collection[str]) -> bool:
    """Whether an edition has all that a rule adds up."""
    return all(isinstance(term, int) or term in indicators for term in (*rule.total, *rule.parts))


def _without_note(claim: Claim) -> Claim:
    """A claim without what was noted of its figures; why it cannot be tested holds for any figures."""
    return claim._replace(note=("", ""), severity="") if claim.about else claim


def _is_about(claim: Claim, indicators: Collection[str]) -> bool:
    """Whether all that a claim is about has a row."""
    return all(isinstance(term, int) or term in indicators for terms in (*claim.about, *claim.beside) for term in terms)


def _check(root: Path, model: Model, indicators: Collection[str], claims: Sequence[Claim]) -> Read[Audit]:
    observations, years = by_key(model.observations), model.curation.edition.years
    rules = read_sum_rules(root, indicators)
    phrases = read_phrases(root)
    checks = Audit(
        model=model,
        rules=rules.value,
        phrases=phrases.value,
        percentages=tuple(printed_changes(model)),
        sums=compare_sums(rules.value, observations, years),
        pairs=compare_pairs(model.curation.indicators, observations, years),
        claims=check_claims(claims, observations),
        slips=tuple(find_slips(model.transcription)),
    )
    return Read(checks, (*rules.problems, *phrases.problems))


def _read_notes(root: Path, edition: str) -> Read[dict[str, Text]]:
    fields = (*columns("finding", required=False), *columns("note_nl", "note_en"))
    rows = read_rows(root, f"data/curation/{edition}/finding-notes.csv", fields, unique=[("finding",)])
    return Read({row["finding"]: Text(row["note_nl"], row["note_en"]) for row in rows.sound}, rows.problems)


def printed_changes(model: Model) -> Iterator[PrintedChange]:
    """Every percentage that the report prints, in its order; the column compares the last two years of the row's first part."""
    by_line = {change.printed.source.line: change for change in model.changes if change.printed is not None}
    firsts: dict[tuple[str, int], list[Observation]] = {}
    for observation in model.observations:
        series = firsts.setdefault((observation.cell.table.key, observation.cell.row), [observation])
        if series[0].indicator is observation.indicator and series[-1] is not observation:
            series.append(observation)
    for (key, row, column), cell in model.transcription.cells.items():
        if column != PERCENTAGE_COLUMN or (key, row) not in firsts or _is_gap(cell):
            continue
        series = firsts[key, row]
        change = by_line.get(cell.source.line)
        if change is not None:
            yield PrintedChange(cell, series[0].indicator, change.verdict, change)
        else:
            yield PrintedChange(cell, series[0].indicator, Verdict.NOT_COMPUTABLE, None, _why_not(series))


def _is_gap(cell: Cell) -> bool:
    try:
        return read_change(cell.text) is None
    except UnknownNotationError:
        return True


def _why_not(series: list[Observation]) -> str:
    """Why the change of the last two figures of a row cannot be computed."""
    last = [figure for figure in series if figure.is_printed][-2:]
    if len(last) < 2 or any(figure.value is None for figure in last):
        return "ontbrekend-cijfer"
    return "ondergrens" if any(figure.qualifier == Qualifier.LOWER_BOUND.value for figure in last) else "nul"
