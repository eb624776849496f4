"""What the catalogue record says of the publication: its texts, its codes, and the size and checksum of each file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import CannotTellError, Problem, Read
from mdo_rdf.inputs.strict_csv import Field, columns, one_of, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.inputs.curation import Edition

THINGS = ("catalogus", "reeks", "uitgave", "beheerders", "mdo-rdf")
ROLES = (
    "language-nl",
    "language-en",
    "spatial",
    "frequency",
    "theme",
    "theme-taxonomy",
    "access-rights",
    "status",
    "dataset-type",
    "format-turtle",
    "media-turtle",
    "licence",
    "profile",
    "cube",
)
_CATALOGUE, _AUTHORITIES = "data/curation/catalogue.csv", "data/curation/authorities.csv"
_TEXTS = ("title_nl", "title_en", "description_nl", "description_en")
_KEYWORDS = ("keywords_nl", "keywords_en")


class File(NamedTuple):
    """A file as it is: its path, its size in bytes and its SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


class Catalogue(NamedTuple):
    """``texts`` are by thing and column, ``authorities`` the codes of others by role, ``inputs`` what a build reads and
    ``ontology`` the files with the terms."""

    texts: Mapping[str, Mapping[str, str]]
    authorities: Mapping[str, str]
    inputs: tuple[File, ...]
    ontology: tuple[File, ...]


def read_catalogue(root: Path, edition: Edition) -> Read[Catalogue]:
    """Read ``catalogue.csv`` and ``authorities.csv``, and measure the files under ``root``.

    Raises ``CannotTellError`` where a file cannot be read.
    """
    ontology = tuple(file._replace(path=f"ontology/{file.path}") for file in _measure(root / "ontology", ".ttl"))
    texts, authorities = _texts(root, edition), _authorities(root)
    catalogue = Catalogue(texts.value, authorities.value, tuple(_inputs(root, edition)), ontology)
    return Read(catalogue, (*texts.problems, *authorities.problems))


def measured(path: str, content: bytes) -> File:
    """A file by its content."""
    return File(path, len(content), sha256(content).hexdigest())


def _texts(root: Path, edition: Edition) -> Read[dict[str, dict[str, str]]]:
    fields = (Field("slug", one_of(THINGS)), *columns(*_TEXTS), *columns(*_KEYWORDS, required=False))
    rows = read_rows(root, _CATALOGUE, fields, unique=[("slug",)])
    places = {"edition": edition.slug, "first": edition.years[0], "last": edition.years[-1]}
    texts = {
        row["slug"]: {column: _filled_in(text, places) for column, text in row.texts((*_TEXTS, *_KEYWORDS)).items()}
        for row in rows.sound
    }
    return Read(texts, (*rows.problems, *_lacking(_CATALOGUE, "slug", THINGS, texts)))


def _filled_in(words: str, places: Mapping[str, object]) -> str:
    for place, value in places.items():
        words = words.replace(f"{{{place}}}", str(value))
    return words


def _authorities(root: Path) -> Read[dict[str, str]]:
    rows = read_rows(root, _AUTHORITIES, (Field("role", one_of(ROLES)), Field("iri")), unique=[("role",)])
    iri_of = {row["role"]: row["iri"] for row in rows.sound}
    return Read(iri_of, (*rows.problems, *_lacking(_AUTHORITIES, "role", ROLES, iri_of)))


def _lacking(name: str, column: str, expected: Sequence[str], present: Collection[str]) -> Iterator[Problem]:
    for value in expected:
        if value not in present:
            yield Problem(name, 0, 0, value, "not in the file, or not complete", f"add a line with this {column}")


def _inputs(root: Path, edition: Edition) -> Iterator[File]:
    folders = {
        f"data/source/{edition.slug}": ".csv",
        "data/curation": ".csv",
        f"data/curation/{edition.slug}": ".csv",
        "queries": ".rq",
    }
    for folder, suffix in folders.items():
        for file in _measure(root / folder, suffix):
            yield file._replace(path=f"{folder}/{file.path}")


def _measure(folder: Path, suffix: str) -> Iterator[File]:
    try:
        for path in sorted(folder.iterdir()):
            if path.suffix == suffix:
                # As the repository keeps it: a checkout may have other line ends, and the build is the same.
                yield measured(path.name, path.read_bytes().replace(b"\r\n", b"\n"))
    except OSError as error:
        raise CannotTellError(f"{error.filename or folder}: cannot be read ({error.strerror})") from error
