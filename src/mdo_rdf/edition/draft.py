"""A draft of a next edition: the folder of its printed cells, read with the indicators of a published edition.

A row is recognised by its heading, so that a row may move or be added; the years are those of the draft's own columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.changes import changes
from mdo_rdf.edition.edition import Model
from mdo_rdf.edition.observations import observe
from mdo_rdf.errors import CannotTellError, Read, refuse
from mdo_rdf.inputs.curation import read_curation, the_edition
from mdo_rdf.inputs.links import Links
from mdo_rdf.inputs.notation import UnknownNotationError, read_cell, read_change
from mdo_rdf.inputs.strict_csv import read_lines
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, read_transcription

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mdo_rdf.inputs.curation import Curation, Indicator
    from mdo_rdf.inputs.transcription import Cell, Transcription


class Draft(NamedTuple):
    """A draft as values. ``every_indicator`` are the slugs of all indicators, also of those without a row in the draft.

    ``unreadable`` are the cells whose text is no figure, ``unknown`` the rows that no indicator has, as cells.
    """

    folder: Path
    model: Model
    every_indicator: Collection[str]
    unreadable: tuple[Cell, ...]
    unknown: tuple[Cell, ...]


def read_draft(root: Path, edition: str, folder: Path) -> Draft:
    """Read the folder of a draft: ``tables.csv``, ``rows.csv`` and ``cells.csv``, and the others where they are there.

    Raises ``InvalidInputError`` with every problem found, or ``CannotTellError`` where a file cannot be read.
    """
    described = the_edition(root, edition)
    curation = read_curation(root, described)
    published = read_transcription(root, edition, described.years)
    years = _years(folder)
    printed = read_transcription(root, edition, years.value, draft=folder.resolve())
    refuse((*curation.problems, *published.problems, *years.problems, *printed.problems))
    indicators = _placed(curation.value.indicators, published.value, printed.value)
    rows = {(indicator.table_key, indicator.row) for indicator in indicators.values()}
    cells = {key: cell for key, cell in printed.value.cells.items() if key[:2] in rows}
    draft_edition = described._replace(years=years.value, title=f"{described.title} ({folder})")
    placed = curation.value._replace(edition=draft_edition, indicators=indicators, remarks={})
    unreadable = _unreadable(printed.value._replace(cells=cells), placed)
    shown = printed.value._replace(cells=cells | {key: cell._replace(text="-") for key, cell in unreadable.items()})
    observations = observe(shown, placed)
    computed = changes(observations.value, shown)
    refuse((*observations.problems, *computed.problems))
    model = Model(placed, shown, observations.value, computed.value, Links((), (), {}))
    unknown = {key[:2]: cell for key, cell in printed.value.cells.items() if key[:2] not in rows}
    return Draft(folder, model, curation.value.every_indicator, tuple(unreadable.values()), tuple(unknown.values()))


def _years(folder: Path) -> Read[range]:
    """From the first to the last year that a table of the draft has a column for."""
    name = str(folder / "tables.csv")
    rows, problems = read_lines(folder / "tables.csv", name, ("annex", "section", "title", "columns"))
    years = [int(word) for row in rows for word in row["columns"].split() if word.isascii() and word.isdigit()]
    if not years and not problems:
        raise CannotTellError(f"{name}: no year in any of the column headings")
    return Read(range(min(years, default=1), max(years, default=0) + 1), problems)


def _placed(indicators: Mapping[str, Indicator], published: Transcription, draft: Transcription) -> dict[str, Indicator]:
    """The indicators whose row the draft has, at its place there."""
    heading_of = {row: heading for heading, row in _rows(published).items()}
    places = _rows(draft)
    place_of = {slug: places.get(heading_of[indicator.table_key, indicator.row]) for slug, indicator in indicators.items()}
    return {slug: indicators[slug]._replace(row=place[1]) for slug, place in place_of.items() if place}


def _rows(transcription: Transcription) -> dict[tuple[str, str, int], tuple[str, int]]:
    """The rows by table and heading; rows of a table with the same heading are told apart by their order."""
    rows: dict[tuple[str, str, int], tuple[str, int]] = {}
    seen: set[tuple[str, int]] = set()
    for (key, row, _), cell in transcription.cells.items():
        if (key, row) not in seen:
            seen.add((key, row))
            heading = " ".join(cell.heading.casefold().split())
            number = sum(before[:2] == (key, heading) for before in rows)
            rows[key, heading, number] = key, row
    return rows


def _unreadable(printed: Transcription, curation: Curation) -> dict[tuple[str, int, str], Cell]:
    """The cells whose text is no figure, or not one of the kind that its row gives."""
    unreadable = {key: cell for key, cell in printed.cells.items() if not _is_readable(cell)}
    readable = {key: cell for key, cell in printed.cells.items() if key not in unreadable}
    observations = observe(printed._replace(cells=readable), curation)
    wrong = {(problem.file, problem.row) for problem in observations.problems if problem.column}
    return unreadable | {key: cell for key, cell in printed.cells.items() if (cell.source.file, cell.source.line) in wrong}


def _is_readable(cell: Cell) -> bool:
    try:
        if cell.column == PERCENTAGE_COLUMN:
            read_change(cell.text)
        else:
            read_cell(cell.text)
    except UnknownNotationError:
        return False
    return True
