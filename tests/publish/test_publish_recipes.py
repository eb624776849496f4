"""The recipes of docs/publish.md, run as they stand on real stores; only the ports and folders are those of the test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from checkout import ROOT, tool
from mdo_rdf.iris import BASE
from mdo_rdf.publish.plan import graph_files
from mdo_rdf.publish.store_kinds import KINDS, address, recognised
from small_publication import select
from stores import Store, free_port, virtuoso_store

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (ROOT / "docs" / "publish.md").read_text("utf-8")
RECIPES = dict(re.findall(r"<!-- tested: ([a-z-]+) -->\n```sh\n(.*?)```", PAGE, re.DOTALL))
CUBE = f"{BASE}id/dataset/2024/graaf/cube"


def sh(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a recipe in a folder that has the publication, as a user who has the commands within reach."""
    for name in ("data", "ontology"):
        (folder / name).symlink_to(ROOT / name)
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), **more}
    script = f"set -e\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n{script}"
    return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.engines
def test_the_recipe_for_oxigraph(tmp_path: Path) -> None:
    """A user sees when the store is there."""
    port = str(free_port())
    there = f"&\nuntil (: < /dev/tcp/127.0.0.1/{port}) 2> /dev/null; do sleep 0.05; done\n"
    run = sh(RECIPES["oxigraph"].replace("7878", port).replace("&\n", there), tmp_path)
    assert run.returncode == 0, run.stderr
    assert "5 questions answered alike" in run.stdout
    assert "names no graph" not in run.stderr
    assert "DigiD" in run.stdout


@pytest.mark.engines
def test_the_recipe_for_the_loader_of_oxigraph(tmp_path: Path) -> None:
    run = sh(RECIPES["oxigraph-load"], tmp_path)
    assert run.returncode == 0, run.stderr
    port = free_port()
    command = Path(sys.executable).with_name("oxigraph")
    arguments: list[str | Path] = [command, "serve-read-only", "--location", tmp_path / "loaded", "--bind", f"127.0.0.1:{port}"]
    store = Store(tmp_path, arguments, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port}/query")
    store.start()
    try:
        assert count(store, f"?s <{BASE}def#waarde> ?v") == 763
        assert count(store, "?s ?p ?v") == len(
            {quad.triple for path in graph_files(ROOT, "2024").values() for quad in triples(path)}
        )
    finally:
        store.kill()


def triples(path: Path) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)


def count(store: Store, pattern: str) -> int:
    return int(select(store.query, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"])


@pytest.mark.parametrize("recipe", ["virtuoso", "virtuoso-load"])
@pytest.mark.engines
def test_the_recipes_for_virtuoso(recipe: str, tmp_path: Path) -> None:
    tool("isql-vt")
    place = tmp_path / "store"
    store = virtuoso_store(tool("virtuoso-t"), place)
    store.start()
    try:
        ini = (place / "virtuoso.ini").read_text("utf-8")
        sql = next(line.rpartition(":")[2] for line in ini.splitlines() if line.startswith("ServerPort = 127"))
        web = store.address.rpartition(":")[2]
        (tmp_path / "user").mkdir()
        run = sh(RECIPES[recipe].replace("8890", web).replace("1111", sql), tmp_path / "user", LOAD_DIR=str(place))
        assert run.returncode == 0, run.stderr
        assert count(store, f"GRAPH <{CUBE}> {{ ?s <{BASE}def#waarde> ?v }}") == 763
    finally:
        store.kill()


def test_every_kind_of_store_is_in_the_table_of_the_page_and_knows_its_addresses() -> None:
    for slug, kind in KINDS.items():
        assert f"`{slug}`" in PAGE
        addresses = tuple(f"https://example.org/repositories/mdo{path}" for path in (kind.query, kind.update, kind.graphs))
        assert {address(given, slug)[1:] for given in addresses} == {addresses}


@pytest.mark.parametrize(
    ("headers", "url", "kind"),
    [
        ({"Server": "Oxigraph/0.5.13"}, "http://h/", "oxigraph"),
        ({"Server": "Virtuoso/07.20.3229 (Linux) x86_64"}, "http://h/", "virtuoso"),
        ({"Server": "Apache Jena Fuseki (5.0.0)"}, "http://h/", "fuseki"),
        ({"Fuseki-Request-Id": "1"}, "http://h/ds", "fuseki"),
        ({}, "http://h:7200/repositories/mdo", "rdf4j"),
    ],
)
def test_a_store_is_known_by_what_it_says(headers: dict[str, str], url: str, kind: str) -> None:
    assert recognised(url, headers) == kind
