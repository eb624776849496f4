"""The API under ``/api/v1``: what is asked, and the answer over HTTP.

It follows the NLGov REST API Design Rules 2.0: no trailing slash, a full version in a header, and errors as problem details.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.export.json import encoded
from mdo_rdf.export.records import records_of
from mdo_rdf.iris import LANGUAGES, PREFIXES
from mdo_rdf.query.answers import solutions
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.parameters import bound
from mdo_rdf.query.sparql import with_terms
from mdo_rdf.serve import openapi
from mdo_rdf.serve.fields import RESOURCES, ResourceKind
from mdo_rdf.serve.items import Items, address
from mdo_rdf.serve.openapi import API_VERSION, LAST_PAGE, LONGEST_QUERY, MOST_ON_A_PAGE, PREFIX, USUAL_PAGE
from mdo_rdf.serve.problems import problem
from mdo_rdf.suggestions import instead

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import pyoxigraph
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.query.answers import BoundTerm
    from mdo_rdf.query.questions import Question
    from mdo_rdf.serve.items import Item
    from mdo_rdf.serve.search import Index
    from mdo_rdf.site.resources import Resources

T = TypeVar("T")
_VERSION = {"API-Version": API_VERSION}
_CACHED = {"Cache-Control": "public, max-age=3600"}
_PAGING = ("page", "pageSize")
_MOST_HITS = 2000


class Api:
    """The resources of an edition in both languages, and an answer for each path."""

    def __init__(
        self, model: Model, resources: Resources, questions: Mapping[str, Question], store: pyoxigraph.Store, index: Index
    ) -> None:
        records, edition = records_of(model).rows, model.curation.edition.slug
        self._questions, self._store, self._index = questions, store, index
        self._items = {
            language: Items(resources, records, questions, store, edition=edition, language=language).of for language in LANGUAGES
        }
        self._in_any_language = self._items[LANGUAGES[0]]
        self._members: dict[str, set[object]] = {}
        for item in self._in_any_language["voorzieningen"].values():
            self._members.setdefault(str(item["onderdeelVan"]), set()).add(item["naam"])
        self._choices = {(kind.path, name): self._values(kind.path, name) for kind in RESOURCES for name in kind.filters}
        parameters = {name: [each.name for each in question.parameters] for name, question in self._questions.items()}
        keys = {path: list(items) for path, items in self._in_any_language.items()}
        self._description = openapi.document(self._choices, parameters, keys)

    def app(self) -> ASGIApp:
        """Everything under ``/api/v1``, answers to what is not there included."""
        routes: list[BaseRoute] = [Route(f"{PREFIX}/openapi.json", self.description), Route(f"{PREFIX}/zoeken", self.search)]
        for kind in RESOURCES:
            routes.append(Route(f"{PREFIX}/{kind.path}", self.listing(kind)))
            if kind.key:
                routes.append(Route(f"{PREFIX}/{kind.path}/{{key}}", self.single(kind)))
        routes.append(Route(f"{PREFIX}/vragen/{{key}}/antwoord", self.answer))
        inner = Starlette(routes=routes, exception_handlers={HTTPException: _refused, MdoError: _failed, Exception: _broken})
        inner.router.redirect_slashes = False
        return inner

    def _values(self, path: str, name: str) -> list[str]:
        """What can be given for a filter: what the resources have, and for a facility also what it is a part of."""
        values = {str(item[name]) for item in self._in_any_language[path].values()}
        if name == "voorziening":
            values |= {group for group, members in self._members.items() if members & values}
        return sorted(values)

    async def description(self, request: Request) -> Response:
        """The description of the API itself."""
        _query(request, ())
        return _json(self._description)

    def listing(self, kind: ResourceKind) -> Callable[[Request], Response]:
        """The answer with the resources of a kind."""

        def answer(request: Request) -> Response:
            query = _query(request, (*kind.filters, *_PAGING, "taal"))
            items: list[Item] = [*self._items[_language(query)][kind.path].values()]
            for name in kind.filters:
                if name in query:
                    wanted = self._wanted(kind.path, name, query[name])
                    items = [item for item in items if str(item[name]) in wanted]
            alone = {field.name for field in kind.fields if field.alone}
            return _page(request, query, [{name: item[name] for name in item if name not in alone} for item in items])

        return answer

    def _wanted(self, path: str, name: str, value: str) -> Collection[object]:
        choices = self._choices[path, name]
        if value not in choices:
            raise HTTPException(400, f"{name}={value}: not there; {instead(value, dict.fromkeys(choices, ()))}")
        return {value} | (self._members.get(value, set()) if name == "voorziening" else set())

    def single(self, kind: ResourceKind) -> Callable[[Request], Response]:
        """The answer with one resource of a kind."""

        def answer(request: Request) -> Response:
            items = self._items[_language(_query(request, ("taal",)))][kind.path]
            return _json(_item(items, kind.path, request.path_params["key"]))

        return answer

    def search(self, request: Request) -> Response:
        """What is found by words."""
        query = _query(request, ("q", *_PAGING, "taal"))
        if "q" not in query or len(query["q"]) > LONGEST_QUERY:
            raise HTTPException(400, f"q: give the words to search for, at most {LONGEST_QUERY} characters")
        language = _language(query)
        hits = self._index.search(query["q"], language=language, limit=_MOST_HITS)
        items = [
            {"iri": hit.iri, "pagina": address(hit.iri, language), "soort": hit.kind, "titel": hit.title, "tekst": hit.text}
            for hit in hits
        ]
        return _page(request, query, items)

    def answer(self, request: Request) -> Response:
        """The answer to a question, with its parameters from the query string."""
        question = _item(self._questions, "vragen", request.path_params["key"])
        given = _query(request, [parameter.name for parameter in question.parameters])
        try:
            terms = bound(self._store, question.parameters, given)
        except CannotTellError as error:
            raise HTTPException(400, str(error).removeprefix("--param ")) from error
        columns, rows = solutions(ask_store(self._store, with_terms(question.text, terms)))
        items = [{name: _cell(term) for name, term in zip(columns, row, strict=True)} for row in rows]
        return _json({"vraag": question.name, "kolommen": columns, "items": items, "totaal": len(items)})


def _cell(term: BoundTerm | None) -> object:
    """An integer or a decimal as an exact number, a boolean as such, and all else as a text."""
    datatype = getattr(term, "datatype", None)
    text = None if term is None else str(getattr(term, "value", term))
    local = datatype.value.removeprefix(PREFIXES["xsd"]) if datatype else ""
    if text is None or local not in ("integer", "decimal", "boolean"):
        return text
    return text == "true" if local == "boolean" else Decimal(text)


def _item(items: Mapping[str, T], path: str, key: str) -> T:
    if key not in items:
        raise HTTPException(404, f"{path}/{key}: not there; {instead(key, dict.fromkeys(items, ()))}")
    return items[key]


def _query(request: Request, allowed: Collection[str]) -> dict[str, str]:
    """The query string. Raises ``HTTPException`` (400) for a parameter that is unknown, or given twice."""
    query: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in allowed:
            raise HTTPException(400, f"{name}: no such parameter; {instead(name, dict.fromkeys(allowed, ())) or 'leave it out'}")
        if name in query:
            raise HTTPException(400, f"{name}: given twice; give it once")
        query[name] = value
    return query


def _language(query: Mapping[str, str]) -> str:
    language = query.get("taal", LANGUAGES[0])
    if language not in LANGUAGES:
        raise HTTPException(400, f"taal={language}: not a language here; use one of {', '.join(LANGUAGES)}")
    return language


def _number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = query.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise HTTPException(400, f"{name}={text}: not a whole number from 1 to {most}")
    return int(text)


def _page(request: Request, query: Mapping[str, str], items: Sequence[object]) -> Response:
    page, size = _number(query, "page", 1, LAST_PAGE), _number(query, "pageSize", USUAL_PAGE, MOST_ON_A_PAGE)
    last = max(1, -(-len(items) // size))
    pages = {"first": 1, "prev": min(page - 1, last), "next": page + 1 if page < last else 0, "last": last}
    links = [
        f'<{request.url.path}?{urlencode({**query, "page": number, "pageSize": size})}>; rel="{name}"'
        for name, number in pages.items()
        if number
    ]
    content = {"items": items[(page - 1) * size : page * size], "totaal": len(items)}
    return _json(content, {"Link": ", ".join(links)})


def _json(content: object, headers: Mapping[str, str] | None = None) -> Response:
    return Response(encoded(content), headers={**_VERSION, **_CACHED, **(headers or {})}, media_type="application/json")


_TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed"}


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    detail = error.detail
    if error.status_code == 404 and detail == "Not Found":
        detail = f"{request.url.path}: not there; {PREFIX}/openapi.json says what is"
    title = _TITLES.get(error.status_code, "Error")
    return problem(error.status_code, title, detail, {**_VERSION, **(error.headers or {})})


async def _failed(_: Request, error: Exception) -> Response:
    """A query that got no answer: whoever refused it says which status that is."""
    wait = getattr(error, "retry_after", 0)
    later = {"Retry-After": str(wait)} if wait else {}
    status, title = getattr(error, "status", 400), getattr(error, "title", "Bad request")
    return problem(status, title, str(error), {**_VERSION, **later})


async def _broken(*_: object) -> Response:
    return problem(500, "Internal error", "this is a fault of the server, not of what you asked", _VERSION)
