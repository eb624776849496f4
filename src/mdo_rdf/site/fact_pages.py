"""The pages of a finding, a statement of the report, a figure, a printed cell and a theme: a title, and facts under headings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf import iris
from mdo_rdf.site.numbers import in_full
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mdo_rdf.site.resources import Term
    from mdo_rdf.site.shown import Context, Shown

Facts = list["Context"]
_VALUES = ("mdo:waarde", "mdo:afgeleideWaarde", "mdo:mutatie")
_BOUND = iris.concept("kwalificatie", "ondergrens")
_PERCENTAGE = iris.concept("eenheid", "percentage")
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
        context = builders[kind](iri)
        facts = [{"heading": self._words[word], "entries": entries} for word, entries in context.pop("facts") if entries]
        return {"figure": "", "figure_language": "", "unit": "", "texts": [], "mark": "", **context, "facts": facts}

    def _finding(self, iri: str) -> Context:
        """Kind and place as the title, then what is printed, what should be there, and what to do."""
        targets = self._resources.things(iri, "oa:hasTarget")
        place = self._shown.text(iri, "mdo:plaatsaanduiding")
        kind = self._shown.label_of(iri, "mdo:bevindingsoort")
        text = self._shown.text(iri, "dcterms:description")
        claims = _of_kind("bewering", targets)
        printed = [target for target in targets if target not in claims]
        checks = [check for check in self._resources.things(iri, "mdo:toets") if check not in targets]
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
                ("about_claims", self._links(claims)),
                ("checked_by", self._links(checks)),
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
        holds = iris.absolute(iris.concept("oordeel", "klopt")) in self._resources.things(iri, "mdo:oordeel")
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
        cells = _of_kind("cel", sources)
        same_cell = dict.fromkeys(
            observation for cell in cells for observation in self._observations_of(cell) if observation != iri
        )
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
                ("rests_on", self._figures(_of_kind("observatie", sources))),
                ("same_cell", self._figures(same_cell)),
                ("findings_about", [finding for cell in cells for finding in self._findings(cell)]),
            ],
        }

    def _cell(self, iri: str) -> Context:
        """The text as printed, where it stands, and the figures that were read from it."""
        return {
            "kind": self._words["printed_cell"],
            "figure": self._resources.text(iri, "mdo:tekst") or self._words["empty"],
            "figure_language": "nl" if self._resources.text(iri, "mdo:tekst") else "",
            "summary": self._shown.title(iri),
            "facts": [
                ("table", self._links(self._tables([iri]))),
                ("row", self._said(iri, "mdo:rijopschrift", "nl")),
                ("column", self._said(iri, "mdo:kolom")),
                ("read_as", self._figures(self._observations_of(iri))),
                ("findings_about", self._findings(iri)),
            ],
        }

    def _theme(self, iri: str) -> Context:
        """The facilities of a theme, each with the number of its figures."""
        facilities = _of_kind("voorziening", self._resources.subjects("mdo:thema", iri))
        texts = [self._shown.text(iri, name) for name in ("skos:definition", "skos:scopeNote")]
        entries = [
            {**self._shown.link(facility), "more": self._words["number_of_figures"].format(number=number)}
            for facility in facilities
            if (number := self._numbers_of_figures.get(facility.rpartition("/")[2], 0))
        ]
        return {"kind": self._words["thema"], "summary": texts[0], "texts": texts, "facts": [("facilities", entries)]}

    def _said(self, iri: str, name: str, language: str = "") -> Facts:
        """The values of a property in the language of the page, or in ``language``; numbers as people write them."""
        wanted = ("", language or self._shown.language)
        return [
            self._value(term)
            for term in self._resources.values(iri, name)
            if not isinstance(term, pyoxigraph.Literal) or (term.language or "") in wanted
        ]

    def _value(self, term: Term) -> Context:
        if isinstance(term, pyoxigraph.Literal) and term.datatype.value.endswith(("#integer", "#decimal")):
            return value(in_full(Decimal(term.value), "", self._shown.language))
        return self._shown.shown(term)

    def _links(self, things: Iterable[str]) -> Facts:
        return [self._shown.link(thing) for thing in things]

    def _observations_of(self, cell: str) -> list[str]:
        return _of_kind("observatie", self._resources.subjects("prov:wasDerivedFrom", cell))

    def _tables(self, cells: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(table for cell in cells for table in self._resources.things(cell, "mdo:tabel")))

    def _cells(self, cells: Iterable[str]) -> Facts:
        empty = self._words["empty"]
        return [{**self._shown.link(cell), "more": f"‘{self._resources.text(cell, 'mdo:tekst') or empty}’"} for cell in cells]

    def _figures(self, observations: Iterable[str]) -> Facts:
        """Figures as links, each with its value."""
        return [{**self._shown.link(iri), "more": " ".join(self._figure(iri))} for iri in observations]

    def _figure(self, iri: str) -> tuple[str, str]:
        """The value of an observation and its unit; empty where it has none."""
        values = [term for name in _VALUES for term in self._resources.values(iri, name)]
        if not values:
            return "", ""
        is_share = iris.absolute(_PERCENTAGE) in self._resources.things(iri, "sdmx-attribute:unitMeasure")
        text = in_full(Decimal(values[0].value), "percentage" if is_share else "", self._shown.language)
        if iris.absolute(_BOUND) in self._resources.things(iri, "mdo:kwalificatie"):
            text = f"{self._words['bound']} {text}"
        counted = [self._shown.label_of(slug, "mdo:telEenheid") for slug in self._resources.things(iri, "mdo:indicator")]
        return text, "" if is_share or not counted else counted[0]

    def _findings(self, iri: str) -> Facts:
        findings = self._resources.subjects("oa:hasTarget", iri)
        return [{**self._shown.link(each), "more": self._shown.label_of(each, "mdo:bevindingsoort")} for each in findings]

    def _established(self, iri: str) -> Facts:
        who = self._resources.things(iri, "mdo:vastgesteldDoor")
        return [{**self._shown.link(each), "more": self._shown.text(each, "skos:definition")} for each in who]


def about_indicator(shown: Shown, iri: str, kind: str, text: str, mark: str) -> list[Context]:
    """The findings or the statements on an indicator: of each the page, its text, and the label of what ``mark`` leads to."""
    return [
        {"target": shown.link(thing)["target"], "text": shown.text(thing, text), "mark": shown.label_of(thing, mark)}
        for thing in _of_kind(kind, shown.resources.subjects("mdo:indicator", iri))
    ]


def _of_kind(kind: str, things: Iterable[str]) -> list[str]:
    return [thing for thing in things if iris.kind(thing) == kind]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
