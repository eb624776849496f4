"""What is the same of every answer over HTTP: which are redirects, whether it is whole, and what it says in a line.

Knows no library that asks, and nothing of why it was asked.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

from mdo_rdf.answers import Answer, table

REDIRECTS = (301, 302, 303, 307, 308)
MOST_READ = 20_000
"""The bytes of an error that are enough for ``excerpt``."""
_RESULTS = ("application/sparql-results+json", "application/json")
_MOST_QUOTED = 200
_PAGE = re.compile(r"<(?:!doctype|\?xml|html|head|body|title|h\d|p)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)


class Headers(Protocol):
    """The headers of an answer, whatever library they are of."""

    def get(self, name: str, default: str, /) -> str:
        """The value of a header, in any case of its name."""


def media_type(headers: Headers) -> str:
    """The media type that an answer says it has, without its parameters; empty where it says none."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def check_state(headers: Headers) -> None:
    """Raises ``ValueError`` where the endpoint says that it stopped early, as Virtuoso does."""
    state = headers.get("X-SQL-State", "")
    if state:
        raise ValueError(f"the answer is not whole: the endpoint stopped early (X-SQL-State: {state}); ask for less")


def whole_results(content: bytes, kind: str, headers: Headers) -> Answer:
    """The answer to a SELECT or ASK (SPARQL 1.1 Query Results JSON Format), of the media type ``kind``.

    Raises ``ValueError`` or ``SyntaxError`` where it is something else, or not whole; ``why_not`` puts both in words.
    """
    check_state(headers)
    if kind not in _RESULTS:
        raise ValueError(f"answers {kind or 'something'}, not SPARQL results: {excerpt(content)}")
    answer = Answer(content)
    rows = len(table(answer).rows)
    most = headers.get("X-SPARQL-MaxRows", "")
    if most.isdigit() and rows >= int(most):
        raise ValueError(f"the answer is not whole: the endpoint gives {most} rows at most; ask for less")
    return answer


def why_not(error: ValueError | SyntaxError) -> str:
    """What ``whole_results`` raised, for people."""
    return f"the answer is not whole, or not SPARQL results: {error.msg}" if isinstance(error, SyntaxError) else str(error)


def excerpt(content: bytes) -> str:
    """The beginning of what an endpoint said, on one line, without control characters, and of a page only its text.

    >>> excerpt(b"<html><h1>Log in</h1>  please")
    'Log in please'
    """
    text = content[:MOST_READ].decode("utf-8", "replace").replace("\\n", " ").strip()
    if _PAGE.match(text):
        text = unescape(_MARKUP.sub(" ", text))
    line = " ".join(text.split())[:_MOST_QUOTED]
    return "".join(character for character in line if character.isprintable())


def deepest_cause(error: BaseException) -> BaseException:
    """What an error began with, which is what a person can act on; the error itself where nothing went before."""
    while error.__context__:
        error = error.__context__
    return error
