"""How fast a large cube gets into a triple store, checked, beside the store's own loader; and how much memory that takes here.

The loaders read the same files from disk, have the store to themselves, and check nothing: they are the fastest there is.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import ROOT, Run, as_installed, keep, measured
from validation_speed import write_cube

if TYPE_CHECKING:
    from collections.abc import Callable

GRAPH = "https://w3id.org/monitor-digitale-overheid/id/dataset/2024/graaf/cube"
sys.path.insert(0, str(ROOT / "tests"))

from mdo_rdf.publication import FILES  # noqa: E402
from stores import Store, free_port, oxigraph_store, virtuoso_store  # noqa: E402


def write_publication(place: Path, observations: int) -> Path:
    """A publication with a cube of ``observations`` and nothing else of any size."""
    folder = place / "data" / "rdf" / "2024"
    folder.mkdir(parents=True)
    (place / "ontology").mkdir()
    shutil.copyfile(ROOT / "ontology" / "extern.ttl", place / "ontology" / "extern.ttl")
    shutil.copytree(ROOT / "queries", place / "queries")
    for name in FILES:
        (folder / name).write_text(f"<urn:bestand:{name}> <urn:is> <urn:leeg> .\n", encoding="utf-8")
    write_cube(folder / "cube.ttl", observations)
    return place


def publish(store: Store, root: Path) -> Run:
    """What publishing takes as a whole process. Raises ``CalledProcessError``."""
    environment = as_installed() | {"MDO_RDF_USER": "dba", "MDO_RDF_PASSWORD": "dba"}
    words = ["publish", "--endpoint", store.address, "--root", str(root), "--direct", "--timeout", "3600"]
    return measured([sys.executable, "-m", "mdo_rdf", *words], environment)


def stores() -> dict[str, Callable[[Path], Store]]:
    """How each of the stores that this machine has is made in a folder."""
    found: dict[str, Callable[[Path], Store]] = {"oxigraph": oxigraph_store}
    return found | {"virtuoso": partial(virtuoso_store, "virtuoso-t")} if shutil.which("virtuoso-t") else found


def load_oxigraph(place: Path, root: Path) -> float:
    """The seconds that the loader of Oxigraph takes for the cube."""
    command = Path(sys.executable).with_name("oxigraph")
    start = time.monotonic()
    cube = root / "data" / "rdf" / "2024" / "cube.ttl"
    subprocess.run([command, "load", "--location", place, "--file", cube, "--graph", GRAPH], check=True, capture_output=True)
    return time.monotonic() - start


def load_virtuoso(place: Path, root: Path) -> float:
    """The seconds that the bulk loader of Virtuoso takes for the cube."""
    store = virtuoso_store("virtuoso-t", place)
    store.start()
    try:
        shutil.copyfile(root / "data" / "rdf" / "2024" / "cube.ttl", place / "cube.ttl")
        port = next(
            line.rpartition(":")[2] for line in (place / "virtuoso.ini").read_text("utf-8").splitlines() if "ServerPort" in line
        )
        script = f"ld_dir_all('{place}', '*.ttl', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        start = time.monotonic()
        login = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
        subprocess.run([*login, f"exec={script}"], check=True, capture_output=True)
        return time.monotonic() - start
    finally:
        store.kill()


def measure(kind: str, observations: int, folder: Path) -> tuple[float, float, float]:
    """The seconds of publishing and of the store's own loader, and the peak memory of publishing in megabytes."""
    root = write_publication(folder / "root", observations)
    store = stores()[kind](folder / "store")
    store.start()
    try:
        run = publish(store, root)
    finally:
        store.kill()
    load = load_oxigraph if kind == "oxigraph" else load_virtuoso
    return run.wall, load(folder / f"loaded-{free_port()}", root), run.megabytes


def main() -> None:
    """Print a line for each store and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    sizes = parser.parse_args().sizes
    print("whole process, published with --direct and read back, beside the store's own loader:")
    print(f"{'store':<10} {'observations':>12} {'seconds':>9} {'a second':>9} {'loader':>9} {'ratio':>6} {'memory':>9}")
    for kind in stores():
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                seconds, loader, memory = measure(kind, size, Path(folder))
            keep("publish_speed", {f"{kind} {size}": {"seconds": seconds, "loader": loader, "megabytes": memory}})
            rate, ratio = size / seconds, seconds / loader
            print(
                f"{kind:<10} {size:>12,} {seconds:>9.1f} {rate:>9,.0f} {loader:>9.1f} {ratio:>6.1f} {memory:>6.0f} MB", flush=True
            )


if __name__ == "__main__":
    main()
