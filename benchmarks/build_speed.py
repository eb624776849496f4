"""How long one process takes from CSV to Turtle, beside the same build written with typer and rdflib in one loop.

Both sides run as whole processes, alternating, in one run; the figure that counts is the ratio of their medians.
Before timing it checks that both make the same triples.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph

from mdo_rdf.iris import BASE, PREFIXES
from measuring import ROOT, as_installed, keep, linked

ROUNDS = 7
"""Rounds per side; never fewer than five."""
OUTPUT = BASE + "id/distributie/data/"
"""How the names of the files that a build writes begin, and of their checksums."""
MEASURES = (
    PREFIXES["dcat"] + "byteSize",
    PREFIXES["spdx"] + "checksumValue",
    PREFIXES["schema"] + "contentSize",
    PREFIXES["schema"] + "sha256",
)


def ours(out: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("mdo-rdf")), "build", "--root", str(out)]


def plain(out: Path) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / "plain_rdflib.py"), str(ROOT), str(out)]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=as_installed())
    return time.perf_counter() - start


def triples(path: Path) -> set[pyoxigraph.Quad]:
    """What a file says, by value, as a store has it: rdflib's writer turns the decimal 57 into 57.0."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.from_extension(path.suffix[1:]))
    dataset = pyoxigraph.Dataset(store)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return {without_measure(quad) for quad in dataset}


def without_measure(quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
    """A quad, with only the datatype of what it gives as the size or the checksum of a file that the build itself wrote.

    The two serializers lay out the same triples differently, so these figures differ where no triple does. That a file has
    them is still compared, and so are the sizes and checksums of the files that a build reads.
    """
    is_output = isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value.startswith(OUTPUT)
    if is_output and quad.predicate.value in MEASURES and isinstance(quad.object, pyoxigraph.Literal):
        return pyoxigraph.Quad(quad.subject, quad.predicate, quad.object.datatype, quad.graph_name)
    return quad


def same_triples(one: Path, other: Path) -> bool:
    """Compared file by file: what stands in one file may also stand in the file of a link target, and be missing there."""
    names = {path.name for path in one.glob("*.*")}
    return names == {path.name for path in other.glob("*.*")} and all(
        triples(one / name) == triples(other / name) for name in names
    )


def measure(rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of our build and of the plain one, on a copy of the sources in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        place = linked(Path(folder))
        seconds(ours(place))
        seconds(plain(place / "plain"))
        if not same_triples(place / "data" / "rdf" / "2024", place / "plain"):
            raise SystemExit("the two builds do not make the same triples")
        times = [(seconds(ours(place)), seconds(plain(place / "plain"))) for _ in range(rounds)]
    mine, theirs = zip(*times, strict=True)
    return statistics.median(mine), statistics.median(theirs)


def main() -> None:
    mine, theirs = measure()
    print(f"whole process, CSV to Turtle, medians of {ROUNDS} runs each:")
    print(f"  mdo-rdf build          {mine * 1000:7.0f} ms")
    print(f"  typer + rdflib, plain  {theirs * 1000:7.0f} ms")
    print(f"  ratio                  {theirs / mine:7.1f}")
    keep("build_speed", {"publication": {"ours": mine, "typer + rdflib": theirs}})


if __name__ == "__main__":
    main()
