"""Parquet: exact types, nulls, descriptions in the file, and the same bytes each time."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from mdo_rdf.errors import CannotTellError
from mdo_rdf.export.columns import COLUMNS, NAMES
from mdo_rdf.export.parquet import to_parquet
from mdo_rdf.export.records import Records, chosen

if TYPE_CHECKING:
    pass

parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")


@pytest.fixture(scope="module")
def table(records: Records) -> Any:
    return read(records)


def read(records: Records) -> Any:
    return parquet.read_table(io.BytesIO(to_parquet(records)))


def as_in_a_record(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value.isoformat() if isinstance(value, date) else value


def test_the_values_are_exact_decimals_and_whole_numbers(table: Any, records: Records) -> None:
    types = "waarde: decimal128(38, 4), jaar: int64, vorige_waarde: int64, peildatum: date32[day], statussen: list<element: string>, naam: string"
    names = ("waarde", "jaar", "vorige_waarde", "peildatum", "statussen", "naam")
    assert ", ".join(f"{name}: {table.schema.field(name).type}" for name in names) == types
    rows = [tuple(map(as_in_a_record, row.values())) for row in table.to_pylist()]
    assert rows == list(records.rows)


def test_the_columns_are_those_of_the_csv_and_described_in_the_file(table: Any) -> None:
    assert tuple(table.column_names) == NAMES
    for column in COLUMNS:
        field = table.schema.field(column.name)
        assert field.metadata[b"description_nl"].decode() == column.description_nl
        assert field.nullable != column.required
    assert table.schema.metadata[b"source"] == b"https://w3id.org/monitor-digitale-overheid/id/document/2024"
    assert table.schema.metadata[b"selection"] == b"{}"


def test_a_gap_is_null(table: Any) -> None:
    rows = {(row["indicator"], row["jaar"]): row for row in table.to_pylist()}
    gap = rows["eidas-aangesloten-organisaties", 2019]
    assert (gap["waarde"], gap["reden"], gap["peildatum"], gap["statussen"]) == (None, "niet-uitgevraagd", None, [])
    assert rows["digid-actieve-accounts", 2023]["peildatum"] == date(2023, 12, 31)
    assert table.column("waarde").null_count == 56


def test_a_figure_that_would_not_be_exact_is_refused(records: Records) -> None:
    share = next(record for record in records.rows if record.unit == "percentage")._replace(value=Decimal("1.23456"))
    with pytest.raises(CannotTellError, match="more than 4 decimals"):
        to_parquet(records._replace(rows=(share,)))


def test_no_figures_give_an_empty_table(records: Records) -> None:
    assert read(records._replace(rows=())).num_rows == 0


def test_a_selection_says_so(records: Records) -> None:
    some = read(chosen(records, facilities=["woz"]))
    assert some.schema.metadata[b"selection"] == b'{"voorziening": ["woz"]}'
