"""Writes the site: every page in both languages, and every thing as Turtle and JSON-LD; the same bytes for the same data."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mdo_rdf.errors import CannotTellError
from mdo_rdf.files import NewFolder, made_anew, made_by
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site.contents import Contents, editions_up_to, permanent, sitemap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from mdo_rdf.site.contents import Files


def write_site(root: Path, edition: str, out: Path) -> int:
    """Write the site into a folder, all or nothing, and give the number of files; those of an earlier site are replaced.

    The folder is empty, or not there, or an earlier site. What others put there stays (``files.made_anew``).
    What only an earlier edition has is there as it is in that edition: its names are permanent. The pages of each language
    are made in a process of their own. Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    with made_anew(out, MAKER) as new, _processes(len(LANGUAGES)) as pool:
        for each in editions_up_to(root, edition):
            there = frozenset(new.checksums)
            with interrupted_later():
                pages = [pool.submit(_write_pages, root, each, new, language, there) for language in LANGUAGES]
            new.checksums.update(new.write(_made(Contents(root, each).shared, there)))
            for made in pages:
                new.checksums.update(made.result())
        new.checksums.update(new.write([("sitemap.xml", sitemap(new.checksums))]))
    return len(new.checksums)


def site_files(folder: Path) -> frozenset[str]:
    """The paths of the files of a site that ``write_site`` wrote."""
    return frozenset(made_by(folder, MAKER))


@contextmanager
def _processes(number: int) -> Iterator[ProcessPoolExecutor]:
    """Processes to share the work with, which end at once where it goes wrong, and at Ctrl+C, which only this one sees."""
    with ProcessPoolExecutor(number, multiprocessing.get_context("spawn")) as pool:
        try:
            yield pool
        except BaseException as error:
            for process in multiprocessing.active_children():
                process.terminate()
            if isinstance(error, BrokenProcessPool):
                raise CannotTellError("the pages are not made: a process that made them was ended from outside") from error
            raise


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Ctrl+C waits for the end of this; a process that starts in it never sees one, not even while it starts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write_pages(root: Path, edition: str, new: NewFolder, language: str, there: Collection[str]) -> dict[str, str]:
    contents = Contents(root, edition)
    contents.pages(language).answers.ask_all()
    return new.write(_made(contents.of_language(language), there))


def _made(files: Files, there: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The files of an edition; where files of a later one are ``there``, those that stay."""
    for name, make in (permanent(files, there) if there else files).items():
        yield name, make()


MAKER = "site"
"""By this name the site's manifest goes (``files.manifest_name``)."""
