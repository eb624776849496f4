"""The columns of the exported figures: name, title, meaning, datatype and property of each, from ``columns.csv``.

Everything that describes a column is made from that table: CSVW, the JSON-LD context, Parquet, the workbook, the API and the
documentation.
"""

from __future__ import annotations

from typing import NamedTuple

from mdo_rdf.inputs.words import Words, read_table
from mdo_rdf.iris import PREFIXES, absolute

LIST = "|"
"""What stands between the notes, and between the places, of one figure: neither is likely to hold it, and none may."""
_SEPARATORS = {"space": " ", "": ""}
STATUS_OBSERVATION = "{+celstatus_iri}"
"""The observation of the cell status of a row."""


class Column(NamedTuple):
    """One column, in Dutch and English.

    ``datatype`` is a name of XML Schema, ``scheme`` the code list that the values are from (if it is a short one),
    ``separator`` what stands between several values, and ``language`` (BCP 47) that of the text. As RDF a value says
    ``property`` of ``about``, and says it as ``value``: each a URI template (RFC 6570) or a prefixed name; where
    ``value`` is empty it is a literal, and where ``about`` is empty the column says nothing by itself.
    """

    name: str
    property: str
    datatype: str
    required: bool
    scheme: str
    separator: str
    language: str
    about: str
    value: str
    title_nl: str
    title_en: str
    description_nl: str
    description_en: str


def _column(line: dict[str, str]) -> Column:
    texts = {name: text for name, text in line.items() if name not in ("required", "separator")}
    separator = line["separator"]
    return Column(**texts, required=line["required"] == "yes", separator=_SEPARATORS.get(separator, separator))


COLUMNS = tuple(map(_column, read_table("export", "columns.csv")))
"""In the order in which every export has them."""
WORDS = Words("export")
"""The other texts of the exports: titles, headings and explanations."""
NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}


def expanded(prefixed: str) -> str:
    """A prefixed name as a full IRI.

    >>> expanded("qb:dataSet")
    'http://purl.org/linked-data/cube#dataSet'
    """
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local


def template(text: str, edition: str) -> str:
    """A template or a prefixed name of this table as a full IRI or a template of one, for one edition.

    >>> template("id/tabel/{edition}/{tabel}", "2024")
    'https://w3id.org/monitor-digitale-overheid/id/tabel/2024/{tabel}'
    """
    if text.startswith("id/"):
        return absolute(text.replace("{edition}", edition))
    return text if text.startswith("{") else expanded(text)
