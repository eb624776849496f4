"""A draft of a next edition: the folder of its printed cells, read with the indicators of a published edition.

A row is recognised by its heading, so that a row may move or be added; the years are those of the draft's own columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.changes import changes
from mdo_rdf.edition.edition import Model
from mdo_rdf.edition.observations import observe
from mdo_rdf.errors import CannotTellError, InvalidInputError
from mdo_rdf.inputs.curation import read_curation, the_edition
from mdo_rdf.inputs.links import Links
from mdo_rdf.inputs.notation import UnknownNotationError, read_cell, read_change
from mdo_rdf.inputs.strict_csv import read_records
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, read_transcription

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation, Indicator
    from mdo_rdf.inputs.transcription import Cell, Transcription


class Draft(NamedTuple):
    """A draft as values. ``known`` are the slugs of all indicators, also of those without a row in the draft.

    ``unreadable`` are the cells whose text is no figure, ``unknown`` the rows that no indicator has, as cells.
    """

    folder: Path
    model: Model
    known: Collection[str]
    unreadable: tuple[Cell, ...]
    unknown: tuple[Cell, ...]


def read_draft(root: Path, edition: str, folder: Path) -> Draft:
    """Read the folder of a draft: ``tables.csv``, ``rows.csv`` and ``cells.csv``, and the others where they are there.

    Raises ``InvalidInputError`` with every problem found, or ``CannotTellError`` where a file cannot be read.
    """
    problems: list[Problem] = []
    found = the_edition(root, edition, problems)
    curation = read_curation(root, found, problems)
    published = read_transcription(root, edition, found.years, problems)
    years = _years(folder, problems)
    printed = read_transcription(root, edition, years, problems, draft=folder.resolve())
    if problems:
        raise InvalidInputError(problems)
    indicators = _placed(curation.indicators, published, printed)
    rows = {(one.table_key, one.row) for one in indicators.values()}
    cells = {key: cell for key, cell in printed.cells.items() if key[:2] in rows}
    draft_edition = found._replace(years=years, title=f"{found.title} ({folder})")
    placed = curation._replace(edition=draft_edition, indicators=indicators, remarks={})
    unreadable = _unreadable(printed._replace(cells=cells), placed)
    shown = printed._replace(cells=cells | {key: cell._replace(text="-") for key, cell in unreadable.items()})
    observations = observe(shown, placed, problems)
    model = Model(placed, shown, observations, changes(observations, shown, problems), Links((), (), {}))
    if problems:
        raise InvalidInputError(problems)
    unknown = {key[:2]: cell for key, cell in printed.cells.items() if key[:2] not in rows}
    return Draft(folder, model, curation.known, tuple(unreadable.values()), tuple(unknown.values()))


def _years(folder: Path, problems: list[Problem]) -> range:
    """From the first to the last year that a table of the draft has a column for."""
    records = read_records(folder / "tables.csv", str(folder / "tables.csv"), ("annex", "section", "title", "columns"), problems)
    years = [int(word) for record in records for word in record["columns"].split() if word.isascii() and word.isdigit()]
    if not years and not problems:
        raise CannotTellError(f"{folder / 'tables.csv'}: no year in any of the column headings")
    return range(min(years, default=1), max(years, default=0) + 1)


def _placed(indicators: Mapping[str, Indicator], published: Transcription, draft: Transcription) -> dict[str, Indicator]:
    """The indicators whose row the draft has, at its place there."""
    heading_of = {row: heading for heading, row in _rows(published).items()}
    places = _rows(draft)
    found = ((slug, one, places.get(heading_of[one.table_key, one.row])) for slug, one in indicators.items())
    return {slug: one._replace(row=place[1]) for slug, one, place in found if place}


def _rows(transcription: Transcription) -> dict[tuple[str, str, int], tuple[str, int]]:
    """The rows by table and heading; rows of a table with the same heading are told apart by their order."""
    found: dict[tuple[str, str, int], tuple[str, int]] = {}
    seen: set[tuple[str, int]] = set()
    for (key, row, _), cell in transcription.cells.items():
        if (key, row) not in seen:
            seen.add((key, row))
            heading = " ".join(cell.heading.casefold().split())
            number = sum(known[:2] == (key, heading) for known in found)
            found[key, heading, number] = key, row
    return found


def _unreadable(printed: Transcription, curation: Curation) -> dict[tuple[str, int, str], Cell]:
    """The cells whose text is no figure, or not one of the kind that its row gives."""
    found = {key: cell for key, cell in printed.cells.items() if not _is_readable(cell)}
    problems: list[Problem] = []
    observe(printed._replace(cells={key: cell for key, cell in printed.cells.items() if key not in found}), curation, problems)
    lines = {problem.row for problem in problems if problem.column}
    return found | {key: cell for key, cell in printed.cells.items() if cell.record.row in lines}


def _is_readable(cell: Cell) -> bool:
    try:
        if cell.column == PERCENTAGE_COLUMN:
            read_change(cell.text)
        else:
            read_cell(cell.text)
    except UnknownNotationError:
        return False
    return True
