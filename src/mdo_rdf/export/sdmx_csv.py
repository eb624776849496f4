"""The figures as SDMX-CSV 2.0, the format of data messages of SDMX 3.0.

Sections are those of the Data Message Field Guide of the SDMX Technical Working Group (sdmx-twg/sdmx-csv).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.csv_text import csv_bytes
from mdo_rdf.export.columns import LIST
from mdo_rdf.export.records import plain
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdo_rdf.export.records import FigureRecord, Records

FILE = "cijfers.sdmx.csv"
_COLUMNS = (
    "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "KWALIFICATIE", "OBS_STATUS[]", "VASTGESTELD_DOOR[]",
    "AFRONDINGSEENHEID", "VORIGE_WAARDE", "PEILDATUM", "PEILDATUM_VASTGESTELD_DOOR", "COMMENT_OBS", "VINDPLAATS[]", "REDEN",
    "TEL_EENHEID", "SOORT", "VOORZIENING", "THEMA", "TEKST", "CEL",
)  # fmt: skip
"""The dimensions, the measure and the attributes in the order of the structure, then columns of our own (section Columns).

Where SDMX has a name for a concept in all domains, it is that record.
"""


def to_sdmx_csv(records: Records) -> bytes:
    """``cijfers.sdmx.csv``: a row for each figure, action I, information (sections Column headers and Column content).

    Codes are the names of the concepts in upper case, with underscores for hyphens; statuses are those of CL_OBS_STATUS. A
    missing value is an empty OBS_VALUE: the value is an integer or a decimal, which have no NaN. Its row is there, with
    OBS_STATUS O, L or M and with REDEN. Several values, and the two languages of a note, are separated by the sign that
    the first header shows (sections Multi-valued components and Non-coded multi-lingual multi-valued components).
    """
    structure = f"MDO:MONITOR_{records.edition.slug}({VERSION})"
    columns = (f"{name}[nl{LIST}en]" if name == "COMMENT_OBS" else name for name in _COLUMNS)
    lines = (["dataflow", structure, "I", *_components(record)] for record in records.rows)
    return csv_bytes([f"STRUCTURE[{LIST}]", "STRUCTURE_ID", "ACTION", *columns], lines)


def _components(record: FigureRecord) -> Sequence[str]:
    return (
        _code(record.indicator),
        str(record.year),
        plain(record.value),
        _code(record.unit),
        _code(record.qualifier),
        LIST.join(record.statuses or (record.status,)),
        LIST.join(map(_code, record.established_by)),
        plain(record.rounding_unit),
        plain(record.previous_value),
        plain(record.reference_date),
        _code(record.date_established_by),
        notes(record.notes_nl, record.notes_en),
        LIST.join(record.places),
        _code(record.reason),
        _code(record.counted),
        _code(record.kind),
        _code(record.facility),
        _code(record.theme),
        record.text,
        record.cell_iri,
    )


def _code(slug: str | None) -> str:
    """An identifier of SDMX (common:IDType): letters, digits and underscores.

    >>> _code("geen-reden-vermeld")
    'GEEN_REDEN_VERMELD'
    """
    return (slug or "").upper().replace("-", "_")


def notes(dutch: Sequence[str], english: Sequence[str]) -> str:
    """The notes, each in both languages and between quotes of its own, which are doubled inside it."""
    pairs = zip(dutch, english, strict=True)
    sets = (f"nl:{nl}{LIST}en:{en}".replace('"', '""') for nl, en in pairs)
    return LIST.join(f'"{texts}"' for texts in sets)
