"""Keeps the loaded publication on disk between two commands, so that a question does not wait for four megabytes of Turtle.

It is a cache and nothing else: its name is a checksum of all that was loaded, so it is never stale; it may be deleted at
any time; and where it cannot be kept, the publication is loaded into memory.
"""

from __future__ import annotations

import os
import re
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.files import made_whole
from mdo_rdf.publication import load_store, turtle_files

_IN_USE = 3600.0


def open_store(root: Path, *, edition: str | None = None) -> pyoxigraph.Store:
    """Ontology and data of an edition in the default graph of a store, to be read only. Raises as ``load_store``."""
    place = snapshot_place(turtle_files(root, edition=edition))
    if place is None:
        return load_store(root, edition=edition)
    try:
        return pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError):  # not there yet, or damaged
        return _made(place, root, edition)


def snapshot_place(files: Sequence[Path]) -> Path | None:
    """The folder of the snapshot of ``files``; ``None`` where this user has no folder for caches."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    checksum, size = zlib.crc32(pyoxigraph.__version__.encode()), 0
    for path in files:
        content = path.read_bytes()
        checksum, size = zlib.crc32(content, checksum), size + len(content)
    return folder / "mdo-rdf" / f"{checksum:08x}-{size}"


def _is_snapshot(path: Path) -> bool:
    """What else is in a folder for caches is not ours to remove."""
    return bool(re.fullmatch(r"[0-9a-f]{8}-\d+", path.name)) and path.is_dir() and not path.is_symlink()


def _made(place: Path, root: Path, edition: str | None) -> pyoxigraph.Store:
    """Make the snapshot, of which another command never sees half."""
    from shutil import rmtree

    in_memory = load_store(root, edition=edition)
    with suppress(CannotTellError, OSError, RuntimeError), made_whole(place) as temporary:
        for old in filter(_is_snapshot, place.parent.iterdir()):
            # a younger one another command may be making or opening; one of this name is damaged, or it would have been read
            if old == place or time.time() - old.stat().st_mtime > _IN_USE:
                rmtree(old, ignore_errors=True)
        on_disk = pyoxigraph.Store(str(temporary))
        on_disk.bulk_extend(in_memory)
        on_disk.flush()
        del on_disk
    return in_memory
