"""The page of an indicator: the latest figure first, and all that leads to it and on from it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.export.records import records_of
from mdo_rdf.iris import BASE
from mdo_rdf.site.fact_pages import about_indicator
from mdo_rdf.site.figures import Series
from mdo_rdf.site.resources import short

if TYPE_CHECKING:
    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.export.records import FigureRecord
    from mdo_rdf.site.chart import Chart
    from mdo_rdf.site.shown import Context, Shown


class IndicatorPages:
    """The series of all indicators, and what their pages say; ``links`` are the links to others, by what they are about."""

    def __init__(self, model: Model, shown: Shown) -> None:
        self._shown, self._edition = shown, model.curation.edition
        self.records = records = records_of(model)
        by_indicator: dict[str, list[FigureRecord]] = {}
        for record in records.rows:
            by_indicator.setdefault(record.indicator, []).append(record)
        changes: dict[str, list[Change]] = {}
        for change in model.changes:
            changes.setdefault(change.figure.indicator.slug, []).append(change)
        self.series = {
            slug: Series(own, changes.get(slug, ()), records.concepts, shown.words, shown.language)
            for slug, own in by_indicator.items()
        }
        self.links = self._links_by_source()

    def _links_by_source(self) -> dict[str, list[Context]]:
        """The links to others, with the kind of relation and what shows it."""
        found: dict[str, list[Context]] = {}
        relations = self._shown.words["relations"]
        for link in self._shown.resources.of_type("mdo:Koppeling"):
            [source], [predicate], [target] = (
                self._shown.resources.things(link, f"owl:annotated{part}") for part in ("Source", "Property", "Target")
            )
            if target.startswith(("http://", "https://")) and "NoTermFound" not in target:
                evidence = self._shown.resources.text(link, "mdo:bewijs")
                found.setdefault(source, []).append(
                    {
                        "iri": target,
                        "text": self._shown.resources.text(link, "sssom:object_label") or target,
                        "kind": self._shown.words["link_kind"].format(
                            kind=relations.get(short(predicate), self._shown.title(predicate)),
                            target=self._shown.label_of(link, "sssom:object_source"),
                        ),
                        "ground": self._shown.words["evidence"].format(evidence=evidence),
                    }
                )
        return found

    def chart(self, slug: str) -> Chart:
        """The chart of an indicator."""
        one = self.series[slug].records[0]
        place = self._shown.title(f"{BASE}{iris.table(self._edition.slug, one.table)}").partition(", ")[2]
        source = self._shown.words["chart_source"].format(report=self._edition.title, place=place)
        return self.series[slug].chart(source)

    def context(self, iri: str, slug: str) -> Context:
        """What is on the page of an indicator."""
        series, chart, document = self.series[slug], self.chart(slug), f"doc/indicator/{slug}"
        chart_file = f"{document}{'' if self._shown.language == 'nl' else '.en'}.svg"
        one = series.records[0]
        table = f"{BASE}{iris.table(self._edition.slug, one.table)}"
        place = self._shown.title(table)
        annex, section = (self._shown.resources.text(table, f"mdo:{part}") for part in ("bijlage", "paragraaf"))
        report, words = self._edition.title, self._shown.words
        says = words["source_text"].format(report=report, annex=annex, section=section, row=one.row)
        citation = self._shown.words["citation"].format(
            report=self._edition.title, place=place.partition(", ")[2], site=self._shown.words["site"], iri=iri
        )
        return {
            "summary": self._shown.text(iri, "skos:definition"),
            "explanation": self._shown.text(iri, "rdfs:comment"),
            "scope": self._shown.text(iri, "skos:scopeNote"),
            "facility": self._shown.link(f"{BASE}{iris.concept('voorziening', one.facility)}"),
            "latest": series.latest(),
            "chart": chart_file,
            "chart_text": chart.description,
            "figures": [
                {
                    "year": record.year,
                    "printed": record.text,
                    "value": series.value(record),
                    "note": series.note(record),
                    "target": self._shown.link(record.cell_iri)["target"],
                }
                for record in series.records
            ],
            "table": self._shown.link(table, says),
            "printed_row": f"{self._row_heading(one)}: " + " | ".join(record.text or words["empty"] for record in series.records),
            "findings": about_indicator(self._shown, iri, "bevinding", "dcterms:description", "mdo:bevindingsoort"),
            "claims": about_indicator(self._shown, iri, "bewering", "schema:text", "mdo:oordeel"),
            "links": self.links.get(iri, ()),
            "facility_links": self.links.get(f"{BASE}{iris.concept('voorziening', one.facility)}", ()),
            "related": self._related(iri, one),
            "files": [(ext.upper(), f"{document}.{ext}") for ext in ("csv", "json", "svg", "ttl", "jsonld")],
            "citation": citation,
            "tools": [(words[f"tool_{name}"], line) for name, line in _tools(f"{BASE}{document}.csv")],
            "snippets": [
                (words[name], text) for name, text in snippets(iri, self._shown.title(iri), f"{BASE}{chart_file}", chart.title)
            ],
        }

    def _row_heading(self, one: FigureRecord) -> str:
        return self._shown.resources.printed(one.cell_iri, "mdo:rijopschrift")

    def _related(self, iri: str, one: FigureRecord) -> list[Context]:
        resources = self._shown.resources
        siblings = [other for other in self.series.values() if other.records[0].facility == one.facility]
        others = [record.indicator_iri for record in (each.records[0] for each in siblings) if record.indicator_iri != iri]
        same = [*resources.things(iri, "mdo:zelfdeStroomAls"), *resources.things(iri, "mdo:zelfdeStandAls")]
        groups = [
            (self._shown.words["part_of"], resources.things(iri, "mdo:deelVan")),
            (self._shown.words["parts"], resources.subjects("mdo:deelVan", iri)),
            (self._shown.words["denominator"], resources.things(iri, "mdo:noemer")),
            (self._shown.words["same_flow"], same),
            (self._shown.title(f"{BASE}{iris.concept('voorziening', one.facility)}"), others),
        ]
        return [{"heading": heading, "entries": [self._shown.link(each) for each in found]} for heading, found in groups if found]

    def key_figure(self, iri: str) -> Context:
        """The latest figure of an indicator: its name as a link, the figure, its unit and year, and the change."""
        return {**self._shown.link(iri), "latest": self.series[iri.rpartition("/")[2]].latest()}

    def with_latest(self, facility: str) -> list[Context]:
        """The indicators of a facility, each with its latest figure."""
        found = []
        for series in self.series.values():
            one = series.records[0]
            if one.facility == facility:
                latest = series.latest()
                found.append({**self._shown.link(one.indicator_iri), "latest": f"{latest.figure} {latest.unit}"})
        return found


def _tools(address: str) -> list[tuple[str, str]]:
    """One line each for the tools that read a CSV file from an address."""
    return [
        ("curl", f"curl -L -o cijfers.csv {address}"),
        ("python", f'import pandas; cijfers = pandas.read_csv("{address}")'),
        ("r", f'cijfers <- read.csv("{address}", fileEncoding = "UTF-8")'),
        ("excel", address),
    ]


_WIKI = re.compile(r"[\[\]{}|<>&'~_]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|]")


def snippets(iri: str, title: str, chart: str, alt: str) -> list[tuple[str, str]]:
    """Links to paste: each by a word of ``words.toml``, with the signs that mean something in its syntax escaped.

    Wiki text has no escape of its own, so there a sign is a character reference (HTML, section 13.5); Markdown has the
    backslash (CommonMark, section 2.4).
    """
    wiki = _WIKI.sub(lambda found: f"&#{ord(found[0])};", title)
    return [
        ("wiki", f"[{iri} {wiki}]"),
        ("html", f'<a href="{escape(iri)}">{escape(title)}</a>'),
        ("markdown", f"[{_MARKDOWN.sub(lambda found: chr(92) + found[0], title)}]({iri})"),
        (
            "embed",
            f'<a href="{escape(iri)}"><img src="{escape(chart)}" alt="{escape(alt)}" width="760" style="max-width:100%"></a>',
        ),
    ]
