"""Keeps the processes that do the work of the server, gives each piece of work one of them for a limited time, and ends what
takes longer: those that answer the queries of the public, and those that make pages.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import signal
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.query.answers import Answer
from mdo_rdf.serve.frames import LENGTH_BYTES, framed

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Coroutine, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

_LOG = logging.getLogger(__name__)
_START_SECONDS = 120
_FINE, _BUSY, _NO_FORM = 200, 503, 406
_RETRY_SECONDS = 5
_HEALTH_SECONDS = 5
_GRACE_SECONDS = 1
_AT_ONCE = 65_536


class Limits(NamedTuple):
    """What one query may take, and how many there may be at once.

    ``seconds`` for an answer, and to wait for a turn; ``rows`` (or triples) and ``size`` (bytes) of an answer; ``workers``
    queries at a time while ``waiting`` others wait; ``memory`` of a process in bytes, the edition included. ``pages`` are made
    at a time, while ``waiting_pages`` others wait.
    """

    seconds: float = 10
    rows: int = 10_000
    size: int = 10_000_000
    workers: int = 2
    waiting: int = 16
    memory: int = 1_500_000_000
    pages: int = 2
    waiting_pages: int = 100


class RefusedError(MdoError):
    """Work that was not done; ``status`` is one of HTTP, and ``retry_after`` the seconds to wait where that may help.

    400: malformed, an update, SERVICE, or nested too deeply; 406: not in that form; 413: the answer is too large; 503: too much
    at once, ask again; 504: it took too long, which asking again does not mend; 507: it took too much memory.
    """

    def __init__(self, status: int, title: str, detail: str, *, retry_after: int = 0) -> None:
        self.status, self.title, self.retry_after = status, title, retry_after
        super().__init__(detail)


class _KilledError(RefusedError):
    """Somebody else ended the process that was at work."""


class NoFormError(RefusedError):
    """The answer is of a kind for which no form was asked: ``graph`` says which kind."""

    def __init__(self, *, graph: bool, detail: str) -> None:
        self.graph = graph
        super().__init__(_NO_FORM, "Not acceptable", detail)


class _Worker:
    """A process, and the way to talk to it."""

    def __init__(self, process: Process) -> None:
        self.process, self.ready = process, dict[str, Any]()
        self._messages = asyncio.create_task(_relay(process.stderr))

    @classmethod
    async def start(cls, command: Sequence[str]) -> _Worker:
        """A process that has loaded what it needs. Raises ``CannotTellError`` where it cannot."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for the server, which ends its processes itself
        )  # fmt: skip
        worker, ready = cls(process), None
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = worker.ready = json.loads(await worker._frame())
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            raise CannotTellError("a process of the server did not start; its messages are above") from error
        finally:
            if ready is None or ready["status"] != _FINE:
                await worker.stop()
        if ready["status"] != _FINE:
            raise CannotTellError(ready["detail"])
        return worker

    async def exchange(self, request: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        """A reply, and what goes with it.

        Raises ``IncompleteReadError`` or ``ConnectionError`` where the process ends meanwhile.
        """
        if self.process.stdin is None:
            raise ConnectionError
        self.process.stdin.write(framed(json.dumps(request).encode()) + framed(content))
        await self.process.stdin.drain()
        reply: dict[str, Any] = json.loads(await self._frame())
        return reply, await self._frame()

    async def _frame(self) -> bytes:
        if self.process.stdout is None:
            raise ConnectionError
        length = int.from_bytes(await self.process.stdout.readexactly(LENGTH_BYTES), "big")
        return await self.process.stdout.readexactly(length)

    async def stop(self) -> None:
        """End the process at once, whatever it does, and what it was still saying."""
        if self.process.returncode is None:
            self.process.kill()
        if self.process.stdin is not None:
            self.process.stdin.close()
        while self.process.stdout is not None and await self.process.stdout.read(_AT_ONCE):
            pass
        await self.process.wait()
        await self._messages


async def _relay(messages: asyncio.StreamReader | None) -> None:
    """Say what a process says of what went wrong: it may write to no file itself, and this may go to one."""
    while messages is not None and (said := await messages.read(_AT_ONCE)):
        sys.stderr.write(said.decode("utf-8", "backslashreplace"))
        sys.stderr.flush()


class Lane:
    """Work of one kind: at most ``number`` pieces at a time, while ``waiting`` others wait."""

    def __init__(self, number: int, waiting: int) -> None:
        self.turns, self.most, self.asked = asyncio.Semaphore(number), number + waiting, 0


class Workers:
    """Processes that do the same work, each one piece of it at a time; to be used with ``async with``.

    ``command`` is a module with its arguments; ``number`` work at a time, and ``spare`` are ready to take the place of one that
    was ended. ``first`` have to be there before the first work; the others start meanwhile, one at a time (``one_starts``).
    """

    def __init__(
        self,
        command: Sequence[str],
        limits: Limits,
        *,
        number: int,
        spare: int = 0,
        first: int | None = None,
        one_starts: asyncio.Semaphore | None = None,
    ) -> None:
        self._command, self._limits, self._one_starts = command, limits, one_starts or asyncio.Semaphore(1)
        self._number, self._first = number + spare, number + spare if first is None else first
        self._turns = asyncio.Semaphore(number)
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking: set[asyncio.Task[Any] | None] = set()
        self._exchanges: set[asyncio.Future[tuple[dict[str, Any], bytes]]] = set()
        self._is_ending = False
        self.ready: dict[str, Any] = {}
        """What the first process said when it was there."""

    async def __aenter__(self) -> Self:
        """Raises ``CannotTellError`` where the first processes cannot start."""
        starting = [asyncio.ensure_future(self._start()) for _ in range(self._first)]
        try:
            await asyncio.gather(*starting)
        except BaseException:
            for start in starting:
                start.cancel()
            await asyncio.gather(*starting, return_exceptions=True)
            await self._stop()
            raise
        for _ in range(self._number - self._first):
            self._background(self._start_whatever_it_takes())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stop()

    async def all_there(self) -> None:
        """Wait until the processes that start meanwhile are there."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stop(self) -> None:
        ending: list[asyncio.Future[Any]] = [*self._tasks, *self._exchanges]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._all))

    async def _start(self) -> None:
        worker = await _Worker.start(self._command)
        self.ready = self.ready or worker.ready
        self._all.add(worker)
        self._free.put_nowait(worker)

    async def exchange(self, lane: Lane, request: Mapping[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """What a process replies. Raises ``RefusedError``; where the task that asks is cancelled, the work ends too."""
        if lane.asked >= lane.most or self._is_ending:
            raise self._busy()
        task = asyncio.current_task()
        lane.asked += 1
        self._asking.add(task)
        try:
            try:
                return await self._asked(lane, request, content)
            except _KilledError:  # which says nothing of this piece of work
                return await self._asked(lane, request, content)
        except asyncio.CancelledError:
            if self._is_ending and task is not None and not task.uncancel():
                raise self._busy() from None
            raise
        finally:
            lane.asked -= 1
            self._asking.discard(task)

    async def _asked(self, lane: Lane, request: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        async with AsyncExitStack() as turns:
            worker = await self._turn(lane, turns)
            return await self._ask(worker, request, content)

    def end(self) -> None:
        """Refuse all work from now on, also that which is waited for."""
        self._is_ending = True
        for task in filter(None, self._asking):
            task.cancel()

    async def _turn(self, lane: Lane, turns: AsyncExitStack) -> _Worker:
        """A worker; what was taken for it is given back at the end of ``turns``."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                await turns.enter_async_context(lane.turns)
                await turns.enter_async_context(self._turns)
                while (worker := await self._free.get()).process.returncode is not None:
                    self._background(self._replace(worker))  # it ended while it had nothing to do
                return worker
        except TimeoutError as error:
            raise self._busy() from error

    async def _ask(self, worker: _Worker, request: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        """The worker is free again where it gave a whole reply in time, and is ended in any other case."""
        exchange = asyncio.ensure_future(worker.exchange(request, content))
        self._exchanges.add(exchange)
        exchange.add_done_callback(self._exchanges.discard)
        try:
            await asyncio.wait({exchange}, timeout=self._limits.seconds)
        except asyncio.CancelledError:
            self._background(self._abandoned(worker, exchange))
            raise
        if not exchange.done():
            self._background(self._replace(worker, exchange))
            raise self._too_slow()
        try:
            reply = exchange.result()
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            status = await worker.process.wait()
            self._background(self._replace(worker))
            raise self._ended(status) from error
        self._free.put_nowait(worker)
        return reply

    async def _abandoned(self, worker: _Worker, exchange: asyncio.Future[tuple[dict[str, Any], bytes]]) -> None:
        """Nobody waits for the reply any more: what is nearly done may end, as another process costs more than that."""
        await asyncio.wait({exchange}, timeout=_GRACE_SECONDS)
        if exchange.done() and exchange.exception() is None:
            self._free.put_nowait(worker)
        else:
            await self._replace(worker, exchange)

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: _Worker, exchange: asyncio.Future[tuple[dict[str, Any], bytes]] | None = None) -> None:
        if exchange is not None:
            exchange.cancel()
            await asyncio.gather(exchange, return_exceptions=True)
        await worker.stop()
        self._all.discard(worker)
        await self._start_whatever_it_takes()

    async def _start_whatever_it_takes(self) -> None:
        """Start a process while others work: one at a time, so that it takes no more than one processor from them."""
        while True:
            try:
                async with self._one_starts:
                    return await self._start()
            except (CannotTellError, OSError) as error:
                _LOG.error("%s; trying again in %d seconds", error, _RETRY_SECONDS)
            await asyncio.sleep(_RETRY_SECONDS)

    def _busy(self) -> RefusedError:
        wait = math.ceil(self._limits.seconds)
        return RefusedError(_BUSY, "Busy", f"too many requests at once; ask again in {wait} seconds", retry_after=wait)

    def _too_slow(self) -> RefusedError:
        detail = f"no answer in {self._limits.seconds:g} seconds, the most that one may take; ask for less"
        return RefusedError(504, "Too slow", detail)

    def _ended(self, status: int) -> RefusedError:
        """Why there is no answer, by the signal that ended the process."""
        if status == -signal.SIGXCPU:
            return self._too_slow()
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return RefusedError(400, "Query too deep", "the query is nested too deeply; write it flatter")
        if status == -signal.SIGABRT:
            detail = f"it took more than {self._limits.memory:,} bytes of memory; ask for less"
            return RefusedError(507, "Too large", detail)
        kind = _KilledError if status == -signal.SIGKILL else RefusedError
        return kind(500, "Not answered", "the process that answers ended; ask in another way")


class QueryWorkers:
    """The processes (``query_worker``) that answer the queries of the public, all with the same edition."""

    _SPARE = 1

    def __init__(
        self, root: Path, edition: str, limits: Limits, *, first: int | None = None, one_starts: asyncio.Semaphore | None = None
    ) -> None:
        numbers = map(str, (limits.seconds, limits.rows, limits.size, limits.memory))
        command = ("mdo_rdf.serve.query_worker", str(root), edition, *numbers)
        self.limits = limits
        self._workers = Workers(command, limits, number=limits.workers, spare=self._SPARE, first=first, one_starts=one_starts)
        self._lane = Lane(limits.workers, limits.waiting)

    async def __aenter__(self) -> Self:
        """Raises ``CannotTellError`` where the edition cannot be loaded."""
        await self._workers.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._workers.__aexit__(kind, error, trace)

    async def ask(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        table: str = "json",
        graph: str = "nt",
    ) -> Answer:
        """The answer to a query, about all graphs together unless the query or the request names them.

        It is in the form (``results.TABLES`` and ``GRAPHS``) for its kind; where that is empty, ``NoFormError`` is raised. Raises
        ``RefusedError``. Where the task that asks is cancelled, the query ends too.
        """
        request = {
            "text": text,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "table": table,
            "graph": graph,
        }
        reply, content = await self._workers.exchange(self._lane, request)
        if reply["status"] == _NO_FORM:
            raise NoFormError(graph=reply["graph"], detail=reply["detail"])
        if reply["status"] != _FINE:
            raise RefusedError(reply["status"], reply["title"], reply["detail"])
        return Answer(content, graph=reply["graph"])

    async def all_there(self) -> None:
        """Wait until all processes are there."""
        await self._workers.all_there()

    def end(self) -> None:
        """Refuse all queries from now on, also those that are being answered."""
        self._workers.end()

    async def state(self) -> str:
        """What a query finds: ``pass`` where it is answered in time, ``warn`` where all are busy, or else ``fail``."""
        try:
            async with asyncio.timeout(_HEALTH_SECONDS):
                return "pass" if b"true" in (await self.ask("ASK {}")).content else "fail"
        except RefusedError as error:
            return "warn" if error.status == _BUSY else "fail"
        except TimeoutError:
            return "warn"


class MadePage(NamedTuple):
    """An answer over HTTP: its status, its headers, and its content."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


class PageWorkers:
    """The processes (``page_worker``) that make pages, and whatever else is not an answer to a query of the public."""

    def __init__(self, root: Path, edition: str, limits: Limits, *, one_starts: asyncio.Semaphore | None = None) -> None:
        command = ("mdo_rdf.serve.page_worker", str(root), edition, str(limits.memory))
        self._workers = Workers(command, limits, number=limits.pages, first=1, one_starts=one_starts)
        self._plain = Lane(limits.pages, limits.waiting_pages)
        self._varied = Lane(max(1, limits.pages - 1), limits.waiting_pages)
        self._names: frozenset[str] = frozenset()

    async def __aenter__(self) -> Self:
        """Raises ``CannotTellError`` where the edition cannot be loaded."""
        await self._workers.__aenter__()
        self._names = frozenset(self._workers.ready["names"])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._workers.__aexit__(kind, error, trace)

    def end(self) -> None:
        """Refuse all requests from now on, also those that are being answered."""
        self._workers.end()

    def has(self, path: str) -> bool:
        """Whether a path is that of a file of the site, of a document in some form, or of the thing that it is about."""
        bare = path.removeprefix("/")
        bare = f"doc/{bare.removeprefix('id/')}" if bare.startswith("id/") else bare
        bare = f"{bare}index.html" if not bare or bare.endswith("/") else bare
        return not self._names.isdisjoint((bare, f"{bare}.html", f"{bare}.ttl"))

    async def make(self, request: Mapping[str, Any], content: bytes = b"", *, varied: bool = False) -> MadePage:
        """The answer to a request. Raises ``RefusedError``.

        Of what a visitor can vary without end (``varied``) there is never as much at a time as there are processes, so that the
        others go on making pages.
        """
        reply, body = await self._workers.exchange(self._varied if varied else self._plain, request, content)
        return MadePage(reply["status"], tuple((name, text) for name, text in reply["headers"]), body)
