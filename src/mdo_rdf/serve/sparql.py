"""The SPARQL 1.1 Protocol over the workers: what a request asks, and the answer in the form that it likes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from mdo_rdf.query.answers import solutions
from mdo_rdf.serve import results
from mdo_rdf.serve.negotiation import best
from mdo_rdf.serve.problems import problem
from mdo_rdf.serve.results import GRAPHS, TABLES, AnswerForm, NoSuchFormError
from mdo_rdf.serve.service_description import service_description
from mdo_rdf.serve.workers import NoFormError, QueryWorkers, RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.types import Receive, Scope, Send

    Editor = Callable[[Request], Awaitable[Response]]

T = TypeVar("T")
MOST_BYTES = 100_000
"""How large a query and the body of a request may be."""
READ_SECONDS = 10.0
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_QUERY, _FORM = "application/sparql-query", "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_GRAPH_SIZES = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


class SparqlRequest(NamedTuple):
    """What a request asks: ``text`` is ``None`` where there is no query; ``form`` is empty where it has no ``format``."""

    text: str | None
    form: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


class _BadRequestError(Exception):
    def __init__(self, status: int, title: str, detail: str, **headers: str) -> None:
        self.response = problem(status, title, detail, {name.replace("_", "-"): value for name, value in headers.items()})
        super().__init__(detail)


class Endpoint:
    """An application of ASGI, so that it also answers the methods that it does not allow.

    ``editor`` answers a browser that comes without a query.
    """

    def __init__(self, queries: QueryWorkers, editor: Editor) -> None:
        self._queries, self._editor = queries, editor
        self._sizes: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except _BadRequestError as error:
            response = error.response
        except ClientDisconnect:
            return
        except RefusedError as error:
            headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
            response = problem(error.status, error.title, str(error), headers)
        if response is not None:
            response.headers["Vary"] = "Accept"
            await response(scope, receive, send)

    async def _response(self, request: Request) -> Response | None:
        """``None`` where the client went away."""
        if request.method not in _METHODS:
            raise _BadRequestError(405, "Method not allowed", f"{request.method}: use GET or POST", Allow=", ".join(_METHODS))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(_METHODS), "Accept-Post": f"{_QUERY}, {_FORM}"})
        asked = await _sparql_request(request)
        if asked.text is not None:
            return await unless_gone(request, self._answer(request, asked, asked.text))
        if request.method == "POST":
            raise _BadRequestError(400, "No query", "the request has no parameter “query”")
        return await self._described(request, asked)

    async def _answer(self, request: Request, asked: SparqlRequest, text: str) -> Response:
        _check_name(asked.form)
        accept = _accept(request)
        table, graph = (_chosen(forms, accept, asked.form) for forms in (TABLES, GRAPHS))
        try:
            answer = await self._queries.ask(
                text,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                table=table[0].name if table else "",
                graph=graph[0].name if graph else "",
            )
        except NoFormError as error:
            raise _no_form(error, asked.form or accept) from error
        return _sent(answer.content, graph if answer.graph else table, asked.form)

    async def _described(self, request: Request, asked: SparqlRequest) -> Response:
        """The page of the editor for a browser, and for anyone else what the endpoint says of itself."""
        accept = _accept(request)
        if not asked.form and best(accept, [*results.media_types(GRAPHS), "text/html"]) == "text/html":
            return await self._editor(request)
        if not self._sizes:
            rows = solutions(await self._queries.ask(_GRAPH_SIZES)).rows
            self._sizes = {graph.value: int(size.value) for graph, size in rows if graph and size}  # type: ignore[union-attr]
        try:
            answer = service_description(str(request.url.replace(query="")), self._sizes)
        except ValueError as error:
            raise _BadRequestError(400, "Bad request", f"the header Host is not one: {error}") from error
        _check_name(asked.form)
        chosen = _chosen(GRAPHS, accept, asked.form)
        if chosen is None:
            raise _no_form(NoFormError(graph=True, detail=""), asked.form or accept)
        return _sent(results.written(answer, chosen[0]), chosen, asked.form)


def _accept(request: Request) -> str:
    """All headers Accept together, as RFC 9110, section 5.3, has it."""
    return ", ".join(request.headers.getlist("accept"))


async def _sparql_request(request: Request) -> SparqlRequest:
    """Sections 2.1.1 to 2.1.3: a query as a parameter of the address, of a form, or as the whole body."""
    fields = _fields(request.scope["query_string"], "the address")
    if request.method == "POST":
        kind = _content_type(request)
        body = await _body(request)
        fields += [("query", _text(body))] if kind == _QUERY else _fields(body, "the form")
    texts = _values(fields, "query")
    if _values(fields, "update"):
        raise _BadRequestError(400, "Read only", "update: this endpoint is read only; ask with the parameter “query”")
    if len(texts) > 1:
        raise _BadRequestError(400, "More than one query", f"the request has {len(texts)} queries; ask one at a time")
    if texts and len(texts[0].encode()) > MOST_BYTES:
        raise _too_large("the query")
    form = (_values(fields, "format") or ("",))[-1]
    default, named = _values(fields, "default-graph-uri"), _values(fields, "named-graph-uri")
    return SparqlRequest(texts[0] if texts else None, form, default, named)


def _values(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


def _fields(content: bytes, place: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        detail = f"{place} is not form-encoded UTF-8 with at most {_MOST_FIELDS} parameters: {error}"
        raise _BadRequestError(400, "Not UTF-8", detail) from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _BadRequestError(400, "Not UTF-8", f"the query is not UTF-8: {error.reason} at byte {error.start}") from error


def _content_type(request: Request) -> str:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind, charset = kind.strip().lower(), parameters.lower().replace(" ", "").replace('"', "")
    if kind not in (_QUERY, _FORM) or ("charset=" in charset and "charset=utf-8" not in charset):
        detail = f"Content-Type {kind or 'is missing'}: send {_QUERY} or {_FORM}, in UTF-8"
        raise _BadRequestError(415, "Unsupported media type", detail, Accept_Post=f"{_QUERY}, {_FORM}")
    return kind


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise _too_large("the body")
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _too_large("the body")
    except TimeoutError as error:
        detail = f"the body was not there after {READ_SECONDS:g} seconds"
        raise _BadRequestError(408, "Request timeout", detail) from error
    return bytes(body)


def _too_large(what: str) -> _BadRequestError:
    return _BadRequestError(413, "Request too large", f"{what} is larger than {MOST_BYTES:,} bytes")


def _check_name(form: str) -> None:
    """That there is such a form at all, before anything is asked."""
    try:
        if form:
            results.form_by_name(form, TABLES)
    except NoSuchFormError as error:
        raise _BadRequestError(400, "No such format", str(error)) from error


_Chosen = tuple[AnswerForm, str]
"""A form, and the media type by which it was asked."""


def _chosen(forms: Sequence[AnswerForm], accept: str, name: str) -> _Chosen | None:
    """The form that ``format`` names, or else that Accept likes best; none where it is not among ``forms``."""
    if name:
        named = results.form_by_name(name, forms)
        return (named, named.media_types[0]) if named else None
    media_type = best(accept, results.media_types(forms))
    return next(((form, media_type) for form in forms if media_type in form.media_types), None) if media_type else None


def _no_form(error: NoFormError, wanted: str) -> _BadRequestError:
    forms = GRAPHS if error.graph else TABLES
    offered = ", ".join(f"{form.name} ({form.media_types[0]})" for form in forms)
    detail = str(error) or f"{wanted}: the answer to this query can be had as {offered}"
    return _BadRequestError(error.status, error.title, detail)


def _sent(content: bytes, chosen: _Chosen | None, name: str) -> Response:
    form, media_type = chosen or (TABLES[0], "")
    headers = {"Content-Disposition": 'attachment; filename="query.csv"'} if name and form.name == "csv" else {}
    return Response(content, headers=headers, media_type=media_type)


async def unless_gone(request: Request, answering: Awaitable[T]) -> T | None:
    """What is awaited; where the client goes away meanwhile, that ends, and there is nothing."""
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer.done() else None
    finally:
        answer.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
