"""The cube of any size of the benchmarks: this package and the plainest program write the same bytes, in one process or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import flat

if TYPE_CHECKING:
    from pathlib import Path


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
