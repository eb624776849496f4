"""Reads what was published once and is no more: its name, since when, why, and what there is in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import InvalidInputError
from mdo_rdf.inputs.strict_csv import filled, index, read_records

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.errors import Problem

FILE = "data/curation/withdrawn.csv"
_COLUMNS = ("name", "withdrawn", "reason_nl", "reason_en", "replaced_by")


class Withdrawn(NamedTuple):
    """A name (after ``id/``) that no longer stands for anything here; ``replacement`` is such a name too, or empty."""

    name: str
    date: str
    reason_nl: str
    reason_en: str
    replacement: str


def read_withdrawn(root: Path) -> dict[str, Withdrawn]:
    """All that was withdrawn, by name. Raises ``InvalidInputError`` and ``CannotTellError``."""
    problems: list[Problem] = []
    records = read_records(root / FILE, FILE, _COLUMNS, problems)
    index(records, ("name",), problems)
    for record in records:
        if filled(record, _COLUMNS[:-1], problems) and record["name"].startswith(("id/", "/", "http")):
            problems.append(record.problem("name", "not the part after id/", "write it as indicator/digid-accounts"))
    if problems:
        raise InvalidInputError(problems)
    return {record["name"]: Withdrawn(*(record[column] for column in _COLUMNS)) for record in records}
