"""The edition as a schema.org Dataset in JSON-LD, for search engines and for the head of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.triples.words import say
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mdo_rdf.inputs.catalogue_record import Catalogue, File
    from mdo_rdf.inputs.curation import Curation


def schema_org(catalogue: Catalogue, curation: Curation, files: Sequence[File]) -> str:
    """A JSON-LD 1.1 document without outside context, so that it can be read without a network."""
    edition = curation.edition
    texts = catalogue.texts["uitgave"]
    maintainers = _named("Organization", iris.catalogue("beheerders"), catalogue.texts["beheerders"])
    first, last, document = edition.years[0], edition.years[-1], iris.absolute(iris.document(edition.slug))
    dataset = {
        "@context": {"@vocab": iris.PREFIXES["schema"]},
        "@type": "Dataset",
        "@id": iris.absolute(iris.edition(edition.slug)),
        "url": iris.absolute(iris.page(iris.edition(edition.slug))),
        "name": _both(texts, "title"),
        "description": _both(texts, "description"),
        "keywords": [_value(words, language) for language in LANGUAGES for words in texts[f"keywords_{language}"].split("|")],
        "version": VERSION,
        "datePublished": edition.issued,
        "dateModified": edition.modified,
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "license": {"@id": catalogue.authorities["licence"]},
        "publisher": maintainers,
        "creator": {"@id": maintainers["@id"]},
        "temporalCoverage": f"{first}-01-01/{last}-12-31",
        "spatialCoverage": {"@type": "Country", "name": say("country").nl, "identifier": "NL"},
        "isBasedOn": {"@type": "Report", "@id": document, "name": edition.title, "inLanguage": "nl"},
        "includedInDataCatalog": _named("DataCatalog", iris.catalogue("catalogus"), catalogue.texts["catalogus"]),
        "hasPart": [
            _named("Dataset", iris.dataset(edition.slug, part), dataset) | {"description": _both(dataset, "description")}
            for part, dataset in curation.datasets.items()
        ],
        "distribution": [_download(edition.slug, file) for file in files],
    }
    return json.dumps(dataset, ensure_ascii=False, indent=1) + "\n"


def _named(kind: str, name: str, texts: Mapping[str, str]) -> dict[str, object]:
    return {"@type": kind, "@id": iris.absolute(name), "name": _both(texts, "title")}


def _value(words: str, language: str) -> dict[str, str]:
    return {"@value": words, "@language": language}


def _both(texts: Mapping[str, str], kind: str) -> list[dict[str, str]]:
    return [_value(texts[f"{kind}_{language}"], language) for language in LANGUAGES]


def _download(edition: str, file: File) -> dict[str, str]:
    path = f"data/{edition}/{file.path}"
    return {
        "@type": "DataDownload",
        "@id": iris.absolute(iris.distribution(path)),
        "name": file.path,
        "contentUrl": iris.absolute(path),
        "encodingFormat": "text/turtle",
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
