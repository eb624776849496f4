"""Makes the folders of a next edition: the tables of the one before it with a year more, and none of its figures."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mdo_rdf.csv_text import csv_text
from mdo_rdf.errors import CannotTellError, refuse
from mdo_rdf.files import write
from mdo_rdf.inputs.curation import read_curation, the_edition
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN, UNFILLED, Table, read_transcription

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from mdo_rdf.inputs.curation import Curation, Edition
    from mdo_rdf.inputs.transcription import Transcription

_EMPTY_SOURCE = ("second-reading.csv", "footnotes.csv", "claims.csv", "claims-second-reading.csv")
_EMPTY_CURATION = ("remarks.csv", "derived.csv", "claim-notes.csv", "finding-notes.csv", "slips.csv")
_SHARED = ("editions.csv", "datasets.csv")
"""The files of all editions, which get lines for the new one."""


def make_edition(root: Path, slug: str, before: str, today: str) -> list[str]:
    """Make the edition ``slug`` with the tables of the edition ``before``, all or nothing, and give the names of its files.

    A table without a year that is left is gone. Every cell is to be filled in (its text is ``?``), and so is all that was
    noted of figures. ``today`` (ISO 8601) becomes the date of the publication. Raises ``InvalidInputError`` and
    ``CannotTellError``.
    """
    _check_new(root, slug, before)
    edition = the_edition(root, before)
    curation, wrong_curation = read_curation(root, edition)
    printed, wrong_source = read_transcription(root, before, edition.years)
    refuse((*wrong_curation, *wrong_source))
    kept = {table.key for table in printed.tables if any(int(year) > edition.years[0] for year in table.columns[:-1])}
    files = _source(root, slug, edition, printed, kept) | _curation(root, slug, before, curation, kept)
    shared = {f"curation/{name}": (root / "data" / "curation" / name).read_bytes() for name in _SHARED}
    lines = {name: _with(name, content.decode(), before, slug, edition, today) for name, content in shared.items()}
    made = {**files, **lines}
    write(root / "data", made, lambda name, content: content == shared.get(name))
    return sorted(f"data/{name}" for name in made)


def _check_new(root: Path, slug: str, before: str) -> None:
    if not (slug.isascii() and slug.isdigit() and len(slug) == len(before)) or slug <= before:
        raise CannotTellError(f"{slug}: not an edition after {before}; give its year, such as {int(before) + 1}")
    for folder in (f"data/source/{slug}", f"data/curation/{slug}"):
        if (root / folder).exists():
            raise CannotTellError(f"{folder}: already there, and nothing was written; to begin anew, remove it first")


def _source(root: Path, slug: str, edition: Edition, printed: Transcription, kept: Collection[str]) -> dict[str, str]:
    """The printed tables with the years one later, and their rows; every cell is to be filled in."""
    years = range(edition.years[0] + 1, edition.years[-1] + 2)
    columns = {table.key: _columns(table, edition.years, years) for table in printed.tables}
    titles = [
        (table.annex, table.section, table.title, " ".join(columns[table.key])) for table in printed.tables if table.key in kept
    ]
    rows = {(cell.table, cell.row): cell.heading for cell in printed.cells.values() if cell.table.key in kept}
    headings = [(table.annex, table.section, str(row), heading) for (table, row), heading in rows.items()]
    places = [(table.annex, table.section, str(row), column, UNFILLED) for table, row in rows for column in columns[table.key]]
    return {
        f"source/{slug}/tables.csv": csv_text(("annex", "section", "title", "columns"), titles),
        f"source/{slug}/rows.csv": csv_text(("annex", "section", "row", "label"), headings),
        f"source/{slug}/cells.csv": csv_text(("annex", "section", "row", "column", "text"), places),
        **{
            f"source/{slug}/{name}": _later(_header(root / "data" / "source" / edition.slug / name), edition.years, years)
            for name in _EMPTY_SOURCE
        },
    }


def _columns(table: Table, before: range, years: range) -> list[str]:
    """The printed years that are left, and one more where the table goes on, that is, where it has the last year."""
    left = [year for year in table.columns[:-1] if int(year) in years]
    return [*left, *([str(years[-1])] if str(before[-1]) in left else []), PERCENTAGE_COLUMN]


def _later(header: str, before: range, years: range) -> str:
    """A header with the years of the new edition in the place of those of the old."""
    words, old = header.rstrip("\n").split(","), [str(year) for year in before]
    if old[0] not in words:
        return header
    at = words.index(old[0])
    return ",".join([*words[:at], *map(str, years), *words[at + len(old) :]]) + "\n"


def _curation(root: Path, slug: str, before: str, curation: Curation, kept: Collection[str]) -> dict[str, str]:
    """Where each indicator stands, to be corrected where a row moved, came or went; and files with nothing in them yet."""
    indicators = (indicator for indicator in curation.indicators.values() if indicator.table_key in kept)
    places = [
        (indicator.slug, indicator.annex, indicator.section, str(indicator.row), indicator.part) for indicator in indicators
    ]
    folder = root / "data" / "curation" / before
    return {
        f"curation/{slug}/places.csv": csv_text(("indicator", "annex", "section", "row", "part"), places),
        **{f"curation/{slug}/{name}": _header(folder / name) for name in _EMPTY_CURATION},
    }


def _with(name: str, content: str, before: str, slug: str, edition: Edition, today: str) -> str:
    """A file of all editions, with the lines of the new one after it."""
    header, *records = csv.reader(io.StringIO(content, newline=""))
    if any(record[0] == slug for record in records):
        raise CannotTellError(f"data/{name}: has {slug} already, and nothing was written; remove those lines first")
    own = {
        "first_year": str(edition.years[0] + 1),
        "last_year": str(edition.years[-1] + 1),
        "known_dates": "",
        "issued": today,
        "modified": today,
    }
    first, *others = [
        [own.get(column, text.replace(before, slug)) for column, text in zip(header, record, strict=True)]
        for record in records
        if record[0] == before
    ]
    return content.rstrip("\n") + "\n" + csv_text(first, others)


def _header(path: Path) -> str:
    return path.read_text("utf-8").partition("\n")[0] + "\n"
