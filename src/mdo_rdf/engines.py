"""Puts a query to a store or a graph that is at hand, and gives the whole answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf.answers import Answer
from mdo_rdf.errors import CannotTellError

if TYPE_CHECKING:
    import rdflib

_LONGEST_MESSAGE = 160


def ask_store(store: pyoxigraph.Store, text: str) -> Answer:
    """The answer of a pyoxigraph store. Raises ``CannotTellError`` where ``text`` is not a SPARQL 1.1 query."""
    try:
        result = store.query(text)
        if isinstance(result, pyoxigraph.QueryTriples):
            return Answer(bytes(result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""), graph=True)
        return Answer(bytes(result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""))
    except SyntaxError as error:
        raise CannotTellError(f"not a SPARQL 1.1 query: {_short(error.msg)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise CannotTellError(f"the query could not be answered: {error}") from error


def ask_graph(graph: rdflib.Graph, text: str) -> Answer:
    """The answer of an rdflib graph. Raises ``CannotTellError`` where ``text`` is not a SPARQL 1.1 query."""
    from pyparsing import ParseException

    try:
        result = graph.query(text)
    except ParseException as error:
        raise CannotTellError(f"not a SPARQL 1.1 query: {_short(str(error))}") from error
    if result.graph is not None:
        return Answer(result.graph.serialize(format="nt", encoding="utf-8"), graph=True)
    return Answer(result.serialize(format="json") or b"")


def _short(message: str) -> str:
    """What a parser says, on one line: where it stopped comes first, and then all that it would have taken."""
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"
