"""What cells and observations are called: their names, relative to the base as all of ``iris``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris

if TYPE_CHECKING:
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.transcription import Cell


def cell_name(edition: str, cell: Cell) -> str:
    """A printed cell."""
    return iris.cell(edition, cell.table.key, cell.row, cell.column)


def observation_name(edition: str, observation: Observation, part: str = "") -> str:
    """An observation of the data set ``part``; else of that of the values, or where there is none that of the cell status."""
    part = part or ("celstatus" if observation.value is None else "waarde")
    return iris.observation(edition, part, observation.indicator.slug, observation.year)
