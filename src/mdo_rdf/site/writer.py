"""Writes the site: every page in both languages, and every thing as Turtle and JSON-LD; the same bytes for the same data."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.edition.edition import read_model
from mdo_rdf.errors import CannotTellError
from mdo_rdf.export.csvw import to_csv
from mdo_rdf.export.json import to_json
from mdo_rdf.export.printed_tables import printed_tables, to_files
from mdo_rdf.export.records import chosen, records_of
from mdo_rdf.files import NewFolder, made_anew, made_by
from mdo_rdf.iris import BASE, LANGUAGES, PREFIXES
from mdo_rdf.publication import built_editions, load_store, turtle_files
from mdo_rdf.query.questions import read_questions
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.chart import to_svg
from mdo_rdf.site.manual import pictures
from mdo_rdf.site.pages import Pages
from mdo_rdf.site.rendering import rendering
from mdo_rdf.site.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.export.records import Records
    from mdo_rdf.query.questions import Question
    from mdo_rdf.site.question_page import AnsweredQuestion


def write_site(root: Path, edition: str, out: Path, *, served: bool = False) -> int:
    """Write the site into a folder, all or nothing, and give the number of files; those of an earlier site are replaced.

    The folder is empty, or not there, or an earlier site. What others put there stays (``files.made_anew``).
    What only an earlier edition has is there as it is in that edition: its names are permanent. ``served`` adds to the pages
    what only a server answers. The pages of each language are made in a process of their own.
    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    with made_anew(out, MAKER) as new, _processes(len(LANGUAGES)) as pool:
        for each in [edition, *(earlier for earlier in reversed(built_editions(root)) if earlier < edition)]:
            there = frozenset(new.checksums)
            with interrupted_later():
                pages = [pool.submit(_write_pages, root, each, new, language, served, there) for language in LANGUAGES]
            new.checksums.update(new.write(shared_files(root, each, there)))
            for made in pages:
                new.checksums.update(made.result())
        sitemap = _sitemap(name for name in new.checksums if name.endswith(".html"))
        new.checksums.update(new.write([("sitemap.xml", sitemap)]))
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


def shared_files(root: Path, edition: str, there: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The files that are the same in every language, their path and content; ``there`` are those of later editions."""
    every = chain(
        _static(),
        _data(root, edition, records_of(read_model(root, edition)), load_store(root, edition=edition)),
        _documents(Resources(root, edition)),
        pictures(),
        [("robots.txt", _ROBOTS.encode())],
    )
    yield from ((name, content) for name, content in every if _is_to_write(name, there))


def language_files(
    root: Path, edition: str, language: str, there: Collection[str] = (), *, served: bool = False
) -> Iterator[tuple[str, bytes]]:
    """The files of one language: the answers to the questions, the charts and the pages; as ``shared_files``."""
    answered = _answers(read_questions(root, edition), load_store(root, edition=edition), language)
    answers = ((question_page.csv_file(name, language), own.csv) for name, own in answered.items() if own.answer)
    yield from ((name, content) for name, content in answers if _is_to_write(name, there))
    pages = Pages(read_model(root, edition), Resources(root, edition), language, answered)
    for slug in pages.series:
        name = paths.file(f"doc/indicator/{slug}", "svg", language)
        if _is_to_write(name, there):
            yield name, to_svg(pages.chart(slug), language).encode()
    with rendering(pages, served=served) as to_html:
        for page in pages.all():
            name = paths.page(page.path, language)
            if _is_to_write(name, there):
                yield name, to_html(page)


def _is_to_write(name: str, there: Collection[str]) -> bool:
    """Of an earlier edition there are the documents that later ones do not have, and its data; the lists are of the latest."""
    return not there or (name not in there and name.startswith(_PERMANENT))


_PERMANENT = (*(f"{paths.folder(language)}doc/" for language in LANGUAGES), "data/")


def _write_pages(root: Path, edition: str, new: NewFolder, language: str, served: bool, there: Collection[str]) -> dict[str, str]:
    return new.write(language_files(root, edition, language, there, served=served))


_MADE_ANEW = ("sparql", *(f"{paths.folder(language)}bevragen" for language in LANGUAGES))
_ROBOTS = "\n".join(["User-agent: *", *(f"Disallow: /{path}" for path in _MADE_ANEW), "", f"Sitemap: {BASE}sitemap.xml", ""])
"""Answers that are made anew for each query are not for a search engine."""

MAKER = "site"
"""By this name the site's manifest goes (``files.manifest_name``)."""


def _answers(questions: Mapping[str, Question], store: pyoxigraph.Store, language: str) -> dict[str, AnsweredQuestion]:
    """The questions with their answers; several at the same time, as the store leaves Python alone while it thinks."""
    with ThreadPoolExecutor() as pool:
        answers = pool.map(lambda question: question_page.ask(question, store, language), questions.values())
        return dict(zip(questions, answers, strict=True))


def _static() -> Iterator[tuple[str, bytes]]:
    for path in sorted((files("mdo_rdf.site") / "static").iterdir(), key=lambda path: path.name):
        yield f"static/{path.name}", path.read_bytes()


def _data(root: Path, edition: str, records: Records, store: pyoxigraph.Store) -> Iterator[tuple[str, bytes]]:
    """The files themselves, and the figures as tables: all, by indicator, by facility, and the tables as printed."""
    for path in turtle_files(root, edition=edition):
        folder = "ontology" if path.parent.name == "ontology" else f"data/{edition}"
        yield f"{folder}/{path.name}", path.read_bytes()
    jsonld = root / "data" / "rdf" / edition / "catalogus.jsonld"
    yield f"data/{edition}/catalogus.jsonld", jsonld.read_bytes()
    yield "cijfers.csv", to_csv(records)
    for slug in dict.fromkeys(record.indicator for record in records.rows):
        own = chosen(records, indicators=[slug])
        yield f"doc/indicator/{slug}.csv", to_csv(own)
        yield f"doc/indicator/{slug}.json", to_json(own)
    for slug in dict.fromkeys(record.facility for record in records.rows):
        yield f"doc/voorziening/{slug}.csv", to_csv(chosen(records, facilities=[slug]))
    for name, content in to_files(printed_tables(store, edition)).items():
        yield f"doc/tabel/{edition}/{name.rpartition('/')[2]}", content


def _documents(resources: Resources) -> Iterator[tuple[str, bytes]]:
    """Each thing as Turtle and as JSON-LD: the statements about it; the terms of the vocabulary share a document."""
    shared: dict[str, list[str]] = {}
    for iri in resources.out:
        document = paths.document(iri)
        if document:
            shared.setdefault(document, []).append(iri)
    forms = (("ttl", pyoxigraph.RdfFormat.TURTLE), ("jsonld", pyoxigraph.RdfFormat.JSON_LD))
    for document, iris in shared.items():
        triples = [triple for iri in iris for triple in resources.triples(iri)]
        for extension, form in forms:
            content = pyoxigraph.serialize(triples, format=form, prefixes=PREFIXES if extension == "ttl" else None)
            yield f"{document}.{extension}", content or b""


def _sitemap(pages: Iterable[str]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{BASE}{page}</loc></url>" for page in sorted(pages)]
    return "\n".join([*lines, "</urlset>", ""]).encode()
