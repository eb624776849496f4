"""Measures how fast we are beside others, and whether that is what the documentation says: ``bench.py [NAME [SIZE …]]``.

Without a name: all benchmarks, of sizes that take minutes; with ``--large`` of sizes that take hours. Exit codes: 0 all is as
documented, 1 something is not, 2 something could not be measured.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import comparisons
from growth import growth, parts
from mdo_rdf.errors import MdoError
from measuring import PUBLICATION, Place, Ratios, Results, in_turn, keep, show
from promises import Promise, read_promises
from publishing import publishing
from serving import serving, starting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from measuring import Sides


def by_side(results: Results) -> Ratios:
    """By size and side, how many times the first quantity of the first side."""
    ratios: Ratios = {}
    for size, medians in results.items():
        (first, ours), *others = ((side, next(iter(figures.values()))) for side, figures in medians.items())
        ratios |= {(size, side): figure / ours for side, figure in others if side != first}
    return ratios


def by_quantity(results: Results) -> Ratios:
    """By size, how many times our time and our memory the only other side takes."""
    ratios: Ratios = {}
    for size, medians in results.items():
        ours, other = medians.values()
        ratios |= {(size, name): other[key] / ours[key] for name, key in (("time", "seconds"), ("memory", "megabytes"))}
    return ratios


class Benchmark(NamedTuple):
    """What is measured, of which sizes (``large``: with ``--large``), how often, and what is held against the documentation."""

    title: str
    sides: Callable[[Place], Sides]
    sizes: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    ratios: Callable[[Results], Ratios] = by_side
    rounds: int = 5


BENCHMARKS = {
    "start": Benchmark("what starts quickly", comparisons.start, (PUBLICATION,)),
    "build": Benchmark("cells and cube, from CSV to Turtle", comparisons.build, (PUBLICATION,)),
    "question": Benchmark("a question on the publication", comparisons.question, (PUBLICATION,)),
    "constraints": Benchmark("the 21 constraints, within one process", comparisons.constraints, ("10000",), rounds=3),
    "shapes": Benchmark("our shapes, within one process", comparisons.shapes, ("10000",), rounds=3),
    "whole": Benchmark("build and validate", comparisons.whole, (PUBLICATION,), ("10000",), by_quantity, rounds=3),
    "peers": Benchmark("from CSV to N-Triples", comparisons.peers, ("800", "10000"), ("100000", "1000000")),
    "growth": Benchmark("every part of the way", parts, (PUBLICATION, "10000"), ("10000", "100000", "1000000"), growth),
    "publish-oxigraph": Benchmark("into Oxigraph", partial(publishing, "Oxigraph"), (), ("10000", "100000")),
    "publish-virtuoso": Benchmark("into Virtuoso", partial(publishing, "Virtuoso"), (), ("10000", "100000")),
    "serve-start": Benchmark("the server starts and ends", starting, (PUBLICATION,)),
    "serve": Benchmark("the server under load", serving, (), (PUBLICATION,), rounds=3),
}


def measure(name: str, sizes: Sequence[str], rounds: int) -> Results:
    """Measure, print and keep the results of a benchmark. Raises where a side fails or does not give the same as another."""
    benchmark, results = BENCHMARKS[name], Results()
    print(f"\n{name}: {benchmark.title}; medians, the first as a ratio to that of the first side", flush=True)
    for size in sizes:
        with ExitStack() as ending:
            place = Place(size, Path(ending.enter_context(tempfile.TemporaryDirectory())), ending)
            usual = benchmark.rounds if place.observations < 100_000 else 3
            results[size] = in_turn(benchmark.sides(place), rounds or usual)
        show(size, results[size])
    keep(name, results)
    return results


def in_scope(promise: Promise, name: str, sizes: Sequence[str]) -> bool:
    """Whether a promise is about a benchmark and no other sizes than these."""
    about = re.findall(rf"\d{{3,}}|{PUBLICATION}", f"{promise.row} {promise.column}")
    return promise.benchmark == name and set(about) <= set(sizes)


def judge(name: str, sizes: Sequence[str], rounds: int, promises: Sequence[Promise]) -> list[str]:
    """Measure, and say in a line for each promise what came of it: kept, NOT KEPT or not measured."""
    lines, ratios = [], Ratios()
    try:
        ratios = BENCHMARKS[name].ratios(measure(name, sizes, rounds))
    except (AssertionError, MdoError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"{name} could not be measured: {error}\n{getattr(error, 'stderr', None) or ''}", file=sys.stderr)
        lines.append(f"not measured: {name}")
    for promise in promises:
        if in_scope(promise, name, sizes):
            measured = ratios.get((promise.row, promise.column))
            outcome = "not measured" if measured is None else "kept" if promise.is_kept(measured) else "NOT KEPT"
            shown = "" if measured is None else f"{measured:.2f}"
            about = f"{name}: {promise.row}, {promise.column} ({promise.document})"
            lines.append(f"{outcome:<13}{promise.holds} {promise.figure:<8g}{shown:>10}  {about}")
    return lines


def size(word: str) -> str:
    """A size as an option. Raises ``ValueError``."""
    return word if word == PUBLICATION else str(int(word))


def main(words: Sequence[str] | None = None) -> int:
    """Measure what is asked for, and print what came of each promise about it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", choices=[*BENCHMARKS], metavar="NAME", help=f"{', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("sizes", nargs="*", type=size, metavar="SIZE", help=f"numbers of observations, or {PUBLICATION}")
    parser.add_argument("--large", action="store_true", help="the sizes that take hours")
    parser.add_argument("--rounds", type=int, default=0, help="of how many runs each figure is the median")
    options = parser.parse_args(words)
    try:
        promises = read_promises()
    except RuntimeError as error:
        parser.error(str(error))
    lines = []
    for name in [options.name] if options.name else BENCHMARKS:
        benchmark = BENCHMARKS[name]
        usual = benchmark.large if options.large else benchmark.sizes
        sizes = options.sizes or usual or (benchmark.sizes + benchmark.large if options.name else ())
        lines += judge(name, sizes, options.rounds, promises) if sizes else []
    print("\nwhat the documentation says, what was measured, and whether that holds, give or take a quarter:", *lines, sep="\n")
    if any(line.startswith("NOT KEPT") for line in lines):
        return 1
    return 2 if any(line.startswith("not measured") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
