"""How long one question takes as a whole process, beside an empty Python and beside rdflib on the same files.

All sides run alternating in one run; the figures that count are the ratios of their medians, and all give the same rows.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from build_speed import seconds
from mdo_rdf.publication import turtle_files
from mdo_rdf.query.questions import read_question, with_defaults
from measuring import ROOT, as_installed, keep

QUESTION = "tijdreeks"
ROUNDS = 7
"""Rounds per side; rdflib, which takes long, has three."""
_RDFLIB = """
import sys, rdflib
graph = rdflib.Graph()
for path in sys.argv[2:]:
    graph.parse(path, format="turtle")
print(graph.query(sys.argv[1]).serialize(format="csv").decode().replace("\\r", ""), end="")
"""


def ours() -> list[str]:
    return [str(Path(sys.executable).with_name("mdo-rdf")), "query", QUESTION, "--format", "csv"]


def empty() -> list[str]:
    return [sys.executable, "-c", "pass"]


def plain() -> list[str]:
    query = with_defaults(read_question(ROOT, QUESTION))
    return [sys.executable, "-c", _RDFLIB, query, *map(str, turtle_files(ROOT))]


def rows(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env=as_installed()).stdout


def measure(rounds: int = ROUNDS) -> tuple[float, float, float]:
    """The medians, in seconds, of a question, an empty Python and rdflib. Raises ``RuntimeError`` where the rows differ."""
    if rows(ours()) != rows(plain()):
        raise RuntimeError("the two sides do not give the same rows")
    times: list[list[float]] = [[], [], []]
    for number in range(rounds):
        times[0].append(seconds(ours()))
        times[1].append(seconds(empty()))
        if number < min(rounds, 3):
            times[2].append(seconds(plain()))
    question, nothing, rdflib = map(statistics.median, times)
    return question, nothing, rdflib


def main() -> None:
    """Print the three medians and the two ratios."""
    question, nothing, rdflib = measure()
    print(f"whole process, one question on the publication, medians of {ROUNDS} runs (rdflib: 3):")
    for name, value in (("mdo-rdf query", question), ("empty python", nothing), ("rdflib, plain", rdflib)):
        print(f"  {name:<16} {value * 1000:7.0f} ms")
    print(f"  {question / nothing:.1f} times an empty Python; rdflib takes {rdflib / question:.0f} times as long")
    keep("query_speed", {QUESTION: {"ours": question, "empty python": nothing, "rdflib": rdflib}})


if __name__ == "__main__":
    main()
