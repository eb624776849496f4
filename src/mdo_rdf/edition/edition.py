"""One edition as values: reads source and curation, and stops with every problem at once if a rule is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.changes import Change, changes
from mdo_rdf.edition.observations import Observation, observe
from mdo_rdf.edition.revisions import Revision, revisions
from mdo_rdf.errors import InvalidInputError
from mdo_rdf.inputs.curation import Curation, read_curation, the_edition
from mdo_rdf.inputs.links import Links, read_links
from mdo_rdf.inputs.transcription import Transcription, read_transcription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mdo_rdf.errors import Problem


class Model(NamedTuple):
    """Everything that is published of one edition, before it is written as RDF.

    ``revised`` are the figures that differ from those of the edition before it.
    """

    curation: Curation
    transcription: Transcription
    observations: tuple[Observation, ...]
    changes: tuple[Change, ...]
    links: Links
    revised: tuple[Revision, ...] = ()


def read_model(root: Path, edition: str) -> Model:
    """Read one edition from ``data/source`` and ``data/curation`` under ``root``.

    Raises ``InvalidInputError`` with every problem found, or ``CannotTellError`` where a file cannot be read.
    """
    problems: list[Problem] = []
    found = the_edition(root, edition, problems)
    curation = read_curation(root, found, problems)
    transcription = read_transcription(root, edition, found.years, problems)
    observations = observe(transcription, curation, problems)
    computed = changes(observations, transcription, problems)
    links = read_links(root, curation, problems)
    if problems:
        raise InvalidInputError(problems)
    revised = _revised(root, found.earlier, observations)
    return Model(curation, transcription, observations, computed, links, tuple(revised))


def _revised(root: Path, earlier: tuple[str, ...], observations: tuple[Observation, ...]) -> Iterator[Revision]:
    if earlier:
        yield from revisions(earlier[-1], read_model(root, earlier[-1]).observations, observations)
