"""The whole server in this process, with limits of one's own; and a look at the processes that work for it."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette

from checkout import EDITION, ROOT
from mdo_rdf.serve.app import Settings, opened
from running import running
from sparql_server import processes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from mdo_rdf.serve.workers import Limits
    from sparql_server import Process


class PublicationServer(NamedTuple):
    """The server at ``address``, which ends with a slash."""

    address: str
    before: frozenset[int]

    def processes(self, kind: str) -> list[Process]:
        """Its processes of a kind, ``page`` or ``query``, that are ready to work: they have given up to write files."""
        own = [process for process in processes(f"mdo_rdf.serve.{kind}_worker") if process.pid not in self.before]
        return [process for process in own if writes_nothing(process.pid)]


def writes_nothing(pid: int) -> bool:
    """Whether a process of a server has loaded what it needs: then it gives up to write files."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text("utf-8")
    except OSError:  # it ended meanwhile
        return False
    return bool(re.search(r"^Max file size +0 ", limits, re.MULTILINE))


@contextmanager
def publication_server(
    limits: Limits, *, root: Path = ROOT, contact: str = "", ready: Callable[[], object] = lambda: None
) -> Iterator[PublicationServer]:
    """``ready`` is called when the first pages can be made."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened(root, EDITION, Settings(limits, contact)) as (inner, _):
            app.mount("/", inner)
            ready()
            yield

    before = frozenset(process.pid for process in processes("mdo_rdf.serve."))
    with running(Starlette(lifespan=lifespan)) as address:
        yield PublicationServer(address, before)
