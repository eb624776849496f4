"""Cells as triples: the document, its tables, every printed cell and the footnote marks, as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.edition.names import cell_name
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Resource, given, integer, qname, ref, text
from mdo_rdf.triples.words import both, say

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
        *both("dcterms:description", Text(edition.description_nl, edition.description_en)),
        ("dcterms:language", text("nl")),
    ]


def _table(edition: Edition, table: Table) -> Resource:
    document = ref(iris.document(edition.slug))
    return iris.table(edition.slug, table.key), [
        ("a", qname("mdo:Tabel, prov:Entity")),
        ("dcterms:title", text(table.title, "nl")),
        *both("rdfs:label", say("table", report=edition.title, annex=table.annex, section=table.section)),
        ("mdo:bijlage", text(table.annex)),
        ("mdo:paragraaf", text(table.section)),
        ("mdo:volgnummer", integer(table.number)),
        ("mdo:document", document),
        ("prov:wasDerivedFrom", document),
    ]


def _cell(edition: str, cell: Cell) -> Resource:
    table = ref(iris.table(edition, cell.table.key))
    return cell_name(edition, cell), [
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
    return iris.footnote_mark(edition, mark.table.key, [*where, mark.slug]), [
        ("a", qname("mdo:Voetnootteken")),
        ("mdo:teken", text(mark.mark)),
        ("mdo:tabel", ref(iris.table(edition, mark.table.key))),
        ("mdo:tekenplaats", ref(iris.concept("tekenplaats", mark.place))),
        *given("mdo:rij", int(mark.row) if mark.row else None, integer),
        *given("mdo:kolom", mark.column, text),
    ]
