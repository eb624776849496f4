"""A file is written whole or not at all; and the text of CSV files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mdo_rdf.errors import CannotTellError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_SPECIAL = re.compile(r'[,"\r\n]')


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file beside its place and move it there in one step, so that nobody sees half of one.

    Raises ``CannotTellError`` where the folder cannot be made or written in.
    """
    for name, content in files.items():
        path = folder / name
        temporary = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_bytes(content)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise CannotTellError(f"{path}: cannot be written ({error.strerror})") from error


def csv_bytes(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A CSV file; the fields that need it, and no others, are between quotes (RFC 4180, section 2)."""
    return "".join(",".join(map(_field, line)) + "\n" for line in (header, *lines)).encode()


def _field(text: str) -> str:
    """The writer of Python leaves a carriage return bare where it does not end a line, and no reader gets that back."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def inert(printed: str) -> str:
    """A printed text that no spreadsheet takes for a formula; a sign before a figure stays."""
    return f"'{printed}" if printed.startswith(("=", "@")) else printed
