"""JSON, exact and self-describing, and JSON-LD, which means the published observations and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
import rdflib

from mdo_rdf.export.columns import NAMES
from mdo_rdf.export.json import to_json, to_jsonld
from mdo_rdf.export.records import Records, chosen
from mdo_rdf.iris import BASE

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="module")
def document(records: Records) -> Any:
    return json.loads(to_json(records), parse_float=Decimal)


@pytest.fixture(scope="module")
def by_key(document: Any) -> dict[tuple[str, int], dict[str, Any]]:
    return {(record["indicator"], record["jaar"]): record for record in document["records"]}


def test_the_json_says_what_it_is_and_what_each_column_is(document: Any) -> None:
    assert document["title"] == {"nl": "Monitor Digitale Overheid 2024: cijfers", "en": "Monitor Digitale Overheid 2024: figures"}
    assert document["source"] == f"{BASE}id/document/2024"
    assert document["licence"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert document["selection"] == {}
    assert [column["name"] for column in document["columns"]] == list(NAMES)
    assert len(document["records"]) == 819


def test_numbers_are_json_numbers_and_exact(document: Any, by_key: dict[tuple[str, int], Any], records: Records) -> None:
    assert by_key["brt-raadplegingen-pdok", 2022]["waarde"] == 7077196241
    assert by_key["bv-bsn-aandeel-verificatievragen", 2020]["waarde"] == Decimal("99.7")
    assert b'"waarde": 99.7,' in to_json(records)
    assert [figure["waarde"] for figure in document["records"]] == [record.value for record in records.rows]


def test_what_is_missing_is_null_and_several_values_are_a_list(document: Any, by_key: dict[tuple[str, int], Any]) -> None:
    gap = by_key["digid-authenticaties-basis", 2019]
    assert (gap["waarde"], gap["kwalificatie"], gap["reden"], gap["statussen"]) == (None, None, "misvormd", [])
    assert by_key["sc-raadplegingen-api", 2022]["statussen"] == ["B", "E"]
    assert sum(figure["waarde"] is None for figure in document["records"]) == 56


def test_a_selection_says_so_in_the_json(records: Records) -> None:
    document = json.loads(to_json(chosen(records, facilities=["digid"], years=[2023])))
    assert document["selection"] == {"voorziening": ["digid"], "jaar": ["2023"]}
    assert len(document["records"]) == 13


def test_json_ld_has_each_triple_of_the_observations_and_no_other(records: Records, store: pyoxigraph.Store) -> None:
    """Both of each figure: the observation of its cell status, and of its value where it has one."""
    read = {quad.triple for quad in pyoxigraph.parse(to_jsonld(records), format=pyoxigraph.RdfFormat.JSON_LD)}
    subjects = {pyoxigraph.NamedNode(iri) for record in records.rows for iri in (record.observation_iri, record.cell_status_iri)}
    assert len(subjects) == 763 + 819
    assert read == {quad.triple for quad in store if quad.subject in subjects}


def test_json_ld_has_no_blank_nodes_and_needs_no_network(records: Records) -> None:
    document = json.loads(to_jsonld(chosen(records, facilities=["woz"])))
    assert all(node["@id"].startswith("id/observatie/2024/") for node in document["@graph"])
    assert isinstance(document["@context"], dict)
    assert document["@context"]["@base"] == BASE
    assert set(document["@context"]) - {"@version", "@base"} <= set(NAMES)


def test_a_selection_in_json_ld_has_the_observations_of_those_figures_only(records: Records) -> None:
    found = rdflib.Graph().parse(data=to_jsonld(chosen(records, indicators=["digid-authenticaties-hoog"])), format="json-ld")
    years = {"celstatus": range(2019, 2024), "waarde": range(2020, 2024)}
    assert {str(subject).removeprefix(f"{BASE}id/observatie/2024/") for subject in found.subjects()} == {
        f"{kind}/digid-authenticaties-hoog/{year}" for kind in years for year in years[kind]
    }
