"""Where the publication's files are, and how a file is opened that a user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from mdo_rdf.errors import CannotTellError


def find_root() -> Path:
    """The folder with ``data`` and ``ontology``: the checkout this package runs from, or the copy it was installed with."""
    here = Path(__file__).resolve().parent
    for root in (here.parent.parent, here / "publication"):
        if (root / "data" / "curation").is_dir() and (root / "ontology").is_dir():
            return root
    raise CannotTellError("the publication's data is not where this package is; say where with --root")


_LARGEST = 100_000_000


def content(path: Path, name: str) -> bytes:
    """The content of a file of the publication, which has ``name`` in errors.

    Raises ``CannotTellError`` where it cannot be read, is a pipe or a device, or is larger than any file of the publication is.
    """
    if path.is_fifo() or path.is_char_device():
        raise CannotTellError(f"{name}: a pipe or a device, not a file; put the file itself there")
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise CannotTellError(f"{name}: cannot be read ({error.strerror}); is --root the publication's folder?") from error
    if len(raw) > _LARGEST:
        raise CannotTellError(f"{name}: more than {_LARGEST:,} bytes, as no file of the publication has; is it the right file?")
    return raw


def opened(path: str) -> IO[bytes]:
    """A file to read. A named pipe that nobody writes to is empty, where to open it would wait for ever. Raises ``OSError``."""
    return open(path, "rb", opener=_without_waiting)


def _without_waiting(path: str, flags: int) -> int:
    if not hasattr(os, "O_NONBLOCK"):
        return os.open(path, flags)
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # what is being written to is waited for, as ever
    return descriptor
