"""The pages of the site: of each thing, by its kind, a template with what goes into it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.transcription import PERCENTAGE_COLUMN
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.fact_pages import FactPages
from mdo_rdf.site.indicator_page import IndicatorPages
from mdo_rdf.site.lists import Lists, Page
from mdo_rdf.site.manual import manual
from mdo_rdf.site.shown import Context, Shown, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.site.question_page import Answers
    from mdo_rdf.site.resources import Resources

_TEXTS = ("skos:definition", "rdfs:comment", "skos:scopeNote", "dcterms:description", "schema:reviewBody", "mdo:herstel")


class Pages:
    """All pages in one language, with the answers to the questions."""

    def __init__(self, model: Model, resources: Resources, language: str, answers: Answers) -> None:
        self.shown = Shown(resources, language)
        self._indicators = IndicatorPages(model, self.shown)
        self.answers = answers
        self._facts = FactPages(self.shown, Counter(series.first.facility for series in self._indicators.series.values()))
        self.lists = Lists(self.shown, self._indicators, model.curation.edition, _key_figures(answers))
        self.language, self.words = language, self.shown.words
        self.series, self.chart = self._indicators.series, self._indicators.chart

    def by_path(self) -> dict[str, Callable[[], Page]]:
        """Every page, which is made by calling it: of each thing, the lists, and the documentation."""
        documents = {iri: paths.document(iri) for iri in self.shown.resources.out}
        things = {path: partial(self.thing, iri, path) for iri, path in documents.items() if path.startswith("doc/")}
        return {**things, **self.lists.by_path(), **manual()}

    def thing(self, iri: str, document: str) -> Page:
        """The page of a thing, by its kind."""
        kind, _, slug = document.removeprefix("doc/").partition("/")
        if kind == "indicator" and slug in self.series:
            template, more = "indicator.html", self._indicators.context(iri, slug)
        elif kind == "voorziening":
            template, more = "facility.html", self.facility(iri, slug)
        elif kind == "tabel":
            template, more = "table.html", self.table(iri, document)
        elif kind == "vraag" and slug in self.answers:
            template, more = "question.html", question_page.context(*self.answers[slug][:2], self.shown)
        else:
            facts = self._facts.context(iri, kind)
            template, more = ("resource.html", self._resource(iri)) if facts is None else ("facts.html", facts)
        return Page(document, template, {**self.shown.common(iri, document), **more})

    def _resource(self, iri: str) -> Context:
        titles = map(self.shown.title, self.shown.resources.things(iri, "rdf:type"))
        kind = next((title for title in titles if ":" not in title), "")
        texts = [self.shown.text(iri, name) for name in _TEXTS]
        return {"kind": kind[:1].upper() + kind[1:], "texts": list(filter(None, texts))}

    def facility(self, iri: str, slug: str) -> Context:
        """What is on the page of a facility: its charts, and the figures of its parts."""
        resources = self.shown.resources
        own = [indicator for indicator, series in self._indicators.series.items() if series.first.facility == slug]
        texts = [resources.text(iri, name, self.shown.language) for name in _TEXTS[:3]]
        members = resources.subjects("skos:broader", iri)
        return {
            "theme": next(map(self.shown.link, resources.things(iri, "mdo:thema")), value("")),
            "whole": next(map(self.shown.link, resources.things(iri, "skos:broader")), None),
            "summary": texts[0],
            "texts": list(filter(None, texts)),
            "charts": [
                {
                    "target": paths.page(f"doc/indicator/{indicator}", self.shown.language),
                    "chart": paths.file(f"doc/indicator/{indicator}", "svg", self.shown.language),
                    "text": self._indicators.chart(indicator).description,
                }
                for indicator in own
            ],
            "members": [
                {**self.shown.link(member), "figures": self._indicators.with_latest(member.rpartition("/")[2])}
                for member in members
            ],
            "links": self._indicators.links.get(iri, ()),
            "files": [("CSV", f"doc/voorziening/{slug}.csv")] if own else [],
        }

    def table(self, iri: str, document: str) -> Context:
        """What is on the page of a table: the cells as printed, each with its link."""
        resources = self.shown.resources
        rows: dict[tuple[int, str], dict[str, Context]] = {}
        for cell in resources.subjects("mdo:tabel", iri):
            if iris.kind(cell) == "cel":
                key = (int(resources.text(cell, "mdo:rij")), resources.printed(cell, "mdo:rijopschrift"))
                column = resources.text(cell, "mdo:kolom")
                rows.setdefault(key, {})[column] = {**self.shown.link(cell), "text": resources.text(cell, "mdo:tekst")}
        in_rows = {column for cells in rows.values() for column in cells}
        columns = sorted(in_rows, key=lambda column: (column == PERCENTAGE_COLUMN, column))
        indicators = [subject for subject in resources.subjects("mdo:tabel", iri) if iris.kind(subject) == INDICATOR_SCHEME]
        return {
            "title": resources.printed(iri, "dcterms:title"),
            "place": resources.title(iri, self.shown.language),
            "summary": resources.title(iri, self.shown.language),
            "columns": columns,
            "cells": [
                {"heading": heading, "cells": [cells.get(column, value("")) for column in columns]}
                for (_, heading), cells in sorted(rows.items())
            ],
            "indicators": list(map(self.shown.link, indicators)),
            "files": [("CSV", f"{document}.csv")],
        }


def _key_figures(answers: Answers) -> list[str]:
    """The indicators that the question of the key figures is about, in its order."""
    answer = answers["kerncijfers"].answer if "kerncijfers" in answers else None
    if answer is None:
        return []
    at = answer.variables.index("indicator")
    return list(dict.fromkeys(term.value for row in answer.rows if isinstance(term := row[at], pyoxigraph.NamedNode)))
