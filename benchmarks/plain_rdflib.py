"""The same build as most would write it: typer for the command, one rdflib graph per file, ``graph.add`` in a loop.

It reads with this package's own readers, which are faster than the usual ones, and takes the verdicts and their sentences
from this package's own audit, so the comparison is kind to it.
For the same reason the JSON-LD comes from ``json`` and not from the slower serializer of rdflib.
``build_speed.py`` checks that it makes exactly the same triples.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, TIME, VOID, XSD

from mdo_rdf.audit.audit import Audit, audit
from mdo_rdf.audit.claims import PROSE
from mdo_rdf.audit.findings import find_flaws
from mdo_rdf.audit.sentences import claim_outcome, claim_place, claim_sentence
from mdo_rdf.edition.edition import read_model
from mdo_rdf.errors import InvalidInputError
from mdo_rdf.inputs.catalogue_record import File, read_catalogue
from mdo_rdf.inputs.curation import SCHEME_OF_AXIS
from mdo_rdf.inputs.links import NO_TERM
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.iris import PREFIXES, table_key
from mdo_rdf.query.questions import Question, read_questions, with_defaults
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mdo_rdf.audit.sum_checks import Comparison
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.catalogue_record import Catalogue
    from mdo_rdf.inputs.curation import Curation, Edition
    from mdo_rdf.inputs.links import Link, Links, Target

BASE = "https://w3id.org/monitor-digitale-overheid/"
MDO = Namespace(BASE + "def#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # the one in rdflib is DCAT 2, and warns of each term of DCAT 3
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
STAT = Namespace("http://data.europa.eu/s1n/")
SSSOM = Namespace("https://w3id.org/sssom/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
SH = Namespace("http://www.w3.org/ns/shacl#")
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
TEXTS = {
    "label": SKOS.prefLabel,
    "definition": SKOS.definition,
    "explanation": RDFS.comment,
    "scope_note": SKOS.scopeNote,
}
RELATIONS = {"part_of": MDO.deelVan, "denominator": MDO.noemer}
SAME_AS = {"same_flow_as": MDO.zelfdeStroomAls, "same_stock_as": MDO.zelfdeStandAls}
TOLD = (RDF.type, SKOS.inScheme, SKOS.notation, SKOS.prefLabel, SKOS.definition, RDFS.comment, MDO.voorziening)
FILE_TITLES = {
    "afgeleid.ttl": ("Afgeleide cijfers", "Derived figures"),
    "begrippen.ttl": ("Begrippen en indicatoren", "Concepts and indicators"),
    "bevindingen.ttl": ("Toetsen, beweringen en bevindingen", "Checks, claims and findings"),
    "cellen.ttl": ("Gedrukte cellen", "Printed cells"),
    "cube.ttl": ("Datakubussen: waarden, celstatus en mutaties", "Data cubes: values, cell status and changes"),
    "vragen.ttl": ("Vragen in SPARQL", "Questions in SPARQL"),
    "koppelingen.ttl": ("Koppelingen met anderen", "Links to others"),
}
CATALOGUE, SERIES, PROGRAM = (URIRef(BASE + "id/" + name) for name in ("catalogus", "uitgavenreeks", "programma/mdo-rdf"))
MAINTAINERS, CONTACT = (URIRef(BASE + "id/" + name) for name in ("organisatie/beheerders", "contact/beheerders"))


def iri(*parts: object) -> URIRef:
    return URIRef(BASE + "id/" + "/".join(str(part) for part in parts))


def concept(scheme: str, slug: str) -> URIRef:
    return iri(scheme, slug.lower())


def observation(edition: str, one: Observation) -> URIRef:
    return iri("observatie", edition, "celstatus" if one.value is None else "waarde", one.indicator.slug, one.year)


def decimal(value: Decimal) -> Literal:
    lexical = format(value.normalize(), "f")
    return Literal("0" if lexical == "-0" else lexical, datatype=XSD.decimal, normalize=False)


def new_graph() -> Graph:
    graph = Graph()
    for prefix, namespace in (
        ("mdo", MDO),
        ("qb", QB),
        ("sdmx-attribute", SDMX),
        ("prov", PROV),
        ("skos", SKOS),
        ("dqv", DQV),
        ("oa", OA),
        ("schema", SDO),
        ("dcat", DCAT),
        ("adms", ADMS),
        ("spdx", SPDX),
        ("vcard", VCARD),
        ("stat", STAT),
        ("sssom", SSSOM),
        ("semapv", SEMAPV),
        ("sh", SH),
    ):
        graph.bind(prefix, namespace)
    return graph


def add_cells(graph: Graph, audited: Audit) -> None:
    model = audited.model
    edition = model.curation.edition
    document = iri("document", edition.slug)
    graph.add((document, RDF.type, MDO.Document))
    graph.add((document, RDF.type, PROV.Entity))
    graph.add((document, DCTERMS.title, Literal(edition.title, lang="nl")))
    graph.add((document, DCTERMS.description, Literal(edition.description_nl, lang="nl")))
    graph.add((document, DCTERMS.description, Literal(edition.description_en, lang="en")))
    graph.add((document, DCTERMS.language, Literal("nl")))
    for table in model.transcription.tables:
        node = iri("tabel", edition.slug, table.key)
        graph.add((node, RDF.type, MDO.Tabel))
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, DCTERMS.title, Literal(table.title, lang="nl")))
        place = f"{edition.title}, {{}} {table.annex}, {{}} {table.section}"
        graph.add((node, RDFS.label, Literal(place.format("bijlage", "paragraaf"), lang="nl")))
        graph.add((node, RDFS.label, Literal(place.format("annex", "section"), lang="en")))
        graph.add((node, MDO.bijlage, Literal(table.annex)))
        graph.add((node, MDO.paragraaf, Literal(table.section)))
        graph.add((node, MDO.volgnummer, Literal(table.number)))
        graph.add((node, MDO.document, document))
        graph.add((node, PROV.wasDerivedFrom, document))
    for cell in model.transcription.cells.values():
        node = iri("cel", edition.slug, cell.table.key, cell.row, "pct" if cell.column == "%" else cell.column)
        table_node = iri("tabel", edition.slug, cell.table.key)
        graph.add((node, RDF.type, MDO.Cel))
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, MDO.tabel, table_node))
        graph.add((node, MDO.rij, Literal(cell.row)))
        graph.add((node, MDO.rijopschrift, Literal(cell.heading, lang="nl")))
        graph.add((node, MDO.kolom, Literal(cell.column)))
        graph.add((node, MDO.tekst, Literal(cell.text)))
        graph.add((node, PROV.wasDerivedFrom, table_node))
    for mark in model.transcription.marks:
        where = [part for part in (mark.place, mark.row, mark.column) if part]
        node = iri("voetnootteken", edition.slug, mark.table.key, *where, mark.mark.replace("*", "ster"))
        graph.add((node, RDF.type, MDO.Voetnootteken))
        graph.add((node, MDO.teken, Literal(mark.mark)))
        graph.add((node, MDO.tabel, iri("tabel", edition.slug, mark.table.key)))
        graph.add((node, MDO.tekenplaats, concept("tekenplaats", mark.place)))
        if mark.row:
            graph.add((node, MDO.rij, Literal(int(mark.row))))
        if mark.column:
            graph.add((node, MDO.kolom, Literal(mark.column)))


def add_texts(graph: Graph, node: URIRef, texts: dict[str, str]) -> None:
    for key, value in texts.items():
        name, _, language = key.rpartition("_")
        graph.add((node, TEXTS[name], Literal(value, lang=language)))


def add_concepts(graph: Graph, audited: Audit) -> None:
    curation = audited.model.curation
    themes = {one.notation: concept("thema", one.slug) for one in curation.concepts.values() if one.scheme == "thema"}
    facility_themes = {one.axes["facility"]: themes[one.annex] for one in curation.indicators.values()}
    for scheme in curation.schemes:
        graph.add((iri("begrippenkader", scheme.slug), RDF.type, SKOS.ConceptScheme))
        add_texts(graph, iri("begrippenkader", scheme.slug), dict(scheme.texts))
        for language in ("nl", "en"):
            graph.add(
                (iri("begrippenkader", scheme.slug), DCTERMS.title, Literal(scheme.texts[f"label_{language}"], lang=language))
            )
    for one in curation.concepts.values():
        node, home = concept(one.scheme, one.slug), iri("begrippenkader", one.scheme)
        graph.add((node, RDF.type, SKOS.Concept))
        if one.scheme == "thema":
            graph.add((node, RDF.type, MDO.Thema))
        if one.scheme == "voorziening":
            children = [c.slug for c in curation.concepts.values() if (c.scheme, c.broader) == (one.scheme, one.slug)]
            graph.add((node, MDO.thema, facility_themes.get(one.slug) or facility_themes[children[0]]))
            if not one.is_group:
                graph.add((node, RDF.type, MDO.Voorziening))
        graph.add((node, SKOS.inScheme, home))
        graph.add((node, SKOS.notation, Literal(one.notation)))
        add_texts(graph, node, dict(one.texts))
        if one.scheme in ("thema", "voorziening"):
            graph.add((node, DCTERMS.source, iri("document", curation.edition.slug)))
        if one.broader:
            graph.add((node, SKOS.broader, concept(one.scheme, one.broader)))
            graph.add((concept(one.scheme, one.broader), SKOS.narrower, node))
        else:
            graph.add((node, SKOS.topConceptOf, home))
            graph.add((home, SKOS.hasTopConcept, node))
        if one.exact_match:
            graph.add((node, SKOS.exactMatch, URIRef(one.exact_match)))
        if one.focus:
            graph.add((node, FOAF.focus, URIRef(one.focus)))
    for indicator in curation.indicators.values():
        node, home = concept("indicator", indicator.slug), iri("begrippenkader", "indicator")
        graph.add((node, RDF.type, MDO.Indicator))
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, home))
        graph.add((node, SKOS.topConceptOf, home))
        graph.add((home, SKOS.hasTopConcept, node))
        graph.add((node, SKOS.notation, Literal(indicator.slug)))
        add_texts(graph, node, dict(indicator.texts))
        graph.add((node, MDO.thema, themes[indicator.annex]))
        for axis, slug in indicator.axes.items():
            scheme_slug = SCHEME_OF_AXIS[axis]
            name = {"teleenheid": "telEenheid", "zekerheid": "zekerheidMeetbasis"}.get(scheme_slug, scheme_slug)
            graph.add((node, MDO[name], concept(scheme_slug, slug)))
        for relation, slug in indicator.relations.items():
            if relation in RELATIONS:
                graph.add((node, RELATIONS[relation], concept("indicator", slug)))
            else:
                graph.add((node, SAME_AS[relation], concept("indicator", slug)))
                graph.add((concept("indicator", slug), SAME_AS[relation], node))
        graph.add((node, DCTERMS.source, iri("tabel", curation.edition.slug, indicator.table_key)))
        graph.add((node, MDO.tabel, iri("tabel", curation.edition.slug, indicator.table_key)))
        graph.add((node, MDO.rij, Literal(indicator.row)))
    for year in curation.edition.years:
        node = iri("jaar", year)
        graph.add((node, RDF.type, TIME.ProperInterval))
        graph.add((node, RDFS.label, Literal(str(year), lang="nl")))
        graph.add((node, RDFS.label, Literal(str(year), lang="en")))
        graph.add((node, SKOS.notation, Literal(str(year))))
        for bound, date in ((TIME.hasBeginning, f"{year}-01-01"), (TIME.hasEnd, f"{year}-12-31")):
            graph.add((node, bound, iri("dag", date)))
            graph.add((iri("dag", date), RDF.type, TIME.Instant))
            graph.add((iri("dag", date), TIME.inXSDDate, Literal(date, datatype=XSD.date)))


def add_remarks(graph: Graph, node: URIRef, one: Observation) -> None:
    for who in one.established_by:
        graph.add((node, MDO.vastgesteldDoor, concept("vaststeller", who)))
    for remark in one.remarks:
        graph.add((node, RDFS.comment, Literal(remark.note_nl, lang="nl")))
        graph.add((node, RDFS.comment, Literal(remark.note_en, lang="en")))
        graph.add((node, MDO.vindplaats, Literal(remark.place)))


def add_titles(graph: Graph, node: URIRef, texts: Mapping[str, str]) -> None:
    for language in ("nl", "en"):
        graph.add((node, DCTERMS.title, Literal(texts[f"title_{language}"], lang=language)))
        graph.add((node, DCTERMS.description, Literal(texts[f"description_{language}"], lang=language)))


def add_dataset(graph: Graph, edition: str, part: str, texts: Mapping[str, str]) -> None:
    dataset = iri("dataset", edition if part == "waarde" else f"{edition}-{part}")
    graph.add((dataset, RDF.type, QB.DataSet))
    graph.add((dataset, RDF.type, PROV.Entity))
    add_titles(graph, dataset, texts)
    graph.add((dataset, DCTERMS.license, CC0))
    graph.add((dataset, QB.structure, iri("structuur", part)))
    graph.add((dataset, PROV.wasDerivedFrom, iri("document", edition)))


def add_cubes(graph: Graph, audited: Audit) -> None:
    model = audited.model
    curation, edition = model.curation, model.curation.edition.slug
    for part in ("waarde", "celstatus", "mutatie"):
        add_dataset(graph, edition, part, curation.datasets[part])
    values, statuses, changes = (iri("dataset", edition + suffix) for suffix in ("", "-celstatus", "-mutatie"))
    for one in model.observations:
        slug, table = one.indicator.slug, one.cell.table
        cell = iri("cel", edition, table.key, one.cell.row, one.cell.column)
        node = iri("observatie", edition, "celstatus", slug, one.year)
        graph.add((node, RDF.type, QB.Observation))
        graph.add((node, QB.dataSet, statuses))
        graph.add((node, MDO.indicator, concept("indicator", slug)))
        graph.add((node, MDO.jaar, iri("jaar", one.year)))
        graph.add((node, MDO.celstatus, concept("status", one.status)))
        if one.reason:
            graph.add((node, MDO.reden, concept("reden", one.reason)))
        add_remarks(graph, node, one)
        graph.add((node, PROV.wasDerivedFrom, cell))
        if one.value is None:
            continue
        node = iri("observatie", edition, "waarde", slug, one.year)
        graph.add((node, RDF.type, QB.Observation))
        graph.add((node, QB.dataSet, values))
        graph.add((node, MDO.indicator, concept("indicator", slug)))
        graph.add((node, MDO.jaar, iri("jaar", one.year)))
        graph.add((node, MDO.waarde, Literal(one.value) if isinstance(one.value, int) else decimal(one.value)))
        graph.add((node, SDMX.unitMeasure, concept("eenheid", one.indicator.axes["unit"])))
        graph.add((node, MDO.kwalificatie, concept("kwalificatie", one.qualifier)))
        if one.rounding_unit is not None:
            graph.add((node, MDO.afrondingseenheid, decimal(one.rounding_unit)))
        for status in one.statuses:
            graph.add((node, SDMX.obsStatus, concept("status", status)))
        if one.reference_date:
            graph.add((node, MDO.peildatum, Literal(one.reference_date, datatype=XSD.date)))
            graph.add((node, MDO.peildatumVastgesteldDoor, concept("vaststeller", "bron" if one.date_is_named else "bewerker")))
        if one.previous_value is not None:
            graph.add((node, MDO.vorigeWaarde, Literal(one.previous_value)))
        add_remarks(graph, node, one)
        graph.add((node, PROV.wasDerivedFrom, cell))
        series, overview = iri("reeks", edition, slug), iri("jaaroverzicht", edition, one.year)
        by_table, by_facility = (
            iri("groep", edition, *parts) for parts in (("tabel", table.key), ("voorziening", one.indicator.axes["facility"]))
        )
        for member in (series, overview, by_table, by_facility):
            graph.add((member, QB.observation, node))
        for slice_, key, dimension, fixed in (
            (series, "reeks", MDO.indicator, concept("indicator", slug)),
            (overview, "jaaroverzicht", MDO.jaar, iri("jaar", one.year)),
        ):
            graph.add((values, QB.slice, slice_))
            graph.add((slice_, RDF.type, QB.Slice))
            graph.add((slice_, QB.sliceStructure, iri("structuur", "waarde", key)))
            graph.add((slice_, dimension, fixed))
        texts = curation.concepts["voorziening", one.indicator.axes["facility"]].texts
        for group, predicate, subject, nl, en in (
            (by_table, MDO.tabel, iri("tabel", edition, table.key), f"Tabel {table.annex} {table.section}: {table.title}", None),
            (by_facility, MDO.voorziening, concept("voorziening", one.indicator.axes["facility"]), None, texts["label_en"]),
        ):
            label_nl = nl or f"Voorziening: {texts['label_nl']}"
            label_en = f"Facility: {en}" if en else f"Table {table.annex} {table.section}: {table.title}"
            graph.add((values, QB.observationGroup, group))
            graph.add((group, RDF.type, QB.ObservationGroup))
            graph.add((group, RDFS.label, Literal(label_nl, lang="nl")))
            graph.add((group, RDFS.label, Literal(label_en, lang="en")))
            graph.add((group, predicate, subject))
    for change in model.changes:
        slug, year = change.figure.indicator.slug, change.figure.year
        node = iri("observatie", edition, "mutatie", slug, year)
        graph.add((node, RDF.type, QB.Observation))
        graph.add((node, QB.dataSet, changes))
        graph.add((node, MDO.indicator, concept("indicator", slug)))
        graph.add((node, MDO.jaar, iri("jaar", year)))
        graph.add((node, MDO.basisjaar, iri("jaar", change.base.year)))
        graph.add((node, MDO.mutatie, decimal(change.percent)))
        graph.add((node, SDMX.unitMeasure, concept("eenheid", "percentage")))
        for status in change.statuses:
            graph.add((node, SDMX.obsStatus, concept("status", status)))
        graph.add((node, MDO.oordeel, concept("oordeel", change.verdict)))
        for source in (change.base, change.figure):
            graph.add((node, PROV.wasDerivedFrom, iri("observatie", edition, "waarde", slug, source.year)))
        if change.printed is not None:
            graph.add((node, MDO.gedrukteTekst, Literal(change.printed.text)))
            printed = change.printed
            graph.add((node, PROV.wasDerivedFrom, iri("cel", edition, printed.table.key, printed.row, "pct")))


def add_derived(graph: Graph, audited: Audit) -> None:
    edition = audited.model.curation.edition.slug
    add_dataset(graph, edition, "afgeleid", audited.model.curation.datasets["afgeleid"])
    for one in audited.derived:
        node = iri("observatie", edition, "afgeleid", one.indicator.slug, one.year)
        graph.add((node, RDF.type, QB.Observation))
        graph.add((node, QB.dataSet, iri("dataset", f"{edition}-afgeleid")))
        graph.add((node, MDO.indicator, concept("indicator", one.indicator.slug)))
        graph.add((node, MDO.jaar, iri("jaar", one.year)))
        graph.add((node, MDO.afgeleideWaarde, Literal(one.value)))
        graph.add((node, MDO.laagste, Literal(one.low)))
        graph.add((node, MDO.hoogste, Literal(one.high)))
        graph.add((node, SDMX.unitMeasure, concept("eenheid", "aantal")))
        graph.add((node, MDO.methode, concept("methode", one.method)))
        graph.add((node, RDFS.comment, Literal(one.note_nl, lang="nl")))
        graph.add((node, RDFS.comment, Literal(one.note_en, lang="en")))
        if one.replaces is not None:
            cell = one.replaces.cell
            graph.add((node, PROV.wasDerivedFrom, iri("cel", edition, cell.table.key, cell.row, cell.column)))
        for source in one.inputs:
            graph.add((node, PROV.wasDerivedFrom, iri("observatie", edition, "waarde", source.indicator.slug, source.year)))


def add_both(graph: Graph, node: URIRef, predicate: URIRef, texts: tuple[str, str]) -> None:
    for language, text in zip(("nl", "en"), texts, strict=True):
        graph.add((node, predicate, Literal(text, lang=language)))


def add_sources(graph: Graph, node: URIRef, edition: str, figures: Iterable[Observation]) -> None:
    for one in figures:
        graph.add((node, PROV.wasDerivedFrom, observation(edition, one)))


def add_verdict(graph: Graph, node: URIRef, verdict: str, metric: URIRef, dataset: URIRef) -> None:
    graph.add((node, RDF.type, MDO.Toets))
    graph.add((node, RDF.type, DQV.QualityMeasurement))
    graph.add((node, DQV.isMeasurementOf, metric))
    graph.add((node, DQV.computedOn, dataset))
    graph.add((node, DQV.value, Literal(verdict)))
    graph.add((node, MDO.oordeel, concept("oordeel", verdict)))


def add_rules(graph: Graph, audited: Audit, edition: str) -> None:
    for rule in audited.rules.values():
        node = iri("somregel", edition, rule.slug)
        graph.add((node, RDF.type, MDO.Somregel))
        graph.add((node, RDF.type, DQV.Metric))
        add_texts(graph, node, dict(rule.texts))
        graph.add((node, DQV.inDimension, concept("kwaliteitsdimensie", "samenhang")))
        graph.add((node, DQV.expectedDataType, XSD.string))
        graph.add((node, MDO.somrelatie, concept("somrelatie", rule.relation)))
        for predicate, fixed, terms in ((MDO.totaal, MDO.vastTotaal, rule.total), (MDO.deel, MDO.vastDeel, rule.parts)):
            for term in terms:
                if isinstance(term, str):
                    graph.add((node, predicate, concept("indicator", term)))
                else:
                    graph.add((node, fixed, decimal(Decimal(term))))


def add_percentages(graph: Graph, audited: Audit, edition: str) -> None:
    for one in audited.percentages:
        node = iri("toets", edition, "percentage", one.name)
        add_verdict(graph, node, one.verdict, iri("maatstaf", "percentage"), iri("dataset", f"{edition}-mutatie"))
        graph.add((node, MDO.indicator, concept("indicator", one.indicator.slug)))
        graph.add((node, MDO.gedrukteTekst, Literal(one.cell.text)))
        if one.reason:
            graph.add((node, MDO.redenNietToetsbaar, concept("reden-niet-toetsbaar", one.reason)))
        if one.change is not None:
            graph.add((node, MDO.jaar, iri("jaar", one.change.figure.year)))
            graph.add((node, MDO.basisjaar, iri("jaar", one.change.base.year)))
            graph.add((node, MDO.berekend, decimal(round_half_up(one.change.exact, 2))))
            graph.add((node, MDO.overBreuk, Literal(one.crosses_break)))
            add_sources(graph, node, edition, (one.change.base, one.change.figure))
        graph.add((node, PROV.wasDerivedFrom, iri("cel", edition, one.cell.table.key, one.cell.row, "pct")))


def add_comparison(graph: Graph, one: Comparison, edition: str) -> None:
    node = iri("toets", edition, one.family, one.name)
    metric = iri("somregel", edition, one.rule.slug) if one.rule else iri("maatstaf", "twee-plaatsen")
    add_verdict(graph, node, one.verdict, metric, iri("dataset", edition))
    graph.add((node, MDO.jaar, iri("jaar", one.year)))
    for term in (*one.left, *one.right):
        if isinstance(term, str):
            graph.add((node, MDO.indicator, concept("indicator", term)))
    if one.missing:
        graph.add((node, MDO.redenNietToetsbaar, concept("reden-niet-toetsbaar", "ontbrekend-cijfer")))
    for predicate, value in (
        (MDO.linkerwaarde, one.left_value),
        (MDO.rechterwaarde, one.right_value),
        (MDO.verschil, one.difference),
        (MDO.sluitpost, one.remainder),
    ):
        if value is not None:
            graph.add((node, predicate, decimal(round_half_up(value, 2))))
    for slug in one.equals:
        graph.add((node, MDO.gelijkAanDeel, concept("indicator", slug)))
    add_sources(graph, node, edition, (*one.evidence, *one.missing))


def add_claims(graph: Graph, audited: Audit, edition: str) -> None:
    curation, wording = audited.model.curation, audited.wording
    tables = {table.key for table in audited.model.transcription.tables}
    for review in audited.reviews:
        claim = review.claim
        node = iri("bewering", edition, claim.number)
        graph.add((node, RDF.type, MDO.Bewering))
        graph.add((node, RDF.type, SDO.Claim))
        sentence = claim_sentence(wording, curation, claim)
        add_both(graph, node, SDO.text, sentence)
        graph.add((node, SDO.appearance, iri("document", edition)))
        add_both(graph, node, MDO.plaatsaanduiding, claim_place(wording, claim))
        graph.add((node, MDO.beweringsoort, concept("beweringsoort", claim.kind)))
        if claim.printed:
            graph.add((node, MDO.gedrukteTekst, Literal(claim.printed)))
        if claim.hedge:
            graph.add((node, MDO.nuance, Literal(claim.hedge)))
        if claim.margin:
            graph.add((node, MDO.marge, concept("marge", claim.margin)))
        if claim.part != PROSE and table_key(claim.part, claim.section) in tables:
            graph.add((node, MDO.tabel, iri("tabel", edition, table_key(claim.part, claim.section))))
        for year in claim.years:
            graph.add((node, MDO.jaar, iri("jaar", year)))
        for terms in (*claim.about, *claim.beside):
            for term in terms:
                if isinstance(term, str):
                    graph.add((node, MDO.indicator, concept("indicator", term)))
        graph.add((node, MDO.oordeel, concept("oordeel", review.verdict)))
        for one in (*review.evidence, *review.missing):
            graph.add((node, MDO.berustOp, observation(edition, one)))
        graph.add((node, PROV.wasDerivedFrom, iri("document", edition)))
        node = iri("beoordeling", edition, claim.number)
        graph.add((node, RDF.type, MDO.Beoordeling))
        graph.add((node, RDF.type, SDO.ClaimReview))
        graph.add((node, SDO.itemReviewed, iri("bewering", edition, claim.number)))
        add_both(graph, node, SDO.claimReviewed, sentence)
        graph.add((node, SDO.reviewRating, iri("waardering", review.verdict)))
        for language, outcome, note in zip(("nl", "en"), claim_outcome(wording, review), claim.note, strict=True):
            if outcome or note:
                graph.add((node, SDO.reviewBody, Literal(f"{outcome} {note}".strip(), lang=language)))
        graph.add((node, MDO.oordeel, concept("oordeel", review.verdict)))
        graph.add((node, MDO.vastgesteldDoor, concept("vaststeller", "bewerker")))
        if review.reason:
            graph.add((node, MDO.redenNietToetsbaar, concept("reden-niet-toetsbaar", review.reason)))
        if review.computed is not None:
            graph.add((node, MDO.berekend, decimal(round_half_up(review.computed, 2))))
        add_sources(graph, node, edition, (*review.evidence, *review.missing))
        graph.add((node, PROV.wasGeneratedBy, iri("controle", edition)))


def add_flaws(graph: Graph, audited: Audit, edition: str) -> None:
    for flaw in find_flaws(audited):
        node = iri("bevinding", edition, flaw.slug)
        graph.add((node, RDF.type, MDO.Bevinding))
        graph.add((node, RDF.type, DQV.QualityAnnotation))
        graph.add((node, OA.motivatedBy, DQV.qualityAssessment))
        targets = [
            iri("cel", edition, cell.table.key, cell.row, "pct" if cell.column == "%" else cell.column) for cell in flaw.cells
        ]
        checks = [URIRef(BASE + name) for name in flaw.checks]
        place = iri("tabel", edition, flaw.table.key) if flaw.table else iri("document", edition)
        for target in targets or checks or [place]:
            graph.add((node, OA.hasTarget, target))
        graph.add((node, MDO.bevindingsoort, concept("bevindingsoort", flaw.kind)))
        graph.add((node, MDO.ernst, concept("ernst", flaw.severity)))
        for slug in flaw.facilities:
            graph.add((node, MDO.voorziening, concept("voorziening", slug)))
        for one in flaw.evidence:
            graph.add((node, MDO.indicator, concept("indicator", one.indicator.slug)))
        add_both(graph, node, MDO.plaatsaanduiding, flaw.place)
        if flaw.printed:
            graph.add((node, MDO.gedrukteTekst, Literal(flaw.printed)))
        if flaw.computed.nl:
            add_both(graph, node, MDO.berekendeTekst, flaw.computed)
        add_both(graph, node, DCTERMS.description, flaw.text)
        add_both(graph, node, MDO.herstel, flaw.remedy)
        for check in checks:
            graph.add((node, MDO.toets, check))
        add_sources(graph, node, edition, flaw.evidence)
        graph.add((node, MDO.vastgesteldDoor, concept("vaststeller", "bewerker")))
        graph.add((node, PROV.wasGeneratedBy, iri("controle", edition)))


def add_audit(graph: Graph, audited: Audit) -> None:
    edition = audited.model.curation.edition
    node = iri("controle", edition.slug)
    graph.add((node, RDF.type, PROV.Activity))
    graph.add((node, RDFS.label, Literal(f"Controle van de {edition.title}", lang="nl")))
    graph.add((node, RDFS.label, Literal(f"Check of the {edition.title}", lang="en")))
    graph.add((node, PROV.used, iri("document", edition.slug)))
    graph.add((node, PROV.used, iri("dataset", edition.slug)))
    graph.add((node, PROV.used, iri("dataset", f"{edition.slug}-mutatie")))
    add_rules(graph, audited, edition.slug)
    add_percentages(graph, audited, edition.slug)
    for one in (*audited.sums, *audited.pairs):
        add_comparison(graph, one, edition.slug)
    add_claims(graph, audited, edition.slug)
    add_flaws(graph, audited, edition.slug)


def thing(path: str) -> URIRef:
    return URIRef(path) if "://" in path else iri(path)


def add_linkset(graph: Graph, target: Target, links: Links, edition: str) -> None:
    whole, goal = iri("koppelset", target.slug), iri("koppeldoel", target.slug)
    graph.add((goal, RDF.type, VOID.Dataset))
    add_both(graph, goal, DCTERMS.title, (target.title_nl, target.title_en))
    for prefix in target.prefixes:
        graph.add((goal, VOID.uriSpace, Literal(prefix)))
    made = Counter(link.predicate for link in links.published if link.target == target.slug and link.object != NO_TERM)
    graph.add((whole, RDF.type, VOID.Linkset))
    graph.add((whole, DCTERMS.title, Literal(f"Koppelingen van de Monitor Digitale Overheid met: {target.title_nl}", lang="nl")))
    graph.add((whole, DCTERMS.title, Literal(f"Links from the Monitor Digitale Overheid to: {target.title_en}", lang="en")))
    graph.add((whole, DCTERMS.license, CC0))
    graph.add((whole, VOID.subjectsTarget, iri("uitgave", edition)))
    graph.add((whole, VOID.objectsTarget, goal))
    graph.add((whole, VOID.triples, Literal(made.total())))
    for predicate, number in made.items():
        part = iri("koppelset", target.slug, predicate.split(":")[1].lower())
        graph.add((whole, VOID.subset, part))
        graph.add((part, RDF.type, VOID.Linkset))
        graph.add((part, VOID.subjectsTarget, iri("uitgave", edition)))
        graph.add((part, VOID.objectsTarget, goal))
        graph.add((part, VOID.linkPredicate, graph.namespace_manager.expand_curie(predicate)))
        graph.add((part, VOID.triples, Literal(number)))


def indicators_of(facility: str, curation: Curation) -> Iterator[URIRef]:
    parts = {c.slug for c in curation.concepts.values() if (c.scheme, c.broader) == ("voorziening", facility)} | {facility}
    for slug, indicator in curation.indicators.items():
        if indicator.axes["facility"] in parts or indicator.axes.get("register") in parts:
            yield concept("indicator", slug)


def add_link(graph: Graph, link: Link, curation: Curation) -> None:
    expand = graph.namespace_manager.expand_curie
    subject, predicate = thing(link.subject), expand(link.predicate)
    found = expand(NO_TERM) if link.object == NO_TERM else URIRef(link.object)
    node = iri("koppeling", link.number)
    graph.add((node, RDF.type, MDO.Koppeling))
    graph.add((node, OWL.annotatedSource, subject))
    graph.add((node, OWL.annotatedProperty, predicate))
    graph.add((node, OWL.annotatedTarget, found))
    graph.add((node, SSSOM.object_source, iri("koppeldoel", link.target)))
    graph.add((node, SSSOM.mapping_justification, expand(link.justification)))
    graph.add((node, SSSOM.confidence, decimal(link.confidence)))
    graph.add((node, SSSOM.author_label, Literal(link.author)))
    graph.add((node, DCTERMS.created, Literal(link.date, datatype=XSD.date)))
    graph.add((node, MDO.grond, concept("koppelgrond", link.ground)))
    graph.add((node, MDO.bewijs, Literal(link.evidence)))
    if link.object == NO_TERM:
        return
    graph.add((node, RDF.type, OWL.Axiom))
    graph.add((node, SSSOM.object_label, Literal(link.object_label)))
    graph.add((subject, predicate, found))
    kind, _, slug = link.subject.partition("/")
    if kind == "indicator" and predicate != RDFS.seeAlso:
        graph.add((found, MDO.indicatorenOver, subject))
    elif kind == "voorziening" and predicate in (FOAF.focus, FOAF.isPrimaryTopicOf, FOAF.page):
        for indicator in indicators_of(slug, curation):
            graph.add((found, MDO.indicatorenOver, indicator))


def coverage(links: Links, facility: str) -> str:
    about = ("voorziening/" + facility, "stelselcatalogus")
    made = [one for one in links.published if (one.subject, one.target) == about and one.object != NO_TERM]
    if any(link.predicate.startswith("skos:") for link in made):
        return "begrip"
    if any(link.predicate == "dcterms:relation" for link in made):
        return "gegevenselement"
    return "kandidaat" if any((one.subject, one.target) == about for one in links.candidates) else "geen-gevonden"


def add_links(graph: Graph, audited: Audit) -> None:
    curation, links = audited.model.curation, audited.model.links
    for target in links.targets.values():
        add_linkset(graph, target, links, curation.edition.slug)
    for link in links.published:
        add_link(graph, link, curation)
    for scheme, slug in curation.concepts:
        if scheme == "voorziening":
            node = concept("voorziening", slug)
            graph.add((node, MDO.dekkingInStelselcatalogus, concept("dekking", coverage(links, slug))))
            for indicator in indicators_of(slug, curation):
                graph.add((node, MDO.indicatorenOver, indicator))


def add_target(graph: Graph, audited: Audit, target: Target, concepts: Graph) -> None:
    curation, links = audited.model.curation, audited.model.links
    add_linkset(graph, target, links, curation.edition.slug)
    found = [link for link in links.published if link.target == target.slug]
    for link in found:
        add_link(graph, link, curation)
    indicators = set(graph.objects(predicate=MDO.indicatorenOver))
    facilities = {facility for one in indicators for facility in concepts.objects(one, MDO.voorziening)}
    told = {thing(link.subject) for link in found} | {concept("koppelgrond", link.ground) for link in found}
    if target.slug == "stelselcatalogus":
        for scheme, slug in curation.concepts:
            if scheme in ("dekking", "voorziening"):
                told.add(concept(scheme, slug))
            if scheme == "voorziening":
                reach = concept("dekking", coverage(links, slug))
                graph.add((concept(scheme, slug), MDO.dekkingInStelselcatalogus, reach))
    for node in told | indicators | facilities:
        for predicate, value in concepts.predicate_objects(node):
            if predicate in TOLD:
                graph.add((node, predicate, value))


def add_questions(graph: Graph, questions: Iterable[Question]) -> None:
    prefixes = iri("voorvoegsels", "vragen")
    for question in questions:
        node = iri("vraag", question.name)
        graph.add((node, RDF.type, SH.SPARQLExecutable))
        graph.add((node, RDF.type, SH.SPARQLSelectExecutable))
        for language in ("nl", "en"):
            graph.add((node, RDFS.label, Literal(question.summary[language], lang=language)))
            graph.add((node, RDFS.comment, Literal(question.description[language], lang=language)))
        for tag in question.tags:
            graph.add((node, SDO.keywords, Literal(tag)))
        graph.add((node, SH.prefixes, prefixes))
        graph.add((node, SH.select, Literal(with_defaults(question))))
    graph.add((prefixes, RDF.type, OWL.Ontology))
    add_both(graph, prefixes, RDFS.label, ("Voorvoegsels van de vragen", "Prefixes of the questions"))
    for prefix, namespace in PREFIXES.items():
        node = iri("voorvoegsel", prefix)
        graph.add((prefixes, SH.declare, node))
        graph.add((node, RDF.type, SH.PrefixDeclaration))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def page(node: URIRef) -> URIRef:
    return URIRef(node.replace("/id/", "/doc/", 1))


def distribution(path: str) -> URIRef:
    return iri("distributie", path.replace(".", "-"))


def add_responsible(graph: Graph, node: URIRef, codes: Mapping[str, str]) -> None:
    graph.add((node, DCTERMS.publisher, MAINTAINERS))
    graph.add((node, DCTERMS.creator, MAINTAINERS))
    graph.add((node, DCAT.contactPoint, CONTACT))
    graph.add((node, DCTERMS.license, URIRef(codes["licence"])))
    graph.add((node, DCTERMS.language, URIRef(codes["language-nl"])))
    graph.add((node, DCTERMS.language, URIRef(codes["language-en"])))


def add_dates(graph: Graph, node: URIRef, edition: Edition) -> None:
    graph.add((node, DCTERMS.issued, Literal(edition.issued, datatype=XSD.date)))
    graph.add((node, DCTERMS.modified, Literal(edition.modified, datatype=XSD.date)))


def add_described(graph: Graph, node: URIRef, texts: Mapping[str, str], codes: Mapping[str, str], edition: Edition) -> None:
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.identifier, Literal(str(node))))
    add_titles(graph, node, texts)
    add_responsible(graph, node, codes)
    add_dates(graph, node, edition)
    graph.add((node, DCTERMS.accessRights, URIRef(codes["access-rights"])))
    graph.add((node, DCAT.theme, URIRef(codes["theme"])))
    graph.add((node, DCTERMS.type, URIRef(codes["dataset-type"])))
    graph.add((node, ADMS.status, URIRef(codes["status"])))
    graph.add((node, DCTERMS.spatial, URIRef(codes["spatial"])))
    graph.add((node, DCTERMS.temporal, iri("periode", edition.slug)))
    graph.add((node, DCTERMS.accrualPeriodicity, URIRef(codes["frequency"])))
    graph.add((node, DCAT.version, Literal(VERSION)))
    graph.add((node, DCTERMS.conformsTo, URIRef(codes["cube"])))
    graph.add((node, DCAT.landingPage, page(node)))
    graph.add((node, FOAF.page, page(node)))


def add_page(graph: Graph, node: URIRef) -> None:
    graph.add((page(node), RDF.type, FOAF.Document))
    graph.add((page(node), RDF.type, RDFS.Resource))
    graph.add((page(node), FOAF.primaryTopic, node))


def add_measured(graph: Graph, node: URIRef, size: int, checksum: str) -> None:
    graph.add((node, DCAT.byteSize, Literal(size, datatype=XSD.nonNegativeInteger)))
    graph.add((node, SPDX.checksum, URIRef(node + "/sha-256")))
    graph.add((URIRef(node + "/sha-256"), RDF.type, SPDX.Checksum))
    graph.add((URIRef(node + "/sha-256"), SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((URIRef(node + "/sha-256"), SPDX.checksumValue, Literal(checksum, datatype=XSD.hexBinary)))


def add_distribution(graph: Graph, path: str, codes: Mapping[str, str], edition: Edition) -> None:
    folder, _, name = path.rpartition("/")
    target = name.removeprefix("koppelingen-").removesuffix(".ttl")
    if folder == "ontology":
        title_nl, title_en = "Termen en structuren", "Terms and structures"
    else:
        title_nl, title_en = FILE_TITLES.get(name, (f"Koppelingen voor {target}", f"Links for {target}"))
    node, download = distribution(path), URIRef(BASE + path)
    graph.add((node, RDF.type, DCAT.Distribution))
    add_both(graph, node, DCTERMS.title, (f"{title_nl} ({name})", f"{title_en} ({name})"))
    graph.add((node, DCAT.accessURL, page(iri("uitgave", edition.slug))))
    graph.add((node, DCAT.downloadURL, download))
    graph.add((node, DCTERMS["format"], URIRef(codes["format-turtle"])))
    graph.add((node, DCAT.mediaType, URIRef(codes["media-turtle"])))
    graph.add((node, DCTERMS.license, URIRef(codes["licence"])))
    graph.add((node, DCTERMS.conformsTo, URIRef(codes["cube"])))
    graph.add((node, DCTERMS.language, URIRef(codes["language-nl"])))
    graph.add((node, DCTERMS.language, URIRef(codes["language-en"])))
    graph.add((node, DCTERMS.modified, Literal(edition.modified, datatype=XSD.date)))
    graph.add((download, RDF.type, FOAF.Document))
    graph.add((download, RDF.type, RDFS.Resource))
    graph.add((download, DCTERMS["format"], URIRef(codes["format-turtle"])))


def add_statistics(graph: Graph, node: URIRef, edition: str, counted: Iterable[Graph]) -> None:
    subjects = set()
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for one in counted:
        for subject, predicate, value in one:
            subjects.add(subject)
            properties[str(predicate)] += 1
            if predicate == RDF.type:
                classes[str(value)] += 1
    graph.add((node, VOID.triples, Literal(properties.total())))
    graph.add((node, VOID.distinctSubjects, Literal(len(subjects))))
    graph.add((node, VOID.classes, Literal(len(classes))))
    graph.add((node, VOID.properties, Literal(len(properties))))
    for name, number in classes.items():
        part = partition(edition, "klasse", graph.qname(name))
        graph.add((node, VOID.classPartition, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID["class"], URIRef(name)))
        graph.add((part, VOID.entities, Literal(number)))
    for name, number in properties.items():
        part = partition(edition, "eigenschap", "a" if URIRef(name) == RDF.type else graph.qname(name))
        graph.add((node, VOID.propertyPartition, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID.property, URIRef(name)))
        graph.add((part, VOID.triples, Literal(number)))


def partition(edition: str, kind: str, prefixed: str) -> URIRef:
    return iri("deel", edition, kind, prefixed.replace(":", "/").replace("_", "-").lower())


def add_catalogue(graph: Graph, audited: Audit, catalogue: Catalogue, graphs: Mapping[str, Graph], files: Iterable[File]) -> None:
    curation, edition, codes = audited.model.curation, audited.model.curation.edition, catalogue.authorities
    release, build = iri("uitgave", edition.slug), iri("bouw", edition.slug)
    graph.add((CATALOGUE, RDF.type, DCAT.Catalog))
    add_titles(graph, CATALOGUE, catalogue.texts["catalogus"])
    add_responsible(graph, CATALOGUE, codes)
    add_dates(graph, CATALOGUE, edition)
    graph.add((CATALOGUE, DCAT.themeTaxonomy, URIRef(codes["theme-taxonomy"])))
    graph.add((CATALOGUE, DCAT.dataset, release))
    graph.add((CATALOGUE, DCAT.resource, SERIES))
    add_page(graph, CATALOGUE)
    graph.add((SERIES, RDF.type, DCAT.DatasetSeries))
    add_titles(graph, SERIES, catalogue.texts["reeks"])
    add_dates(graph, SERIES, edition)
    graph.add((SERIES, DCTERMS.publisher, MAINTAINERS))
    graph.add((SERIES, DCAT.contactPoint, CONTACT))
    graph.add((SERIES, DCTERMS.accrualPeriodicity, URIRef(codes["frequency"])))
    graph.add((SERIES, DCAT.first, release))
    graph.add((SERIES, DCAT.last, release))
    texts = catalogue.texts["uitgave"]
    add_described(graph, release, texts, codes, edition)
    add_page(graph, release)
    graph.add((release, RDF.type, VOID.Dataset))
    graph.add((release, RDF.type, PROV.Entity))
    for language in ("nl", "en"):
        for keyword in texts[f"keywords_{language}"].split("|"):
            graph.add((release, DCAT.keyword, Literal(keyword, lang=language)))
    graph.add((release, DCAT.inSeries, SERIES))
    graph.add((release, PROV.wasDerivedFrom, iri("document", edition.slug)))
    graph.add((release, PROV.wasGeneratedBy, build))
    graph.add((release, VOID.uriSpace, Literal(BASE)))
    for vocabulary in (QB, SKOS, PROV, DQV, DCAT, VOID, SDO, TIME, FOAF, DCTERMS):
        graph.add((release, VOID.vocabulary, URIRef(str(vocabulary))))
    add_statistics(graph, release, edition.slug, graphs.values())
    written = [(f"data/{edition.slug}/{name}", size, checksum) for name, size, checksum in files]
    for path, size, checksum in (*written, *catalogue.ontology):
        graph.add((release, DCAT.distribution, distribution(path)))
        graph.add((release, VOID.dataDump, URIRef(BASE + path)))
        add_distribution(graph, path, codes, edition)
        add_measured(graph, distribution(path), size, checksum)
    for part, dataset in curation.datasets.items():
        node = iri("dataset", edition.slug if part == "waarde" else f"{edition.slug}-{part}")
        graph.add((CATALOGUE, DCAT.dataset, node))
        graph.add((release, DCTERMS.hasPart, node))
        add_described(graph, node, dataset, codes, edition)
        add_page(graph, node)
        graph.add((node, DCTERMS.isPartOf, release))
        graph.add((node, DCAT.distribution, distribution(f"data/{edition.slug}/{dataset['file']}")))
        for kind in ("dimension", "measure", "attribute"):
            for name in dataset[f"{kind}s"].split():
                graph.add((node, STAT[kind], graph.namespace_manager.expand_curie(name)))
        cube = graphs[dataset["file"]]
        series = {cube.value(one, MDO.indicator) for one in cube.subjects(QB.dataSet, node)}
        graph.add((node, STAT.numSeries, Literal(len(series))))
    texts = catalogue.texts["beheerders"]
    graph.add((MAINTAINERS, RDF.type, FOAF.Agent))
    graph.add((MAINTAINERS, RDF.type, PROV.Agent))
    add_both(graph, MAINTAINERS, FOAF.name, (texts["title_nl"], texts["title_en"]))
    graph.add((CONTACT, RDF.type, VCARD.Kind))
    graph.add((CONTACT, RDF.type, VCARD.Organization))
    graph.add((CONTACT, VCARD.fn, Literal(texts["title_nl"], lang="nl")))
    graph.add((CONTACT, VCARD.hasURL, page(CATALOGUE)))
    period = iri("periode", edition.slug)
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(f"{edition.years[0]}-01-01", datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(f"{edition.years[-1]}-12-31", datatype=XSD.date)))
    graph.add((build, RDF.type, PROV.Activity))
    graph.add((build, RDFS.label, Literal(f"Bouw van editie {edition.slug}", lang="nl")))
    graph.add((build, RDFS.label, Literal(f"Build of edition {edition.slug}", lang="en")))
    graph.add((build, PROV.wasAssociatedWith, PROGRAM))
    graph.add((PROGRAM, RDF.type, PROV.SoftwareAgent))
    graph.add((PROGRAM, RDF.type, SDO.SoftwareApplication))
    add_titles(graph, PROGRAM, catalogue.texts["mdo-rdf"])
    graph.add((PROGRAM, SDO.softwareVersion, Literal(VERSION)))
    for path, size, checksum in catalogue.inputs:
        node = iri("bronbestand", path.replace(".", "-"))
        graph.add((build, PROV.used, node))
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, RDFS.label, Literal(path)))
        add_measured(graph, node, size, checksum)


def json_ld(curation: Curation, catalogue: Catalogue, files: Iterable[File]) -> str:
    edition, texts = curation.edition, catalogue.texts["uitgave"]

    def both(texts: Mapping[str, str], kind: str) -> list[dict[str, str]]:
        return [{"@value": texts[f"{kind}_{language}"], "@language": language} for language in ("nl", "en")]

    record = {
        "@context": {"@vocab": str(SDO)},
        "@type": "Dataset",
        "@id": iri("uitgave", edition.slug),
        "url": page(iri("uitgave", edition.slug)),
        "name": both(texts, "title"),
        "description": both(texts, "description"),
        "keywords": [
            {"@value": keyword, "@language": language}
            for language in ("nl", "en")
            for keyword in texts[f"keywords_{language}"].split("|")
        ],
        "version": VERSION,
        "datePublished": edition.issued,
        "dateModified": edition.modified,
        "inLanguage": ["nl", "en"],
        "isAccessibleForFree": True,
        "license": {"@id": catalogue.authorities["licence"]},
        "publisher": {"@type": "Organization", "@id": MAINTAINERS, "name": both(catalogue.texts["beheerders"], "title")},
        "creator": {"@id": MAINTAINERS},
        "temporalCoverage": f"{edition.years[0]}-01-01/{edition.years[-1]}-12-31",
        "spatialCoverage": {"@type": "Country", "name": "Nederland", "identifier": "NL"},
        "isBasedOn": {"@type": "Report", "@id": iri("document", edition.slug), "name": edition.title, "inLanguage": "nl"},
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": CATALOGUE,
            "name": both(catalogue.texts["catalogus"], "title"),
        },
        "hasPart": [
            {
                "@type": "Dataset",
                "@id": iri("dataset", edition.slug if part == "waarde" else f"{edition.slug}-{part}"),
                "name": both(dataset, "title"),
                "description": both(dataset, "description"),
            }
            for part, dataset in curation.datasets.items()
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "@id": distribution(f"data/{edition.slug}/{name}"),
                "name": name,
                "contentUrl": f"{BASE}data/{edition.slug}/{name}",
                "encodingFormat": "text/turtle",
                "contentSize": f"{size} B",
                "sha256": checksum,
            }
            for name, size, checksum in files
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def measured(path: Path) -> File:
    content = path.read_bytes()
    return File(path.name, len(content), sha256(content).hexdigest())


def main(root: Path, out: Path, edition: str = "2024") -> None:
    """Build the files of an edition into OUT."""
    audited = audit(root, read_model(root, edition))
    curation = audited.model.curation
    problems: list[Problem] = []
    catalogue = read_catalogue(root, curation.edition, problems)
    if problems:
        raise InvalidInputError(problems)
    out.mkdir(parents=True, exist_ok=True)
    graphs = {}
    for name, add in (
        ("afgeleid.ttl", add_derived),
        ("begrippen.ttl", add_concepts),
        ("bevindingen.ttl", add_audit),
        ("cellen.ttl", add_cells),
        ("cube.ttl", add_cubes),
        ("koppelingen.ttl", add_links),
    ):
        graph = graphs[name] = new_graph()
        add(graph, audited)
        graph.serialize(out / name, format="turtle", base=None)
    graph = graphs["vragen.ttl"] = new_graph()
    add_questions(graph, read_questions(root).values())
    graph.serialize(out / "vragen.ttl", format="turtle", base=None)
    files = [measured(out / name) for name in graphs]
    for target in audited.model.links.targets.values():
        graph = new_graph()
        add_target(graph, audited, target, graphs["begrippen.ttl"])
        path = out / f"koppelingen-{target.slug}.ttl"
        graph.serialize(path, format="turtle", base=None)
        files.append(measured(path))
    graph = new_graph()
    add_catalogue(graph, audited, catalogue, graphs, files)
    graph.serialize(out / "catalogus.ttl", format="turtle", base=None)
    (out / "catalogus.jsonld").write_text(json_ld(curation, catalogue, files), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
