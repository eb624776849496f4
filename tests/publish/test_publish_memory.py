"""Publishing takes memory that does not grow with the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import publish_speed
from stores import oxigraph_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.exhaustive


def test_memory_does_not_grow_with_the_number_of_observations(tmp_path: Path) -> None:
    peaks = []
    for observations in (25_000, 100_000):
        folder = tmp_path / str(observations)
        folder.mkdir()
        root = publish_speed.write_publication(folder / "root", observations)
        store = oxigraph_store(folder / "store")
        store.start()
        try:
            peaks.append(publish_speed.publish(store, root).megabytes)
        finally:
            store.kill()
    assert peaks[1] <= peaks[0] * 1.2, peaks
