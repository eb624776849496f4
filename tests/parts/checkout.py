"""The checkout that is tested, and tools that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
EDITION = "2024"


def tool(name: str) -> str:
    """The path of a system command; without it the test is skipped, but not in CI, where it must be there."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed, and CI needs it: make system-deps")
    if path is None:
        pytest.skip(f"{name} is not installed; make system-deps installs it")
    return path


def copied_to(place: Path) -> Path:
    """A copy of what a data editor edits, to break."""
    for folder in ("data/source", "data/curation", "ontology", "queries"):
        shutil.copytree(ROOT / folder, place / folder)
    return place


def expected_rule(path: Path) -> str:
    """The one rule that a file of the corpus breaks, from its second line; nothing for a valid file."""
    if path.name.startswith("valid."):
        return ""
    line = path.read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("# rule: "), path
    return line.removeprefix("# rule: ")
