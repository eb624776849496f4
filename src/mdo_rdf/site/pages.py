"""The pages of the site as templates with what goes into them; knows what is on a page, and not where it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.iris import BASE
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.fact_pages import FactPages
from mdo_rdf.site.indicator_page import IndicatorPages
from mdo_rdf.site.lists import Lists, Page
from mdo_rdf.site.manual import manual
from mdo_rdf.site.shown import Context, Shown, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.site.question_page import Asked
    from mdo_rdf.site.resources import Resources

_TEXTS = ("skos:definition", "rdfs:comment", "skos:scopeNote", "dcterms:description", "schema:reviewBody", "mdo:herstel")


class Pages:
    """All pages in one language; ``asked`` are the questions with their answers, by name."""

    def __init__(self, model: Model, resources: Resources, language: str, asked: Mapping[str, Asked] | None = None) -> None:
        self.shown = Shown(resources, language)
        self._indicators = IndicatorPages(model, self.shown)
        self._asked = asked or {}
        self._facts = FactPages(self.shown, Counter(one.records[0].facility for one in self._indicators.series.values()))
        self.lists = Lists(self.shown, self._indicators, model.curation.edition, _key_figures(self._asked))
        self.language, self.words = language, self.shown.words
        self.series, self.chart = self._indicators.series, self._indicators.chart

    def all(self) -> Iterator[Page]:
        """Every page: of each thing, and the lists."""
        for iri in self.shown.resources.out:
            document = paths.document(iri)
            if document.startswith("doc/"):
                yield self.thing(iri, document)
        yield from self.lists.all()
        yield from manual()

    def thing(self, iri: str, document: str) -> Page:
        """The page of a thing, by its kind."""
        kind, _, slug = document.removeprefix("doc/").partition("/")
        if kind == "indicator" and slug in self.series:
            template, more = "indicator.html", self._indicators.context(iri, slug)
        elif kind == "voorziening":
            template, more = "facility.html", self.facility(iri, slug)
        elif kind == "tabel":
            template, more = "table.html", self.table(iri, document)
        elif kind == "vraag" and slug in self._asked:
            template, more = "question.html", question_page.context(*self._asked[slug][:2], self.shown)
        else:
            facts = self._facts.context(iri, kind)
            template, more = ("resource.html", self._resource(iri)) if facts is None else ("facts.html", facts)
        return Page(document, template, {**self.shown.common(iri, document), **more})

    def _resource(self, iri: str) -> Context:
        kinds = [self.shown.title(one) for one in self.shown.resources.things(iri, "rdf:type")]
        known = [kind for kind in kinds if ":" not in kind]
        texts = [self.shown.text(iri, name) for name in _TEXTS]
        return {"kind": known[0][:1].upper() + known[0][1:] if known else "", "texts": list(filter(None, texts))}

    def facility(self, iri: str, slug: str) -> Context:
        """What is on the page of a facility: its charts, and the figures of its parts."""
        resources = self.shown.resources
        own = [one for one in self._indicators.series if self._indicators.series[one].records[0].facility == slug]
        texts = [resources.text(iri, name, self.shown.language) for name in _TEXTS[:3]]
        members = resources.subjects("skos:broader", iri)
        return {
            "theme": next((self.shown.link(one) for one in resources.things(iri, "mdo:thema")), value("")),
            "whole": next((self.shown.link(one) for one in resources.things(iri, "skos:broader")), None),
            "summary": texts[0],
            "texts": list(filter(None, texts)),
            "charts": [
                {
                    "target": paths.page(f"doc/indicator/{one}", self.shown.language),
                    "chart": f"doc/indicator/{one}{'' if self.shown.language == 'nl' else '.en'}.svg",
                    "text": self._indicators.chart(one).description,
                }
                for one in own
            ],
            "members": [
                {**self.shown.link(one), "figures": self._indicators.with_latest(one.rpartition("/")[2])} for one in members
            ],
            "links": self._indicators.links.get(iri, ()),
            "files": [("CSV", f"doc/voorziening/{slug}.csv")] if own else [],
        }

    def table(self, iri: str, document: str) -> Context:
        """What is on the page of a table: the cells as printed, each with its link."""
        resources = self.shown.resources
        rows: dict[tuple[int, str], dict[str, Context]] = {}
        for cell in resources.subjects("mdo:tabel", iri):
            if f"{BASE}id/cel/" in cell:
                key = (int(resources.text(cell, "mdo:rij")), resources.printed(cell, "mdo:rijopschrift"))
                column = resources.text(cell, "mdo:kolom")
                rows.setdefault(key, {})[column] = {**self.shown.link(cell), "text": resources.text(cell, "mdo:tekst")}
        columns = sorted({column for cells in rows.values() for column in cells}, key=lambda one: (one == "%", one))
        indicators = [one for one in resources.subjects("mdo:tabel", iri) if f"{BASE}id/indicator/" in one]
        return {
            "title": resources.printed(iri, "dcterms:title"),
            "place": resources.title(iri, self.shown.language),
            "summary": resources.title(iri, self.shown.language),
            "columns": columns,
            "cells": [
                {"heading": heading, "cells": [cells.get(column, value("")) for column in columns]}
                for (_, heading), cells in sorted(rows.items())
            ],
            "indicators": [self.shown.link(one) for one in indicators],
            "files": [("CSV", f"{document}.csv")],
        }


def _key_figures(asked: Mapping[str, Asked]) -> list[str]:
    """The indicators that the question of the key figures is about, in its order."""
    answer = asked["kerncijfers"].answer if "kerncijfers" in asked else None
    if answer is None:
        return []
    at = answer.variables.index("indicator")
    return list(dict.fromkeys(one.value for row in answer.rows if isinstance(one := row[at], pyoxigraph.NamedNode)))
