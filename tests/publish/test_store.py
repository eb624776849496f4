"""What a store says of itself when an answer is not whole, or not an answer, is an error of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fault_proxy import network
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
