"""The application that makes pages, documents and the answers of the API of one edition; it runs in a process of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from mdo_rdf.inputs.withdrawn import read_withdrawn
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.serve.answer_pages import AnswerPages
from mdo_rdf.serve.api import Api
from mdo_rdf.serve.documents import BY_CHOICE, Documents
from mdo_rdf.serve.negotiation import FORMS, accepted
from mdo_rdf.serve.openapi import PREFIX
from mdo_rdf.serve.problems import broken, refused
from mdo_rdf.serve.search import Index
from mdo_rdf.site import paths
from mdo_rdf.site.contents import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send


def make_pages_app(root: Path, edition: str) -> tuple[Site, ASGIApp]:
    """The files, and the application (ASGI). Raises ``InvalidInputError`` and ``CannotTellError``.

    What takes a while to set up, and not everyone asks for, is set up when it is first asked for; not so the names of all files,
    for which all of the edition is read: what is wrong with it is told at the start.
    """
    site = Site(root, edition, served=True)
    site.load()
    contents, documents = site.latest, Documents(site, read_withdrawn(root))
    index = cache(lambda: Index(contents.resources))
    pages = AnswerPages(contents, index)
    api = _Later(lambda: Api(contents.model, contents.resources, contents.questions, contents.store, index()).app())

    async def question(request: Request) -> Response:
        """A page where it is asked for as a page or as CSV, with what was chosen; else the data about the question."""
        name, _, extension = request.path_params["name"].partition(".")
        if name not in contents.questions or extension not in ("", "html", "csv") or _wants_data(request, extension):
            return await documents.file(request)
        answer = await pages.question(request)
        answer.headers.update({**BY_CHOICE, **documents.signposts(f"doc/vraag/{name}.html")})
        return answer

    routes = [
        Route("/.well-known/void", documents.void),
        Route("/id/{name:path}", documents.thing),
        Route(PREFIX, api),
        Route(f"{PREFIX}/{{rest:path}}", api),
    ]
    for folder in map(paths.folder, LANGUAGES):
        routes += [
            Route(f"/{folder}{paths.SEARCH}", pages.search),
            Route(f"/{folder}{paths.EDITOR}", pages.editor),
            Route(f"/{folder}doc/vraag/{{name}}", question),
        ]
    app = Starlette(
        routes=[*routes, Route("/{path:path}", documents.file)],
        exception_handlers={HTTPException: refused, Exception: broken},
    )
    app.router.redirect_slashes = False
    return site, app


class _Later:
    """An application (ASGI) that is made when it is first asked something."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._app = cache(make)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app()(scope, receive, send)


def _wants_data(request: Request, extension: str) -> bool:
    """Whether a question is asked for as data about it, and not as a page."""
    wanted = accepted(request.headers.get("accept", ""), FORMS[:4])
    return not extension and (wanted is None or wanted.extension != "html")
