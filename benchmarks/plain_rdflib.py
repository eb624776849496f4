"""The cells and the cube as most would write them: a command of typer, one rdflib graph for each file, ``graph.add`` in a loop.

This is a second implementation of ``cellen.ttl`` and ``cube.ttl``, for an edition that revises no earlier one. It starts from the
values that ``read_model`` gives, as ours does, and makes every triple of them on its own; ``tests/benchmarks`` compares the two.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, QB, RDF, RDFS, XSD

from mdo_rdf.edition.edition import read_model

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation

BASE = "https://w3id.org/monitor-digitale-overheid/"
MDO = Namespace(BASE + "def#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")


def iri(*parts: object) -> URIRef:
    return URIRef(BASE + "id/" + "/".join(str(part) for part in parts))


def concept(scheme: str, slug: str) -> URIRef:
    return iri(scheme, slug.lower())


def decimal(value: Decimal) -> Literal:
    lexical = format(value.normalize(), "f")
    return Literal("0" if lexical == "-0" else lexical, datatype=XSD.decimal, normalize=False)


def add_cells(graph: Graph, model: Model) -> None:
    add_document(graph, model)
    edition = model.curation.edition.slug
    for cell in model.transcription.cells.values():
        node = iri("cel", edition, cell.table.key, cell.row, "pct" if cell.column == "%" else cell.column)
        table = iri("tabel", edition, cell.table.key)
        graph.add((node, RDF.type, MDO.Cel))
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, MDO.tabel, table))
        graph.add((node, MDO.rij, Literal(cell.row)))
        graph.add((node, MDO.rijopschrift, Literal(cell.heading, lang="nl")))
        graph.add((node, MDO.kolom, Literal(cell.column)))
        graph.add((node, MDO.tekst, Literal(cell.text)))
        graph.add((node, PROV.wasDerivedFrom, table))
    for mark in model.transcription.marks:
        where = [part for part in (mark.place, mark.row, mark.column) if part]
        node = iri("voetnootteken", edition, mark.table.key, *where, mark.mark.replace("*", "ster"))
        graph.add((node, RDF.type, MDO.Voetnootteken))
        graph.add((node, MDO.teken, Literal(mark.mark)))
        graph.add((node, MDO.tabel, iri("tabel", edition, mark.table.key)))
        graph.add((node, MDO.tekenplaats, concept("tekenplaats", mark.place)))
        if mark.row:
            graph.add((node, MDO.rij, Literal(int(mark.row))))
        if mark.column:
            graph.add((node, MDO.kolom, Literal(mark.column)))


def add_document(graph: Graph, model: Model) -> None:
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
        graph.add((node, RDFS.label, Literal(f"{edition.title}, bijlage {table.annex}, paragraaf {table.section}", lang="nl")))
        graph.add((node, RDFS.label, Literal(f"{edition.title}, annex {table.annex}, section {table.section}", lang="en")))
        graph.add((node, MDO.bijlage, Literal(table.annex)))
        graph.add((node, MDO.paragraaf, Literal(table.section)))
        graph.add((node, MDO.volgnummer, Literal(table.number)))
        graph.add((node, MDO.document, document))
        graph.add((node, PROV.wasDerivedFrom, document))


def add_cube(graph: Graph, model: Model) -> None:
    for part in ("waarde", "celstatus", "mutatie"):
        add_dataset(graph, model, part)
    for observation in model.observations:
        add_status(graph, model, observation)
        if observation.value is not None:
            add_value(graph, model, observation)
            add_parts(graph, model, observation)
    add_changes(graph, model)


def dataset(edition: str, part: str) -> URIRef:
    return iri("dataset", edition if part == "waarde" else f"{edition}-{part}")


def add_dataset(graph: Graph, model: Model, part: str) -> None:
    edition, texts = model.curation.edition.slug, model.curation.datasets[part]
    node = dataset(edition, part)
    graph.add((node, RDF.type, QB.DataSet))
    graph.add((node, RDF.type, PROV.Entity))
    for language in ("nl", "en"):
        graph.add((node, DCTERMS.title, Literal(texts[f"title_{language}"], lang=language)))
        graph.add((node, DCTERMS.description, Literal(texts[f"description_{language}"], lang=language)))
    graph.add((node, DCTERMS.license, CC0))
    graph.add((node, QB.structure, iri("structuur", part)))
    graph.add((node, PROV.wasDerivedFrom, iri("document", edition)))


def add_key(graph: Graph, edition: str, part: str, indicator: str, year: int) -> URIRef:
    node = iri("observatie", edition, part, indicator, year)
    graph.add((node, RDF.type, QB.Observation))
    graph.add((node, QB.dataSet, dataset(edition, part)))
    graph.add((node, MDO.indicator, concept("indicator", indicator)))
    graph.add((node, MDO.jaar, iri("jaar", year)))
    return node


def add_origin(graph: Graph, node: URIRef, edition: str, observation: Observation) -> None:
    for who in observation.established_by:
        graph.add((node, MDO.vastgesteldDoor, concept("vaststeller", who)))
    for remark in observation.remarks:
        graph.add((node, RDFS.comment, Literal(remark.note_nl, lang="nl")))
        graph.add((node, RDFS.comment, Literal(remark.note_en, lang="en")))
        graph.add((node, MDO.vindplaats, Literal(remark.place)))
    cell = observation.cell
    graph.add((node, PROV.wasDerivedFrom, iri("cel", edition, cell.table.key, cell.row, cell.column)))


def add_status(graph: Graph, model: Model, observation: Observation) -> None:
    edition = model.curation.edition.slug
    node = add_key(graph, edition, "celstatus", observation.indicator.slug, observation.year)
    graph.add((node, MDO.celstatus, concept("status", observation.status)))
    if observation.reason:
        graph.add((node, MDO.reden, concept("reden", observation.reason)))
    add_origin(graph, node, edition, observation)


def add_value(graph: Graph, model: Model, observation: Observation) -> None:
    edition, value = model.curation.edition.slug, observation.value
    node = add_key(graph, edition, "waarde", observation.indicator.slug, observation.year)
    graph.add((node, MDO.waarde, decimal(value) if isinstance(value, Decimal) else Literal(value)))
    graph.add((node, SDMX.unitMeasure, concept("eenheid", observation.indicator.axes["unit"])))
    graph.add((node, MDO.kwalificatie, concept("kwalificatie", observation.qualifier)))
    if observation.rounding_unit is not None:
        graph.add((node, MDO.afrondingseenheid, decimal(observation.rounding_unit)))
    for status in observation.statuses:
        graph.add((node, SDMX.obsStatus, concept("status", status)))
    if observation.reference_date:
        by = "bron" if observation.date_is_named else "bewerker"
        graph.add((node, MDO.peildatum, Literal(observation.reference_date, datatype=XSD.date)))
        graph.add((node, MDO.peildatumVastgesteldDoor, concept("vaststeller", by)))
    if observation.previous_value is not None:
        graph.add((node, MDO.vorigeWaarde, Literal(observation.previous_value)))
    add_origin(graph, node, edition, observation)


def add_parts(graph: Graph, model: Model, observation: Observation) -> None:
    edition, indicator, year = model.curation.edition.slug, observation.indicator.slug, observation.year
    table, facility = observation.cell.table, observation.indicator.axes["facility"]
    values, node = dataset(edition, "waarde"), iri("observatie", edition, "waarde", indicator, year)
    for part, structure, dimension, fixed in (
        (iri("reeks", edition, indicator), "reeks", MDO.indicator, concept("indicator", indicator)),
        (iri("jaaroverzicht", edition, year), "jaaroverzicht", MDO.jaar, iri("jaar", year)),
    ):
        graph.add((values, QB.slice, part))
        graph.add((part, RDF.type, QB.Slice))
        graph.add((part, QB.sliceStructure, iri("structuur", "waarde", structure)))
        graph.add((part, dimension, fixed))
        graph.add((part, QB.observation, node))
    texts = model.curation.concepts["voorziening", facility].texts
    place = f"{table.annex} {table.section}: {table.title}"
    by_table, by_facility = iri("groep", edition, "tabel", table.key), iri("groep", edition, "voorziening", facility)
    for part, predicate, subject, label_nl, label_en in (
        (by_table, MDO.tabel, iri("tabel", edition, table.key), f"Tabel {place}", f"Table {place}"),
        (
            by_facility, MDO.voorziening, concept("voorziening", facility),
            f"Voorziening: {texts['label_nl']}", f"Facility: {texts['label_en']}",
        ),
    ):  # fmt: skip
        graph.add((values, QB.observationGroup, part))
        graph.add((part, RDF.type, QB.ObservationGroup))
        graph.add((part, RDFS.label, Literal(label_nl, lang="nl")))
        graph.add((part, RDFS.label, Literal(label_en, lang="en")))
        graph.add((part, predicate, subject))
        graph.add((part, QB.observation, node))


def add_changes(graph: Graph, model: Model) -> None:
    edition = model.curation.edition.slug
    for change in model.changes:
        indicator = change.figure.indicator.slug
        node = add_key(graph, edition, "mutatie", indicator, change.figure.year)
        graph.add((node, MDO.basisjaar, iri("jaar", change.base.year)))
        graph.add((node, MDO.mutatie, decimal(change.percent)))
        graph.add((node, SDMX.unitMeasure, concept("eenheid", "percentage")))
        for status in change.statuses:
            graph.add((node, SDMX.obsStatus, concept("status", status)))
        graph.add((node, MDO.oordeel, concept("oordeel", change.verdict)))
        for source in (change.base, change.figure):
            graph.add((node, PROV.wasDerivedFrom, iri("observatie", edition, "waarde", indicator, source.year)))
        if change.printed is not None:
            printed = change.printed
            graph.add((node, MDO.gedrukteTekst, Literal(printed.text)))
            graph.add((node, PROV.wasDerivedFrom, iri("cel", edition, printed.table.key, printed.row, "pct")))


def main(root: Path, out: Path, edition: str = "2024") -> None:
    """Write the cells and the cube of an edition into OUT."""
    model = read_model(root, edition)
    out.mkdir(parents=True, exist_ok=True)
    for name, add in (("cellen.ttl", add_cells), ("cube.ttl", add_cube)):
        graph = Graph()
        graph.bind("mdo", MDO)
        graph.bind("sdmx-attribute", SDMX)
        add(graph, model)
        graph.serialize(out / name, format="turtle")


if __name__ == "__main__":
    typer.run(main)
