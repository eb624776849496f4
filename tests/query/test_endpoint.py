"""An endpoint that gives less than a whole, true answer is an error of one line; it never becomes an answer."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from cases import cases
from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.errors import CannotTellError
from mdo_rdf.query.answers import solutions, written
from mdo_rdf.query.endpoint import ask_endpoint
from stores import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JSON = (
    b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},{"n":{"type":"literal","value":"2"}}]}}'
)
KIND = "application/sparql-results+json"
QUERY = "SELECT ?n { ?s ?p ?n }"


@contextmanager
def endpoint(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            answer(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def said(status: int = 200, kind: str = KIND, content: bytes = JSON, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(content))} | named).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def drips(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", KIND)
    request.end_headers()
    try:
        while True:
            request.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        return


def breaks_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", KIND)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"%x\r\n%s\r\n" % (60, JSON[:60]))


def is_not_http(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"220 mail.example.org ready\r\n")


def sends_away(request: BaseHTTPRequestHandler) -> None:
    if request.path.startswith("/sparql"):
        return said(302, Location="/elders")(request)
    return said()(request)


def goes_round(request: BaseHTTPRequestHandler) -> None:
    said(302, Location=request.path)(request)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (said(kind="text/html", content=b"<html><h1>Welkom\n</h1>"), "answers text/html, not SPARQL results: Welkom"),
        (said(kind="text/html", content=b"<!DOCTYPE html><head><style>h1 { color: red }</style></head>\n<p class='x'>Even <b>geen</b> &eacute;ndpoint"), "answers text/html, not SPARQL results: Even geen éndpoint\n"),
        (said(500, "text/html", b"<html><body>" + b"<p>" * 99 + b"Fout in <i>query</i></html>"), "answers 500: Fout in query\n"),
        (said(503, "text/html", b"<html><body>" + b"<p>" * 99 + b"Onderhoud</html>"), "answers 503 Service Unavailable: Onderhoud\n"),
        (said(400, "text/plain", b"expected <http://example.org/> here"), "answers 400: expected <http://example.org/> here\n"),
        (said(500, "text/plain", b"Virtuoso 42000 Error\n\nstack"), "answers 500: Virtuoso 42000 Error stack"),
        (said(503, "text/plain", b"busy"), "answers 503 Service Unavailable: busy"),
        (said(400, "text/plain", b"no such prefix"), "answers 400: no such prefix"),
        (said(401, "text/plain", b"who?"), "answers 401: who?"),
        (said(404, "text/plain", b""), "answers 404"),
        (said(content=JSON[:80]), "the answer is not whole, or not SPARQL results"),
        (said(content=JSON[:80], Content_Length=str(len(JSON))), "the answer broke off"),
        (said(content=b""), "the answer is not whole, or not SPARQL results"),
        (breaks_off, "the answer broke off"),
        (is_not_http, "the answer broke off or is not HTTP"),
        (sends_away, "redirects to http://127.0.0.1:"),
        (goes_round, "answers 302, a redirect"),
        (said(307, Location="/elders"), "answers 307, a redirect"),
        (said(X_SQL_State="S1TAT"), "the answer is not whole: the endpoint stopped early (X-SQL-State: S1TAT)"),
        (said(X_SPARQL_MaxRows="2"), "the answer is not whole: the endpoint gives 2 rows at most"),
        (drips, "no whole answer in 1 seconds; give it more with --timeout"),
        (lambda _: time.sleep(3), "no whole answer in 1 seconds|no answer in time"),
    ],
)  # fmt: skip
def test_less_than_an_answer_is_an_error_of_one_line(
    answer: Callable[[BaseHTTPRequestHandler], None], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with endpoint(answer) as url:
        assert main(["query", "tijdreeks", "--endpoint", url, "--timeout", "1"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert any(captured.err.startswith(f"mdo-rdf: {url}: {said}") for said in message.split("|")), captured.err
        assert captured.err.count("\n") == 1


def test_a_half_answer_leaves_nothing_else_on_the_screen() -> None:
    """As a process, where what is left of the answer is cleared away at the end."""
    with endpoint(said(content=JSON[:-20])) as url:
        words = [sys.executable, "-m", "mdo_rdf", "query", "tijdreeks", "--endpoint", url]
        run = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"mdo-rdf: {url}: the answer is not whole")
    assert run.stderr.count("\n") == 1


def test_a_whole_answer_is_an_answer() -> None:
    with endpoint(said(X_SPARQL_MaxRows="3")) as url:
        assert written(ask_endpoint(url, QUERY), "csv") == "n\n1\n2\n"


def test_the_rows_may_be_none_and_the_answer_yes() -> None:
    with endpoint(said(content=b'{"head":{"vars":["n"]},"results":{"bindings":[]}}')) as url:
        assert written(ask_endpoint(url, QUERY), "csv") == "n\n"
    with endpoint(said(content=b'{"head":{},"boolean":true}')) as url:
        assert [str(row[0]) for row in solutions(ask_endpoint(url, "ASK { ?s ?p ?o }")).rows] == [
            '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
        ]


def test_triples_are_read_in_the_syntax_that_comes() -> None:
    turtle = b"<http://example.org/a> <http://example.org/b> 1 ."
    with endpoint(said(kind="text/turtle", content=turtle)) as url:
        assert written(ask_endpoint(url, "DESCRIBE <http://example.org/a>"), "table") == turtle.decode() + "\n"
    with endpoint(said(kind="text/turtle", content=turtle[:-3])) as url, pytest.raises(CannotTellError, match="not whole"):
        ask_endpoint(url, "DESCRIBE <http://example.org/a>")


def test_an_endpoint_that_is_not_there() -> None:
    port = free_port()
    with pytest.raises(CannotTellError, match=r"cannot be reached \(Connection refused\)"):
        ask_endpoint(f"http://127.0.0.1:{port}/sparql", QUERY)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        with pytest.raises(CannotTellError, match=r"in time|no whole answer in 1 seconds"):
            ask_endpoint(f"http://127.0.0.1:{deaf.getsockname()[1]}/", QUERY, 1)


@pytest.mark.parametrize(*cases("query/wrong_addresses"))
def test_a_wrong_address_is_said_to_be_wrong(address: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "tijdreeks", "--endpoint", address]) == 2
    captured = capsys.readouterr()
    shown = address.replace("\n", "\\n")
    assert captured.err.startswith(f"mdo-rdf: --endpoint {shown}: not an address of an endpoint; {why}")
    assert (captured.out, captured.err.count("\n")) == ("", 1)


def test_a_server_without_https_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(said()) as url:
        assert main(["query", "tijdreeks", "--endpoint", url.replace("http:", "https:")]) == 2
    error = capsys.readouterr().err
    assert "cannot be reached (it does not speak https" in error
    assert "_ssl" not in error


@pytest.mark.parametrize("update", ["DELETE WHERE { ?s ?p ?o }", "DROP ALL"])
def test_an_endpoint_is_never_changed(update: str) -> None:
    def fails(_: BaseHTTPRequestHandler) -> None:
        pytest.fail("the endpoint was asked to change something")

    with endpoint(fails) as url, pytest.raises(CannotTellError, match="not a query; an endpoint is asked, never changed"):
        ask_endpoint(url, update)
