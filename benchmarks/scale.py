"""Every part of the way, from CSV to a store, on the publication and on cubes of any size: how long, how much, how it grows.

Each part is a process of its own, the start of Python included; figures are medians. The cubes are made up (``flat.py``), whole
and valid: no part has anything to complain of. The first line of each part is about the publication itself, which has more parts
than a cube.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

import flat
from mdo_rdf.commands.validate import OBJECTS
from mdo_rdf.datacube.constraints import check_integrity
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import check_shapes, read_shapes, read_turtle
from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.formats import export
from mdo_rdf.export.records import records_of
from mdo_rdf.publication import turtle_files
from mdo_rdf.query.questions import read_questions, with_defaults
from measuring import ROOT, Run, keep, linked, measured, median, rounds
from publish_speed import publish, stores, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

PUBLICATION = "publication"
EDITION = "2024"


def parse(files: Sequence[Path]) -> None:
    """Read every triple."""
    for _ in chain.from_iterable(read_triples(str(path)) for path in files):
        pass


def integrity(files: Sequence[Path]) -> None:
    """Read and check the 21 constraints."""
    _right(check_integrity(Cube(chain.from_iterable(read_triples(str(path)) for path in files))))


def shapes(files: Sequence[Path]) -> None:
    """Read and check our shapes."""
    _right(check_shapes(read_shapes(ROOT), read_turtle(files)))


def check(files: Sequence[Path]) -> None:
    """Read and check both."""
    integrity(files)
    shapes(files)


def _right(findings: Sequence[object]) -> None:
    if findings:
        raise SystemExit(f"not right: {len(findings)} findings, the first: {findings[0]}")


def questions(files: Sequence[Path]) -> None:
    """Read into a store in memory and answer every question that is ready to be asked, with its defaults."""
    store = pyoxigraph.Store()
    for path in files:
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    for name, question in read_questions(ROOT).items():
        if name == _PAIRS:
            continue
        answer = store.query(with_defaults(question))
        if not isinstance(answer, pyoxigraph.QueryBoolean):
            for _ in answer:
                pass


_PAIRS = "ontwikkeling-over-alle-jaren"
"""Every series beside every other: its time grows with the square, and it is meant for one publication."""


def exports(files: Sequence[Path]) -> None:
    """CSV and Parquet of the figures: of the publication from its sources, of a table that was made up from that."""
    figures = records_of(read_model(ROOT, EDITION))
    if files[0].suffix == ".csv":
        figures = flat.figures(figures, files[0])
    for name in ("csv", "parquet"):
        for content in export(name, figures, ROOT).values():
            if not content:
                raise SystemExit(f"nothing was exported as {name}")


STEPS: dict[str, Callable[[Sequence[Path]], None]] = {
    "parse": parse, "constraints": integrity, "shapes": shapes, "questions": questions, "export": exports,
}  # fmt: skip
"""The parts that are measured one by one; building and loading have commands of their own."""


class Place:
    """What is measured on: the files of a size, made once."""

    def __init__(self, folder: Path, observations: int) -> None:
        self.folder, self.observations = folder, observations
        self.table = flat.write_table(folder / "table.csv", observations)
        self.cube, self.context = folder / "cube.ttl", flat.write_context(folder / "context.ttl", observations)
        flat.build(self.table, self.cube)

    def commands(self) -> Iterator[tuple[str, list[str | Path]]]:
        """Each part with the process that does it."""
        built: list[str | Path] = [sys.executable, ROOT / "benchmarks" / "flat.py", "ours", self.table]
        ontology = sorted((ROOT / "ontology").glob("*.ttl"))
        yield "build, Turtle", [*built, self.folder / "out.ttl"]
        yield "build, N-Triples", [*built, self.folder / "out.nt"]
        for name in STEPS:
            yield name, _step(name, [self.table] if name == "export" else [*ontology, self.context, self.cube])


class Publication:
    """The publication itself, as it is published."""

    observations = 0

    def __init__(self, folder: Path) -> None:
        self.folder = linked(folder)

    def commands(self) -> Iterator[tuple[str, list[str | Path]]]:
        """Each part with the process that does it; there is no command that writes all of it as N-Triples."""
        yield "build, Turtle", [Path(sys.executable).with_name("mdo-rdf"), "build", "--root", self.folder]
        for name in STEPS:
            yield name, _step(name, turtle_files(ROOT))


def _step(name: str, files: Sequence[Path]) -> list[str | Path]:
    return [sys.executable, __file__, "--step", name, *files]


def loads(observations: int, folder: Path, times: int) -> Iterator[tuple[str, Run]]:
    """Publishing a cube into each of the stores that there are, read back and checked; the store is a new one each time."""
    for kind in stores():
        runs = []
        for number in range(times):
            place = folder / f"{kind}-{number}"
            root = write_publication(place / "root", observations)
            store = stores()[kind](place / "store")
            store.start()
            try:
                runs.append(publish(store, root))
            finally:
                store.kill()
                shutil.rmtree(place)
        yield f"load, {kind}", median(runs)


def measure(place: Place | Publication, times: int, without: Collection[str]) -> Iterator[tuple[str, Run]]:
    """The median of each part, of all rounds of that part in turn with the others."""
    runs: dict[str, list[Run]] = {}
    for _ in range(times):
        for name, command in place.commands():
            if name not in without:
                runs.setdefault(name, []).append(measured(command))
    for name, found in runs.items():
        yield name, median(found)
    if place.observations and "load" not in without:
        yield from loads(place.observations, place.folder, times)


def main() -> None:
    """Measure and print, or do one part of one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=[*STEPS, "check"], help="do this part with the files, and nothing else")
    parser.add_argument("words", nargs="*", help="how many observations, or publication; with --step, files")
    parser.add_argument("--rounds", type=int, help="default: five, or three for 100,000 and more")
    parser.add_argument("--without", nargs="*", default=[], metavar="PART", help="parts to leave out, such as load")
    options = parser.parse_args()
    if options.step:
        gc.set_threshold(OBJECTS)  # as mdo-rdf validate does
        (STEPS | {"check": check})[options.step]([Path(word) for word in options.words])
        return
    print("whole processes, medians; growth is that of the time, beside the size before:")
    print(f"{'observations':>12}  {'':<18}{'wall':>10}{'growth':>8}{'cpu':>10}{'memory':>11}")
    before: dict[str, float] = {}
    for word in options.words or [PUBLICATION, "10000"]:
        with tempfile.TemporaryDirectory() as folder:
            place = Publication(Path(folder)) if word == PUBLICATION else Place(Path(folder), int(word))
            found = {}
            for name, run in measure(place, options.rounds or rounds(place.observations), options.without):
                found[name] = run._asdict()
                growth = f"{run.wall / before[name]:.1f}" if name in before else ""
                size = f"{place.observations:,}" if place.observations else PUBLICATION
                print(f"{size:>12}  {name:<18}{run.wall:>8.2f} s{growth:>8}{run.cpu:>8.2f} s{run.megabytes:>8.0f} MB", flush=True)
            before = {name: run["wall"] for name, run in found.items()} if place.observations else {}
        keep("scale", {word: found}, python=sys.version.split()[0], processes=os.cpu_count())


if __name__ == "__main__":
    main()
