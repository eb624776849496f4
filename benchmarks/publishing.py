"""How long a large cube takes into a triple store, sent, read back and compared, beside the store's own loader.

The loaders read the same file from disk, have the store to themselves, and compare nothing: they are the fastest there is.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import flat
from mdo_rdf.publication import FILES
from measuring import PYTHON, ROOT, processes, said, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from measuring import Command, Figures, Place, Sides

sys.path.insert(0, str(ROOT / "tests" / "parts"))

from stores import Store, oxigraph_store, virtuoso_store

GRAPH = "https://w3id.org/monitor-digitale-overheid/id/dataset/2024/graaf/cube"
CUBE = Path("data/rdf/2024/cube.ttl")
STORES: dict[str, Callable[[Path], Store]] = {
    "Oxigraph": oxigraph_store,
    "Oxigraph, in memory": partial(oxigraph_store, in_memory=True),
    "Virtuoso": partial(virtuoso_store, "virtuoso-t"),
}


def write_publication(root: Path, observations: int) -> Path:
    """A publication with a cube of ``observations`` and nothing else of any size."""
    cube = root / CUBE
    cube.parent.mkdir(parents=True)
    (root / "ontology").mkdir()
    shutil.copyfile(ROOT / "ontology" / "extern.ttl", root / "ontology" / "extern.ttl")
    shutil.copytree(ROOT / "queries", root / "queries")
    for name in FILES:
        cube.with_name(name).write_text(f"<urn:bestand:{name}> <urn:is> <urn:leeg> .\n", encoding="utf-8")
    flat.build(flat.write_table(root / "table.csv", observations), cube)
    return root


@contextmanager
def new_store(kind: str, folder: Path | None = None) -> Iterator[Store]:
    """A store that has just been started, with its files in ``store`` in a folder, or in one that goes when it ends."""
    with tempfile.TemporaryDirectory() as own:
        store = STORES[kind]((folder or Path(own)) / "store")
        store.start()
        try:
            yield store
        finally:
            store.kill()


def published(store: Store, root: Path) -> Figures:
    """What publishing takes as a whole process. Raises ``CalledProcessError``."""
    words = ["publish", "--endpoint", store.address, "--root", str(root), "--direct", "--timeout", "3600"]
    return processes([PYTHON, "-m", "mdo_rdf", *words], MDO_RDF_USER="dba", MDO_RDF_PASSWORD="dba")  # noqa: S106


def publish_to(kind: str, root: Path) -> Figures:
    """What publishing into a new store takes."""
    with new_store(kind) as store:
        return published(store, root)


def load_oxigraph(root: Path) -> Figures:
    """What the loader of Oxigraph takes for the cube."""
    with tempfile.TemporaryDirectory() as folder:
        load: Command = [PYTHON.with_name("oxigraph"), "load", "--location", folder, "--file", root / CUBE, "--graph", GRAPH]
        return work(partial(said, load))


def load_virtuoso(root: Path) -> Figures:
    """What the bulk loader of Virtuoso takes for the cube."""
    with tempfile.TemporaryDirectory() as name, new_store("Virtuoso", Path(name)):
        folder = Path(name) / "store"
        shutil.copyfile(root / CUBE, folder / "cube.ttl")
        settings = (folder / "virtuoso.ini").read_text("utf-8").splitlines()
        address = next(line.removeprefix("ServerPort = ") for line in settings if line.startswith("ServerPort = 127"))
        login = ["isql-vt", address, "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
        return work(partial(said, [*login, f"exec=ld_dir_all('{folder}', '*.ttl', '{GRAPH}'); rdf_loader_run(); checkpoint;"]))


LOADERS = {"Oxigraph": load_oxigraph, "Virtuoso": load_virtuoso}


def is_there(kind: str) -> bool:
    """Whether this machine has the store; Oxigraph comes with the Python packages."""
    return kind == "Oxigraph" or shutil.which("virtuoso-t") is not None


def publishing(kind: str, place: Place) -> Sides:
    """The loader of a store, and publishing into it. Raises ``RuntimeError`` where the store is not there."""
    if not is_there(kind):
        raise RuntimeError(f"{kind} is not installed; make system-deps installs it")
    root = write_publication(place.folder / "root", place.observations)
    return {"its loader": partial(LOADERS[kind], root), "published": partial(publish_to, kind, root)}
