"""Queries that are meant to do harm: each is refused or ended in its time, others go on being answered, and nothing goes out.

The limits are small here, so that what takes long is soon seen to be ended. No test measures how long something took.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
import requests

from cases import cases, repeated
from mdo_rdf.serve.workers import Limits
from sparql_server import SparqlServer, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.servers

LIMITS = Limits(seconds=4, rows=10_000, size=1_000_000, workers=2, waiting=2, memory=700_000_000)
SIMPLE = "SELECT (COUNT(*) AS ?n) { ?o <https://w3id.org/monitor-digitale-overheid/def#waarde> ?v }"
ANSWER = {"n": {"type": "literal", "value": "763", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}

FINE, MALFORMED, SLOW, BUSY = 200, 400, 504, 503


def queries(table: str) -> dict[str, tuple[str, list[int]]]:
    """The queries of a table by their names, each with the statuses that its answer may have."""
    return {name: (repeated(query), [*map(int, statuses.split())]) for name, query, statuses in cases(f"serve/{table}")[1]}


HOSTILE, GOING_OUT = queries("hostile"), queries("going_out")


class Outside(NamedTuple):
    """A socket of this machine that nobody should connect to."""

    listener: socket.socket
    address: str

    def was_called(self) -> bool:
        """The system takes connections for a socket that listens, also when nobody looks."""
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture(scope="module")
def server() -> Iterator[SparqlServer]:
    with sparql_server(LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        listener.setblocking(False)
        yield Outside(listener, f"http://127.0.0.1:{listener.getsockname()[1]}/")


def ask(server: SparqlServer, query: str) -> requests.Response:
    return requests.post(server.address, data=query.encode(), headers={"Content-Type": "application/sparql-query"}, timeout=60)


def is_right(response: requests.Response) -> bool:
    return response.status_code == FINE and response.json()["results"]["bindings"] == [ANSWER]


def check(server: SparqlServer, query: str, outcomes: list[int]) -> requests.Response:
    """Ask it while another goes on asking something simple; afterwards the server is as before."""
    with ThreadPoolExecutor(1) as client:
        asking = client.submit(ask, server, query)
        others = [is_right(ask(server, SIMPLE))]
        while not asking.done():
            others.append(is_right(ask(server, SIMPLE)))
    response = asking.result()
    assert all(others), f"another client got {others.count(False)} of {len(others)} answers wrong"
    assert response.status_code in outcomes, response.text[:500]
    if response.status_code != FINE:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["detail"]
    assert len(response.content) <= LIMITS.size
    assert server.is_at_rest(), "a worker is missing, or goes on working for nobody"
    assert server.healthy()
    return response


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) + len(GOING_OUT) >= 40
    assert len({query for query, _ in (HOSTILE | GOING_OUT).values()}) == len(HOSTILE) + len(GOING_OUT)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_harms_nobody(server: SparqlServer, name: str) -> None:
    query, outcomes = HOSTILE[name]
    check(server, query, outcomes)


@pytest.mark.parametrize("name", GOING_OUT)
def test_nothing_goes_out(server: SparqlServer, outside: Outside, name: str) -> None:
    query, outcomes = GOING_OUT[name]
    response = check(server, query.replace("@", outside.address), outcomes)
    assert not outside.was_called()
    if name.startswith(("FROM", "GRAPH")):
        assert response.json()["results"]["bindings"] == []


def test_a_connection_would_have_been_seen(outside: Outside) -> None:
    place = urlsplit(outside.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=30):
        pass
    assert outside.was_called()
    assert not outside.was_called()


_WITHOUT_RIGHTS = """
import sys, pyoxigraph
from mdo_rdf.serve import frames
store = pyoxigraph.Store()
frames.limit(700_000_000, files=False)
try:
    store.query("SELECT * { SERVICE <" + sys.argv[1] + "> { ?s ?p ?o } }").serialize(format=pyoxigraph.QueryResultsFormat.JSON)
except OSError as error:
    print(error)
"""


def test_the_system_itself_lets_no_query_out(outside: Outside) -> None:
    """As if SERVICE had not been seen in the text of a query."""
    run = subprocess.run(
        [sys.executable, "-c", _WITHOUT_RIGHTS, outside.address], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Too many open files" in run.stdout
    assert not outside.was_called()


@pytest.mark.parametrize(*cases("serve/bodies"))
def test_a_hostile_body_harms_nobody(server: SparqlServer, name: str, body: str, kind: str, status: str) -> None:
    data = repeated(body).encode("latin-1")
    response = requests.post(server.address, data=data, headers={"Content-Type": kind}, timeout=60)
    assert (response.status_code, response.headers["Content-Type"]) == (int(status), "application/problem+json"), response.text
    assert is_right(ask(server, SIMPLE))
    assert server.is_at_rest()


@pytest.mark.parametrize(
    "accept", ["x" * 5_000, "text/csv;q=nan", "text/csv;q=-1", "*/*;q=0", ",,,;;;", "text/" + "*" * 500, "a/b," * 4_000]
)
def test_a_hostile_header_accept_is_refused_or_ignored(server: SparqlServer, accept: str) -> None:
    response = requests.get(server.address, params={"query": "ASK {}"}, headers={"Accept": accept}, timeout=60)
    assert response.status_code in (FINE, 406, 431), response.text
    assert is_right(ask(server, SIMPLE))


@pytest.mark.parametrize("host", ["a b", "<x>", "x/y?z", "é".encode("latin-1").decode("latin-1"), "x" * 5_000])
def test_a_hostile_host_does_not_get_into_the_description(server: SparqlServer, host: str) -> None:
    response = requests.get(server.address, headers={"Host": host, "Accept": "application/n-triples"}, timeout=60)
    assert response.status_code in (FINE, MALFORMED), response.text
    assert "<x>" not in response.text or response.status_code == MALFORMED


def test_who_comes_when_all_are_busy_is_asked_to_come_back(server: SparqlServer) -> None:
    query = HOSTILE["cross product counted"][0]
    with ThreadPoolExecutor(12) as clients:
        answers = [*clients.map(ask, [server] * 12, [f"{query}#{number}" for number in range(12)])]
    busy = [answer for answer in answers if answer.status_code == BUSY]
    assert {answer.status_code for answer in answers} == {SLOW, BUSY}
    assert len(busy) >= len(answers) - 2 * (LIMITS.workers + LIMITS.waiting)
    assert {answer.headers["Retry-After"] for answer in busy} == {str(LIMITS.seconds)}
    assert {answer.json()["title"] for answer in busy} == {"Busy"}
    assert "Retry-After" not in next(answer for answer in answers if answer.status_code == SLOW).headers
    assert server.is_at_rest()
    assert is_right(ask(server, SIMPLE))
