"""Keeps pages that were made, in bounded memory, and sends them: whole, or not at all where the client has them (RFC 9110)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache
from starlette.responses import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from mdo_rdf.serve import negotiation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from mdo_rdf.serve.workers import MadePage

_MOST_BYTES = 64 * 1024**2
"""Of all pages that are kept, as they are sent; those that were asked for last stay."""
_MOST_ASKED = 500
"""How many letters the address and the headers of a request may have together, for its page to be kept."""
_OVERHEAD = 5_000
"""More than a page takes besides its content: what was asked, of four bytes a letter at most, and its headers."""
_KEPT = (200, 303)
_OF_UNCHANGED = ("cache-control", "content-location", "etag", "expires", "vary")
"""The headers that an answer 304 has (RFC 9110, section 15.4.5)."""


class PageRequest(NamedTuple):
    """All that the answer to a request for a page depends on: ``packed`` says whether it may be compressed (gzip)."""

    method: str
    path: str
    query: str
    accept: str
    accept_language: str
    packed: bool

    @property
    def length(self) -> int:
        """The number of letters of all that varies."""
        return sum(map(len, (self.path, self.query, self.accept, self.accept_language)))

    def in_few_words(self) -> PageRequest:
        """The same request for a document, in the words of all who would be answered alike."""
        accept, likes = negotiation.in_few_words(self.accept), negotiation.language(self.accept_language)
        return self._replace(accept=accept, accept_language=likes)

    def asked(self, state: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The request for ``page_worker``, with what the server found out for it."""
        return {
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": [("accept", self.accept), ("accept-language", self.accept_language)],
            "gzip": self.packed,
            "state": dict(state or {}),
        }


def page_request(request: Request) -> PageRequest:
    """What a request for a page asks; several headers of one name are one (RFC 9110, section 5.3)."""
    accept, language = (", ".join(request.headers.getlist(name)) for name in ("accept", "accept-language"))
    codings = parse_accept_header(", ".join(request.headers.getlist("accept-encoding")), Accept)
    query = request.scope["query_string"].decode("latin-1")
    method = "GET" if request.method == "HEAD" else request.method
    return PageRequest(method, request.scope["path"], query, accept, language, packed=codings.quality("gzip") > 0)


class KeptPages:
    """The pages that were asked for last, by what was asked."""

    def __init__(self) -> None:
        self._pages: LRUCache[PageRequest, MadePage] = LRUCache(_MOST_BYTES, getsizeof=_size)

    def get(self, request: PageRequest) -> MadePage | None:
        """The page, if it is kept."""
        return self._pages.get(request)

    def keep(self, request: PageRequest, page: MadePage) -> None:
        """Keep a page, unless it may not be, or is larger than a good part of all."""
        may = request.method == "GET" and page.status in _KEPT and dict(page.headers).get("cache-control") != "no-store"
        if may and request.length <= _MOST_ASKED and _size(page) < _MOST_BYTES // 8:
            self._pages[request] = page


def _size(page: MadePage) -> int:
    return len(page.content) + _OVERHEAD


def sent(request: Request, page: MadePage) -> Response:
    """The page as an answer; 304 for a client that has it (RFC 9110, section 13.1.2)."""
    headers = dict(page.headers)
    if page.status == 200 and _has(request, headers.get("etag", "")):
        return Response(status_code=304, headers={name: text for name, text in headers.items() if name in _OF_UNCHANGED})
    return Response(page.content, page.status, headers)


def _has(request: Request, tag: str) -> bool:
    """Whether the client has what goes by a tag: compared weakly, and ``*`` is anything."""
    tags = [each.strip().removeprefix("W/") for each in ", ".join(request.headers.getlist("if-none-match")).split(",")]
    return bool(tag) and (tag in tags or "*" in tags)
