"""The page of an indicator: the latest figure first, and all that leads to it and on from it."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.export.records import records_of
from mdo_rdf.site import paths
from mdo_rdf.site.fact_pages import about_indicator
from mdo_rdf.site.resources import short
from mdo_rdf.site.series import Series

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.export.records import FigureRecord
    from mdo_rdf.site.chart import Chart
    from mdo_rdf.site.shown import Context, Shown


class IndicatorPages:
    """The series of all indicators, and what their pages say; ``links`` are the links to others, by what they are about."""

    def __init__(self, model: Model, shown: Shown) -> None:
        self._shown, self._edition = shown, model.curation.edition
        self.records = records = records_of(model)
        changes = {slug: list(own) for slug, own in groupby(model.changes, key=lambda change: change.figure.indicator.slug)}
        self.series = {
            slug: Series(list(own), changes.get(slug, ()), records.concepts, shown.words, shown.language)
            for slug, own in groupby(records.rows, key=attrgetter("indicator"))
        }
        self.links = self._links_by_source()

    def _links_by_source(self) -> dict[str, list[Context]]:
        """The links to others, with the kind of relation and what shows it."""
        links: dict[str, list[Context]] = {}
        resources, words = self._shown.resources, self._shown.words
        for link in resources.of_type("mdo:Koppeling"):
            ends = (resources.things(link, f"owl:annotated{part}") for part in ("Source", "Property", "Target"))
            [source], [predicate], [target] = ends
            if target.startswith(("http://", "https://")) and "NoTermFound" not in target:
                relation = words["relations"].get(short(predicate), self._shown.title(predicate))
                whose = self._shown.label_of(link, "sssom:object_source")
                entry = {
                    "iri": target,
                    "text": resources.text(link, "sssom:object_label") or target,
                    "kind": words["link_kind"].format(kind=relation, target=whose),
                    "ground": words["evidence"].format(evidence=resources.text(link, "mdo:bewijs")),
                }
                links.setdefault(source, []).append(entry)
        return links

    def chart(self, slug: str) -> Chart:
        """The chart of an indicator."""
        source = self._shown.words["chart_source"].format(report=self._edition.title, place=self._place(slug))
        return self.series[slug].chart(source)

    def context(self, iri: str, slug: str) -> Context:
        """What is on the page of an indicator."""
        series, words = self.series[slug], self._shown.words
        facility = _facility(series.first)
        citation = words["citation"].format(report=self._edition.title, place=self._place(slug), site=words["site"], iri=iri)
        return {
            "summary": self._shown.text(iri, "skos:definition"),
            "explanation": self._shown.text(iri, "rdfs:comment"),
            "scope": self._shown.text(iri, "skos:scopeNote"),
            "facility": self._shown.link(facility),
            "latest": series.latest(),
            "series": series,
            "link": self._shown.link,
            **self._source(series),
            "findings": about_indicator(self._shown, iri, "bevinding", "dcterms:description", "mdo:bevindingsoort"),
            "claims": about_indicator(self._shown, iri, "bewering", "schema:text", "mdo:oordeel"),
            "links": self.links.get(iri, ()),
            "facility_links": self.links.get(facility, ()),
            "related": self._related(iri, series.first),
            "citation": citation,
            **self._to_use(iri, slug),
        }

    def _place(self, slug: str) -> str:
        """The place of the table in the report, as it stands behind the title of the report."""
        return self._shown.title(self._table(slug)).partition(", ")[2]

    def _table(self, slug: str) -> str:
        return iris.absolute(iris.table(self._edition.slug, self.series[slug].first.table))

    def _source(self, series: Series) -> Context:
        """The table, and the row as it is printed."""
        first, words, resources = series.first, self._shown.words, self._shown.resources
        table = self._table(first.indicator)
        annex, section = (resources.text(table, f"mdo:{part}") for part in ("bijlage", "paragraaf"))
        says = words["source_text"].format(report=self._edition.title, annex=annex, section=section, row=first.row)
        heading = resources.printed(first.cell_iri, "mdo:rijopschrift")
        row = " | ".join(record.text or words["empty"] for record in series.records)
        return {"table": self._shown.link(table, says), "printed_row": f"{heading}: {row}"}

    def _to_use(self, iri: str, slug: str) -> Context:
        """The chart and the other files, what to type to read them, and links to paste."""
        words, chart, document = self._shown.words, self.chart(slug), f"doc/indicator/{slug}"
        chart_file = paths.file(document, "svg", self._shown.language)
        links = snippets(iri, self._shown.title(iri), iris.absolute(chart_file), chart.title)
        return {
            "chart": chart_file,
            "chart_text": chart.description,
            "files": [(extension.upper(), f"{document}.{extension}") for extension in ("csv", "json", "svg", "ttl", "jsonld")],
            "csv": iris.absolute(f"{document}.csv"),
            "snippets": [(words[name], text) for name, text in links],
        }

    def _related(self, iri: str, record: FigureRecord) -> list[Context]:
        resources, words = self._shown.resources, self._shown.words
        siblings = [series.first.indicator_iri for series in self._of_facility(record.facility)]
        same = [*resources.things(iri, "mdo:zelfdeStroomAls"), *resources.things(iri, "mdo:zelfdeStandAls")]
        groups = [
            (words["part_of"], resources.things(iri, "mdo:deelVan")),
            (words["parts"], resources.subjects("mdo:deelVan", iri)),
            (words["denominator"], resources.things(iri, "mdo:noemer")),
            (words["same_flow"], same),
            (self._shown.title(_facility(record)), [sibling for sibling in siblings if sibling != iri]),
        ]
        return [{"heading": heading, "entries": list(map(self._shown.link, things))} for heading, things in groups if things]

    def _of_facility(self, facility: str) -> list[Series]:
        return [series for series in self.series.values() if series.first.facility == facility]

    def key_figure(self, iri: str) -> Context:
        """The latest figure of an indicator: its name as a link, the figure, its unit and year, and the change."""
        return {**self._shown.link(iri), "latest": self.series[iri.rpartition("/")[2]].latest()}

    def with_latest(self, facility: str) -> list[Context]:
        """The indicators of a facility, each with its latest figure."""
        own = [(series.first.indicator_iri, series.latest()) for series in self._of_facility(facility)]
        return [{**self._shown.link(iri), "more": f"{latest.figure} {latest.unit}"} for iri, latest in own]


def _facility(record: FigureRecord) -> str:
    return iris.absolute(iris.concept("voorziening", record.facility))


_WIKI = re.compile(r"[\[\]{}|<>&'~_]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|]")


def snippets(iri: str, title: str, chart: str, alt: str) -> list[tuple[str, str]]:
    """Links to paste: each by a word of ``words.toml``, with the signs that mean something in its syntax escaped.

    Wiki text has no escape of its own, so there a sign is a character reference (HTML, section 13.5); Markdown has the
    backslash (CommonMark, section 2.4).
    """
    wiki = _WIKI.sub(lambda sign: f"&#{ord(sign[0])};", title)
    image = f'<img src="{escape(chart)}" alt="{escape(alt)}" width="760" style="max-width:100%">'
    return [
        ("wiki", f"[{iri} {wiki}]"),
        ("html", f'<a href="{escape(iri)}">{escape(title)}</a>'),
        ("markdown", f"[{_MARKDOWN.sub(lambda sign: chr(92) + sign[0], title)}]({iri})"),
        ("embed", f'<a href="{escape(iri)}">{image}</a>'),
    ]
