"""The SPARQL endpoint over HTTP, asked by several clients: the protocol, the forms of an answer, graphs, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph
import pytest
import rdflib
import requests
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from cases import cases
from checkout import EDITION, ROOT, tool
from documents import blocks, shell
from mdo_rdf.publish.plan import file_triples, graph_files
from mdo_rdf.serve import results, sparql
from mdo_rdf.serve.workers import Limits
from sparql_server import SparqlServer, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = "SELECT (COUNT(*) AS ?n) { ?o <https://w3id.org/monitor-digitale-overheid/def#waarde> ?v }"
"""How many values there are: 763, as the documentation says."""
COUNT = "SELECT (COUNT(*) AS ?n) {dataset} {{ ?s ?p ?o }}"
NAMED = "SELECT (COUNT(*) AS ?n) {dataset} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
SELECT = "SELECT ?a ?b { VALUES (?a ?b) { ('één, \"twee\"' <http://example.org/x>) (UNDEF 3) } }"
CONSTRUCT = "CONSTRUCT { <http://example.org/s> <http://example.org/p> 'één'@nl } WHERE {}"
TRIPLE = (rdflib.URIRef("http://example.org/s"), rdflib.URIRef("http://example.org/p"), rdflib.Literal("één", lang="nl"))
SMALL = Limits(seconds=20, rows=500, size=200_000, workers=1)


@pytest.fixture(scope="module")
def server() -> Iterator[SparqlServer]:
    with sparql_server(SMALL) as running:
        yield running


@pytest.fixture(scope="module")
def sizes() -> dict[str, int]:
    """How many triples the file of each graph has, read by a parser and counted."""
    return {graph: len(set(file_triples(path))) for graph, path in graph_files(ROOT, EDITION).items()}


def ask(server: SparqlServer, query: str | None = None, accept: str | None = None, /, **parameters: str) -> requests.Response:
    fields = parameters | ({} if query is None else {"query": query})
    return requests.get(server.address, params=fields, headers={"Accept": accept} if accept else {}, timeout=60)


def number(response: requests.Response) -> int:
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    return int(row["n"]["value"])


def refused(response: requests.Response, status: int, *parts: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    content = response.json()
    assert (content["type"], content["status"], bool(content["title"])) == ("about:blank", status, True)
    for part in parts:
        assert part in content["detail"]


# Ways to ask


def test_the_three_ways_of_the_protocol_give_the_same(server: SparqlServer) -> None:
    form = requests.post(server.address, data={"query": VALUES}, timeout=60)
    body = requests.post(
        server.address, data=VALUES, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}, timeout=60
    )
    assert [number(one) for one in (ask(server, VALUES), form, body)] == [763] * 3
    assert form.headers["Vary"] == "Accept"
    assert form.headers["Content-Type"] == "application/sparql-results+json"


def test_a_query_of_text_beyond_ascii_comes_back_whole(server: SparqlServer) -> None:
    query = "SELECT ('ĳsje 🚲 \u200b' AS ?n) {}"
    for response in (ask(server, query), requests.post(server.address, data={"query": query}, timeout=60)):
        assert response.json()["results"]["bindings"][0]["n"]["value"] == "ĳsje 🚲 \u200b"


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_asks(server: SparqlServer, method: str, form: str) -> None:
    wrapper = SPARQLWrapper(server.address, returnFormat=form)
    wrapper.setMethod(method)
    wrapper.setQuery(VALUES)
    assert b"763" in wrapper.query().response.read()


def test_sparqlwrapper_reads_a_table_and_a_graph(server: SparqlServer) -> None:
    wrapper = SPARQLWrapper(server.address, returnFormat=JSON)
    wrapper.setQuery(VALUES)
    found = wrapper.queryAndConvert()
    assert isinstance(found, dict)
    assert found["results"]["bindings"][0]["n"]["value"] == "763"
    for form in (TURTLE, XML):
        wrapper.setReturnFormat(form)
        wrapper.setQuery(CONSTRUCT)
        answer = wrapper.query()
        graph = rdflib.Graph().parse(data=answer.response.read(), format="turtle" if form == TURTLE else "xml")
        assert set(graph) == {TRIPLE}


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks(server: SparqlServer, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.address, method=method))
    assert [int(str(row[0])) for row in graph.query(VALUES) if isinstance(row, rdflib.query.ResultRow)] == [763]
    assert set(graph.query(CONSTRUCT).graph or ()) == {TRIPLE}
    assert graph.query("ASK {}").askAnswer is True


def test_curl_asks(server: SparqlServer) -> None:
    command = [tool("curl"), "-sS", "--fail", server.address]
    runs = [
        [*command, "--data-urlencode", f"query={VALUES}", "-H", "Accept: text/csv"],
        [*command, "-G", "--data-urlencode", f"query={VALUES}", "-d", "format=csv"],
        [*command, "-H", "Content-Type: application/sparql-query", "--data-binary", VALUES, "-H", "Accept: text/csv"],
    ]
    outputs = [subprocess.run(run, capture_output=True, check=True, timeout=60).stdout for run in runs]
    assert outputs == [b"n\r\n763\r\n"] * 3


def test_head_is_get_without_its_body(server: SparqlServer) -> None:
    response = requests.head(server.address, params={"query": VALUES}, timeout=60)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == ask(server, VALUES).headers["Content-Length"]


def test_options_says_what_is_allowed(server: SparqlServer) -> None:
    response = requests.options(server.address, timeout=60)
    assert (response.status_code, response.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")


# Forms


@pytest.mark.parametrize(*cases("serve/table_forms"))
def test_a_table_comes_in_the_form_that_is_liked_best(server: SparqlServer, accept: str, media_type: str) -> None:
    response = ask(server, SELECT, accept)
    assert (response.status_code, response.headers["Content-Type"], response.headers["Vary"]) == (200, media_type, "Accept")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml;q=0.9, application/ld+json;q=0.2", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <https://w3id.org/monitor-digitale-overheid/id/voorziening/digid>"])
def test_a_graph_comes_in_the_form_that_is_liked_best(
    server: SparqlServer, query: str, accept: str | None, media_type: str
) -> None:
    response = ask(server, query, accept)
    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type)
    syntax = {"application/ld+json": "json-ld", "text/turtle": "turtle", "application/n-triples": "nt"}.get(
        media_type.partition(";")[0], "xml"
    )
    assert len(rdflib.Graph().parse(data=response.content, format=syntax)) > 0


def test_each_form_of_a_table_says_the_same(server: SparqlServer) -> None:
    json_rows = ask(server, SELECT, format="json").json()["results"]["bindings"]
    assert json_rows[0]["a"] == {"type": "literal", "value": 'één, "twee"'}
    assert "a" not in json_rows[1]
    rows = list(csv.reader(io.StringIO(ask(server, SELECT, format="csv").content.decode())))
    assert rows == [["a", "b"], ['één, "twee"', "http://example.org/x"], ["", "3"]]
    assert ask(server, SELECT, format="tsv").content.decode() == '?a\t?b\n"één, \\"twee\\""\t<http://example.org/x>\n\t3\n'
    root = ET.fromstring(ask(server, SELECT, format="xml").content)  # noqa: S314 - it is our own
    assert [one.text for one in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ['één, "twee"', "3"]


@pytest.mark.parametrize(
    ("name", "syntax"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"), ("json", "json-ld")]
)
def test_each_form_of_a_graph_says_the_same(server: SparqlServer, name: str, syntax: str) -> None:
    assert set(rdflib.Graph().parse(data=ask(server, CONSTRUCT, format=name).content, format=syntax)) == {TRIPLE}


def test_rdf_xml_is_refused_where_it_would_not_be_xml(server: SparqlServer) -> None:
    query = "CONSTRUCT { <http://example.org/s> <http://example.org/1> 1 } WHERE {}"
    refused(ask(server, query, format="rdf"), 406, "http://example.org/1", "Turtle")


def test_the_parameter_format_wins_and_a_csv_is_a_file(server: SparqlServer) -> None:
    response = ask(server, SELECT, "application/sparql-results+json", format="csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Content-Disposition" not in ask(server, SELECT, "text/csv").headers


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(server: SparqlServer) -> None:
    for response in (ask(server, SELECT, "image/png"), ask(server, SELECT, "text/turtle"), ask(server, SELECT, format="ttl")):
        refused(response, 406, "json", "xml", "csv", "tsv")
    refused(ask(server, CONSTRUCT, "text/csv"), 406, "text/turtle", "application/n-triples", "application/ld+json")
    refused(ask(server, SELECT, format="docx"), 400, "docx", "jsonld")


def test_ask_gives_true_or_false(server: SparqlServer) -> None:
    assert ask(server, "ASK { ?s ?p ?o }").json()["boolean"] is True
    assert ask(server, "ASK { FILTER(false) }").json()["boolean"] is False
    assert ask(server, "ASK {}", format="csv").text == "true"


# Graphs


def test_without_a_dataset_all_graphs_count_together_and_each_is_there(server: SparqlServer, sizes: dict[str, int]) -> None:
    assert number(ask(server, NAMED.format(dataset=""))) == sum(sizes.values())
    rows = ask(server, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"]["bindings"]
    assert {row["g"]["value"]: int(row["n"]["value"]) for row in rows} == sizes


@pytest.mark.parametrize("keyword", ["FROM", "from", "FROM#FROM\n", "\nFROM"])
def test_from_makes_the_default_graph(server: SparqlServer, sizes: dict[str, int], keyword: str) -> None:
    (one, n), (other, m) = list(sizes.items())[:2]
    assert number(ask(server, COUNT.format(dataset=f"{keyword} <{one}>"))) == n
    assert number(ask(server, COUNT.format(dataset=f"{keyword} <{one}> {keyword} <{other}>"))) == n + m
    assert number(ask(server, COUNT.format(dataset=f"{keyword} <http://example.org/none>"))) == 0
    assert number(ask(server, NAMED.format(dataset=f"{keyword} <{one}>"))) == 0


def test_from_named_makes_the_named_graphs_and_an_empty_default_graph(server: SparqlServer, sizes: dict[str, int]) -> None:
    one, n = next(iter(sizes.items()))
    assert number(ask(server, NAMED.format(dataset=f"FROM NAMED <{one}>"))) == n
    assert number(ask(server, COUNT.format(dataset=f"FROM NAMED <{one}>"))) == 0


def test_from_elsewhere_than_in_a_dataset_is_only_text(server: SparqlServer) -> None:
    query = "PREFIX from: <http://example.org/> SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/monitor-digitale-overheid/def#waarde> ?from . FILTER(?from != 'FROM <x>' && ?from != from:FROM) } # FROM"
    assert number(ask(server, query)) == 763


def test_the_dataset_of_the_request_wins_from_that_of_the_query(server: SparqlServer, sizes: dict[str, int]) -> None:
    (one, n), (other, m), *_ = sizes.items()
    key, named = "default-graph-uri", "named-graph-uri"
    assert number(ask(server, COUNT.format(dataset=f"FROM <{other}>"), **{key: one})) == n
    both = requests.get(server.address, params={"query": COUNT.format(dataset=""), key: [one, other]}, timeout=60)
    assert number(both) == n + m
    assert number(ask(server, NAMED.format(dataset=""), **{named: one})) == n
    assert number(ask(server, COUNT.format(dataset=""), **{named: one})) == 0
    assert number(requests.post(server.address, data={"query": COUNT.format(dataset=""), key: one}, timeout=60)) == n
    direct = requests.post(
        server.address,
        params={key: one},
        data=COUNT.format(dataset=""),
        headers={"Content-Type": "application/sparql-query"},
        timeout=60,
    )
    assert number(direct) == n
    refused(ask(server, VALUES, **{key: "no iri"}), 400, "default-graph-uri")


# What is refused


@pytest.mark.parametrize(*cases("serve/no_queries"))
def test_what_is_no_query_is_refused_with_its_place(server: SparqlServer, query: str, part: str) -> None:
    refused(ask(server, query), 400, part)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('SERVICE' AS ?n) {}",
        "SELECT (1 AS ?service) {} # SERVICE",
        "PREFIX service: <http://example.org/> SELECT * { service:SERVICE ?SERVICE 'a'@service }",
    ],
)
def test_service_elsewhere_than_as_a_keyword_is_only_text(server: SparqlServer, query: str) -> None:
    assert ask(server, query).status_code == 200


def test_two_queries_or_an_update_are_refused(server: SparqlServer) -> None:
    refused(requests.get(server.address, params={"query": ["ASK {}", "ASK {}"]}, timeout=60), 400, "2 queries")
    refused(requests.post(server.address, params={"query": "ASK {}"}, data={"query": "ASK {}"}, timeout=60), 400, "2 queries")
    refused(requests.post(server.address, data={"update": "CLEAR ALL"}, timeout=60), 400, "read only")
    refused(requests.post(server.address, data={"quer": "ASK {}"}, timeout=60), 400, "query")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_with_those_that_are_allowed(server: SparqlServer, method: str) -> None:
    response = requests.request(method, server.address, timeout=60)
    refused(response, 405, method)
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/sparql-update",
        "multipart/form-data; boundary=x",
        "application/sparql-query; charset=latin1",
        "",
    ],
)
def test_other_media_types_are_refused(server: SparqlServer, kind: str) -> None:
    refused(
        requests.post(server.address, data=b"ASK {}", headers={"Content-Type": kind}, timeout=60), 415, "application/sparql-query"
    )


def test_a_body_or_a_query_that_is_too_large_is_refused(server: SparqlServer) -> None:
    query = "ASK {} #" + "x" * sparql.MOST_BYTES
    headers = {"Content-Type": "application/sparql-query"}
    refused(requests.post(server.address, data=query.encode(), headers=headers, timeout=60), 413, "100,000 bytes")
    chunks = (query[start : start + 10_000].encode() for start in range(0, len(query), 10_000))
    refused(requests.post(server.address, data=chunks, headers=headers, timeout=60), 413, "100,000 bytes")
    fits = query[: sparql.MOST_BYTES].encode()
    assert requests.post(server.address, data=fits, headers=headers, timeout=60).status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for(server: SparqlServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql, "READ_SECONDS", 0.2)
    place = urlsplit(server.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=30) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 50\r\n\r\nASK"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "body", [b"Content-Length: 50\r\n\r\nASK", b"Transfer-Encoding: chunked\r\n\r\n4\r\nASK \r\nnot a chunk"]
)
def test_a_body_that_is_broken_off_is_no_error_of_ours(
    server: SparqlServer, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(server.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=30) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n" + body)
    assert number(ask(server, VALUES)) == 763
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_an_answer_that_is_too_large_is_refused_with_the_limit(server: SparqlServer) -> None:
    rows = "SELECT (1 AS ?n) {{ ?s ?p ?o }} LIMIT {}"
    assert len(ask(server, rows.format(500)).json()["results"]["bindings"]) == 500
    refused(ask(server, rows.format(501)), 413, "500 rows", "LIMIT")
    refused(ask(server, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 501"), 413, "500 triples")
    assert ask(server, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 500").status_code == 200
    refused(ask(server, "SELECT * { ?s ?p ?o }"), 413, "200,000 bytes")


# Without a query


def test_a_browser_without_a_query_gets_the_editor(server: SparqlServer) -> None:
    response = ask(server, None, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert "<title>Editor</title>" in response.text
    assert response.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [("*/*", "turtle"), ("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld")],
)
def test_anyone_else_gets_the_description_of_the_service(
    server: SparqlServer, sizes: dict[str, int], accept: str, syntax: str
) -> None:
    graph = rdflib.Graph().parse(data=ask(server, None, accept).content, format=syntax)
    sd, void = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#"), rdflib.Namespace("http://rdfs.org/ns/void#")
    service = rdflib.URIRef(server.address)
    assert graph.value(service, sd.endpoint) == service
    assert set(graph.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    assert set(graph.objects(service, sd.feature)) == {sd.UnionDefaultGraph}
    assert len(set(graph.objects(service, sd.resultFormat))) == len(results.TABLES) + len(results.GRAPHS)
    named = {
        str(graph.value(one, sd.name)): int(str(graph.value(graph.value(one, sd.graph), void.triples)))
        for one in graph.objects(graph.value(service, sd.defaultDataset), sd.namedGraph)
    }
    assert named == sizes
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


# Clients that go away


def test_a_query_ends_when_its_client_goes_away(server: SparqlServer) -> None:
    """The only worker would otherwise be busy for as long as the limit, and the answer for the next client too late."""
    place = urlsplit(server.address)
    slow = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
    before = {one.pid for one in server.processes()}
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=30) as connection:
        connection.sendall(f"GET /sparql?{slow} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert server.is_at_work()
    assert server.is_at_rest()
    assert len(before - {one.pid for one in server.processes()}) == 1
    assert number(ask(server, VALUES)) == 763


def test_an_edition_that_is_not_there_is_said_at_once() -> None:
    import asyncio

    from mdo_rdf.errors import CannotTellError
    from mdo_rdf.serve.workers import QueryWorkers

    async def start() -> None:
        async with QueryWorkers(ROOT, "1999", SMALL):
            pass

    with pytest.raises(CannotTellError, match="1999: no such edition"):
        asyncio.run(start())


def test_the_answer_is_that_of_a_store_with_everything_in_one_graph(server: SparqlServer, store: pyoxigraph.Store) -> None:
    query = "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p"
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert ask(server, query).json() == json.loads(bytes(solutions.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""))


# The page about it


PAGE = (ROOT / "docs" / "sparql.md").read_text("utf-8")


def test_the_commands_and_the_program_on_the_page_do_what_it_says(
    server: SparqlServer, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = PAGE.replace("http://127.0.0.1:8000/sparql", server.address)
    (command,), (program,) = blocks(shown, "sh"), blocks(shown, "python")
    tool("curl")
    assert shell(command, ROOT).split() == ["n", "763"]
    exec(compile(program, "sparql.md", "exec"), {"__name__": "__main__"})  # noqa: S102
    assert capsys.readouterr().out == "763\n"


def test_the_page_has_every_form_and_limit() -> None:
    for form in (*results.TABLES, *results.GRAPHS):
        assert f"`{form.name}`" in PAGE
        assert f"`{form.media_types[0]}`" in PAGE
    limits = Limits()
    for part in (
        f"{limits.rows:,} rows",
        f"{limits.size:,} bytes",
        f"{limits.seconds:g} seconds",
        f"{limits.memory / 1e9:g} GB",
        f"{limits.workers}, while {limits.waiting} wait",
        f"{sparql.MOST_BYTES:,} bytes",
    ):
        assert part in PAGE
