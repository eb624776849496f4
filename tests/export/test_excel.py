"""The Excel workbook: numbers are numbers, days are days, text is never a formula, and a gap is empty with its status."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from cases import cases
from mdo_rdf.export.columns import COLUMNS, NAMES
from mdo_rdf.export.excel import to_workbook
from mdo_rdf.export.records import Records, chosen, plain

if TYPE_CHECKING:
    pass

openpyxl: Any = pytest.importorskip("openpyxl", reason="pip install openpyxl")
pytest.importorskip("xlsxwriter", reason="pip install XlsxWriter")


@pytest.fixture(scope="module")
def book(records: Records) -> Any:
    return opened(records)


def opened(records: Records) -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(records)))


@pytest.fixture(scope="module")
def series(book: Any) -> dict[str, dict[str, Any]]:
    """The cells of the time series by the name of the indicator and the heading of the column."""
    header, *rows = book["Tijdreeksen"].iter_rows()
    names = [cell.value for cell in header]
    return {row[1].value: dict(zip(names, row, strict=True)) for row in rows}


def test_the_sheets_stand_in_reading_order_with_a_header_that_stays(book: Any) -> None:
    assert book.sheetnames == ["Toelichting", "Cijfers", "Tijdreeksen", "Kolommen"]
    for name, panes, rows in (("Cijfers", "B2", 819), ("Tijdreeksen", "C2", 166), ("Kolommen", "B2", 34)):
        assert book[name].freeze_panes == panes
        assert book[name].auto_filter.ref.endswith(str(rows + 1))
        assert book[name].max_row == rows + 1


def test_the_report_is_named_first_then_us_then_the_licence(book: Any) -> None:
    rows = [[cell.value for cell in row] for row in book["Toelichting"].iter_rows()]
    labels = [row[0] for row in rows if row[0]]
    assert labels[:5] == ["Monitor Digitale Overheid 2024: cijfers", "Bron", "Deze uitgave", "Webadres", "Licentie"]
    by_label = {row[0]: row[1:] for row in rows}
    assert by_label["Bron"][0].startswith("Monitor Digitale Overheid 2024.")
    assert "Onafhankelijke uitgave" in by_label["Deze uitgave"][0]
    assert "CC0" in by_label["Licentie"][0]
    assert by_label["Ontbrekend cijfer"][0].startswith("Leeg, en nooit nul")
    assert by_label["status: B"][0].startswith("reeksbreuk.")
    assert by_label["status: B"][1].startswith("break in series.")


def test_each_figure_has_its_fields_as_numbers_days_and_text(book: Any, records: Records) -> None:
    header, *rows = book["Cijfers"].iter_rows(values_only=True)
    assert list(header) == [column.title_nl for column in COLUMNS]
    for row, record in zip(rows, records.rows, strict=True):
        for column, cell, value in zip(COLUMNS, row, record, strict=True):
            if column.datatype in ("integer", "decimal"):
                assert (cell is None) == (value is None)
                assert cell is None or (isinstance(cell, int | float) and Decimal(repr(cell)) == value)
            elif column.datatype == "date":
                assert cell == (datetime.fromisoformat(str(value)) if value else None)
            else:
                assert (cell or "") == plain(value, column.separator), column.name


def test_a_thousand_gets_the_mark_of_the_reader_and_a_year_gets_none(book: Any) -> None:
    sheet, number = book["Cijfers"], {name: NAMES.index(name) + 1 for name in NAMES}
    for row in sheet.iter_rows(min_row=2, max_row=300):
        value = row[number["waarde"] - 1]
        if value.value is not None and value.value == int(value.value):
            assert value.number_format == "#,##0"
        assert row[number["jaar"] - 1].number_format == "0"
    assert sheet.cell(2, number["peildatum"]).number_format == "dd-mm-yyyy"
    assert sheet.cell(2, number["tekst"]).number_format == "@"


@pytest.mark.parametrize(*cases("export/sheet_cells"))
def test_a_time_series_has_gaps_as_empty_cells_with_their_status(
    series: dict[str, dict[str, Any]], name: str, year: str, value: str, status: str
) -> None:
    row = series[name]
    assert (row[year].value, row[f"Status {year}"].value) == (int(value) if value else None, status or None)
    is_grey = row[year].fill.fgColor.rgb == "FFD9D9D9"
    assert is_grey == (not value and status != "")


def test_a_lower_bound_and_a_rounded_figure_can_be_seen(series: dict[str, dict[str, Any]]) -> None:
    bound = next(row["2023"] for name, row in series.items() if row["2023"].value == 5000 and "erugmeldingen" in name)
    assert bound.number_format == '"> "#,##0'
    rounded = [row["2023"] for row in series.values() if row["2023"].value == 4600000000]
    assert [cell.font.italic for cell in rounded] == [True]
    assert not series["Actieve DigiD’s"]["2023"].font.italic


DANGEROUS = (
    "=1+1",
    "-",
    "+31",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "\t=1",
    "{=1}",
    "http://example.org",
    "007",
    "1e5",
)


def test_text_is_never_a_formula_a_number_or_a_link(records: Records) -> None:
    rows = tuple(
        record._replace(label_nl=text, text=text, notes_nl=(text,), notes_en=(text,))
        for record, text in zip(records.rows, DANGEROUS, strict=False)
    )
    content = to_workbook(records._replace(rows=rows))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Cijfers"]
    for row, text in enumerate(DANGEROUS, start=2):
        for name in ("naam", "tekst", "opmerking"):
            cell = sheet.cell(row, NAMES.index(name) + 1)
            assert (cell.value, cell.data_type) == (text, "s")
            assert cell.quotePrefix  # so that it stays text when somebody edits it


def test_a_number_too_long_for_excel_is_text_and_whole(records: Records) -> None:
    sheet = opened(records._replace(rows=(records.rows[0]._replace(value=12345678901234567),)))["Cijfers"]
    assert sheet.cell(2, NAMES.index("waarde") + 1).value == "12345678901234567"


def test_a_workbook_is_dated_as_the_edition(records: Records, book: Any) -> None:
    assert book.properties.created == datetime.fromisoformat(records.edition.modified)


def test_a_selection_has_its_own_years_and_says_so(records: Records) -> None:
    book = opened(chosen(records, facilities=["woz"], years=[2022, 2023]))
    header = [cell.value for cell in book["Tijdreeksen"][1]]
    assert header[5:] == ["2022", "Status 2022", "2023", "Status 2023"]
    kept = [row[1].value for row in book["Toelichting"].iter_rows() if row[0].value == "Keuze"]
    assert kept == ["Alleen voorziening: woz.", "Alleen jaar: 2022, 2023."]
