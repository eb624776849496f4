"""The figures as Parquet: typed columns, described in the file itself, and the same bytes for the same figures."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError
from mdo_rdf.export.columns import COLUMNS, WORDS, Column, expanded
from mdo_rdf.iris import LICENCE
from mdo_rdf.optional import library
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from mdo_rdf.export.records import Records, Value

FILE = "cijfers.parquet"
_PRECISION, _SCALE = 38, 4
"""Digits of a decimal in all, and behind the point; more than a figure of the report ever has."""


def to_parquet(records: Records) -> bytes:
    """``cijfers.parquet``: decimals are decimal128, whole numbers int64, days date32, columns with several values lists.

    So every value is exact; a reader that wants floats can cast. What is missing is null, but a list is then empty. Each
    field has its titles, descriptions and property as metadata. Raises ``CannotTellError`` where pyarrow is not installed.
    """
    arrow: Any = library("pyarrow", "parquet", FILE)
    parquet: Any = library("pyarrow.parquet", "parquet", FILE)
    fields = [
        arrow.field(column.name, _type(arrow, column), nullable=not column.required, metadata=_described(column))
        for column in COLUMNS
    ]
    schema = arrow.schema(fields, metadata=_about(records))
    columns = zip(*records.rows, strict=True) if records.rows else ([] for _ in COLUMNS)
    try:
        arrays = [
            arrow.array([_stored(value, column) for value in values], type=field.type)
            for column, field, values in zip(COLUMNS, fields, columns, strict=True)
        ]
    except arrow.ArrowInvalid as error:
        raise CannotTellError(f"{FILE}: a figure has more than {_SCALE} decimals, and would not be exact: {error}") from error
    file = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), file, compression="zstd", version="2.6")
    return file.getvalue()


def _type(arrow: Any, column: Column) -> Any:
    if column.separator:
        return arrow.list_(arrow.string())
    return {
        "decimal": arrow.decimal128(_PRECISION, _SCALE),
        "integer": arrow.int64(),
        "date": arrow.date32(),
    }.get(column.datatype, arrow.string())


def _stored(value: Value, column: Column) -> object:
    if isinstance(value, tuple):
        return list(value)
    return date.fromisoformat(value) if column.datatype == "date" and isinstance(value, str) else value


def _described(column: Column) -> dict[str, str]:
    return {
        "title_nl": column.title_nl,
        "title_en": column.title_en,
        "description_nl": column.description_nl,
        "description_en": column.description_en,
        "property": expanded(column.property),
    }


def _about(records: Records) -> dict[str, str]:
    edition = records.edition
    return {
        "title": WORDS.say("title", edition=edition.title).nl,
        "source": iris.absolute(iris.document(edition.slug)),
        "licence": LICENCE,
        "modified": edition.modified,
        "version": VERSION,
        "selection": json.dumps(records.selection, ensure_ascii=False),
    }
