"""The built publication: its editions and files, loaded as an rdflib graph or as a pyoxigraph store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.errors import CannotTellError
from mdo_rdf.places import find_root

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph
    import rdflib

_NAMES = ("afgeleid", "begrippen", "bevindingen", "catalogus", "cellen", "cube", "koppelingen", "vragen")
FILES = tuple(f"{name}.ttl" for name in _NAMES)
"""The files that every edition has."""


def latest_edition(root: Path) -> str:
    """The newest edition that was built under ``root``. Raises ``CannotTellError`` where there is none."""
    prepared = built_editions(root) or [place.name for place in (root / "data" / "source").glob("[0-9]*")]
    if not prepared:
        raise CannotTellError("data/rdf, data/source: no edition of the report there; is --root the publication's folder?")
    return max(prepared)


def built_editions(root: Path) -> list[str]:
    """The editions that were built under ``root``, the oldest first."""
    return sorted(place.name for place in (root / "data" / "rdf").glob("[0-9]*") if any(place.glob("*.ttl")))


def check_edition(root: Path, edition: str) -> None:
    """Raises ``CannotTellError`` where ``root`` has editions, and this is not one of them; they are its folders by year."""
    editions = {place.name for kind in ("source", "rdf") for place in root.glob(f"data/{kind}/*/")}
    if editions and edition not in editions:
        raise CannotTellError(f"{edition}: no such edition of the report here; there is {', '.join(sorted(editions))}")


def turtle_files(root: Path | None = None, *, edition: str | None = None) -> list[Path]:
    """The Turtle files of an edition, or else of the latest, the ontology first. Raises ``CannotTellError`` where it has none."""
    root = root or find_root()
    edition = edition or latest_edition(root)
    place = root / "data" / "rdf" / edition
    for name in FILES:
        if not (place / name).is_file():
            check_edition(root, edition)
            raise CannotTellError(f"data/rdf/{edition}/{name}: not there; build it with mdo-rdf build")
    ontology = sorted((root / "ontology").glob("*.ttl"))
    if not ontology:
        raise CannotTellError("ontology: no Turtle files; is --root the publication's folder?")
    paths = [*ontology, *sorted(place.glob("*.ttl"))]
    for path in paths:
        if not path.is_file():
            raise CannotTellError(f"{path.relative_to(root)}: a pipe, a device or a broken link, not a file; remove or mend it")
    return paths


def load_graph(root: Path | None = None, *, edition: str | None = None) -> rdflib.Graph:
    """Ontology and data of an edition as one rdflib graph. Raises ``CannotTellError``."""
    import rdflib

    graph = rdflib.Graph()
    for path in turtle_files(root, edition=edition):
        try:
            graph.parse(path, format="turtle")
        except SyntaxError as error:
            raise CannotTellError(f"{path}: not Turtle: {error}") from error
    return graph


def load_store(root: Path | None = None, *, edition: str | None = None) -> pyoxigraph.Store:
    """Ontology and data of an edition in the default graph of a pyoxigraph store in memory. Raises ``CannotTellError``."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in turtle_files(root, edition=edition):
        try:
            store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise CannotTellError(f"{path}:{error.lineno}: not Turtle: {error.msg}") from error
    return store
