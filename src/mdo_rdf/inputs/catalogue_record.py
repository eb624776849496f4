"""What the catalogue record says of the publication: its texts, its codes, and the size and checksum of each file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import CannotTellError, Problem
from mdo_rdf.inputs.strict_csv import filled, index, one_of, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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


def read_catalogue(root: Path, edition: Edition, problems: list[Problem]) -> Catalogue:
    """Read ``catalogue.csv`` and ``authorities.csv``, and measure the files under ``root``.

    What is wrong is added to ``problems``. Raises ``CannotTellError`` where a file cannot be read.
    """
    ontology = tuple(file._replace(path=f"ontology/{file.path}") for file in _measure(root / "ontology", ".ttl"))
    return Catalogue(_texts(root, edition, problems), _authorities(root, problems), tuple(_inputs(root, edition)), ontology)


def measured(path: str, content: bytes) -> File:
    """A file by its content."""
    return File(path, len(content), sha256(content).hexdigest())


def _texts(root: Path, edition: Edition, problems: list[Problem]) -> dict[str, dict[str, str]]:
    name = "data/curation/catalogue.csv"
    places = {"edition": edition.slug, "first": edition.years[0], "last": edition.years[-1]}
    found = {}
    for record in index(read_records(root / name, name, ("slug", *_TEXTS, *_KEYWORDS), problems), ("slug",), problems).values():
        if one_of(record, "slug", THINGS, problems) and filled(record, _TEXTS, problems):
            found[record["slug"]] = {
                column: _filled_in(record[column], places) for column in (*_TEXTS, *_KEYWORDS) if record[column]
            }
    _complete(name, "slug", THINGS, found, problems)
    return found


def _filled_in(words: str, places: Mapping[str, object]) -> str:
    for place, value in places.items():
        words = words.replace(f"{{{place}}}", str(value))
    return words


def _authorities(root: Path, problems: list[Problem]) -> dict[str, str]:
    name = "data/curation/authorities.csv"
    columns = ("role", "iri")
    found = {}
    for record in index(read_records(root / name, name, columns, problems), ("role",), problems).values():
        if one_of(record, "role", ROLES, problems) and filled(record, columns, problems):
            found[record["role"]] = record["iri"]
    _complete(name, "role", ROLES, found, problems)
    return found


def _complete(name: str, column: str, expected: Sequence[str], found: Mapping[str, object], problems: list[Problem]) -> None:
    problems += [
        Problem(name, 0, 0, value, "not in the file, or not complete", f"add a line with this {column}")
        for value in expected
        if value not in found
    ]


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
