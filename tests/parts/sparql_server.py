"""A real server with the SPARQL endpoint and nothing else, on a free port of this machine; and a look at its processes."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from checkout import EDITION, ROOT
from mdo_rdf.serve.sparql import Endpoint
from mdo_rdf.serve.workers import Limits, Workers
from stores import free_port
from waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from starlette.requests import Request
    from starlette.responses import Response

_PATIENCE = 30.0
_REST = 0.15
_TICKS = os.sysconf("SC_CLK_TCK")


class Process(NamedTuple):
    """A worker of a server: the seconds of a processor that it has used so far."""

    pid: int
    seconds: float


class SparqlServer:
    """The endpoint at ``address``; to be used with ``with``."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.workers = Workers(ROOT, EDITION, limits)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}/sparql"
        app = Starlette(routes=[Route("/sparql", Endpoint(self.workers, _editor))], lifespan=self._lifespan)
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before = set(map(_pid, processes()))

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        async with self.workers:
            yield

    def __enter__(self) -> SparqlServer:
        self._thread.start()
        assert until(lambda: self._server.started), "the server did not start"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(_PATIENCE)

    def healthy(self) -> bool:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self.workers.healthy(), self._loop).result(_PATIENCE)

    def processes(self) -> list[Process]:
        """Its workers."""
        return [one for one in processes() if one.pid not in self._before]

    def is_at_work(self) -> bool:
        """Whether, after some waiting, one of its workers uses a processor."""
        before = self.processes()
        return until(lambda: self.processes() != before)

    def is_at_rest(self) -> bool:
        """Whether, after some waiting, there are as many workers as there should be and none of them uses a processor."""
        return until(self._rests)

    def _rests(self) -> bool:
        before = self.processes()
        time.sleep(_REST)
        return len(before) == self.limits.workers + 1 and before == self.processes()


def processes() -> list[Process]:
    """All workers that this process started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, stat = (place / "cmdline").read_bytes(), (place / "stat").read_text("utf-8", "replace")
        except OSError:  # it ended meanwhile
            continue
        fields = stat.rpartition(")")[2].split()
        if b"mdo_rdf.serve.worker" in command and int(fields[1]) == os.getpid():
            found.append(Process(int(place.name), (int(fields[11]) + int(fields[12])) / _TICKS))
    return sorted(found)


def _pid(process: Process) -> int:
    return process.pid


async def _editor(_: Request) -> Response:
    return HTMLResponse("<!doctype html><title>Editor</title>")
