"""What many tests share: the checkout, its model, its graph and its store; and tools that a machine may lack."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mdo_rdf
from mdo_rdf.model import Model, read_model
from servers import oxigraph_server, virtuoso_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph
    import rdflib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
EDITION = "2024"


def tool(name: str) -> str:
    """The path of a system command; without it the test is skipped, but not in CI, where it must be there."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed, and CI needs it: make system-deps")
    if path is None:
        pytest.skip(f"{name} is not installed; make system-deps installs it")
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def model() -> Model:
    return read_model(ROOT, EDITION)


@pytest.fixture(scope="session")
def graph() -> rdflib.Graph:
    return mdo_rdf.load_graph(ROOT)


@pytest.fixture(scope="session")
def store() -> pyoxigraph.Store:
    return mdo_rdf.load_store(ROOT)


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph") / "store", mdo_rdf.turtle_files(ROOT)) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command, isql = tool("virtuoso-t"), tool("isql-vt")
    with virtuoso_server(command, isql, tmp_path_factory.mktemp("virtuoso") / "store", mdo_rdf.turtle_files(ROOT)) as address:
        yield address


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a data editor edits, to break."""
    for folder in ("data/source", "data/curation", "ontology", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path
