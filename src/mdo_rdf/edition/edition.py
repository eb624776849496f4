"""One edition as values: reads source and curation, and stops with every problem at once if a rule is broken."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.changes import Change, changes
from mdo_rdf.edition.observations import Observation, lost_remarks, observe
from mdo_rdf.edition.revisions import Revision, revisions
from mdo_rdf.errors import refuse
from mdo_rdf.inputs.curation import Curation, read_curation, the_edition
from mdo_rdf.inputs.links import Links, read_links
from mdo_rdf.inputs.transcription import Transcription, read_transcription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    described = the_edition(root, edition)
    curation = read_curation(root, described)
    transcription = read_transcription(root, edition, described.years)
    observations = observe(transcription.value, curation.value)
    computed = changes(observations.value, transcription.value)
    links = read_links(root, curation.value)
    problems = chain.from_iterable(part.problems for part in (curation, transcription, observations, computed, links))
    is_whole = not transcription.problems and not observations.problems
    refuse((*problems, *(lost_remarks(observations.value, curation.value) if is_whole else ())))
    revised = _revised(root, described.earlier, observations.value)
    return Model(curation.value, transcription.value, observations.value, computed.value, links.value, tuple(revised))


def _revised(root: Path, earlier: tuple[str, ...], observations: tuple[Observation, ...]) -> Iterator[Revision]:
    if earlier:
        yield from revisions(earlier[-1], read_model(root, earlier[-1]).observations, observations)
