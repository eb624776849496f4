"""CSV with CSVW, its meaning as RDF, the way back from CSV and JSON, and SDMX-CSV."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store, Triple

from checkout import EDITION, ROOT
from csv2rdf import csv2rdf
from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.columns import COLUMNS, NAMES
from mdo_rdf.export.csvw import to_csv, to_metadata
from mdo_rdf.export.json import to_json
from mdo_rdf.export.records import FigureRecord, Records, records_of
from mdo_rdf.export.sdmx_csv import notes as sdmx_notes
from mdo_rdf.export.sdmx_csv import to_sdmx_csv
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.export.columns import Column

MDO = PREFIXES["mdo"]


@cache
def all_records() -> Records:
    """A function and no fixture where Hypothesis would show it as an example, with all that is in it."""
    return records_of(read_model(ROOT, EDITION))


@pytest.fixture(scope="module")
def records() -> Records:
    return all_records()


@pytest.fixture
def written(records: Records, tmp_path: Path) -> Path:
    """``cijfers.csv`` in a folder, with its metadata."""
    (tmp_path / "cijfers.csv").write_bytes(to_csv(records))
    (tmp_path / "cijfers.csv-metadata.json").write_bytes(to_metadata(records))
    return tmp_path / "cijfers.csv"


@pytest.fixture
def short(records: Records, tmp_path: Path) -> Path:
    """The same with the first forty figures, to damage: two of them are gaps."""
    some = records._replace(rows=records.rows[:40])
    (tmp_path / "cijfers.csv").write_bytes(to_csv(some))
    (tmp_path / "cijfers.csv-metadata.json").write_bytes(to_metadata(some))
    return tmp_path / "cijfers.csv"


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def changed(path: Path, line: int, column: str, text: str) -> None:
    """Put ``text`` in one field of a CSV file; the first line after the header is 1."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    rows[line][rows[0].index(column)] = text
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8", newline="")


# ---- The file itself ----


def test_the_csv_is_utf_8_without_a_mark_and_each_line_ends_with_a_line_feed(records: Records) -> None:
    content = to_csv(records)
    assert content.startswith(b"indicator,naam,")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert content.count(b"\n") == 820
    assert "Actieve DigiD’s".encode() in content


def test_the_same_figures_give_the_same_bytes(model: Model) -> None:
    first, second = records_of(model), records_of(model)
    for make in (to_csv, to_metadata, to_json, to_sdmx_csv):
        assert make(first) == make(second)


def test_a_gap_is_an_empty_field_and_no_zero(records: Records) -> None:
    rows = lines(to_csv(records))
    gaps = [row for row in rows if row["waarde"] == ""]
    assert len(gaps) == 56
    assert all(row["reden"] and row["status"] in "OLM" and row["kwalificatie"] == "" for row in gaps)
    zeros = [(row["indicator"], row["jaar"]) for row in rows if row["waarde"] == "0"]
    assert zeros == [("brp-terugmeldingen-rechtstreeks", str(year)) for year in range(2020, 2024)] + [
        ("brk-geleverde-percelen", "2021")
    ]


def test_numbers_do_not_depend_on_the_locale(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """A point in the value, whatever the language of the machine; a Dutch one need not be installed to see that."""
    import locale

    with monkeypatch.context() as patch:
        patch.setattr(locale, "localeconv", lambda: {"decimal_point": ",", "thousands_sep": ".", "grouping": [3]})
        patch.setenv("LC_ALL", "nl_NL.UTF-8")
        rows = lines(to_csv(records))
    found = {(row["indicator"], row["jaar"]): row["waarde"] for row in rows}
    assert found["bv-bsn-aandeel-verificatievragen", "2020"] == "99.7"  # printed 99,7 % van het aantal bevragingen
    assert found["brt-raadplegingen-pdok", "2022"] == "7077196241"


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


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("waarde", "15.023.119"),
        ("waarde", "n/a"),
        ("jaar", "tweeduizend"),
        ("status", "Z"),
        ("statussen", "A Q"),
        ("kwalificatie", "ongeveer"),
        ("reden", "geen zin"),
        ("peildatum", "31-12-2019"),
        ("indicator", "Niet Een Naam"),
        ("indicator", ""),
        ("naam", ""),
        ("jaar", "2020"),  # the key twice
    ],
)
def test_a_damaged_csv_is_refused_by_its_metadata(short: Path, column: str, text: str) -> None:
    changed(short, 1, column, text)
    assert problems(short) != []


def test_a_csv_without_a_column_is_refused_by_its_metadata(short: Path) -> None:
    rows = list(csv.reader(io.StringIO(short.read_text("utf-8"), newline="")))
    short.write_text("\n".join(",".join(f'"{field}"' for field in row[1:]) for row in rows), encoding="utf-8")
    assert problems(short) != []


def test_each_column_is_described_in_two_languages_with_property_and_datatype(records: Records) -> None:
    document = json.loads(to_metadata(records))
    columns = [one for one in document["tableSchema"]["columns"] if not one.get("virtual")]
    assert [one["name"] for one in columns] == list(NAMES)
    for one in columns:
        assert set(one["titles"]) == {"nl", "en"}
        assert [text["@language"] for text in one["dc:description"]] == ["nl", "en"]
        assert one["propertyUrl"].startswith("http")
        assert isinstance(one["required"], bool)
    assert document["tableSchema"]["primaryKey"] == ["indicator", "jaar"]
    assert document["dc:license"]["@id"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert document["dc:source"]["@id"] == f"{BASE}id/document/2024"


@pytest.fixture(scope="module")
def meaning(records: Records, tmp_path_factory: pytest.TempPathFactory) -> set[Triple]:
    folder = tmp_path_factory.mktemp("csvw")
    (folder / "cijfers.csv").write_bytes(to_csv(records))
    (folder / "cijfers.csv-metadata.json").write_bytes(to_metadata(records))
    return csv2rdf(folder / "cijfers.csv")


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
    }  # fmt: skip


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


def test_csv_and_json_give_back_the_records_of_the_model(records: Records) -> None:
    assert back_from_csv(to_csv(records)) == back_from_json(to_json(records)) == list(records.rows)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(lambda text: text.strip() != "")
NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\0|"), min_size=1, max_size=30)
AWKWARD = st.sampled_from(
    ['"', '""', "a\nb", "a\r\nb", "x;y", "=1+1", "-", "מספר, 1", "\u200fعدد", "'", ",", " spatie ", "\ttab"]
)


@settings(max_examples=60)
@given(
    label=TEXTS | AWKWARD,
    text=TEXTS | AWKWARD,
    notes=st.lists(NOTES, min_size=1, max_size=3),
    value=st.integers(0, 10**30) | st.none(),
)
def test_any_text_survives_csv_and_json(label: str, text: str, notes: list[str], value: int | None) -> None:
    records = all_records()
    first, gap = records.rows[0], next(one for one in records.rows if one.value is None)
    one = (first if value is not None else gap)._replace(label_nl=label, text=text, notes_nl=tuple(notes), notes_en=tuple(notes))
    some = records._replace(rows=(one._replace(value=value),))
    assert back_from_csv(to_csv(some)) == back_from_json(to_json(some)) == list(some.rows)


@settings(max_examples=60)
@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1000, max_value=10**12))
def test_any_decimal_survives_csv_and_json(value: Decimal) -> None:
    records = all_records()
    share = next(one for one in records.rows if one.unit == "percentage" and one.value is not None)
    some = records._replace(rows=(share._replace(value=value),))
    assert back_from_csv(to_csv(some)) == back_from_json(to_json(some)) == list(some.rows)


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
    import re

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
    text = sdmx_notes(
        [nl for nl, _ in notes],
        [en for _, en in notes],
    )
    (fields,) = list(csv.reader(io.StringIO(text, newline=""), delimiter="|")) or [[]]
    assert fields == [f"nl:{nl}|en:{en}" for nl, en in notes]


def test_no_file_of_an_export_is_in_the_repository() -> None:
    """They are made when asked for; a committed copy would grow old."""
    assert not list((ROOT / "data").rglob("cijfers.*"))


def test_a_record_has_no_float(records: Records) -> None:
    assert not any(isinstance(value, float) for one in records.rows for value in one)
    assert isinstance(records.rows[0], FigureRecord)
