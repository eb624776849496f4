"""The server as an application: it takes requests, limits them, and has other processes do the work."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from mdo_rdf.iris import LANGUAGES
from mdo_rdf.query.questions import read_questions
from mdo_rdf.serve.headers import CommonHeaders
from mdo_rdf.serve.kept import KeptPages, PageRequest, page_request, sent
from mdo_rdf.serve.problems import broken, refused, refused_page
from mdo_rdf.serve.sparql import Endpoint, unless_gone
from mdo_rdf.serve.workers import PageWorkers, QueryWorkers, RefusedError
from mdo_rdf.site import paths
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from mdo_rdf.serve.workers import Limits

_CONTACT_DAYS = 180
"""How long security.txt holds; it says itself when that ends, which should be within a year (RFC 9116, section 2.5.5)."""
_HEALTH_SECONDS = 1
"""How long what was found about the health of the server is told again, so that who asks it often costs nothing."""


class Settings(NamedTuple):
    """What the operator of a server decides: the limits of queries, and whom to write to (a URI, or nothing)."""

    limits: Limits
    contact: str = ""


class Opened(NamedTuple):
    """The application (ASGI); ``end`` lets it refuse all that it is asked, also what it is answering."""

    app: ASGIApp
    end: Callable[[], None]


@asynccontextmanager
async def opened(root: Path, edition: str, settings: Settings) -> AsyncIterator[Opened]:
    """The application, with the processes that work for it as long as this lasts.

    Pages can be made at once; the processes that answer queries start meanwhile. Raises ``CannotTellError``.
    """
    questions = [f"/{paths.folder(language)}doc/vraag/{name}" for name in read_questions(root, edition) for language in LANGUAGES]
    limits, one_starts = settings.limits, asyncio.Semaphore(1)
    making = PageWorkers(root, edition, limits, one_starts=one_starts)
    answering = QueryWorkers(root, edition, limits, first=0, one_starts=one_starts)
    async with making as pages, answering as queries:
        server = _Server(edition, settings, pages, queries)
        app = Starlette(routes=server.routes(), exception_handlers={HTTPException: refused, Exception: broken})
        app.router.redirect_slashes = False
        ready = asyncio.create_task(server.make_ready(questions))
        try:
            yield Opened(CommonHeaders(app), server.end)  # headers around all of it: they are on what goes wrong too
        finally:
            ready.cancel()
            await asyncio.gather(ready, return_exceptions=True)


class _AnyMethod:
    """What answers requests of every method (ASGI): which are allowed is said where the pages are made."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)


class _Server:
    """What answers: the pages that are kept, the processes, and what tells about the server."""

    def __init__(self, edition: str, settings: Settings, pages: PageWorkers, queries: QueryWorkers) -> None:
        self._edition, self._settings, self._pages, self._queries = edition, settings, pages, queries
        self._kept = KeptPages()
        self._health_found: tuple[float, Response] | None = None
        self._health_lock = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """Which address is answered by what; the first that fits."""
        editors = [Route(f"/{paths.folder(language)}{paths.EDITOR}", self._editor) for language in LANGUAGES]
        return [
            Route("/health", self._health),
            Route("/.well-known/security.txt", self._security),
            Route("/sparql", Endpoint(self._queries, self._to_editor)),
            *editors,
            Route("/{path:path}", _AnyMethod(self._page)),
        ]

    def end(self) -> None:
        """Refuse all that is asked, also what is being answered."""
        self._pages.end()
        self._queries.end()

    async def make_ready(self, paths_: list[str]) -> None:
        """Make pages before someone asks for them: the answers to the questions with what is chosen at first."""
        await self._queries.all_there()
        for path in paths_:
            request = PageRequest("GET", path, "", "text/html", "", packed=True).in_few_words()
            try:
                self._kept.keep(request, await self._pages.make(request.asked()))
            except RefusedError:
                await asyncio.sleep(1)  # others need the processes now

    async def _page(self, request: Request) -> Response:
        """A page, a document, or an answer of the API: as it was made before, or made now."""
        asked = page_request(request)
        is_known = self._pages.has(asked.path)
        asked = asked.in_few_words() if is_known else asked
        try:
            page = self._kept.get(asked)
            if page is None:
                page = await self._pages.make(asked.asked(), varied=bool(asked.query) or not is_known)
                self._kept.keep(asked, page)
        except RefusedError as error:
            return refused_page(request, error)
        return sent(request, page)

    async def _editor(self, request: Request) -> Response:
        """The page of the editor, with the answer to the query, which waits its turn among the queries of all."""
        asked, text = page_request(request), request.query_params.get("query", "")
        if not text.strip():
            return await self._page(request)
        state: dict[str, Any] = {}
        content, headers = b"", {}
        try:
            answer = await unless_gone(request, self._queries.ask(text))
            if answer is None:
                return Response()  # nobody is there to read it
            content, state = answer.content, {"graph": answer.graph}
        except RefusedError as error:
            state = {"message": str(error), "status": error.status}
            headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
        try:
            page = await self._pages.make(asked.asked(state), content, varied=True)
        except RefusedError as error:
            return refused_page(request, error)
        response = sent(request, page)
        response.headers.update(headers)
        return response

    async def _to_editor(self, _: Request) -> Response:
        """From the address for programs to the page for people."""
        return RedirectResponse(f"/{paths.EDITOR}", 303, {"Vary": "Accept"})

    async def _health(self, _: Request) -> Response:
        """Whether a page is made and a query answered, as anyone who comes now would see."""
        async with self._health_lock:
            if self._health_found is None or time.monotonic() - self._health_found[0] > _HEALTH_SECONDS:
                self._health_found = time.monotonic(), await self._look_at_health()
        found = self._health_found[1]
        return Response(found.body, found.status_code, dict(found.headers))

    async def _look_at_health(self) -> Response:
        request = PageRequest("GET", "/", "", "text/html", "", packed=False)
        try:
            pages = "pass" if (await self._pages.make(request.asked())).status == 200 else "fail"
        except RefusedError:
            pages = "fail"
        queries = await self._queries.state()
        status = pages if pages == "fail" else queries
        content = {
            "status": status,
            "version": VERSION,
            "releaseId": self._edition,
            "checks": {"pages": [{"status": pages}], "queries": [{"status": queries}]},
        }
        code = 503 if status == "fail" else 200
        return JSONResponse(content, code, {"Cache-Control": "no-store"}, "application/health+json")

    async def _security(self, request: Request) -> Response:
        contact, languages = self._settings.contact, ", ".join(LANGUAGES)
        if not contact:
            return await self._page(request)
        expires = (datetime.now(UTC) + timedelta(days=_CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
        return PlainTextResponse(f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {languages}\n")
