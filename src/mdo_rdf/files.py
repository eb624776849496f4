"""The only place that writes files: each is whole or not there, whatever goes wrong.

What is new is made in a temporary folder beside its place, and moved there in one step. A temporary folder that a killed
process left behind is removed by the next one that writes there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from mdo_rdf.errors import CannotTellError

_TEMPORARY = ".new-"
"""How the name of a temporary folder begins; it ends with the number of the process that made it."""


def write(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files, their paths relative to ``folder``; text becomes UTF-8.

    All are made before the first is moved, so an error leaves everything as it was. They are moved in the order given; a
    folder that is not there yet is moved as a whole. Raises ``CannotTellError`` with the path that cannot be written.
    """
    with _temporary(folder) as temporary:
        for name, content in files.items():
            with _cannot_be_written(folder / name):
                (temporary / name).parent.mkdir(parents=True, exist_ok=True)
                (temporary / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        for name in dict.fromkeys(_part_to_move(folder, name) for name in files):
            with _cannot_be_written(folder / name):
                (temporary / name).replace(folder / name)


def write_changed(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write each file as it comes, unless it is there already, and give all paths; an error leaves the earlier ones written."""
    paths = []
    with _temporary(folder) as temporary:
        for name, content in files:
            path = folder / name
            paths.append(name)
            with _cannot_be_written(path):
                if not path.is_file() or path.read_bytes() != content:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    (temporary / "file").write_bytes(content)
                    (temporary / "file").replace(path)
    return paths


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """Where to make the file or folder ``path``; it is moved there in one step where that ends without an error.

    Raises ``CannotTellError`` for an ``OSError``, also for one of who makes it.
    """
    with _temporary(path.parent) as temporary, _cannot_be_written(path):
        yield temporary / path.name
        (temporary / path.name).replace(path)


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files that are there, and the folders of these that are then empty. Raises ``CannotTellError`` as ``write``."""
    for name in names:
        path = folder / name
        with _cannot_be_written(path):
            path.unlink(missing_ok=True)
            if path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()


@contextmanager
def _cannot_be_written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotTellError(f"{path}: cannot be written ({error.strerror})") from error


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A folder in ``folder``, which is made where it is not there."""
    temporary = folder / f"{_TEMPORARY}{os.getpid()}"
    with _cannot_be_written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_TEMPORARY}*"):
            if not _is_running(left.name.removeprefix(_TEMPORARY)):
                _remove_all(left)
        temporary.mkdir()
    try:
        yield temporary
    finally:
        with _cannot_be_written(folder):
            _remove_all(temporary)


def _is_running(process: str) -> bool:
    """Whether another process of that number is at work."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()


def _remove_all(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            _remove_all(path)
        else:
            path.unlink()
    folder.rmdir()


def _part_to_move(folder: Path, name: str) -> str:
    """The outermost folder on the way to a file that is not there yet, or else the file itself."""
    parents = reversed(PurePosixPath(name).parents)
    return next((str(parent) for parent in parents if not (folder / parent).exists()), name)
