"""CSV with CSVW, its meaning as RDF, the way back from CSV and JSON, and SDMX-CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store, Triple

from cases import cases
from checkout import EDITION, ROOT
from csv2rdf import csv2rdf
from mdo_rdf.csv_text import inert
from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.columns import COLUMNS, NAMES
from mdo_rdf.export.csvw import to_csv, to_metadata
from mdo_rdf.export.json import to_json
from mdo_rdf.export.printed_tables import printed_tables, to_files
from mdo_rdf.export.records import FigureRecord, Records, records_of
from mdo_rdf.export.sdmx_csv import notes as sdmx_notes
from mdo_rdf.export.sdmx_csv import to_sdmx_csv
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publication import load_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mdo_rdf.export.columns import Column

MDO = PREFIXES["mdo"]


@cache
def all_records() -> Records:
    """A function and no fixture where Hypothesis would show it as an example, with all that is in it."""
    return records_of(read_model(ROOT, EDITION))


@pytest.fixture
def written(records: Records, tmp_path: Path) -> Path:
    return write(records, tmp_path)


@pytest.fixture
def short(records: Records, tmp_path: Path) -> Path:
    """The first forty figures, to damage: two of them are gaps."""
    return write(records._replace(rows=records.rows[:40]), tmp_path)


def write(records: Records, folder: Path) -> Path:
    """``cijfers.csv`` in a folder, with its metadata."""
    (folder / "cijfers.csv").write_bytes(to_csv(records))
    (folder / "cijfers.csv-metadata.json").write_bytes(to_metadata(records))
    return folder / "cijfers.csv"


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def fields(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


def rewritten(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


# ---- The file itself ----


def test_the_csv_is_utf_8_without_a_mark_and_each_line_ends_with_a_line_feed(records: Records) -> None:
    content = to_csv(records)
    assert content.startswith(b"indicator,naam,")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert content.count(b"\n") == 820
    assert "Actieve DigiD’s".encode() in content


def test_a_gap_is_an_empty_field_and_no_zero(records: Records) -> None:
    rows = lines(to_csv(records))
    gaps = [row for row in rows if row["waarde"] == ""]
    assert len(gaps) == 56
    assert all(row["reden"] and row["status"] in "OLM" and row["kwalificatie"] == "" for row in gaps)
    zeros = [(row["indicator"], int(row["jaar"])) for row in rows if row["waarde"] == "0"]
    assert zeros == [*(("brp-terugmeldingen-rechtstreeks", year) for year in range(2020, 2024)), ("brk-geleverde-percelen", 2021)]


def test_numbers_do_not_depend_on_the_locale(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """A point in the value, whatever the language of the machine; a Dutch one need not be installed to see that."""
    import locale

    with monkeypatch.context() as patch:
        patch.setattr(locale, "localeconv", lambda: {"decimal_point": ",", "thousands_sep": ".", "grouping": [3]})
        patch.setenv("LC_ALL", "nl_NL.UTF-8")
        rows = lines(to_csv(records))
    values = {(row["indicator"], row["jaar"]): row["waarde"] for row in rows}
    assert values["bv-bsn-aandeel-verificatievragen", "2020"] == "99.7"  # printed 99,7 % van het aantal bevragingen
    assert values["brt-raadplegingen-pdok", "2022"] == "7077196241"


# ---- CSVW ----


def problems(path: Path) -> list[str]:
    """What the CSVW library of CLDF has against a file and its metadata."""
    checked = pytest.importorskip("csvw.metadata", reason="pip install csvw").CSVW(str(path), validate=True)
    try:
        return [] if checked.is_valid else [str(warning.message) for warning in checked.warnings] or ["not valid"]
    except ValueError as error:
        return [str(error)]


def test_the_csv_is_valid_by_its_metadata(written: Path) -> None:
    assert problems(written) == []


@pytest.mark.parametrize(*cases("export/damages"))
def test_a_damaged_csv_is_refused_by_its_metadata(short: Path, column: str, text: str) -> None:
    header, first, *rest = fields(short)
    first[header.index(column)] = text
    rewritten(short, [header, first, *rest])
    assert problems(short) != []


def test_a_csv_without_a_column_is_refused_by_its_metadata(short: Path) -> None:
    rewritten(short, [row[1:] for row in fields(short)])
    assert problems(short) != []


def test_each_column_is_described_in_two_languages_with_property_and_datatype(records: Records) -> None:
    document = json.loads(to_metadata(records))
    columns = [column for column in document["tableSchema"]["columns"] if not column.get("virtual")]
    assert [column["name"] for column in columns] == list(NAMES)
    for column in columns:
        assert set(column["titles"]) == {"nl", "en"}
        assert [text["@language"] for text in column["dc:description"]] == ["nl", "en"]
        assert column["propertyUrl"].startswith("http")
        assert isinstance(column["required"], bool)
    assert document["tableSchema"]["primaryKey"] == ["indicator", "jaar"]
    assert document["dc:license"]["@id"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert document["dc:source"]["@id"] == f"{BASE}id/document/2024"


@pytest.fixture(scope="module")
def meaning(records: Records, tmp_path_factory: pytest.TempPathFactory) -> set[Triple]:
    return csv2rdf(write(records, tmp_path_factory.mktemp("csvw")))


@pytest.fixture(scope="module")
def published(store: Store) -> set[Triple]:
    return {quad.triple for quad in store}


def without_datatype_of_value(triples: Iterable[Triple], subjects: set[str]) -> set[tuple[str, ...]]:
    """The triples of these subjects; a value counts as a number only, as a column has one datatype and the cube has two."""
    value = NamedNode(f"{MDO}waarde")
    return {
        (subject.value, predicate.value, thing.value if predicate == value else str(thing))
        for subject, predicate, thing in triples
        if subject.value in subjects
    }


def test_the_csv_means_the_same_observations_as_the_cube(meaning: set[Triple], published: set[Triple], records: Records) -> None:
    """Each triple of each observation of a row, but for what CSVW cannot say: the unit, all statuses, and who established them."""
    rows = {record.observation_iri for record in records.rows}
    unsaid = {f"{PREFIXES['sdmx-attribute']}{name}" for name in ("unitMeasure", "obsStatus")} | {f"{MDO}vastgesteldDoor"}
    assert len(rows) == 819
    assert without_datatype_of_value(meaning, rows) == {
        triple for triple in without_datatype_of_value(published, rows) if triple[1] not in unsaid
    }


def test_the_csv_says_nothing_that_the_publication_does_not_say(meaning: set[Triple], published: set[Triple]) -> None:
    subjects = {getattr(triple.subject, "value", "") for triple in meaning}
    assert without_datatype_of_value(meaning, subjects) <= without_datatype_of_value(published, subjects)
    kinds = {str(triple.object) for triple in meaning if triple.predicate.value == f"{PREFIXES['rdf']}type"}
    assert kinds == {f"<{PREFIXES['qb']}Observation>", f"<{MDO}Indicator>"}


# ---- The way back ----


def back_from_csv(content: bytes) -> list[tuple[object, ...]]:
    """The records of ``cijfers.csv``, as any reader gets them that knows what type each column has."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    assert header == list(NAMES)
    return [tuple(back(column, text) for column, text in zip(COLUMNS, row, strict=True)) for row in rows]


def back(column: Column, text: str) -> object:
    if not text:
        return () if column.separator else "" if column.name == "tekst" else None
    types: dict[str, Callable[[str], object]] = {"integer": int, "decimal": Decimal}
    return tuple(text.split(column.separator)) if column.separator else types.get(column.datatype, str)(text)


def back_from_json(content: bytes) -> list[tuple[object, ...]]:
    rows = json.loads(content, parse_float=Decimal)["records"]
    assert all(list(record) == list(NAMES) for record in rows)
    return [tuple(tuple(value) if isinstance(value, list) else value for value in record.values()) for record in rows]


def survives(records: Records, *in_csv: FigureRecord) -> None:
    """In CSV as ``in_csv``, where that is not the same."""
    assert back_from_json(to_json(records)) == list(records.rows)
    assert back_from_csv(to_csv(records)) == list(in_csv or records.rows)


def test_csv_and_json_give_back_the_records_of_the_model(records: Records) -> None:
    survives(records)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(lambda text: text.strip() != "")
NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\0|"), min_size=1, max_size=30)
AWKWARD = ['"', '""', "a\nb", "a\r\nb", "x;y", "=1+1", "-", "מספר, 1", "\u200fعدد", "'", ",", " spatie ", "\ttab"]
ANY = TEXTS | st.sampled_from(AWKWARD)


@settings(max_examples=60, deadline=None)
@given(label=ANY, text=ANY, notes=st.lists(NOTES, min_size=1, max_size=3), value=st.integers(0, 10**30) | st.none())
def test_any_text_survives_csv_and_json(label: str, text: str, notes: list[str], value: int | None) -> None:
    records = all_records()
    record = next(record for record in records.rows if (record.value is None) == (value is None))
    awkward = record._replace(label_nl=label, text=text, notes_nl=tuple(notes), notes_en=tuple(notes), value=value)
    of_notes = (inert(notes[0]), *notes[1:])
    no_formula = awkward._replace(label_nl=inert(label), text=inert(text), notes_nl=of_notes, notes_en=of_notes)
    survives(records._replace(rows=(awkward,)), no_formula)


@pytest.mark.parametrize("sign", ["=", "+", "@", "\t", "\r"])
def test_no_cell_of_a_csv_is_a_formula(records: Records, sign: str) -> None:
    """A label that begins so is refused when it is read; what is printed so gets an apostrophe."""
    first, *others = records.rows
    made = to_csv(records._replace(rows=(first._replace(text=f"{sign}1"), *others)))
    assert f"'{sign}1" in [row["tekst"] for row in csv.DictReader(io.StringIO(made.decode(), newline=""))]
    for content in (made, *to_files(printed_tables(load_store(ROOT), "2024")).values()):
        cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]


@settings(max_examples=60, deadline=None)
@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1000, max_value=10**12))
def test_any_decimal_survives_csv_and_json(value: Decimal) -> None:
    records = all_records()
    share = next(record for record in records.rows if record.unit == "percentage" and record.value is not None)
    survives(records._replace(rows=(share._replace(value=value),)))


# ---- SDMX-CSV ----


def sdmx(records: Records) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["INDICATOR"], row["TIME_PERIOD"]): row for row in lines(to_sdmx_csv(records))}


def test_sdmx_csv_has_the_columns_of_the_field_guide_in_order(records: Records) -> None:
    header = to_sdmx_csv(records).decode().partition("\n")[0].split(",")
    assert header[:6] == ["STRUCTURE[|]", "STRUCTURE_ID", "ACTION", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"]
    assert {"OBS_STATUS[]", "VASTGESTELD_DOOR[]", "VINDPLAATS[]", "COMMENT_OBS[nl|en]"} <= set(header)
    assert len(set(header)) == len(header)
    rows = sdmx(records)
    assert len(rows) == 819
    assert {(row["STRUCTURE[|]"], row["ACTION"]) for row in rows.values()} == {("dataflow", "I")}


def test_sdmx_codes_are_identifiers_of_sdmx(records: Records) -> None:
    coded = ("INDICATOR", "UNIT_MEASURE", "KWALIFICATIE", "REDEN", "VOORZIENING", "THEMA", "SOORT", "TEL_EENHEID")
    for row in sdmx(records).values():
        assert re.fullmatch(r"[A-Z]+:[A-Z0-9_]+\(\d+\.\d+\.\d+\)", row["STRUCTURE_ID"])
        assert all(re.fullmatch(r"[A-Z0-9_]*", row[name]) for name in coded)
        assert set(row["OBS_STATUS[]"].split("|")) <= set("ABDEOLMU")


def test_sdmx_csv_has_missing_values_empty_and_several_values_separated(records: Records) -> None:
    rows = sdmx(records)
    gap = rows["DIGID_AUTHENTICATIES_BASIS", "2019"]
    assert (gap["OBS_VALUE"], gap["OBS_STATUS[]"], gap["REDEN"], gap["TEKST"]) == ("", "O", "MISVORMD", "223.949.53")
    both = rows["SC_RAADPLEGINGEN_API", "2022"]
    assert (both["OBS_VALUE"], both["OBS_STATUS[]"], both["VASTGESTELD_DOOR[]"]) == ("8366230", "B|E", "BEWERKER|BRON")
    moved = rows["BAG_BEVRAGINGEN", "2021"]
    assert (moved["OBS_VALUE"], moved["AFRONDINGSEENHEID"], moved["KWALIFICATIE"]) == ("1600000000", "100000000", "AFGEROND")
    assert rows["WOZ_TERUGMELDINGEN", "2023"]["KWALIFICATIE"] == "ONDERGRENS"
    assert sum(row["OBS_VALUE"] == "" for row in rows.values()) == 56


@given(notes=st.lists(st.tuples(NOTES, NOTES), max_size=3))
def test_sdmx_notes_can_be_taken_apart_again(notes: list[tuple[str, str]]) -> None:
    """Sets of languages between quotes, each quote inside them doubled: a CSV line with another separator."""
    text = sdmx_notes([nl for nl, _ in notes], [en for _, en in notes])
    (fields,) = list(csv.reader(io.StringIO(text, newline=""), delimiter="|")) or [[]]
    assert fields == [f"nl:{nl}|en:{en}" for nl, en in notes]


def test_a_record_has_no_float(records: Records) -> None:
    assert not any(isinstance(value, float) for record in records.rows for value in record)
    assert isinstance(records.rows[0], FigureRecord)
