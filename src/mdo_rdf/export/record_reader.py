"""Reads exported figures back, from CSV or JSON: the inverse of the exports, strict, with a place for all that is wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mdo_rdf.edition.observations import NORMAL
from mdo_rdf.errors import CannotTellError, InvalidInputError, Problem
from mdo_rdf.export.columns import COLUMNS, NAMES, Column
from mdo_rdf.export.records import Record, Value
from mdo_rdf.inputs.curation import FLAGS, GAPS, UNIT_OF_KIND
from mdo_rdf.inputs.notation import Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,30}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{0,30}[1-9])?")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_WORDS = {
    "kwalificatie": tuple(one.value for one in Qualifier),
    "soort": tuple(UNIT_OF_KIND),
    "eenheid": tuple(dict.fromkeys(UNIT_OF_KIND.values())),
    "status": (NORMAL, *FLAGS, *GAPS),
    "statussen": (NORMAL, *FLAGS),
}
"""The codes that never differ between editions."""


class _Line(NamedTuple):
    """The fields of one record as text, in the order of ``COLUMNS``, and where they stand: ``row`` is a line, or a record."""

    file: str
    row: int
    fields: tuple[str, ...]

    def problem(self, name: str, rule: str, remedy: str) -> Problem:
        number = NAMES.index(name)
        return Problem(self.file, self.row, number + 1, self.fields[number], rule, remedy)


def read_csv(path: Path) -> tuple[Record, ...]:
    """The records of a file like ``cijfers.csv``, in its order.

    Raises ``InvalidInputError`` with each field that is wrong, by line and column; ``CannotTellError`` where the file
    cannot be read.
    """
    problems: list[Problem] = []
    return _records(_csv_lines(path, problems), problems)


def read_json(path: Path) -> tuple[Record, ...]:
    """The records of a file like ``cijfers.json``, as ``read_csv``; in a problem, row is the number of the record, from 1."""
    problems: list[Problem] = []
    return _records(_json_lines(path, problems), problems)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CannotTellError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise InvalidInputError([Problem(str(path), row, 0, "", "not UTF-8", "save the file as UTF-8")]) from error


def _csv_lines(path: Path, problems: list[Problem]) -> Iterator[_Line]:
    name = str(path)
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != NAMES:
            problems.extend(_wrong_header(header, name))
            return
        row = reader.line_num + 1
        for fields in reader:
            if len(fields) == len(NAMES):
                yield _Line(name, row, tuple(fields))
            elif fields:
                rule = f"{len(fields)} fields"
                problems.append(Problem(name, row, len(fields), ",".join(fields), rule, f"give the line {len(NAMES)} fields"))
            row = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, 0, "", f"not CSV ({error})", "mend the quoting around this line"))


def _wrong_header(header: Sequence[str], name: str) -> Iterator[Problem]:
    """What is missing or too much; if that is nothing, the order is wrong."""
    remedy = "take the columns of an export, with commas between them"
    missing = [one for one in NAMES if one not in header]
    unknown = [(number, one) for number, one in enumerate(header, start=1) if one not in NAMES]
    yield from (Problem(name, 1, 0, one, "missing column", remedy) for one in missing)
    yield from (Problem(name, 1, number, one, "unknown column", remedy) for number, one in unknown)
    if not missing and not unknown:
        yield Problem(name, 1, 0, ",".join(header), "columns in another order, or twice", remedy)


class _Number(str):
    """A number of JSON in its own digits, so that none is lost or made up."""

    __slots__ = ()


def _json_lines(path: Path, problems: list[Problem]) -> Iterator[_Line]:
    name = str(path)
    try:
        document: Any = json.loads(_text(path), parse_float=_Number, parse_int=_Number, parse_constant=_Number)
    except (json.JSONDecodeError, RecursionError) as error:
        row, number = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        problems.append(Problem(name, row, number, "", f"not JSON ({error})", "mend the syntax"))
        return
    records = document.get("records") if isinstance(document, dict) else None
    if not isinstance(records, list):
        problems.append(Problem(name, 0, 0, "", "no list of records", "take a file that mdo-rdf export wrote"))
        return
    for row, one in enumerate(records, start=1):
        if isinstance(one, dict) and tuple(one) == NAMES:
            yield _Line(name, row, tuple(_shown(value, column) for column, value in zip(COLUMNS, one.values(), strict=True)))
        else:
            shown = ", ".join(one) if isinstance(one, dict) else str(one)
            problems.append(
                Problem(name, row, 0, shown, "not the columns of a record", "take those of an export, in their order")
            )


def _shown(value: object, column: Column) -> str:
    """A JSON value as the field of CSV that it stands for; one of a wrong kind as JSON, which no rule accepts."""
    if value is None:
        return ""
    if isinstance(value, list) and column.separator and all(isinstance(one, str) for one in value):
        return column.separator.join(value)
    is_number = column.datatype in ("integer", "decimal")
    if isinstance(value, str) and isinstance(value, _Number) == is_number and not column.separator:
        return str(value)
    return json.dumps(value)


def _records(lines: Iterable[_Line], problems: list[Problem]) -> tuple[Record, ...]:
    found: dict[tuple[str, int], tuple[Record, _Line]] = {}
    for line in lines:
        before = len(problems)
        record = _record(line, problems)
        if len(problems) > before:
            continue
        problems.extend(_contradictions(record, line))
        _, first = found.setdefault((record.indicator, record.year), (record, line))
        if first is not line:
            problems.append(
                line.problem("jaar", "the same indicator and year twice", f"see row {first.row}; remove one of the two")
            )
    if problems:
        raise InvalidInputError(problems)
    return tuple(record for record, _ in found.values())


def _record(line: _Line, problems: list[Problem]) -> Record:
    """The record of a line; where a problem was found it is not to be used."""
    record = Record._make(_value(line, column, text, problems) for column, text in zip(COLUMNS, line.fields, strict=True))
    if isinstance(record.value, Decimal) and record.unit == UNIT_OF_KIND["stand"]:
        if record.value != int(record.value):
            problems.append(line.problem("waarde", "a part of a count", "write a whole number, or correct the unit"))
        return record._replace(value=int(record.value))
    return record


def _value(line: _Line, column: Column, text: str, problems: list[Problem]) -> Any:
    """A field as its datatype has it; ``None`` or ``()`` where it is empty, but what is printed is always a text."""
    if not text:
        if column.required:
            problems.append(line.problem(column.name, f"empty {column.name}", "fill it in"))
        return () if column.separator else "" if column.name == "tekst" else None
    parts = text.split(column.separator) if column.separator else [text]
    wrong = next((rule for part in parts for rule in (_broken(column, part),) if rule), "")
    if wrong:
        problems.append(line.problem(column.name, wrong, "take it from an export, or correct it"))
        return () if column.separator else None
    return tuple(parts) if column.separator else _READ.get(column.datatype, str)(text)


_READ: Mapping[str, Callable[[str], Value]] = {"integer": int, "decimal": Decimal}


def _broken(column: Column, part: str) -> str:
    """The rule that a value breaks, or nothing."""
    words = _WORDS.get(column.name)
    if words and part not in words:
        return f"none of {', '.join(words)}"
    pattern, rule = _RULES.get(column.datatype, (_ANYTHING, "empty"))
    if not pattern.fullmatch(part):
        return rule
    return "no such day" if column.datatype == "date" and not _is_day(part) else ""


_ANYTHING = re.compile(r".+", re.DOTALL)
_RULES = {
    "integer": (_INTEGER, "not a whole number in digits"),
    "decimal": (_DECIMAL, "not a number with a point and without zeros at its end"),
    "date": (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), "not a day like 2023-12-31"),
    "anyURI": (_IRI, "not an IRI"),
}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _contradictions(one: Record, line: _Line) -> Iterator[Problem]:
    """What cannot be true together: a gap has a reason and nothing that only a value has, and a value the reverse."""
    is_gap = one.value is None
    checks = (
        ("reden", is_gap != bool(one.reason), "a reason goes with an empty value, and only with that"),
        ("status", is_gap != (one.status in GAPS), f"the status of a gap is one of {', '.join(GAPS)}, and of a value another"),
        ("kwalificatie", is_gap == bool(one.qualifier), "a value has a qualifier, and a gap has none"),
        ("statussen", one.statuses != () if is_gap else one.status not in one.statuses, "a value has its status, a gap has none"),
        (
            "afrondingseenheid",
            (one.qualifier == Qualifier.ROUNDED.value) != bool(one.rounding_unit),
            "only what is rounded has it",
        ),
        ("vorige_waarde", is_gap and one.previous_value is not None, "a gap has no previous value"),
        ("peildatum", is_gap and one.reference_date is not None, "a gap has no reference date"),
        (
            "peildatum_vastgesteld_door",
            bool(one.reference_date) != bool(one.date_established_by),
            "it goes with a reference date",
        ),
        ("eenheid", UNIT_OF_KIND[one.kind] != one.unit, f"not the unit of {one.kind}"),
        ("opmerking_en", len(one.notes_nl) != len(one.notes_en), "each note is there in Dutch and in English"),
    )
    for name, is_wrong, rule in checks:
        if is_wrong:
            yield line.problem(name, rule, "correct this field, or the one that it contradicts")
