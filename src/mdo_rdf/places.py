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


def opened(path: str) -> IO[bytes]:
    """A file to read. A named pipe that nobody writes to is empty, where to open it would wait for ever. Raises ``OSError``."""
    return open(path, "rb", opener=_without_waiting)


def _without_waiting(path: str, flags: int) -> int:
    if not hasattr(os, "O_NONBLOCK"):
        return os.open(path, flags)
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # what is being written to is waited for, as ever
    return descriptor
