"""Connections that are meant to do harm, byte by byte: others go on being answered, and each ends with an answer or is given up."""

from __future__ import annotations

import gzip
import json
import socket
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cases import cases, repeated
from mdo_rdf.serve import server as limits
from running import running
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

_LARGE = 30_000_000
_SEEN: list[str] = []


async def _answer(request: Request) -> Response:
    _SEEN.append(request.url.path)
    if request.url.path == "/large":
        return Response(bytes(_LARGE))
    if request.url.path == "/body":
        return PlainTextResponse(str(len(await request.body())))
    return PlainTextResponse("fine", 413 if request.url.path == "/refused" else 200)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(Starlette(routes=[Route("/{path:path}", _answer, methods=["GET", "POST"])])) as place:
        yield place


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for nobody, so that what is given up is seen to be."""
    for name in ("HEADER_SECONDS", "_LINGER_SECONDS", "_STALL_SECONDS", "_LOOK_SECONDS"):
        monkeypatch.setattr(limits, name, 0.2)


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    place = urlsplit(address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=60) as connection:
        yield connection


def all_of(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it, in whatever way."""
    parts = []
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def is_fine(address: str) -> bool:
    return requests.get(address, timeout=60).text == "fine"


@pytest.mark.parametrize(*cases("serve/connections"))
def test_what_is_not_a_request_is_refused(address: str, name: str, sent: str, status: str) -> None:
    with connected(address) as connection:
        connection.sendall(repeated(sent).encode("latin-1"))
        answer = all_of(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split(b" ", 2)[1] == status.encode(), answer[:300]
    if status != "200":
        assert b"application/problem+json" in head
        assert json.loads(body)["status"] == int(status)
    assert is_fine(address)


def test_a_header_of_many_megabytes_is_not_read(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        with pytest.raises(ConnectionError):
            connection.sendall(bytes(250_000_000))
    assert is_fine(address)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("sent", ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n"])
def test_a_request_that_does_not_come_is_not_waited_for(address: str, sent: str) -> None:
    with connected(address) as connection:
        connection.sendall(sent.encode())
        assert all_of(connection) == b""


@pytest.mark.usefixtures("impatient")
def test_headers_that_drip_are_not_waited_for(address: str) -> None:
    def drip() -> bool:
        try:
            connection.sendall(b"x")
        except ConnectionError:
            return True
        return False

    with connected(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        assert until(drip)


@pytest.mark.usefixtures("impatient")
def test_the_time_for_a_request_begins_again_after_each_answer(address: str) -> None:
    with connected(address) as connection:
        for _ in range(3):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while b"fine" not in answer:
                answer += connection.recv(10_000)
        assert all_of(connection) == b""


@pytest.mark.usefixtures("impatient")
def test_who_does_not_read_is_given_up(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until(lambda: _is_broken(connection))
        assert len(all_of(connection)) < _LARGE


def _is_broken(connection: socket.socket) -> bool:
    """Whether the other side has ended the connection: what is sent there comes back as an error."""
    try:
        connection.send(b"x")
    except ConnectionError:
        return True
    return False


def test_answers_that_nobody_reads_have_a_bound_together(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_UNSENT", 2 * _LARGE)
    with ExitStack() as open_:
        unread = [open_.enter_context(connected(address)) for _ in range(6)]
        for connection in unread:
            connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(5) == b"HTTP/"
        assert until(lambda: sum(map(_is_broken, unread)) >= 3)
        assert is_fine(address)


def test_who_reads_gets_all_after_which_the_connection_ends(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert len(all_of(connection)) > _LARGE


def test_an_answer_is_seen_by_who_is_still_sending(address: str) -> None:
    """A connection that is closed while something comes in is reset, and the answer with it."""
    with connected(address) as connection:
        connection.sendall(b"POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n")
        for _ in range(20):
            connection.sendall(bytes(1_000_000))
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"fine" in all_of(connection)


@pytest.mark.usefixtures("impatient")
def test_who_goes_on_sending_after_the_answer_is_given_up(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"POST /refused HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")

        def goes_on() -> bool:
            try:
                connection.sendall(b"4\r\nmore\r\n")
            except ConnectionError:
                return False
            return True

        assert until(lambda: not goes_on())


def test_idle_connections_keep_nobody_out(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many as there may be, and not one request is refused or lost."""
    monkeypatch.setattr(limits, "MOST_CONNECTIONS", 50)
    with ExitStack() as idle:
        for _ in range(2 * limits.MOST_CONNECTIONS):
            idle.enter_context(connected(address))
        assert all(is_fine(address) for _ in range(20))


@pytest.mark.parametrize(
    ("begin", "is_answered"),
    [
        (b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\nx", False),
        (b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", True),
    ],
    ids=["bodies that do not come", "answers that nobody reads"],
)
def test_connections_that_wait_for_their_clients_keep_nobody_out(
    address: str, monkeypatch: pytest.MonkeyPatch, begin: bytes, is_answered: bool
) -> None:
    monkeypatch.setattr(limits, "MOST_CONNECTIONS", 8)
    with ExitStack() as open_:
        for _ in range(2 * limits.MOST_CONNECTIONS):
            connection = open_.enter_context(connected(address))
            before = len(_SEEN)
            connection.sendall(begin)
            assert until(lambda before=before: len(_SEEN) > before)  # type: ignore[misc]
            assert not is_answered or connection.recv(5) == b"HTTP/"
        assert all(is_fine(address) for _ in range(20))


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "accept-encoding", "Accept-Whatever"])
def test_what_would_take_long_to_weigh_is_refused(address: str, name: str) -> None:
    with connected(address) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: x\r\n{name}: {'a/b,' * 501}\r\nConnection: close\r\n\r\n".encode())
        assert all_of(connection).startswith(b"HTTP/1.1 431 ")
    assert requests.get(address, headers={name: "a/b," * 480}, timeout=60).text == "fine"


def test_a_malformed_body_is_not_answered_twice(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmore\r\nnot a chunk\r\n")
        assert all_of(connection).count(b"HTTP/1.1 ") == 1
    assert is_fine(address)


def test_no_more_is_unpacked_than_is_sent(address: str) -> None:
    """A body is never unpacked here, whatever its headers say."""
    packed = gzip.compress(bytes(10_000_000))
    answer = requests.post(f"{address}body", data=packed, headers={"Content-Encoding": "gzip"}, timeout=60)
    assert answer.text == str(len(packed))
