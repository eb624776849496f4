"""The catalogue record as triples: DCAT-AP-NL 3.0, StatDCAT-AP, VoID, and the provenance of the build (PROV-O)."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.triples.turtle import Pairs, Resource, date, integer, qname, ref, text, typed
from mdo_rdf.triples.words import both, both_of, say
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mdo_rdf.inputs.catalogue_record import Catalogue, File
    from mdo_rdf.inputs.curation import Curation, Edition
    from mdo_rdf.inputs.phrases import Text

_DOCUMENT = qname("foaf:Document, rdfs:Resource")
"""Some validators of DCAT-AP want to read that a page is an rdfs:Resource, though all is (RDF Schema, section 2.1)."""
_VOCABULARIES = ("qb", "skos", "prov", "dqv", "dcat", "void", "schema", "time", "foaf", "dcterms")


class Statistics(NamedTuple):
    """What is in the files of an edition, in numbers; classes and properties are prefixed names."""

    triples: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def count(files: Sequence[Sequence[Resource]]) -> Statistics:
    """Count triples, subjects, instances by class and triples by property.

    No triple may stand in two of the ``files``, and what a resource is, is said first.
    """
    resources = list(chain.from_iterable(files))
    properties = Counter(map(itemgetter(0), chain.from_iterable(map(itemgetter(1), resources))))
    classes = Counter([name for _, pairs in resources if pairs[0][0] == "a" for name in pairs[0][1].split(", ")])
    properties["a"] = classes.total()
    return Statistics(properties.total(), len({subject for subject, _ in resources}), classes, properties)


def catalogue_resources(
    catalogue: Catalogue,
    curation: Curation,
    files: Sequence[File],
    statistics: Statistics,
    series: Mapping[str, int],
) -> Iterator[Resource]:
    """The catalogue, the series, the edition, its data sets and files, and the build.

    ``files`` are those of the edition, as built; ``series`` is the number of time series by part of the cube.
    """
    edition = curation.edition
    distributed = [*files, *catalogue.ontology]
    yield _catalogue(catalogue, edition, curation.datasets)
    yield _series(catalogue, edition)
    yield _edition(catalogue, curation, distributed, statistics)
    for part in curation.datasets:
        yield _cube(catalogue, curation, part, series[part])
    parts = [iris.dataset(edition.slug, part) for part in curation.datasets]
    for name in (iris.catalogue("catalogus"), iris.edition(edition.slug), *parts):
        yield iris.page(name), [("a", _DOCUMENT), ("foaf:primaryTopic", ref(name))]
    for file in distributed:
        yield from _distribution(catalogue, edition, file)
    yield from _partitions(edition, statistics)
    yield from _agents(catalogue, edition)
    yield from _build(catalogue, edition)


def _texts(texts: Mapping[str, str]) -> Pairs:
    return [*both_of("dcterms:title", texts, "title"), *both_of("dcterms:description", texts, "description")]


def _languages(catalogue: Catalogue) -> Pairs:
    return [("dcterms:language", ref(catalogue.authorities[role])) for role in ("language-nl", "language-en")]


def _responsible(catalogue: Catalogue) -> Pairs:
    """Who makes this publication and on what terms; of the report itself neither is known."""
    maintainers = ref(iris.catalogue("beheerders"))
    return [
        ("dcterms:publisher", maintainers),
        ("dcterms:creator", maintainers),
        ("dcat:contactPoint", ref(iris.contact("beheerders"))),
        ("dcterms:license", ref(catalogue.authorities["licence"])),
    ]


def _described(catalogue: Catalogue, edition: Edition) -> Pairs:
    """What every dcat:Dataset of an edition says alike (DCAT-AP-NL 3.0, class Dataset)."""
    return [
        *_responsible(catalogue),
        *_languages(catalogue),
        ("dcterms:accessRights", ref(catalogue.authorities["access-rights"])),
        ("dcat:theme", ref(catalogue.authorities["theme"])),
        ("dcterms:type", ref(catalogue.authorities["dataset-type"])),
        ("adms:status", ref(catalogue.authorities["status"])),
        ("dcterms:spatial", ref(catalogue.authorities["spatial"])),
        ("dcterms:temporal", ref(iris.period(edition.slug))),
        ("dcterms:accrualPeriodicity", ref(catalogue.authorities["frequency"])),
        ("dcterms:issued", date(edition.issued)),
        ("dcterms:modified", date(edition.modified)),
        ("dcat:version", text(VERSION)),
    ]


def _catalogue(catalogue: Catalogue, edition: Edition, parts: Iterable[str]) -> Resource:
    return iris.catalogue("catalogus"), [
        ("a", qname("dcat:Catalog")),
        *_texts(catalogue.texts["catalogus"]),
        *_responsible(catalogue),
        *_languages(catalogue),
        ("dcterms:issued", date(edition.issued)),
        ("dcterms:modified", date(edition.modified)),
        ("dcat:themeTaxonomy", ref(catalogue.authorities["theme-taxonomy"])),
        ("dcat:dataset", ref(iris.edition(edition.slug))),
        *(("dcat:dataset", ref(iris.dataset(edition.slug, part))) for part in parts),
        ("dcat:resource", ref(iris.catalogue("reeks"))),
    ]


def _series(catalogue: Catalogue, edition: Edition) -> Resource:
    return iris.catalogue("reeks"), [
        ("a", qname("dcat:DatasetSeries")),
        *_texts(catalogue.texts["reeks"]),
        ("dcterms:publisher", ref(iris.catalogue("beheerders"))),
        ("dcat:contactPoint", ref(iris.contact("beheerders"))),
        ("dcterms:accrualPeriodicity", ref(catalogue.authorities["frequency"])),
        ("dcterms:issued", date(edition.issued)),
        ("dcterms:modified", date(edition.modified)),
        ("dcat:first", ref(iris.edition(min((*edition.earlier, edition.slug))))),
        ("dcat:last", ref(iris.edition(edition.slug))),
    ]


def _edition(catalogue: Catalogue, curation: Curation, files: Sequence[File], statistics: Statistics) -> Resource:
    edition = curation.edition
    name = iris.edition(edition.slug)
    texts = catalogue.texts["uitgave"]
    keywords = [(words, language) for language in LANGUAGES for words in texts[f"keywords_{language}"].split("|")]
    return name, [
        ("a", qname("dcat:Dataset, void:Dataset, prov:Entity")),
        ("dcterms:identifier", text(iris.absolute(name))),
        *_texts(texts),
        *_described(catalogue, edition),
        *(("dcat:keyword", text(words, language)) for words, language in keywords),
        ("dcterms:conformsTo", ref(catalogue.authorities["cube"])),
        ("dcat:landingPage", ref(iris.page(name))),
        ("foaf:page", ref(iris.page(name))),
        ("dcat:inSeries", ref(iris.catalogue("reeks"))),
        *(("dcat:prev", ref(iris.edition(earlier))) for earlier in edition.earlier[-1:]),
        *(("dcterms:hasPart", ref(iris.dataset(edition.slug, part))) for part in curation.datasets),
        *(("dcat:distribution", ref(iris.distribution(_path(edition, file)))) for file in files),
        ("prov:wasDerivedFrom", ref(iris.document(edition.slug))),
        ("prov:wasGeneratedBy", ref(iris.build_activity(edition.slug))),
        ("void:uriSpace", text(iris.BASE)),
        *(("void:vocabulary", ref(iris.PREFIXES[prefix])) for prefix in _VOCABULARIES),
        *(("void:dataDump", ref(_path(edition, file))) for file in files),
        ("void:triples", integer(statistics.triples)),
        ("void:distinctSubjects", integer(statistics.subjects)),
        ("void:classes", integer(len(statistics.classes))),
        ("void:properties", integer(len(statistics.properties))),
        *(("void:classPartition", ref(iris.partition(edition.slug, "klasse", class_))) for class_ in statistics.classes),
        *(("void:propertyPartition", ref(iris.partition(edition.slug, "eigenschap", name))) for name in statistics.properties),
    ]


def _cube(catalogue: Catalogue, curation: Curation, part: str, series: int) -> Resource:
    """One data set of the edition, with its structure as StatDCAT-AP 3.0 wants it."""
    edition, dataset = curation.edition, curation.datasets[part]
    name = iris.dataset(edition.slug, part)
    components = [
        (f"stat:{kind}", qname(name)) for kind in ("dimension", "measure", "attribute") for name in dataset[f"{kind}s"].split()
    ]
    return name, [
        ("a", qname("dcat:Dataset")),
        ("dcterms:identifier", text(iris.absolute(name))),
        *_texts(dataset),
        *_described(catalogue, edition),
        ("dcterms:conformsTo", ref(catalogue.authorities["cube"])),
        ("dcat:landingPage", ref(iris.page(name))),
        ("foaf:page", ref(iris.page(name))),
        ("dcterms:isPartOf", ref(iris.edition(edition.slug))),
        ("dcat:distribution", ref(iris.distribution(f"data/{edition.slug}/{dataset['file']}"))),
        *components,
        ("stat:numSeries", integer(series)),
    ]


def _path(edition: Edition, file: File) -> str:
    return file.path if "/" in file.path else f"data/{edition.slug}/{file.path}"


def _distribution(catalogue: Catalogue, edition: Edition, file: File) -> Iterator[Resource]:
    path = _path(edition, file)
    name = iris.distribution(path)
    yield (
        name,
        [
            ("a", qname("dcat:Distribution")),
            *both("dcterms:title", _title(path)),
            ("dcat:accessURL", ref(iris.page(iris.edition(edition.slug)))),
            ("dcat:downloadURL", ref(path)),
            ("dcterms:format", ref(catalogue.authorities["format-turtle"])),
            ("dcat:mediaType", ref(catalogue.authorities["media-turtle"])),
            ("dcat:byteSize", typed(file.size, "xsd:nonNegativeInteger")),
            ("spdx:checksum", ref(iris.checksum(name))),
            ("dcterms:license", ref(catalogue.authorities["licence"])),
            ("dcterms:conformsTo", ref(catalogue.authorities["cube"])),
            *_languages(catalogue),
            ("dcterms:modified", date(edition.modified)),
        ],
    )
    yield path, [("a", _DOCUMENT), ("dcterms:format", ref(catalogue.authorities["format-turtle"]))]
    yield _checksum(name, file)


def _title(path: str) -> Text:
    """What is in a file, with its name."""
    folder, _, name = path.rpartition("/")
    target = name.removeprefix("koppelingen-").removesuffix(".ttl")
    code = "file-of-ontology" if folder == "ontology" else "file-of-target" if name.startswith("koppelingen-") else f"file-{name}"
    return say("file-with-name", title=say(code, target=target), name=name)


def _checksum(name: str, file: File) -> Resource:
    return iris.checksum(name), [
        ("a", qname("spdx:Checksum")),
        ("spdx:algorithm", qname("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", typed(file.sha256, "xsd:hexBinary")),
    ]


def _partitions(edition: Edition, statistics: Statistics) -> Iterator[Resource]:
    """How many things there are of each class, and triples of each property (VoID, section 4.5)."""
    for class_, number in statistics.classes.items():
        pairs = [("a", qname("void:Dataset")), ("void:class", qname(class_)), ("void:entities", integer(number))]
        yield iris.partition(edition.slug, "klasse", class_), pairs
    for property_, number in statistics.properties.items():
        name = "rdf:type" if property_ == "a" else property_
        pairs = [("a", qname("void:Dataset")), ("void:property", qname(name)), ("void:triples", integer(number))]
        yield iris.partition(edition.slug, "eigenschap", property_), pairs


def _agents(catalogue: Catalogue, edition: Edition) -> Iterator[Resource]:
    texts = catalogue.texts["beheerders"]
    yield iris.catalogue("beheerders"), [("a", qname("foaf:Agent, prov:Agent")), *both_of("foaf:name", texts, "title")]
    yield (
        iris.contact("beheerders"),
        [
            ("a", qname("vcard:Kind, vcard:Organization")),
            ("vcard:fn", text(texts["title_nl"], "nl")),
            ("vcard:hasURL", ref(iris.page(iris.catalogue("catalogus")))),
        ],
    )
    first, last = edition.years[0], edition.years[-1]
    yield (
        iris.period(edition.slug),
        [
            ("a", qname("dcterms:PeriodOfTime")),
            ("dcat:startDate", date(f"{first}-01-01")),
            ("dcat:endDate", date(f"{last}-12-31")),
        ],
    )


def _build(catalogue: Catalogue, edition: Edition) -> Iterator[Resource]:
    """Which program made the files, of what. Without a time, so that the same input gives the same bytes."""
    program = iris.catalogue("mdo-rdf")
    inputs = [iris.input_file(file.path) for file in catalogue.inputs]
    yield (
        iris.build_activity(edition.slug),
        [
            ("a", qname("prov:Activity")),
            *both("rdfs:label", say("build", edition=edition.slug)),
            ("prov:wasAssociatedWith", ref(program)),
            *(("prov:used", ref(name)) for name in inputs),
        ],
    )
    yield (
        program,
        [
            ("a", qname("prov:SoftwareAgent, schema:SoftwareApplication")),
            *_texts(catalogue.texts["mdo-rdf"]),
            ("schema:softwareVersion", text(VERSION)),
        ],
    )
    for name, file in zip(inputs, catalogue.inputs, strict=True):
        yield (
            name,
            [
                ("a", qname("prov:Entity")),
                ("rdfs:label", text(file.path)),
                ("dcat:byteSize", typed(file.size, "xsd:nonNegativeInteger")),
                ("spdx:checksum", ref(iris.checksum(name))),
            ],
        )
        yield _checksum(name, file)
