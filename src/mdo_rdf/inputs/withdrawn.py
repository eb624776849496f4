"""Reads what was published once and is no more: its name, since when, why, and what there is in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import refuse
from mdo_rdf.inputs.strict_csv import Field, both, columns, filled, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.strict_csv import Row

FILE = "data/curation/withdrawn.csv"


class Withdrawn(NamedTuple):
    """A name (after ``id/``) that no longer stands for anything here; ``replacement`` is such a name too, or empty."""

    name: str
    date: str
    reason_nl: str
    reason_en: str
    replacement: str


def read_withdrawn(root: Path) -> dict[str, Withdrawn]:
    """All that was withdrawn, by name. Raises ``InvalidInputError`` and ``CannotTellError``."""
    rows = read_rows(root, FILE, _FIELDS, unique=[("name",)])
    refuse(rows.problems)
    return {row["name"]: Withdrawn(*(row[field.column] for field in _FIELDS)) for row in rows.sound}


def _is_relative(row: Row, column: str) -> Iterator[Problem]:
    if row[column].startswith(("id/", "/", "http")):
        yield row.problem(column, "not the part after id/", "write it as indicator/digid-accounts")


_FIELDS = (
    Field("name", both(filled, _is_relative)),
    *columns("withdrawn", "reason_nl", "reason_en"),
    Field("replaced_by", required=False),
)
