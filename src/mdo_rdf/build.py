"""Writes the Turtle files of an edition, and is the only part that does; knows where they stand, not what is in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit import audit
from mdo_rdf.audit_triples import audit_resources
from mdo_rdf.cell_triples import cell_resources
from mdo_rdf.concept_triples import concept_resources
from mdo_rdf.cube_triples import cube_resources
from mdo_rdf.derived_triples import derived_resources
from mdo_rdf.errors import CannotTellError
from mdo_rdf.model import Model, read_model
from mdo_rdf.turtle import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mdo_rdf.audit import Audit

_TEMPORARY = ".build-"
_HEADING = "Built by mdo-rdf build from data/source and data/curation; change those, not this file."


class Built(NamedTuple):
    """What a build made: the model, and the names of the files."""

    model: Model
    files: tuple[str, ...]


def folder(edition: str) -> str:
    """Where the files of an edition stand, under the root of the publication."""
    return f"data/rdf/{edition}"


def build_edition(root: Path, edition: str) -> Built:
    """Read an edition and write its files, all or none.

    The files are written in a temporary folder beside their place and moved there at the end, each in one step, so an
    error or a kill leaves every file whole. Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    model = read_model(root, edition)
    files = render(audit(root, model))
    _write(root / folder(edition), files)
    return Built(model, tuple(files))


def stale_files(root: Path, edition: str) -> list[str]:
    """The files that a build would change, add or no longer make, each with what is wrong; empty if all is fresh.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    place = root / folder(edition)
    wrong = []
    files = render(audit(root, read_model(root, edition)))
    for name, content in files.items():
        try:
            if (place / name).read_bytes() != content:
                wrong.append(f"{folder(edition)}/{name}: stale")
        except FileNotFoundError:
            wrong.append(f"{folder(edition)}/{name}: missing")
        except OSError as error:
            raise CannotTellError(f"{folder(edition)}/{name}: cannot be read ({error.strerror})") from error
    unexpected = {path.name for path in place.glob("*.ttl")} - files.keys()
    return wrong + [f"{folder(edition)}/{name}: nothing builds it" for name in sorted(unexpected)]


def render(audited: Audit) -> dict[str, bytes]:
    """The files of an edition by name, as they are written (UTF-8)."""
    model = audited.model
    resources = {
        "afgeleid.ttl": derived_resources(model.curation, audited.derived),
        "begrippen.ttl": concept_resources(model.curation),
        "bevindingen.ttl": audit_resources(audited),
        "cellen.ttl": cell_resources(model.curation.edition, model.transcription),
        "cube.ttl": cube_resources(model.curation, model.observations, model.changes),
    }
    return {name: document(_HEADING, parts).encode() for name, parts in resources.items()}


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    temporary = place.parent / f"{_TEMPORARY}{os.getpid()}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        for left in place.parent.glob(f"{_TEMPORARY}*"):
            if not _is_running(left.name.removeprefix(_TEMPORARY)):
                _remove(left)
        temporary.mkdir()
        for name, content in files.items():
            (temporary / name).write_bytes(content)
        for name in files:
            (temporary / name).replace(place / name)
    except OSError as error:
        raise CannotTellError(f"{error.filename or place}: cannot be written ({error.strerror})") from error
    finally:
        _remove(temporary)


def _is_running(process: str) -> bool:
    """Whether another build is still at work; what a killed one left behind may go."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()


def _remove(temporary: Path) -> None:
    for left in temporary.glob("*"):
        left.unlink(missing_ok=True)
    if temporary.is_dir():
        temporary.rmdir()
