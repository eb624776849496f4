"""The cube of any size of the benchmarks: this package and the plainest program write the same bytes, in one process or two."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import flat
import scale
from checkout import ROOT
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.validate import validate_files
from mdo_rdf.export.formats import export
from mdo_rdf.export.records import read_figures
from mdo_rdf.iris import PREFIXES
from measuring import Run, measured, median

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.edition import Model


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_all_ways_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    table = flat.write_table(tmp_path / "table.csv", 2_003)
    outs = [tmp_path / f"{name}.{form}" for name in ("plain", "one", "two", "three")]
    flat.plain(table, outs[0], form)
    for processes in (1, 2, 3):
        flat.build(table, outs[processes], form, processes)
    assert len({out.read_bytes() for out in outs}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["table.csv", *(out.name for out in outs)])


def test_both_syntaxes_say_the_same(tmp_path: Path) -> None:
    table = flat.write_table(tmp_path / "table.csv", 101)
    triples = []
    for form in (pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.N_TRIPLES):
        out = tmp_path / f"out.{form.file_extension}"
        flat.build(table, out, form.file_extension)
        triples.append([quad.triple for quad in pyoxigraph.parse(path=str(out), format=form)])
    assert triples[0] == triples[1]
    assert len(triples[0]) == 101 * 9 + 15  # one series in seven is rounded: three series of five years


def test_a_cube_that_was_made_up_is_a_publication_without_a_mistake(tmp_path: Path) -> None:
    files = publication(tmp_path, 203)
    for step in (scale.parse, scale.check, scale.questions):
        step(files)
    triples = list(chain.from_iterable(read_triples(str(path)) for path in files))
    assert sum(quad.predicate == flat_name("tekst") for quad in triples) == 41 * 5 + 12  # 41 series and those of the small one
    assert len(validate_files([str(path) for path in files]).results) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("mdo:waarde 190 ;", 'mdo:waarde "190" ;'), ("prov:wasDerivedFrom <id/cel", "prov:wasDerivedFrom <id/geen")],
)
def test_a_mistake_in_it_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    *others, cube = publication(tmp_path, 203)
    cube.write_text(cube.read_text("utf-8").replace(right, wrong), "utf-8")
    with pytest.raises(SystemExit, match="not right"):
        scale.check([*others, cube])


def publication(folder: Path, observations: int) -> list[Path]:
    table, cube = flat.write_table(folder / "table.csv", observations), folder / "cube.ttl"
    flat.build(table, cube, processes=1)
    return [*sorted((ROOT / "ontology").glob("*.ttl")), flat.write_context(folder / "context.ttl", observations), cube]


def flat_name(name: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(PREFIXES["mdo"] + name)


def test_its_figures_are_exported_with_their_own_values(model: Model, tmp_path: Path) -> None:
    figures = flat.figures(read_figures(model), flat.write_table(tmp_path / "table.csv", 12))
    assert [(one.indicator, one.year, one.value, one.rounding_unit) for one in figures.records[4:6]] == [
        ("reeks-0", 2023, 5000, 1000), ("reeks-1", 2019, 5 * 37 + 5, None),
    ]  # fmt: skip
    lines = export("csv", figures, ROOT)["cijfers.csv"].decode().splitlines()
    assert len(lines) == 13
    assert lines[6].startswith("reeks-1,")


def test_a_process_is_measured_with_what_it_started() -> None:
    child = "import time; kept = bytearray(60_000_000); time.sleep(0.3)"
    run = measured([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'])"])
    alone = measured([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert run.megabytes > 60 > alone.megabytes > 2
    assert run.wall > 0.3 > run.cpu
    assert median([Run(3, 1, 5), Run(1, 2, 4), Run(2, 9, 9)]) == Run(2, 2, 5)


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        measured([sys.executable, "-c", "raise SystemExit('too bad')"])
    assert failed.value.stderr == "too bad\n"
