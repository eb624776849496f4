"""Puts the server together: which address is answered by what."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mdo_rdf.edition.edition import read_model
from mdo_rdf.inputs.withdrawn import read_withdrawn
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.publication import load_store
from mdo_rdf.query.questions import read_questions
from mdo_rdf.serve.answer_pages import EDITOR, SEARCH, AnswerPages
from mdo_rdf.serve.api import Api
from mdo_rdf.serve.documents import BY_CHOICE, Documents
from mdo_rdf.serve.headers import CommonHeaders
from mdo_rdf.serve.negotiation import FORMS, accepted
from mdo_rdf.serve.problems import problem
from mdo_rdf.serve.sparql import Endpoint
from mdo_rdf.serve.workers import Workers
from mdo_rdf.site import paths
from mdo_rdf.site.pages import Pages
from mdo_rdf.site.resources import Resources
from mdo_rdf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from mdo_rdf.serve.workers import Limits

_CONTACT_DAYS = 180
"""How long security.txt holds; it says itself when that ends, which should be within a year (RFC 9116, section 2.5.5)."""


class Settings(NamedTuple):
    """What the operator of a server decides: the limits of queries, and whom to write to (a URI, or nothing)."""

    limits: Limits
    contact: str = ""


def make_app(root: Path, edition: str, site: Path, settings: Settings) -> ASGIApp:
    """The application (ASGI) over the files of a site that ``write_site`` wrote with ``served``.

    Raises ``InvalidInputError`` and ``CannotTellError``.
    """
    server = _Server(root, edition, site, settings)
    app = Starlette(
        routes=server.routes(),
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        lifespan=server.lifespan,
        exception_handlers={HTTPException: _refused, Exception: _broken},
    )
    app.router.redirect_slashes = False
    return CommonHeaders(app)  # around all of it, so that they are on an answer to what goes wrong too


class _Server:
    """What answers: the documents, the pages that are made when asked for, the workers, and what tells about the server."""

    def __init__(self, root: Path, edition: str, site: Path, settings: Settings) -> None:
        self._edition, self._settings = edition, settings
        self._documents = Documents(site, read_withdrawn(root))
        self._model, self._resources = read_model(root, edition), Resources(root, edition)
        self._store, self._questions = load_store(root, edition=edition), read_questions(root, edition)
        self._workers = Workers(root, edition, settings.limits)
        pages = {language: Pages(self._model, self._resources, language) for language in LANGUAGES}
        self._pages = AnswerPages(self._store, pages, self._questions, self._workers)

    def routes(self) -> list[BaseRoute]:
        """Which address is answered by what; the first that fits."""
        routes: list[BaseRoute] = [
            Route("/health", self._health),
            Route("/.well-known/void", self._documents.void),
            Route("/.well-known/security.txt", self._security),
            Route("/id/{name:path}", self._documents.thing),
            Route("/sparql", Endpoint(self._workers, self._pages.to_editor)),
            *Api(self._model, self._resources, self._questions, self._store, self._workers).routes(),
        ]
        for folder in map(paths.folder, LANGUAGES):
            routes += [
                Route(f"/{folder}{SEARCH}", self._pages.search),
                Route(f"/{folder}{EDITOR}", self._pages.editor),
                Route(f"/{folder}doc/vraag/{{name}}", self._question),
            ]
        return [*routes, Route("/{path:path}", self._documents.file)]

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """The workers are there as long as the application."""
        async with self._workers:
            yield
        self._pages.close()

    async def _health(self, _: Request) -> Response:
        fine = await self._workers.healthy()
        content = {"status": "pass" if fine else "fail", "version": VERSION, "releaseId": self._edition}
        return JSONResponse(content, 200 if fine else 503, {"Cache-Control": "no-store"}, "application/health+json")

    async def _security(self, request: Request) -> Response:
        contact, languages = self._settings.contact, ", ".join(LANGUAGES)
        if not contact:
            return self._documents.missing(request)
        expires = (datetime.now(UTC) + timedelta(days=_CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
        return PlainTextResponse(f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {languages}\n")

    async def _question(self, request: Request) -> Response:
        """A page where it is asked for as a page or as CSV, with what was chosen; else the data about the question."""
        name, _, extension = request.path_params["name"].partition(".")
        if name not in self._questions or extension not in ("", "html", "csv") or _wants_data(request, extension):
            return await self._documents.file(request)
        answer = await self._pages.question(request)
        answer.headers.update({**BY_CHOICE, **self._documents.signposts(f"doc/vraag/{name}.html")})
        return answer


def _wants_data(request: Request, extension: str) -> bool:
    """Whether a question is asked for as data about it, and not as a page."""
    wanted = accepted(request.headers.get("accept", ""), FORMS[:4])
    return not extension and (wanted is None or wanted.extension != "html")


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, error.detail, f"{request.method} {request.url.path}", error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    return problem(500, "Internal error", "something went wrong here; the log of the server says what")
