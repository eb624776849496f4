"""Finds and loads the publication: as an rdflib graph, as a pyoxigraph store, or as plain records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.errors import CannotTellError

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from mdo_rdf.figures import Observation

LATEST_EDITION = "2024"


def find_root() -> Path:
    """The folder with ``data`` and ``ontology``: the checkout this package runs from, or the copy it was installed with."""
    here = Path(__file__).resolve().parent
    for root in (here.parent.parent, here / "publication"):
        if (root / "data" / "curation").is_dir() and (root / "ontology").is_dir():
            return root
    raise CannotTellError("the publication's data is not where this package is; say where with --root")


def turtle_files(root: Path | None = None, *, edition: str = LATEST_EDITION) -> list[Path]:
    """The Turtle files of an edition, the ontology first. Raises ``CannotTellError`` where there are none."""
    root = root or find_root()
    files = [*sorted((root / "ontology").glob("*.ttl")), *sorted((root / "data" / "rdf" / edition).glob("*.ttl"))]
    if not any(path.parent.name == edition for path in files):
        raise CannotTellError(f"data/rdf/{edition}: no Turtle files; build them with mdo-rdf build")
    return files


def load_graph(root: Path | None = None, *, edition: str = LATEST_EDITION) -> rdflib.Graph:
    """Ontology and data of an edition as one rdflib graph. Raises ``CannotTellError``."""
    import rdflib

    graph = rdflib.Graph()
    for path in turtle_files(root, edition=edition):
        graph.parse(path, format="turtle")
    return graph


def load_store(root: Path | None = None, *, edition: str = LATEST_EDITION) -> pyoxigraph.Store:
    """Ontology and data of an edition in the default graph of a pyoxigraph store in memory. Raises ``CannotTellError``."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in turtle_files(root, edition=edition):
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def load_observations(root: Path | None = None, *, edition: str = LATEST_EDITION) -> tuple[Observation, ...]:
    """The figures of an edition as plain records, in the order of the report, read from source and curation.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    from mdo_rdf.model import read_model

    return read_model(root or find_root(), edition).observations
