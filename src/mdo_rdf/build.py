"""Writes the Turtle files of an edition, and is the only part that does; knows where they stand, not what is in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.cell_triples import cell_resources
from mdo_rdf.concept_triples import concept_resources
from mdo_rdf.cube_triples import cube_resources
from mdo_rdf.errors import CannotTellError
from mdo_rdf.model import Model, read_model
from mdo_rdf.turtle import Resource, document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEADING = "Built by mdo-rdf build from data/source and data/curation; change those, not this file."


class Built(NamedTuple):
    """What a build made: the model, and the triples of each file by its name under the root."""

    model: Model
    triples: Mapping[str, int]


def folder(edition: str) -> str:
    """Where the files of an edition stand, under the root of the publication."""
    return f"data/rdf/{edition}"


def build_edition(root: Path, edition: str) -> Built:
    """Read an edition and write its files, all or none.

    The files are written in a temporary folder beside their place and moved there at the end, each in one step, so an
    error or a kill leaves every file whole. Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    model = read_model(root, edition)
    resources = _resources(model)
    _write(root / folder(edition), {name: document(_HEADING, parts).encode() for name, parts in resources.items()})
    return Built(model, {f"{folder(edition)}/{name}": _count(parts) for name, parts in resources.items()})


def stale_files(root: Path, edition: str) -> list[str]:
    """The files that a build would change, add or no longer make, each with what is wrong; empty if all is fresh."""
    model = read_model(root, edition)
    place = root / folder(edition)
    wrong = []
    fresh = {name: document(_HEADING, parts).encode() for name, parts in _resources(model).items()}
    for name, content in fresh.items():
        try:
            if (place / name).read_bytes() != content:
                wrong.append(f"{folder(edition)}/{name}: stale")
        except FileNotFoundError:
            wrong.append(f"{folder(edition)}/{name}: missing")
        except OSError as error:
            raise CannotTellError(f"{folder(edition)}/{name}: cannot be read ({error.strerror})") from error
    unexpected = {path.name for path in place.glob("*.ttl")} - fresh.keys()
    return wrong + [f"{folder(edition)}/{name}: nothing builds it" for name in sorted(unexpected)]


def _resources(model: Model) -> dict[str, list[Resource]]:
    return {
        "begrippen.ttl": list(concept_resources(model.curation)),
        "cellen.ttl": list(cell_resources(model.curation.edition, model.transcription)),
        "cube.ttl": list(cube_resources(model.curation, model.observations, model.changes)),
    }


def _count(resources: Iterable[Resource]) -> int:
    """Triples; an ``a`` may name two classes."""
    return sum(len(pairs) + sum(value.count(", ") for predicate, value in pairs if predicate == "a") for _, pairs in resources)


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    temporary = place.parent / f".build-{os.getpid()}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        temporary.mkdir(exist_ok=True)
        for name, content in files.items():
            (temporary / name).write_bytes(content)
        for name in files:
            (temporary / name).replace(place / name)
    except OSError as error:
        raise CannotTellError(f"{error.filename or place}: cannot be written ({error.strerror})") from error
    finally:
        for left in temporary.glob("*"):
            left.unlink(missing_ok=True)
        if temporary.is_dir():
            temporary.rmdir()
