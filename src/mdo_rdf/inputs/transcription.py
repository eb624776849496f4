"""The transcription: what one edition of the report prints, cell by cell, verbatim."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import Problem, Read
from mdo_rdf.inputs.strict_csv import Field, Row, Rows, columns, is_positive, one_of, positive, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.inputs.strict_csv import Check

PERCENTAGE_COLUMN = "%"
ANNEXES = ("A", "B", "C", "D")
_OPTIONAL = ("second-reading.csv", "footnotes.csv")
UNFILLED = "?"
"""The text of a cell that nobody has filled in yet; the report never prints it."""
MARK_PLACES = ("cel", "rijopschrift", "toelichting", "voetnoot")


class Table(NamedTuple):
    """A printed table: ``number`` is its place in the report, from 1, ``columns`` its column headings, ``key`` its short name."""

    annex: str
    section: str
    title: str
    columns: tuple[str, ...]
    number: int
    key: str


class Cell(NamedTuple):
    """A printed cell: its text verbatim, the heading of its row, and where the transcription has it."""

    table: Table
    row: int
    column: str
    text: str
    heading: str
    source: Row

    def problem(self, rule: str, remedy: str) -> Problem:
        """A problem with the text of this cell."""
        return self.source.problem("text", rule, remedy)

    def unreadable(self, rule: str, remedy: str) -> Problem:
        """A problem with a text that is no figure, which is another one where nobody has typed it yet."""
        if self.text == UNFILLED:
            return self.problem("not filled in", "type what the report prints here; leave it empty where nothing is printed")
        return self.problem(rule, remedy)


class FootnoteMark(NamedTuple):
    """A footnote mark and where it stands; ``row`` and ``column`` are empty where it is not in a row or a cell."""

    table: Table
    place: str
    row: str
    column: str
    mark: str

    @property
    def slug(self) -> str:
        """The mark in the letters that a name may hold."""
        return self.mark.replace("*", "ster")


class Transcription(NamedTuple):
    """One edition as printed. ``cells`` maps (table key, row, column) to its cell, in the order of the report."""

    edition: str
    tables: tuple[Table, ...]
    cells: dict[tuple[str, int, str], Cell]
    marks: tuple[FootnoteMark, ...]


CellKey = tuple[str, int, str]
"""Table key, row and column of a cell."""


def read_transcription(root: Path, edition: str, years: range, *, draft: Path | None = None) -> Read[Transcription]:
    """Read ``data/source/{edition}``, or the folder of a ``draft``, which may lack a second reading and footnotes.

    Raises ``CannotTellError``.
    """
    folder = f"data/source/{edition}" if draft is None else str(draft)

    def read(file: str, fields: tuple[Field, ...], *key: str) -> Rows:
        if draft is not None and file in _OPTIONAL and not (draft / file).exists():
            return Rows((), (), ())
        return read_rows(root, f"{folder}/{file}", fields, unique=[key] if key else ())

    title_rows = read("tables.csv", _table_fields(years), "annex", "section")
    tables = _tables(title_rows)
    in_table = Field("annex"), Field("section", _is_table(tables))
    heading_rows = read("rows.csv", (*in_table, Field("row", positive), Field("label")), "annex", "section", "row")
    headings = {(_table_key(row), int(row["row"])): row["label"] for row in heading_rows.every if _is_placed(row, tables)}
    of_cell = (
        Field("row", _is_heading(headings)),
        Field("column", _is_column(tables)),
        Field("text", required=False, printed=True),
    )
    cell_rows = read("cells.csv", (*in_table, *of_cell), "annex", "section", "row", "column")
    cells = _cells(cell_rows, tables, headings)
    printed = columns(*map(str, years), PERCENTAGE_COLUMN, required=False)
    second = read("second-reading.csv", (*columns("annex", "section", "row", "label"), *printed))
    mark_fields = (*in_table, Field("place", _is_mark_place), Field("row", _is_marked(tables, cells), required=False))
    marks = read("footnotes.csv", (*mark_fields, Field("column", required=False), Field("mark")), *_MARK_KEY)
    problems = chain(
        *(rows.problems for rows in (title_rows, heading_rows, cell_rows, second, marks)),
        _misnumbered(heading_rows, tables, headings),
        _missing_cells(tables, headings, cells),
        _differences(second, cells),
    )
    transcription = Transcription(edition, tuple(tables.values()), cells, tuple(_mark(row, tables) for row in marks.sound))
    return Read(transcription, tuple(problems))


_MARK_KEY = ("annex", "section", "place", "row", "column", "mark")


def _table_key(row: Row) -> str:
    return iris.table_key(row["annex"], row["section"])


# ---- Tables and headings ----


def _table_fields(years: range) -> tuple[Field, ...]:
    allowed = {str(year) for year in years}

    def are_years(row: Row, column: str) -> Iterator[Problem]:
        headings = row[column].split(" ")
        if headings[-1] != PERCENTAGE_COLUMN or headings[:-1] != sorted(allowed.intersection(headings)):
            rule = f"not years of {years[0]}-{years[-1]} in order, then %"
            yield row.problem(column, rule, "write the printed column headings, separated by one space")

    return Field("annex", one_of(ANNEXES)), Field("section", section), Field("title"), Field("columns", are_years)


def section(row: Row, column: str) -> Iterator[Problem]:
    """The field is the number of a section of an annex."""
    if not iris.is_section(row[column]):
        yield row.problem(column, "not a section number", "write it like 1, 1.10 or 1.6b")


def _tables(rows: Rows) -> dict[str, Table]:
    """The tables by key, also those with a problem that leaves their place clear, so that what is in them can be read."""
    tables: dict[str, Table] = {}
    for row in rows.every:
        if row["annex"] in ANNEXES and iris.is_section(row["section"]):
            key = _table_key(row)
            headings = tuple(row["columns"].split(" "))
            tables.setdefault(key, Table(row["annex"], row["section"], row["title"], headings, len(tables) + 1, key))
    return tables


def _is_table(tables: Mapping[str, Table]) -> Check:
    def check(row: Row, column: str) -> Iterator[Problem]:
        table = tables.get(_table_key(row))
        if table is None or table.annex != row["annex"]:
            yield row.problem(column, "no such table", "use an annex and section of tables.csv, or add the table")

    return check


def _is_placed(row: Row, tables: Mapping[str, Table]) -> bool:
    return _table_key(row) in tables and is_positive(row["row"])


def _misnumbered(rows: Rows, tables: Mapping[str, Table], headings: Mapping[tuple[str, int], str]) -> Iterator[Problem]:
    """The rows of a table are numbered 1, 2, 3 … in order."""
    for row in rows.every:
        number = int(row["row"]) if _is_placed(row, tables) else 1
        if number > 1 and (_table_key(row), number - 1) not in headings:
            yield row.problem("row", f"row {number - 1} does not come before it", "number the rows 1, 2, 3 …")


# ---- Cells ----


def _is_heading(headings: Mapping[tuple[str, int], str]) -> Check:
    def check(row: Row, column: str) -> Iterator[Problem]:
        yield from positive(row, column)
        # without any heading, rows.csv could not be read, and that is told
        if headings and is_positive(row[column]) and (_table_key(row), int(row[column])) not in headings:
            yield row.problem(column, "no such row", "use a row of rows.csv, or add its heading there")

    return check


def _is_column(tables: Mapping[str, Table]) -> Check:
    def check(row: Row, column: str) -> Iterator[Problem]:
        table = tables.get(_table_key(row))
        if table is not None:
            yield from one_of(table.columns)(row, column)

    return check


def _cells(rows: Rows, tables: Mapping[str, Table], headings: Mapping[tuple[str, int], str]) -> dict[CellKey, Cell]:
    cells: dict[CellKey, Cell] = {}
    for row in rows.sound if headings else ():
        key, number = _table_key(row), int(row["row"])
        cells[key, number, row["column"]] = Cell(tables[key], number, row["column"], row["text"], headings[key, number], row)
    return cells


def _missing_cells(
    tables: Mapping[str, Table], headings: Mapping[tuple[str, int], str], cells: Mapping[CellKey, Cell]
) -> Iterator[Problem]:
    """A printed table is a grid: each row has a cell in each column, even where nothing stands in it."""
    last = max((cell.source for cell in cells.values()), key=lambda row: row.line, default=None)
    for key, row in headings if last else ():
        for column in tables[key].columns:
            if last and (key, row, column) not in cells:
                place = f"{tables[key].annex} {tables[key].section} row {row} column {column}"
                remedy = "add the cell; the text stays empty where nothing is printed"
                yield Problem(last.file, last.line, 0, place, "missing cell", remedy)


def _differences(second: Rows, cells: Mapping[CellKey, Cell]) -> Iterator[Problem]:
    """The tables were read twice, independently; where the readings differ one of them is wrong."""
    by_row = {(_table_key(row), row["row"]): row for row in second.every}
    for (key, number, column), cell in cells.items() if by_row else ():
        other = by_row.get((key, str(number)))
        if other is None:
            yield cell.problem("not in the second reading", "add the row to second-reading.csv")
        elif other[column] != cell.text:
            remedy = f"look at the report, and correct the one that is wrong (line {other.line} of second-reading.csv)"
            yield cell.problem(f'the second reading has "{other[column]}"', remedy)


# ---- Footnote marks ----


def _is_mark_place(row: Row, column: str) -> Iterator[Problem]:
    """A mark in a cell has a row and a column, one at a row heading has a row, and any other has neither."""
    yield from one_of(MARK_PLACES)(row, column)
    if bool(row["row"]) != (row[column] in ("cel", "rijopschrift")) or bool(row["column"]) != (row[column] == "cel"):
        remedy = "give a row and a column for cel, a row for rijopschrift, and neither for the others"
        yield row.problem(column, "row and column do not fit the place", remedy)


def _is_marked(tables: Mapping[str, Table], cells: Mapping[CellKey, Cell]) -> Check:
    def check(row: Row, column: str) -> Iterator[Problem]:
        yield from positive(row, column)
        table = tables.get(_table_key(row))
        if not table or not cells or not is_positive(row[column]):
            return  # which has been told
        if (table.key, int(row[column]), row["column"] or table.columns[0]) not in cells:
            yield row.problem(column, "no such cell", "use a row and a column of this table")

    return check


def _mark(row: Row, tables: Mapping[str, Table]) -> FootnoteMark:
    return FootnoteMark(tables[_table_key(row)], row["place"], row["row"], row["column"], row["mark"])
