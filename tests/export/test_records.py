"""The records: all figures of the report, each as it is printed and as the RDF has it; hand-checked figures are the report's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import EDITION
from mdo_rdf.edition.edition import read_model
from mdo_rdf.errors import CannotTellError, InvalidInputError
from mdo_rdf.export.columns import BY_NAME, COLUMNS, NAMES, expanded
from mdo_rdf.export.records import FigureRecord, Records, chosen, lexical, plain, records_of
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="module")
def records(model: Model) -> Records:
    return records_of(model)


@pytest.fixture(scope="module")
def by_key(records: Records) -> dict[tuple[str, int], FigureRecord]:
    return {(one.indicator, one.year): one for one in records.rows}


def test_a_record_for_each_figure_in_the_order_of_the_report(
    records: Records, by_key: dict[tuple[str, int], FigureRecord]
) -> None:
    assert len(records.rows) == len(by_key) == 819
    assert sum(one.value is not None for one in records.rows) == 763
    tables = list(dict.fromkeys(one.table for one in records.rows))
    assert tables[:3] == ["a-1", "a-2", "a-3"]
    assert tables[-1] == "d-4"
    assert tables.index("c-1-3") < tables.index("c-1-4")  # in the text layer they are the other way round
    assert (records.rows[0].indicator, records.rows[0].year) == ("digid-aangesloten-organisaties", 2019)


@pytest.mark.parametrize(
    ("slug", "year", "value", "qualifier", "rounding", "text"),
    [
        ("digid-actieve-accounts", 2023, 17179883, "exact", None, "17.179.883"),
        ("eherkenning-aangesloten-diensten", 2022, 2647, "exact", None, "2647"),  # printed without a point
        ("hr-terugmeldingen", 2022, 14259, "exact", None, "14.259*"),
        ("bag-bevragingen", 2023, 4600000000, "afgerond", Decimal(10**8), "4,6 mlrd"),
        ("bag-viewer-unieke-bezoekers", 2019, 700000, "afgerond", Decimal(10**5), "0,7 miljoen"),
        ("woz-terugmeldingen", 2022, 5000, "ondergrens", None, ">5.000"),
        ("eidas-lidstaten", 2021, 13, "exact", None, "13 lidstaten met 17 middelen"),
        ("eidas-middelen", 2021, 17, "exact", None, "13 lidstaten met 17 middelen"),
        ("berichtenbox-geopend-na-3-weken", 2019, Decimal(57), "afgerond", Decimal(1), "Na 3 weken: 57% Na 6 weken: 62%"),
        ("berichtenbox-geopend-na-6-weken", 2023, Decimal(71), "afgerond", Decimal(1), "Na 3 weken: 65% Na 6 weken: 71%"),
        ("sc-gemiddeld-productbeschrijvingen", 2022, Decimal(151), "afgerond", Decimal(1), "151"),
        ("nora-deeplinks", 2021, 2770, "exact", None, "2770"),
    ],
)  # fmt: skip
def test_a_value_is_the_one_that_is_printed(
    by_key: dict[tuple[str, int], FigureRecord],
    slug: str,
    year: int,
    value: int | Decimal,
    qualifier: str,
    rounding: Decimal | None,
    text: str,
) -> None:
    one = by_key[slug, year]
    assert (one.value, one.qualifier, one.rounding_unit, one.text) == (value, qualifier, rounding, text)
    assert type(one.value) is type(value)
    assert (one.reason, one.column) == (None, str(year))


@pytest.mark.parametrize(
    ("slug", "year", "status", "reason", "text"),
    [
        ("digid-authenticaties-basis", 2019, "O", "misvormd", "223.949.53"),
        ("digid-authenticaties-basis", 2020, "O", "misvormd", "161.210.55"),
        ("digid-authenticaties-hoog", 2019, "M", "bestaat-niet", "-"),
        ("eidas-aangesloten-organisaties", 2019, "L", "niet-uitgevraagd", "-"),
        ("eherkenning-authenticaties", 2023, "O", "geen-reden-vermeld", "-"),
        ("bsnk-activaties", 2020, "O", "geen-reden-vermeld", "-"),
    ],
)  # fmt: skip
def test_a_gap_is_empty_with_its_status_and_reason_and_never_zero(
    by_key: dict[tuple[str, int], FigureRecord], slug: str, year: int, status: str, reason: str, text: str
) -> None:
    one = by_key[slug, year]
    assert one.value is None
    assert (one.status, one.reason, one.text) == (status, reason, text)
    assert (one.qualifier, one.rounding_unit, one.statuses, one.reference_date) == (None, None, (), None)
    assert one.observation_iri == one.cell_status_iri == f"{BASE}id/observatie/2024/celstatus/{slug}/{year}"
    assert one.dataset_iri == f"{BASE}id/dataset/2024-celstatus"


def test_a_true_zero_and_a_printed_hundred_percent_are_values(by_key: dict[tuple[str, int], FigureRecord]) -> None:
    assert by_key["brp-terugmeldingen-rechtstreeks", 2023].value == 0
    assert plain(by_key["brp-terugmeldingen-rechtstreeks", 2023].value) == "0"
    hundred = by_key["hr-aansluitgraad", 2023]
    assert (hundred.value, hundred.unit, hundred.text) == (Decimal(100), "percentage", "100%")


def test_a_break_a_correction_and_two_statuses_are_kept_whole(by_key: dict[tuple[str, int], FigureRecord]) -> None:
    moved = by_key["bag-bevragingen", 2021]
    assert (moved.status, moved.statuses, moved.established_by, moved.places) == ("B", ("B",), ("bron",), ("C 1.3, voetnoot *",))
    assert by_key["digikoppeling-organisaties", 2021].previous_value == 858
    both = by_key["sc-raadplegingen-api", 2022]
    assert (both.statuses, len(both.notes_nl), len(both.notes_en), len(both.places)) == (("B", "E"), 2, 2, 1)


def test_a_reference_date_says_who_established_it(by_key: dict[tuple[str, int], FigureRecord]) -> None:
    """The report names the last day of 2022 and of 2023 only."""
    dates = [
        (by_key["digid-actieve-accounts", year].reference_date, by_key["digid-actieve-accounts", year].date_established_by)
        for year in (2021, 2022)
    ]
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


@pytest.mark.parametrize(
    ("name", "part", "path"),
    [
        ("naam", "celstatus", "mdo:indicator/skos:prefLabel@nl"),
        ("naam_en", "celstatus", "mdo:indicator/skos:prefLabel@en"),
        ("voorziening", "celstatus", "mdo:indicator/mdo:voorziening/skos:notation"),
        ("voorziening_naam", "celstatus", "mdo:indicator/mdo:voorziening/skos:prefLabel@nl"),
        ("voorziening_naam_en", "celstatus", "mdo:indicator/mdo:voorziening/skos:prefLabel@en"),
        ("soort", "celstatus", "mdo:indicator/mdo:soort/skos:notation"),
        ("waarde", "waarde", "mdo:waarde"),
        ("eenheid", "celstatus", "mdo:indicator/mdo:eenheid/skos:notation"),
        ("tel_eenheid", "celstatus", "mdo:indicator/mdo:telEenheid/skos:notation"),
        ("kwalificatie", "waarde", "mdo:kwalificatie/skos:notation"),
        ("afrondingseenheid", "waarde", "mdo:afrondingseenheid"),
        ("status", "celstatus", "mdo:celstatus/skos:notation"),
        ("statussen", "waarde", "sdmx-attribute:obsStatus/skos:notation"),
        ("reden", "celstatus", "mdo:reden/skos:notation"),
        ("vastgesteld_door", "celstatus", "mdo:vastgesteldDoor/skos:notation"),
        ("vorige_waarde", "waarde", "mdo:vorigeWaarde"),
        ("peildatum", "waarde", "mdo:peildatum"),
        ("peildatum_vastgesteld_door", "waarde", "mdo:peildatumVastgesteldDoor/skos:notation"),
        ("opmerking", "celstatus", "rdfs:comment@nl"),
        ("opmerking_en", "celstatus", "rdfs:comment@en"),
        ("vindplaats", "celstatus", "mdo:vindplaats"),
        ("tekst", "celstatus", "prov:wasDerivedFrom/mdo:tekst"),
        ("rij", "celstatus", "prov:wasDerivedFrom/mdo:rij"),
        ("kolom", "celstatus", "prov:wasDerivedFrom/mdo:kolom"),
        ("indicator_iri", "celstatus", "mdo:indicator"),
        ("status_iri", "celstatus", "mdo:celstatus"),
        ("cel_iri", "celstatus", "prov:wasDerivedFrom"),
    ],
)  # fmt: skip
def test_a_column_has_what_the_rdf_says(records: Records, store: pyoxigraph.Store, name: str, part: str, path: str) -> None:
    found = said(store, EDITION if part == "waarde" else f"{EDITION}-{part}", *path.split("@"))
    number = NAMES.index(name)
    here = {f"{one.indicator}/{one.year}": one[number] for one in records.rows}
    texts = {key: "|".join(sorted(value)) if isinstance(value, tuple) else plain(value) for key, value in here.items()}
    assert {key: text for key, text in texts.items() if text} == found


def test_the_observations_and_data_sets_are_those_of_the_rdf(records: Records, store: pyoxigraph.Store) -> None:
    rows = store.query("SELECT ?o ?d { ?o qb:dataSet ?d ; mdo:waarde|mdo:celstatus ?any }", prefixes=PREFIXES)
    dataset = {row["o"].value: row["d"].value for row in rows}  # type: ignore[union-attr]
    for one in records.rows:
        assert dataset[one.observation_iri] == one.dataset_iri
        assert dataset[one.cell_status_iri] == f"{BASE}id/dataset/2024-celstatus"
        assert (one.dataset_iri == f"{BASE}id/dataset/2024") == (one.value is not None)
    assert len({one.observation_iri for one in records.rows} | {one.cell_status_iri for one in records.rows}) == 763 + 819


def test_the_theme_and_table_are_those_of_the_rdf(records: Records, store: pyoxigraph.Store) -> None:
    for name, path in (("thema", "mdo:indicator/mdo:thema"), ("tabel", "prov:wasDerivedFrom/mdo:tabel")):
        found = said(store, f"{EDITION}-celstatus", path)
        assert {key: iri.rpartition("/")[2] for key, iri in found.items()} == {
            f"{one.indicator}/{one.year}": one[NAMES.index(name)] for one in records.rows
        }


def test_a_choice_leaves_the_order_and_says_what_was_chosen(records: Records) -> None:
    some = chosen(records, facilities=["digid"], years=[2022, 2023])
    assert {one.facility for one in some.rows} == {"digid"}
    assert len(some.rows) == 13 * 2  # table A 1 has thirteen rows
    assert some.selection == {"voorziening": ("digid",), "jaar": ("2022", "2023")}
    assert chosen(records).rows == records.rows
    assert chosen(records).selection == {}


def test_a_facility_that_only_gathers_others_stands_for_those(records: Records) -> None:
    some = chosen(records, facilities=["stelsel-van-basisregistraties"])
    assert {one.facility for one in some.rows} == {"brp", "hr", "bag", "brt", "bgt", "brk", "brv", "woz", "bri", "bro"}


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
