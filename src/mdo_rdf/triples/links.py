"""Links as triples: the links themselves, their evidence (SSSOM), the way back, and linksets per target (VoID)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.links import CATALOGUE, FOCUS, NO_TERM, PAGES, SEE_ALSO, coverage
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Pairs, Resource, date, decimal, integer, qname, ref, text
from mdo_rdf.triples.words import both, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.links import Link, Links, Target

_TOLD = ("a", "skos:inScheme", "skos:notation", "skos:prefLabel", "skos:definition", "rdfs:comment", "mdo:voorziening")
"""What the file of a target tells of our side, so that it makes sense on its own."""


def link_resources(links: Links, curation: Curation) -> Iterator[Resource]:
    """Linksets, links, the way back, what was found of each facility, and the evidence of each link."""
    for target in links.targets.values():
        yield from _linkset(target, _to(target, links), curation.edition.slug)
    yield from _statements(links.published)
    facilities = [slug for scheme, slug in curation.concepts if scheme == "voorziening"]
    about = {iris.concept("voorziening", slug): _indicators_of(slug, curation) for slug in facilities}
    yield from _way_back(about | _things_about(links.published, curation))
    yield from _coverage(links, curation)
    yield from map(_evidence, links.published)


def target_resources(target: Target, links: Links, curation: Curation, concepts: Iterable[Resource]) -> Iterator[Resource]:
    """All that the owner of one target needs, complete in itself: the linkset, the links both ways, their evidence, and
    what the things on our side are called, taken from ``concepts``."""
    own = _to(target, links)
    about = _things_about(own, curation)
    indicators = {slug for slugs in about.values() for slug in slugs}
    ours = {iris.thing(link.subject) for link in own} | {iris.concept("koppelgrond", link.ground) for link in own}
    ours |= {iris.concept(INDICATOR_SCHEME, slug) for slug in indicators}
    ours |= {iris.concept("voorziening", curation.indicators[slug].axes["facility"]) for slug in indicators}
    yield from _linkset(target, own, curation.edition.slug)
    yield from _statements(own)
    yield from _way_back(about)
    if target.slug == CATALOGUE:
        ours |= {iris.concept(scheme, slug) for scheme, slug in curation.concepts if scheme in ("dekking", "voorziening")}
        yield from _coverage(links, curation)
    for name, pairs in concepts:
        if name in ours:
            yield name, [pair for pair in pairs if pair[0] in _TOLD]
    yield from map(_evidence, own)


def _coverage(links: Links, curation: Curation) -> Iterator[Resource]:
    for scheme, slug in curation.concepts:
        if scheme == "voorziening":
            extent = ref(iris.concept("dekking", coverage(links, slug)))
            yield iris.concept("voorziening", slug), [("mdo:dekkingInStelselcatalogus", extent)]


def _to(target: Target, links: Links) -> list[Link]:
    return [link for link in links.published if link.target == target.slug]


def _linkset(target: Target, links: Sequence[Link], edition: str) -> Iterator[Resource]:
    """The links to one target as a void:Linkset, with a subset for each link predicate (VoID, section 5)."""
    title = Text(target.title_nl, target.title_en)
    made = Counter(link.predicate for link in links if link.object != NO_TERM)
    ends = [("void:subjectsTarget", ref(iris.edition(edition))), ("void:objectsTarget", ref(iris.link_target(target.slug)))]
    prefixes = [("void:uriSpace", text(prefix)) for prefix in target.prefixes]
    yield iris.link_target(target.slug), [("a", qname("void:Dataset")), *both("dcterms:title", title), *prefixes]
    linkset = [
        ("a", qname("void:Linkset")),
        *both("dcterms:title", say("linkset", target=title)),
        ("dcterms:license", ref(iris.LICENCE)),
        *ends,
        ("void:triples", integer(made.total())),
        *(("void:subset", ref(iris.linkset(target.slug, predicate))) for predicate in made),
    ]
    yield iris.linkset(target.slug), linkset
    for predicate, count in made.items():
        pairs = [("a", qname("void:Linkset")), *ends, ("void:linkPredicate", qname(predicate)), ("void:triples", integer(count))]
        yield iris.linkset(target.slug, predicate), pairs


def _statements(links: Iterable[Link]) -> Iterator[Resource]:
    by_subject: dict[str, Pairs] = {}
    for link in links:
        if link.object != NO_TERM:
            by_subject.setdefault(iris.thing(link.subject), []).append((link.predicate, ref(link.object)))
    yield from by_subject.items()


def _things_about(links: Iterable[Link], curation: Curation) -> dict[str, list[str]]:
    """The indicators about each thing of somebody else, by its IRI.

    A register and a page are about a whole facility, so all its indicators are about them; a concept has only those that
    are linked to it themselves, as a facility records many things and an indicator counts one.
    """
    about: dict[str, list[str]] = {}
    for link in links:
        kind, _, slug = link.subject.partition("/")
        if kind == INDICATOR_SCHEME and link.object != NO_TERM and link.predicate != SEE_ALSO:
            about.setdefault(link.object, []).append(slug)
        elif kind == "voorziening" and link.predicate in (FOCUS, *PAGES):
            about.setdefault(link.object, []).extend(_indicators_of(slug, curation))
    return {iri: list(dict.fromkeys(slugs)) for iri, slugs in about.items()}


def _indicators_of(facility: str, curation: Curation) -> list[str]:
    """The indicators of a facility, of its parts, and those elsewhere that are about the register that it is."""
    of_scheme = (concept for concept in curation.concepts.values() if concept.scheme == "voorziening")
    parts = {facility, *(concept.slug for concept in of_scheme if concept.broader == facility)}
    axes = {slug: indicator.axes for slug, indicator in curation.indicators.items()}
    return [slug for slug, own in axes.items() if not parts.isdisjoint((own["facility"], own.get("register")))]


def _way_back(about: Mapping[str, Sequence[str]]) -> Iterator[Resource]:
    for name, slugs in about.items():
        if slugs:
            yield name, [("mdo:indicatorenOver", ref(iris.concept(INDICATOR_SCHEME, slug))) for slug in slugs]


def _evidence(link: Link) -> Resource:
    """A link as a resource (SSSOM 1.1 in RDF): an owl:Axiom about the link, or that nothing was found."""
    is_link = link.object != NO_TERM
    return iris.link(link.number), [
        ("a", qname("mdo:Koppeling, owl:Axiom" if is_link else "mdo:Koppeling")),
        ("owl:annotatedSource", ref(iris.thing(link.subject))),
        ("owl:annotatedProperty", qname(link.predicate)),
        ("owl:annotatedTarget", ref(link.object) if is_link else qname(NO_TERM)),
        *([("sssom:object_label", text(link.object_label))] if is_link else []),
        ("sssom:object_source", ref(iris.link_target(link.target))),
        ("sssom:mapping_justification", qname(link.justification)),
        ("sssom:confidence", decimal(link.confidence)),
        ("sssom:author_label", text(link.author)),
        ("dcterms:created", date(link.date)),
        ("mdo:grond", ref(iris.concept("koppelgrond", link.ground))),
        ("mdo:bewijs", text(link.evidence)),
    ]
