"""The only place that writes files: each is whole or not there, whatever goes wrong, and nothing of others is lost.

What is new is made in a temporary folder beside its place, and moved there in one step. A temporary folder that a killed
process left behind is removed by the next one that writes there.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mdo_rdf.errors import CannotTellError

_TEMPORARY = ".mdo-rdf-new-"
"""How the name of a temporary folder begins. Who makes it holds a lock on it, which ends with the process."""
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_AT_CWD, _EXCHANGE = -100, 2
"""Of renameat2(2): paths from the working directory; each takes the place of the other."""


def write(folder: Path, files: Mapping[str, bytes | str], is_own: Callable[[str, bytes], bool]) -> None:
    """Write files, their paths relative to ``folder``; text becomes UTF-8.

    ``is_own`` says of a file that is there already, by its path and content, whether it may be replaced.
    All are made before the first is moved, so an error leaves everything as it was. They are moved in the order given; a
    folder that is not there yet is moved as a whole. Raises ``CannotTellError`` with the path that cannot be written.
    """
    for name in files:
        with _cannot_be_written(folder / name):
            _refuse_what_is_not_own(folder, name, is_own)
    with _temporary(folder) as temporary:
        for name, content in files.items():
            with _cannot_be_written(folder / name):
                (temporary / name).parent.mkdir(parents=True, exist_ok=True)
                (temporary / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        for name in dict.fromkeys(_part_to_move(folder, name) for name in files):
            with _cannot_be_written(folder / name):
                (temporary / name).replace(folder / name)


class NewFolder(NamedTuple):
    """A folder while it is made, and the one whose place it will take; processes can share it.

    ``checksums`` has the SHA-256 (hexadecimal) of each file by its path: who makes it adds what ``write`` gives.
    """

    place: Path
    before: Path
    checksums: dict[str, str]

    def write(self, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
        """Write each file as it comes, and give their checksums; one that has this content already keeps its date."""
        checksums = {}
        for name, content in files:
            path, before = self.place / name, self.before / name
            with _cannot_be_written(before):
                if _is_plain(self.before, name) and before.read_bytes() == content:
                    _link(before, path)
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            checksums[name] = hashlib.sha256(content).hexdigest()
        return checksums


@contextmanager
def made_anew(folder: Path, maker: str, *, adds: bool = False) -> Iterator[NewFolder]:
    """Make what a command, ``maker``, has to say in a folder; where this ends without an error, it is there in one step.

    The folder must be empty, or not there, or made by ``maker`` before: its manifest (``manifest_name``) says which files
    it made. Of these, what is not made again goes, or stays where ``adds``. All that others put there stays, and so does a
    file that was changed after it was made; where one of these is in the way, nothing is written.
    Raises ``CannotTellError``.
    """
    with _cannot_be_written(folder):
        whole = folder.resolve(strict=False)
        aside = whole.with_name(f"{whole.name}{_TEMPORARY}before")
        if aside.exists() and not whole.exists():
            aside.rename(whole)  # a run that cannot exchange two folders was killed between its two steps
        _refuse_folder(folder, whole, maker)
    with _temporary(whole.parent) as temporary:
        new = NewFolder(temporary / whole.name, whole, {})
        with _cannot_be_written(folder):
            new.place.mkdir()
        yield new
        with _cannot_be_written(folder):
            _refuse_folder(folder, whole, maker)
            seen = _keep(new, maker, adds=adds) if whole.exists() else set()
            lines = [f"{checksum}  {name}\n" for name, checksum in sorted(new.checksums.items())]
            (new.place / manifest_name(maker)).write_text("".join(lines), "utf-8")
            _exchange(new.place, whole, aside)
            if new.place.exists():
                for name in _everything(new.place) - seen:  # what somebody put there in this moment
                    _link(new.place / name, whole / name)


def manifest_name(maker: str) -> str:
    """The file of a folder with what ``maker`` made there, in the form of sha256sum(1): a checksum, two spaces, a path."""
    return f"mdo-rdf-{maker}.sha256"


def made_by(folder: Path, maker: str) -> dict[str, str]:
    """The checksums of the files that ``maker`` made in a folder, by path; a path that leads out of it is none of these."""
    path = folder / manifest_name(maker)
    if not _is_plain(folder, path.name):
        return {}
    matches = map(_MANIFEST_LINE.fullmatch, path.read_text("utf-8", "replace").split("\n"))
    listed = {match[2]: match[1] for match in matches if match}
    return {name: checksum for name, checksum in listed.items() if ".." not in PurePosixPath(name).parts and name[0] != "/"}


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """Where to make the file or folder ``path``; it is moved there in one step where that ends without an error.

    Raises ``CannotTellError`` for an ``OSError``, also for one of who makes it.
    """
    with _temporary(path.parent) as temporary, _cannot_be_written(path):
        yield temporary / path.name
        (temporary / path.name).replace(path)


def _refuse_what_is_not_own(folder: Path, name: str, is_own: Callable[[str, bytes], bool]) -> None:
    path = folder / name
    if not os.path.lexists(path) and not _link_on_the_way(folder, name):
        return
    if not _is_plain(folder, name):
        raise CannotTellError(f"{path}: is or goes through a link or is no file; nothing was written; move that away")
    if not is_own(name, path.read_bytes()):
        raise CannotTellError(f"{path}: was not made by this command, or was changed since; nothing was written; move it away")


def _refuse_folder(folder: Path, whole: Path, maker: str) -> None:
    if not os.path.lexists(whole):
        return
    if any(whole.iterdir()) and not _is_plain(whole, manifest_name(maker)):
        rest = "nothing was written; name a folder that is empty or not there"
        raise CannotTellError(f"{folder}: has files in it, and was not made by mdo-rdf {maker}; {rest}")
    if Path.cwd().is_relative_to(whole):
        raise CannotTellError(f"{folder}: is the folder you are in, and would be replaced; go to another folder first")


def _keep(new: NewFolder, maker: str, *, adds: bool) -> set[str]:
    """Link into the new folder what stays of the one before, and give all that was there.

    Raises ``CannotTellError`` where something of others is in the way.
    """
    own, everything = made_by(new.before, maker), _everything(new.before)
    for name in sorted(everything - {manifest_name(maker)}):
        unchanged = name in own and _is_unchanged(new.before, name, own[name])
        if name in new.checksums:
            if not unchanged:
                rest = "or was changed since; nothing was written; move it away"
                raise CannotTellError(f"{new.before / name}: was not made by mdo-rdf {maker}, {rest}")
        elif adds or not unchanged:
            _link(new.before / name, new.place / name)
            new.checksums.update({name: own[name]} if unchanged else {})
    shutil.copymode(new.before, new.place)
    return everything


def _everything(folder: Path) -> set[str]:
    """The paths in a folder, from there, of all that is no folder or is an empty one; a link is not followed."""
    paths: set[str] = set()
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        names = [*files, *links] or ([] if folders else ["."])
        paths |= {str((Path(place) / name).relative_to(folder)) for name in names}
    return paths - {"."}


def _link(path: Path, new: Path) -> None:
    """Make ``new`` the same file, link or empty folder as ``path``; a copy where the disk cannot do that."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        new.mkdir(exist_ok=True)
        return
    try:
        os.link(path, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV):
            raise
        shutil.copy2(path, new, follow_symlinks=False)


def _link_on_the_way(folder: Path, name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(folder.joinpath(*parts[: number + 1]).is_symlink() for number in range(len(parts)))


def _is_plain(folder: Path, name: str) -> bool:
    """Whether this is a file, and no link leads to it."""
    return (folder / name).is_file() and not _link_on_the_way(folder, name)


def _is_unchanged(folder: Path, name: str, checksum: str) -> bool:
    return _is_plain(folder, name) and hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum


def _exchange(new: Path, old: Path, aside: Path) -> None:
    """Move ``new`` to the place of ``old``, and what was there to that of ``new``: in one step where the system can."""
    if not old.exists():
        new.rename(old)
        return
    library = ctypes.CDLL(None, use_errno=True)
    exchange = getattr(library, "renameat2", None)
    if exchange and exchange(_AT_CWD, os.fsencode(new), _AT_CWD, os.fsencode(old), _EXCHANGE) == 0:
        return
    if exchange and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    old.rename(aside)
    new.rename(old)
    aside.rename(new)


@contextmanager
def _cannot_be_written(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # a RuntimeError is what links in a circle give
        reason = getattr(error, "strerror", None) or "its links go in a circle"
        raise CannotTellError(f"{path}: cannot be written ({reason})") from error


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A folder in ``folder``, which is made where it is not there."""
    with _cannot_be_written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_TEMPORARY}*"):
            _remove_what_was_left(left)
        temporary, lock = _made_and_locked(folder)
    try:
        yield temporary
    finally:
        with _cannot_be_written(folder):
            shutil.rmtree(temporary)
        os.close(lock)


def _made_and_locked(folder: Path) -> tuple[Path, int]:
    """A temporary folder and the descriptor that holds its lock; made again where another run took it for one that was left."""
    while True:
        temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
        with suppress(FileNotFoundError):
            lock = os.open(temporary, os.O_RDONLY)
            with suppress(OSError):  # a disk without locks: then nobody else gets one either, and removes it
                fcntl.flock(lock, fcntl.LOCK_EX)
            if temporary.exists():
                return temporary, lock
            os.close(lock)


def _remove_what_was_left(temporary: Path) -> None:
    """Remove a temporary folder, but none that a run is still making, no link, and none that is not ours to remove."""
    with suppress(OSError):  # it is in nobody's way where it stays
        lock = os.open(temporary, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(temporary)
        finally:
            os.close(lock)


def _part_to_move(folder: Path, name: str) -> str:
    """The outermost folder on the way to a file that is not there yet, or else the file itself."""
    parents = reversed(PurePosixPath(name).parents)
    return next((str(parent) for parent in parents if not (folder / parent).exists()), name)
