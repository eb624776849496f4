"""The only place that mints an IRI: every name of the publication, written relative to its base."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

BASE = "https://w3id.org/monitor-digitale-overheid/"
"""What every relative name in this module is relative to (RFC 3986)."""

LANGUAGES = ("nl", "en")
"""Of all texts that are ours, the first where none is asked for."""

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
"""Of what we add: CC0 1.0."""

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mdo": BASE + "def#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "stat": "http://data.europa.eu/s1n/",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SECTION = re.compile(r"\d+(?:\.\d+)?[a-z]?")


def is_slug(text: str) -> bool:
    """Whether ``text`` can be the last part of a name: lower-case letters, digits and single hyphens.

    >>> is_slug("digid-actieve-accounts"), is_slug("DigiD"), is_slug("a--b")
    (True, False, False)
    """
    return _SLUG.fullmatch(text) is not None


def is_section(text: str) -> bool:
    """Whether ``text`` is the number of a section of an annex, such as ``1``, ``1.10`` or ``1.6b``."""
    return _SECTION.fullmatch(text) is not None


def absolute(name: str) -> str:
    """A name as a full IRI.

    >>> absolute("id/jaar/2023")
    'https://w3id.org/monitor-digitale-overheid/id/jaar/2023'
    """
    return BASE + name


def kind(iri: str) -> str:
    """What kind of thing of ours a full IRI names: the first part behind ``id/``; empty for anything else.

    >>> kind(absolute("id/jaar/2023")), kind("https://example.org/")
    ('jaar', '')
    """
    return iri.removeprefix(f"{BASE}id/").partition("/")[0] if iri.startswith(f"{BASE}id/") else ""


# ---- Names of one form ----

document: Callable[[str], str] = "id/document/{}".format
"""The report itself, one edition."""
edition: Callable[[str], str] = "id/uitgave/{}".format
"""One edition as published: the data set that a catalogue lists."""
period: Callable[[str], str] = "id/periode/{}".format
"""The years that an edition is about."""
build_activity: Callable[[str], str] = "id/bouw/{}".format
"""The activity that made the files of an edition."""
inspection: Callable[[str], str] = "id/controle/{}".format
"""The activity that checked an edition."""
year: Callable[[int], str] = "id/jaar/{}".format
"""A calendar year."""
day: Callable[[str], str] = "id/dag/{}".format
"""The instant that bounds a year, by its date (ISO 8601)."""
scheme: Callable[[str], str] = "id/begrippenkader/{}".format
"""A concept scheme; the names of its concepts are those of ``concept``."""
graph: Callable[[str, str], str] = "id/dataset/{}/graaf/{}".format
"""The named graph of a store that holds one file of an edition, or what a store keeps about them."""
CURRENT = "id/graaf/actueel"
"""The named graph of a store that says which edition is the current one."""

structure: Callable[[str], str] = "id/structuur/{}".format
"""A data structure definition; ``ontology/structuren.ttl`` describes it."""
slice_key: Callable[[str, str], str] = "id/structuur/{}/{}".format
"""A slice key of a structure, by the part that has the structure and the name of the key."""
observation: Callable[[str, str, str, int], str] = "id/observatie/{}/{}/{}/{}".format
"""One observation, by edition, part, indicator and year."""
series: Callable[[str, str], str] = "id/reeks/{}/{}".format
"""The slice of an edition that holds one indicator through the years."""
year_slice: Callable[[str, int], str] = "id/jaaroverzicht/{}/{}".format
"""The slice of an edition that holds one year of all indicators."""
group: Callable[[str, str, str], str] = "id/groep/{}/{}/{}".format
"""The observation group of one printed table (``tabel``) or one facility (``voorziening``), by edition, kind and name."""
table: Callable[[str, str], str] = "id/tabel/{}/{}".format
"""A printed table, by edition and ``table_key``."""

check: Callable[[str, str, str], str] = "id/toets/{}/{}/{}".format
"""The verdict on a printed percentage (``percentage``), a sum (``som``) or a second mention (``paar``), by edition, family and
name, such as ``id/toets/2024/som/digid-accounts-per-niveau/2023``."""
sum_rule: Callable[[str, str], str] = "id/somregel/{}/{}".format
"""A total and its parts, by edition and slug."""
claim: Callable[[str, int], str] = "id/bewering/{}/{}".format
"""A claim of the prose or of a note, by edition and number."""
claim_review: Callable[[str, int], str] = "id/beoordeling/{}/{}".format
"""The review of that claim."""
claim_rating: Callable[[str], str] = "id/waardering/{}".format
"""The rating that goes with a verdict on a claim; ``ontology/toetsen.ttl`` describes it."""
measure: Callable[[str], str] = "id/maatstaf/{}".format
"""A measure of quality; ``ontology/toetsen.ttl`` describes it."""
finding: Callable[[str, str], str] = "id/bevinding/{}/{}".format
"""Something that is not right in the report, by edition and slug."""

contact: Callable[[str], str] = "id/contact/{}".format
"""How to reach an organisation."""
checksum: Callable[[str], str] = "{}/sha-256".format
"""The checksum of a file that has a name of its own."""
link: Callable[[int], str] = "id/koppeling/{}".format
"""A link to the outside, with its evidence."""
link_target: Callable[[str], str] = "id/koppeldoel/{}".format
"""Whose things are linked to, such as the Stelselcatalogus; to VoID a data set."""
question: Callable[[str], str] = "id/vraag/{}".format
"""A canned question, by the name of its file."""
shape: Callable[[str], str] = "id/vorm/{}".format
"""A SHACL shape, by the name of the rule that it checks."""
prefix_list: Callable[[str], str] = "id/voorvoegsels/{}".format
"""The prefixes that a set of queries uses."""
prefix: Callable[[str], str] = "id/voorvoegsel/{}".format
"""One prefix and what it stands for."""

# ---- All other names ----


@lru_cache(1 << 12)
def concept(scheme: str, slug: str) -> str:
    """A concept, an indicator or a facility.

    >>> concept("voorziening", "digid")
    'id/voorziening/digid'
    """
    return f"id/{scheme}/{slug.lower()}"


def dataset(edition: str, part: str) -> str:
    """A data set; the part ``waarde`` is the main one and has no suffix.

    >>> dataset("2024", "waarde"), dataset("2024", "mutatie")
    ('id/dataset/2024', 'id/dataset/2024-mutatie')
    """
    return f"id/dataset/{edition}" if part == "waarde" else f"id/dataset/{edition}-{part}"


@cache
def table_key(annex: str, section: str) -> str:
    """The short name of a table.

    >>> table_key("C", "1.6b")
    'c-1-6b'
    """
    return f"{annex}-{section.replace('.', '-')}".lower()


def cell(edition: str, key: str, row: int, column: str) -> str:
    """A printed cell.

    >>> cell("2024", "c-1-6b", 2, "2019"), cell("2024", "a-1", 3, "%")
    ('id/cel/2024/c-1-6b/2/2019', 'id/cel/2024/a-1/3/pct')
    """
    return f"id/cel/{edition}/{key}/{row}/{'pct' if column == '%' else column}"


def footnote_mark(edition: str, key: str, place: Iterable[str]) -> str:
    """A footnote mark; ``place`` tells the marks of one table apart."""
    return f"id/voetnootteken/{edition}/{key}/{'/'.join(place)}"


def thing(path: str) -> str:
    """A thing by the short name that curation files use; the IRI of somebody else stays as it is.

    >>> thing("voorziening/bag"), thing("https://example.org/x")
    ('id/voorziening/bag', 'https://example.org/x')
    """
    return path if "://" in path else f"id/{path}"


def catalogue(slug: str) -> str:
    """A thing that only the catalogue record describes: the catalogue itself, the series, the publisher, the program."""
    return {"catalogus": "id/catalogus", "reeks": "id/uitgavenreeks", "mdo-rdf": "id/programma/mdo-rdf"}.get(
        slug, f"id/organisatie/{slug}"
    )


def page(name: str) -> str:
    """The page about a thing.

    >>> page("id/voorziening/digid")
    'doc/voorziening/digid'
    """
    return f"doc/{name.removeprefix('id/')}"


def thing_of(iri: str) -> str:
    """The IRI of the thing that a page is about; any other IRI as it is.

    >>> thing_of("https://w3id.org/monitor-digitale-overheid/doc/jaar/2023")
    'https://w3id.org/monitor-digitale-overheid/id/jaar/2023'
    """
    return iri.replace(f"{BASE}doc/", f"{BASE}id/", 1)


def distribution(path: str) -> str:
    """A file that can be downloaded; ``path`` is where it is, under the base.

    >>> distribution("data/2024/cube.ttl")
    'id/distributie/data/2024/cube-ttl'
    """
    return f"id/distributie/{path.replace('.', '-')}"


def is_file(iri: str) -> bool:
    """Whether an IRI of ours is that of a file."""
    return iri.startswith((f"{BASE}data/", f"{BASE}ontology/"))


def input_file(path: str) -> str:
    """A file that a build read; ``path`` is relative to the publication's folder."""
    return f"id/bronbestand/{path.replace('.', '-')}"


def partition(edition: str, kind: str, prefixed: str) -> str:
    """The part of an edition with one class (``klasse``) or one property (``eigenschap``), a prefixed name.

    >>> partition("2024", "klasse", "qb:Observation")
    'id/deel/2024/klasse/qb/observation'
    """
    return f"id/deel/{edition}/{kind}/{prefixed.replace(':', '/').replace('_', '-').lower()}"


def linkset(target: str, predicate: str = "") -> str:
    """The links to one target, or those of them with one predicate (a prefixed name).

    >>> linkset("nora"), linkset("nora", "foaf:isPrimaryTopicOf")
    ('id/koppelset/nora', 'id/koppelset/nora/isprimarytopicof')
    """
    return f"id/koppelset/{target}/{predicate.partition(':')[2].lower()}" if predicate else f"id/koppelset/{target}"
