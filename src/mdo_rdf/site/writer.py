"""Writes the site: every page in both languages, and every thing as Turtle and JSON-LD; the same bytes for the same data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.csv_export import to_csv
from mdo_rdf.json_export import to_json
from mdo_rdf.model import read_model
from mdo_rdf.names import BASE, PREFIXES
from mdo_rdf.printed_tables import printed_tables, to_files
from mdo_rdf.publication import load_store, turtle_files
from mdo_rdf.questions import read_questions
from mdo_rdf.records import chosen, read_figures
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.chart import to_svg
from mdo_rdf.site.pages import Pages
from mdo_rdf.site.rendering import rendering
from mdo_rdf.site.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.questions import Question
    from mdo_rdf.records import Figures
    from mdo_rdf.site.question_page import Asked


def site_files(root: Path, edition: str, *, served: bool = False) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: its path and its content; ``served`` adds to the pages what only a server answers.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    model, resources, store = read_model(root, edition), Resources(root, edition), load_store(root, edition=edition)
    questions = read_questions(root)
    figures = read_figures(model)
    yield from _static()
    yield from _data(root, edition, figures, store)
    yield from _documents(resources)
    everything: list[str] = []
    for language in paths.LANGUAGES:
        asked = _answers(questions, store, language)
        yield from ((question_page.csv_file(name, language), one.csv) for name, one in asked.items() if one.answer)
        pages = Pages(model, resources, language, asked)
        for slug in pages.series:
            name = f"doc/indicator/{slug}{'' if language == 'nl' else '.en'}.svg"
            yield name, to_svg(pages.chart(slug), language).encode()
        with rendering(pages, served=served) as to_html:
            for page in pages.all():
                path = paths.page(page.path, language)
                everything.append(path)
                yield path, to_html(page)
    yield "sitemap.xml", _sitemap(everything)
    yield "robots.txt", _ROBOTS.encode()


_ROBOTS = f"User-agent: *\nDisallow: /sparql\nDisallow: /bevragen\nDisallow: /en/bevragen\n\nSitemap: {BASE}sitemap.xml\n"
"""Answers that are made anew for each query are not for a search engine."""

LIST = "bestanden.txt"
"""The file of the site that lists the others: what is in an older one and not in the new is removed, and nothing else."""


def write_site(root: Path, edition: str, out: Path, *, served: bool = False) -> int:
    """Write the site into a folder, and give the number of files; a file of an earlier site that is in it no more is removed."""
    before = (out / LIST).read_text("utf-8").splitlines() if (out / LIST).is_file() else []
    written = []
    for name, content in site_files(root, edition, served=served):
        place = out / name
        written.append(name)
        if not place.is_file() or place.read_bytes() != content:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    for name in set(before) - set(written):
        (out / name).unlink(missing_ok=True)
        _remove_if_empty((out / name).parent)
    (out / LIST).write_text("\n".join([*sorted(written), ""]), encoding="utf-8")
    return len(written)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _answers(questions: Mapping[str, Question], store: pyoxigraph.Store, language: str) -> dict[str, Asked]:
    """The questions with their answers; several at the same time, as the store leaves Python alone while it thinks."""
    with ThreadPoolExecutor() as pool:
        answers = pool.map(lambda question: question_page.ask(question, store, language), questions.values())
        return dict(zip(questions, answers, strict=True))


def _static() -> Iterator[tuple[str, bytes]]:
    for one in sorted((files("mdo_rdf.site") / "static").iterdir(), key=lambda path: path.name):
        yield f"static/{one.name}", one.read_bytes()


def _data(root: Path, edition: str, figures: Figures, store: pyoxigraph.Store) -> Iterator[tuple[str, bytes]]:
    """The files themselves, and the figures as tables: all, by indicator, by facility, and the tables as printed."""
    for path in turtle_files(root, edition=edition):
        folder = "ontology" if path.parent.name == "ontology" else f"data/{edition}"
        yield f"{folder}/{path.name}", path.read_bytes()
    jsonld = root / "data" / "rdf" / edition / "catalogus.jsonld"
    yield f"data/{edition}/catalogus.jsonld", jsonld.read_bytes()
    yield "cijfers.csv", to_csv(figures)
    for slug in dict.fromkeys(one.indicator for one in figures.records):
        own = chosen(figures, indicators=[slug])
        yield f"doc/indicator/{slug}.csv", to_csv(own)
        yield f"doc/indicator/{slug}.json", to_json(own)
    for slug in dict.fromkeys(one.facility for one in figures.records):
        yield f"doc/voorziening/{slug}.csv", to_csv(chosen(figures, facilities=[slug]))
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


def _sitemap(pages: list[str]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{BASE}{page}</loc></url>" for page in pages]
    return "\n".join([*lines, "</urlset>", ""]).encode()
