"""Keeps processes that answer queries, gives each query one of them for a limited time, and ends what takes longer."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import signal
import sys
from typing import TYPE_CHECKING, NamedTuple, Self

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.query.answers import Answer
from mdo_rdf.serve.worker import LENGTH_BYTES, WorkerReply, WorkerRequest, framed

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

_LOG = logging.getLogger(__name__)
_SPARE = 1
"""Processes that are ready to take the place of one that was ended, so that nobody waits for an edition to load."""
_START_SECONDS = 120
_FINE, _BUSY = 200, 503
_RETRY_SECONDS = 5
_HEALTH_SECONDS = 5


class Limits(NamedTuple):
    """What one query may take, and how many there may be at once.

    ``seconds`` for an answer, and to wait for a turn; ``rows`` (or triples) and ``size`` (bytes) of an answer; ``workers``
    queries at a time while ``waiting`` others wait; ``memory`` of a process in bytes, the edition included.
    """

    seconds: float = 10
    rows: int = 10_000
    size: int = 10_000_000
    workers: int = 2
    waiting: int = 16
    memory: int = 1_500_000_000


class RefusedError(MdoError):
    """A query that got no answer; ``status`` is one of HTTP, and ``retry_after`` the seconds to wait where that may help.

    400: malformed, an update, SERVICE, or nested too deeply; 413: the answer is too large; 503: too many queries, ask again;
    504: it took too long, which asking again does not mend; 507: it took too much memory.
    """

    def __init__(self, status: int, title: str, detail: str, *, retry_after: int = 0) -> None:
        self.status, self.title, self.retry_after = status, title, retry_after
        super().__init__(detail)


class _Worker:
    """A process of ``mdo_rdf.serve.worker``, and the way to talk to it."""

    def __init__(self, process: Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, root: Path, edition: str, limits: Limits) -> _Worker:
        """A process that has loaded the edition. Raises ``CannotTellError`` where it cannot."""
        numbers = list(map(str, (limits.seconds, limits.rows, limits.size, limits.memory)))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "mdo_rdf.serve.worker", str(root), edition, *numbers,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for the server, which ends its processes itself
        )  # fmt: skip
        worker, ready = cls(process), None
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = await worker._reply()
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            raise CannotTellError("a process that answers queries did not start; its messages are above") from error
        finally:
            if ready is None or ready["status"] != _FINE:
                await worker.stop()
        if ready["status"] != _FINE:
            raise CannotTellError(ready["detail"])
        return worker

    async def ask(self, request: WorkerRequest) -> Answer:
        """Raises ``RefusedError``; ``IncompleteReadError`` or ``ConnectionError`` where the process ends meanwhile."""
        if self.process.stdin is None:
            raise ConnectionError
        self.process.stdin.write(framed(json.dumps(request).encode()))
        await self.process.stdin.drain()
        reply, content = await self._reply(), await self._frame()
        if reply["status"] != _FINE:
            raise RefusedError(reply["status"], reply["title"], reply["detail"])
        return Answer(content, graph=reply["graph"])

    async def _reply(self) -> WorkerReply:
        reply: WorkerReply = json.loads(await self._frame())
        return reply

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
        await self.process.communicate()


class Workers:
    """The processes that answer, all with the same edition; to be used with ``async with``."""

    def __init__(self, root: Path, edition: str, limits: Limits) -> None:
        self._root, self._edition, self.limits = root, edition, limits
        self._turns = asyncio.Semaphore(limits.workers)
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked = 0

    async def __aenter__(self) -> Self:
        """Raises ``CannotTellError`` where the edition cannot be loaded."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.limits.workers + _SPARE):
                    group.create_task(self._start())
        except* CannotTellError as errors:
            await self._stop()
            raise CannotTellError(str(errors.exceptions[0])) from errors
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stop()

    async def _stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._all))

    async def _start(self) -> None:
        worker = await _Worker.start(self._root, self._edition, self.limits)
        self._all.add(worker)
        self._free.put_nowait(worker)

    async def ask(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """The answer to a query, about all graphs together unless the query or the request names them.

        Raises ``RefusedError``. Where the task that asks is cancelled, the query ends too.
        """
        request = WorkerRequest(text=text, default_graphs=list(default_graphs), named_graphs=list(named_graphs))
        if self._asked >= self.limits.workers + self.limits.waiting:
            raise self._busy()
        self._asked += 1
        try:
            worker = await self._turn()
            try:
                return await self._ask(worker, request)
            finally:
                self._turns.release()
        finally:
            self._asked -= 1

    async def _turn(self) -> _Worker:
        """A worker, for the one that holds a turn and has to give it back."""
        worker = None
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._turns.acquire()
                try:
                    worker = await self._free.get()
                finally:
                    if worker is None:
                        self._turns.release()
        except TimeoutError as error:
            raise self._busy() from error
        return worker

    async def _ask(self, worker: _Worker, request: WorkerRequest) -> Answer:
        """The worker is free again where it gave a whole reply, and is ended in any other case, also when cancelled."""
        whole = False
        try:
            async with asyncio.timeout(self.limits.seconds):
                answer = await worker.ask(request)
            whole = True
        except RefusedError:
            whole = True
            raise
        except TimeoutError as error:
            raise self._too_slow() from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise self._ended(await worker.process.wait()) from error
        finally:
            if whole:
                self._free.put_nowait(worker)
            else:
                self._later(worker)
        return answer

    def _later(self, worker: _Worker) -> None:
        task = asyncio.create_task(self._replace(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: _Worker) -> None:
        await worker.stop()
        self._all.discard(worker)
        while True:
            try:
                return await self._start()
            except (CannotTellError, OSError) as error:
                _LOG.error("%s; trying again in %d seconds", error, _RETRY_SECONDS)
            await asyncio.sleep(_RETRY_SECONDS)

    async def healthy(self) -> bool:
        """Whether a process is there that answers; also when all are at work, as long as one gives its turn in time."""
        try:
            async with asyncio.timeout(_HEALTH_SECONDS):
                return b"true" in (await self.ask("ASK {}")).content
        except RefusedError as error:
            return error.status == _BUSY and bool(self._all)
        except TimeoutError:
            return False

    def _busy(self) -> RefusedError:
        wait = math.ceil(self.limits.seconds)
        return RefusedError(_BUSY, "Busy", f"too many queries at once; ask again in {wait} seconds", retry_after=wait)

    def _too_slow(self) -> RefusedError:
        detail = f"no answer in {self.limits.seconds:g} seconds, the most that a query may take; ask for less"
        return RefusedError(504, "Query too slow", detail)

    def _ended(self, status: int) -> RefusedError:
        """Why there is no answer, by the signal that ended the process."""
        if status == -signal.SIGXCPU:
            return self._too_slow()
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return RefusedError(400, "Query too deep", "the query is nested too deeply; write it flatter")
        if status == -signal.SIGABRT:
            detail = f"the query took more than {self.limits.memory:,} bytes of memory; ask for less"
            return RefusedError(507, "Query too large", detail)
        return RefusedError(500, "Query not answered", "the process that answers queries ended; ask in another way")
