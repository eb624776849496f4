"""The headers that go with every answer: who may use it, and what a page may load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_CHART = "default-src 'none'; style-src 'unsafe-inline'"
"""A chart has its own style, so that it can be used alone; it loads nothing."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
}
_PREFLIGHT = {"Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS", "Access-Control-Allow-Headers": "*"}


class CommonHeaders:
    """Adds the headers (an ASGI middleware), and answers the question of a browser whether another site may ask (Fetch, CORS)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_chart = headers.get("content-type", "").startswith("image/svg")
                headers.update({**_ALWAYS, "Content-Security-Policy": _CHART if is_chart else _PAGE})
            await send(message)

        if scope["type"] == "http" and scope["method"] == "OPTIONS" and _is_preflight(scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])
