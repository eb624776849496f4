"""The cube of any size of the benchmarks: all ways to make it give the same, and it is a publication without a mistake."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import flat
import steps
from checkout import ROOT
from comparisons import statements
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.validate import validate_files
from mdo_rdf.export.formats import export
from mdo_rdf.export.records import records_of
from mdo_rdf.iris import PREFIXES
from measuring import ONTOLOGY, in_turn, processes

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.edition import Model


def test_all_ways_give_the_same(tmp_path: Path) -> None:
    table = flat.write_table(tmp_path / "table.csv", 2_003)
    lines, turtle = ([flat.build(table, tmp_path / f"{number}.{form}", number) for number in (1, 2, 3)] for form in ("nt", "ttl"))
    flat.plain(table, tmp_path / "plain.nt")
    assert len({path.read_bytes() for path in [*lines, tmp_path / "plain.nt"]}) == 1
    assert len({path.read_bytes() for path in turtle}) == 1
    assert len(list(tmp_path.iterdir())) == 8  # no parts are left
    assert statements(turtle[0]) == statements(lines[0])
    assert len(statements(turtle[0])) == 2_003 * 9 + 58 * 5  # one series in seven is rounded


def test_a_cube_that_was_made_up_is_a_publication_without_a_mistake(tmp_path: Path) -> None:
    files = publication(tmp_path, 203)
    for step in (steps.parse, steps.check, steps.questions):
        step(files)
    triples = list(chain.from_iterable(read_triples(str(path)) for path in files))
    texts = pyoxigraph.NamedNode(PREFIXES["mdo"] + "tekst")
    assert sum(quad.predicate == texts for quad in triples) == 41 * 5 + 12  # 41 series and those of the small one
    assert len(validate_files([str(path) for path in files]).results) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("mdo:waarde 190 ;", 'mdo:waarde "190" ;'), ("prov:wasDerivedFrom <id/cel", "prov:wasDerivedFrom <id/geen")],
)
def test_a_mistake_in_it_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    *others, cube = publication(tmp_path, 203)
    cube.write_text(cube.read_text("utf-8").replace(right, wrong), "utf-8")
    with pytest.raises(SystemExit, match="not right"):
        steps.check([*others, cube])


def publication(folder: Path, observations: int) -> list[Path]:
    table, context = flat.write_made_up(folder, observations)
    return [*ONTOLOGY, context, flat.build(table, folder / "cube.ttl", processes=1)]


def test_its_figures_are_exported_with_their_own_values(model: Model, tmp_path: Path) -> None:
    figures = flat.figures(records_of(model), flat.write_table(tmp_path / "table.csv", 12))
    assert [(record.indicator, record.year, record.value, record.rounding_unit) for record in figures.rows[4:6]] == [
        ("reeks-0", 2023, 5000, 1000), ("reeks-1", 2019, 5 * 37 + 5, None),
    ]  # fmt: skip
    lines = export("csv", figures, ROOT)["cijfers.csv"].decode().splitlines()
    assert len(lines) == 13
    assert lines[6].startswith("reeks-1,")


def test_the_memory_of_a_process_includes_what_it_started() -> None:
    child = "kept = bytearray(60_000_000); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'], input=b'x' * 10)"
    assert processes([sys.executable, "-c", parent])["megabytes"] > 60


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        processes([sys.executable, "-c", "raise SystemExit('too bad')"])
    assert failed.value.stderr == "too bad\n"


def test_sides_take_turns_and_the_median_counts() -> None:
    turns: list[str] = []
    figures = {"a": iter([3.0, 1.0, 2.0]), "b": iter([9.0, 9.0, 1.0])}

    def side(name: str) -> dict[str, float]:
        turns.append(name)
        return {"seconds": next(figures[name])}

    medians = in_turn({"a": lambda: side("a"), "b": lambda: side("b")}, 3)
    assert medians == {"a": {"seconds": 2}, "b": {"seconds": 9}}
    assert turns == ["a", "b", "b", "a", "a", "b"]
