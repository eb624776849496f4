"""A second implementation of the cells and the cube makes the same triples as ours, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cells_and_cube
import plain_rdflib
from checkout import EDITION, ROOT
from comparisons import BUILT, statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("write", [plain_rdflib.main, cells_and_cube.main], ids=["plain", "ours"])
def test_what_is_compared_makes_the_committed_triples(write: Callable[[Path, Path], None], tmp_path: Path) -> None:
    write(ROOT, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(BUILT)
    for name in BUILT:
        committed = statements(ROOT / "data" / "rdf" / EDITION / name)
        assert len(committed) > 8000
        assert statements(tmp_path / name) == committed
