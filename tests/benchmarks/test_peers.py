"""The other ways to a cube that the benchmarks compare with make the same triples as ours; without an environment a peer is skipped."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import flat
import peer_speed
from measuring import ROOT, measured

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = ("plain strings", "typer + rdflib")


@pytest.mark.parametrize("name", [*PLAIN, *peer_speed.PEERS])
def test_a_peer_makes_the_same_triples(name: str, tmp_path: Path) -> None:
    command = peer_speed.sides().get(name)
    if command is None:
        pytest.skip(f"{name} has no environment; make peers makes it")
    table, ours, theirs = flat.write_table(tmp_path / "table.csv", 101), tmp_path / "ours.nt", tmp_path / "theirs.nt"
    flat.build(table, ours, "nt", processes=1)
    measured([*command, str(table), str(theirs)])
    if name in peer_speed.NO_RDF:
        (made,) = tmp_path.rglob("cube.csv-metadata.json")
        assert '"Figure"' in made.read_text("utf-8")
    else:
        assert peer_speed.triples(theirs) == peer_speed.triples(ours)


def test_pyshacl_finds_the_same_as_we_do(tmp_path: Path) -> None:
    """Nothing in a cube that is right, and something in one with a text for a number."""
    table, cube = flat.write_table(tmp_path / "table.csv", 15), tmp_path / "cube.ttl"
    flat.build(table, cube, processes=1)
    context = flat.write_context(tmp_path / "context.ttl", 15)
    files = [*sorted((ROOT / "ontology").glob("*.ttl")), context, cube]
    command: list[str | Path] = [sys.executable, ROOT / "benchmarks" / "peers" / "pyshacl_check.py", ROOT / "shapes", *files]
    assert measured(command).wall > 0
    cube.write_text(cube.read_text("utf-8").replace("mdo:waarde 190 ;", 'mdo:waarde "190" ;'), "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        measured(command)
    assert failed.value.returncode == 1
    assert "Conforms: False" in failed.value.stderr
