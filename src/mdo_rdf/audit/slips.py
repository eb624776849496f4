"""Slips of notation, layout and spelling: those that the cells show by themselves, and those that the editors noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.audit.claims import PARTS, PLACES
from mdo_rdf.errors import Read
from mdo_rdf.inputs.strict_csv import Field, columns, in_slug_form, one_of, read_rows
from mdo_rdf.inputs.transcription import MARK_PLACES, PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Row
    from mdo_rdf.inputs.transcription import Cell, FootnoteMark, Table, Transcription


class Slip(NamedTuple):
    """One slip: what is printed, what should be, and the ``kind`` (a code of the scheme ``bevindingsoort``).

    ``table`` and ``row`` are set where it stands in or under a table, ``cell`` where it is in a cell, ``mark`` where it
    is a footnote mark; ``part`` and ``section`` always. ``rule`` names the explanation of a slip that was computed; the
    notes, remedies and severity (where it is graver than the layout) are those of one that was noted.
    """

    slug: str
    kind: str
    part: str
    section: str
    place: str
    printed: str
    should_be: str
    table: Table | None = None
    row: int = 0
    cell: Cell | None = None
    mark: FootnoteMark | None = None
    rule: str = ""
    note_nl: str = ""
    note_en: str = ""
    remedy_nl: str = ""
    remedy_en: str = ""
    facility: str = ""
    severity: str = ""


def find_slips(transcription: Transcription) -> Iterator[Slip]:
    """The slips that follow from the cells and the footnote marks alone, in the order of the report."""
    for cell in transcription.cells.values():
        yield from _notation(cell)
    yield from _marks(transcription)


# ---- Notation ----

_PLAIN = re.compile(r"(?<![\d.,])\d{4,}(?![\d.,])")
_POINT = re.compile(r"(?<![\d.])(\d+)\.(\d{1,2})(?= ?(?:mlrd|mln|%|\Z))", re.IGNORECASE)
_TIGHT = re.compile(r"\d(?=mln|mlrd)|>(?=\d)", re.IGNORECASE)


def _notation(cell: Cell) -> Iterator[Slip]:
    text, is_change = cell.text, cell.column == PERCENTAGE_COLUMN
    rules: list[tuple[str, bool, Callable[[str], str]]] = [
        ("zonder-punt", bool(_PLAIN.search(text)), lambda t: _PLAIN.sub(lambda m: f"{int(m[0]):,}".replace(",", "."), t)),
        ("decimale-punt", bool(_POINT.search(text)), lambda t: _POINT.sub(r"\1,\2", t)),
        ("zonder-procent", is_change and text not in ("", "-") and "%" not in text, lambda t: t + "%"),
        ("zonder-spatie", bool(_TIGHT.search(text)), lambda t: _TIGHT.sub(r"\g<0> ", t)),
        ("lege-cel", not text, lambda _: "-"),
    ]
    broken = [(name, mend) for name, is_broken, mend in rules if is_broken]
    if broken:
        mended = text
        for _, mend in broken:
            mended = mend(mended)
        where = f"{cell.table.key}-{cell.row}-{'pct' if is_change else cell.column}"
        table = cell.table
        yield Slip(
            f"notatie-{where}", "afwijkende-notatie", table.annex, table.section, "cel", text, mended,
            table=table, row=cell.row, cell=cell, rule=" ".join(name for name, _ in broken),
        )  # fmt: skip


# ---- Footnote marks ----


def _marks(transcription: Transcription) -> Iterator[Slip]:
    """A mark in the table or its text without a note that starts with it, and a note without such a mark."""
    for mark in transcription.marks:
        is_note = mark.place == "voetnoot"
        matching = (
            other
            for other in transcription.marks
            if other.table is mark.table and other.mark == mark.mark and (other.place == "voetnoot") != is_note
        )
        if next(matching, None) is None:
            kind = "noot-zonder-teken" if is_note else "teken-zonder-noot"
            where = "-".join(filter(None, (mark.table.key, mark.place, mark.row, mark.column, mark.slug)))
            key = mark.table.key, int(mark.row or 0), mark.column
            yield Slip(
                f"voetnoot-{where}", kind, mark.table.annex, mark.table.section, mark.place, mark.mark, "",
                table=mark.table, row=key[1], cell=transcription.cells.get(key), mark=mark, rule=kind,
            )  # fmt: skip


# ---- Noted by the editors ----

_NOTED = ("spelling", "verkeerde-plaats", "afwijkende-notatie")
_TABLE = "tabel"


def read_slips(root: Path, curation: Curation, transcription: Transcription) -> Read[tuple[Slip, ...]]:
    """The slips of ``slips.csv`` of an edition; those in a cell or a row heading must really stand there.

    Raises ``CannotTellError``.
    """
    facilities, severities = ([slug for scheme, slug in curation.concepts if scheme == name] for name in ("voorziening", "ernst"))

    def stands_there(row: Row, column: str) -> Iterator[Problem]:
        place = _place(row, transcription)
        if place.row and (place.cell is None or row[column] not in (place.cell.text if row["column"] else place.cell.heading)):
            where = "cells.csv" if row["column"] else "rows.csv"
            yield row.problem(column, f"does not stand there in {where}", "correct the place or the text")

    fields = (
        Field("slug", in_slug_form),
        Field("kind", one_of(_NOTED)),
        Field("severity", one_of(severities), required=False),
        Field("part", one_of(PARTS)),
        *columns("section", required=False),
        Field("place", one_of({*PLACES, *MARK_PLACES, _TABLE})),
        *columns("row", "column", required=False),
        Field("printed", stands_there),
        *columns("should_be", required=False),
        Field("facility", one_of(facilities), required=False),
        *columns("note_nl", "note_en"),
        *(Field(column, required=lambda row: not row["should_be"]) for column in ("remedy_nl", "remedy_en")),
    )
    rows = read_rows(root, f"data/curation/{curation.edition.slug}/slips.csv", fields, unique=[("slug",)])
    return Read(tuple(_noted(row, _place(row, transcription)) for row in rows.sound), rows.problems)


class _Place(NamedTuple):
    table: Table | None
    row: int
    cell: Cell | None


def _place(row: Row, transcription: Transcription) -> _Place:
    """Where a slip stands in the tables; the first cell of its row, where it is in no column."""
    key = iris.table_key(row["part"], row["section"])
    table = next((table for table in transcription.tables if table.key == key), None)
    number = int(row["row"]) if row["row"].isdigit() else 0
    return _Place(table, number, transcription.cells.get((key, number, row["column"] or (table.columns[0] if table else ""))))


def _noted(row: Row, place: _Place) -> Slip:
    return row.make(Slip, table=place.table, row=place.row, cell=place.cell if row["column"] else None)
