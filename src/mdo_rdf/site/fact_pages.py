"""The pages of a finding, a statement of the report, a figure, a printed cell and a theme: a title, and facts under headings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.iris import BASE
from mdo_rdf.site.numbers import shown as figure_text
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mdo_rdf.site.resources import Term
    from mdo_rdf.site.shown import Context, Shown

Facts = list["Context"]
_VALUES = ("mdo:waarde", "mdo:afgeleideWaarde", "mdo:mutatie")
_OBSERVATION = (
    ("about_figure", "mdo:indicator"),
    ("year", "mdo:jaar"),
    ("base_year", "mdo:basisjaar"),
    ("status", "mdo:celstatus"),
    ("status", "sdmx-attribute:obsStatus"),
    ("reason", "mdo:reden"),
    ("exactness", "mdo:kwalificatie"),
    ("reference_date", "mdo:peildatum"),
    ("previous_value", "mdo:vorigeWaarde"),
    ("lowest", "mdo:laagste"),
    ("highest", "mdo:hoogste"),
    ("method", "mdo:methode"),
    ("printed", "mdo:gedrukteTekst"),
    ("verdict", "mdo:oordeel"),
    ("note", "rdfs:comment"),
    ("place_of_note", "mdo:vindplaats"),
    ("established_by", "mdo:vastgesteldDoor"),
)
"""What is said of an observation: a word of ``words.toml`` and a property."""


class FactPages:
    """The pages in one language that consist of a title and facts."""

    def __init__(self, shown: Shown, numbers_of_figures: dict[str, int]) -> None:
        self._shown, self._words, self._resources = shown, shown.words, shown.resources
        self._numbers_of_figures = numbers_of_figures

    def context(self, iri: str, kind: str) -> Context | None:
        """What is on the page of a thing of a kind; ``None`` where the kind has no page of its own here."""
        builders = {
            "bevinding": self._finding,
            "bewering": self._claim,
            "observatie": self._observation,
            "cel": self._cell,
            "thema": self._theme,
        }
        if kind not in builders:
            return None
        found = builders[kind](iri)
        facts = [{"heading": self._words[word], "entries": entries} for word, entries in found.pop("facts") if entries]
        return {"figure": "", "figure_language": "", "unit": "", "texts": [], "mark": "", **found, "facts": facts}

    def _finding(self, iri: str) -> Context:
        """Kind and place as the title, then what is printed, what should be there, and what to do."""
        targets = self._resources.things(iri, "oa:hasTarget")
        place = self._shown.text(iri, "mdo:plaatsaanduiding")
        kind = self._shown.label_of(iri, "mdo:bevindingsoort")
        text = self._shown.text(iri, "dcterms:description")
        printed = [one for one in targets if "/bewering/" not in one]
        return {
            "title": f"{_upper(kind)}: {place}",
            "kind": f"{self._words['finding']} · {self._shown.label_of(iri, 'mdo:ernst')}",
            "summary": text,
            "texts": [text],
            "facts": [
                ("printed", self._said(iri, "mdo:gedrukteTekst", "nl")),
                ("should_be", self._said(iri, "mdo:berekendeTekst")),
                ("mend", self._said(iri, "mdo:herstel")),
                ("place", [value(place), *self._links([*printed, *self._tables(printed)])]),
                ("about_figures", self._said(iri, "mdo:indicator")),
                ("about_facility", self._said(iri, "mdo:voorziening")),
                ("about_claims", self._links(one for one in targets if "/bewering/" in one)),
                ("checked_by", self._links(one for one in self._resources.things(iri, "mdo:toets") if one not in targets)),
                ("rests_on", self._figures(self._resources.things(iri, "prov:wasDerivedFrom"))),
                ("established_by", self._established(iri)),
            ],
        }

    def _claim(self, iri: str) -> Context:
        """What the report says, and whether its own tables bear it out."""
        review = next(iter(self._resources.subjects("schema:itemReviewed", iri)), iri)
        text, verdict = self._shown.text(iri, "schema:text"), self._shown.label_of(iri, "mdo:oordeel")
        tables = self._resources.things(iri, "mdo:tabel")
        body = self._shown.text(review, "schema:reviewBody")
        holds = any(one.endswith("/klopt") for one in self._resources.things(iri, "mdo:oordeel"))
        return {
            "title": text,
            "kind": self._words["claim"],
            "summary": text,
            "mark": "" if holds else f"{self._words['verdict']}: {verdict}",
            "texts": [f"{self._words['verdict']}: {verdict}."] * holds + [body] * bool(body),
            "facts": [
                ("claimed", self._said(iri, "mdo:gedrukteTekst", "nl")),
                ("calculated", self._said(review, "mdo:berekend")),
                ("not_checkable", self._said(review, "mdo:redenNietToetsbaar")),
                ("place", [value(self._shown.text(iri, "mdo:plaatsaanduiding")), *self._links(tables)]),
                ("kind_of_claim", self._said(iri, "mdo:beweringsoort")),
                ("hedge", self._said(iri, "mdo:nuance", "nl")),
                ("margin", self._said(iri, "mdo:marge")),
                ("about_figures", self._said(iri, "mdo:indicator")),
                ("rests_on", self._figures(self._resources.things(iri, "mdo:berustOp"))),
                ("findings_about", self._findings(iri)),
                ("established_by", self._established(review)),
            ],
        }

    def _observation(self, iri: str) -> Context:
        """The figure or the status, the cell that it comes from, and all that is to be minded."""
        sources = self._resources.things(iri, "prov:wasDerivedFrom")
        cells = [one for one in sources if "/cel/" in one]
        others = [one for cell in cells for one in self._resources.subjects("prov:wasDerivedFrom", cell) if one != iri]
        figure, unit = self._figure(iri)
        missing = "" if figure or not self._resources.things(iri, "mdo:reden") else self._words["no_figure"]
        return {
            "kind": _upper(self._shown.label_of(iri, "qb:dataSet").rpartition(": ")[2]),
            "figure": figure or missing,
            "unit": f"{unit} {self._words['in_year'].format(year=self._shown.label_of(iri, 'mdo:jaar'))}".strip()
            if figure
            else "",
            "summary": self._shown.title(iri),
            "facts": [
                *((word, self._said(iri, name)) for word, name in _OBSERVATION),
                ("cell", self._cells(cells)),
                ("table", self._links(self._tables(cells))),
                ("rests_on", self._figures(one for one in sources if "/observatie/" in one)),
                ("same_cell", self._figures(dict.fromkeys(one for one in others if "/observatie/" in one))),
                ("findings_about", [one for cell in cells for one in self._findings(cell)]),
            ],
        }

    def _cell(self, iri: str) -> Context:
        """The text as printed, where it stands, and the figures that were read from it."""
        named = self._resources.subjects("prov:wasDerivedFrom", iri)
        return {
            "kind": self._words["printed_cell"],
            "figure": self._resources.text(iri, "mdo:tekst") or self._words["empty"],
            "figure_language": "nl" if self._resources.text(iri, "mdo:tekst") else "",
            "summary": self._shown.title(iri),
            "facts": [
                ("table", self._links(self._tables([iri]))),
                ("row", self._said(iri, "mdo:rijopschrift", "nl")),
                ("column", self._said(iri, "mdo:kolom")),
                ("read_as", self._figures(one for one in named if "/observatie/" in one)),
                ("findings_about", self._findings(iri)),
            ],
        }

    def _theme(self, iri: str) -> Context:
        """The facilities of a theme, each with the number of its figures."""
        facilities = self._resources.subjects("mdo:thema", iri)
        texts = [self._shown.text(iri, name) for name in ("skos:definition", "skos:scopeNote")]
        entries = [
            {**self._shown.link(one), "more": self._words["number_of_figures"].format(number=number)}
            for one in facilities
            if "/voorziening/" in one and (number := self._numbers_of_figures.get(one.rpartition("/")[2], 0))
        ]
        return {"kind": self._words["thema"], "summary": texts[0], "texts": texts, "facts": [("facilities", entries)]}

    def _said(self, iri: str, name: str, language: str = "") -> Facts:
        """The values of a property in the language of the page, or in ``language``; numbers as people write them."""
        wanted = ("", language or self._shown.language)
        return [
            self._value(one)
            for one in self._resources.values(iri, name)
            if not isinstance(one, pyoxigraph.Literal) or (one.language or "") in wanted
        ]

    def _value(self, term: Term) -> Context:
        if isinstance(term, pyoxigraph.Literal) and term.datatype.value.endswith(("#integer", "#decimal")):
            return value(figure_text(Decimal(term.value), "", self._shown.language))
        return self._shown.shown(term)

    def _links(self, iris: Iterable[str]) -> Facts:
        return [self._shown.link(one) for one in iris]

    def _tables(self, cells: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(table for cell in cells for table in self._resources.things(cell, "mdo:tabel")))

    def _cells(self, cells: Iterable[str]) -> Facts:
        empty = self._words["empty"]
        return [{**self._shown.link(one), "more": f"‘{self._resources.text(one, 'mdo:tekst') or empty}’"} for one in cells]

    def _figures(self, iris: Iterable[str]) -> Facts:
        """Figures as links, each with its value."""
        return [{**self._shown.link(one), "more": " ".join(self._figure(one))} for one in iris]

    def _figure(self, iri: str) -> tuple[str, str]:
        """The value of an observation and its unit; empty where it has none."""
        found = [one for name in _VALUES for one in self._resources.values(iri, name)]
        if not found:
            return "", ""
        is_share = any(one.endswith("/percentage") for one in self._resources.things(iri, "sdmx-attribute:unitMeasure"))
        text = figure_text(Decimal(found[0].value), "percentage" if is_share else "", self._shown.language)
        if any(one.endswith("/ondergrens") for one in self._resources.things(iri, "mdo:kwalificatie")):
            text = f"{self._words['bound']} {text}"
        counted = [self._shown.label_of(one, "mdo:telEenheid") for one in self._resources.things(iri, "mdo:indicator")]
        return text, "" if is_share or not counted else counted[0]

    def _findings(self, iri: str) -> Facts:
        found = self._resources.subjects("oa:hasTarget", iri)
        return [{**self._shown.link(one), "more": self._shown.label_of(one, "mdo:bevindingsoort")} for one in found]

    def _established(self, iri: str) -> Facts:
        found = self._resources.things(iri, "mdo:vastgesteldDoor")
        return [{**self._shown.link(one), "more": self._shown.text(one, "skos:definition")} for one in found]


def about_indicator(shown: Shown, iri: str, kind: str, text: str, mark: str) -> list[Context]:
    """The findings or the statements on an indicator: of each the page, its text, and the label of what ``mark`` leads to."""
    found = [one for one in shown.resources.subjects("mdo:indicator", iri) if f"{BASE}id/{kind}/" in one]
    return [
        {"target": shown.link(one)["target"], "text": shown.text(one, text), "mark": shown.label_of(one, mark)} for one in found
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
