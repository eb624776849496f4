"""What a store says of itself when an answer is not whole, or not an answer, is an error of one line."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from fault_proxy import network
from mdo_rdf.cli import main
from mdo_rdf.publish.manifest import Work, read_work
from mdo_rdf.publish.store import GraphStore, Patience, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fault_proxy import Network

JSON = (
    b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},{"n":{"type":"literal","value":"2"}}]}}'
)
RESULTS, TRIPLES = {"Content-Type": "application/sparql-results+json"}, {"Content-Type": "application/n-triples"}
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"
PAGE = b"<!DOCTYPE html><head><style>h1 { color: red }</style></head>\n<h1>Log&nbsp;in</h1> <p>please"


@pytest.fixture
def between() -> Iterator[Network]:
    with network("http://127.0.0.1:9") as proxy:
        yield proxy


@contextmanager
def drips() -> Iterator[str]:
    """A server that sends a byte now and then, each soon enough, and never an end."""
    listening = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            asked = connection.recv(65536)
            kind = "application/n-triples" if b"n-triples" in asked else "application/sparql-results+json"
            connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 100000000\r\n\r\n".encode())
            while not done.wait(0.02):
                connection.sendall(b" ")

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    with listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        done.set()
        listening.shutdown(socket.SHUT_RDWR)


def store(between: Network) -> GraphStore:
    return GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: None)


def test_a_whole_answer_is_an_answer(between: Network) -> None:
    between.fault = lambda request, _: (200, {**RESULTS, "X-SPARQL-MaxRows": "3"}, JSON)
    assert store(between).rows("SELECT ?n WHERE { ?s ?p ?n }") == [{"n": "1"}, {"n": "2"}]
    between.fault = lambda request, _: (200, TRIPLES, TRIPLE)
    assert [str(triple) for triple in store(between).triples("urn:g")] == ["<urn:a> <urn:b> <urn:c>"]


@pytest.mark.parametrize(("headers", "content"), [({"X-SPARQL-MaxRows": "2"}, JSON), ({}, JSON[:80])])
def test_less_than_an_answer_is_not_taken_for_one(between: Network, headers: dict[str, str], content: bytes) -> None:
    between.fault = lambda request, _: (200, {**RESULTS, **headers}, content)
    with pytest.raises(StoreError, match=f"^{between.address}/query: the answer is not whole"):
        store(between).ask("SELECT ?n WHERE { ?s ?p ?n }")


@pytest.mark.parametrize(
    ("headers", "content", "message"),
    [
        ({"X-SQL-State": "S1TAT"}, TRIPLE, r"the answer is not whole: the endpoint stopped early \(X-SQL-State: S1TAT\)"),
        ({}, TRIPLE[:-5], "a graph came back broken off"),
        ({"Content-Type": "text/html"}, PAGE, "answers text/html, not application/n-triples: Log in please$"),
    ],
)
def test_less_than_a_graph_is_not_taken_for_one(between: Network, headers: dict[str, str], content: bytes, message: str) -> None:
    between.fault = lambda request, _: (200, {**TRIPLES, **headers}, content)
    with pytest.raises(StoreError, match=message):
        list(store(between).triples("urn:g"))


def test_a_refusal_that_is_a_page_is_said_without_its_markup(between: Network) -> None:
    between.fault = lambda request, _: (500, {"Content-Type": "text/html"}, PAGE)
    with pytest.raises(StoreError, match=r"answers 500 .*: Log in please$") as caught:
        store(between).update("DROP ALL")
    assert caught.value.status == 500


def test_an_answer_that_drips_ends_after_the_time_that_it_has_in_all() -> None:
    """Each byte comes in time, and the whole never does: what is waited for is the end of the time, made small."""
    with drips() as address:
        asked = GraphStore(address, "oxigraph", Patience(0.3, 0), lambda: None)
        with pytest.raises(StoreError, match="no answer in time; give it more with --timeout"):
            asked.rows("SELECT ?n WHERE { ?s ?p ?n }")
        with pytest.raises(StoreError, match=r"broken off|no answer in time"):
            list(asked.triples("urn:g"))


def test_a_bomb_of_gzip_is_not_unpacked(between: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdo_rdf.http.MOST_BYTES", 100_000)
    packed = gzip.compress(JSON[:-2] + b" " * 10_000_000 + JSON[-2:])
    between.fault = lambda request, _: (200, {**RESULTS, "Content-Encoding": "gzip"}, packed)
    with pytest.raises(StoreError, match="the answer is larger than 256 MB; ask for less"):
        store(between).rows("SELECT ?n WHERE { ?s ?p ?n }")


def test_a_triple_without_an_end_is_not_kept(between: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdo_rdf.publish.store._LONGEST_LINE", 100_000)
    packed = gzip.compress(TRIPLE + b'<urn:a> <urn:b> "' + b"x" * 10_000_000)
    between.fault = lambda request, _: (200, {**TRIPLES, "Content-Encoding": "gzip"}, packed)
    with pytest.raises(StoreError, match="a graph came back broken off"):
        list(store(between).triples("urn:g"))


EMPTY = b'{"head":{"vars":["n"]},"results":{"bindings":[]}}'
UNBOUND = b'{"head":{"vars":["n"]},"results":{"bindings":[{}]}}'
WORD = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"many"}}]}}'


@pytest.mark.parametrize("content", [EMPTY, UNBOUND, WORD])
def test_an_answer_without_the_value_that_was_asked_for_is_an_error_of_one_line(between: Network, content: bytes) -> None:
    between.fault = lambda request, _: (200, RESULTS, content)
    with pytest.raises(StoreError, match=r"does not say how many triples|without a value for \?n"):
        store(between).count("urn:g")


WRONG_EDITIONS = ["2024> } ; DROP ALL #", "../2024", "", "20 24", "2024\n", "٢٠٢٤", "24"]


@pytest.mark.parametrize("kind", [["--store", "oxigraph"], []], ids=["a kind", "asked for its kind"])
@pytest.mark.parametrize("action", ["--status", "--remove", "--rollback", "--dry-run"])
@pytest.mark.parametrize("edition", WRONG_EDITIONS)
def test_what_goes_into_an_update_is_checked_before_anything_is_asked(
    between: Network, capsys: pytest.CaptureFixture[str], action: str, edition: str, kind: list[str]
) -> None:
    try:
        code: object = main(["publish", "--endpoint", between.address, *kind, action, "--edition", edition])
    except SystemExit as exit_:
        code = exit_.code
    assert code == 2
    assert "edition" in capsys.readouterr().err
    assert not between.seen


def test_what_others_noted_in_a_manifest_is_never_changed(between: Network) -> None:
    """Graphs of others, and text that would be SPARQL, in the places of our own notes."""
    foreign = [
        "https://example.org/mine",
        "https://w3id.org/monitor-digitale-overheid/id/dataset/2023/graaf/cube",
        "urn:x> } ; DROP ALL #",
    ]
    own = "https://w3id.org/monitor-digitale-overheid/id/dataset/2024/graaf/cube/klaar/20260101t000000z-00000000"
    notes = [("werkgraaf", graph) for graph in [*foreign, own]]
    notes += [("lopendePublicatie", '" } ; DROP ALL #'), ("wisselt", "a b"), ("wisselt", "a 99999999999"), ("wisselt", "r 5")]
    bindings = [
        {
            "p": {"type": "uri", "value": f"https://w3id.org/monitor-digitale-overheid/def#{name}"},
            "o": {"type": "literal", "value": value},
        }
        for name, value in notes
    ]
    content = json.dumps({"head": {"vars": ["p", "o"]}, "results": {"bindings": bindings}}).encode()
    between.fault = lambda request, _: (200, RESULTS, content)
    assert read_work(store(between), "2024") == Work((), ("r 5",), (own,))
