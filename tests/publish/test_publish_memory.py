"""Publishing takes memory that does not grow with the publication."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

import publishing
from mdo_rdf.cli import main
from mdo_rdf.publish import plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.exhaustive


def test_memory_does_not_grow_with_the_number_of_observations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python allocates, which is the same in every run; the first of the three sizes has it import what it needs."""
    monkeypatch.setattr(plan, "_MOST_ASKED", 0)  # as of a publication that is too large for its questions to be asked
    monkeypatch.setenv("MDO_RDF_USER", "none")
    monkeypatch.setenv("MDO_RDF_PASSWORD", "none")
    _, smaller, larger = (peak(tmp_path / str(observations), observations) for observations in (100, 2_500, 5_000))
    assert larger <= smaller * 1.1


def peak(folder: Path, observations: int) -> int:
    root = publishing.write_publication(folder / "root", observations)
    with publishing.new_store("Oxigraph", folder) as store:
        tracemalloc.start()
        try:
            assert main(["publish", "--endpoint", store.address, "--root", str(root), "--direct"]) == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
