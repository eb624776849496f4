"""What many tests share: the checkout, its edition, its graph and its store; and servers, each started once for all workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mdo_rdf
import once
from checkout import EDITION, ROOT, copied_to, tool
from mdo_rdf.cli import main
from mdo_rdf.edition.edition import Model, read_model
from mdo_rdf.export.records import Records, records_of
from stores import Store, oxigraph_store, virtuoso_store
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph
    import rdflib
    from playwright.sync_api import Browser


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
def records(model: Model) -> Records:
    """The figures, which every format of the export is made from."""
    return records_of(model)


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
    """The folder of the site, as `mdo-rdf site` writes it; beside it, in ``said.txt``, is what the command says."""

    def make(folder: Path) -> str:
        out = folder / "in a folder"
        command = [sys.executable, "-m", "mdo_rdf", "site", "--root", str(ROOT), "--out", str(out)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        (folder / "said.txt").write_text(said, "utf-8")
        return str(out)

    return Path(once.once("site", make))


@pytest.fixture(scope="session")
def server() -> str:
    """The address, with a slash at the end, of `mdo-rdf serve`."""
    return once.once("server", serving)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: as long as it is there, the thread of the tests has an event loop."""
    from chromium import chromium

    with chromium() as running:
        yield running


def serving(folder: Path) -> str:
    """The address that a server says in its first line it listens at; its temporary files are in ``folder``."""
    folder.mkdir()
    output = folder / "output.txt"
    with output.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "mdo_rdf", "serve", "--port", "0", "--root", str(ROOT)],
            stdout=written, stderr=written, start_new_session=True, env=os.environ | {"TMPDIR": str(folder)},
        )  # fmt: skip
    once.until_the_end(process.pid)

    def addresses() -> list[str]:
        assert process.poll() is None, output.read_text("utf-8")
        return re.findall(r"^(http\S+) .*\n", output.read_text("utf-8"), re.MULTILINE)

    assert until(lambda: bool(addresses())), output.read_text("utf-8")
    return addresses()[0]


def publish_to(store: Store) -> None:
    store.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MDO_RDF_USER", "dba")
        patch.setenv("MDO_RDF_PASSWORD", "dba")
        assert main(["publish", "--root", str(ROOT), "--endpoint", store.address]) == 0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied_to(tmp_path)
