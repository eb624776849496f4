"""Reads one CSV file strictly and remembers where each field stands; knows nothing of what the fields mean."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mdo_rdf.errors import CannotTellError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

_MOST_SHOWN = 8


class Record:
    """One line of a CSV file: its fields by column name, and its place (the line in the file, from 1)."""

    __slots__ = ("fields", "file", "row")

    def __init__(self, file: str, row: int, fields: dict[str, str]) -> None:
        self.file = file
        self.row = row
        self.fields = fields

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def problem(self, column: str, rule: str, remedy: str) -> Problem:
        """A problem with the field ``column`` of this line; an empty ``column`` means the line as a whole."""
        number = list(self.fields).index(column) + 1 if column else 0
        text = self.fields[column] if column else ",".join(self.fields.values())
        return Problem(self.file, self.row, number, text, rule, remedy)


def read_records(path: Path, name: str, columns: Sequence[str], problems: list[Problem]) -> list[Record]:
    """Read a UTF-8 CSV file (RFC 4180, header line) with exactly these ``columns``.

    What is wrong with the file as a file is added to ``problems`` under ``name``; the lines that can be read are
    returned, so that one run reports everything. Raises ``CannotTellError`` where the file cannot be opened.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotTellError(f"{name}: cannot be read ({error.strerror}); is --root the publication's folder?") from error
    text = _decode(raw, name, problems)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    try:
        header = next(reader, [])
        if not _check_header(header, columns, name, problems):
            return []
        start = reader.line_num + 1
        for values in reader:
            if len(values) == len(header):
                record = Record(name, start, dict(zip(header, values, strict=True)))
                records.append(record)
                line = f"|{'|'.join(values)}|"
                if "| " in line or " |" in line or not line.isprintable():  # of what shows, only a space is white
                    problems.extend(_untidy(record))
            elif values:
                remedy = f"give the line exactly {len(header)} fields; quote a field that holds a comma"
                problems.append(Problem(name, start, len(values), ",".join(values), f"{len(values)} fields", remedy))
            start = reader.line_num + 1
    except csv.Error as error:
        remedy = "mend the quoting around this line, then run again for the rest of the file"
        problems.append(Problem(name, reader.line_num, 0, "", f"not CSV ({error})", remedy))
    return records


def _untidy(record: Record) -> Iterator[Problem]:
    for column, value in record.fields.items():
        if value != value.strip() or not value.isprintable():
            yield record.problem(column, "space at the start or the end, or a character that does not show", "remove it")


def _decode(raw: bytes, name: str, problems: list[Problem]) -> str:
    """The text of a file; lines with bytes that are not UTF-8 or with a stray NUL are reported, and mended to read on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("utf-8-sig", errors="surrogateescape")
    else:
        if "\0" not in text:
            return text
    for number, line in enumerate(text.split("\n"), start=1):
        if any("\udc80" <= character <= "\udcff" for character in line):
            shown = line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
            problems.append(Problem(name, number, 0, shown, "not UTF-8", "save the file as UTF-8"))
        if "\0" in line:
            problems.append(Problem(name, number, 0, line, "NUL character", "remove it; no text has a character U+0000"))
    return text.replace("\0", "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _check_header(header: list[str], columns: Sequence[str], name: str, problems: list[Problem]) -> bool:
    """Whether the header line has each column once and no other; the order is free."""
    wrong = [
        *((0, missing, "missing column", f"add the column {missing}") for missing in columns if missing not in header),
        *(
            (number, found, "unknown column", f"remove or rename it; this file has {', '.join(columns)}")
            for number, found in enumerate(header, start=1)
            if found not in columns
        ),
        *(
            (number, found, "column twice", "keep one of the two")
            for number, found in enumerate(header, start=1)
            if found in header[: number - 1]
        ),
    ]
    problems.extend(Problem(name, 1, number, text, rule, remedy) for number, text, rule, remedy in wrong)
    return not wrong


def index(records: Iterable[Record], columns: Sequence[str], problems: list[Problem]) -> dict[tuple[str, ...], Record]:
    """The records by the values of ``columns``, which no two lines may share."""
    found: dict[tuple[str, ...], Record] = {}
    for record in records:
        key = tuple(record[column] for column in columns)
        first = found.setdefault(key, record)
        if first is not record:
            remedy = f"the same as line {first.row}; remove one of the two, or correct it"
            problems.append(record.problem(columns[-1], f"duplicate {' '.join(columns)}", remedy))
    return found


def one_of(record: Record, column: str, allowed: Collection[str], problems: list[Problem], *, optional: bool = False) -> bool:
    """Whether the field holds one of the ``allowed`` words (or nothing, where that is ``optional``)."""
    value = record[column]
    if value in allowed or (optional and not value):
        return True
    if not allowed:
        return False  # the file that says what is allowed could not be read, and that is reported
    near = "" if value.isdigit() else _nearest(value, allowed)
    listed = f"did you mean {near}?" if near else f"use one of {_shown(allowed)}"
    problems.append(record.problem(column, f"unknown {column}", listed))
    return False


def filled(record: Record, columns: Iterable[str], problems: list[Problem]) -> bool:
    """Whether none of the ``columns`` is empty."""
    empty = [column for column in columns if not record[column]]
    problems.extend(record.problem(column, f"empty {column}", "fill it in") for column in empty)
    return not empty


def positive(record: Record, column: str, problems: list[Problem]) -> int:
    """The field as a whole number from 1, or 0 where it is not."""
    value = record[column]
    if value.isascii() and value.isdigit() and value[0] != "0":
        return int(value)
    problems.append(record.problem(column, "not a whole number from 1", "write it in digits, such as 3"))
    return 0


def _nearest(value: str, allowed: Collection[str]) -> str:
    """The allowed word nearest to ``value``, or nothing; the import is slow and only needed for a message."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(value, list(allowed), n=1)), "")


def _shown(allowed: Collection[str]) -> str:
    listed = [word for word in allowed if word]
    return ", ".join(listed[:_MOST_SHOWN]) + (", …" if len(listed) > _MOST_SHOWN else "")
