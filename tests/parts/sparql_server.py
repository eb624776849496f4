"""A real server with the SPARQL endpoint and nothing else, on a free port of this machine; and a look at its processes."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from checkout import EDITION, ROOT
from mdo_rdf.serve.sparql import Endpoint
from mdo_rdf.serve.workers import Limits, QueryWorkers
from running import running
from waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

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
    """The endpoint at ``address``."""

    def __init__(self, limits: Limits) -> None:
        self.address = ""
        self.limits = limits
        self.workers = QueryWorkers(ROOT, EDITION, limits)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before = {process.pid for process in processes()}

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        async with self.workers:
            yield

    def healthy(self) -> bool:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self.workers.state(), self._loop).result(_PATIENCE) == "pass"

    def processes(self) -> list[Process]:
        """Its workers."""
        return [process for process in processes() if process.pid not in self._before]

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


@contextmanager
def sparql_server(limits: Limits) -> Iterator[SparqlServer]:
    server = SparqlServer(limits)
    with running(Starlette(routes=[Route("/sparql", Endpoint(server.workers, _editor))], lifespan=server.lifespan)) as address:
        server.address = f"{address}sparql"
        yield server


def processes(module: str = "mdo_rdf.serve.query_worker") -> list[Process]:
    """All workers that this process started, of a module, or of those whose names begin so."""
    workers = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, stat = (place / "cmdline").read_bytes(), (place / "stat").read_text("utf-8", "replace")
        except OSError:  # it ended meanwhile
            continue
        fields = stat.rpartition(")")[2].split()
        if module.encode() in command and int(fields[1]) == os.getpid():
            workers.append(Process(int(place.name), (int(fields[11]) + int(fields[12])) / _TICKS))
    return sorted(workers)


async def _editor(_: Request) -> Response:
    return HTMLResponse("<!doctype html><title>Editor</title>")
