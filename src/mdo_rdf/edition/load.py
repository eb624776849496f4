"""Loads the figures of an edition as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.edition.edition import read_model
from mdo_rdf.places import find_root
from mdo_rdf.publication import latest_edition

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.observations import Observation


def load_observations(root: Path | None = None, *, edition: str | None = None) -> tuple[Observation, ...]:
    """The figures of an edition as plain records, in the order of the report, read from source and curation.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    root = root or find_root()
    return read_model(root, edition or latest_edition(root)).observations
