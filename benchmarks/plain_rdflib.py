"""The same build as most would write it: typer for the command, one rdflib graph per file, ``graph.add`` in a loop.

It reads with this package's own readers, which are faster than the usual ones, and takes the verdicts and their sentences
from this package's own audit, so the comparison is kind to it.
``build_speed.py`` checks that it makes exactly the same triples.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, QB, RDF, RDFS, SDO, SKOS, TIME, XSD

from mdo_rdf.audit import Audit, audit
from mdo_rdf.captions import claim_outcome, claim_place, claim_sentence
from mdo_rdf.claims import PROSE
from mdo_rdf.curation import SCHEME_OF_AXIS
from mdo_rdf.dutch import round_half_up
from mdo_rdf.flaws import find_flaws
from mdo_rdf.model import read_model
from mdo_rdf.names import table_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mdo_rdf.figures import Observation
    from mdo_rdf.sums import Comparison

BASE = "https://w3id.org/monitor-digitale-overheid/"
MDO = Namespace(BASE + "def#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
TEXTS = {"label": SKOS.prefLabel, "definition": SKOS.definition, "scope_note": SKOS.scopeNote}
RELATIONS = {"part_of": MDO.deelVan, "denominator": MDO.noemer}
SAME_AS = {"same_flow_as": MDO.zelfdeStroomAls, "same_stock_as": MDO.zelfdeStandAls}


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


def add_dataset(graph: Graph, edition: str, part: str, texts: Mapping[str, str]) -> None:
    dataset = iri("dataset", edition if part == "waarde" else f"{edition}-{part}")
    graph.add((dataset, RDF.type, QB.DataSet))
    graph.add((dataset, RDF.type, PROV.Entity))
    for language in ("nl", "en"):
        graph.add((dataset, DCTERMS.title, Literal(texts[f"title_{language}"], lang=language)))
        graph.add((dataset, DCTERMS.description, Literal(texts[f"description_{language}"], lang=language)))
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


def main(root: Path, out: Path, edition: str = "2024") -> None:
    """Build the Turtle files of an edition into OUT."""
    audited = audit(root, read_model(root, edition))
    out.mkdir(parents=True, exist_ok=True)
    for name, add in (
        ("afgeleid.ttl", add_derived),
        ("begrippen.ttl", add_concepts),
        ("bevindingen.ttl", add_audit),
        ("cellen.ttl", add_cells),
        ("cube.ttl", add_cubes),
    ):
        graph = new_graph()
        add(graph, audited)
        graph.serialize(out / name, format="turtle", base=None)


if __name__ == "__main__":
    typer.run(main)
