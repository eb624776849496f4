"""Reads a CSV file strictly, by a table of its fields: the rows, and all that is wrong with them, each with its place."""

from __future__ import annotations

import csv
import io
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mdo_rdf.csv_text import FORMULA
from mdo_rdf.errors import Problem, Read, parted
from mdo_rdf.iris import is_slug
from mdo_rdf.places import content

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    Check = Callable[["Row", str], Iterable[Problem]]
    """Yields what is wrong with the field of a row that stands in a column."""

T = TypeVar("T")
_MOST_SHOWN = 8


class Row:
    """One row of a CSV file: its fields by column name, and the line of the file in which it begins, from 1."""

    __slots__ = ("fields", "file", "line")

    def __init__(self, file: str, line: int, fields: dict[str, str]) -> None:
        self.file = file
        self.line = line
        self.fields = fields

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def texts(self, columns: Iterable[str]) -> dict[str, str]:
        """The fields of ``columns`` that are not empty."""
        return {column: self.fields[column] for column in columns if self.fields[column]}

    def make(self, kind: Callable[..., T], **values: object) -> T:
        """A named tuple of the ``kind``, with the fields of this row that go by its names, and with ``values``."""
        names: tuple[str, ...] = getattr(kind, "_fields")  # noqa: B009
        return kind(**{name: self.fields[name] for name in names if name in self.fields} | values)

    def problem(self, column: str, rule: str, remedy: str) -> Problem:
        """A problem with the field ``column``; an empty ``column`` means the row as a whole."""
        number = list(self.fields).index(column) + 1 if column else 0
        text = self.fields[column] if column else ",".join(self.fields.values())
        return Problem(self.file, self.line, number, text, rule, remedy)


def filled(row: Row, column: str) -> Iterator[Problem]:
    """The field is not empty."""
    if not row[column]:
        yield row.problem(column, f"empty {column}", "fill it in")


class Field(NamedTuple):
    """A column, what its fields are checked by, and whether that is done where they are empty.

    ``required`` can depend on the rest of the row. What is ``printed`` may begin in any way; all else goes into files for
    spreadsheets, which take some texts for formulas.
    """

    column: str
    check: Check = filled
    required: bool | Callable[[Row], bool] = True
    printed: bool = False


class Rows(NamedTuple):
    """The rows of a file in its order, those of them in which nothing is wrong (``sound``), and every problem."""

    every: tuple[Row, ...]
    sound: tuple[Row, ...]
    problems: tuple[Problem, ...]


def columns(*names: str, required: bool = True) -> tuple[Field, ...]:
    """Fields that may hold any text."""
    return tuple(Field(name, required=required) for name in names)


def read_rows(root: Path, name: str, fields: Sequence[Field], *, unique: Iterable[Sequence[str]] = ()) -> Rows:
    """Read the UTF-8 CSV file ``name`` under ``root`` (RFC 4180, with a header), which has exactly the columns of ``fields``.

    No two rows may have the same in all columns of one of ``unique``; the first of them counts. Raises
    ``CannotTellError`` where the file cannot be opened.
    """
    rows, broken = read_lines(root / name, name, [field.column for field in fields])
    return checked(rows, fields, unique, broken)


def checked(
    rows: Sequence[Row], fields: Iterable[Field], unique: Iterable[Sequence[str]] = (), broken: Iterable[Problem] = ()
) -> Rows:
    """Rows that were read, held against ``fields`` and ``unique``; ``broken`` are the problems that reading them gave."""
    table = tuple(fields)
    twice = chain.from_iterable(duplicates(rows, key) for key in unique)
    problems = (*broken, *twice, *(problem for row in rows for field in table for problem in _wrong(row, field)))
    lines = {(problem.file, problem.row) for problem in problems}
    return Rows(tuple(rows), tuple(row for row in rows if (row.file, row.line) not in lines), problems)


def _wrong(row: Row, field: Field) -> Iterable[Problem]:
    if row[field.column].startswith(FORMULA) and not field.printed:
        return [row.problem(field.column, "a formula to a spreadsheet, by how it begins", "begin with a word or a figure")]
    is_required = field.required if isinstance(field.required, bool) else field.required(row)
    return field.check(row, field.column) if is_required or row[field.column] else ()


# ---- The file ----


def read_lines(path: Path, name: str, header: Sequence[str]) -> Read[tuple[Row, ...]]:
    """The rows of a file with the columns of ``header``, in any order, before anything is asked of their fields."""
    text, broken = _decoded(content(path, name), name)
    rows, problems = parted(_rows(text, name, header))
    return Read(rows, (*broken, *problems))


def _rows(text: str, name: str, expected: Sequence[str]) -> Iterator[Row | Problem]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wrong = tuple(_wrong_header(header, expected, name))
        yield from wrong
        start = reader.line_num + 1
        for values in () if wrong else reader:
            if len(values) == len(header):
                row = Row(name, start, dict(zip(header, values, strict=True)))
                yield row
                line = f"|{'|'.join(values)}|"
                if "| " in line or " |" in line or not line.isprintable():  # of what shows, only a space is white
                    yield from _untidy(row)
            elif values:
                remedy = f"give the line exactly {len(header)} fields; quote a field that holds a comma"
                yield Problem(name, start, len(values), ",".join(values), f"{len(values)} fields", remedy)
            start = reader.line_num + 1
    except csv.Error as error:
        remedy = "mend the quoting around this line, then run again for the rest of the file"
        yield Problem(name, reader.line_num, 0, "", f"not CSV ({error})", remedy)


def _untidy(row: Row) -> Iterator[Problem]:
    for column, value in row.fields.items():
        if value != value.strip() or not value.isprintable():
            yield row.problem(column, "space at the start or the end, or a character that does not show", "remove it")


def _decoded(raw: bytes, name: str) -> Read[str]:
    """The text of a file; lines with bytes that are not UTF-8 or with a stray NUL are problems, and mended to read on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("utf-8-sig", errors="surrogateescape")
    else:
        if "\0" not in text:
            return Read(text)
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        if any("\udc80" <= character <= "\udcff" for character in line):
            shown = line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
            problems.append(Problem(name, number, 0, shown, "not UTF-8", "save the file as UTF-8"))
        if "\0" in line:
            problems.append(Problem(name, number, 0, line, "NUL character", "remove it; no text has a character U+0000"))
    return Read(text.replace("\0", "").encode("utf-8", "surrogateescape").decode("utf-8", "replace"), tuple(problems))


def _wrong_header(header: Sequence[str], expected: Sequence[str], name: str) -> Iterator[Problem]:
    """What keeps a header from having each expected column once and no other; the order is free."""
    for column in expected:
        if column not in header:
            yield Problem(name, 1, 0, column, "missing column", f"add the column {column}")
    for number, column in enumerate(header, start=1):
        if column not in expected:
            remedy = f"remove or rename it; this file has {', '.join(expected)}"
            yield Problem(name, 1, number, column, "unknown column", remedy)
        if column in header[: number - 1]:
            yield Problem(name, 1, number, column, "column twice", "keep one of the two")


# ---- Checks of a field, and of rows together ----


def duplicates(rows: Iterable[Row], key: Sequence[str]) -> Iterator[Problem]:
    """The rows that have the same in all columns of ``key`` as one before them."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        before = first.setdefault(tuple(row[column] for column in key), row)
        if before is not row:
            remedy = f"the same as line {before.line}; remove one of the two, or correct it"
            yield row.problem(key[-1], f"duplicate {' '.join(key)}", remedy)


def both(first: Check, second: Check) -> Check:
    """The field passes two checks; the second is not asked where the first finds something."""

    def check(row: Row, column: str) -> Iterable[Problem]:
        return tuple(first(row, column)) or second(row, column)

    return check


def one_of(allowed: Collection[str]) -> Check:
    """The field is one of the ``allowed`` words; of none, the file that lists them could not be read, and that is told."""

    def check(row: Row, column: str) -> Iterator[Problem]:
        value = row[column]
        if allowed and value not in allowed:
            near = "" if value.isdigit() else _nearest(value, allowed)
            remedy = f"did you mean {near}?" if near else f"use one of {_shown(allowed)}"
            yield row.problem(column, f"unknown {column}", remedy)

    return check


def positive(row: Row, column: str) -> Iterator[Problem]:
    """The field is a whole number from 1."""
    if not is_positive(row[column]):
        yield row.problem(column, "not a whole number from 1", "write it in digits, such as 3")


def is_positive(text: str) -> bool:
    """Whether a text is a whole number from 1, in digits and without a zero before it."""
    return text.isascii() and text.isdigit() and text[0] != "0"


def in_slug_form(row: Row, column: str) -> Iterator[Problem]:
    """The field can be the last part of a name."""
    if not is_slug(row[column]):
        yield row.problem(column, "not a slug", "use lower-case letters, digits and single hyphens")


def _nearest(value: str, allowed: Collection[str]) -> str:
    """The allowed word nearest to ``value``, or nothing; the import is slow and only needed for a message."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(value, list(allowed), n=1)), "")


def _shown(allowed: Collection[str]) -> str:
    listed = [word for word in allowed if word]
    return ", ".join(listed[:_MOST_SHOWN]) + (", …" if len(listed) > _MOST_SHOWN else "")
