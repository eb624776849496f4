"""The description of the API (OpenAPI 3.1), made from its fields, filters and paths; knows nothing of how it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mdo_rdf.serve.fields import KINDS, RESOURCES, TREFFER, Field, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PREFIX = "/api/v1"
API_VERSION = "1.0.0"
"""Of the API, not of the program: it changes with what a client sees (Semantic Versioning)."""
MOST_ON_A_PAGE, USUAL_PAGE, LAST_PAGE, LONGEST_QUERY = 500, 100, 999_999, 200
LANGUAGES = ("nl", "en")
Json = dict[str, Any]
Choices = dict[tuple[str, str], list[str]]
"""What can be given for a filter, by the path of the resources and the name of the filter."""

_CELL: Json = {"type": ["string", "number", "boolean", "null"]}
_HEADERS: Json = {"API-Version": {"description": "De versie van de API.", "schema": {"type": "string"}, "required": True}}


def document(choices: Choices, questions: Mapping[str, Iterable[str]], keys: Mapping[str, Sequence[str]]) -> Json:
    """The whole description. ``questions`` are the names of the parameters of each; ``keys`` what each path can end in."""
    paths: Json = {}
    for kind in RESOURCES:
        paths[f"/{kind.path}"] = _list(kind, choices)
        if kind.key:
            paths[f"/{kind.path}/{{{kind.key}}}"] = _one(kind, keys[kind.path])
    paths["/vragen/{naam}/antwoord"] = _answer(questions)
    paths["/zoeken"] = _search()
    paths["/openapi.json"] = {"get": _operation("openapi", "Deze beschrijving", [], {"type": "object"}, ("400",))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Monitor Digitale Overheid: cijfers",
            "version": API_VERSION,
            "description": "De cijfers van de Monitor Digitale Overheid, elk met de gedrukte cel waar het uit komt. Wat "
            "ontbreekt is null, met de reden ernaast, en nooit nul. Een getal is exact: lees het als decimaal getal.",
            "contact": {"name": "De beheerders van mdo-rdf", "url": "https://w3id.org/monitor-digitale-overheid/"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _schemas() -> Json:
    schemas: Json = {"Treffer": _object(TREFFER), "Probleem": _problem()}
    for kind in RESOURCES:
        schemas[kind.name] = _object(kind.fields)
        if any(one.alone for one in kind.fields):
            schemas[f"{kind.name}Kort"] = _object(one for one in kind.fields if not one.alone)
    return schemas


def _object(fields: Iterable[Field]) -> Json:
    properties = {one.name: _schema(one) for one in fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _schema(field: Field) -> Json:
    schema: Json = dict(KINDS[field.kind])
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


_LANGUAGE = _parameter("taal", "De taal van de teksten.", {"type": "string", "enum": list(LANGUAGES), "default": "nl"})
_PAGING = [
    _parameter("page", "De hoeveelste pagina.", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}),
    _parameter(
        "pageSize", "Hoeveel op een pagina.",
        {"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE, "default": USUAL_PAGE},
    ),
]  # fmt: skip


def _operation(name: str, summary: str, parameters: list[Json], schema: Json, errors: Sequence[str], **more: object) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    found: Json = {"description": summary, "headers": _HEADERS | more, "content": {"application/json": {"schema": schema}}}
    wrong = {status: {"description": _ERRORS[status], "headers": _HEADERS, "content": problem} for status in errors}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": {"200": found, **wrong}}


_ERRORS = {
    "400": "De vraag klopt niet; de melding zegt wat er wel kan.", "404": "Dat is er niet.",
    "413": "Het antwoord is te groot.", "503": "Te druk; vraag het later nog eens.", "504": "Het antwoord duurt te lang.",
    "507": "Het antwoord kost te veel geheugen.",
}  # fmt: skip
_LINK: Json = {"description": "first, prev, next en last (RFC 8288).", "schema": {"type": "string"}}


def _page_of(schema: str) -> Json:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    total = {"type": "integer", "minimum": 0, "description": "Hoeveel er in alle pagina’s samen zijn."}
    return {"type": "object", "properties": {"items": items, "totaal": total}, "required": ["items", "totaal"]}


def _list(kind: Kind, choices: Choices) -> Json:
    described = {one.name: one.description for one in kind.fields}
    filters = [_parameter(name, described[name], {"type": "string", "enum": choices[kind.path, name]}) for name in kind.filters]
    schema = f"{kind.name}Kort" if any(one.alone for one in kind.fields) else kind.name
    return {"get": _operation(kind.path, kind.summary, [*filters, *_PAGING, _LANGUAGE], _page_of(schema), ("400",), Link=_LINK)}


def _one(kind: Kind, keys: Sequence[str]) -> Json:
    key = _parameter(kind.key, "Welke.", {"type": "string", "enum": list(keys)}, place="path", required=True)
    schema = {"$ref": f"#/components/schemas/{kind.name}"}
    return {"get": _operation(kind.name, f"{kind.summary}: één", [key, _LANGUAGE], schema, ("400", "404"))}


def _answer(questions: Mapping[str, Iterable[str]]) -> Json:
    key = _parameter("naam", "Welke vraag.", {"type": "string", "enum": list(questions)}, place="path", required=True)
    names = dict.fromkeys(name for found in questions.values() for name in found)
    said = "Een parameter van de vraag; welke zij heeft staat bij de vraag."
    parameters = [_parameter(name, said, {"type": "string"}) for name in names]
    row = {"type": "object", "additionalProperties": _CELL}
    properties: Json = {
        "vraag": {"type": "string"},
        "kolommen": {"type": "array", "items": {"type": "string"}},
        "items": {"type": "array", "items": row},
        "totaal": {"type": "integer"},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    errors = ("400", "404", "413", "503", "504", "507")
    return {"get": _operation("antwoord", "Het antwoord op een vraag", [key, *parameters], schema, errors)}


def _search() -> Json:
    words = _parameter("q", "De woorden om te zoeken.", {"type": "string", "maxLength": LONGEST_QUERY}, required=True)
    return {
        "get": _operation("zoeken", "Zoeken in alles", [words, *_PAGING, _LANGUAGE], _page_of("Treffer"), ("400",), Link=_LINK)
    }
