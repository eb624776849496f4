"""The text of CSV files that others read: quoted where a field needs it, and only there (RFC 4180, section 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula, or reads past the beginning of."""
_SPECIAL = re.compile(r'[,"\r\n]')


def csv_text(header: Sequence[str], lines: Iterable[Iterable[str]]) -> str:
    """A CSV file with a header; each line ends with a line feed."""
    return "".join(",".join(map(_field, line)) + "\n" for line in (header, *lines))


def csv_bytes(header: Sequence[str], lines: Iterable[Iterable[str]]) -> bytes:
    """The same in UTF-8, without a byte order mark."""
    return csv_text(header, lines).encode()


def _field(text: str) -> str:
    """The writer of Python leaves a carriage return bare where it does not end a line, and no reader gets that back."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def inert(printed: str) -> str:
    """A printed text that no spreadsheet takes for a formula; a minus before a figure stays, as that is a number.

    >>> inert("=1+1"), inert("+4%"), inert("-5")
    ("'=1+1", "'+4%", '-5')
    """
    return f"'{printed}" if printed.startswith(FORMULA) else printed
