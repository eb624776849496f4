"""Links to the outside: what they are, on which ground, and by what evidence; knows nothing of the network."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from mdo_rdf.errors import Problem
from mdo_rdf.inputs.strict_csv import filled, index, one_of, positive, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Record

PUBLISHED, CANDIDATES = "data/curation/links.csv", "data/curation/link-candidates.csv"
COLUMNS = (
    "record_id",
    "subject_id",
    "predicate_id",
    "object_id",
    "object_label",
    "object_source",
    "mapping_justification",
    "ground",
    "confidence",
    "evidence",
    "author_label",
    "mapping_date",
)
"""Slots of SSSOM 1.1, with ``ground`` and ``evidence`` added; a candidate also has a ``doubt``."""

MATCHES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
FOCUS, PAGES = "foaf:focus", ("foaf:isPrimaryTopicOf", "foaf:page")
SEE_ALSO = "rdfs:seeAlso"
MANAGED = ("mdo:beheerder", "mdo:toezichthouder")
PREDICATES = (
    *MATCHES,
    FOCUS,
    *PAGES,
    *MANAGED,
    "mdo:wettelijkeGrondslag",
    "schema:sameAs",
    "dcterms:relation",
    "dcterms:subject",
    "dcterms:type",
    SEE_ALSO,
)
NO_TERM = "sssom:NoTermFound"
"""The object of a link that says that nothing was found (SSSOM 1.1, mapping cardinality)."""
CATALOGUE = "stelselcatalogus"
DOUBTS = ("iri", "role")
"""What is not certain of a candidate: that the IRI exists, or that the relation holds."""
_LOWEST_PUBLISHED = Decimal("0.8")
_IRI = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?")
_JUSTIFICATION = re.compile(r"semapv:[A-Z]\w+")


class Target(NamedTuple):
    """Whose things are linked to; ``concept_paths`` tells which of its IRIs are skos:Concepts."""

    slug: str
    title_nl: str
    title_en: str
    prefixes: tuple[str, ...]
    concept_paths: tuple[str, ...]


class Link(NamedTuple):
    """One link; ``subject`` is a name of ours relative to the base or the IRI of an organisation, ``doubt`` is empty
    where the link is published."""

    number: int
    subject: str
    predicate: str
    object: str
    object_label: str
    target: str
    justification: str
    ground: str
    confidence: Decimal
    evidence: str
    author: str
    date: str
    doubt: str
    record: Record


class Links(NamedTuple):
    """All links, in the order of their files."""

    published: tuple[Link, ...]
    candidates: tuple[Link, ...]
    targets: Mapping[str, Target]


class _Trap(NamedTuple):
    contains: str
    applies_to: str
    why: str
    remedy: str


def read_links(root: Path, curation: Curation, problems: list[Problem]) -> Links:
    """Read the links of ``data/curation`` and check them as far as that can be done without a network.

    What is wrong is added to ``problems``. Raises ``CannotTellError`` where a file cannot be read.
    """
    targets = _targets(root, problems)
    traps = _traps(root, problems)
    published = read_records(root / PUBLISHED, PUBLISHED, COLUMNS, problems)
    candidates = read_records(root / CANDIDATES, CANDIDATES, (*COLUMNS, "doubt"), problems)
    records = [*published, *candidates]
    index(records, ("record_id",), problems)
    index(records, ("subject_id", "predicate_id", "object_id"), problems)
    organisations = (record["object_id"] for record in published if record["predicate_id"] in MANAGED)
    here = {*_names(curation), *organisations}
    known = {*here, *_elsewhere(root, curation)} if curation.concepts and curation.indicators else ()
    grounds = [slug for scheme, slug in curation.concepts if scheme == "koppelgrond"]
    found = []
    for record in records:
        one_of(record, "ground", grounds, problems)
        one_of(record, "subject_id", known, problems)
        link = _link(record, targets, problems)
        if link and (link.subject in here or not known):
            found.append(link)
            problems.extend(_trapped(link, targets, traps))
    links = Links(tuple(link for link in found if not link.doubt), tuple(link for link in found if link.doubt), targets)
    problems.extend(contradictions(links))
    if links.published:
        problems.extend(_unanswered(links, curation))
    return links


def coverage(links: Links, facility: str) -> str:
    """What the Stelselcatalogus has on a facility, a code of the scheme ``dekking``."""
    found = {link.predicate for link in _about(links.published, facility) if link.object != NO_TERM}
    if found & set(MATCHES):
        return "begrip"
    if "dcterms:relation" in found:
        return "gegevenselement"
    return "kandidaat" if _about(links.candidates, facility) else "geen-gevonden"


def _about(links: Iterable[Link], facility: str) -> list[Link]:
    subject = f"voorziening/{facility}"
    return [link for link in links if link.subject == subject and link.target == CATALOGUE]


def _names(curation: Curation) -> Iterator[str]:
    """What a link can be from: a concept, an indicator, a concept scheme or the report."""
    yield from (f"{scheme}/{slug}" for scheme, slug in curation.concepts)
    yield from (f"indicator/{slug}" for slug in curation.indicators)
    yield from (f"begrippenkader/{scheme.slug}" for scheme in curation.schemes)
    yield f"document/{curation.edition.slug}"


def _elsewhere(root: Path, curation: Curation) -> Iterator[str]:
    """What links of other editions are from: an indicator that has no row in this one, and their reports."""
    yield from (f"indicator/{slug}" for slug in curation.known)
    yield from (f"document/{place.name}" for place in (root / "data" / "source").glob("[0-9]*"))


def _targets(root: Path, problems: list[Problem]) -> dict[str, Target]:
    name = "data/curation/link-targets.csv"
    columns = ("slug", "title_nl", "title_en", "prefixes", "concept_paths")
    found = {}
    for record in index(read_records(root / name, name, columns, problems), ("slug",), problems).values():
        if filled(record, columns[:4], problems):
            texts = record["slug"], record["title_nl"], record["title_en"]
            found[record["slug"]] = Target(*texts, tuple(record["prefixes"].split()), tuple(record["concept_paths"].split()))
    return found


def _traps(root: Path, problems: list[Problem]) -> list[_Trap]:
    name = "data/curation/link-traps.csv"
    columns = ("contains", "applies_to", "why", "remedy")
    return [
        _Trap(*(record[column] for column in columns))
        for record in read_records(root / name, name, columns, problems)
        if filled(record, columns, problems) and one_of(record, "applies_to", ("any", "match"), problems)
    ]


def _link(record: Record, targets: Mapping[str, Target], problems: list[Problem]) -> Link | None:
    """The link of one line, or None where the line is too broken to look at any further."""
    is_candidate = record.file == CANDIDATES
    number = positive(record, "record_id", problems)
    confidence = _confidence(record, is_candidate, problems)
    whole = filled(record, ("evidence", "author_label"), problems)
    whole &= one_of(record, "predicate_id", PREDICATES, problems)
    whole &= one_of(record, "object_source", targets, problems)
    whole &= _is_justified(record, problems)
    whole &= _is_date(record, problems)
    whole &= _is_object(record, problems)
    whole &= not is_candidate or one_of(record, "doubt", DOUBTS, problems)
    if not whole:
        return None
    return Link(
        number=number,
        subject=record["subject_id"],
        predicate=record["predicate_id"],
        object=record["object_id"],
        object_label=record["object_label"],
        target=record["object_source"],
        justification=record["mapping_justification"],
        ground=record["ground"],
        confidence=confidence,
        evidence=record["evidence"],
        author=record["author_label"],
        date=record["mapping_date"],
        doubt=record["doubt"] if is_candidate else "",
        record=record,
    )


def _confidence(record: Record, is_candidate: bool, problems: list[Problem]) -> Decimal:
    try:
        value = Decimal(record["confidence"])
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= 1:
        problems.append(record.problem("confidence", "not a confidence", "give a number from 0 to 1, such as 0.9"))
    elif is_candidate and value >= _LOWEST_PUBLISHED:
        remedy = f"give a candidate less than {_LOWEST_PUBLISHED}, or move it to links.csv with mdo-rdf links check --promote"
        problems.append(record.problem("confidence", "too certain for a candidate", remedy))
    elif not is_candidate and value < _LOWEST_PUBLISHED:
        remedy = f"a published link has {_LOWEST_PUBLISHED} or more; keep this one in link-candidates.csv"
        problems.append(record.problem("confidence", "too uncertain to publish", remedy))
    return value


def _is_justified(record: Record, problems: list[Problem]) -> bool:
    if _JUSTIFICATION.fullmatch(record["mapping_justification"]):
        return True
    remedy = "use a term of the semantic mapping vocabulary, such as semapv:ManualMappingCuration"
    problems.append(record.problem("mapping_justification", "not a justification", remedy))
    return False


def _is_date(record: Record, problems: list[Problem]) -> bool:
    try:
        date.fromisoformat(record["mapping_date"])
    except ValueError:
        problems.append(record.problem("mapping_date", "not a date", "write it as 2026-11-24"))
        return False
    return True


def _is_object(record: Record, problems: list[Problem]) -> bool:
    """Whether the object is an absolute http(s) IRI with its label (RFC 3987), or says that nothing was found."""
    if record["object_id"] == NO_TERM:
        if record["predicate_id"] in MATCHES and record["ground"] == "geen-gevonden" and record.file == PUBLISHED:
            return True
        remedy = "use it in links.csv, with a SKOS mapping and the ground geen-gevonden"
        problems.append(record.problem("object_id", "no term found, but not said so", remedy))
        return False
    if _IRI.fullmatch(record["object_id"]):
        return filled(record, ("object_label",), problems)
    remedy = "write the whole IRI, with http:// or https://, and percent-encode spaces, quotes and brackets"
    problems.append(record.problem("object_id", "not an IRI", remedy))
    return False


def _trapped(link: Link, targets: Mapping[str, Target], traps: Iterable[_Trap]) -> Iterator[Problem]:
    """The rules that a link can break by what it points at."""
    if link.object == NO_TERM:
        return
    is_match = link.predicate in MATCHES
    for trap in traps:
        if trap.contains in link.object and (is_match or trap.applies_to == "any"):
            column = "predicate_id" if trap.applies_to == "match" else "object_id"
            yield link.record.problem(column, trap.why, trap.remedy)
            return
    target = targets[link.target]
    if not link.object.startswith(target.prefixes):
        remedy = f"choose another object_source, or add its start to link-targets.csv beside {target.prefixes[0]}"
        yield link.record.problem("object_id", f"not an IRI of {link.target}", remedy)
    elif is_match and not any(path in link.object for path in target.concept_paths):
        remedy = "use foaf:focus for a register, foaf:isPrimaryTopicOf or rdfs:seeAlso for a page, dcterms:relation otherwise"
        yield link.record.problem("predicate_id", "SKOS mapping to something that is no concept", remedy)


def contradictions(links: Links) -> Iterator[Problem]:
    """Links that are right one by one, but not together."""
    published = [link for link in links.published if link.object != NO_TERM]
    focus = {link: link.subject for link in published if link.predicate == FOCUS}
    yield from _repeated(focus, "subject_id", "a second focus", "a concept is about one thing; keep one of the two")
    topic = {link: link.object for link in published if link.predicate == PAGES[0]}
    yield from _repeated(topic, "object_id", "a page with two primary topics", "use foaf:page for one of the two")
    place = {link: f"{link.subject} {link.predicate} {spelling(link.object)}" for link in published}
    yield from _repeated(place, "object_id", "the same place, spelt in another way", "keep the IRI that its owner gives")
    matched = {(link.subject, link.target) for link in published if link.predicate in MATCHES}
    for link in links.published:
        if link.object == NO_TERM and (link.subject, link.target) in matched:
            yield link.record.problem("object_id", "a concept was found after all", "remove this line, or the mapping")


def _repeated(keys: Mapping[Link, str], column: str, rule: str, remedy: str) -> Iterator[Problem]:
    first: dict[str, Link] = {}
    for link, key in keys.items():
        if first.setdefault(key, link) is not link:
            yield link.record.problem(column, f"{rule} (see line {first[key].record.row})", remedy)


def spelling(iri: str) -> str:
    """An IRI without the differences that hide a duplicate: scheme, case, a slash at the end, percent-encoding."""
    return unquote(iri).partition("://")[2].rstrip("/").casefold()


def _unanswered(links: Links, curation: Curation) -> Iterator[Problem]:
    """A facility of which nobody has said whether the Stelselcatalogus knows it."""
    answered = {link.subject for link in (*links.published, *links.candidates) if link.target == CATALOGUE}
    for scheme, slug in curation.concepts:
        if scheme == "voorziening" and f"voorziening/{slug}" not in answered:
            remedy = f"link it to a concept of the Stelselcatalogus, or say that none was found with {NO_TERM}"
            yield Problem(PUBLISHED, 0, 0, f"voorziening/{slug}", "nothing is said of the Stelselcatalogus", remedy)
