"""A network that fails on purpose: passes requests on to a store, and does what a test wants at the one it wants."""

from __future__ import annotations

import http.client
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Request(NamedTuple):
    """What a client asks; ``number`` counts, from 1, those that write, and is 0 for those that read."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    number: int

    @property
    def uploads(self) -> bool:
        return self.method == "POST" and ("graph=" in self.path or "graph-uri=" in self.path)

    @property
    def swaps(self) -> bool:
        return b"hasCurrentVersion" in self.body and b"lopendePublicatie" in self.body


Answer = tuple[int, dict[str, str], bytes]
Fault = "Callable[[Request, Callable[[], Answer]], Answer | None]"


def passes(_: Request, forward: Callable[[], Answer]) -> Answer | None:
    return forward()


class Network:
    """``address`` leads to the store; ``fault`` is given each request and a way to pass it on, and says what to answer;
    ``None`` is to cut the connection."""

    def __init__(self, store: str) -> None:
        self._store = urlsplit(store).netloc
        self.fault: Callable[[Request, Callable[[], Answer]], Answer | None] = passes
        self.seen: list[Request] = []
        self.address = ""
        self._lock = threading.Lock()

    def writes(self) -> int:
        return sum(1 for one in self.seen if one.number)

    def record(self, handler: BaseHTTPRequestHandler) -> Request:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        update = handler.path.startswith(("/update", "/sparql-auth"))
        writes = update or handler.command in ("PUT", "DELETE") or (handler.command == "POST" and "graph" in handler.path)
        with self._lock:
            number = self.writes() + 1 if writes else 0
            request = Request(handler.command, handler.path, dict(handler.headers.items()), body, number)
            self.seen.append(request)
        return request

    def forward(self, request: Request) -> Answer:
        connection = http.client.HTTPConnection(self._store, timeout=60)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(request.method, request.path, request.body or None, headers)
        response = connection.getresponse()
        content = response.read()
        kept = ("content-type", "www-authenticate", "server", "x-sql-state", "x-sparql-maxrows", "content-encoding")
        connection.close()
        return response.status, {name: value for name, value in response.getheaders() if name.lower() in kept}, content


@contextmanager
def network(store: str) -> Iterator[Network]:
    found = Network(store)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self) -> None:
            request = found.record(self)
            answer: Answer | None = None
            with suppress(OSError, http.client.HTTPException):
                answer = found.fault(request, lambda: found.forward(request))
            if answer is None:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers, content = answer
            self.send_response_only(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a client that is gone."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def slow(seconds: float) -> Callable[[Request, Callable[[], Answer]], Answer | None]:
    def fault(_: Request, forward: Callable[[], Answer]) -> Answer | None:
        time.sleep(seconds)
        return forward()

    return fault
