"""Changes from one printed year to the next, computed exactly, and what the printed percentage says of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.observations import NORMAL
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.errors import Read
from mdo_rdf.inputs.notation import Percentage, Qualifier, UnknownNotationError, read_change, round_half_up
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, Cell, Transcription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdo_rdf.edition.observations import Observation

_DECIMALS = 1


class Change(NamedTuple):
    """The change of a figure against its base, the figure of the last year before it in which one is printed.

    ``percent`` is rounded half-up to one decimal; ``exact`` is not rounded. ``printed`` is the cell of the percentage
    column, where the report prints one for this pair of years; ``verdict`` is on what is printed.
    """

    base: Observation
    figure: Observation
    exact: Fraction
    percent: Decimal
    printed: Cell | None
    verdict: Verdict

    @property
    def statuses(self) -> tuple[str, ...]:
        """B where the figure is the first of another series; D, E or U where one of the two figures is; else A."""
        flags = {*self.base.statuses, *self.figure.statuses} - {"B", NORMAL}
        if "B" in self.figure.statuses:
            flags.add("B")
        return tuple(sorted(flags)) or (NORMAL,)


def changes(observations: Sequence[Observation], transcription: Transcription) -> Read[tuple[Change, ...]]:
    """All changes that can be computed, in the order of ``observations`` (which is by indicator, then by year)."""
    printed, problems = _printed_changes(transcription)
    firsts: dict[tuple[str, int], str] = {}
    computed: list[Change] = []
    for slug, series in groupby(observations, key=lambda observation: observation.indicator.slug):
        for base, figure in pairwise(observation for observation in series if observation.is_printed):
            exact = _exact(base, figure)
            if exact is None:
                continue
            row = figure.cell.table.key, figure.cell.row
            is_printed = firsts.setdefault(row, slug) == slug and str(figure.year) == figure.cell.table.columns[-2]
            cell, change = printed[row] if is_printed and row in printed else (None, None)
            percent = round_half_up(exact, _DECIMALS)
            computed.append(Change(base, figure, exact, percent, cell, verdict(exact, change)))
    return Read(tuple(computed), problems)


def _printed_changes(transcription: Transcription) -> Read[dict[tuple[str, int], tuple[Cell, Percentage | None]]]:
    """The percentage column by (table key, row): it compares the table's last two years, of the row's first part."""
    printed = {}
    problems = []
    for (key, row, column), cell in transcription.cells.items():
        if column == PERCENTAGE_COLUMN:
            try:
                printed[key, row] = cell, read_change(cell.text)
            except UnknownNotationError as error:
                problems.append(cell.unreadable(str(error), "correct the transcription"))
    return Read(printed, tuple(problems))


def _exact(base: Observation, figure: Observation) -> Fraction | None:
    """The change in percent; None where one of the two is malformed or a bound, or the base is zero."""
    bound = Qualifier.LOWER_BOUND.value
    if not base.value or figure.value is None or bound in (base.qualifier, figure.qualifier):
        return None
    top, over = (100 * (Decimal(figure.value) - base.value)).as_integer_ratio()
    bottom, under = base.value.as_integer_ratio()
    return Fraction(top * under, over * bottom)


def verdict(exact: Fraction, printed: Percentage | None) -> Verdict:
    """Whether the printed percentage agrees with the printed figures, at the precision it was printed with."""
    if printed is None:
        return Verdict.NOT_PRINTED
    if printed.value == round_half_up(exact, printed.decimals):
        return Verdict.AGREES
    if printed.value == -round_half_up(exact, printed.decimals):
        return Verdict.WRONG_SIGN
    if printed.value == round_half_up(exact + 100, printed.decimals):
        return Verdict.INDEX
    return Verdict.DISAGREES
