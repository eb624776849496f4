"""The pages of the site as templates with what goes into them; knows what is on a page, and not where it is written."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph

from mdo_rdf import names
from mdo_rdf.names import BASE
from mdo_rdf.records import read_figures
from mdo_rdf.site import paths
from mdo_rdf.site.figures import Series
from mdo_rdf.site.resources import TYPE, Resources, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mdo_rdf.model import Model
    from mdo_rdf.records import Record
    from mdo_rdf.site.chart import Chart
    from mdo_rdf.site.resources import Term

Context = dict[str, Any]
_MOST_REFERRING = 12
_MENU = ("facilities", "indicators", "tables", "findings", "questions", "downloads", "about")
_TEXTS = ("skos:definition", "rdfs:comment", "skos:scopeNote", "dcterms:description", "schema:reviewBody", "mdo:herstel")
_SEVERITIES = ("fout", "twijfel", "opmaak")


class Page(NamedTuple):
    """One page: where it is (without language and extension), its template, and what goes into it."""

    path: str
    template: str
    context: Context


def read_words(language: str) -> dict[str, Any]:
    """The words of the pages in a language, from ``words.toml``."""
    found: dict[str, Any] = tomllib.loads((files("mdo_rdf.site") / "words.toml").read_text("utf-8"))[language]
    return found


def value(text: str, *, target: str = "", iri: str = "", language: str = "", more: str = "") -> Context:
    """Something to show: its text, where it leads (in the site, or elsewhere), its language if that is another, and an aside."""
    return {"text": text, "target": target, "iri": iri, "language": language, "more": more}


class Pages:
    """All pages in one language."""

    def __init__(self, model: Model, resources: Resources, language: str) -> None:
        self.language, self.words = language, read_words(language)
        self._resources, self._model = resources, model
        self._edition = model.curation.edition
        figures = read_figures(model)
        by_indicator: dict[str, list[Record]] = {}
        for one in figures.records:
            by_indicator.setdefault(one.indicator, []).append(one)
        self.series = {slug: Series(records, figures.concepts, self.words, language) for slug, records in by_indicator.items()}
        self._links = self._links_by_source()

    def all(self) -> Iterator[Page]:
        """Every page: of each thing, and the lists."""
        for iri in self._resources.out:
            document = paths.document(iri)
            if document.startswith("doc/"):
                yield self.thing(iri, document)
        yield from self._lists()

    def thing(self, iri: str, document: str) -> Page:
        """The page of a thing, by its kind."""
        kind, _, slug = document.removeprefix("doc/").partition("/")
        if kind == "indicator" and slug in self.series:
            template, more = "indicator.html", self._indicator(iri, slug)
        elif kind == "voorziening":
            template, more = "facility.html", self._facility(iri, slug)
        elif kind == "tabel":
            template, more = "table.html", self._table(iri, document)
        else:
            template, more = "resource.html", self._resource(iri)
        return Page(document, template, {**self._common(iri, document), **more})

    def _common(self, iri: str, document: str) -> Context:
        title = self._resources.title(iri, self.language)
        return {
            "title": title[:1].upper() + title[1:],
            "iri": iri,
            "document": document,
            "rows": self._rows(iri),
            "groups": self._referring(iri),
        }

    def _resource(self, iri: str) -> Context:
        kinds = [self._resources.title(one, self.language) for one in self._resources.things(iri, "rdf:type")]
        known = [kind for kind in kinds if ":" not in kind]
        texts = [self._resources.text(iri, name, self.language) for name in _TEXTS]
        return {"kind": known[0][:1].upper() + known[0][1:] if known else "", "texts": list(filter(None, texts))}

    # ---- What is said of a thing, and by what it is named ----

    def shown(self, term: Term, text: str = "") -> Context:
        """A value for the templates: its text, and where it leads."""
        if isinstance(term, pyoxigraph.Literal):
            other = term.language if term.language not in (None, self.language) else ""
            return value(term.value, language=other)
        return self.link(term.value, text)

    def link(self, iri: str, text: str = "") -> Context:
        """A thing as a link: to its page here, or to where it is."""
        document = paths.document(iri)
        shown = text or (self._resources.title(iri, self.language) if iri in self._resources.out else short(iri))
        if document and (iri in self._resources.out or document == "def"):
            return value(shown, target=paths.page(document, self.language) + paths.fragment(iri))
        return value(shown, iri=iri)

    def _rows(self, iri: str) -> list[Context]:
        rows: dict[str, list[Context]] = {}
        for predicate, found in self._resources.out[iri]:
            if not isinstance(found, pyoxigraph.Literal) or found.language in (None, self.language):
                rows.setdefault(predicate, []).append(self.shown(found))
        return [{"property": self._property(predicate), "entries": values} for predicate, values in rows.items()]

    def _property(self, predicate: str) -> Context:
        return value("type", iri=predicate) if predicate == TYPE else self.link(predicate)

    def _referring(self, iri: str) -> list[Context]:
        groups: dict[str, list[str]] = {}
        for predicate, subject in self._resources.into.get(iri, ()):
            if paths.document(subject):
                groups.setdefault(predicate, []).append(subject)
        return [
            {
                "property": self._property(predicate),
                "entries": [self.link(one) for one in subjects[:_MOST_REFERRING]],
                "more": max(0, len(subjects) - _MOST_REFERRING),
            }
            for predicate, subjects in groups.items()
        ]

    # ---- Indicators ----

    def chart(self, slug: str) -> Chart:
        """The chart of an indicator."""
        one = self.series[slug].records[0]
        place = self._resources.title(f"{BASE}{names.table(self._edition.slug, one.table)}", self.language).partition(", ")[2]
        source = self.words["chart_source"].format(report=self._edition.title, place=place)
        return self.series[slug].chart(source)

    def _indicator(self, iri: str, slug: str) -> Context:
        series, chart, document = self.series[slug], self.chart(slug), f"doc/indicator/{slug}"
        one = series.records[0]
        table = f"{BASE}{names.table(self._edition.slug, one.table)}"
        place = self._resources.title(table, self.language)
        annex, _, section = one.table.partition("-")
        says = self.words["source_text"].format(report=self._edition.title, annex=annex.upper(), section=section, row=one.row)
        texts = {name: self._resources.text(iri, name, self.language) for name in _TEXTS}
        citation = self.words["citation"].format(
            report=self._edition.title, place=place.partition(", ")[2], site=self.words["site"], iri=iri
        )
        return {
            "summary": texts["skos:definition"],
            "explanation": texts["rdfs:comment"],
            "scope": texts["skos:scopeNote"],
            "facility": self.link(f"{BASE}{names.concept('voorziening', one.facility)}"),
            "latest": series.latest(),
            "chart": f"{document}{'' if self.language == 'nl' else '.en'}.svg",
            "chart_text": chart.description,
            "figures": [
                {
                    "year": record.year,
                    "printed": record.text,
                    "value": series.value(record),
                    "note": series.note(record),
                    "target": self.link(record.cell_iri)["target"],
                }
                for record in series.records
            ],
            "table": self.link(table, says),
            "printed_row": f"{self._row_heading(one)}: " + " | ".join(record.text or "(leeg)" for record in series.records),
            "findings": self._findings(iri),
            "claims": self._claims(iri),
            "links": [*self._links.get(iri, ()), *self._links.get(f"{BASE}{names.concept('voorziening', one.facility)}", ())],
            "related": self._related(iri, one),
            "files": [(ext.upper(), f"{document}.{ext}") for ext in ("csv", "json", "svg", "ttl", "jsonld")],
            "citation": citation,
            "csv_address": f"{BASE}{document}.csv",
            "tools": _tools(f"{BASE}{document}.csv"),
            "snippets": self._snippets(iri, slug),
        }

    def _row_heading(self, one: Record) -> str:
        return self._resources.text(one.cell_iri, "mdo:rijopschrift")

    def _snippets(self, iri: str, slug: str) -> list[tuple[str, str]]:
        title, chart = self._resources.title(iri, self.language), f"{BASE}doc/indicator/{slug}.svg"
        return [
            (self.words["wiki"], f"[{iri} {title}]"),
            (self.words["html"], f'<a href="{iri}">{title}</a>'),
            (self.words["markdown"], f"[{title}]({iri})"),
            (self.words["embed"], f'<a href="{iri}"><img src="{chart}" alt="{title}"></a>'),
        ]

    def _findings(self, iri: str) -> list[Context]:
        found = [one for one in self._resources.subjects("mdo:indicator", iri) if f"{BASE}id/bevinding/" in one]
        return [
            {
                "target": self.link(one)["target"],
                "kind": self._label_of(one, "mdo:bevindingsoort"),
                "text": self._resources.text(one, "dcterms:description", self.language),
            }
            for one in found
        ]

    def _claims(self, iri: str) -> list[Context]:
        found = [one for one in self._resources.subjects("mdo:indicator", iri) if f"{BASE}id/bewering/" in one]
        return [
            {
                "target": self.link(one)["target"],
                "text": self._resources.text(one, "schema:text", self.language),
                "verdict": self._label_of(one, "mdo:oordeel"),
            }
            for one in found
        ]

    def _label_of(self, iri: str, name: str) -> str:
        return next((self._resources.title(one, self.language) for one in self._resources.things(iri, name)), "")

    def _related(self, iri: str, one: Record) -> list[Context]:
        resources = self._resources
        siblings = [other for other in self.series.values() if other.records[0].facility == one.facility]
        others = [record.indicator_iri for record in (each.records[0] for each in siblings) if record.indicator_iri != iri]
        same = [*resources.things(iri, "mdo:zelfdeStroomAls"), *resources.things(iri, "mdo:zelfdeStandAls")]
        groups = [
            (self.words["part_of"], resources.things(iri, "mdo:deelVan")),
            (self.words["parts"], resources.subjects("mdo:deelVan", iri)),
            (self.words["denominator"], resources.things(iri, "mdo:noemer")),
            (self.words["same_flow"], same),
            (self._resources.title(f"{BASE}{names.concept('voorziening', one.facility)}", self.language), others),
        ]
        return [{"heading": heading, "entries": [self.link(each) for each in found]} for heading, found in groups if found]

    def _links_by_source(self) -> dict[str, list[Context]]:
        """The links to others, with the kind of relation and what shows it."""
        found: dict[str, list[Context]] = {}
        for link in self._resources.of_type("mdo:Koppeling"):
            [source], [predicate], [target] = (
                self._resources.things(link, f"owl:annotated{part}") for part in ("Source", "Property", "Target")
            )
            if target.startswith(("http://", "https://")) and "NoTermFound" not in target:
                evidence = self._resources.text(link, "mdo:bewijs")
                found.setdefault(source, []).append(
                    {
                        "iri": target,
                        "text": self._resources.text(link, "sssom:object_label") or target,
                        "kind": self.words["link_kind"].format(
                            kind=self.link(predicate)["text"], target=self._label_of(link, "sssom:object_source")
                        ),
                        "ground": self.words["evidence"].format(evidence=evidence),
                    }
                )
        return found

    # ---- Facilities and tables ----

    def _facility(self, iri: str, slug: str) -> Context:
        resources = self._resources
        own = [one for one in self.series if self.series[one].records[0].facility == slug]
        texts = [resources.text(iri, name, self.language) for name in _TEXTS[:3]]
        members = resources.subjects("skos:broader", iri)
        return {
            "theme": next((self.link(one) for one in resources.things(iri, "mdo:thema")), value("")),
            "whole": next((self.link(one) for one in resources.things(iri, "skos:broader")), None),
            "summary": texts[0],
            "texts": list(filter(None, texts)),
            "charts": [
                {
                    "target": paths.page(f"doc/indicator/{one}", self.language),
                    "chart": f"doc/indicator/{one}{'' if self.language == 'nl' else '.en'}.svg",
                    "text": self.chart(one).description,
                }
                for one in own
            ],
            "members": [{**self.link(one), "figures": self._with_latest(one.rpartition("/")[2])} for one in members],
            "links": self._links.get(iri, ()),
            "files": [("CSV", f"doc/voorziening/{slug}.csv")] if own else [],
        }

    def _with_latest(self, facility: str) -> list[Context]:
        found = []
        for series in self.series.values():
            one = series.records[0]
            if one.facility == facility:
                latest = series.latest()
                found.append({**self.link(one.indicator_iri), "latest": f"{latest.figure} {latest.unit}"})
        return found

    def _table(self, iri: str, document: str) -> Context:
        resources = self._resources
        rows: dict[tuple[int, str], dict[str, Context]] = {}
        for cell in resources.subjects("mdo:tabel", iri):
            if f"{BASE}id/cel/" in cell:
                key = (int(resources.text(cell, "mdo:rij")), resources.text(cell, "mdo:rijopschrift"))
                column = resources.text(cell, "mdo:kolom")
                rows.setdefault(key, {})[column] = {**self.link(cell), "text": resources.text(cell, "mdo:tekst")}
        columns = sorted({column for cells in rows.values() for column in cells}, key=lambda one: (one == "%", one))
        indicators = [one for one in resources.subjects("mdo:tabel", iri) if f"{BASE}id/indicator/" in one]
        return {
            "title": resources.text(iri, "dcterms:title"),
            "place": resources.title(iri, self.language),
            "summary": resources.title(iri, self.language),
            "columns": columns,
            "cells": [
                {"heading": heading, "cells": [cells.get(column, value("")) for column in columns]}
                for (_, heading), cells in sorted(rows.items())
            ],
            "notes": [],
            "indicators": [self.link(one) for one in indicators],
            "files": [("CSV", f"{document}.csv")],
        }

    # ---- Lists ----

    def _lists(self) -> Iterator[Page]:
        words = self.words
        yield self._list("index", words["site"], [self._lead()], self._by_theme())
        yield self._list("voorzieningen", words["facilities"], [], self._by_theme())
        yield self._list("cijfers", words["indicators"], [self._count("all_indicators", self.series)], self._by_facility())
        tables = self._resources.of_type("mdo:Tabel")
        yield self._list(
            "tabellen", words["tables"], [self._count("all_tables", tables)], [self._group(tables, self._table_title)]
        )
        found = self._resources.of_type("mdo:Bevinding")
        yield self._list("bevindingen", words["findings"], [self._count("all_findings", found)], self._by_severity(found))
        claims = self._resources.of_type("mdo:Bewering")
        yield self._list("uitspraken", words["claims"], [self._count("all_claims", claims)], self._by_verdict(claims))
        asked = [one for one in self._resources.out if f"{BASE}id/vraag/" in one]
        yield self._list("vragen", words["questions"], [self._count("all_questions", asked)], [self._group(asked)])
        yield self._list("downloads", words["downloads"], [words["all_downloads"]], self._downloads())
        yield self._list("over", words["about"], words["about_text"], self._more())
        yield self._list("toegankelijkheid", words["accessibility"], words["accessibility_text"], [])
        yield self._list("404", words["not_found"], [words["not_found_text"]], self._by_theme())
        yield self._vocabulary()

    def _list(self, path: str, title: str, texts: Sequence[str], groups: Sequence[Context]) -> Page:
        return Page(path, "list.html", {"title": title, "texts": texts, "groups": groups, "summary": texts[0] if texts else ""})

    def _lead(self) -> str:
        lead: str = self.words["lead"].format(first=self._edition.years[0], last=self._edition.years[-1])
        return lead

    def _count(self, word: str, things: Iterable[object]) -> str:
        text: str = self.words[word].format(number=len(list(things)))
        return text

    def _group(self, things: Iterable[str], text: Any = None, heading: Context | None = None, columns: bool = False) -> Context:
        values = [self.link(one, text(one) if text else "") for one in things]
        return {"heading": heading, "entries": values, "columns": columns}

    def _table_title(self, iri: str) -> str:
        place = self._resources.title(iri, self.language).partition(", ")[2]
        return f"{self._resources.text(iri, 'dcterms:title')} ({place})"

    def _by_theme(self) -> list[Context]:
        facilities = self._resources.of_type("mdo:Voorziening")
        themes = [one for one in self._resources.out if f"{BASE}id/thema/" in one]
        return [
            self._group(
                [one for one in facilities if theme in self._resources.things(one, "mdo:thema")],
                heading=self.link(theme),
                columns=True,
            )
            for theme in themes
        ]

    def _by_facility(self) -> list[Context]:
        groups = []
        for iri in self._resources.of_type("mdo:Voorziening"):
            values = self._with_latest(iri.rpartition("/")[2])
            if values:
                shown = [{**one, "more": one["latest"]} for one in values]
                groups.append({"heading": self.link(iri), "entries": shown, "columns": False})
        return groups

    def _by_severity(self, found: Sequence[str]) -> list[Context]:
        groups = []
        for severity in _SEVERITIES:
            iri = f"{BASE}{names.concept('ernst', severity)}"
            own = [one for one in found if iri in self._resources.things(one, "mdo:ernst")]
            groups.append(self._group(own, self._finding_text, self.link(iri)))
        return groups

    def _finding_text(self, iri: str) -> str:
        place = self._resources.text(iri, "mdo:plaatsaanduiding", self.language)
        return f"{place}: {self._resources.text(iri, 'dcterms:description', self.language)}"

    def _by_verdict(self, claims: Sequence[str]) -> list[Context]:
        verdicts = dict.fromkeys(one for claim in claims for one in self._resources.things(claim, "mdo:oordeel"))
        order = sorted(verdicts, key=lambda one: ("klopt-niet" not in one, "niet-toetsbaar" not in one))
        return [
            self._group(
                [one for one in claims if verdict in self._resources.things(one, "mdo:oordeel")],
                lambda one: self._resources.text(one, "schema:text", self.language),
                self.link(verdict),
            )
            for verdict in order
        ]

    def _downloads(self) -> list[Context]:
        found = [one for one in self._resources.out if f"{BASE}id/distributie/" in one]
        values = []
        for one in found:
            address = next(iter(self._resources.things(one, "dcat:downloadURL")), "")
            if not address:
                continue
            size = self._resources.text(one, "dcat:byteSize")
            values.append(
                value(
                    f"{self._resources.title(one, self.language)} ({address.rpartition('/')[2]})",
                    target=address.removeprefix(BASE),
                    more=f"{size} {self.words['byte']}",
                )
            )
        table = value(f"{self.words['indicators']} (cijfers.csv)", target="cijfers.csv")
        return [{"heading": None, "entries": [table, *values], "columns": False}]

    def _more(self) -> list[Context]:
        pages = (("claims", "uitspraken"), ("vocabulary", "def"), ("accessibility", "toegankelijkheid"))
        values = [value(self.words[word], target=paths.page(path, self.language)) for word, path in pages]
        return [{"heading": None, "entries": values, "columns": False}]

    def _vocabulary(self) -> Page:
        terms = [one for one in self._resources.out if one.startswith(f"{BASE}def#")]
        schemes = self._resources.of_type("skos:ConceptScheme")
        context = {
            "title": self.words["vocabulary"],
            "summary": self.words["all_terms"],
            "iri": f"{BASE}def",
            "document": "def",
            "schemes": [self.link(one) for one in schemes],
            "terms": [
                {
                    "id": one.rpartition("#")[2],
                    "name": f"mdo:{one.rpartition('#')[2]}",
                    "label": self._resources.title(one, self.language),
                    "definition": self._resources.text(one, "skos:definition", self.language),
                    "kind": ", ".join(short(kind) for kind in self._resources.things(one, "rdf:type")),
                }
                for one in terms
            ],
        }
        return Page("def", "vocabulary.html", context)

    def menu(self) -> list[tuple[str, str]]:
        """The main menu: words and pages."""
        places = ("voorzieningen", "cijfers", "tabellen", "bevindingen", "vragen", "downloads", "over")
        return [(self.words[word], paths.page(path, self.language)) for word, path in zip(_MENU, places, strict=True)]


def _tools(address: str) -> list[str]:
    return [
        f"curl -L {address}",
        f'pandas.read_csv("{address}")',
        f'read.csv("{address}")',
    ]
