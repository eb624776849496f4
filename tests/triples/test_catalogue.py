"""The catalogue record: conforms to the published profile, and says of the files and of the data what is so."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from checkout import EDITION, ROOT
from mdo_rdf import iris
from mdo_rdf.checks.validate import validate_profile
from mdo_rdf.cli import main
from mdo_rdf.datacube.shacl import engines
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from mdo_rdf.datacube.results import Result

DATA = ROOT / "data" / "rdf" / EDITION
PROFILE = ROOT.parent / "shared" / "shapes" / "dcat-ap-nl"
RECOMMENDED = "DistributionShape_accessService_aanbevolen_minCount"
"""The one recommendation that a file without a service cannot follow."""
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in iris.PREFIXES.items()) + f"BASE <{iris.BASE}>\n"


def ask(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    rows = store.query(PREFIXES + query)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return [tuple(term.value if term else "" for term in row) for row in rows]


def profile(version: str) -> list[Path]:
    files = sorted((PROFILE / version).glob("*.ttl"))
    if not files:
        pytest.skip("the shapes of DCAT-AP-NL are not beside this checkout")
    return files


def violations(results: list[Result]) -> list[Result]:
    return [result for result in results if not result.rule.endswith(RECOMMENDED)]


@pytest.mark.parametrize("engine", engines())
def test_the_record_conforms_to_dcat_ap_nl(engine: str) -> None:
    assert violations(validate_profile(ROOT, EDITION, "dcat-ap-nl", profile("300"), engine=engine).results) == []


def test_the_record_conforms_to_the_working_version_too() -> None:
    assert violations(validate_profile(ROOT, EDITION, "dcat-ap-nl", profile("main")).results) == []


@pytest.mark.parametrize(
    ("pattern", "replacement", "rule"),
    [
        (r"    dcterms:publisher <id/organisatie/beheerders> ;\n", "", "publisher"),
        (r"data-theme/GOVE>", "data-theme/NIETS>", "theme"),
        (r'dcterms:title "[^"]*"@(nl|en) ;', "", "title"),
        (r"    dcat:accessURL <[^>]*> ;\n", "", "accessURL"),
        (r"    dcterms:license <[^>]*> ;\n", "", "license"),
    ],
)
def test_the_profile_does_find_what_is_wrong(pattern: str, replacement: str, rule: str, tmp_path: Path) -> None:
    """So that "0 violations" is not the answer of a check that looks at nothing."""
    for folder in ("ontology", "shapes", f"data/rdf/{EDITION}"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    record = tmp_path / "data" / "rdf" / EDITION / "catalogus.ttl"
    record.write_text(re.sub(pattern, replacement, record.read_text("utf-8")), "utf-8")
    found = violations(validate_profile(tmp_path, EDITION, "dcat-ap-nl", profile("300")).results)
    assert any(rule in result.rule + result.detail for result in found), found[:5]


# What it says of the files


def test_every_file_is_described_with_its_size_and_checksum(store: pyoxigraph.Store) -> None:
    query = """SELECT ?url ?size ?sum ?type WHERE {
      <id/uitgave/2024> dcat:distribution ?file . ?file dcat:downloadURL ?url ; dcat:byteSize ?size ; dcat:mediaType ?type ;
        spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum ] }"""
    described = {row[0].removeprefix(iris.BASE): row[1:] for row in ask(store, query)}
    # The record itself cannot hold its own checksum, and says the same in another syntax in catalogus.jsonld.
    files = [path for path in DATA.glob("*.ttl") if path.name != "catalogus.ttl"]
    paths = {f"data/{EDITION}/{path.name}": path for path in files}
    paths |= {f"ontology/{path.name}": path for path in (ROOT / "ontology").glob("*.ttl")}
    assert described.keys() == paths.keys()
    for name, path in paths.items():
        content = path.read_bytes()
        expected = (str(len(content)), sha256(content).hexdigest(), "https://www.iana.org/assignments/media-types/text/turtle")
        assert described[name] == expected, name


def test_the_build_names_its_program_and_the_checksum_of_everything_it_read(store: pyoxigraph.Store) -> None:
    query = """SELECT ?label ?sum WHERE { <id/uitgave/2024> prov:wasGeneratedBy ?build . ?build prov:used ?input .
      ?input rdfs:label ?label ; spdx:checksum/spdx:checksumValue ?sum }"""
    used = {row[0]: row[1] for row in ask(store, query)}
    folders = (f"data/source/{EDITION}", "data/curation", f"data/curation/{EDITION}")
    paths = [path for folder in folders for path in (ROOT / folder).glob("*.csv")] + [*(ROOT / "queries").glob("*.rq")]
    assert used == {path.relative_to(ROOT).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}
    program = ask(store, "SELECT ?version WHERE { <id/bouw/2024> prov:wasAssociatedWith/schema:softwareVersion ?version }")
    assert program == [(VERSION,)]
    assert not re.search(r"xsd:dateTime|T\d\d:\d\d", (DATA / "catalogus.ttl").read_text("utf-8")), "a time breaks byte-identity"


def test_one_version_in_the_record_and_the_package(store: pyoxigraph.Store) -> None:
    assert set(ask(store, "SELECT ?version WHERE { ?set dcat:version ?version }")) == {(VERSION,)}


# What it says of the data


def test_the_counts_are_those_of_the_files_described() -> None:
    """Counted anew with a store: the files of the edition without the record, and without the parts made for targets."""
    store = pyoxigraph.Store()
    for path in DATA.glob("*.ttl"):
        if path.name != "catalogus.ttl" and not path.name.startswith("koppelingen-"):
            store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    record = pyoxigraph.Store()
    record.bulk_load(path=str(DATA / "catalogus.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    edition = "<id/uitgave/2024> void:triples ?t ; void:distinctSubjects ?s ; void:classes ?c ; void:properties ?p"
    [said] = ask(record, f"SELECT ?t ?s ?c ?p WHERE {{ {edition} }}")
    counts = [
        ask(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")[0]
        for pattern in ("?x ?p ?o", "?s a ?x", "?s ?x ?o")
    ]
    assert said == (str(len(store)), *(count for (count,) in counts))
    classes = "SELECT ?class ?n WHERE { <id/uitgave/2024> void:classPartition [ void:class ?class ; void:entities ?n ] }"
    assert sorted(ask(record, classes)) == sorted(
        ask(store, "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class")
    )
    properties = "SELECT ?p ?n WHERE { <id/uitgave/2024> void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    assert sorted(ask(record, properties)) == sorted(ask(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"))


def test_each_cube_says_its_structure_and_how_many_series_it_has(store: pyoxigraph.Store) -> None:
    said = "SELECT ?set ?n WHERE { ?set stat:numSeries ?n }"
    counted = (
        "SELECT ?set (COUNT(DISTINCT ?indicator) AS ?n) WHERE { ?o qb:dataSet ?set ; mdo:indicator ?indicator } GROUP BY ?set"
    )
    assert sorted(ask(store, said)) == sorted(ask(store, counted))
    for kind in ("dimension", "measure", "attribute"):
        said = f"SELECT DISTINCT ?set ?p WHERE {{ ?set stat:{kind} ?p }}"
        declared = f"SELECT DISTINCT ?set ?p WHERE {{ ?set qb:structure/qb:component/qb:{kind} ?p }}"
        assert sorted(ask(store, said)) == sorted(ask(store, declared))


def test_editions_form_a_series(store: pyoxigraph.Store) -> None:
    assert ask(store, "SELECT ?e WHERE { ?e dcat:inSeries <id/uitgavenreeks> }") == [(f"{iris.BASE}id/uitgave/2024",)]
    assert ask(store, "SELECT ?e WHERE { <id/uitgavenreeks> dcat:last ?e }") == [(f"{iris.BASE}id/uitgave/2024",)]


def test_of_the_report_neither_publisher_nor_licence_is_said_and_of_ours_both_are(store: pyoxigraph.Store) -> None:
    unknown = "?p IN (dcterms:publisher, dcterms:license, dcterms:creator, dcterms:rights)"
    assert ask(store, f"SELECT ?p WHERE {{ <id/document/2024> ?p ?o FILTER({unknown}) }}") == []
    ours = ask(store, "SELECT DISTINCT ?who ?terms WHERE { <id/uitgave/2024> dcterms:publisher ?who ; dcterms:license ?terms }")
    assert ours == [(f"{iris.BASE}id/organisatie/beheerders", "http://creativecommons.org/publicdomain/zero/1.0/")]


# The same for search engines


def test_the_json_ld_is_a_schema_org_data_set_that_can_be_read_without_a_network(store: pyoxigraph.Store) -> None:
    text = (DATA / "catalogus.jsonld").read_text("utf-8")
    as_rdf = pyoxigraph.Store()
    as_rdf.bulk_load(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    described = "a schema:Dataset ; schema:distribution [ schema:contentUrl ?url ; schema:sha256 ?sum ]"
    recorded = (
        "dcat:distribution [ dcat:downloadURL ?url ; spdx:checksum/spdx:checksumValue ?sum ] FILTER CONTAINS(STR(?url), '/data/')"
    )
    for_search, for_catalogues = (
        sorted(ask(where, f"SELECT ?url ?sum WHERE {{ <id/uitgave/2024> {pattern} }}"))
        for where, pattern in ((as_rdf, described), (store, recorded))
    )
    assert for_search == for_catalogues != []
    content = json.loads(text)
    assert (content["version"], content["license"]["@id"]) == (VERSION, "http://creativecommons.org/publicdomain/zero/1.0/")
    assert {name["@language"] for name in content["name"]} == {"nl", "en"}
    assert "publisher" not in content["isBasedOn"]


# What an editor can get wrong


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("catalogue.csv", "mdo-rdf,mdo-rdf", "mdo-rdff,mdo-rdf", "unknown slug: did you mean mdo-rdf?"),
        ("authorities.csv", "licence,", "license,", "unknown role: did you mean licence?"),
        ("authorities.csv", "theme,http://publications.europa.eu/resource/authority/data-theme/GOVE", "theme,", "empty iri"),
        ("datasets.csv", "2024,afgeleid,", "2024,afgeled,", "unknown part: did you mean afgeleid?"),
    ],
)
def test_a_wrong_line_of_the_record_is_reported_with_its_place(
    file: str, old: str, new: str, said: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "data" / "curation" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert main(["build", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert f"data/curation/{file}:" in error
