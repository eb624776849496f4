"""The transcription: what one edition of the report prints, cell by cell; knows nothing of what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import Problem
from mdo_rdf.inputs.strict_csv import Record, filled, index, one_of, positive, read_records

if TYPE_CHECKING:
    from pathlib import Path

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
    record: Record

    def problem(self, rule: str, remedy: str) -> Problem:
        """A problem with the text of this cell."""
        return self.record.problem("text", rule, remedy)

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


def read_transcription(
    root: Path, edition: str, years: range, problems: list[Problem], *, draft: Path | None = None
) -> Transcription:
    """Read ``data/source/{edition}``, or the folder of a ``draft``, which may lack a second reading and footnotes.

    What is wrong is added to ``problems``. Raises ``CannotTellError``.
    """
    folder = f"data/source/{edition}" if draft is None else str(draft)

    def read(file: str, columns: str) -> list[Record]:
        if draft is not None and file in _OPTIONAL and not (draft / file).exists():
            return []
        return read_records(root / folder / file, f"{folder}/{file}", columns.split(), problems)

    tables = _tables(read("tables.csv", "annex section title columns"), years, problems)
    headings = _headings(read("rows.csv", "annex section row label"), tables, problems)
    cells = _cells(read("cells.csv", "annex section row column text"), tables, headings, problems)
    _check_complete(tables, headings, cells, problems)
    second = read("second-reading.csv", f"annex section row label {' '.join(map(str, years))} %")
    _check_second_reading(second, cells, problems)
    marks = _marks(read("footnotes.csv", "annex section place row column mark"), tables, cells, problems)
    return Transcription(edition, tuple(tables.values()), cells, marks)


def _tables(records: list[Record], years: range, problems: list[Problem]) -> dict[str, Table]:
    allowed = {str(year) for year in years}
    tables: dict[str, Table] = {}
    for record in index(records, ("annex", "section"), problems).values():
        filled(record, ("title",), problems)
        columns = tuple(record["columns"].split(" "))
        if columns[-1] != PERCENTAGE_COLUMN or list(columns[:-1]) != sorted(allowed.intersection(columns)):
            rule = f"not years of {years[0]}-{years[-1]} in order, then %"
            problems.append(record.problem("columns", rule, "write the printed column headings, separated by one space"))
        if one_of(record, "annex", ANNEXES, problems) and _is_section(record, problems):
            key = iris.table_key(record["annex"], record["section"])
            tables[key] = Table(record["annex"], record["section"], record["title"], columns, len(tables) + 1, key)
    return tables


def _is_section(record: Record, problems: list[Problem]) -> bool:
    if iris.is_section(record["section"]):
        return True
    problems.append(record.problem("section", "not a section number", "write it like 1, 1.10 or 1.6b"))
    return False


def _table_of(record: Record, tables: dict[str, Table], problems: list[Problem]) -> Table | None:
    table = tables.get(iris.table_key(record["annex"], record["section"]))
    if table is None or table.annex != record["annex"]:
        problems.append(record.problem("section", "no such table", "use an annex and section of tables.csv, or add the table"))
        return None
    return table


def _headings(records: list[Record], tables: dict[str, Table], problems: list[Problem]) -> dict[tuple[str, int], str]:
    """The row headings by (table key, row); the rows of a table are numbered 1, 2, 3 … in order."""
    headings: dict[tuple[str, int], str] = {}
    for record in index(records, ("annex", "section", "row"), problems).values():
        filled(record, ("label",), problems)
        table, row = _table_of(record, tables, problems), positive(record, "row", problems)
        if table is None or not row:
            continue
        if row > 1 and (table.key, row - 1) not in headings:
            problems.append(record.problem("row", f"row {row - 1} does not come before it", "number the rows 1, 2, 3 …"))
        headings[table.key, row] = record["label"]
    return headings


def _cells(
    records: list[Record], tables: dict[str, Table], headings: dict[tuple[str, int], str], problems: list[Problem]
) -> dict[tuple[str, int, str], Cell]:
    cells: dict[tuple[str, int, str], Cell] = {}
    for record in index(records, ("annex", "section", "row", "column"), problems).values():
        table, row, column = _table_of(record, tables, problems), positive(record, "row", problems), record["column"]
        if table is None or not row or not one_of(record, "column", table.columns, problems):
            continue
        if not headings:
            continue  # rows.csv could not be read, and that is reported
        if (table.key, row) not in headings:
            problems.append(record.problem("row", "no such row", "use a row of rows.csv, or add its heading there"))
        else:
            cells[table.key, row, column] = Cell(table, row, column, record["text"], headings[table.key, row], record)
    return cells


def _check_complete(
    tables: dict[str, Table],
    headings: dict[tuple[str, int], str],
    cells: dict[tuple[str, int, str], Cell],
    problems: list[Problem],
) -> None:
    """A printed table is a grid: each row has a cell in each column, even where nothing stands in it."""
    last = max((cell.record for cell in cells.values()), key=lambda record: record.row, default=None)
    for key, row in headings if last else ():
        for column in tables[key].columns:
            if last and (key, row, column) not in cells:
                place = f"{tables[key].annex} {tables[key].section} row {row} column {column}"
                remedy = "add the cell; the text stays empty where nothing is printed"
                problems.append(Problem(last.file, last.row, 0, place, "missing cell", remedy))


def _check_second_reading(records: list[Record], cells: dict[tuple[str, int, str], Cell], problems: list[Problem]) -> None:
    """The tables were read twice, independently; where the readings differ one of them is wrong."""
    by_row = {(iris.table_key(record["annex"], record["section"]), record["row"]): record for record in records}
    for (key, row, column), cell in cells.items() if by_row else ():
        other = by_row.get((key, str(row)))
        if other is None:
            problems.append(cell.problem("not in the second reading", "add the row to second-reading.csv"))
        elif other[column] != cell.text:
            remedy = f"look at the report, and correct the one that is wrong (line {other.row} of second-reading.csv)"
            problems.append(cell.problem(f'the second reading has "{other[column]}"', remedy))


def _marks(
    records: list[Record], tables: dict[str, Table], cells: dict[tuple[str, int, str], Cell], problems: list[Problem]
) -> tuple[FootnoteMark, ...]:
    marks: list[FootnoteMark] = []
    keys = ("annex", "section", "place", "row", "column", "mark")
    for record in index(records, keys, problems).values():
        table = _table_of(record, tables, problems)
        known = one_of(record, "place", MARK_PLACES, problems)
        if filled(record, ("mark",), problems) and table and known and _is_place(record, table, cells, problems):
            marks.append(FootnoteMark(table, record["place"], record["row"], record["column"], record["mark"]))
    return tuple(marks)


def _is_place(record: Record, table: Table, cells: dict[tuple[str, int, str], Cell], problems: list[Problem]) -> bool:
    """A mark in a cell has a row and a column, one at a row heading has a row, and any other has neither."""
    needs_row, needs_column = record["place"] in ("cel", "rijopschrift"), record["place"] == "cel"
    if bool(record["row"]) != needs_row or bool(record["column"]) != needs_column:
        remedy = "give a row and a column for cel, a row for rijopschrift, and neither for the others"
        problems.append(record.problem("place", "row and column do not fit the place", remedy))
        return False
    if not needs_row:
        return True
    row = positive(record, "row", problems)
    if row and cells and (table.key, row, record["column"] or table.columns[0]) not in cells:
        problems.append(record.problem("row", "no such cell", "use a row and a column of this table"))
        return False
    return row > 0
