"""The forms in which an answer to a query goes over HTTP: their names, their media types, and how each is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from mdo_rdf.iris import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdo_rdf.query.answers import Answer


class AnswerForm(NamedTuple):
    """A form by its short name; ``media_types`` that a client may ask it by, the first of which is its own."""

    name: str
    media_types: tuple[str, ...]
    format: QueryResultsFormat | RdfFormat


TABLES = (
    AnswerForm("json", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    AnswerForm("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), QueryResultsFormat.XML),
    AnswerForm("csv", ("text/csv",), QueryResultsFormat.CSV),
    AnswerForm("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
)
"""The forms of the answer to a SELECT or an ASK, the first where none is asked for."""
GRAPHS = (
    AnswerForm("ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    AnswerForm("nt", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    AnswerForm("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    AnswerForm("rdf", ("application/rdf+xml", "application/xml"), RdfFormat.RDF_XML),
)
"""The forms of the answer to a CONSTRUCT or a DESCRIBE, the first where none is asked for."""
_OTHER_NAMES = {"turtle": "ttl", "n3": "ttl", "ntriples": "nt", "n-triples": "nt", "json-ld": "jsonld", "rdf+xml": "rdf"}
"""How SPARQLWrapper and others call them in the parameter ``format``, which they send unasked."""
_OF_A_GRAPH = {"json": "jsonld", "xml": "rdf"}
_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


class NoSuchFormError(ValueError):
    """A form was asked for by a name that none has."""


class CannotWriteError(ValueError):
    """A graph that cannot be written in a form."""


def form_by_name(name: str, forms: Sequence[AnswerForm]) -> AnswerForm | None:
    """The form of that short name or media type; ``None`` where it is one for another kind of answer.

    Raises ``NoSuchFormError`` where there is no such form at all.
    """
    wanted = _OTHER_NAMES.get(name.strip().lower(), name.strip().lower())
    wanted = _OF_A_GRAPH.get(wanted, wanted) if forms is GRAPHS else wanted
    named = [form for form in (*TABLES, *GRAPHS) if wanted in (form.name, *form.media_types)]
    if not named:
        raise NoSuchFormError(f"format={name}: no such format; take {', '.join(form.name for form in (*TABLES, *GRAPHS))}")
    return next((form for form in named if form in forms), None)


def media_types(forms: Sequence[AnswerForm]) -> list[str]:
    """All that a client may ask by, those that are the forms' own first."""
    own = [form.media_types[0] for form in forms]
    return own + [media_type for form in forms for media_type in form.media_types[1:]]


def written(answer: Answer, form: AnswerForm) -> bytes:
    """An answer in a form of its kind. Raises ``CannotWriteError`` where RDF/XML has no name for a property."""
    if isinstance(form.format, RdfFormat):
        return _graph(answer.content, form.format)
    if form.format == QueryResultsFormat.JSON:
        return answer.content
    parsed = pyoxigraph.parse_query_results(answer.content, format=QueryResultsFormat.JSON)
    return bytes(parsed.serialize(format=form.format) or b"")


def _graph(triples: bytes, form: RdfFormat) -> bytes:
    if form == RdfFormat.N_TRIPLES:
        return triples
    parsed = [quad.triple for quad in pyoxigraph.parse(triples, format=RdfFormat.N_TRIPLES)]
    if form == RdfFormat.RDF_XML:
        # pyoxigraph writes such a property as an element without a name, which is not XML.
        for triple in parsed:
            if not _LOCAL_NAME.search(triple.predicate.value):
                raise CannotWriteError(f"RDF/XML cannot name the property {triple.predicate}; ask for Turtle")
    used = {prefix: iri for prefix, iri in PREFIXES.items() if iri.encode() in triples}
    return bytes(pyoxigraph.serialize(parsed, format=form, prefixes=used) or b"")
