"""The tables of the report as they are printed, put together again from the cells in the RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf.csv_text import csv_bytes, inert
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection

FOLDER = "tabellen"
_HEADING = "rij"
_CELLS = """SELECT ?tabel ?titel ?rij ?opschrift ?kolom ?tekst {
    ?cel a mdo:Cel ; mdo:tabel ?tabel ; mdo:rij ?rij ; mdo:rijopschrift ?opschrift ; mdo:kolom ?kolom ; mdo:tekst ?tekst .
    ?tabel mdo:document <id/document/EDITION> ; mdo:volgnummer ?nummer ; dcterms:title ?titel .
} ORDER BY ?nummer ?rij ?kolom"""


class PrintedTable(NamedTuple):
    """A table as printed: its ``rows`` are by row heading and then the texts in ``columns``, the years and ``%``."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def printed_tables(store: pyoxigraph.Store, edition: str) -> tuple[PrintedTable, ...]:
    """The tables of an edition, in the order of the report."""
    rows: dict[str, dict[tuple[int, str], dict[str, str]]] = {}
    titles: dict[str, str] = {}
    solutions = store.query(_CELLS.replace("EDITION", edition), base_iri=BASE, prefixes=PREFIXES)
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    for solution in solutions:
        table, title, row, heading, column, text = (solution[name].value for name in solutions.variables)
        key = table.rpartition("/")[2]
        titles[key] = title
        rows.setdefault(key, {}).setdefault((int(row), heading), {})[column] = text
    return tuple(_table(key, titles[key], own) for key, own in rows.items())


def _table(key: str, title: str, rows: dict[tuple[int, str], dict[str, str]]) -> PrintedTable:
    columns = sorted(
        {column for cells in rows.values() for column in cells}, key=lambda column: (column == PERCENTAGE_COLUMN, column)
    )
    lines = tuple((heading, *(cells[column] for column in columns)) for (_, heading), cells in rows.items())
    return PrintedTable(key, title, tuple(columns), lines)


def to_files(tables: Collection[PrintedTable]) -> dict[str, bytes]:
    """``tabellen/{key}.csv`` for each table: the row headings, the years that it has, and the percentage; all verbatim, but for
    a text that a spreadsheet would take for a formula, which has an apostrophe before it (``csv_text.inert``)."""
    lines = {table.key: [tuple(map(inert, row)) for row in table.rows] for table in tables}
    return {f"{FOLDER}/{table.key}.csv": csv_bytes((_HEADING, *table.columns), lines[table.key]) for table in tables}
