"""The same build as most would write it: typer for the command, one rdflib graph per file, ``graph.add`` in a loop.

It reads with this package's own readers, which are faster than the usual ones, so the comparison is kind to it.
``build_speed.py`` checks that it makes exactly the same triples.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, QB, RDF, RDFS, SKOS, TIME, XSD

from mdo_rdf.curation import SCHEME_OF_AXIS
from mdo_rdf.model import Model, read_model

if TYPE_CHECKING:
    from mdo_rdf.figures import Observation

BASE = "https://w3id.org/monitor-digitale-overheid/"
MDO = Namespace(BASE + "def#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
TEXTS = {"label": SKOS.prefLabel, "definition": SKOS.definition, "scope_note": SKOS.scopeNote}
RELATIONS = {"part_of": MDO.deelVan, "denominator": MDO.noemer, "same_flow_as": MDO.zelfdeStroomAls}


def iri(*parts: object) -> URIRef:
    return URIRef(BASE + "id/" + "/".join(str(part) for part in parts))


def concept(scheme: str, slug: str) -> URIRef:
    return iri(scheme, slug.lower())


def new_graph() -> Graph:
    graph = Graph()
    for prefix, namespace in (("mdo", MDO), ("qb", QB), ("sdmx-attribute", SDMX), ("prov", PROV), ("skos", SKOS)):
        graph.bind(prefix, namespace)
    return graph


def add_cells(graph: Graph, model: Model) -> None:
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


def add_concepts(graph: Graph, model: Model) -> None:
    curation = model.curation
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
            graph.add((node, RELATIONS[relation], concept("indicator", slug)))
            if relation == "same_flow_as":
                graph.add((concept("indicator", slug), MDO.zelfdeStroomAls, node))
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


def add_cubes(graph: Graph, model: Model) -> None:
    curation, edition = model.curation, model.curation.edition.slug
    for part, texts in curation.datasets.items():
        dataset = iri("dataset", edition if part == "waarde" else f"{edition}-{part}")
        graph.add((dataset, RDF.type, QB.DataSet))
        graph.add((dataset, RDF.type, PROV.Entity))
        for language in ("nl", "en"):
            graph.add((dataset, DCTERMS.title, Literal(texts[f"title_{language}"], lang=language)))
            graph.add((dataset, DCTERMS.description, Literal(texts[f"description_{language}"], lang=language)))
        graph.add((dataset, DCTERMS.license, CC0))
        graph.add((dataset, QB.structure, iri("structuur", part)))
        graph.add((dataset, PROV.wasDerivedFrom, iri("document", edition)))
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
        number = one.value if isinstance(one.value, int) else format(one.value.normalize(), "f")
        datatype = XSD.integer if isinstance(one.value, int) else XSD.decimal
        graph.add((node, MDO.waarde, Literal(number, datatype=datatype, normalize=False)))
        graph.add((node, SDMX.unitMeasure, concept("eenheid", one.indicator.axes["unit"])))
        graph.add((node, MDO.kwalificatie, concept("kwalificatie", one.qualifier)))
        if one.rounding_unit is not None:
            lexical = format(one.rounding_unit.normalize(), "f")
            graph.add((node, MDO.afrondingseenheid, Literal(lexical, datatype=XSD.decimal, normalize=False)))
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
        lexical = format(change.percent.normalize(), "f")
        lexical = "0" if lexical == "-0" else lexical
        graph.add((node, MDO.mutatie, Literal(lexical, datatype=XSD.decimal, normalize=False)))
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


def main(root: Path, out: Path, edition: str = "2024") -> None:
    """Build the Turtle files of an edition into OUT."""
    model = read_model(root, edition)
    out.mkdir(parents=True, exist_ok=True)
    for name, add in (("begrippen.ttl", add_concepts), ("cellen.ttl", add_cells), ("cube.ttl", add_cubes)):
        graph = new_graph()
        add(graph, model)
        graph.serialize(out / name, format="turtle", base=None)


if __name__ == "__main__":
    typer.run(main)
