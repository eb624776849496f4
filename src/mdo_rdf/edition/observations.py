"""Puts cells and curation together: each figure of the report becomes a value, or a gap with its reason.

Knows the rules of the data model (sections 3 and 4); knows nothing of RDF.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.inputs.curation import FLAGS, GAPS, Curation, Indicator, Remark
from mdo_rdf.inputs.notation import Absence, Figure, Qualifier, UnknownNotationError, read_cell
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, Cell, Transcription

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mdo_rdf.errors import Problem

MALFORMED = "misvormd"
NORMAL = "A"
_GRAVEST_FIRST = (*GAPS, "U", "B", "E", "D", NORMAL)
"""Which status matters most to a reader: no figure, then one to doubt, to compare with care, estimated, redefined."""


class Observation(NamedTuple):
    """One figure of the report: an indicator in a year.

    ``value`` is in the indicator's unit (a count, a percentage or a ratio), or None where the report has no figure to
    compute with; then ``reason`` says why. ``statuses`` are codes of the scheme ``status``, never empty.
    ``rounding_unit`` is set where ``qualifier`` is ``afgerond``. ``reference_date`` is the date of a stock (ISO 8601),
    and ``date_is_named`` tells whether the report names it.
    """

    indicator: Indicator
    year: int
    cell: Cell
    value: int | Decimal | None
    qualifier: str
    rounding_unit: Decimal | None
    statuses: tuple[str, ...]
    reason: str
    established_by: tuple[str, ...]
    previous_value: int | None
    reference_date: str
    date_is_named: bool
    remarks: tuple[Remark, ...]

    def __repr__(self) -> str:
        return f"<Observation {self.indicator.slug} {self.year}: {self.reason if self.value is None else self.value}>"

    @property
    def status(self) -> str:
        """The one status that matters most to a reader."""
        return min(self.statuses, key=_GRAVEST_FIRST.index)


def observe(transcription: Transcription, curation: Curation, problems: list[Problem]) -> tuple[Observation, ...]:
    """All figures in the order of the report; what breaks a rule is added to ``problems``."""
    by_row: dict[tuple[str, int], list[Indicator]] = {}
    for indicator in curation.indicators.values():
        by_row.setdefault((indicator.table_key, indicator.row), []).append(indicator)
    rows = {(key, row) for key, row, _ in transcription.cells}
    for key, indicators in by_row.items():
        if rows and key not in rows:
            remedy = "use an annex, section and row of rows.csv, or take it out of places.csv"
            problems.extend(indicator.record.problem("row", "no such row in the report", remedy) for indicator in indicators)
    found: list[Observation] = []
    for cell in transcription.cells.values():
        if cell.column == PERCENTAGE_COLUMN:
            continue
        indicators = by_row.get((cell.table.key, cell.row), [])
        if not indicators and by_row:
            problems.append(cell.problem("no indicator for this row", "add one to indicators.csv"))
        elif indicators:
            found += _observe_cell(cell, indicators, curation, problems)
    _check_remarks(found, curation, problems)
    order = {slug: position for position, slug in enumerate(curation.indicators)}
    return tuple(sorted(found, key=lambda one: (order[one.indicator.slug], one.year)))


def _observe_cell(cell: Cell, indicators: list[Indicator], curation: Curation, problems: list[Problem]) -> Iterable[Observation]:
    """The figures of one cell, one for each part that is printed; a text that names no part is about the first."""
    try:
        read = read_cell(cell.text)
    except UnknownNotationError as error:
        remedy = "correct the transcription; if it is printed so, it is a notation that the number rules do not know yet"
        problems.append(cell.unreadable(str(error), remedy))
        return
    by_part = {indicator.part: indicator for indicator in indicators} | {"": indicators[0]}
    seen: set[str] = set()
    for figure in (read,) if isinstance(read, Absence) else read:
        part = "" if isinstance(figure, Absence) else figure.part
        indicator = by_part.get(part)
        if indicator is None:
            known = ", ".join(filter(None, by_part)) or "none"
            problems.append(cell.problem(f"unknown part {part}", f"the parts of this row in indicators.csv: {known}"))
        elif indicator.slug in seen:
            problems.append(cell.problem(f"two figures for {indicator.slug}", "a part can stand in a cell once only"))
        else:
            seen.add(indicator.slug)
            yield _observation(cell, indicator, figure, curation, problems)


def _observation(
    cell: Cell, indicator: Indicator, figure: Figure | Absence, curation: Curation, problems: list[Problem]
) -> Observation:
    year = int(cell.column)
    remarks = curation.remarks.get((indicator.slug, year), ())
    value, qualifier, unit = None, "", None
    if isinstance(figure, Figure):
        value, qualifier, unit = _in_unit(cell, indicator, figure, curation.indicators, problems)
    statuses = tuple(dict.fromkeys(remark.status for remark in remarks if remark.status)) or (NORMAL,)
    reasons = tuple(dict.fromkeys(remark.reason for remark in remarks if remark.reason))
    if curation.remarks:
        _check_status(cell, indicator.slug, figure, statuses, reasons, problems)
    date = f"{year}-12-31" if indicator.axes.get("time_basis") == "peildatum" else ""
    return Observation(
        indicator=indicator,
        year=year,
        cell=cell,
        value=value,
        qualifier=qualifier,
        rounding_unit=unit,
        statuses=statuses,
        reason=reasons[0] if reasons else MALFORMED if figure is Absence.MALFORMED else "",
        established_by=tuple(dict.fromkeys(remark.established_by for remark in remarks if remark.status)),
        previous_value=next((remark.previous_value for remark in remarks if remark.previous_value is not None), None),
        reference_date=date,
        date_is_named=date in curation.edition.known_dates,
        remarks=remarks,
    )


def _in_unit(
    cell: Cell, indicator: Indicator, figure: Figure, indicators: Mapping[str, Indicator], problems: list[Problem]
) -> tuple[int | Decimal, str, Decimal | None]:
    """Value, qualifier and rounding unit in the unit of the indicator; a ratio is a mean, and so rounded."""
    unit = indicator.axes.get("unit")
    if figure.is_percentage != (unit == "percentage"):
        printed = "a percentage" if figure.is_percentage else "no percentage"
        problems.append(cell.problem(f"{printed}, but the unit is {unit}", "correct the text, or the unit in indicators.csv"))
    denominator = indicators.get(indicator.relations.get("denominator", ""))
    if figure.of and (denominator is None or denominator.axes.get("counted") != figure.of):
        remedy = "set the denominator of this indicator to one that counts them"
        problems.append(cell.problem(f"a share of {figure.of}, but the denominator counts something else", remedy))
    if unit == "verhouding":
        return Decimal(figure.value), Qualifier.ROUNDED.value, Decimal(1)
    return figure.value, figure.qualifier.value, figure.rounding_unit


def _check_status(
    cell: Cell,
    slug: str,
    figure: Figure | Absence,
    statuses: tuple[str, ...],
    reasons: tuple[str, ...],
    problems: list[Problem],
) -> None:
    """A gap has a gap's status and one reason, a figure has neither; malformed is said of just what cannot be read."""
    here = f"in remarks.csv for {slug} {cell.column}"
    if isinstance(figure, Figure):
        if not set(statuses) <= {*FLAGS, NORMAL}:
            problems.append(cell.problem("a figure with the status of a gap", f"remove the status {here}, or correct the text"))
    elif not reasons:
        state = f"state a reason and a status {here}"
        remedy = state if figure is Absence.GAP else f"correct the text; if it is printed so, {state}: {MALFORMED} and O"
        problems.append(cell.problem(f"{figure.value}, without a reason", remedy))
    elif len(reasons) > 1 or len(statuses) > 1:
        problems.append(cell.problem("a gap with more than one reason or status", f"keep one remark on the gap {here}"))
    elif (reasons[0] == MALFORMED) != (figure is Absence.MALFORMED):
        problems.append(cell.problem(f"{figure.value}, with the reason {reasons[0]}", f"correct the reason {here}, or the text"))


def _check_remarks(found: list[Observation], curation: Curation, problems: list[Problem]) -> None:
    """A remark about a figure that the report does not have would be lost silently."""
    present = {(one.indicator.slug, one.year) for one in found}
    for (slug, year), remarks in curation.remarks.items():
        if (slug, year) not in present and not any(problem.file.startswith("data/source") for problem in problems):
            rule = f"the report has no cell of {slug} for {year}"
            problems.extend(remark.record.problem("first_year", rule, "correct the years") for remark in remarks)
