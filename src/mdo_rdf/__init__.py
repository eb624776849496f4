"""The Monitor Digitale Overheid as linked data: load the publication, or build it.

>>> import mdo_rdf
>>> observations = mdo_rdf.load_observations()
>>> len(observations), observations[0].indicator.slug, observations[0].year, observations[0].value
(819, 'digid-aangesloten-organisaties', 2019, 663)
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mdo_rdf.edition.load import load_observations
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import CannotTellError, InvalidInputError, MdoError, Problem
    from mdo_rdf.export.frames import frame
    from mdo_rdf.places import find_root
    from mdo_rdf.publication import load_graph, load_store, turtle_files
    from mdo_rdf.triples.build import Built, build_edition, stale_files

_HOME = {
    "Built": "triples.build",
    "CannotTellError": "errors",
    "InvalidInputError": "errors",
    "MdoError": "errors",
    "Observation": "edition.observations",
    "Problem": "errors",
    "build_edition": "triples.build",
    "find_root": "places",
    "frame": "export.frames",
    "load_graph": "publication",
    "load_observations": "edition.load",
    "load_store": "publication",
    "stale_files": "triples.build",
    "turtle_files": "publication",
}

__all__ = [
    "Built",
    "CannotTellError",
    "InvalidInputError",
    "MdoError",
    "Observation",
    "Problem",
    "build_edition",
    "find_root",
    "frame",
    "load_graph",
    "load_observations",
    "load_store",
    "stale_files",
    "turtle_files",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``mdo-rdf --help`` does not wait for it."""
    if name not in _HOME:
        raise AttributeError(f"module 'mdo_rdf' has no attribute {name!r}")
    return getattr(import_module(f"mdo_rdf.{_HOME[name]}"), name)
