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

_NAMES = {
    "edition.load": ("load_observations",),
    "edition.observations": ("Observation",),
    "errors": ("CannotTellError", "InvalidInputError", "MdoError", "Problem"),
    "export.frames": ("frame",),
    "places": ("find_root",),
    "publication": ("load_graph", "load_store", "turtle_files"),
    "triples.build": ("Built", "build_edition", "stale_files"),
}
"""The public names, by the module that they are in."""

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
    for module, names in _NAMES.items():
        if name in names:
            return getattr(import_module(f"mdo_rdf.{module}"), name)
    raise AttributeError(f"module 'mdo_rdf' has no attribute {name!r}")
