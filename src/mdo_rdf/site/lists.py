"""The pages that lead to others: home, facilities, figures, tables, findings, claims, questions, downloads, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mdo_rdf import iris
from mdo_rdf.export.csvw import to_csv
from mdo_rdf.inputs.phrases import number
from mdo_rdf.iris import BASE
from mdo_rdf.site import paths
from mdo_rdf.site.resources import short
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mdo_rdf.inputs.curation import Edition
    from mdo_rdf.site.indicator_page import IndicatorPages
    from mdo_rdf.site.shown import Context, Shown

_MENU = ("facilities", "indicators", "tables", "findings", "questions", "downloads", "about")
CSV = "cijfers.csv"
_WHAT = "dcterms:description"
_KEY_FIGURES = 5
"""On the first page: every second one of the ten, for they follow the report, and so all its parts are there."""


def _kilobytes(size: int, language: str) -> str:
    """A size in kB of 1,000 bytes, rounded up: no file is of 0 kB."""
    return f"{number(-(-size // 1000)).in_(language)} kB"


class Page(NamedTuple):
    """One page: where it is (without language and extension), its template, and what goes into it."""

    path: str
    template: str
    context: Context


class Lists:
    """All lists in one language."""

    def __init__(self, shown: Shown, indicators: IndicatorPages, edition: Edition, key_figures: Sequence[str]) -> None:
        self._shown, self._indicators, self._edition, self._key_figures = shown, indicators, edition, key_figures

    def all(self) -> Iterator[Page]:
        """Every list."""
        words = self._shown.words
        yield self._home()
        yield self._list("voorzieningen", words["facilities"], [], self._by_theme())
        yield self._list(
            "cijfers", words["indicators"], [self._count("all_indicators", self._indicators.series)], self._by_facility()
        )
        tables = self._shown.resources.of_type("mdo:Tabel")
        yield self._list(
            "tabellen", words["tables"], [self._count("all_tables", tables)], [self._group(tables, self._table_title)]
        )
        found = self._shown.resources.of_type("mdo:Bevinding")
        yield self._list("bevindingen", words["findings"], [self._count("all_findings", found)], self._by_severity(found))
        claims = self._shown.resources.of_type("mdo:Bewering")
        yield self._list("uitspraken", words["claims"], [self._count("all_claims", claims)], self._by_verdict(claims))
        asked = [one for one in self._shown.resources.out if f"{BASE}id/vraag/" in one]
        yield self._list("vragen", words["questions"], [self._count("all_questions", asked)], [self._group(asked)])
        yield self._downloads()
        about = [self._of_edition(text) for text in words["about_text"]]
        yield self._list("over", words["about"], about, self._more())
        yield self._list("toegankelijkheid", words["accessibility"], words["accessibility_text"], [])
        yield self._list("404", words["not_found"], [words["not_found_text"]], self._by_theme())
        yield self._vocabulary()

    def _list(self, path: str, title: str, texts: Sequence[str], groups: Sequence[Context]) -> Page:
        return Page(path, "list.html", {"title": title, "texts": texts, "groups": groups, "summary": texts[0] if texts else ""})

    def _of_edition(self, text: str) -> str:
        """A text with the title and the years of the report filled in."""
        years = self._edition.years
        return text.format(report=self._edition.title, first=years[0], last=years[-1])

    def _home(self) -> Page:
        """The first page: some figures, the way to all, what is wrong, and how to use and name it."""
        words, lead = self._shown.words, self._of_edition(self._shown.words["lead"])
        found = self._shown.resources.of_type("mdo:Bevinding")
        context = {
            "title": words["site"],
            "summary": lead,
            "figures": [self._indicators.key_figure(one) for one in self._key_figures[::2][:_KEY_FIGURES]],
            "groups": self._by_theme(),
            "wrong": value(words["home_wrong"].format(number=len(found)), target=self._page("bevindingen")),
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

    def _group(self, things: Iterable[str], text: Any = None, heading: Context | None = None, columns: bool = False) -> Context:
        values = [self._shown.link(one, text(one) if text else "") for one in things]
        return {"heading": heading, "entries": values, "columns": columns}

    def _table_title(self, iri: str) -> str:
        place = self._shown.title(iri).partition(", ")[2]
        return f"{self._shown.resources.printed(iri, 'dcterms:title')} ({place})"

    def _by_theme(self) -> list[Context]:
        facilities = self._shown.resources.of_type("mdo:Voorziening")
        themes = [one for one in self._shown.resources.out if f"{BASE}id/thema/" in one]
        return [
            self._group([one for one in facilities if theme in self._themes(one)], heading=self._shown.link(theme), columns=True)
            for theme in themes
        ]

    def _themes(self, facility: str) -> list[str]:
        """The theme of a facility; what only gathers others has that of these."""
        resources = self._shown.resources
        found = resources.things(facility, "mdo:thema")
        return found or [one for part in resources.subjects("skos:broader", facility) for one in self._themes(part)]

    def _by_facility(self) -> list[Context]:
        groups = []
        for iri in self._shown.resources.of_type("mdo:Voorziening"):
            values = self._indicators.with_latest(iri.rpartition("/")[2])
            if values:
                shown = [{**one, "more": one["latest"]} for one in values]
                groups.append({"heading": self._shown.link(iri), "entries": shown, "columns": False})
        return groups

    def _by_severity(self, found: Sequence[str]) -> list[Context]:
        groups = []
        for iri in self._shown.resources.subjects("skos:inScheme", f"{BASE}{iris.scheme('ernst')}"):
            own = [one for one in found if iri in self._shown.resources.things(one, "mdo:ernst")]
            entries = [
                {**self._shown.link(one, self._shown.text(one, "mdo:plaatsaanduiding")), "said": self._shown.text(one, _WHAT)}
                for one in own
            ]
            groups.append({"heading": self._shown.link(iri), "entries": entries, "columns": False})
        return groups

    def _by_verdict(self, claims: Sequence[str]) -> list[Context]:
        verdicts = dict.fromkeys(one for claim in claims for one in self._shown.resources.things(claim, "mdo:oordeel"))
        order = sorted(verdicts, key=lambda one: ("klopt-niet" not in one, "niet-toetsbaar" not in one))
        return [
            self._group(
                [one for one in claims if verdict in self._shown.resources.things(one, "mdo:oordeel")],
                lambda one: self._shown.text(one, "schema:text"),
                self._shown.link(verdict),
            )
            for verdict in order
        ]

    def _downloads(self) -> Page:
        """Every file with what it is and its size: the table first, which needs no more than a spreadsheet."""
        words, resources = self._shown.words, self._shown.resources
        files = []
        for one in (one for one in resources.out if f"{BASE}id/distributie/" in one):
            address = next(iter(resources.things(one, "dcat:downloadURL")), "")
            if address:
                size = int(resources.text(one, "dcat:byteSize"))
                files.append(self._file(address.removeprefix(BASE), self._shown.title(one).rpartition(" (")[0], size))
        groups = [
            (words["for_spreadsheets"], [self._file(CSV, words["csv_is"], self._csv_size())]),
            (words["for_programs"], files),
        ]
        context = {
            "title": words["downloads"],
            "summary": words["all_downloads"],
            "groups": [{"heading": heading, "files": found} for heading, found in groups],
        }
        return Page("downloads", "downloads.html", context)

    def _file(self, path: str, what: str, size: int) -> Context:
        name = path.rpartition("/")[2]
        return {**value(name, target=path), "what": what, "size": _kilobytes(size, self._shown.language)}

    def _more(self) -> list[Context]:
        pages = (("claims", "uitspraken"), ("vocabulary", "def"), ("accessibility", "toegankelijkheid"))
        values = [value(self._shown.words[word], target=paths.page(path, self._shown.language)) for word, path in pages]
        return [{"heading": None, "entries": values, "columns": False}]

    def _vocabulary(self) -> Page:
        terms = [one for one in self._shown.resources.out if one.startswith(f"{BASE}def#")]
        schemes = self._shown.resources.of_type("skos:ConceptScheme")
        context = {
            "title": self._shown.words["vocabulary"],
            "summary": self._shown.words["all_terms"],
            "iri": f"{BASE}def",
            "document": "def",
            "schemes": [self._shown.link(one) for one in schemes],
            "terms": [
                {
                    "id": one.rpartition("#")[2],
                    "name": f"mdo:{one.rpartition('#')[2]}",
                    "label": self._shown.title(one),
                    "definition": self._shown.text(one, "skos:definition"),
                    "kind": ", ".join(short(kind) for kind in self._shown.resources.things(one, "rdf:type")),
                }
                for one in terms
            ],
        }
        return Page("def", "vocabulary.html", context)

    def menu(self) -> list[tuple[str, str]]:
        """The main menu: words and pages."""
        places = ("voorzieningen", "cijfers", "tabellen", "bevindingen", "vragen", "downloads", "over")
        return [
            (self._shown.words[word], paths.page(path, self._shown.language)) for word, path in zip(_MENU, places, strict=True)
        ]
