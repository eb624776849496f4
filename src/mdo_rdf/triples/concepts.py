"""Concepts as triples: schemes, facilities, indicators, code lists and years (SKOS, NL-SBB, OWL-Time)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME, SCHEME_OF_AXIS
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Pairs, Resource, Term, date, given, integer, qname, ref, text
from mdo_rdf.triples.words import both, both_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mdo_rdf.inputs.curation import Concept, Curation, Indicator, Scheme

_CLASSES = {"voorziening": "mdo:Voorziening, skos:Concept", "thema": "mdo:Thema, skos:Concept"}
_PROPERTIES = {
    axis: {"teleenheid": "mdo:telEenheid", "zekerheid": "mdo:zekerheidMeetbasis"}.get(scheme, f"mdo:{scheme}")
    for axis, scheme in SCHEME_OF_AXIS.items()
}
_RELATIONS = {"part_of": "mdo:deelVan", "denominator": "mdo:noemer"}
_SAME_AS = {"same_flow_as": "mdo:zelfdeStroomAls", "same_stock_as": "mdo:zelfdeStandAls"}
_TEXTS = {
    "label": "skos:prefLabel",
    "definition": "skos:definition",
    "explanation": "rdfs:comment",
    "scope_note": "skos:scopeNote",
}
"""The texts of a thing in the curation, each in the columns of that kind, and the property that they become."""


def concept_resources(curation: Curation) -> Iterator[Resource]:
    """Schemes, then their concepts, then the indicators, then the years."""
    themes = _themes(curation)
    below: dict[tuple[str, str], list[Term]] = {}
    for concept in curation.concepts.values():
        below.setdefault((concept.scheme, concept.broader), []).append(ref(iris.concept(concept.scheme, concept.slug)))
    below[INDICATOR_SCHEME, ""] = [ref(iris.concept(INDICATOR_SCHEME, slug)) for slug in curation.indicators]
    for scheme in curation.schemes:
        yield _scheme(scheme, below.get((scheme.slug, ""), []))
    for concept in curation.concepts.values():
        yield _concept(concept, below.get((concept.scheme, concept.slug), []), themes, curation.edition.slug)
    same = _same(curation)
    for indicator in curation.indicators.values():
        yield _indicator(indicator, curation.edition.slug, themes, same.get(indicator.slug, []))
    for year in curation.edition.years:
        yield from _year(year)


def _themes(curation: Curation) -> dict[str, Term]:
    """The theme by annex letter and by facility: a theme's notation is the letter of its annex."""
    themes = {
        concept.notation: ref(iris.concept("thema", concept.slug))
        for concept in curation.concepts.values()
        if concept.scheme == "thema"
    }
    for indicator in (*curation.indicators.values(), *curation.every_indicator.values()):
        if indicator.row:
            facility = indicator.axes["facility"]
            for slug in filter(None, (facility, curation.concepts["voorziening", facility].broader)):
                themes.setdefault(slug, themes[indicator.annex])
    return themes


def _texts(texts: Mapping[str, str]) -> Pairs:
    return [pair for kind, predicate in _TEXTS.items() if f"{kind}_nl" in texts for pair in both_of(predicate, texts, kind)]


def _scheme(scheme: Scheme, tops: list[Term]) -> Resource:
    return iris.scheme(scheme.slug), [
        ("a", qname("skos:ConceptScheme")),
        *both_of("dcterms:title", scheme.texts, "label"),
        *_texts(scheme.texts),
        *(("skos:hasTopConcept", top) for top in tops),
    ]


def _concept(concept: Concept, narrower: list[Term], themes: Mapping[str, Term], edition: str) -> Resource:
    scheme = ref(iris.scheme(concept.scheme))
    is_facility = concept.scheme == "voorziening"
    kind = "skos:Concept" if is_facility and concept.is_group else _CLASSES.get(concept.scheme, "skos:Concept")
    parent = ref(iris.concept(concept.scheme, concept.broader))
    return iris.concept(concept.scheme, concept.slug), [
        ("a", qname(kind)),
        ("skos:inScheme", scheme),
        ("skos:notation", text(concept.notation)),
        *_texts(concept.texts),
        ("skos:broader", parent) if concept.broader else ("skos:topConceptOf", scheme),
        *(("skos:narrower", child) for child in narrower),
        *given("dcterms:source", iris.document(edition) if concept.scheme in _CLASSES else "", ref),
        *given("mdo:thema", themes.get(concept.slug) if is_facility else None, Term),
        *given("skos:exactMatch", concept.exact_match, ref),
        *given("foaf:focus", concept.focus, ref),
    ]


def _same(curation: Curation) -> dict[str, Pairs]:
    """The other indicators of the same thing; the relation is symmetric, and the curation states it from one side only."""
    same: dict[str, Pairs] = {}
    for slug, indicator in curation.indicators.items():
        for relation, predicate in _SAME_AS.items():
            if other := indicator.relations.get(relation):
                same.setdefault(slug, []).append((predicate, ref(iris.concept(INDICATOR_SCHEME, other))))
                same.setdefault(other, []).append((predicate, ref(iris.concept(INDICATOR_SCHEME, slug))))
    return same


def _indicator(indicator: Indicator, edition: str, themes: Mapping[str, Term], same: Pairs) -> Resource:
    scheme, table = ref(iris.scheme(INDICATOR_SCHEME)), ref(iris.table(edition, indicator.table_key))
    coded = {predicate: (SCHEME_OF_AXIS[axis], indicator.axes.get(axis)) for axis, predicate in _PROPERTIES.items()}
    coded |= {predicate: (INDICATOR_SCHEME, indicator.relations.get(name)) for name, predicate in _RELATIONS.items()}
    return iris.concept(INDICATOR_SCHEME, indicator.slug), [
        ("a", qname("mdo:Indicator, skos:Concept")),
        ("skos:inScheme", scheme),
        ("skos:topConceptOf", scheme),
        ("skos:notation", text(indicator.slug)),
        *_texts(indicator.texts),
        ("mdo:thema", themes[indicator.annex]),
        *((predicate, ref(iris.concept(kind, slug))) for predicate, (kind, slug) in coded.items() if slug),
        *same,
        ("dcterms:source", table),
        ("mdo:tabel", table),
        ("mdo:rij", integer(indicator.row)),
    ]


def _year(year: int) -> Iterator[Resource]:
    """A calendar year as a time:ProperInterval, with the instants that bound it (OWL-Time, section 4.2)."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    interval = [
        ("a", qname("time:ProperInterval")),
        *both("rdfs:label", Text(str(year), str(year))),
        ("skos:notation", text(str(year))),
        ("time:hasBeginning", ref(iris.day(first))),
        ("time:hasEnd", ref(iris.day(last))),
    ]
    yield iris.year(year), interval
    for day in (first, last):
        yield iris.day(day), [("a", qname("time:Instant")), ("time:inXSDDate", date(day))]
