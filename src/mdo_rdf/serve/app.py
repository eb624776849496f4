"""Puts the server together: which address is answered by what. Knows no data and no form of it."""

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
from mdo_rdf.publication import load_store
from mdo_rdf.query.questions import read_questions
from mdo_rdf.serve.api import api_routes
from mdo_rdf.serve.documents import BY_CHOICE, Documents
from mdo_rdf.serve.forms import EDITOR, SEARCH, Forms
from mdo_rdf.serve.headers import Headers
from mdo_rdf.serve.negotiation import FORMS, accepted
from mdo_rdf.serve.problems import problem
from mdo_rdf.serve.sparql import sparql_routes
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
    documents = Documents(site, read_withdrawn(root))
    resources, questions = Resources(root, edition), read_questions(root, edition)
    model, store = read_model(root, edition), load_store(root, edition=edition)
    pages = {language: Pages(model, resources, language) for language in paths.LANGUAGES}
    workers = Workers(root, edition, settings.limits)
    forms = Forms(store, pages, questions, workers)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with workers:
            yield
        forms.close()

    async def health(_: Request) -> Response:
        fine = await workers.healthy()
        content = {"status": "pass" if fine else "fail", "version": VERSION, "releaseId": edition}
        return JSONResponse(content, 200 if fine else 503, {"Cache-Control": "no-store"}, "application/health+json")

    async def security(request: Request) -> Response:
        if not settings.contact:
            return documents.missing(request)
        expires = (datetime.now(UTC) + timedelta(days=_CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
        return PlainTextResponse(f"Contact: {settings.contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n")

    async def question(request: Request) -> Response:
        name, _, extension = request.path_params["name"].partition(".")
        if name not in questions or extension not in ("", "html", "csv") or _wants_data(request, extension):
            return await documents.file(request)
        found = await forms.question(request)
        found.headers.update({**BY_CHOICE, **documents.signposts(f"doc/vraag/{name}.html")})
        return found

    routes: list[BaseRoute] = [
        Route("/health", health),
        Route("/.well-known/void", documents.void),
        Route("/.well-known/security.txt", security),
        Route("/id/{name:path}", documents.thing),
        *sparql_routes(workers, settings.limits, editor=forms.to_editor),
        *api_routes(model, resources, questions, store, workers),
    ]
    for prefix in ("", "/en"):
        routes += [
            Route(f"{prefix}/{SEARCH}", forms.search),
            Route(f"{prefix}/{EDITOR}", forms.editor),
            Route(f"{prefix}/doc/vraag/{{name}}", question),
        ]
    routes.append(Route("/{path:path}", documents.file))
    middleware = [Middleware(GZipMiddleware, minimum_size=1000)]
    handlers = {HTTPException: _refused, Exception: _broken}
    app = Starlette(routes=routes, middleware=middleware, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Headers(app)  # around all of it, so that they are on an answer to what goes wrong too


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
