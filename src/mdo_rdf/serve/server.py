"""Runs an application (ASGI) on a socket with uvicorn until it is interrupted."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

_MOST_CONNECTIONS = 512


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address. Raises ``OSError``."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_MOST_CONNECTIONS)
    except OSError:
        listening.close()
        raise
    return listening


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM; what is being answered then may take two more seconds."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True, limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=5, timeout_graceful_shutdown=2, proxy_headers=False, ws="none", lifespan="on",
    )  # fmt: skip
    with _once(signal.SIGINT, signal.SIGTERM):
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _once(*signals: signal.Signals) -> Iterator[None]:
    """Signals do nothing but what uvicorn does with them: it raises them again at its end, which would end this process."""
    before = {number: signal.signal(number, lambda *_: None) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
