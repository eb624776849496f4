"""Queries that are meant to do harm: each is refused or ended in its time, others go on being answered, and nothing goes out.

The limits are small here, so that what takes long is soon seen to be ended. No test measures how long something took.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
import requests

from mdo_rdf.serve.workers import Limits
from sparql_server import SparqlServer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.servers

LIMITS = Limits(seconds=1, rows=10_000, size=1_000_000, workers=2, waiting=2, memory=700_000_000)
SIMPLE = "SELECT (COUNT(*) AS ?n) { ?o <https://w3id.org/monitor-digitale-overheid/def#waarde> ?v }"
ANSWER = {"n": {"type": "literal", "value": "763", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}

FINE, MALFORMED, LARGE, KIND, SLOW, MEMORY = 200, 400, 413, 415, 504, 507
BOUNDED = (SLOW, MEMORY)
"""Ended by the clock or for its memory, whichever comes first on this machine."""

CROSS = " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(4))
TALL = "aA1" * 30_000


def nested(before: str, inside: str, after: str, times: int) -> str:
    return before * times + inside + after * times


def doubled(times: int, what: str = "CONCAT(?x{0}, ?x{0})", first: str = "'0123456789'") -> str:
    steps = " ".join(f"BIND({what.format(i)} AS ?x{i + 1})" for i in range(times))
    return f"BIND({first} AS ?x0) {steps}"


HOSTILE: dict[str, tuple[str, tuple[int, ...]]] = {
    # Time: what is asked is small, what has to be looked at is not
    "cross product counted": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", (SLOW,)),
    "cross product that never fits": (
        f"SELECT * {{ {CROSS} FILTER(STR(?o0) = CONCAT(STR(?o1), STR(?o2), STR(?o3), 'x')) }}",
        (SLOW,),
    ),
    "cross product asked": (f"ASK {{ {CROSS} FILTER(?o0 + ?o1 + ?o2 + ?o3 = -1) }}", (SLOW,)),
    "cross product ordered": (f"SELECT * {{ {CROSS} }} ORDER BY ?o0 LIMIT 1", BOUNDED),
    "cross product ordered at random": (f"SELECT ?s0 {{ {CROSS} }} ORDER BY RAND() LIMIT 1", BOUNDED),
    "cross product distinct": (f"SELECT DISTINCT * {{ {CROSS} }} OFFSET 100000000", BOUNDED),
    "cross product skipped": (f"SELECT ?s0 {{ {CROSS} }} OFFSET 9000000000000000 LIMIT 1", (SLOW,)),
    "cross product grouped": (f"SELECT ?s0 ?s1 (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?s0 ?s1 ?s2", BOUNDED),
    "cross product minus": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} MINUS {{ ?s0 ?p1 ?o2 }} }}", BOUNDED),
    "cross product optional": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }", BOUNDED),
    "cross product in EXISTS": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?f = 'x' && ?i = ?a) } }",
        BOUNDED,
    ),
    "cross product of sums": (f"SELECT (SUM(STRLEN(STR(?o0))) AS ?n) (AVG(?o1) AS ?m) {{ {CROSS} }}", (SLOW,)),
    "cross product of graphs": (
        "SELECT (COUNT(*) AS ?n) { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?t ?q ?u } GRAPH ?c { ?v ?r ?w } }",
        (SLOW,),
    ),
    "any path": ("SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . ?b (<x:p>|!<x:p>)* ?c }", BOUNDED),
    "any path both ways": ("SELECT (COUNT(*) AS ?n) { ?a ((<x:p>|!<x:p>)|^(<x:p>|!<x:p>))+ ?b }", BOUNDED),
    "paths in paths": ("ASK { ?a (((<x:p>|!<x:p>)*/(^<x:q>|!<x:q>)*)*/(<x:r>|!<x:r>)+)* ?b FILTER(?a = 'none') }", BOUNDED),
    "a long chain of paths": (
        "SELECT (COUNT(*) AS ?n) { ?a " + "/".join(["(<x:p>|!<x:p>|^<x:p>|!^<x:p>)*"] * 12) + " ?b }",
        BOUNDED,
    ),
    "values that multiply": (
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(100)))} }}" for i in range(8)) + " }",
        BOUNDED,
    ),
    "sub-selects": (
        "SELECT (COUNT(*) AS ?n) { " + nested("{ SELECT * { ?s ?p ?o . ", "?a ?b ?c", " } }", 12) + " ?x ?y ?z . ?q ?w ?e }",
        BOUNDED,
    ),
    "unions that multiply": (
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join("{ ?s ?p ?o } UNION { ?o ?p ?s }".replace("?", f"?a{i}") for i in range(6))
        + " }",
        BOUNDED,
    ),
    "hashes": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(SHA512(STR(?o0)) = SHA512(STR(?o1))) }}", (SLOW,)),
    # Regular expressions
    "nested repeats": (f"SELECT * {{ FILTER(REGEX('{'a' * 30_000}b', '^(a+)+$')) }}", (FINE, SLOW)),
    "many nested repeats": (
        f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o . ?a ?b ?c FILTER(REGEX(CONCAT(STR(?o), '{'a' * 500}'), '((a*)*)*(a|aa)+$')) }}",
        (SLOW,),
    ),
    "repeats of repeats": ("SELECT * { FILTER(REGEX('aaa', '((((a{1,99}){1,99}){1,99}){1,99}){1,99}')) }", (FINE, *BOUNDED)),
    "a deep expression": (f"SELECT * {{ FILTER(REGEX('a', '{nested('(', 'a', ')', 20_000)}')) }}", (FINE, MALFORMED, *BOUNDED)),
    "every letter": (f"SELECT * {{ FILTER(REGEX('{TALL}', '(\\\\p{{L}}{{1,900}}|\\\\d)+x', 'i')) }}", (FINE, *BOUNDED)),
    # Memory and size
    "doubling": (f"SELECT (STRLEN(?x50) AS ?n) {{ {doubled(50)} }}", BOUNDED),
    "doubling that is given": (f"SELECT ?x22 {{ {doubled(22)} }}", (LARGE, *BOUNDED)),
    "replacing": ("SELECT (STRLEN(?x30) AS ?n) { " + doubled(30, "REPLACE(?x{0}, '.', '$0$0$0$0')", "'x'") + " }", BOUNDED),
    "encoding": (
        "SELECT (STRLEN(?x60) AS ?n) { " + doubled(60, "ENCODE_FOR_URI(CONCAT(?x{0}, '%'))", f"'{'é' * 10_000}'") + " }",
        (FINE, *BOUNDED),
    ),
    "all in one text": ("SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f }", BOUNDED),
    "long separators": (f"SELECT (GROUP_CONCAT(STR(?s); separator='{'x' * 90_000}') AS ?n) {{ ?s ?p ?o }}", (LARGE, *BOUNDED)),
    "all rows": ("SELECT * { ?s ?p ?o }", (LARGE,)),
    "all rows of a cross product": (f"SELECT * {{ {CROSS} }}", (LARGE,)),
    "many empty rows": ("SELECT ?none { ?s ?p ?o }", (LARGE,)),
    "an exploding graph": (f"CONSTRUCT {{ ?s0 ?p1 ?o2 . ?s1 ?p2 ?o3 . ?s2 ?p0 ?o1 }} WHERE {{ {CROSS} }}", (LARGE, SLOW)),
    "a graph of blank nodes": ("CONSTRUCT { " + "[] <x:p> [ <x:q> [] ] . " * 500 + " } WHERE { ?s ?p ?o }", (LARGE,)),
    "everything described": ("DESCRIBE * { ?s ?p ?o }", (LARGE, *BOUNDED)),
    "a name as long as the limit": ("SELECT (1 AS ?" + "n" * 99_000 + ") {}", (FINE,)),
    "thousands of columns": (
        "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(6000)) + " { ?s ?p ?o }",
        (LARGE, MALFORMED, *BOUNDED),
    ),
    "a great number": ("SELECT (" + "*".join(["99999999999999999"] * 2000) + " AS ?n) {}", (FINE,)),
    "a large table of values": ("SELECT * { VALUES ?v { " + "1 " * 45_000 + "} }", (LARGE,)),
    # Depth: what a parser that calls itself falls over
    "parentheses": (f"ASK {{ FILTER({nested('(', '1', ')', 49_000)}) }}", (MALFORMED, SLOW)),
    "groups": (f"ASK {nested('{', '', '}', 49_000)}", (MALFORMED, SLOW)),
    "nots": (f"ASK {{ FILTER({'!' * 90_000}true) }}", (MALFORMED, FINE, *BOUNDED)),
    "minuses": (f"SELECT ({'-' * 90_000}1 AS ?n) {{}}", (MALFORMED, FINE, *BOUNDED)),
    "collections": (f"ASK {{ ?s ?p {nested('(', '', ')', 45_000)} }}", (MALFORMED, SLOW)),
    "blank nodes": (f"ASK {{ ?s ?p {nested('[<x:p>', '[]', ']', 12_000)} }}", (MALFORMED, SLOW)),
    "ifs": (f"SELECT ({nested('IF(true,', '1', ',2)', 8_000)} AS ?n) {{}}", (MALFORMED, SLOW)),
    "optionals": (f"ASK {{ {nested('OPTIONAL{', '', '}', 9_000)} }}", (MALFORMED, SLOW)),
    "sub-selects in sub-selects": (f"ASK {{ {nested('{SELECT*{', '', '}}', 8_000)} }}", (MALFORMED, SLOW)),
    "paths in parentheses": (f"ASK {{ ?s {nested('(', '<x:p>', ')*', 30_000)} ?o }}", (MALFORMED, SLOW)),
    "a long sum": ("SELECT (" + "+".join(["1"] * 49_000) + " AS ?n) {}", (MALFORMED, FINE, *BOUNDED)),
    "a long or": ("ASK { FILTER(" + "||".join(["?x"] * 20_000) + ") }", (MALFORMED, FINE, *BOUNDED)),
    "a long path": ("ASK { ?s " + "/".join(["<x:>"] * 15_000) + " ?o }", (MALFORMED, FINE, *BOUNDED)),
    "many unions": ("ASK { " + "UNION".join(["{}"] * 12_000) + " }", (MALFORMED, FINE, *BOUNDED)),
    "many patterns": ("ASK { " + " ".join(f"?v{i} ?w ?v{i + 1} ." for i in range(4_000)) + " }", (MALFORMED, FINE, *BOUNDED)),
    "unfinished": ("SELECT * {" + " {?s ?p ?o} UNION" * 4_000, (MALFORMED, SLOW)),
    # What is no text
    "a NUL": ("ASK { ?s ?p '\0' }\0", (MALFORMED,)),
    "a NUL in a text": ("SELECT ('a\\u0000b' AS ?n) {}", (FINE,)),
    "control characters": ("ASK \x1b[2J {}", (MALFORMED,)),
    "half a pair": ("SELECT ('\\uD800' AS ?n) {}", (MALFORMED, FINE)),
    "beyond Unicode": ("SELECT ('\\UFFFFFFFF' AS ?n) {}", (MALFORMED,)),
    "text from right to left": ("SELECT ('\u202e\u2066' AS ?n) {}", (FINE,)),
    "quotes without an end": ("ASK { ?s ?p " + "'\\" * 40_000, (MALFORMED,)),
    "long quotes without an end": ("ASK { ?s ?p " + '"""\\"' * 19_000, (MALFORMED,)),
    "brackets without an end": ("ASK { " + "<" * 90_000, (MALFORMED,)),
    "prefixes without an end": ("PREFIX " * 14_000, (MALFORMED,)),
    "one long number": ("1" * 99_000, (MALFORMED,)),
    "spaces": (" " * 99_000, (MALFORMED,)),
    "a comment only": ("#" + "x" * 99_000, (MALFORMED,)),
    "too large": ("ASK {} #" + "x" * 100_000, (LARGE,)),
    # Changes
    "insert": ("INSERT DATA { <x:s> <x:p> 1 }", (MALFORMED,)),
    "delete": ("DELETE WHERE { ?s ?p ?o }", (MALFORMED,)),
    "drop": ("DROP ALL", (MALFORMED,)),
    "an update behind a query": ("ASK {} ; CLEAR ALL", (MALFORMED,)),
    "an update behind a comment": ("#SELECT\nCLEAR ALL", (MALFORMED,)),
    "a function of another engine": (
        "PREFIX bif: <bif:> SELECT (bif:exec('ls') AS ?n) { FILTER(<java:java.lang.Runtime>(1)) }",
        (FINE, MALFORMED),
    ),
}

GOING_OUT: dict[str, tuple[str, tuple[int, ...]]] = {
    "SERVICE": ("SELECT * { SERVICE <@> { ?s ?p ?o } }", (MALFORMED,)),
    "SERVICE SILENT": ("SELECT * { SERVICE SILENT <@> { ?s ?p ?o } }", (MALFORMED,)),
    "in small letters": ("SELECT * { sErViCe silent<@>{ ?s ?p ?o } }", (MALFORMED,)),
    "by a variable": ("SELECT * { BIND(<@> AS ?g) SERVICE ?g { ?s ?p ?o } }", (MALFORMED,)),
    "by values": ("SELECT * { VALUES ?g { <@> } SERVICE SILENT ?g { ?s ?p ?o } }", (MALFORMED,)),
    "by a base": ("BASE <@> SELECT * { SERVICE <> { ?s ?p ?o } }", (MALFORMED,)),
    "by a prefix": ("PREFIX a: <@> SELECT * { SERVICE a: { ?s ?p ?o } }", (MALFORMED,)),
    "glued to a prefix": ("PREFIX a: <@> SELECT * { SERVICEa: { ?s ?p ?o } }", (MALFORMED,)),
    "glued to a number": ("SELECT * { ?a ?b 1SERVICE<@>{ ?s ?p ?o } }", (MALFORMED,)),
    "glued to a boolean": ("SELECT * { ?a ?b trueSERVICE SILENT<@>{ ?s ?p ?o } }", (MALFORMED,)),
    "written with escapes": ("SELECT * { SERV\\u0049CE <@> { ?s ?p ?o } }", (MALFORMED,)),
    "behind a comment": ("SELECT * { # '\nSERVICE <@> { ?s ?p ?o } }", (MALFORMED,)),
    "behind what looks like a comment": ("PREFIX a: <x:> SELECT * { OPTIONAL { ?s a:b\\#c ?o } SERVICE SILENT <@> { ?s ?p ?o } }", (MALFORMED,)),
    "behind an IRI with an escape": ("SELECT * { OPTIONAL { ?s <x:\\u0041#> ?o } SERVICE SILENT <@> { ?s ?p ?o } }", (MALFORMED,)),
    "behind an escaped quote": ("PREFIX a: <x:> SELECT * { OPTIONAL { ?s a:\\'c ?o } SERVICE SILENT <@> { ?s ?p ?o } OPTIONAL { ?s a:\\' ?o } }", (MALFORMED,)),
    "in a sub-select": ("SELECT * { { SELECT * { OPTIONAL { SERVICE <@> { } } } } }", (MALFORMED,)),
    "in EXISTS": ("ASK { FILTER NOT EXISTS { SERVICE <@> { } } }", (MALFORMED,)),
    "FROM": ("SELECT * FROM <@> { ?s ?p ?o }", (FINE,)),
    "FROM NAMED": ("SELECT * FROM NAMED <@> { GRAPH ?g { ?s ?p ?o } }", (FINE,)),
    "FROM a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", (FINE,)),
    "GRAPH": ("SELECT * { GRAPH <@> { ?s ?p ?o } }", (FINE,)),
    "LOAD": ("LOAD <@>", (MALFORMED,)),
    "LOAD SILENT": ("LOAD SILENT <@> INTO GRAPH <x:g>", (MALFORMED,)),
    "DESCRIBE": ("DESCRIBE <@>", (FINE,)),
    "a function": ("SELECT (<@>('x') AS ?n) {}", (FINE, MALFORMED)),
}  # fmt: skip


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
    with SparqlServer(LIMITS) as found:
        yield found


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        listener.setblocking(False)
        yield Outside(listener, f"http://127.0.0.1:{listener.getsockname()[1]}/")


class Asking(threading.Thread):
    """A client that asks one thing and keeps the answer."""

    def __init__(self, server: SparqlServer, query: str) -> None:
        super().__init__(daemon=True)
        self._server, self._query = server, query
        self.response: requests.Response | None = None

    def run(self) -> None:
        self.response = ask(self._server, self._query)

    def answer(self) -> requests.Response:
        self.join()
        assert self.response is not None
        return self.response


def ask(server: SparqlServer, query: str) -> requests.Response:
    return requests.post(server.address, data=query.encode(), headers={"Content-Type": "application/sparql-query"}, timeout=60)


def is_right(response: requests.Response) -> bool:
    return response.status_code == FINE and response.json()["results"]["bindings"] == [ANSWER]


def check(server: SparqlServer, query: str, outcomes: tuple[int, ...]) -> requests.Response:
    """Ask it while another goes on asking something simple; afterwards the server is as before."""
    asking = Asking(server, query)
    asking.start()
    others = [is_right(ask(server, SIMPLE))]
    while asking.is_alive():
        others.append(is_right(ask(server, SIMPLE)))
    response = asking.answer()
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
from mdo_rdf.serving import worker
store = pyoxigraph.Store()
worker._give_up_rights(700_000_000)
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


BODIES: dict[str, tuple[bytes, str, int]] = {
    "bytes that are no UTF-8": (b"ASK { ?s ?p '\xff\xfe' }", "application/sparql-query", MALFORMED),
    "half a letter": (b"ASK { ?s ?p 'a\xc3", "application/sparql-query", MALFORMED),
    "half of a pair in UTF-8": (b"SELECT ('\xed\xa0\x80' AS ?n) {}", "application/sparql-query", MALFORMED),
    "a form of no UTF-8": (b"query=ASK%20%7B%7D%ff", "application/x-www-form-urlencoded", MALFORMED),
    "a form with bytes": (b"query=ASK {}\xff", "application/x-www-form-urlencoded", MALFORMED),
    "a form of thousands": (b"a=1&" * 20_000 + b"query=ASK{}", "application/x-www-form-urlencoded", MALFORMED),
    "many graphs": (b"default-graph-uri=x:a&" * 4_000 + b"query=ASK{}", "application/x-www-form-urlencoded", MALFORMED),
    "a graph that is none": (b"query=ASK{}&default-graph-uri=%00", "application/x-www-form-urlencoded", MALFORMED),
    "nothing": (b"", "application/sparql-query", MALFORMED),
    "JSON": (b'{"query": "ASK {}"}', "application/json", KIND),
    "a form of parts": (b"--x\r\n\r\nASK {}\r\n--x--", "multipart/form-data; boundary=x", KIND),
    "XML that grows": (b"<!DOCTYPE a [<!ENTITY b 'cc'>]><a>&b;</a>", "application/xml", KIND),
    "no media type": (b"ASK {}", "a; b; c=\x22", KIND),
    "megabytes": (b"x" * 5_000_000, "application/sparql-query", LARGE),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_harms_nobody(server: SparqlServer, name: str) -> None:
    body, kind, status = BODIES[name]
    response = requests.post(server.address, data=body, headers={"Content-Type": kind}, timeout=60)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json"), response.text
    assert is_right(ask(server, SIMPLE))
    assert server.is_at_rest()


@pytest.mark.parametrize(
    "accept", ["x" * 5_000, "text/csv;q=nan", "text/csv;q=-1", "*/*;q=0", ",,,;;;", "text/" + "*" * 500, "a/b," * 4_000]
)
def test_a_hostile_header_accept_is_refused_or_ignored(server: SparqlServer, accept: str) -> None:
    response = requests.get(server.address, params={"query": "ASK {}"}, headers={"Accept": accept}, timeout=60)
    assert response.status_code in (FINE, 406), response.text
    assert is_right(ask(server, SIMPLE))


@pytest.mark.parametrize("host", ["a b", "<x>", "x/y?z", "é".encode("latin-1").decode("latin-1"), "x" * 5_000])
def test_a_hostile_host_does_not_get_into_the_description(server: SparqlServer, host: str) -> None:
    response = requests.get(server.address, headers={"Host": host, "Accept": "application/n-triples"}, timeout=60)
    assert response.status_code in (FINE, MALFORMED), response.text
    assert "<x>" not in response.text or response.status_code == MALFORMED


def test_who_comes_when_all_are_busy_is_asked_to_come_back(server: SparqlServer) -> None:
    slow = [Asking(server, HOSTILE["cross product counted"][0] + f"#{number}") for number in range(12)]
    for one in slow:
        one.start()
    answers = [one.answer() for one in slow]
    busy = [one for one in answers if one.status_code == 503]
    assert {one.status_code for one in answers} == {SLOW, 503}
    assert len(busy) >= len(slow) - 2 * (LIMITS.workers + LIMITS.waiting)
    assert {one.headers["Retry-After"] for one in busy} == {"1"}
    assert {one.json()["title"] for one in busy} == {"Busy"}
    assert "Retry-After" not in next(one for one in answers if one.status_code == SLOW).headers
    assert server.is_at_rest()
    assert is_right(ask(server, SIMPLE))
