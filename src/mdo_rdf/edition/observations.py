"""Puts cells and curation together: each figure of the report becomes a value, or a gap with its reason.

The rules are those of the data model, sections 3 and 4.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import Problem, Read, parted
from mdo_rdf.inputs.curation import FLAGS, GAPS, Curation, Indicator, Remark
from mdo_rdf.inputs.notation import Absence, Figure, Qualifier, UnknownNotationError, read_cell
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, Cell, Transcription

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

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
    def is_printed(self) -> bool:
        """Whether a number is printed, also a malformed one."""
        return self.value is not None or self.reason == MALFORMED

    @property
    def status(self) -> str:
        """The one status that matters most to a reader."""
        return min(self.statuses, key=_GRAVEST_FIRST.index)


Key = tuple[str, int]
"""An indicator and a year."""
ByKey = dict[Key, Observation]


def by_key(observations: Iterable[Observation]) -> ByKey:
    """Observations by indicator and year; of two with the same, the first keeps the place and the last counts."""
    return {(observation.indicator.slug, observation.year): observation for observation in observations}


def observe(transcription: Transcription, curation: Curation) -> Read[tuple[Observation, ...]]:
    """All figures in the order of the indicators, then of the years."""
    by_row: dict[tuple[str, int], list[Indicator]] = {}
    for indicator in curation.indicators.values():
        by_row.setdefault((indicator.table_key, indicator.row), []).append(indicator)
    observations, problems = parted(_observe_cells(transcription, by_row, curation))
    order = {slug: position for position, slug in enumerate(curation.indicators)}
    return Read(
        tuple(sorted(observations, key=lambda observation: (order[observation.indicator.slug], observation.year))),
        (*_without_row(transcription, by_row), *problems),
    )


def _without_row(transcription: Transcription, by_row: Mapping[tuple[str, int], list[Indicator]]) -> Iterator[Problem]:
    rows = {(key, row) for key, row, _ in transcription.cells}
    for place, indicators in by_row.items() if rows else ():
        if place not in rows:
            remedy = "use an annex, section and row of rows.csv, or take it out of places.csv"
            yield from (indicator.source.problem("row", "no such row in the report", remedy) for indicator in indicators)


def _observe_cells(
    transcription: Transcription, by_row: Mapping[tuple[str, int], list[Indicator]], curation: Curation
) -> Iterator[Observation | Problem]:
    for cell in transcription.cells.values():
        if cell.column == PERCENTAGE_COLUMN:
            continue
        indicators = by_row.get((cell.table.key, cell.row), [])
        if indicators:
            yield from _observe_cell(cell, indicators, curation)
        elif by_row:
            yield cell.problem("no indicator for this row", "add one to indicators.csv")


def _observe_cell(cell: Cell, indicators: list[Indicator], curation: Curation) -> Iterator[Observation | Problem]:
    """The figures of one cell, one for each part that is printed; a text that names no part is about the first."""
    try:
        printed = read_cell(cell.text)
    except UnknownNotationError as error:
        remedy = "correct the transcription; if it is printed so, it is a notation that the number rules do not know yet"
        yield cell.unreadable(str(error), remedy)
        return
    by_part = {indicator.part: indicator for indicator in indicators} | {"": indicators[0]}
    seen: set[str] = set()
    for figure in (printed,) if isinstance(printed, Absence) else printed:
        part = "" if isinstance(figure, Absence) else figure.part
        indicator = by_part.get(part)
        if indicator is None:
            parts = ", ".join(filter(None, by_part)) or "none"
            yield cell.problem(f"unknown part {part}", f"the parts of this row in indicators.csv: {parts}")
        elif indicator.slug in seen:
            yield cell.problem(f"two figures for {indicator.slug}", "a part can stand in a cell once only")
        else:
            seen.add(indicator.slug)
            yield from _checked(cell, indicator, figure, curation)
            yield _observation(cell, indicator, figure, curation)


def _observation(cell: Cell, indicator: Indicator, figure: Figure | Absence, curation: Curation) -> Observation:
    year = int(cell.column)
    remarks = curation.remarks.get((indicator.slug, year), ())
    value, qualifier, unit = (None, "", None) if isinstance(figure, Absence) else _in_unit(indicator, figure)
    reasons = _reasons(remarks)
    date = f"{year}-12-31" if indicator.axes.get("time_basis") == "peildatum" else ""
    return Observation(
        indicator=indicator,
        year=year,
        cell=cell,
        value=value,
        qualifier=qualifier,
        rounding_unit=unit,
        statuses=_statuses(remarks),
        reason=reasons[0] if reasons else MALFORMED if figure is Absence.MALFORMED else "",
        established_by=tuple(dict.fromkeys(remark.established_by for remark in remarks if remark.status)),
        previous_value=next((remark.previous_value for remark in remarks if remark.previous_value is not None), None),
        reference_date=date,
        date_is_named=date in curation.edition.known_dates,
        remarks=remarks,
    )


def _statuses(remarks: Iterable[Remark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(remark.status for remark in remarks if remark.status)) or (NORMAL,)


def _reasons(remarks: Iterable[Remark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(remark.reason for remark in remarks if remark.reason))


def _in_unit(indicator: Indicator, figure: Figure) -> tuple[int | Decimal, str, Decimal | None]:
    """Value, qualifier and rounding unit in the unit of the indicator; a ratio is a mean, and so rounded."""
    if indicator.axes.get("unit") == "verhouding":
        return Decimal(figure.value), Qualifier.ROUNDED.value, Decimal(1)
    return figure.value, figure.qualifier.value, figure.rounding_unit


def _checked(cell: Cell, indicator: Indicator, figure: Figure | Absence, curation: Curation) -> Iterator[Problem]:
    """What the curation says of a figure that it cannot be, or of a gap."""
    if isinstance(figure, Figure):
        yield from _misfit(cell, indicator, figure, curation.indicators)
    if curation.remarks:
        remarks = curation.remarks.get((indicator.slug, int(cell.column)), ())
        yield from _wrong_status(cell, indicator.slug, figure, _statuses(remarks), _reasons(remarks))


def _misfit(cell: Cell, indicator: Indicator, figure: Figure, indicators: Mapping[str, Indicator]) -> Iterator[Problem]:
    """A percentage is printed where the unit is one, and a share that says of what is one of its denominator."""
    unit = indicator.axes.get("unit")
    if figure.is_percentage != (unit == "percentage"):
        printed = "a percentage" if figure.is_percentage else "no percentage"
        yield cell.problem(f"{printed}, but the unit is {unit}", "correct the text, or the unit in indicators.csv")
    denominator = indicators.get(indicator.relations.get("denominator", ""))
    if figure.of and (denominator is None or denominator.axes.get("counted") != figure.of):
        remedy = "set the denominator of this indicator to one that counts them"
        yield cell.problem(f"a share of {figure.of}, but the denominator counts something else", remedy)


def _wrong_status(
    cell: Cell, slug: str, figure: Figure | Absence, statuses: Collection[str], reasons: tuple[str, ...]
) -> Iterator[Problem]:
    """A gap has a gap's status and one reason, a figure has neither; malformed is said of just what cannot be read."""
    here = f"in remarks.csv for {slug} {cell.column}"
    if isinstance(figure, Figure):
        if not set(statuses) <= {*FLAGS, NORMAL}:
            yield cell.problem("a figure with the status of a gap", f"remove the status {here}, or correct the text")
    elif not reasons:
        state = f"state a reason and a status {here}"
        remedy = state if figure is Absence.GAP else f"correct the text; if it is printed so, {state}: {MALFORMED} and O"
        yield cell.problem(f"{figure.value}, without a reason", remedy)
    elif len(reasons) > 1 or len(statuses) > 1:
        yield cell.problem("a gap with more than one reason or status", f"keep one remark on the gap {here}")
    elif (reasons[0] == MALFORMED) != (figure is Absence.MALFORMED):
        yield cell.problem(f"{figure.value}, with the reason {reasons[0]}", f"correct the reason {here}, or the text")


def lost_remarks(observations: Iterable[Observation], curation: Curation) -> Iterator[Problem]:
    """The remarks on figures that the report does not have, which would not be seen anywhere."""
    present = by_key(observations)
    for (slug, year), remarks in curation.remarks.items():
        if (slug, year) not in present:
            rule = f"the report has no cell of {slug} for {year}"
            yield from (remark.source.problem("first_year", rule, "correct the years") for remark in remarks)
