"""Builds the files of an edition from its source and curation, writes them, and says which are stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.audit import audit
from mdo_rdf.edition.edition import Model, read_model
from mdo_rdf.errors import CannotTellError, refuse
from mdo_rdf.files import write
from mdo_rdf.inputs.catalogue_record import measured, read_catalogue
from mdo_rdf.query.questions import read_questions
from mdo_rdf.triples.audit import audit_resources
from mdo_rdf.triples.catalogue import catalogue_resources, count
from mdo_rdf.triples.cells import cell_resources
from mdo_rdf.triples.concepts import concept_resources
from mdo_rdf.triples.cube import cube_resources
from mdo_rdf.triples.derived import derived_resources
from mdo_rdf.triples.links import link_resources, target_resources
from mdo_rdf.triples.questions import question_resources
from mdo_rdf.triples.schema_org import schema_org
from mdo_rdf.triples.turtle import document

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.audit.audit import Audit
    from mdo_rdf.triples.turtle import Resource

_BEGINNING = 40
"""So many bytes are the same in what earlier builds made of a file: the heading, or the context of the JSON-LD."""
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

    An error leaves the old files, and a kill leaves each of them old or new. A file that no build made is not replaced.
    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    model = read_model(root, edition)
    files = render(root, audit(root, model))
    made = {f"{edition}/{name}": content for name, content in files.items()}
    write(root / "data" / "rdf", made, lambda name, before: not before or before[:_BEGINNING] == made[name][:_BEGINNING])
    return Built(model, tuple(files))


def stale_files(root: Path, edition: str) -> list[str]:
    """The files that a build would change, add or no longer make, each with what is wrong; empty if all is fresh.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    place = root / folder(edition)
    wrong = []
    files = render(root, audit(root, read_model(root, edition)))
    for name, content in files.items():
        try:
            if (place / name).read_bytes() != content:
                wrong.append(f"{folder(edition)}/{name}: stale")
        except FileNotFoundError:
            wrong.append(f"{folder(edition)}/{name}: missing")
        except OSError as error:
            raise CannotTellError(f"{folder(edition)}/{name}: cannot be read ({error.strerror})") from error
    unexpected = {path.name for path in place.glob("*.*")} - files.keys()
    return wrong + [f"{folder(edition)}/{name}: nothing builds it" for name in sorted(unexpected)]


def render(root: Path, audited: Audit) -> dict[str, bytes]:
    """The files of an edition by name, as they are written (UTF-8).

    Raises ``InvalidInputError`` and ``CannotTellError`` for what the catalogue record needs from ``root``.
    """
    curation, links = audited.model.curation, audited.model.links
    catalogue, problems = read_catalogue(root, curation.edition)
    refuse(problems)
    questions = read_questions(root, curation.edition.slug)
    resources = {**_resources(audited), "vragen.ttl": list(question_resources(questions.values()))}
    statistics = count(list(resources.values()))
    for target in links.targets.values():
        resources[f"koppelingen-{target.slug}.ttl"] = list(target_resources(target, links, curation, resources["begrippen.ttl"]))
    files = {name: document(_HEADING, parts).encode() for name, parts in resources.items()}
    sizes = [measured(name, content) for name, content in files.items()]
    record = catalogue_resources(catalogue, curation, sizes, statistics, _series(audited))
    files["catalogus.ttl"] = document(_HEADING, record).encode()
    files["catalogus.jsonld"] = schema_org(catalogue, curation, sizes).encode()
    return files


def _resources(audited: Audit) -> dict[str, list[Resource]]:
    """What is published of an edition, by file; no triple stands in two of these."""
    model = audited.model
    return {
        "afgeleid.ttl": list(derived_resources(model.curation, audited.derived)),
        "begrippen.ttl": list(concept_resources(model.curation)),
        "bevindingen.ttl": list(audit_resources(audited)),
        "cellen.ttl": list(cell_resources(model.curation.edition, model.transcription)),
        "cube.ttl": list(cube_resources(model)),
        "koppelingen.ttl": list(link_resources(model.links, model.curation)),
    }


def _series(audited: Audit) -> dict[str, int]:
    """How many time series each data set has: the indicators that it has a figure of."""
    model = audited.model
    return {
        "waarde": len({observation.indicator.slug for observation in model.observations if observation.value is not None}),
        "celstatus": len({observation.indicator.slug for observation in model.observations}),
        "mutatie": len({change.figure.indicator.slug for change in model.changes}),
        "afgeleid": len({figure.indicator.slug for figure in audited.derived}),
    }
