"""The figures as an Excel workbook: what it is, the figures, the time series, and the columns."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mdo_rdf import iris
from mdo_rdf.export.columns import BY_NAME, COLUMNS, WORDS, Column, expanded
from mdo_rdf.export.records import code, plain
from mdo_rdf.inputs.notation import Qualifier
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.iris import LANGUAGES, LICENCE
from mdo_rdf.optional import library
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mdo_rdf.export.records import FigureRecord, Records, Value

FILE = "cijfers.xlsx"
_DIGITS = 15
"""What Excel keeps of a number; a longer one is written as text, so that no digit is lost in silence."""
_WIDTHS = {
    "indicator": 40, "naam": 48, "naam_en": 48, "voorziening": 24, "voorziening_naam": 34, "voorziening_naam_en": 34,
    "thema": 30, "waarde": 16, "tel_eenheid": 18, "opmerking": 60, "opmerking_en": 60, "vindplaats": 26, "tekst": 22,
    "peildatum": 12, "afrondingseenheid": 18, "reden": 20, "jaar": 7, "status": 8, "tabel": 9, "rij": 6, "kolom": 9,
}  # fmt: skip
_WIDTH = 15
"""Of a column that is not named above, in characters."""
_PRINTED = ("tekst", "kolom")
"""What the report prints; to Excel this is text even when it is edited."""
_LINE = 15
"""The height of a line of text, in points."""
_LEGEND = ("status", "kwalificatie", "reden", "soort", "eenheid")
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7E6E6", "border": 1, "border_color": "#A6A6A6"}
_FORMATS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "head": _HEAD,
    "year": {**_HEAD, "align": "right"},
    "text": {"quote_prefix": True},
    "printed": {"quote_prefix": True, "num_format": "@"},
    "long": {"quote_prefix": True, "text_wrap": True, "valign": "top"},
    "strong": {"quote_prefix": True, "bold": True, "text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0"},
    "plain": {"num_format": "0"},
    "date": {"num_format": "dd-mm-yyyy", "align": "left"},
    "bound": {"num_format": '"> "#,##0'},
    "rounded": {"num_format": "#,##0", "italic": True},
    "rounded fraction": {"italic": True},
    "fraction": {},
    "gap": {"bg_color": "#D9D9D9"},
    "flag": {"quote_prefix": True, "font_color": "#595959", "indent": 1},
}


class _Book(NamedTuple):
    """A workbook in the making, and its formats by name."""

    book: Any
    formats: Mapping[str, Any]

    def sheet(self, name: str, header: Sequence[str], widths: Sequence[int], rows: int, *, fixed: int = 0) -> Any:
        """A new sheet for ``rows`` rows below a header that stays in sight, as do the first ``fixed`` columns."""
        sheet = self.book.add_worksheet(name)
        for number, (text, width) in enumerate(zip(header, widths, strict=True)):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, text, self.formats["year" if text.isdecimal() else "head"])
        sheet.set_row(0, 2 * _LINE)
        sheet.freeze_panes(1, fixed)
        sheet.repeat_rows(0)
        _for_paper(sheet)
        if rows:
            sheet.autofilter(0, 0, rows, len(header) - 1)
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
        return sheet

    def texts(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int], first: str = "long") -> None:
        """A row of long texts, as high as the longest needs; not every program works that out by itself."""
        lines = max(-(-len(text) // width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(row, _LINE * max(lines, 1))
        for number, text in enumerate(texts):
            sheet.write_string(row, number, text, self.formats[first if number == 0 else "long"])

    def number(self, sheet: Any, row: int, column: int, value: int | Decimal, name: str) -> None:
        """A number as a number, if Excel can keep it."""
        if len(Decimal(value).as_tuple().digits) > _DIGITS:
            sheet.write_string(row, column, plain(value), self.formats["text"])
        else:
            sheet.write_number(row, column, value if isinstance(value, int) else float(value), self.formats[name])


def to_workbook(records: Records) -> bytes:
    """``cijfers.xlsx`` (ECMA-376): numbers are numbers, days are days, and text can never become a formula.

    The same bytes for the same figures: the date of making is that of the edition. Raises ``CannotTellError`` where
    XlsxWriter is not installed.
    """
    writer: Any = library("xlsxwriter", "excel", FILE)
    file = io.BytesIO()
    workbook = writer.Workbook(file, {"in_memory": True})
    made = datetime.fromisoformat(records.edition.modified)
    workbook.set_properties({"title": WORDS.say("title", edition=records.edition.title).nl, "created": made})
    book = _Book(workbook, {name: workbook.add_format(dict(kind)) for name, kind in _FORMATS.items()})
    _write_explanation(book, records)
    _write_rows(book, records.rows)
    _write_series(book, records)
    _write_columns(book)
    workbook.close()
    return file.getvalue()


def _write_explanation(book: _Book, records: Records) -> None:
    """The report first, then us, then how to read the sheets, then the codes."""
    sheet = book.book.add_worksheet(WORDS.say("sheet-explanation").nl)
    widths = (26, 80, 80)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    sheet.write_string(0, 0, WORDS.say("title", edition=records.edition.title).nl, book.formats["title"])
    lines = [("", *WORDS.say("language")), *_explanation(records), ("", "", ""), *_codes(records)]
    for row, line in enumerate(lines, start=2):
        book.texts(sheet, row, line, widths, first="strong")
    _for_paper(sheet)


def _for_paper(sheet: Any) -> None:
    """On A4, as wide as the paper and as long as need be."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _explanation(records: Records) -> Iterator[tuple[str, str, str]]:
    edition = records.edition
    places: dict[str, Text | str] = {
        "title": edition.title,
        "description": Text(edition.description_nl, edition.description_en),
        "version": VERSION,
        "modified": edition.modified,
        "address": iris.absolute(iris.edition(edition.slug)),
        "licence": LICENCE,
    }
    yield from (_explained(code, **places) for code in ("source", "edition", "address", "licence"))
    yield from (_explained("selection", column=column, values=", ".join(values)) for column, values in records.selection.items())
    yield from (_explained(code) for code in ("missing", "bound", "rounded", "break"))


def _explained(code: str, **places: Text | str) -> tuple[str, str, str]:
    """A text with its heading, which is in Dutch only, as the sheets are."""
    return (WORDS.say(f"{code}-heading").nl, *WORDS.say(code, **places))


def _codes(records: Records) -> Iterator[tuple[str, str, str]]:
    for scheme in _LEGEND:
        for concept in records.concepts.values():
            if concept.scheme == scheme:
                texts = concept.texts
                dutch, english = (f"{texts[f'label_{language}']}. {texts[f'definition_{language}']}" for language in LANGUAGES)
                yield f"{scheme}: {code(concept)}", dutch, english


def _write_rows(book: _Book, rows: Sequence[FigureRecord]) -> None:
    widths = [_WIDTHS.get(column.name, _WIDTH) for column in COLUMNS]
    sheet = book.sheet(WORDS.say("sheet-figures").nl, [column.title_nl for column in COLUMNS], widths, len(rows), fixed=1)
    for row, record in enumerate(rows, start=1):
        for number, (column, value) in enumerate(zip(COLUMNS, record, strict=True)):
            _write_field(book, sheet, (row, number), column, value)


def _write_field(book: _Book, sheet: Any, place: tuple[int, int], column: Column, value: Value) -> None:
    if isinstance(value, int | Decimal):
        look = "plain" if column.name in ("jaar", "rij") else "count" if value == int(value) else "fraction"
        book.number(sheet, *place, value, look)
    elif column.datatype == "date" and isinstance(value, str):
        sheet.write_datetime(*place, date.fromisoformat(value), book.formats["date"])
    elif text := plain(value, column.separator):
        sheet.write_string(*place, text, book.formats["printed" if column.name in _PRINTED else "text"])


def _write_series(book: _Book, records: Records) -> None:
    """A row for each indicator, and for each year the value with its status beside it."""
    series: dict[str, list[FigureRecord]] = {}
    for record in records.rows:
        series.setdefault(record.indicator, []).append(record)
    years = sorted({record.year for record in records.rows})
    header = [BY_NAME[name].title_nl for name in ("voorziening", "naam", "soort", "eenheid", "tel_eenheid")]
    widths = [42, 64, 12, 12, 36]
    for year in years:
        header += [str(year), f"{BY_NAME['status'].title_nl} {year}"]
        widths += [16, 23]
    sheet = book.sheet(WORDS.say("sheet-series").nl, header, widths, len(series), fixed=2)
    for row, rows in enumerate(series.values(), start=1):
        first = rows[0]
        for number, text in enumerate((first.facility_nl, first.label_nl, first.kind, first.unit, first.counted)):
            sheet.write_string(row, number, text, book.formats["text"])
        for record in rows:
            reason = records.concepts["reden", record.reason].texts["label_nl"] if record.reason else ""
            _write_year(book, sheet, (row, 5 + 2 * years.index(record.year)), record, reason)


def _write_year(book: _Book, sheet: Any, place: tuple[int, int], record: FigureRecord, reason: str) -> None:
    row, column = place
    sheet.write_string(row, column + 1, f"{record.status}: {reason}" if reason else record.status, book.formats["flag"])
    if record.value is None:
        sheet.write_blank(row, column, None, book.formats["gap"])
        return
    if record.qualifier == Qualifier.LOWER_BOUND.value:
        look = "bound"
    elif record.value != int(record.value):
        look = "rounded fraction"
    else:
        look = "rounded" if record.qualifier == Qualifier.ROUNDED.value else "count"
    book.number(sheet, row, column, record.value, look)


def _write_columns(book: _Book) -> None:
    name, title, meaning, datatype, described = (
        WORDS.say(f"column-{part}") for part in ("name", "title", "meaning", "datatype", "property")
    )
    header = (name.nl, *title, *meaning, datatype.nl, described.nl)
    widths = (28, 28, 28, 70, 70, 14, 62)
    sheet = book.sheet(WORDS.say("sheet-columns").nl, header, widths, len(COLUMNS), fixed=1)
    for row, column in enumerate(COLUMNS, start=1):
        titles, descriptions = (column.title_nl, column.title_en), (column.description_nl, column.description_en)
        texts = (column.name, *titles, *descriptions, column.datatype, expanded(column.property))
        book.texts(sheet, row, texts, widths)
