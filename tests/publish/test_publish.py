"""The whole publication in two real stores: published, read back, asked, rolled back, beside another edition, and taken out."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from checkout import ROOT, tool
from fault_proxy import network
from mdo_rdf.cli import main
from mdo_rdf.iris import BASE
from mdo_rdf.publish.plan import graph_files
from mdo_rdf.publish.store import GraphStore, Patience
from small_publication import marks, select, small_publication, whole
from stores import oxigraph_store, virtuoso_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fault_proxy import Answer, Request
    from stores import Store

GRAPH = f"{BASE}id/dataset/2024/graaf/"


@contextmanager
def running(store: Store) -> Iterator[Store]:
    store.start()
    try:
        yield store
    finally:
        store.kill()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """An Oxigraph with nothing in it."""
    with running(oxigraph_store(tmp_path / "store")) as store:
        yield store


def graph_store(store: Store) -> GraphStore:
    return GraphStore(store.address, "", Patience(), lambda: None)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
@pytest.mark.engines
def test_every_graph_has_the_triples_of_its_file(kind: str, request: pytest.FixtureRequest) -> None:
    """In the stores that test_answers asks all questions of, in which the publication was put by publishing it."""
    address = request.getfixturevalue(kind)
    there = GraphStore(address, kind, Patience(), lambda: None)
    total = 0
    for graph, path in graph_files(ROOT, "2024").items():
        stored = {str(triple).replace("nonNegativeInteger", "integer") for triple in there.triples(graph)}
        quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        sent = {str(quad.triple).replace("nonNegativeInteger", "integer") for quad in quads}
        assert not sent ^ stored
        total += len(sent)
    query = f"SELECT (SUM(?n) AS ?total) WHERE {{ GRAPH <{GRAPH}manifest> {{ ?g <http://rdfs.org/ns/void#triples> ?n }} }}"
    assert [int(row["total"]) for row in select(address, query)] == [total]
    assert total > 60_000


def test_a_second_time_sends_nothing(empty: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_publication(tmp_path / "root", "old")
    with network(empty.address) as between:
        there = ["publish", "--endpoint", between.address, "--store", "oxigraph", "--root", str(root)]
        assert main(there) == 0
        assert [request for request in between.seen if request.uploads]
        between.seen.clear()
        capsys.readouterr()
        assert main(there) == 0
        assert not [request for request in between.seen if request.uploads]
    said = capsys.readouterr().out
    assert len(re.findall(r"^unchanged ", said, re.MULTILINE)) == len(graph_files(root, "2024"))
    assert "was there already" in said


def test_what_someone_else_did_meanwhile_is_not_said_to_be_done(
    empty: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_publication(tmp_path / "root", "old")
    with network(empty.address) as between:

        def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
            if request.number == 1:
                capsys.readouterr()
                assert main(["publish", "--endpoint", empty.address, "--root", str(root)]) == 0
                assert "Published edition 2024" in capsys.readouterr().out
            return forward()

        between.fault = fault
        assert main(["publish", "--endpoint", between.address, "--store", "oxigraph", "--root", str(root)]) == 0
        assert not [request for request in between.seen if request.uploads]
    said = capsys.readouterr().out
    assert said.startswith("The store has changed meanwhile")
    assert len(re.findall(r"^unchanged ", said, re.MULTILINE)) == len(graph_files(root, "2024"))
    assert "Edition 2024 was there already" in said


def test_a_dry_run_changes_nothing(empty: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with network(empty.address) as between:
        assert main(["publish", "--endpoint", between.address, "--store", "oxigraph", "--dry-run"]) == 0
        assert not between.writes()
    assert re.search(r"^add +cube +23,974 triples$", capsys.readouterr().out, re.MULTILINE)


def test_status_rollback_and_remove(empty: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = ["--endpoint", empty.address]
    old, new = (small_publication(tmp_path / version, version) for version in ("old", "new"))
    assert main(["publish", *there, "--status"]) == 0
    assert capsys.readouterr().out == "No edition is published there.\n"
    assert main(["publish", *there, "--rollback"]) == 2
    assert main(["publish", *there, "--root", str(old)]) == 0
    assert main(["publish", *there, "--rollback"]) == 2
    assert "published once" in capsys.readouterr().err
    (new / "data" / "rdf" / "2024" / "koppelingen-nora.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    (new / "ontology" / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    assert main(["publish", *there, "--root", str(new)]) == 0
    assert marks(empty.query, graphs=True) in whole("new")
    assert f"{GRAPH}ontologie-more" in graphs_of(empty)
    assert f"{GRAPH}koppelingen-nora" not in graphs_of(empty)
    for version in ("old", "new", "old"):
        assert main(["publish", *there, "--rollback"]) == 0
        assert marks(empty.query, graphs=True) in whole(version)
        assert main(["publish", *there, "--status"]) == 0
        assert (f"{GRAPH}ontologie-more" in graphs_of(empty)) is (version == "new")
    assert main(["publish", *there, "--root", str(old)]) == 0
    assert "was there already" in capsys.readouterr().out
    assert main(["publish", *there, "--remove"]) == 2
    assert main(["publish", *there, "--remove", "--edition", "2024"]) == 0
    assert graphs_of(empty) <= {f"{GRAPH}manifest/werk"}  # which work graphs were made, in the last day
    assert main(["publish", *there, "--status"]) == 0
    assert capsys.readouterr().out.endswith("No edition is published there.\n")
    assert main(["publish", *there, "--remove", "--edition", "2024"]) == 2


def graphs_of(store: Store) -> set[str]:
    return {row["g"] for row in select(store.query, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")}


def test_a_file_that_is_gone_takes_its_graph_along_and_a_graph_that_was_damaged_is_mended(
    empty: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_publication(tmp_path / "root", "old")
    (root / "ontology" / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    there = ["publish", "--endpoint", empty.address, "--root", str(root)]
    assert main(there) == 0
    (root / "ontology" / "more.ttl").unlink()
    assert main(there) == 0
    assert f"{GRAPH}ontologie-more" not in graphs_of(empty)
    graph_store(empty).update(
        f"DELETE WHERE {{ GRAPH <{GRAPH}cube> {{ ?s ?p 2 }} }} ; INSERT DATA {{ GRAPH <{GRAPH}cellen> {{ <urn:x> <urn:y> 1 }} }}"
    )
    capsys.readouterr()
    assert main([*there, "--status"]) == 1
    assert "publish it again" in capsys.readouterr().out
    assert main(there) == 0
    assert main([*there, "--status"]) == 0
    assert main(there) == 0
    assert "was there already" in capsys.readouterr().out


def test_editions_stand_side_by_side(empty: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_publication(tmp_path / "root", "old")
    later = root / "data" / "rdf" / "2025"
    later.mkdir()
    for path in (root / "data" / "rdf" / "2024").iterdir():
        (later / path.name).write_text(
            path.read_text("utf-8").replace("/2024", "/2025").replace("proef/", "proef/2025/"), "utf-8"
        )
    there = ["publish", "--endpoint", empty.address, "--root", str(root)]
    assert main([*there, "--edition", "2025"]) == 0
    before = {
        row["s"] for row in select(empty.query, f"SELECT ?s WHERE {{ GRAPH <{BASE}id/dataset/2025/graaf/cube> {{ ?s ?p ?o }} }}")
    }
    assert main([*there, "--edition", "2024"]) == 0
    assert before == {
        row["s"] for row in select(empty.query, f"SELECT ?s WHERE {{ GRAPH <{BASE}id/dataset/2025/graaf/cube> {{ ?s ?p ?o }} }}")
    }
    assert current(empty) == [f"{BASE}id/uitgave/2025"]
    capsys.readouterr()
    assert main([*there, "--status"]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Edition 2024",
        "Edition 2025, the current one",
    ]
    assert main([*there, "--remove", "--edition", "2025"]) == 0
    assert current(empty) == [f"{BASE}id/uitgave/2024"]
    assert marks(empty.query, graphs=True) in whole("old")


def current(store: Store) -> list[str]:
    query = f"SELECT ?e WHERE {{ GRAPH <{BASE}id/graaf/actueel> {{ <{BASE}id/uitgavenreeks> <http://www.w3.org/ns/dcat#hasCurrentVersion> ?e }} }}"
    return [row["e"] for row in select(store.query, query)]


def test_new_graphs_can_be_loaded_where_they_belong(empty: Store, tmp_path: Path) -> None:
    root = small_publication(tmp_path / "root", "old")
    assert main(["publish", "--endpoint", empty.address, "--root", str(root), "--direct"]) == 0
    assert marks(empty.query, graphs=True) in whole("old")
    assert not [graph for graph in graphs_of(empty) if "/klaar/" in graph]
    assert main(["publish", "--endpoint", empty.address, "--root", str(root), "--status"]) == 0


@pytest.mark.parametrize("kind", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.engines)])
def test_an_integer_that_becomes_a_decimal_is_a_change(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Virtuoso holds them for the same, also where one replaces the other: it is found out, and taking the edition out helps."""
    monkeypatch.setenv("MDO_RDF_USER", "dba")
    monkeypatch.setenv("MDO_RDF_PASSWORD", "dba")
    place = tmp_path / "store"
    root = small_publication(tmp_path / "root", "old")
    cube = root / "data" / "rdf" / "2024" / "cube.ttl"
    text = cube.read_text("utf-8")
    codes = []
    with running(oxigraph_store(place) if kind == "oxigraph" else virtuoso_store(tool("virtuoso-t"), place)) as store:
        there = ["publish", "--endpoint", store.address]
        for value, datatype in (("3989400000", "integer"), ('"3989400000"^^xsd:decimal', "decimal"), ("3989400000", "integer")):
            cube.write_text(f"{text}\n<id/proef/groot> <id/proef/waarde> {value} .\n", "utf-8")
            codes.append(main([*there, "--root", str(root)]))
            if codes[-1]:
                assert f' sent: <{BASE}id/proef/groot> <{BASE}id/proef/waarde> "3989400000"^^<' in capsys.readouterr().err
                assert main([*there, "--status"]) == 0
                assert main([*there, "--root", str(root)]) == 1
                assert main([*there, "--remove", "--edition", "2024"]) == 0
                assert main([*there, "--root", str(root)]) == 0
            query = f"SELECT (DATATYPE(?v) AS ?d) WHERE {{ GRAPH <{GRAPH}cube> {{ ?s <{BASE}id/proef/waarde> ?v }} }}"
            assert [row["d"].rpartition("#")[2] for row in select(store.query, query)] == [datatype]
    assert codes == ([0, 0, 0] if kind == "oxigraph" else [0, 1, 1])


def test_a_store_without_a_union_is_spoken_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = oxigraph_store(tmp_path / "store")
    plain.arguments = [word for word in plain.arguments if word != "--union-default-graph"]
    with running(plain):
        root = small_publication(tmp_path / "root", "old")
        assert main(["publish", "--endpoint", plain.address, "--root", str(root)]) == 0
    assert "A question that names no graph finds nothing in this store" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--endpoint", "http://127.0.0.1:9"], "cannot be reached"),
        (["--endpoint", "ftp://example.org/"], "not an address of an endpoint"),
        (["--endpoint", ""], "empty; give a value"),
        (["--endpoint", "http://dba:geheim@127.0.0.1:9/"], "leave out the name and the password"),
        (["--endpoint", "http://127.0.0.1:9", "--store", "oxigraf"], "did you mean oxigraph?"),
        (["--endpoint", "http://127.0.0.1:9", "--timeout", "nan"], "give a number of seconds above 0"),
        (["--endpoint", "http://127.0.0.1:9", "--retries", "-1"], "invalid choice: -1"),
    ],
)
def test_what_a_user_gets_wrong_is_one_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(["publish", "--retries", "0", *words]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert "geheim" not in error


def code_of(words: list[str]) -> int | str | None:
    """The exit code, also where the words themselves are wrong."""
    try:
        return main(words)
    except SystemExit as stopped:
        return stopped.code


def test_a_store_that_does_not_say_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with network("http://127.0.0.1:9") as between:
        between.fault = lambda request, forward: (200, {"Content-Type": "text/html"}, b"hello")
        assert main(["publish", "--endpoint", between.address]) == 2
    assert "say so with --store" in capsys.readouterr().err
