"""Concepts as triples: schemes, facilities, indicators, code lists and years (SKOS, NL-SBB, OWL-Time)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME, SCHEME_OF_AXIS
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Pairs, Resource, Term, date, integer, qname, ref, text
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
    tops = _top_concepts(curation)
    narrower: dict[str, list[Term]] = {}
    for concept in curation.concepts.values():
        if concept.broader:
            parent = iris.concept(concept.scheme, concept.broader)
            narrower.setdefault(parent, []).append(ref(iris.concept(concept.scheme, concept.slug)))
    themes = _themes(curation)
    for scheme in curation.schemes:
        yield _scheme(scheme, tops.get(scheme.slug, []))
    for concept in curation.concepts.values():
        name = iris.concept(concept.scheme, concept.slug)
        yield _concept(name, concept, narrower.get(name, []), themes, curation.edition.slug)
    same = _same(curation)
    for indicator in curation.indicators.values():
        yield _indicator(indicator, curation.edition.slug, themes, same.get(indicator.slug, []))
    for year in curation.edition.years:
        yield from _year(year)


def _top_concepts(curation: Curation) -> dict[str, list[Term]]:
    tops: dict[str, list[Term]] = {}
    for concept in curation.concepts.values():
        if not concept.broader:
            tops.setdefault(concept.scheme, []).append(ref(iris.concept(concept.scheme, concept.slug)))
    tops[INDICATOR_SCHEME] = [ref(iris.concept(INDICATOR_SCHEME, slug)) for slug in curation.indicators]
    return tops


def _themes(curation: Curation) -> dict[str, Term]:
    """The theme by annex letter and by facility: a theme's notation is the letter of its annex."""
    themes = {
        concept.notation: ref(iris.concept("thema", concept.slug))
        for concept in curation.concepts.values()
        if concept.scheme == "thema"
    }
    for indicator in (*curation.indicators.values(), *curation.every_indicator.values()):
        facility = indicator.axes["facility"]
        if not indicator.row:
            continue
        themes.setdefault(facility, themes[indicator.annex])
        broader = curation.concepts["voorziening", facility].broader
        if broader:
            themes.setdefault(broader, themes[indicator.annex])
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


def _concept(name: str, concept: Concept, narrower: list[Term], themes: Mapping[str, Term], edition: str) -> Resource:
    scheme = ref(iris.scheme(concept.scheme))
    is_facility = concept.scheme == "voorziening"
    kind = "skos:Concept" if is_facility and concept.is_group else _CLASSES.get(concept.scheme, "skos:Concept")
    pairs = [("a", qname(kind)), ("skos:inScheme", scheme), ("skos:notation", text(concept.notation))]
    pairs += _texts(concept.texts)
    if concept.broader:
        pairs.append(("skos:broader", ref(iris.concept(concept.scheme, concept.broader))))
    else:
        pairs.append(("skos:topConceptOf", scheme))
    pairs += [("skos:narrower", child) for child in narrower]
    if concept.scheme in _CLASSES:
        pairs.append(("dcterms:source", ref(iris.document(edition))))
    if is_facility and concept.slug in themes:
        pairs.append(("mdo:thema", themes[concept.slug]))
    if concept.exact_match:
        pairs.append(("skos:exactMatch", ref(concept.exact_match)))
    if concept.focus:
        pairs.append(("foaf:focus", ref(concept.focus)))
    return name, pairs


def _same(curation: Curation) -> dict[str, Pairs]:
    """The other indicators of the same thing; the relation is symmetric, and the curation states it from one side only."""
    same: dict[str, Pairs] = {}
    for slug, indicator in curation.indicators.items():
        for relation, predicate in _SAME_AS.items():
            other = indicator.relations.get(relation)
            if other:
                same.setdefault(slug, []).append((predicate, ref(iris.concept(INDICATOR_SCHEME, other))))
                same.setdefault(other, []).append((predicate, ref(iris.concept(INDICATOR_SCHEME, slug))))
    return same


def _indicator(indicator: Indicator, edition: str, themes: Mapping[str, Term], same: Pairs) -> Resource:
    scheme = ref(iris.scheme(INDICATOR_SCHEME))
    pairs = [
        ("a", qname("mdo:Indicator, skos:Concept")),
        ("skos:inScheme", scheme),
        ("skos:topConceptOf", scheme),
        ("skos:notation", text(indicator.slug)),
        *_texts(indicator.texts),
        ("mdo:thema", themes[indicator.annex]),
    ]
    pairs += [
        (predicate, ref(iris.concept(SCHEME_OF_AXIS[axis], indicator.axes[axis])))
        for axis, predicate in _PROPERTIES.items()
        if axis in indicator.axes
    ]
    pairs += [
        (predicate, ref(iris.concept(INDICATOR_SCHEME, indicator.relations[relation])))
        for relation, predicate in _RELATIONS.items()
        if relation in indicator.relations
    ]
    pairs += same
    table = ref(iris.table(edition, indicator.table_key))
    pairs += [("dcterms:source", table), ("mdo:tabel", table)]
    pairs.append(("mdo:rij", integer(indicator.row)))
    return iris.concept(INDICATOR_SCHEME, indicator.slug), pairs


def _year(year: int) -> Iterator[Resource]:
    """A calendar year as a time:ProperInterval, with the instants that bound it (OWL-Time, section 4.2)."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    yield (
        iris.year(year),
        [
            ("a", qname("time:ProperInterval")),
            *both("rdfs:label", Text(str(year), str(year))),
            ("skos:notation", text(str(year))),
            ("time:hasBeginning", ref(iris.day(first))),
            ("time:hasEnd", ref(iris.day(last))),
        ],
    )
    for day in (first, last):
        yield iris.day(day), [("a", qname("time:Instant")), ("time:inXSDDate", date(day))]
