"""The other ways to a cube that the benchmarks compare with make the same triples as ours; without an environment a peer is skipped."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

import flat
from comparisons import WITHOUT_RDF, statements, table_tools
from measuring import HERE, ONTOLOGY, PYTHON, ROOT, said

if TYPE_CHECKING:
    from pathlib import Path

    from measuring import Command


@pytest.mark.parametrize("name", ["plain strings", "typer + rdflib", "maplib", "Morph-KGC", "csvcubed"])
def test_a_peer_makes_the_same_triples(name: str, tmp_path: Path) -> None:
    command = table_tools().get(name)
    if command is None:
        pytest.skip(f"{name} has no environment; make peers makes it")
    table, theirs = flat.write_table(tmp_path / "table.csv", 101), tmp_path / "theirs.nt"
    said([*command, table, theirs])
    if name == WITHOUT_RDF:
        (made,) = tmp_path.rglob("cube.csv-metadata.json")
        assert '"Figure"' in made.read_text("utf-8")
    else:
        assert statements(theirs) == statements(flat.build(table, tmp_path / "ours.nt", processes=1))


def test_pyshacl_finds_the_same_as_we_do(tmp_path: Path) -> None:
    """Nothing in a cube that is right, and something in one with a text for a number."""
    table, context = flat.write_made_up(tmp_path, 15)
    cube = flat.build(table, tmp_path / "cube.ttl", processes=1)
    command: Command = [PYTHON, HERE / "peers" / "pyshacl_check.py", ROOT / "shapes", *ONTOLOGY, context, cube]
    assert said(command) == ""
    cube.write_text(cube.read_text("utf-8").replace("mdo:waarde 190 ;", 'mdo:waarde "190" ;'), "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        said(command)
    assert failed.value.returncode == 1
    assert "Conforms: False" in failed.value.stderr
