"""Cells as triples: the document, its tables, every printed cell and the footnote marks, as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.triples.turtle import Resource, Term, integer, qname, ref, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mdo_rdf.inputs.curation import Edition
    from mdo_rdf.inputs.transcription import Cell, FootnoteMark, Table, Transcription


def cell_resources(edition: Edition, transcription: Transcription) -> Iterator[Resource]:
    """Document, tables, cells and marks of one edition, in the order of the report."""
    yield _document(edition)
    for table in transcription.tables:
        yield _table(edition, table)
    for cell in transcription.cells.values():
        yield _cell(transcription.edition, cell)
    for mark in transcription.marks:
        yield _mark(transcription.edition, mark)


def _document(edition: Edition) -> Resource:
    """The publisher and the licence of the report are left out: they are not known."""
    return iris.document(edition.slug), [
        ("a", qname("mdo:Document, prov:Entity")),
        ("dcterms:title", text(edition.title, "nl")),
        ("dcterms:description", text(edition.description_nl, "nl")),
        ("dcterms:description", text(edition.description_en, "en")),
        ("dcterms:language", text("nl")),
    ]


def _table(edition: Edition, table: Table) -> Resource:
    document = ref(iris.document(edition.slug))
    place_nl = f"{edition.title}, bijlage {table.annex}, paragraaf {table.section}"
    place_en = f"{edition.title}, annex {table.annex}, section {table.section}"
    return iris.table(edition.slug, table.key), [
        ("a", qname("mdo:Tabel, prov:Entity")),
        ("dcterms:title", text(table.title, "nl")),
        ("rdfs:label", text(place_nl, "nl")),
        ("rdfs:label", text(place_en, "en")),
        ("mdo:bijlage", text(table.annex)),
        ("mdo:paragraaf", text(table.section)),
        ("mdo:volgnummer", integer(table.number)),
        ("mdo:document", document),
        ("prov:wasDerivedFrom", document),
    ]


def _cell(edition: str, cell: Cell) -> Resource:
    table = ref(iris.table(edition, cell.table.key))
    return iris.cell(edition, cell.table.key, cell.row, cell.column), [
        ("a", qname("mdo:Cel, prov:Entity")),
        ("mdo:tabel", table),
        ("mdo:rij", integer(cell.row)),
        ("mdo:rijopschrift", text(cell.heading, "nl")),
        ("mdo:kolom", text(cell.column)),
        ("mdo:tekst", text(cell.text)),
        ("prov:wasDerivedFrom", table),
    ]


def _mark(edition: str, mark: FootnoteMark) -> Resource:
    where = [part for part in (mark.place, mark.row, mark.column) if part]
    pairs: list[tuple[str, Term]] = [
        ("a", qname("mdo:Voetnootteken")),
        ("mdo:teken", text(mark.mark)),
        ("mdo:tabel", ref(iris.table(edition, mark.table.key))),
        ("mdo:tekenplaats", ref(iris.concept("tekenplaats", mark.place))),
    ]
    if mark.row:
        pairs.append(("mdo:rij", integer(int(mark.row))))
    if mark.column:
        pairs.append(("mdo:kolom", text(mark.column)))
    return iris.footnote_mark(edition, mark.table.key, [*where, mark.slug]), pairs
