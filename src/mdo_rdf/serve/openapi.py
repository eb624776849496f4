"""The description of the API (OpenAPI 3.1), made from its resources, fields and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mdo_rdf.inputs.words import Words
from mdo_rdf.iris import BASE, LANGUAGES
from mdo_rdf.serve.fields import HIT, RESOURCES, SCHEMAS, Field, ResourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PREFIX = "/api/v1"
API_VERSION = "1.0.0"
"""Of the API, not of the program: it changes with what a client sees (Semantic Versioning)."""
MOST_ON_A_PAGE, USUAL_PAGE, LAST_PAGE, LONGEST_QUERY = 500, 100, 999_999, 200
Json = dict[str, Any]
Choices = dict[tuple[str, str], list[str]]
"""What can be given for a filter, by the path of the resources and the name of the filter."""


def _say(code: str, **places: str) -> str:
    """A text of ``words.csv``; the description is in Dutch only."""
    return Words("serve").say(code, **places).nl


_CELL: Json = {"type": ["string", "number", "boolean", "null"]}
_HEADERS: Json = {"API-Version": {"description": _say("version"), "schema": {"type": "string"}, "required": True}}


def document(choices: Choices, questions: Mapping[str, Iterable[str]], keys: Mapping[str, Sequence[str]]) -> Json:
    """The whole description. ``questions`` are the names of the parameters of each; ``keys`` what each path can end in."""
    paths: Json = {}
    for kind in RESOURCES:
        paths[f"/{kind.path}"] = _list(kind, choices)
        if kind.key:
            paths[f"/{kind.path}/{{{kind.key}}}"] = _one(kind, keys[kind.path])
    paths["/vragen/{naam}/antwoord"] = _answer(questions)
    paths["/zoeken"] = _search()
    paths["/openapi.json"] = {"get": _operation("openapi", _say("openapi"), [], {"type": "object"}, ("400",))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _say("title"),
            "version": API_VERSION,
            "description": _say("description"),
            "contact": {"name": _say("contact"), "url": BASE},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _schemas() -> Json:
    schemas: Json = {"Treffer": _object(HIT), "Probleem": _problem()}
    for kind in RESOURCES:
        schemas[kind.name] = _object(kind.fields)
        if any(field.alone for field in kind.fields):
            schemas[f"{kind.name}Kort"] = _object(field for field in kind.fields if not field.alone)
    return schemas


def _object(fields: Iterable[Field]) -> Json:
    properties = {field.name: _schema(field) for field in fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _schema(field: Field) -> Json:
    schema: Json = dict(SCHEMAS[field.kind])
    if field.inner:
        schema["items"] = _object(field.inner)
    if field.nullable:
        schema["type"] = [schema["type"], "null"]
    return schema | {"description": field.description}


def _problem() -> Json:
    """RFC 9457, section 3.1."""
    properties = {name: {"type": "string"} for name in ("type", "title", "detail")} | {"status": {"type": "integer"}}
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _parameter(name: str, description: str, schema: Json, *, place: str = "query", required: bool = False) -> Json:
    return {"name": name, "in": place, "description": description, "required": required, "schema": schema}


_LANGUAGE = _parameter("taal", _say("language"), {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]})
_PAGING = [
    _parameter(name, _say(code), {"type": "integer", "minimum": 1, "maximum": most, "default": usual})
    for name, code, most, usual in (("page", "page", LAST_PAGE, 1), ("pageSize", "page-size", MOST_ON_A_PAGE, USUAL_PAGE))
]


def _operation(name: str, summary: str, parameters: list[Json], schema: Json, errors: Sequence[str], **more: object) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    fine: Json = {"description": summary, "headers": _HEADERS | more, "content": {"application/json": {"schema": schema}}}
    wrong = {status: {"description": _say(status), "headers": _HEADERS, "content": problem} for status in errors}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": {"200": fine, **wrong}}


_LINK: Json = {"description": _say("links"), "schema": {"type": "string"}}


def _page_of(schema: str) -> Json:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    total = {"type": "integer", "minimum": 0, "description": _say("total")}
    return {"type": "object", "properties": {"items": items, "totaal": total}, "required": ["items", "totaal"]}


def _list(kind: ResourceKind, choices: Choices) -> Json:
    described = {field.name: field.description for field in kind.fields}
    filters = [_parameter(name, described[name], {"type": "string", "enum": choices[kind.path, name]}) for name in kind.filters]
    schema = f"{kind.name}Kort" if any(field.alone for field in kind.fields) else kind.name
    return {"get": _operation(kind.path, kind.summary, [*filters, *_PAGING, _LANGUAGE], _page_of(schema), ("400",), Link=_LINK)}


def _one(kind: ResourceKind, keys: Sequence[str]) -> Json:
    key = _parameter(kind.key, _say("which"), {"type": "string", "enum": list(keys)}, place="path", required=True)
    schema = {"$ref": f"#/components/schemas/{kind.name}"}
    return {"get": _operation(kind.name, _say("one", summary=kind.summary), [key, _LANGUAGE], schema, ("400", "404"))}


def _answer(questions: Mapping[str, Iterable[str]]) -> Json:
    key = _parameter("naam", _say("which-question"), {"type": "string", "enum": list(questions)}, place="path", required=True)
    names = dict.fromkeys(name for parameters in questions.values() for name in parameters)
    parameters = [_parameter(name, _say("parameter"), {"type": "string"}) for name in names]
    row = {"type": "object", "additionalProperties": _CELL}
    properties: Json = {
        "vraag": {"type": "string"},
        "kolommen": {"type": "array", "items": {"type": "string"}},
        "items": {"type": "array", "items": row},
        "totaal": {"type": "integer"},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    errors = ("400", "404", "413", "503", "504", "507")
    return {"get": _operation("antwoord", _say("answer"), [key, *parameters], schema, errors)}


def _search() -> Json:
    words = _parameter("q", _say("search-words"), {"type": "string", "maxLength": LONGEST_QUERY}, required=True)
    return {"get": _operation("zoeken", _say("search"), [words, *_PAGING, _LANGUAGE], _page_of("Treffer"), ("400",), Link=_LINK)}
