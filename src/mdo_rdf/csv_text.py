"""The text of CSV files that others read: quoted where a field needs it, and only there (RFC 4180, section 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r'[,"\r\n]')


def csv_text(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A CSV file with a header; each line ends with a line feed."""
    return "".join(",".join(map(_field, line)) + "\n" for line in (header, *lines))


def csv_bytes(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """The same in UTF-8, without a byte order mark."""
    return csv_text(header, lines).encode()


def _field(text: str) -> str:
    """The writer of Python leaves a carriage return bare where it does not end a line, and no reader gets that back."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def inert(printed: str) -> str:
    """A printed text that no spreadsheet takes for a formula; a sign before a figure stays."""
    return f"'{printed}" if printed.startswith(("=", "@")) else printed
