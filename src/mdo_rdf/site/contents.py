"""Every file of the site by its name, each made when it is asked for: for who writes all of them, and for who serves some."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.csvw import to_csv
from mdo_rdf.export.json import to_json
from mdo_rdf.export.printed_tables import printed_tables, to_files
from mdo_rdf.export.records import chosen, records_of
from mdo_rdf.iris import BASE, LANGUAGES, PREFIXES
from mdo_rdf.publication import built_editions, load_store, turtle_files
from mdo_rdf.query.questions import read_questions
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.chart import to_svg
from mdo_rdf.site.manual import pictures
from mdo_rdf.site.pages import Pages
from mdo_rdf.site.question_page import Answers
from mdo_rdf.site.rendering import rendering
from mdo_rdf.site.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.query.questions import Question
    from mdo_rdf.site.lists import Page

Files = Mapping[str, Callable[[], bytes]]
"""Files by their path in the site; each is made by calling it."""
_MADE_ANEW = ("sparql", *(f"{paths.folder(language)}{paths.EDITOR}" for language in LANGUAGES))
_ROBOTS = "\n".join(["User-agent: *", *(f"Disallow: /{path}" for path in _MADE_ANEW), "", f"Sitemap: {BASE}sitemap.xml", ""])
"""Answers that are made anew for each query are not for a search engine."""
_PERMANENT = (*(f"{paths.folder(language)}doc/" for language in LANGUAGES), "data/")
"""Where a file of an earlier edition stays when a later one has none of that name; the lists are of the latest."""
_SITEMAP = "sitemap.xml"
_FORMS = (("ttl", pyoxigraph.RdfFormat.TURTLE), ("jsonld", pyoxigraph.RdfFormat.JSON_LD))


class Contents:
    """The files of one edition; ``served`` adds to the pages what only a server answers.

    What a file needs is read when the first one that needs it is made. Raises ``InvalidInputError`` and ``CannotTellError``.
    """

    def __init__(self, root: Path, edition: str, *, served: bool = False) -> None:
        self._root, self._edition, self._served = root, edition, served
        self._pages: dict[str, Pages] = {}

    @cached_property
    def model(self) -> Model:
        """The edition as values."""
        return read_model(self._root, self._edition)

    @cached_property
    def resources(self) -> Resources:
        """What is published, by subject."""
        return Resources(self._root, self._edition)

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """What is published, to be queried."""
        return load_store(self._root, edition=self._edition)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions by name."""
        return read_questions(self._root, self._edition)

    def pages(self, language: str) -> Pages:
        """The pages in a language."""
        if language not in self._pages:
            self._pages[language] = Pages(
                self.model, self.resources, language, Answers(self.questions, lambda: self.store, language)
            )
        return self._pages[language]

    @cached_property
    def files(self) -> Files:
        """All files."""
        return {**self.shared, **{name: make for language in LANGUAGES for name, make in self.of_language(language).items()}}

    @cached_property
    def shared(self) -> Files:
        """The files that are the same in every language."""
        return dict([*_static(), *self._data(), *self._documents(), *pictures(), ("robots.txt", _ROBOTS.encode)])

    def of_language(self, language: str) -> Files:
        """The files of one language: the answers to the questions, the charts and the pages."""
        pages = self.pages(language)
        to_html = rendering(pages, served=self._served)
        made: dict[str, Callable[[], bytes]] = {}
        for name, question in self.questions.items():
            if not question_page.is_to_be_chosen(question):
                made[question_page.csv_file(name, language)] = partial(_csv, pages.answers, name)
        for slug in pages.series:
            made[paths.file(f"doc/indicator/{slug}", "svg", language)] = partial(_svg, pages, slug)
        for path, make in pages.by_path().items():
            made[paths.page(path, language)] = partial(_html, to_html, make)
        return made

    def _data(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """The files themselves, and the figures as tables: all, by indicator, by facility, and the tables as printed."""
        root, edition = self._root, self._edition
        for path in turtle_files(root, edition=edition):
            folder = "ontology" if path.parent.name == "ontology" else f"data/{edition}"
            yield f"{folder}/{path.name}", path.read_bytes
        yield f"data/{edition}/catalogus.jsonld", (root / "data" / "rdf" / edition / "catalogus.jsonld").read_bytes
        records = records_of(self.model)
        yield "cijfers.csv", partial(to_csv, records)
        for slug in dict.fromkeys(record.indicator for record in records.rows):
            yield f"doc/indicator/{slug}.csv", lambda slug=slug: to_csv(chosen(records, indicators=[slug]))  # type: ignore[misc]
            yield f"doc/indicator/{slug}.json", lambda slug=slug: to_json(chosen(records, indicators=[slug]))  # type: ignore[misc]
        for slug in dict.fromkeys(record.facility for record in records.rows):
            yield f"doc/voorziening/{slug}.csv", lambda slug=slug: to_csv(chosen(records, facilities=[slug]))  # type: ignore[misc]
        for name, content in to_files(printed_tables(self.store, edition)).items():
            yield f"doc/tabel/{edition}/{name.rpartition('/')[2]}", partial(bytes, content)

    def _documents(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Each thing as Turtle and as JSON-LD: the statements about it; the terms of the vocabulary share a document."""
        shared: dict[str, list[str]] = {}
        for iri in self.resources.out:
            document = paths.document(iri)
            if document:
                shared.setdefault(document, []).append(iri)
        for document, iris in shared.items():
            for extension, form in _FORMS:
                yield f"{document}.{extension}", partial(_statements, self.resources, iris, form)


class Site:
    """The files of an edition, and of those before it what it does not have: names are permanent.

    In memory are the names of each edition that was asked for, and all of the latest few.
    """

    _MOST_OPEN = 3

    def __init__(self, root: Path, edition: str, *, served: bool = False) -> None:
        self.root, self.edition, self._served = root, edition, served
        self.latest = Contents(root, edition, served=served)
        self._earlier = editions_up_to(root, edition)[1:]
        self._open: dict[str, Contents] = {}
        self._names: dict[str, frozenset[str]] = {}

    def load(self) -> None:
        """Read all of the latest edition, and not when it is first asked for. Raises as ``Contents``."""
        _ = self.latest.files

    def __contains__(self, name: str) -> bool:
        return name == _SITEMAP or name in self.latest.files or bool(self._edition_of(name))

    def names_beside(self, name: str) -> Collection[str]:
        """The names of the files of the latest edition that has a file; none where no edition has it."""
        if name in self.latest.files:
            return self.latest.files
        edition = self._edition_of(name)
        return self._names_of(edition) if edition else ()

    def read(self, name: str) -> bytes:
        """The content of a file. Raises ``KeyError`` where there is none of that name."""
        if name == _SITEMAP:
            return sitemap(self.names())
        if name in self.latest.files:
            return self.latest.files[name]()
        return self._contents(self._edition_of(name)).files[name]()

    def names(self) -> Iterator[str]:
        """The paths of all files, but for that of the site map."""
        seen = set(self.latest.files)
        yield from self.latest.files
        for edition in self._earlier:
            yield from sorted(self._names_of(edition) - seen)
            seen |= self._names_of(edition)

    def _edition_of(self, name: str) -> str:
        """The latest of the earlier editions that has a file; empty where none has."""
        if not name.startswith(_PERMANENT):
            return ""
        return next((edition for edition in self._earlier if name in self._names_of(edition)), "")

    def _names_of(self, edition: str) -> frozenset[str]:
        if edition not in self._names:
            self._names[edition] = frozenset(name for name in self._contents(edition).files if name.startswith(_PERMANENT))
        return self._names[edition]

    def _contents(self, edition: str) -> Contents:
        contents = self._open.pop(edition, None) or Contents(self.root, edition, served=self._served)
        self._open[edition] = contents
        while len(self._open) > self._MOST_OPEN:
            del self._open[next(iter(self._open))]
        return contents


def editions_up_to(root: Path, edition: str) -> list[str]:
    """An edition, and those before it that were built, the latest first: the site has the files of each."""
    return [edition, *(each for each in reversed(built_editions(root)) if each < edition)]


def permanent(files: Files, there: Iterable[str]) -> Files:
    """Of the files of an earlier edition those that stay: what has a permanent name, and is not ``there`` in a later one."""
    taken = frozenset(there)
    return {name: make for name, make in files.items() if name not in taken and name.startswith(_PERMANENT)}


def sitemap(names: Iterable[str]) -> bytes:
    """The pages for search engines, as sitemaps.org has it."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{BASE}{name}</loc></url>" for name in sorted(names) if name.endswith(".html")]
    return "\n".join([*lines, "</urlset>", ""]).encode()


def _static() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for path in sorted((files("mdo_rdf.site") / "static").iterdir(), key=lambda path: path.name):
        yield f"static/{path.name}", path.read_bytes


def _csv(answers: Answers, name: str) -> bytes:
    return answers[name].csv


def _svg(pages: Pages, slug: str) -> bytes:
    return to_svg(pages.chart(slug), pages.language).encode()


def _html(to_html: Callable[[Page], bytes], make: Callable[[], Page]) -> bytes:
    return to_html(make())


def _statements(resources: Resources, iris: Iterable[str], form: pyoxigraph.RdfFormat) -> bytes:
    triples = [triple for iri in iris for triple in resources.triples(iri)]
    prefixes = PREFIXES if form == pyoxigraph.RdfFormat.TURTLE else None
    return pyoxigraph.serialize(triples, format=form, prefixes=prefixes) or b""
