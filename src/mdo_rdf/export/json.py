"""The figures as JSON, and as JSON-LD with the observations whole; both exact, with one record on a line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.export.columns import BY_NAME, COLUMNS, NAMES, WORDS, expanded
from mdo_rdf.export.records import lexical
from mdo_rdf.iris import LICENCE
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mdo_rdf.export.records import FigureRecord, Records

FILE = "cijfers.json"
LD_FILE = "cijfers.jsonld"
_TERMS = (
    "indicator", "jaar", "waarde", "kwalificatie", "afrondingseenheid", "statussen", "reden", "vastgesteld_door",
    "vorige_waarde", "peildatum", "peildatum_vastgesteld_door", "opmerking", "opmerking_en", "vindplaats",
    "dataset_iri", "status_iri", "cel_iri",
)  # fmt: skip
"""The columns that say something of an observation, and are terms of the JSON-LD context."""
_UNIT = "eenheid"
"""In a record the unit of the indicator; of an observation the unit that the value is in."""


def to_json(records: Records) -> bytes:
    """``cijfers.json``: what it is, what each column is, and the records.

    A number is a JSON number in its exact decimal form, which a reader may take as a decimal (RFC 8259, section 6); what
    is missing is ``null``; a column that can have several values is always a list.
    """
    heading = json.dumps(_heading(records), ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = ",\n".join(encoded(dict(zip(NAMES, record, strict=True))) for record in records.rows)
    return f'{heading},\n "records": [\n{rows}\n ]\n}}\n'.encode()


def _heading(records: Records) -> dict[str, object]:
    edition = records.edition
    return {
        "title": WORDS.say("title", edition=edition.title)._asdict(),
        "description": {"nl": edition.description_nl, "en": edition.description_en},
        "source": iris.absolute(iris.document(edition.slug)),
        "edition": iris.absolute(iris.edition(edition.slug)),
        "licence": LICENCE,
        "modified": edition.modified,
        "version": VERSION,
        "selection": records.selection,
        "columns": [
            {
                "name": column.name,
                "title": {"nl": column.title_nl, "en": column.title_en},
                "description": {"nl": column.description_nl, "en": column.description_en},
                "datatype": column.datatype,
                "required": column.required,
                "list": bool(column.separator),
                "property": expanded(column.property),
            }
            for column in COLUMNS
        ],
    }


def encoded(value: object) -> str:
    """JSON with a ``Decimal`` as a number in its exact form (RFC 8259, section 6).

    >>> encoded({"waarde": Decimal("57.50"), "leeg": None, "ja": [1, True, "é"]})
    '{"waarde": 57.5, "leeg": null, "ja": [1, true, "é"]}'
    """
    if isinstance(value, Decimal):
        return lexical(value)
    if isinstance(value, dict):
        members = (f"{json.dumps(str(name), ensure_ascii=False)}: {encoded(member)}" for name, member in value.items())
        return f"{{{', '.join(members)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(encoded, value))}]"
    return json.dumps(value, ensure_ascii=False)


def to_jsonld(records: Records) -> bytes:
    """``cijfers.jsonld`` (JSON-LD 1.1): for each figure the observation of its cell status, and of its value if it has one.

    These have all the triples that the published cube has of them, and no others. The context is in the file, so that it
    can be read without a network; its terms are the names of the columns, and its IRIs are relative to its base.
    """
    edition = records.edition.slug
    nodes = (node for record in records.rows for node in _nodes(record, edition))
    context = json.dumps({"@context": _context()}, ensure_ascii=False, indent=1).removesuffix("\n}")
    graph = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{context},\n "@graph": [\n{graph}\n ]\n}}\n'.encode()


def _context() -> dict[str, object]:
    """A term for each column that is said of an observation, with the coercion that its values need (section 4.2.3)."""
    terms: dict[str, object] = {name: _term(name) for name in _TERMS}
    unit = {"@id": expanded("sdmx-attribute:unitMeasure"), "@type": "@id"}
    return {"@version": 1.1, "@base": iris.BASE} | terms | {_UNIT: unit}


def _term(name: str) -> dict[str, str]:
    column = BY_NAME[name]
    term = {"@id": expanded(column.property)}
    if column.language:
        return term | {"@language": column.language}
    if column.value or column.scheme:
        return term | {"@type": "@id"}
    if column.datatype == "date" or name == "afrondingseenheid":
        return term | {"@type": expanded(f"xsd:{column.datatype}")}
    return term


def _nodes(record: FigureRecord, edition: str) -> Iterable[Mapping[str, object]]:
    if record.value is not None:
        yield _filled(_node(record, record.observation_iri, iris.dataset(edition, "waarde")) | _of_value(record))
    status = {"status_iri": _relative(record.status_iri), "reden": _concept("reden", record.reason)}
    yield _filled(_node(record, record.cell_status_iri, iris.dataset(edition, "celstatus")) | status)


def _node(record: FigureRecord, iri: str, dataset: str) -> dict[str, object]:
    """What the two observations of a figure have in common."""
    return {
        "@id": _relative(iri),
        "@type": expanded("qb:Observation"),
        "dataset_iri": dataset,
        "indicator": _relative(record.indicator_iri),
        "jaar": iris.year(record.year),
        "vastgesteld_door": [_concept("vaststeller", who) for who in record.established_by],
        "opmerking": list(record.notes_nl),
        "opmerking_en": list(record.notes_en),
        "vindplaats": list(record.places),
        "cel_iri": _relative(record.cell_iri),
    }


def _of_value(record: FigureRecord) -> dict[str, object]:
    return {
        "waarde": _number(record.value),
        _UNIT: _concept("eenheid", record.unit),
        "kwalificatie": _concept("kwalificatie", record.qualifier),
        "afrondingseenheid": None if record.rounding_unit is None else lexical(record.rounding_unit),
        "statussen": [_concept("status", status) for status in record.statuses],
        "vorige_waarde": record.previous_value,
        "peildatum": record.reference_date,
        "peildatum_vastgesteld_door": _concept("vaststeller", record.date_established_by),
    }


def _number(value: int | Decimal | None) -> object:
    """A JSON number becomes an integer or a double (section 8.6 of the API); a decimal has to say that it is one."""
    return {"@value": lexical(value), "@type": expanded("xsd:decimal")} if isinstance(value, Decimal) else value


def _filled(node: Mapping[str, object]) -> dict[str, object]:
    """Without what is not there; null would mean the same, but says nothing to a person."""
    return {name: value for name, value in node.items() if value is not None and value != []}


def _relative(iri: str) -> str:
    return iri.removeprefix(iris.BASE)


def _concept(scheme: str, slug: str | None) -> str | None:
    return None if slug is None else iris.concept(scheme, slug)
