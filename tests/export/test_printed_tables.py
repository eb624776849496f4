"""The printed tables from the RDF: the whole transcription is in it, and it is what the report prints."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from checkout import EDITION, ROOT
from mdo_rdf.export.printed_tables import PrintedTable, printed_tables, to_files
from printed import table_key, transcribed

if TYPE_CHECKING:
    import pyoxigraph

REPORT = ROOT.parent / "shared" / "source" / "monitor-digitale-overheid-2024.txt"


@pytest.fixture(scope="module")
def tables(store: pyoxigraph.Store) -> dict[str, PrintedTable]:
    return {table.key: table for table in printed_tables(store, EDITION)}


def test_there_are_38_tables_in_the_order_of_the_report_with_their_own_columns(tables: dict[str, PrintedTable]) -> None:
    lines = transcribed("tables")
    assert len(lines) == 38
    assert [(table.key, table.title, table.columns) for table in tables.values()] == [
        (table_key(line), line["title"], tuple(line["columns"].split())) for line in lines
    ]


def test_each_row_and_each_cell_of_the_transcription_is_there_verbatim(tables: dict[str, PrintedTable]) -> None:
    headings = {(table_key(line), int(line["row"])): line["label"] for line in transcribed("rows")}
    cells = {(table_key(line), int(line["row"]), line["column"]): line["text"] for line in transcribed("cells")}
    rows = [(table, number, row) for table in tables.values() for number, row in enumerate(table.rows, start=1)]
    assert (len(headings), len(cells)) == (163, 971)  # 808 cells with a year, and 163 with a percentage
    assert {(table.key, number): row[0] for table, number, row in rows} == headings
    assert {
        (table.key, number, column): text
        for table, number, row in rows
        for column, text in zip(table.columns, row[1:], strict=True)
    } == cells


TYPED_FROM_THE_REPORT = {
    "a-5": """2020 2021 2022 2023 %
- | 6.890.929 | 6.523.164 | 6.121.523 | 93,8%
- | 488.556 | 352.755 | 500.987 | 142%""",
    "a-3": """2019 2020 2021 2022 2023 %
443 | 493 | 537 | 632 | 609 | -3,6%
276.953 | 526.643 | 692.041 | 898.671 | 1.013.703 | 12,8%
383.994 | 609.387 | 767.700 | 920.058 | 1.015.405 | 10,4%
9.160.456 | 15.499.531 | 16.973.001 | - | - | -
1.686 | 1.927 | 2.083 | 2647 | 2885 | 9,0%""",
    "c-1-6b": """2019 2020 2021 2023 %
79.750 | 1.800.000 | 1.400.000 | 3.560.000 | 154%
1.938.268.000 | 2.1 mlrd | 3.05 mlrd | 3.2 mlrd | 4,9%""",
    "d-4": """2019 2020 2021 2022 2023 %
274.138 | 299.819 | 319.192 | 297.403 | 327.850 | 10,2%
101 | 97 | 139 | 142 | 149 | 4,9%
2.489 | 2.691 | 2770 | 3.500 | 4.806 | 37,3%""",
}
"""Read in the report and typed here by hand, apart from the transcription; of table C 1.6b the rows on the first map."""


@pytest.mark.parametrize("name", TYPED_FROM_THE_REPORT)
def test_a_table_is_as_the_report_prints_it(tables: dict[str, PrintedTable], name: str) -> None:
    header, *rows = TYPED_FROM_THE_REPORT[name].splitlines()
    assert list(tables[name].columns) == header.split()
    typed = [tuple(row.split(" | ")) for row in rows]
    assert [row[1:] for row in tables[name].rows][: len(typed)] == typed


@pytest.mark.parametrize("name", TYPED_FROM_THE_REPORT)
def test_what_was_typed_is_in_the_text_layer_of_the_report(name: str) -> None:
    if not REPORT.exists():
        pytest.skip("the text layer of the report does not lie beside this repository")
    words = " ".join(REPORT.read_text(encoding="utf-8").split())
    for row in TYPED_FROM_THE_REPORT[name].splitlines()[1:]:
        typed = row.replace(" | ", " ")
        # One number is broken over two lines there, and is followed by the rest of its row.
        assert typed in words or typed.replace("268.000", "268.00 0") in words, row


def test_the_files_can_be_read_as_csv(tables: dict[str, PrintedTable]) -> None:
    files = to_files(list(tables.values()))
    assert len(files) == 38
    read = list(csv.reader(io.StringIO(files["tabellen/c-1-6b.csv"].decode(), newline="")))
    assert read[0] == ["rij", "2019", "2020", "2021", "2023", "%"]
    assert read[5] == ["Aantal terugmeldingen via e-mail, intranet, brief, etc.", "34.643", "35.535", "33.769", "27.000", "-20%"]
