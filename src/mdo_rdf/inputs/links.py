"""Links to the outside: what they are, on which ground, and by what evidence, checked as far as that takes no network."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from mdo_rdf.errors import Problem, Read
from mdo_rdf.inputs.strict_csv import Field, checked, columns, one_of, positive, read_lines, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Row, Rows

_TARGETS, _TRAPS = "data/curation/link-targets.csv", "data/curation/link-traps.csv"
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
    source: Row


class Links(NamedTuple):
    """All links, in the order of their files."""

    published: tuple[Link, ...]
    candidates: tuple[Link, ...]
    targets: Mapping[str, Target]


def read_links(root: Path, curation: Curation) -> Read[Links]:
    """Read the links of ``data/curation`` and check them as far as that can be done without a network.

    Raises ``CannotTellError`` where a file cannot be read.
    """
    target_rows = read_rows(root, _TARGETS, _TARGET_FIELDS, unique=[("slug",)])
    targets = {row["slug"]: _target(row) for row in target_rows.sound}
    trap_rows = read_rows(root, _TRAPS, _TRAP_FIELDS)
    rows, here = _link_rows(root, curation, targets)
    every = [_link(row) for row in rows.sound if not here or row["subject_id"] in here]
    links = Links(tuple(link for link in every if not link.doubt), tuple(link for link in every if link.doubt), targets)
    problems = chain(
        *(part.problems for part in (target_rows, trap_rows, rows)),
        *(_trapped(link, targets, trap_rows.sound) for link in every),
        contradictions(links),
        _unanswered(links, curation) if links.published else (),
    )
    return Read(links, tuple(problems))


def coverage(links: Links, facility: str) -> str:
    """What the Stelselcatalogus has on a facility, a code of the scheme ``dekking``."""
    predicates = {link.predicate for link in _about(links.published, facility) if link.object != NO_TERM}
    if predicates & set(MATCHES):
        return "begrip"
    if "dcterms:relation" in predicates:
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
    yield from (f"indicator/{slug}" for slug in curation.every_indicator)
    yield from (f"document/{place.name}" for place in (root / "data" / "source").glob("[0-9]*"))


def _target(row: Row) -> Target:
    return row.make(Target, prefixes=tuple(row["prefixes"].split()), concept_paths=tuple(row["concept_paths"].split()))


_TARGET_FIELDS = (*columns("slug", "title_nl", "title_en", "prefixes"), *columns("concept_paths", required=False))
_TRAP_FIELDS = (Field("contains"), Field("applies_to", one_of(("any", "match"))), *columns("why", "remedy"))


def _link_rows(root: Path, curation: Curation, targets: Collection[str]) -> tuple[Rows, set[str]]:
    """The rows of both files, and what a link of this edition can be from; nothing where the curation could not be read."""
    published = read_lines(root / PUBLISHED, PUBLISHED, COLUMNS)
    candidates = read_lines(root / CANDIDATES, CANDIDATES, (*COLUMNS, "doubt"))
    organisations = (row["object_id"] for row in published.value if row["predicate_id"] in MANAGED)
    here = {*_names(curation), *organisations} if curation.concepts and curation.indicators else set()
    grounds = [slug for scheme, slug in curation.concepts if scheme == "koppelgrond"]
    fields = (
        Field("record_id", positive),
        Field("subject_id", one_of({*here, *_elsewhere(root, curation)} if here else ())),
        Field("predicate_id", one_of(PREDICATES)),
        Field("object_id", _is_object),
        Field("object_label", required=lambda row: _IRI.fullmatch(row["object_id"]) is not None),
        Field("object_source", one_of(targets)),
        Field("mapping_justification", _is_justified),
        Field("ground", one_of(grounds)),
        Field("confidence", _is_confidence),
        *columns("evidence", "author_label"),
        Field("mapping_date", _is_date),
    )
    of_candidates = checked(candidates.value, [Field("doubt", one_of(DOUBTS))])
    keys = [("record_id",), ("subject_id", "predicate_id", "object_id")]
    broken = (*published.problems, *candidates.problems, *of_candidates.problems)
    return checked((*published.value, *candidates.value), fields, keys, broken), here


def _link(row: Row) -> Link:
    return Link(
        number=int(row["record_id"]),
        subject=row["subject_id"],
        predicate=row["predicate_id"],
        object=row["object_id"],
        object_label=row["object_label"],
        target=row["object_source"],
        justification=row["mapping_justification"],
        ground=row["ground"],
        confidence=Decimal(row["confidence"]),
        evidence=row["evidence"],
        author=row["author_label"],
        date=row["mapping_date"],
        doubt=row["doubt"] if row.file == CANDIDATES else "",
        source=row,
    )


# ---- The checks of a field ----


def _is_confidence(row: Row, column: str) -> Iterator[Problem]:
    try:
        value = Decimal(row[column])
    except InvalidOperation:
        value = Decimal("NaN")
    is_candidate = row.file == CANDIDATES
    if not value.is_finite() or not 0 <= value <= 1:
        yield row.problem(column, "not a confidence", "give a number from 0 to 1, such as 0.9")
    elif is_candidate and value >= _LOWEST_PUBLISHED:
        remedy = f"give a candidate less than {_LOWEST_PUBLISHED}, or move it to links.csv with mdo-rdf links check --promote"
        yield row.problem(column, "too certain for a candidate", remedy)
    elif not is_candidate and value < _LOWEST_PUBLISHED:
        remedy = f"a published link has {_LOWEST_PUBLISHED} or more; keep this one in link-candidates.csv"
        yield row.problem(column, "too uncertain to publish", remedy)


def _is_justified(row: Row, column: str) -> Iterator[Problem]:
    if not _JUSTIFICATION.fullmatch(row[column]):
        remedy = "use a term of the semantic mapping vocabulary, such as semapv:ManualMappingCuration"
        yield row.problem(column, "not a justification", remedy)


def _is_date(row: Row, column: str) -> Iterator[Problem]:
    try:
        date.fromisoformat(row[column])
    except ValueError:
        yield row.problem(column, "not a date", "write it as 2026-11-24")


def _is_object(row: Row, column: str) -> Iterator[Problem]:
    """The object is an absolute http(s) IRI (RFC 3987), or says that nothing was found."""
    if row[column] == NO_TERM:
        if row["predicate_id"] not in MATCHES or row["ground"] != "geen-gevonden" or row.file != PUBLISHED:
            remedy = "use it in links.csv, with a SKOS mapping and the ground geen-gevonden"
            yield row.problem(column, "no term found, but not said so", remedy)
    elif not _IRI.fullmatch(row[column]):
        remedy = "write the whole IRI, with http:// or https://, and percent-encode spaces, quotes and brackets"
        yield row.problem(column, "not an IRI", remedy)


# ---- What a link points at, and links together ----


def _trapped(link: Link, targets: Mapping[str, Target], traps: Iterable[Row]) -> Iterator[Problem]:
    """The rules that a link can break by what it points at."""
    if link.object == NO_TERM:
        return
    is_match = link.predicate in MATCHES
    for trap in traps:
        if trap["contains"] in link.object and (is_match or trap["applies_to"] == "any"):
            column = "predicate_id" if trap["applies_to"] == "match" else "object_id"
            yield link.source.problem(column, trap["why"], trap["remedy"])
            return
    target = targets[link.target]
    if not link.object.startswith(target.prefixes):
        remedy = f"choose another object_source, or add its start to link-targets.csv beside {target.prefixes[0]}"
        yield link.source.problem("object_id", f"not an IRI of {link.target}", remedy)
    elif is_match and not any(path in link.object for path in target.concept_paths):
        remedy = "use foaf:focus for a register, foaf:isPrimaryTopicOf or rdfs:seeAlso for a page, dcterms:relation otherwise"
        yield link.source.problem("predicate_id", "SKOS mapping to something that is no concept", remedy)


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
            yield link.source.problem("object_id", "a concept was found after all", "remove this line, or the mapping")


def _repeated(keys: Mapping[Link, str], column: str, rule: str, remedy: str) -> Iterator[Problem]:
    first: dict[str, Link] = {}
    for link, key in keys.items():
        if first.setdefault(key, link) is not link:
            yield link.source.problem(column, f"{rule} (see line {first[key].source.line})", remedy)


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
