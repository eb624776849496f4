"""The figures as CSV, and what CSVW says of that file: columns, types, key, and the triples that its cells stand for.

The file is RFC 4180 but for the end of a line, which is a line feed: CSVW allows both (Model for Tabular Data, section 8),
and with a carriage return the tools that know lines only would find it in the last column. UTF-8, without a byte order mark.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.csv_text import csv_bytes, inert
from mdo_rdf.export.columns import COLUMNS, NAMES, STATUS_OBSERVATION, WORDS, Column, expanded, template
from mdo_rdf.export.records import code, plain
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.iris import LANGUAGES, LICENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mdo_rdf.export.records import Records
    from mdo_rdf.inputs.curation import Concept

FILE = "cijfers.csv"
METADATA = f"{FILE}-metadata.json"
"""Where a reader of the CSV looks for it (Model for Tabular Data, section 5.3)."""
_DIALECT = {
    "encoding": "utf-8",
    "lineTerminators": ["\n"],
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
    "skipInitialSpace": False,
    "trim": False,
}
"""Section 5.9; all but the end of a line are the defaults, and are given so that nobody has to know them."""
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


def to_csv(records: Records) -> bytes:
    """``cijfers.csv``: a line for each figure; a field is empty where there is nothing, and no formula (``csv_text.inert``)."""
    fields = ([plain(value, column.separator) for column, value in zip(COLUMNS, record, strict=True)] for record in records.rows)
    return csv_bytes(NAMES, (map(inert, line) for line in fields))


def to_metadata(records: Records) -> bytes:
    """``cijfers.csv-metadata.json`` (W3C Metadata Vocabulary for Tabular Data, sections 5.4 to 5.6).

    What the cells mean as RDF is a part of the published observations. Left out are the unit, the statuses and who
    established them: CSVW cannot write a unit for values only, nor a list of codes as IRIs (CSV2RDF, section 4.6).
    """
    edition = records.edition
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": FILE,
        "dc:title": _texts(WORDS.say("title", edition=edition.title)),
        "dc:description": _texts(Text(edition.description_nl, edition.description_en)),
        "dc:source": {"@id": iris.absolute(iris.document(edition.slug))},
        "dc:isPartOf": {"@id": iris.absolute(iris.edition(edition.slug))},
        "dc:license": {"@id": LICENCE},
        "dc:modified": {"@value": edition.modified, "@type": "xsd:date"},
        "dialect": _DIALECT,
        "tableSchema": {
            "columns": [*(_column(column, edition.slug, records.concepts) for column in COLUMNS), *_virtual(edition.slug)],
            "primaryKey": ["indicator", "jaar"],
            "rowTitles": ["naam", "jaar"],
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _texts(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.in_(language), "@language": language} for language in LANGUAGES]


def _column(column: Column, edition: str, concepts: Mapping[tuple[str, str], Concept]) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": {"nl": [column.name, column.title_nl], "en": column.title_en},
        "dc:description": _texts(Text(column.description_nl, column.description_en)),
        "datatype": _datatype(column, concepts),
        "required": column.required,
        "null": "",
        "propertyUrl": expanded(column.property),
    }
    more = {
        "separator": column.separator,
        "lang": column.language,
        "suppressOutput": not column.about,
        "aboutUrl": column.about and template(column.about, edition),
        "valueUrl": column.value and template(column.value, edition),
    }
    return described | {name: value for name, value in more.items() if value}


def _datatype(column: Column, concepts: Mapping[tuple[str, str], Concept]) -> object:
    """A datatype, with a pattern where there is a short list of codes or the value is part of an IRI (section 5.11.2)."""
    if column.scheme:
        codes = [code(concept) for concept in concepts.values() if concept.scheme == column.scheme]
        return {"base": column.datatype, "format": "|".join(codes)}
    if column.datatype == "string" and column.value:
        return {"base": "string", "format": _SLUG}
    return column.datatype


def _virtual(edition: str) -> list[dict[str, object]]:
    """What holds for the cell status of each figure and is in no column of its own (section 5.6, virtual)."""
    said = {
        "qb:dataSet": iris.absolute(iris.dataset(edition, "celstatus")),
        "mdo:indicator": "{+indicator_iri}",
        "mdo:jaar": template("id/jaar/{jaar}", edition),
        "prov:wasDerivedFrom": "{+cel_iri}",
    }
    return [
        {"name": f"celstatus_{number}", "virtual": True, "aboutUrl": STATUS_OBSERVATION, "valueUrl": value}
        | {"propertyUrl": expanded(name)}
        for number, (name, value) in enumerate(said.items(), start=1)
    ]
