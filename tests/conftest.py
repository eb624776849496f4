"""What many tests share: the checkout, its edition, its graph and its store; and servers, each started once for all workers."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mdo_rdf
import once
from checkout import EDITION, ROOT, tool
from mdo_rdf.cli import main
from mdo_rdf.edition.edition import Model, read_model
from stores import Store, oxigraph_store, virtuoso_store

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


def pytest_configure(config: pytest.Config) -> None:
    """Ctrl+C is heard as at a terminal, also by what a test starts: a shell that starts a job in the background turns it off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        once.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        once.end()


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
def oxigraph() -> str:
    """The address for queries of an Oxigraph that the publication was published to, and that is read only since."""

    def make(folder: Path) -> str:
        server = oxigraph_store(folder)
        publish_to(server)
        server.kill()
        server.read_only()
        once.until_the_end(server.start())
        return server.query

    return once.once("oxigraph", make)


@pytest.fixture(scope="session")
def virtuoso() -> str:
    """The address for queries of a Virtuoso that the publication was published to."""

    def make(folder: Path) -> str:
        server = virtuoso_store(command, folder)
        publish_to(server)
        once.until_the_end(server.pid)
        return server.query

    command = tool("virtuoso-t")
    return once.once("virtuoso", make)


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, as `mdo-rdf site` writes it."""

    def make(folder: Path) -> str:
        out = folder / "in a folder"
        assert main(["site", "--root", str(ROOT), "--out", str(out)]) == 0
        return str(out)

    return Path(once.once("site", make))


@pytest.fixture(scope="session")
def server() -> str:
    """The address of `mdo-rdf serve`, with a slash at the end."""

    def make(folder: Path) -> str:
        folder.mkdir()
        command = [sys.executable, "-m", "mdo_rdf.cli", "serve", "--port", "0", "--root", str(ROOT)]
        output = folder / "output.txt"
        with output.open("w") as written:
            process = subprocess.Popen(command, stdout=written, stderr=written, start_new_session=True)
        once.until_the_end(process.pid)
        return address_in(output, process)

    return once.once("server", make)


def address_in(output: Path, process: subprocess.Popen[bytes]) -> str:
    """The address that a server says in its first lines it listens at."""
    with output.open() as lines:
        while process.poll() is None:
            line = lines.readline()
            if line.startswith("http") and line.endswith("\n"):
                return line.split()[0]
    raise AssertionError(output.read_text("utf-8"))


def publish_to(store: Store) -> None:
    store.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MDO_RDF_USER", "dba")
        patch.setenv("MDO_RDF_PASSWORD", "dba")
        assert main(["publish", "--root", str(ROOT), "--endpoint", store.address]) == 0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a data editor edits, to break."""
    for folder in ("data/source", "data/curation", "ontology", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path
