"""How long validation takes, beside the same work in rdflib and pySHACL, and how it grows.

Every figure is the median of whole passes in one run; ratios are between two sides of the same run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib

from mdo_rdf.datacube.constraints import check_integrity, query_text
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import FAST, REFERENCE, check_shapes, read_shapes
from mdo_rdf.datacube.validate import validate_files
from mdo_rdf.iris import BASE, PREFIXES
from measuring import keep
from reference import queries

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
YEARS = range(2019, 2024)
ONTOLOGY = sorted(str(path) for path in (ROOT / "ontology").glob("*.ttl"))


def write_cube(path: Path, observations: int) -> Path:
    """A cube with the structure of ours and as many observations: five years of each indicator."""
    head = [f"@base <{BASE}> ."] + [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    head.append("<id/dataset/2024> a qb:DataSet ; qb:structure <id/structuur/waarde> .")
    with path.open("w", encoding="utf-8") as file:
        file.write("\n".join(head) + "\n")
        for number in range(observations):
            indicator, year = f"reeks-{number // len(YEARS)}", YEARS[number % len(YEARS)]
            file.write(_observation(f"{indicator}/{year}", indicator, year, str(number), f"{indicator}/1/{year}"))
    return path


def write_shaped(path: Path, observations: int) -> Path:
    """The small valid publication of the tests with as many further observations; one in ten has a value that is no number."""
    with path.open("w", encoding="utf-8") as file:
        file.write((ROOT / "tests" / "corpus" / "publicatie" / "valid.basis.ttl").read_text(encoding="utf-8"))
        for number in range(observations):
            value = f'"{number}"' if number % 10 == 0 else str(number)
            file.write(_observation(f"reeks-{number}/2023", "voorbeeld-b", 2023, value, "a-1/2/2023"))
    return path


def _observation(name: str, indicator: str, year: int, value: str, cell: str) -> str:
    return (
        f"<id/observatie/2024/waarde/{name}> a qb:Observation ; qb:dataSet <id/dataset/2024> ;\n"
        f"  mdo:indicator <id/indicator/{indicator}> ; mdo:jaar <id/jaar/{year}> ; mdo:waarde {value} ;\n"
        f"  sdmx-attribute:unitMeasure <id/eenheid/aantal> ; mdo:kwalificatie <id/kwalificatie/exact> ;\n"
        f"  sdmx-attribute:obsStatus <id/status/a> ; prov:wasDerivedFrom <id/cel/2024/{cell}> .\n"
    )


def integrity_ours(path: Path) -> int:
    """Read the cube and check all 21 constraints."""
    return len(check_integrity(Cube(chain.from_iterable(map(read_triples, [*ONTOLOGY, str(path)])))))


def integrity_rdflib(path: Path) -> int:
    """Read the cube and run the same constraints as SPARQL in rdflib; the normalisation too."""
    graph = rdflib.Graph()
    for name in (*ONTOLOGY, str(path)):
        graph.parse(name, format="turtle")
    for phase in ("normalise-1", "normalise-2"):
        graph.update(query_text(phase))
    structures = Cube(chain.from_iterable(map(read_triples, ONTOLOGY)))
    return sum(1 for _, query in queries(structures) for solution in graph.query(query).bindings if solution)


def shapes_with(engine: str, path: Path) -> Counter[str]:
    """Our shapes on the cube: how many findings of each rule."""
    return Counter(finding.rule for finding in check_shapes(read_shapes(ROOT), path, engine))


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of some work."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def integrity_ratio(folder: Path, observations: int, rounds: int) -> float:
    """How many times longer rdflib takes for the 21 constraints."""
    path = write_cube(folder / "integrity.ttl", observations)
    if integrity_ours(path) != integrity_rdflib(path):
        raise SystemExit("the two sides do not find the same")
    return seconds(lambda: integrity_rdflib(path), rounds) / seconds(lambda: integrity_ours(path), rounds)


def shapes_ratio(folder: Path, observations: int, rounds: int) -> float:
    """How many times longer pySHACL takes for our shapes, with the same counts per rule."""
    path = write_shaped(folder / "shapes.ttl", observations)
    if shapes_with(FAST, path) != shapes_with(REFERENCE, path):
        raise SystemExit("the two engines do not count the same")
    return seconds(lambda: shapes_with(REFERENCE, path), rounds) / seconds(lambda: shapes_with(FAST, path), rounds)


def whole(path: Path) -> tuple[float, float]:
    """Seconds and megabytes that a full validation of a file takes, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_whole, (str(path),))


def _whole(path: str) -> tuple[float, float]:
    start = time.perf_counter()
    validate_files([*ONTOLOGY, path])
    took = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")  # ru_maxrss would count the parent's memory too
    return took, int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="100,000 observations in rdflib and 1,000,000 in ours (minutes)")
    large = parser.parse_args().large
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for observations, rounds in ((1_000, 5), (10_000, 3), *([(100_000, 1)] if large else [])):
            ratio = results[f"constraints {observations}"] = integrity_ratio(folder, observations, rounds)
            print(f"21 constraints, {observations:>9,} observations: rdflib takes {ratio:5.1f} times as long", flush=True)
        for observations, rounds in ((1_000, 5), (10_000, 3)):
            ratio = results[f"shapes {observations}"] = shapes_ratio(folder, observations, rounds)
            print(f"our shapes,     {observations:>9,} observations: pySHACL takes {ratio:5.1f} times as long", flush=True)
        before = 0.0
        for observations in (10_000, 100_000, *([1_000_000] if large else [])):
            took, megabytes = whole(write_cube(folder / "whole.ttl", observations))
            growth = f", {took / before:4.1f} times the one before" if before else ""
            print(f"full validation,{observations:>9,} observations: {took:6.1f} s, {megabytes:5.0f} MB{growth}")
            results |= {f"whole {observations} seconds": took, f"whole {observations} megabytes": megabytes}
            before = took
    keep("validation_speed", results)


if __name__ == "__main__":
    main()
