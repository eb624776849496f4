"""What the API gives: its resources (``resources.csv``), and of each its fields, their meaning and source (``fields.csv``)."""

from __future__ import annotations

from typing import Any, NamedTuple

from mdo_rdf.export.columns import COLUMNS, Column
from mdo_rdf.inputs.words import read_table

_RENAMED = {"observatie_iri": "iri", "tekst": "gedrukt", "cel_iri": "cel", "opmerking": "opmerkingen"}
_OBSERVATIONS = "waarnemingen"


class Field(NamedTuple):
    """A field of a resource. ``kind`` is one of ``SCHEMAS``; ``source`` the property (a prefixed name) that it comes from.

    Without a ``source`` it is computed. Where it may be ``None`` it is ``nullable``; ``inner`` are the fields of a list of
    objects. ``alone`` says that a list of resources leaves it out, for its size.
    """

    name: str
    description: str
    kind: str = "text"
    source: str = ""
    nullable: bool = False
    inner: tuple[Field, ...] = ()
    alone: bool = False


SCHEMAS: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "anyURI": {"type": "string", "format": "uri"},
    "address": {"type": "string", "format": "uri-reference"},
    "slug": {"type": "string"},
    "slugs": {"type": "array", "items": {"type": "string"}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "rows": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
    "objects": {"type": "array"},
}
"""The schema of each kind of field."""


def exported(column: Column) -> str:
    """The name that a column of the export has here; empty for the English twin of a Dutch column.

    >>> [exported(column) for column in COLUMNS[:3]], exported(next(each for each in COLUMNS if each.name == "tel_eenheid"))
    (['indicator', 'naam', ''], 'telEenheid')
    """
    if column.name.endswith("_en"):
        return ""
    first, *others = _RENAMED.get(column.name, column.name).split("_")
    return first + "".join(map(str.capitalize, others))


def fields_of(resource: str) -> tuple[Field, ...]:
    """The fields of a resource by its path, in the order of the table; an observation first has the columns of the export.

    A line without a kind describes such a column anew: what is a text with a sign between its values there, is a list here.
    """
    lines = [line for line in read_table("serve", "fields.csv") if resource in line["resources"].split()]
    anew = {line["name"]: line["description"] for line in lines if not line["kind"]}
    columns = [column for column in COLUMNS if exported(column)] if resource == _OBSERVATIONS else []
    return (*(_of_column(column, anew) for column in columns), *(_field(line) for line in lines if line["kind"]))


def _of_column(column: Column, anew: dict[str, str]) -> Field:
    name = exported(column)
    kind = "texts" if column.separator else "text" if column.datatype == "string" else column.datatype
    return Field(name, anew.get(name, column.description_nl), kind, nullable=not column.required and not column.separator)


def _field(line: dict[str, str]) -> Field:
    name, kind = line["name"], line["kind"]
    inner = fields_of(name) if kind == "objects" else ()
    return Field(name, line["description"], kind, line["source"], bool(line["nullable"]), inner, bool(line["alone"]))


class ResourceKind(NamedTuple):
    """A kind of resource: the plural in the path, what one is called, its key, the fields to filter by, and what it is."""

    path: str
    name: str
    key: str
    filters: tuple[str, ...]
    summary: str
    fields: tuple[Field, ...]


def _resource(line: dict[str, Any]) -> ResourceKind:
    return ResourceKind(**line | {"filters": tuple(line["filters"].split())}, fields=fields_of(line["path"]))


RESOURCES = tuple(map(_resource, read_table("serve", "resources.csv")))
"""Every list of resources; where there is a ``key`` each of them also has a path of its own."""
HIT = fields_of("treffers")
"""The fields of what a search finds."""
