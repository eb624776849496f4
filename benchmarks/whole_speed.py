"""Build and validate, as two whole processes, beside typer, rdflib and pySHACL in two plain scripts.

Of the publication we build all files and check the constraints, the shapes, and that each number follows from its cell; of a cube
that was made up we check the constraints and the shapes. The other side checks the constraints and the shapes of both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import flat
from mdo_rdf.publication import turtle_files
from measuring import ROOT, Run, keep, linked, measured, median, rounds

PUBLICATION = "publication"
HERE = ROOT / "benchmarks"
ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
Commands = list[list[str | Path]]


def publication(folder: Path) -> dict[str, Commands]:
    """The commands of both sides for the publication."""
    linked(folder, "shapes")
    ours, out = Path(sys.executable).with_name("mdo-rdf"), folder / "plain"
    made = [out / path.name for path in turtle_files(ROOT) if path.parent.parent.name == "rdf"]
    return {
        "ours": [[ours, "build", "--root", folder], [ours, "validate", "--root", folder]],
        "typer + rdflib + pySHACL": [[sys.executable, HERE / "plain_rdflib.py", ROOT, out], _pyshacl([*ONTOLOGY, *made])],
    }


def cube(folder: Path, observations: int) -> dict[str, Commands]:
    """The commands of both sides for a cube of a size."""
    table = flat.write_table(folder / "table.csv", observations)
    context = flat.write_context(folder / "context.ttl", observations)
    ours, plain = folder / "ours.ttl", folder / "plain.ttl"
    return {
        "ours": [
            [sys.executable, HERE / "flat.py", "ours", table, ours],
            [sys.executable, HERE / "scale.py", "--step", "check", *ONTOLOGY, context, ours],
        ],
        "typer + rdflib + pySHACL": [
            [sys.executable, HERE / "peers" / "rdflib_flat.py", table, plain],
            _pyshacl([*ONTOLOGY, context, plain]),
        ],
    }


def _pyshacl(files: list[Path]) -> list[str | Path]:
    return [sys.executable, HERE / "peers" / "pyshacl_check.py", ROOT / "shapes", *files]


def both(commands: Commands) -> Run:
    """Two processes one after the other: their times together, and the memory of the larger."""
    runs = [measured(command) for command in commands]
    return Run(sum(run.wall for run in runs), sum(run.cpu for run in runs), max(run.megabytes for run in runs))


def compare(sides: dict[str, Commands], times: int) -> dict[str, Run]:
    """The medians of each side, in turn."""
    runs: dict[str, list[Run]] = {side: [] for side in sides}
    for _ in range(times):
        for side, commands in sides.items():
            runs[side].append(both(commands))
    return {side: median(found) for side, found in runs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=[PUBLICATION], help="how many observations, or publication (the default)")
    parser.add_argument("--rounds", type=int, help="default: five, or three for 100,000 and more")
    options = parser.parse_args()
    print("build and validate, two whole processes, medians:")
    for word in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            size = 0 if word == PUBLICATION else int(word)
            sides = cube(Path(folder), size) if size else publication(Path(folder))
            found = compare(sides, options.rounds or rounds(size))
        for side, run in found.items():
            ratio = run.wall / found["ours"].wall
            print(f"{word:>12}  {side:<26}{run.wall:>8.2f} s{ratio:>7.1f}{run.cpu:>8.2f} s{run.megabytes:>7.0f} MB", flush=True)
        keep("whole_speed", {word: {side: run._asdict() for side, run in found.items()}})


if __name__ == "__main__":
    main()
