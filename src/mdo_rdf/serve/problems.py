"""Errors as an answer over HTTP: problem details (RFC 9457)."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse

from mdo_rdf.serve.negotiation import best, language_of
from mdo_rdf.site import paths
from mdo_rdf.site.shown import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from mdo_rdf.serve.workers import RefusedError

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """What is wrong as a problem detail (RFC 9457): ``title`` is the same each time, ``detail`` is about this one."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(content, status, headers, MEDIA_TYPE)


def refused_page(request: Request, error: RefusedError) -> Response:
    """Why there is no page: as a page for a browser, and as a problem for a program; and when to come back."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if error.retry_after:
        headers["Retry-After"] = str(error.retry_after)
    if best(request.headers.get("accept", ""), [MEDIA_TYPE, "text/html"]) != "text/html":
        return problem(error.status, error.title, str(error), headers)
    chosen = language_of(request)
    words = read_words(chosen)
    what = "busy" if error.retry_after else "not_made"
    texts = {"title": words[what], "text": words[f"{what}_text"].format(seconds=error.retry_after), "site": words["site"]}
    page = Template((files("mdo_rdf.serve") / "refused.html").read_text("utf-8"))
    html = page.substitute({name: escape(text) for name, text in texts.items()}, language=chosen, home=paths.folder(chosen))
    return HTMLResponse(html, error.status, {**headers, "Content-Language": chosen})


async def refused(request: Request, error: Exception) -> Response:
    """What Starlette itself does not answer: what is not there, or not in that way."""
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, error.detail, f"{request.method} {request.url.path}", error.headers)


async def broken(*_: object) -> Response:
    """What nobody foresaw; the log has more."""
    return problem(500, "Internal error", "something went wrong here; the log of the server says what")
