"""The figures as a data frame, of pandas or of polars, in types that keep them whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from mdo_rdf import optional
from mdo_rdf.errors import CannotTellError
from mdo_rdf.export.columns import COLUMNS, Column
from mdo_rdf.export.records import plain
from mdo_rdf.places import find_root
from mdo_rdf.publication import latest_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mdo_rdf.export.records import Value

_PANDAS = {"integer": "Int64", "decimal": "Float64", "date": "datetime64[s]"}
_POLARS = {"integer": "Int64", "decimal": "Float64", "date": "Date"}


def frame(library: str | None = None, *, root: Path | None = None, edition: str | None = None) -> Any:
    """All figures of an edition as a frame of ``pandas`` or of ``polars``; of the first that is installed, unless you say.

    A row is a figure and a column is one of ``COLUMNS``, as in ``cijfers.csv``. ``waarde`` is a 64-bit float: each figure of
    the report comes back from it exactly (whole numbers below 2**53, and decimals of at most 15 digits), and it can be
    computed with. What is missing is ``<NA>`` or null, never 0 or NaN, and ``reden`` says why. A code is a category where
    each row has one. Raises ``CannotTellError`` where no library is installed, and what ``load_observations`` raises.
    """
    from mdo_rdf.edition.edition import read_model
    from mdo_rdf.export.records import records_of

    name, module = _library(library)
    root = root or find_root()
    rows = records_of(read_model(root, edition or latest_edition(root))).rows
    columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
    return _FRAMES[name](module, {column.name: [_cell(value, column) for value in values] for column, values in columns})


def _library(asked: str | None) -> tuple[str, Any]:
    if asked is not None and asked not in _FRAMES:
        raise CannotTellError(f"{asked}: no library for frames that is known here; use {' or '.join(_FRAMES)}")
    for name in _FRAMES if asked is None else (asked,):
        try:
            return name, optional.library(name, name, f"a frame of {name}")
        except optional.MissingExtraError:
            if asked:
                raise
    raise CannotTellError(f"a frame needs pandas or polars, and neither is there; {optional.how_to_install('pandas', 'polars')}")


def _cell(value: Value, column: Column) -> object:
    if value is None or value == ():
        return None
    if column.datatype == "date":
        return date.fromisoformat(plain(value))
    if column.datatype == "decimal":
        return float(plain(value))
    return value if column.datatype == "integer" else plain(value, column.separator)


def _is_category(column: Column) -> bool:
    return column.required and column.datatype == "string" and bool(column.scheme or column.value)


def _pandas(pandas: Any, columns: Mapping[str, list[object]]) -> Any:
    types = {column.name: "category" if _is_category(column) else _PANDAS.get(column.datatype, "string") for column in COLUMNS}
    return pandas.DataFrame({name: pandas.Series(values, dtype=types[name]) for name, values in columns.items()})


def _polars(polars: Any, columns: Mapping[str, list[object]]) -> Any:
    types = {column.name: "Categorical" if _is_category(column) else _POLARS.get(column.datatype, "String") for column in COLUMNS}
    return polars.DataFrame(columns, schema={name: getattr(polars, kind) for name, kind in types.items()})


_FRAMES: Mapping[str, Callable[[Any, Mapping[str, list[object]]], Any]] = {"pandas": _pandas, "polars": _polars}
"""The first that is installed is the one that is used."""
