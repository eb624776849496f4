"""Runs an application (ASGI) on a socket with uvicorn until it is interrupted, and holds each connection to its limits."""

from __future__ import annotations

import asyncio
import json
import math
import signal
import socket
import sys
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mdo_rdf.serve.problems import MEDIA_TYPE, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

MOST_CONNECTIONS = 512
MOST_HEADER_BYTES = 64 * 1024
"""Of the first line of a request and its headers together."""
MOST_HEADERS = 100
MOST_ACCEPT_BYTES = 2_000
"""Of all headers together that say what a client likes: to weigh them takes time that all others wait for."""
_TOO_LARGE = (
    f"send HTTP/1.1 with at most {MOST_HEADER_BYTES:,} bytes of address or headers, {MOST_HEADERS} headers, "
    f"and {MOST_ACCEPT_BYTES:,} bytes in those whose names begin with Accept"
)
HEADER_SECONDS = 10.0
"""Until the headers of a request are there, from when the connection began or the answer before it ended."""
_LINGER_SECONDS = 5.0
"""For what a client is still sending when its answer is ready: closed at once, it would see no answer."""
_MOST_UNREAD = 1_000_000
"""Of what comes after a request that was refused."""
_STALL_SECONDS, _LEAST_BYTES = 60.0, 500_000
"""In this time a client takes at least so much of its answer, or all that is left."""
_MOST_UNSENT = 256 * 1024**2
"""Of all answers together that wait for their clients, each in memory; one more takes the place of the one that waits longest."""
_LOOK_SECONDS = 1.0
_END_SECONDS = 0.5
"""For what is being answered when the server ends."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address. Raises ``OSError``."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(MOST_CONNECTIONS)
    except OSError:
        listening.close()
        raise
    return listening


async def serve(app: ASGIApp, listening: socket.socket, end: Callable[[], None]) -> None:
    """Answer requests until SIGINT or SIGTERM; ``end`` ends what is still being answered half a second later."""
    with _once(signal.SIGINT, signal.SIGTERM):
        await _Server(configuration(app), end).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn would break off what takes too long at its end, with a traceback in the log and nothing for the client."""

    def __init__(self, config: uvicorn.Config, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._end = end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give what is being answered some time, and then an answer; who keeps the server waiting gets none."""
        asyncio.get_running_loop().call_later(_END_SECONDS, self._end_all)
        await super().shutdown(sockets)

    def _end_all(self) -> None:
        self._end()
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection) and connection.waits_for_client:
                connection.transport.abort()


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn runs the application."""
    config = uvicorn.Config(
        _OrdinaryRequests(app), http=Connection, h11_max_incomplete_event_size=MOST_HEADER_BYTES, timeout_keep_alive=5,
        log_level="error", access_log=False, server_header=False, proxy_headers=False, ws="none", lifespan="off",
    )  # fmt: skip
    config.timeout_graceful_shutdown = 1
    return config


class _OrdinaryRequests:
    """Refuses what is larger than a request should be, however it came in, before an application (ASGI) looks at it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = _refusal(scope) if scope["type"] == "http" else None
        if status is None:
            await self._app(scope, receive, send)
        else:
            await problem(status, status.phrase, _TOO_LARGE, {"Connection": "close"})(scope, receive, send)


def _refusal(scope: Scope) -> HTTPStatus | None:
    """Why a request is refused by its first line and its headers alone."""
    headers = scope["headers"]
    if scope["http_version"] not in ("1.0", "1.1"):
        return HTTPStatus.HTTP_VERSION_NOT_SUPPORTED
    if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_HEADER_BYTES:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > MOST_HEADER_BYTES:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if sum(len(value) for name, value in headers if name.startswith(b"accept")) > MOST_ACCEPT_BYTES:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return None


class Connection(H11Protocol):
    """A connection that is given up where the other side takes too long, or takes the place of those who do not.

    uvicorn limits neither how long headers may take, nor how long a client may take to read; and where there are too many
    connections it turns away who comes next, however long the others have been idle.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection; one too many takes the place of the one whose client has kept it waiting longest."""
        super().connection_made(transport)
        self._since, self._left, self._unread, self._refused = self.loop.time(), 0, 0, False
        self._state = self._what_is_waited_for()
        self._look = self.loop.call_later(_LOOK_SECONDS, self._look_at_time)
        if len(self.connections) > MOST_CONNECTIONS:
            others = [other for other in self.connections if isinstance(other, Connection) and other is not self]
            waiting = [other for other in others if other.waits_for_client]
            (min(waiting, key=lambda other: other._since) if waiting else self).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sends; what comes after a request that was refused is not looked at."""
        if not self._refused:
            super().data_received(data)
            return
        self._unread += len(data)
        if self._unread > _MOST_UNREAD:
            self.transport.abort()

    def pause_writing(self) -> None:
        """What is written now waits in memory for the client."""
        super().pause_writing()
        waiting = [other for other in self.connections if isinstance(other, Connection) and other is not self and other.unsent]
        if self.unsent + sum(other.unsent for other in waiting) > _MOST_UNSENT:
            (min(waiting, key=lambda other: other._since) if waiting else self).transport.abort()

    @property
    def unsent(self) -> int:
        """How many bytes wait for the client."""
        return self.transport.get_write_buffer_size()

    @property
    def waits_for_client(self) -> bool:
        """Whether nothing can go on here until the client sends or takes something."""
        return self._what_is_waited_for() != ""

    def _what_is_waited_for(self) -> str:
        """What the client has to do next; nothing while the answer is being made."""
        if self._refused:
            return "end"
        if self.unsent:
            return "reading"
        if self.transport.is_closing():
            return "end"
        if self.cycle is None or self.cycle.response_complete:
            return "body" if self.conn.their_state is h11.SEND_BODY else "headers"
        return "upload" if self.conn.their_state is h11.SEND_BODY else ""

    def _look_at_time(self) -> None:
        """Give up a connection whose client takes too long for what it has to do."""
        now, state, left = self.loop.time(), self._what_is_waited_for(), self.unsent
        most = {"end": _LINGER_SECONDS, "reading": _STALL_SECONDS, "body": _LINGER_SECONDS, "headers": HEADER_SECONDS}
        most["upload"] = math.inf  # the application says how long
        if state != self._state or not state:
            self._since, self._state, self._left = now, state, left
        elif state == "reading" and self._left - left >= _LEAST_BYTES:
            self._since, self._left = now, left
        elif now - self._since > most[state]:
            self.transport.abort()
            return
        self._look = self.loop.call_later(_LOOK_SECONDS, self._look_at_time)

    def on_response_complete(self) -> None:
        """The time for the next headers begins."""
        self._since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that is not HTTP (400), or is too long (414, 431), and read no more of it."""
        error = sys.exception()
        status = HTTPStatus(error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400)
        if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE and b"\n" not in self.conn.trailing_data[0]:
            status = HTTPStatus.REQUEST_URI_TOO_LONG
        self._refused = True
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            content = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": str(error) or msg}
            body = json.dumps(content).encode()
            headers = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body))), ("Connection", "close")]
            response = h11.Response(status_code=status, headers=headers, reason=status.phrase)
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.transport.can_write_eof():
            self.transport.write_eof()  # the client sees the end of the answer, also while it is still sending


@contextmanager
def _once(*signals: signal.Signals) -> Iterator[None]:
    """Signals do nothing but what uvicorn does with them: it raises them again at its end, which would end this process."""
    before = {number: signal.signal(number, lambda *_: None) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
