"""From a flat table to a cube: this package, the plainest program, and peers, each a whole process in its own environment.

All sides of a size run in turn, in one run; what counts are the ratios of their medians. Before anything is timed all make the
same triples, but for csvcubed, which makes CSV-W and no RDF. ``make peers`` makes the environments; a peer without one is left
out.
"""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from flat import write_table
from measuring import ROOT, Run, keep, measured, median, rounds

HERE = ROOT / "benchmarks"
ENVIRONMENTS = ROOT / "build" / "peers"
PEERS = ("maplib", "morph-kgc", "csvcubed")
NO_RDF = ("csvcubed",)
MOST = {"typer + rdflib": 100_000}
"""Sizes beyond which a side would take all of the memory: a gigabyte for each 100,000."""


def sides() -> dict[str, list[str]]:
    """The command of each side, to which a table and an output are added."""
    flat = [sys.executable, str(HERE / "flat.py")]
    found = {
        "ours": [*flat, "ours"],
        "ours, one process": [*flat, "ours", "--processes", "1"],
        "plain strings": [*flat, "plain"],
        "typer + rdflib": [sys.executable, str(HERE / "peers" / "rdflib_flat.py")],
    }
    for name in PEERS:
        python = ENVIRONMENTS / name / "bin" / "python"
        if python.exists():
            found[name] = [str(python), str(HERE / "peers" / f"{name.replace('-', '_')}_flat.py")]
        else:
            print(f"{name} is left out: there is no {python.relative_to(ROOT)}; make peers", file=sys.stderr)
    return found


def triples(path: Path) -> list[bytes]:
    """The lines of N-Triples, each once, in one order; a peer may write them in another order or twice."""
    return sorted(set(path.read_bytes().splitlines()))


def check(commands: dict[str, list[str]], folder: Path) -> None:
    """Raises ``RuntimeError`` where a side makes other triples."""
    table = write_table(folder / "small.csv", 800)
    made = {}
    for name, command in commands.items():
        out = folder / f"{name}.nt"
        measured([*command, str(table), str(out)])
        if name not in NO_RDF:
            made[name] = triples(out)
    others = [name for name, found in made.items() if found != made["ours"]]
    if others:
        raise RuntimeError(f"not the same triples: {', '.join(others)}")


def compare(observations: int, commands: dict[str, list[str]], folder: Path, times: int) -> dict[str, Run]:
    """The medians of each side at one size."""
    table = write_table(folder / f"{observations}.csv", observations)
    runs: dict[str, list[Run]] = {}
    for _ in range(times):
        for name, command in commands.items():
            if observations <= MOST.get(name, observations):
                out = folder / "out.nt"
                runs.setdefault(name, []).append(measured([*command, str(table), str(out)]))
                out.unlink(missing_ok=True)
    return {name: median(found) for name, found in runs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[800, 10_000])
    parser.add_argument("--rounds", type=int, help="default: five, or three for 100,000 and more")
    options = parser.parse_args()
    commands = sides()
    results: dict[str, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        check(commands, Path(name))
        print(", ".join(f"{what} {which}" for what, which in versions(commands).items()))
        print("from CSV to N-Triples, whole processes, medians; a ratio above 1 is slower or larger than ours:")
        print(f"{'observations':>12}  {'':<18}{'wall':>9}{'ratio':>7}{'cpu':>9}{'memory':>10}")
        for size in options.sizes:
            results[str(size)] = found = compare(size, commands, Path(name), options.rounds or rounds(size))
            for side, run in found.items():
                ratio = run.wall / found["ours"].wall
                print(
                    f"{size:>12,}  {side:<18}{run.wall:>7.2f} s{ratio:>7.1f}{run.cpu:>7.2f} s{run.megabytes:>7.0f} MB", flush=True
                )
    kept = {size: {side: run._asdict() for side, run in found.items()} for size, found in results.items()}
    keep("peer_speed", kept, versions=versions(commands))


def versions(commands: dict[str, list[str]]) -> dict[str, str]:
    """The versions of Python, rdflib and the peers."""
    ask = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    found = {"python": platform.python_version(), "rdflib": version("rdflib")}
    for name in PEERS:
        if name in commands:
            said = subprocess.run([commands[name][0], "-c", ask, name], check=True, capture_output=True, text=True)
            found[name] = said.stdout.strip()
    return found


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
