"""Slips of notation, layout and spelling: those that the cells show by themselves, and those that the editors noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.audit.claims import PARTS, PLACES
from mdo_rdf.inputs.strict_csv import filled, index, one_of, read_records
from mdo_rdf.inputs.transcription import MARK_PLACES, PERCENTAGE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Record
    from mdo_rdf.inputs.transcription import Cell, FootnoteMark, Table, Transcription


class Slip(NamedTuple):
    """One slip: what is printed, what should be, and the ``kind`` (a code of the scheme ``bevindingsoort``).

    ``table`` and ``row`` are set where it stands in or under a table, ``cell`` where it is in a cell, ``mark`` where it
    is a footnote mark; ``part`` and ``section`` always. ``rule`` names the explanation of a slip that was computed;
    the notes, remedies and severity (where it is graver than the
    layout) are those of one that was noted.
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

_COLUMNS = "slug kind severity part section place row column printed should_be facility note_nl note_en remedy_nl remedy_en"
_NOTED = ("spelling", "verkeerde-plaats", "afwijkende-notatie")
_TABLE = "tabel"


def read_slips(root: Path, curation: Curation, transcription: Transcription, problems: list[Problem]) -> tuple[Slip, ...]:
    """The slips of ``slips.csv`` of an edition; those in a cell or a row heading must really stand there.

    What is wrong is added to ``problems``. Raises ``CannotTellError``.
    """
    name = f"data/curation/{curation.edition.slug}/slips.csv"
    records = index(read_records(root / name, name, _COLUMNS.split(), problems), ("slug",), problems)
    facilities, severities = ([slug for scheme, slug in curation.concepts if scheme == name] for name in ("voorziening", "ernst"))
    return tuple(slip for record in records.values() if (slip := _noted(record, facilities, severities, transcription, problems)))


def _noted(
    record: Record, facilities: list[str], severities: list[str], transcription: Transcription, problems: list[Problem]
) -> Slip | None:
    before = len(problems)
    one_of(record, "kind", _NOTED, problems)
    one_of(record, "part", PARTS, problems)
    one_of(record, "place", {*PLACES, *MARK_PLACES, _TABLE}, problems)
    one_of(record, "facility", facilities, problems, optional=True)
    one_of(record, "severity", severities, problems, optional=True)
    filled(record, ("note_nl", "note_en", *(() if record["should_be"] else ("remedy_nl", "remedy_en"))), problems)
    if not iris.is_slug(record["slug"]):
        problems.append(record.problem("slug", "not a slug", "use lower-case letters, digits and single hyphens"))
    key = iris.table_key(record["part"], record["section"])
    table = next((one for one in transcription.tables if one.key == key), None)
    row, column = int(record["row"]) if record["row"].isdigit() else 0, record["column"]
    cell = transcription.cells.get((key, row, column or (table.columns[0] if table else "")))
    if row and (cell is None or record["printed"] not in (cell.text if column else cell.heading)):
        where = "cells.csv" if column else "rows.csv"
        problems.append(record.problem("printed", f"does not stand there in {where}", "correct the place or the text"))
    if len(problems) > before:
        return None
    return Slip(
        slug=record["slug"],
        kind=record["kind"],
        part=record["part"],
        section=record["section"],
        place=record["place"],
        printed=record["printed"],
        should_be=record["should_be"],
        note_nl=record["note_nl"],
        note_en=record["note_en"],
        remedy_nl=record["remedy_nl"],
        remedy_en=record["remedy_en"],
        facility=record["facility"],
        severity=record["severity"],
        table=table,
        row=row,
        cell=cell if column else None,
    )
