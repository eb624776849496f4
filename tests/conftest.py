"""What many tests share: the checkout, its model, its graph and its store; and tools that a machine may lack."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mdo_rdf
from mdo_rdf.cli import main
from mdo_rdf.model import Model, read_model
from stores import Store, oxigraph_store, virtuoso_store

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
    """The address for queries of an Oxigraph that the publication was published to, and that is read only since."""
    found = oxigraph_store(tmp_path_factory.mktemp("oxigraph") / "store")
    publish_to(found)
    found.kill()
    found.read_only()
    found.start()
    yield found.query
    found.kill()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address for queries of a Virtuoso that the publication was published to."""
    found = virtuoso_store(tool("virtuoso-t"), tmp_path_factory.mktemp("virtuoso") / "store")
    publish_to(found)
    yield found.query
    found.kill()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, as `mdo-rdf site` writes it."""
    out = tmp_path_factory.mktemp("site") / "in a folder"
    assert main(["site", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of `mdo-rdf serve`, with a slash at the end."""
    command = [sys.executable, "-m", "mdo_rdf.cli", "serve", "--port", "0", "--root", str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        lines = iter(process.stdout or ())
        yield next(line for line in lines if line.startswith("http")).split()[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def publish_to(store: Store) -> None:
    store.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MDO_RDF_USER", "dba")
        patch.setenv("MDO_RDF_PASSWORD", "dba")
        assert main(["publish", "--endpoint", store.address]) == 0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a data editor edits, to break."""
    for folder in ("data/source", "data/curation", "ontology", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path
