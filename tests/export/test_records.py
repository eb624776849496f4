"""The records: all figures of the report, each as it is printed and as the RDF has it; hand-checked figures are the report's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from checkout import EDITION
from mdo_rdf.edition.edition import read_model
from mdo_rdf.errors import CannotTellError, InvalidInputError
from mdo_rdf.export.columns import BY_NAME, COLUMNS, NAMES, expanded
from mdo_rdf.export.records import FigureRecord, Records, chosen, lexical, plain, records_of
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph


ByKey = dict[tuple[str, int], FigureRecord]


@pytest.fixture(scope="module")
def by_key(records: Records) -> ByKey:
    return {(record.indicator, record.year): record for record in records.rows}


def test_a_record_for_each_figure_in_the_order_of_the_report(records: Records, by_key: ByKey) -> None:
    assert len(records.rows) == len(by_key) == 819
    assert sum(record.value is not None for record in records.rows) == 763
    tables = list(dict.fromkeys(record.table for record in records.rows))
    assert tables[:3] == ["a-1", "a-2", "a-3"]
    assert tables[-1] == "d-4"
    assert tables.index("c-1-3") < tables.index("c-1-4")  # in the text layer they are the other way round
    assert (records.rows[0].indicator, records.rows[0].year) == ("digid-aangesloten-organisaties", 2019)


@pytest.mark.parametrize(*cases("export/printed_values"))
def test_a_value_is_the_one_that_is_printed(
    by_key: ByKey, slug: str, year: str, value: str, kind: str, qualifier: str, rounding: str, text: str
) -> None:
    record = by_key[slug, int(year)]
    assert (record.value, type(record.value).__name__) == (Decimal(value), kind)
    assert (record.qualifier, record.rounding_unit, record.text) == (qualifier, Decimal(rounding) if rounding else None, text)
    assert (record.reason, record.column) == (None, year)


@pytest.mark.parametrize(*cases("export/gaps"))
def test_a_gap_is_empty_with_its_status_and_reason_and_never_zero(
    by_key: ByKey, slug: str, year: str, status: str, reason: str, text: str
) -> None:
    record = by_key[slug, int(year)]
    assert (record.value, record.status, record.reason, record.text) == (None, status, reason, text)
    assert (record.qualifier, record.rounding_unit, record.statuses, record.reference_date) == (None, None, (), None)
    assert record.observation_iri == record.cell_status_iri == f"{BASE}id/observatie/2024/celstatus/{slug}/{year}"
    assert record.dataset_iri == f"{BASE}id/dataset/2024-celstatus"


def test_a_true_zero_and_a_printed_hundred_percent_are_values(by_key: ByKey) -> None:
    assert by_key["brp-terugmeldingen-rechtstreeks", 2023].value == 0
    assert plain(by_key["brp-terugmeldingen-rechtstreeks", 2023].value) == "0"
    hundred = by_key["hr-aansluitgraad", 2023]
    assert (hundred.value, hundred.unit, hundred.text) == (Decimal(100), "percentage", "100%")


def test_a_break_a_correction_and_two_statuses_are_kept_whole(by_key: ByKey) -> None:
    moved = by_key["bag-bevragingen", 2021]
    assert (moved.status, moved.statuses, moved.established_by, moved.places) == ("B", ("B",), ("bron",), ("C 1.3, voetnoot *",))
    assert by_key["digikoppeling-organisaties", 2021].previous_value == 858
    both = by_key["sc-raadplegingen-api", 2022]
    assert (both.statuses, len(both.notes_nl), len(both.notes_en), len(both.places)) == (("B", "E"), 2, 2, 1)


def test_a_reference_date_says_who_established_it(by_key: ByKey) -> None:
    """The report names the last day of 2022 and of 2023 only."""
    accounts = [by_key["digid-actieve-accounts", year] for year in (2021, 2022)]
    dates = [(record.reference_date, record.date_established_by) for record in accounts]
    assert dates == [("2021-12-31", "bewerker"), ("2022-12-31", "bron")]
    assert by_key["digid-authenticaties", 2022].reference_date is None  # a flow


def test_each_column_is_named_once_and_described_in_two_languages() -> None:
    assert len(COLUMNS) == len(FigureRecord._fields) == len(set(NAMES)) == 34
    for column in COLUMNS:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", column.name)
        assert all((column.title_nl, column.title_en, column.description_nl, column.description_en)), column.name
        assert column.description_nl != column.description_en


def test_a_required_column_is_never_empty_and_another_sometimes_is(records: Records) -> None:
    for column, values in zip(COLUMNS, zip(*records.rows, strict=True), strict=True):
        empty = [value for value in values if plain(value) == ""]
        assert column.name == "tekst" or bool(empty) != column.required, column.name


def test_the_properties_are_those_of_the_vocabulary(store: pyoxigraph.Store) -> None:
    for column in COLUMNS:
        assert store.query(f"ASK {{ ?thing <{expanded(column.property)}> ?value }}"), column.name
    assert expanded(BY_NAME["waarde"].property) == f"{BASE}def#waarde"


_SAID = """SELECT ?what ?key (GROUP_CONCAT(?said; separator="|") AS ?all) {{
    SELECT DISTINCT ?what ?key ?said {{ {pattern} BIND(CONCAT(?slug, "/", ?jaar) AS ?key) }} ORDER BY ?said
}} GROUP BY ?what ?key"""
_KEY = "?o qb:dataSet <id/dataset/{part}> ; mdo:indicator ?i ; mdo:jaar/skos:notation ?jaar . ?i skos:notation ?slug ."


def said(store: pyoxigraph.Store, part: str, path: str, language: str = "") -> dict[str, str]:
    """What the RDF says, by indicator and year: all values of a property path from the observations of a data set."""
    pattern = f"{_KEY.format(part=part)} ?o {path} ?v . BIND(STR(?v) AS ?said)" + (
        f' FILTER(LANG(?v) = "{language}")' if language else ""
    )
    rows = store.query(_SAID.format(pattern=pattern), base_iri=BASE, prefixes=PREFIXES)
    return {row["key"].value: row["all"].value for row in rows}  # type: ignore[union-attr]


@pytest.mark.parametrize(*cases("export/column_paths"))
def test_a_column_has_what_the_rdf_says(records: Records, store: pyoxigraph.Store, name: str, part: str, path: str) -> None:
    found = said(store, EDITION if part == "waarde" else f"{EDITION}-{part}", *path.split("@"))
    number = NAMES.index(name)
    here = {f"{record.indicator}/{record.year}": record[number] for record in records.rows}
    texts = {key: "|".join(sorted(value)) if isinstance(value, tuple) else plain(value) for key, value in here.items()}
    assert {key: text for key, text in texts.items() if text} == found


def test_the_observations_and_data_sets_are_those_of_the_rdf(records: Records, store: pyoxigraph.Store) -> None:
    rows = store.query("SELECT ?o ?d { ?o qb:dataSet ?d ; mdo:waarde|mdo:celstatus ?any }", prefixes=PREFIXES)
    dataset = {row["o"].value: row["d"].value for row in rows}  # type: ignore[union-attr]
    for record in records.rows:
        assert dataset[record.observation_iri] == record.dataset_iri
        assert dataset[record.cell_status_iri] == f"{BASE}id/dataset/2024-celstatus"
        assert (record.dataset_iri == f"{BASE}id/dataset/2024") == (record.value is not None)
    iris = {iri for record in records.rows for iri in (record.observation_iri, record.cell_status_iri)}
    assert len(iris) == 763 + 819


def test_the_theme_and_table_are_those_of_the_rdf(records: Records, store: pyoxigraph.Store) -> None:
    for name, path in (("thema", "mdo:indicator/mdo:thema"), ("tabel", "prov:wasDerivedFrom/mdo:tabel")):
        found = said(store, f"{EDITION}-celstatus", path)
        assert {key: iri.rpartition("/")[2] for key, iri in found.items()} == {
            f"{record.indicator}/{record.year}": record[NAMES.index(name)] for record in records.rows
        }


def test_a_choice_leaves_the_order_and_says_what_was_chosen(records: Records) -> None:
    some = chosen(records, facilities=["digid"], years=[2022, 2023])
    assert {record.facility for record in some.rows} == {"digid"}
    assert len(some.rows) == 13 * 2  # table A 1 has thirteen rows
    assert some.selection == {"voorziening": ("digid",), "jaar": ("2022", "2023")}
    assert chosen(records).rows == records.rows
    assert chosen(records).selection == {}


def test_a_facility_that_only_gathers_others_stands_for_those(records: Records) -> None:
    some = chosen(records, facilities=["stelsel-van-basisregistraties"])
    assert {record.facility for record in some.rows} == {"brp", "hr", "bag", "brt", "bgt", "brk", "brv", "woz", "bri", "bro"}


def test_a_choice_that_leaves_nothing_is_an_error(records: Records) -> None:
    with pytest.raises(CannotTellError, match="no figure that is of all that you ask for"):
        chosen(records, facilities=["bsnk"], years=[2019])  # table A 5 starts in 2020


def test_a_note_with_the_sign_that_separates_notes_is_refused(copy: Path) -> None:
    file = copy / "data" / "curation" / "2024" / "remarks.csv"
    file.write_text(file.read_text("utf-8").replace("In het gedrukte getal telt", "In het gedrukte|getal telt", 1), "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        records_of(read_model(copy, EDITION))
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, 8)]
    assert caught.value.problems[0].file == "data/curation/2024/remarks.csv"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**40), max_value=10**40) | st.integers())
def test_the_lexical_form_is_exact_and_the_only_one_of_its_value(value: int | Decimal) -> None:
    text = lexical(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"0|-?(0|[1-9]\d*)(\.\d*[1-9])?", text, re.ASCII)
