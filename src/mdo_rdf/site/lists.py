"""The pages that lead to others: home, facilities, figures, tables, findings, claims, questions, downloads, terms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.export.csvw import to_csv
from mdo_rdf.inputs.phrases import number
from mdo_rdf.iris import BASE
from mdo_rdf.site import paths
from mdo_rdf.site.resources import short
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mdo_rdf.inputs.curation import Edition
    from mdo_rdf.site.indicator_page import IndicatorPages
    from mdo_rdf.site.shown import Context, Shown

_MENU = {
    "facilities": "voorzieningen", "indicators": "cijfers", "tables": "tabellen", "findings": "bevindingen",
    "questions": "vragen", "downloads": "downloads", "about": "over",
}  # fmt: skip
"""The words of the main menu, and the pages that they lead to."""
_MORE = {"claims": "uitspraken", "vocabulary": "def", "accessibility": "toegankelijkheid"}
CSV = "cijfers.csv"
_KEY_FIGURES = 5
"""On the first page: every second one of the ten, for they follow the report, and so all its parts are there."""


def _kilobytes(size: int, language: str) -> str:
    """A size in kB of 1,000 bytes, rounded up: no file is of 0 kB."""
    return f"{number(-(-size // 1000)).in_(language)} kB"


def _group(entries: Iterable[Context], heading: Context | None = None, *, columns: bool = False) -> Context:
    return {"heading": heading, "entries": list(entries), "columns": columns}


class Page(NamedTuple):
    """One page: where it is (without language and extension), its template, and what goes into it."""

    path: str
    template: str
    context: Context


class Lists:
    """All lists in one language."""

    def __init__(self, shown: Shown, indicators: IndicatorPages, edition: Edition, key_figures: Sequence[str]) -> None:
        self._shown, self._indicators, self._edition, self._key_figures = shown, indicators, edition, key_figures
        self._link = shown.link

    def by_path(self) -> dict[str, Callable[[], Page]]:
        """Every list by its path; it is made by calling it."""
        words, resources = self._shown.words, self._shown.resources
        tables, findings, claims = map(resources.of_type, ("mdo:Tabel", "mdo:Bevinding", "mdo:Bewering"))
        series, questions, count = self._indicators.series, self._of_kind("vraag"), self._count
        more = [value(words[word], target=self._page(path)) for word, path in _MORE.items()]
        lists: dict[str, tuple[str, Callable[[], Sequence[str]], Callable[[], Sequence[Context]]]] = {
            "voorzieningen": ("facilities", list, self._by_theme),
            "cijfers": ("indicators", lambda: [count("all_indicators", series)], self._by_facility),
            "tabellen": ("tables", lambda: [count("all_tables", tables)], lambda: [_group(map(self._table, tables))]),
            "bevindingen": ("findings", lambda: [count("all_findings", findings)], lambda: self._by_severity(findings)),
            "uitspraken": ("claims", lambda: [count("all_claims", claims)], lambda: self._by_verdict(claims)),
            "vragen": (
                "questions",
                lambda: [count("all_questions", questions)],
                lambda: [_group(map(self._link, questions))],
            ),
            "over": ("about", lambda: [self._of_edition(text) for text in words["about_text"]], lambda: [_group(more)]),
            "toegankelijkheid": ("accessibility", lambda: words["accessibility_text"], list),
            "404": ("not_found", lambda: [words["not_found_text"]], self._by_theme),
        }
        made = {path: partial(self._list, path, *parts) for path, parts in lists.items()}
        return {"index": self._home, **made, "downloads": self._downloads, "def": self._vocabulary}

    def _list(
        self, path: str, word: str, make_texts: Callable[[], Sequence[str]], make_groups: Callable[[], Sequence[Context]]
    ) -> Page:
        texts = make_texts()
        summary = texts[0] if texts else ""
        context = {"title": self._shown.words[word], "texts": texts, "groups": make_groups(), "summary": summary}
        return Page(path, "list.html", context)

    def _of_edition(self, text: str) -> str:
        """A text with the title and the years of the report filled in."""
        years = self._edition.years
        return text.format(report=self._edition.title, first=years[0], last=years[-1])

    def _home(self) -> Page:
        """The first page: some figures, the way to all, what is wrong, and how to use and name it."""
        words, lead = self._shown.words, self._of_edition(self._shown.words["lead"])
        findings = self._shown.resources.of_type("mdo:Bevinding")
        context = {
            "title": words["site"],
            "summary": lead,
            "figures": list(map(self._indicators.key_figure, self._key_figures[::2][:_KEY_FIGURES])),
            "groups": self._by_theme(),
            "wrong": value(words["home_wrong"].format(number=len(findings)), target=self._page("bevindingen")),
            "all_figures": value(self._count("home_figures", self._indicators.series), target=self._page("cijfers")),
            "downloads": [
                value(words["home_table"], target=CSV, more=_kilobytes(self._csv_size(), self._shown.language)),
                value(words["home_downloads"], target=self._page("downloads")),
            ],
            "citation": words["home_citation"].format(report=self._edition.title, site=words["site"], address=BASE),
        }
        return Page("index", "home.html", context)

    def _page(self, path: str) -> str:
        return paths.page(path, self._shown.language)

    def _csv_size(self) -> int:
        return len(to_csv(self._indicators.records))

    def _count(self, word: str, things: Iterable[object]) -> str:
        text: str = self._shown.words[word].format(number=len(list(things)))
        return text

    def _table(self, iri: str) -> Context:
        place = self._shown.title(iri).partition(", ")[2]
        return self._link(iri, f"{self._shown.resources.printed(iri, 'dcterms:title')} ({place})")

    def _of_kind(self, kind: str) -> list[str]:
        return [iri for iri in self._shown.resources.out if iris.kind(iri) == kind]

    def _by_theme(self) -> list[Context]:
        themes = {facility: self._themes(facility) for facility in self._shown.resources.of_type("mdo:Voorziening")}
        return [
            _group([self._link(each) for each in themes if theme in themes[each]], self._link(theme), columns=True)
            for theme in self._of_kind("thema")
        ]

    def _themes(self, facility: str) -> list[str]:
        """The theme of a facility; what only gathers others has that of these."""
        resources = self._shown.resources
        parts = resources.subjects("skos:broader", facility)
        return resources.things(facility, "mdo:thema") or [theme for part in parts for theme in self._themes(part)]

    def _by_facility(self) -> list[Context]:
        facilities = self._shown.resources.of_type("mdo:Voorziening")
        indicators = {iri: self._indicators.with_latest(iri.rpartition("/")[2]) for iri in facilities}
        return [_group(own, self._link(iri)) for iri, own in indicators.items() if own]

    def _by_severity(self, findings: Sequence[str]) -> list[Context]:
        severity = {finding: self._shown.resources.things(finding, "mdo:ernst") for finding in findings}
        return [
            _group([self._finding(finding) for finding in findings if iri in severity[finding]], self._link(iri))
            for iri in self._shown.resources.subjects("skos:inScheme", iris.absolute(iris.scheme("ernst")))
        ]

    def _finding(self, iri: str) -> Context:
        place, what = (self._shown.text(iri, name) for name in ("mdo:plaatsaanduiding", "dcterms:description"))
        return {**self._link(iri, place), "said": what}

    def _by_verdict(self, claims: Sequence[str]) -> list[Context]:
        verdicts = {claim: self._shown.resources.things(claim, "mdo:oordeel") for claim in claims}
        every = dict.fromkeys(verdict for own in verdicts.values() for verdict in own)
        order = sorted(every, key=lambda verdict: ("klopt-niet" not in verdict, "niet-toetsbaar" not in verdict))
        texts = {claim: self._link(claim, self._shown.text(claim, "schema:text")) for claim in claims}
        return [
            _group([texts[claim] for claim in claims if verdict in verdicts[claim]], self._link(verdict)) for verdict in order
        ]

    def _downloads(self) -> Page:
        """Every file with what it is and its size: the table first, which needs no more than a spreadsheet."""
        words, resources = self._shown.words, self._shown.resources
        files = []
        for distribution in self._of_kind("distributie"):
            for address in resources.things(distribution, "dcat:downloadURL"):
                size = int(resources.text(distribution, "dcat:byteSize"))
                title = self._shown.title(distribution).rpartition(" (")[0]
                files.append(self._file(address.removeprefix(BASE), title, size))
        groups = [
            {"heading": words["for_spreadsheets"], "files": [self._file(CSV, words["csv_is"], self._csv_size())]},
            {"heading": words["for_programs"], "files": files},
        ]
        context = {"title": words["downloads"], "summary": words["all_downloads"], "groups": groups}
        return Page("downloads", "downloads.html", context)

    def _file(self, path: str, what: str, size: int) -> Context:
        name = path.rpartition("/")[2]
        return {**value(name, target=path), "what": what, "size": _kilobytes(size, self._shown.language)}

    def _vocabulary(self) -> Page:
        terms = [iri for iri in self._shown.resources.out if paths.is_term(iri)]
        schemes = self._shown.resources.of_type("skos:ConceptScheme")
        context = {
            "title": self._shown.words["vocabulary"],
            "summary": self._shown.words["all_terms"],
            "iri": iris.absolute("def"),
            "document": "def",
            "schemes": list(map(self._link, schemes)),
            "terms": list(map(self._term, terms)),
        }
        return Page("def", "vocabulary.html", context)

    def _term(self, iri: str) -> Context:
        return {
            "id": iri.rpartition("#")[2],
            "name": short(iri),
            "label": self._shown.title(iri),
            "definition": self._shown.text(iri, "skos:definition"),
            "kind": ", ".join(map(short, self._shown.resources.things(iri, "rdf:type"))),
        }

    def menu(self) -> list[tuple[str, str]]:
        """The main menu: words and pages."""
        return [(self._shown.words[word], self._page(path)) for word, path in _MENU.items()]
