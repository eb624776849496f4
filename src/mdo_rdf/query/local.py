"""Puts a query to a store that is at hand, and gives the whole answer."""

from __future__ import annotations

import re

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.query.answers import Answer

_LONGEST_MESSAGE = 160
_PLACE = re.compile(r"error at (\d+:\d+): ")
_SENTENCE = re.compile(r"[A-Z][a-z]*( [A-Za-z]+){2,}")
"""What is wrong in words, among all the tokens that a parser would have taken."""


class NotAQueryError(CannotTellError):
    """A text that is not a SPARQL 1.1 query; ``place`` is the line and the column, if the parser says so."""

    def __init__(self, message: str) -> None:
        place = _PLACE.match(message)
        self.place = place[1] if place else ""
        self.message = f"not a SPARQL 1.1 query: {_short(message[place.end() :] if place else message)}"
        super().__init__(f"{self.place}{self.place and ': '}{self.message}")


def ask_store(store: pyoxigraph.Store, text: str) -> Answer:
    """The answer of a pyoxigraph store. Raises ``CannotTellError`` where ``text`` is not a SPARQL 1.1 query."""
    try:
        result = store.query(text)
        if isinstance(result, pyoxigraph.QueryTriples):
            return Answer(bytes(result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""), graph=True)
        return Answer(bytes(result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""))
    except SyntaxError as error:
        raise NotAQueryError(error.msg) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise CannotTellError(f"the query could not be answered: {error}") from error


def check_syntax(text: str, file: str) -> None:
    """Raises ``CannotTellError`` with the place in ``file`` where ``text``, which stands there, is not a SPARQL 1.1 query."""
    try:
        ask_store(pyoxigraph.Store(), text)
    except NotAQueryError as error:
        raise CannotTellError(f"{file}:{error.place}: {error.message}") from error


def _short(message: str) -> str:
    """What a parser says, on one line: what is wrong in words if it says so, or else all that it would have taken."""
    line = " ".join(message.split())
    sentence = _SENTENCE.search(line)
    if sentence:
        return sentence[0]
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"
