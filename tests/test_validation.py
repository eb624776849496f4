"""The shapes: the publication is valid, and each defect is found by the shape that is meant to find it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib

import mdo_rdf
from conftest import EDITION, ROOT
from mdo_rdf.cli import main
from mdo_rdf.names import BASE, PREFIXES
from mdo_rdf.validation import Finding, read_shapes, validate, validate_graph

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = BASE + "id/vorm/"
HEAD = "\n".join([f"BASE <{BASE}>", *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())])
ONE = "<id/observatie/2024/waarde/digid-actieve-accounts/2023>"
GAP = "<id/observatie/2024/celstatus/digid-authenticaties-hoog/2019>"
CHANGE = "<id/observatie/2024/mutatie/digid-actieve-accounts/2023>"
CELL = "<id/cel/2024/a-1/3/2023>"
TABLE = "<id/tabel/2024/a-1>"
INDICATOR = "<id/indicator/digid-actieve-accounts>"
"""The things that the defects below are done to."""

DEFECTS = [
    ("waarneming-dataset", f"DELETE WHERE {{ {ONE} qb:dataSet ?d }}"),
    ("waarneming-indicator", f"INSERT DATA {{ {ONE} mdo:indicator <id/indicator/digid-accounts-basis> }}"),
    ("waarneming-jaar", f"DELETE {{ {ONE} mdo:jaar ?y }} INSERT {{ {ONE} mdo:jaar 2023 }} WHERE {{ {ONE} mdo:jaar ?y }}"),
    ("waarneming-cel", f"DELETE WHERE {{ {ONE} prov:wasDerivedFrom ?c }}"),
    ("waarde-getal", f"INSERT DATA {{ {ONE} mdo:waarde 12 }}"),
    ("waarde-getal", f'DELETE {{ {ONE} mdo:waarde ?v }} INSERT {{ {ONE} mdo:waarde "veel" }} WHERE {{ {ONE} mdo:waarde ?v }}'),
    ("waarde-getal", f"DELETE {{ {ONE} mdo:waarde ?v }} INSERT {{ {ONE} mdo:waarde -1 }} WHERE {{ {ONE} mdo:waarde ?v }}"),
    ("waarde-eenheid", f"DELETE WHERE {{ {ONE} sdmx-attribute:unitMeasure ?u }}"),
    ("waarde-kwalificatie", f"DELETE WHERE {{ {ONE} mdo:kwalificatie ?k }}"),
    ("waarde-kwalificatie", f"INSERT DATA {{ {ONE} mdo:kwalificatie <id/status/b> }}"),
    ("waarde-status", f"DELETE WHERE {{ {ONE} sdmx-attribute:obsStatus ?s }}"),
    ("waarde-status", f"INSERT DATA {{ {ONE} sdmx-attribute:obsStatus <id/status/o> }}"),
    ("waarde-afrondingseenheid", f"INSERT DATA {{ {ONE} mdo:afrondingseenheid 0.0 }}"),
    ("waarde-vorige-waarde", f'INSERT DATA {{ {ONE} mdo:vorigeWaarde "858" }}'),
    ("waarde-peildatum", f'INSERT DATA {{ {ONE} mdo:peildatum "2022-12-31"^^xsd:date }}'),
    ("waarde-vaststeller", f"INSERT DATA {{ {ONE} mdo:vastgesteldDoor <id/status/a> }}"),
    ("waarde-opmerking", f'INSERT DATA {{ {ONE} rdfs:comment "zonder taal" }}'),
    ("waarde-ene-cel", f"INSERT DATA {{ {ONE} prov:wasDerivedFrom <id/cel/2024/a-1/3/2022> }}"),
    ("afgerond-kwalificatie", f"INSERT DATA {{ {ONE} mdo:afrondingseenheid 100.0 }}"),
    ("peildatum-meetbasis", 'INSERT DATA { <id/observatie/2024/waarde/digid-authenticaties/2023> mdo:peildatum "2023-12-31"^^xsd:date }'),
    ("peildatum-vaststeller", f"DELETE WHERE {{ {ONE} mdo:peildatumVastgesteldDoor ?w }}"),
    ("celstatus", f"DELETE WHERE {{ {GAP} mdo:reden ?r }}"),
    ("celstatus", "INSERT DATA { <id/observatie/2024/celstatus/digid-actieve-accounts/2023> mdo:reden <id/reden/misvormd> }"),
    ("celstatus-status", f"INSERT DATA {{ {GAP} mdo:celstatus <id/status/a> }}"),
    ("celstatus-reden", f"INSERT DATA {{ {GAP} mdo:reden <id/reden/misvormd> }}"),
    ("celstatus-ene-cel", f"INSERT DATA {{ {GAP} prov:wasDerivedFrom <id/cel/2024/a-1/3/2022> }}"),
    ("mutatie-getal", f"INSERT DATA {{ {CHANGE} mdo:mutatie 12.5 }}"),
    ("mutatie-basisjaar", f"DELETE WHERE {{ {CHANGE} mdo:basisjaar ?y }}"),
    ("mutatie-eenheid", f"INSERT DATA {{ {CHANGE} sdmx-attribute:unitMeasure <id/eenheid/aantal> }}"),
    ("mutatie-status", f"DELETE WHERE {{ {CHANGE} sdmx-attribute:obsStatus ?s }}"),
    ("mutatie-oordeel", f"DELETE WHERE {{ {CHANGE} mdo:oordeel ?v }}"),
    ("mutatie-gedrukte-tekst", f'INSERT DATA {{ {CHANGE} mdo:gedrukteTekst "9%" }}'),
    ("document-titel", "DELETE WHERE { <id/document/2024> dcterms:title ?t }"),
    ("document-uitgever", "INSERT DATA { <id/document/2024> dcterms:publisher <id/voorziening/digid> }"),
    ("document-licentie", "INSERT DATA { <id/document/2024> dcterms:license <id/voorziening/digid> }"),
    ("tabel-titel", f"DELETE WHERE {{ {TABLE} dcterms:title ?t }}"),
    ("tabel-bijlage", f'INSERT DATA {{ {TABLE} mdo:bijlage "E" }}'),
    ("tabel-paragraaf", f"DELETE WHERE {{ {TABLE} mdo:paragraaf ?p }}"),
    ("tabel-volgnummer", f"INSERT DATA {{ {TABLE} mdo:volgnummer 0 }}"),
    ("tabel-document", f"DELETE WHERE {{ {TABLE} mdo:document ?d }}"),
    ("tabel-herkomst", f"DELETE WHERE {{ {TABLE} prov:wasDerivedFrom ?d }}"),
    ("cel-tekst", f'INSERT DATA {{ {CELL} mdo:tekst "12" }}'),
    ("cel-tabel", f"DELETE WHERE {{ {CELL} mdo:tabel ?t }}"),
    ("cel-rij", f"DELETE WHERE {{ {CELL} mdo:rij ?r }}"),
    ("cel-kolom", f'INSERT DATA {{ {CELL} mdo:kolom "totaal" }}'),
    ("cel-rijopschrift", f"DELETE WHERE {{ {CELL} mdo:rijopschrift ?r }}"),
    ("cel-herkomst", f"DELETE WHERE {{ {CELL} prov:wasDerivedFrom ?t }}"),
    ("voetnootteken-teken", "DELETE { ?m mdo:teken ?t } WHERE { ?m a mdo:Voetnootteken ; mdo:teken ?t }"),
    ("voetnootteken-tabel", "INSERT { ?m mdo:tabel <id/tabel/2024/d-4> } WHERE { ?m a mdo:Voetnootteken }"),
    ("voetnootteken-plaats", "DELETE WHERE { ?m mdo:tekenplaats ?p }"),
    ("begrippenkader-naam", 'INSERT DATA { <id/begrippenkader/niveau> skos:prefLabel "Ebenen"@de }'),
    ("begrippenkader-definitie", "DELETE WHERE { <id/begrippenkader/niveau> skos:definition ?d }"),
    ("begrippenkader-top", "DELETE WHERE { <id/begrippenkader/niveau> skos:hasTopConcept ?c }"),
    ("begrip-naam", 'INSERT DATA { <id/niveau/hoog> skos:prefLabel "Hoogst"@nl }'),
    ("begrip-definitie", "DELETE WHERE { <id/niveau/hoog> skos:definition ?d }"),
    ("begrip-notatie", "DELETE WHERE { <id/niveau/hoog> skos:notation ?n }"),
    ("begrip-kader", "DELETE WHERE { <id/niveau/hoog> skos:inScheme ?s }"),
    ("begrip-boven", "INSERT DATA { <id/niveau/hoog> skos:broader <id/tabel/2024/a-1> }"),
    *(
        (f"indicator-{name.lower()}", f"DELETE WHERE {{ {INDICATOR} mdo:{name} ?x }}")
        for name in (
            "voorziening", "thema", "soort", "meetbasis", "zekerheidMeetbasis", "eenheid", "telEenheid", "onderwerp", "grootheid"
        )
    ),
    *(
        (f"indicator-{name}", f"INSERT DATA {{ {INDICATOR} mdo:{name} <id/status/a> }}")
        for name in ("niveau", "kanaal", "richting", "register", "product", "doelgroep", "wederpartij", "termijn")
    ),
    ("indicator-deel-van", f"INSERT DATA {{ {INDICATOR} mdo:deelVan <id/voorziening/digid> }}"),
    ("indicator-noemer", f"INSERT DATA {{ {INDICATOR} mdo:noemer <id/voorziening/digid> }}"),
    ("indicator-zelfde-stroom", f"INSERT DATA {{ {INDICATOR} mdo:zelfdeStroomAls <id/voorziening/digid> }}"),
    ("indicator-tabel", f"DELETE WHERE {{ {INDICATOR} mdo:tabel ?t }}"),
    ("indicator-rij", f"DELETE WHERE {{ {INDICATOR} mdo:rij ?r }}"),
    ("voorziening-thema", "DELETE WHERE { <id/voorziening/digid> mdo:thema ?t }"),
    ("voorziening-indicatoren", "INSERT DATA { <id/voorziening/stelsel-van-basisregistraties> a mdo:Voorziening }"),
    ("jaar-notatie", "DELETE WHERE { <id/jaar/2023> skos:notation ?n }"),
    ("jaar-naam", "DELETE WHERE { <id/jaar/2023> rdfs:label ?n }"),
    ("jaar-begin", "DELETE WHERE { <id/jaar/2023> time:hasBeginning ?n }"),
    ("jaar-einde", "DELETE WHERE { <id/jaar/2023> time:hasEnd ?n }"),
]  # fmt: skip

HELPERS = {"gat-status", "gat-reden", "cijfer-status", "cijfer-reden"}
"""Property shapes that only speak through the node shape celstatus, which asks for one of the two."""


def test_the_publication_is_valid() -> None:
    assert validate(ROOT, EDITION) == []


@pytest.fixture(scope="module")
def neighbourhood() -> pyoxigraph.Store:
    """A valid part of the publication that is small enough to check often: DigiD, with all concepts and its tables."""
    store = mdo_rdf.load_store(ROOT)
    others = f"""{HEAD}
        DELETE {{ ?s ?p ?o }} WHERE {{
            {{ ?s a qb:Observation ; mdo:indicator/mdo:voorziening ?v . FILTER(?v != <id/voorziening/digid>) }}
            UNION {{ ?s a mdo:Cel ; mdo:tabel ?t . FILTER(?t != <id/tabel/2024/a-1>) }}
            UNION {{ ?s a mdo:Indicator ; mdo:voorziening ?v . FILTER(?v NOT IN (<id/voorziening/digid>)) }}
            UNION {{ ?s a mdo:Voorziening . FILTER(?s NOT IN (<id/voorziening/digid>)) }}
            UNION {{ ?s a qb:Slice }} UNION {{ ?s a qb:ObservationGroup }}
            ?s ?p ?o
        }}"""
    store.update(others)
    dangling = "?s ?p ?gone FILTER(?p IN (skos:hasTopConcept, mdo:zelfdeStroomAls)) FILTER NOT EXISTS { ?gone a ?kind }"
    store.update(f"{HEAD} DELETE {{ ?s ?p ?gone }} WHERE {{ {dangling} }}")
    return store


def findings(store: pyoxigraph.Store) -> list[Finding]:
    graph = rdflib.Graph().parse(
        data=store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()), format="nt"
    )
    return validate_graph(graph, read_shapes(ROOT))


def test_the_neighbourhood_is_valid(neighbourhood: pyoxigraph.Store) -> None:
    assert findings(neighbourhood) == []


@pytest.mark.parametrize(("shape", "defect"), DEFECTS, ids=[f"{number}-{shape}" for number, (shape, _) in enumerate(DEFECTS)])
def test_a_defect_is_found_by_its_shape(shape: str, defect: str, neighbourhood: pyoxigraph.Store) -> None:
    store = pyoxigraph.Store()
    store.bulk_extend(neighbourhood)
    before = set(store)
    store.update(f"{HEAD}\n{defect}")
    assert set(store) != before, "the defect changes nothing"
    assert SHAPE + shape in {finding.shape for finding in findings(store)}


def test_every_property_shape_has_a_defect_that_it_finds() -> None:
    shapes = read_shapes(ROOT)
    properties = {str(shape).removeprefix(SHAPE) for shape in shapes.subjects(rdflib.RDF.type, rdflib.SH.PropertyShape)}
    assert properties - HELPERS <= {shape for shape, _ in DEFECTS}


def test_every_shape_has_messages_in_dutch_and_english_a_name_and_a_severity() -> None:
    shapes = read_shapes(ROOT)
    for shape in shapes.subjects(rdflib.RDF.type, rdflib.SH.PropertyShape):
        languages = sorted(str(getattr(message, "language", "")) for message in shapes.objects(shape, rdflib.SH.message))
        assert (shape, languages) == (shape, ["en", "nl"])
        assert isinstance(shape, rdflib.URIRef)
        assert shapes.value(shape, rdflib.SH.severity) is not None


def test_the_command_prints_each_finding_and_exits_with_1(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "shapes", copy / "shapes")
    place = copy / "data" / "rdf" / EDITION
    place.mkdir(parents=True)
    triple = f"<{BASE}id/niveau/hoog> a <http://www.w3.org/2004/02/skos/core#Concept> ."
    (place / "begrippen.ttl").write_text(triple, "utf-8")
    assert main(["validate", "--root", str(copy)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"{BASE}id/niveau/hoog: {SHAPE}begrip-notatie: no value: A concept has exactly one notation." in lines
    assert lines[-1] == "4 findings"


def test_no_shapes_cannot_be_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--root", str(copy)]) == 2
    assert "shapes: no Turtle files" in capsys.readouterr().err
