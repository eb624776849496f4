"""Whether what an endpoint answered is a whole answer to a SELECT or ASK."""

from __future__ import annotations

from collections.abc import Callable

from mdo_rdf.http import ResponseHeaders, check_state, excerpt
from mdo_rdf.query.answers import Answer, solutions

RESULTS = "application/sparql-results+json"
"""The media type that an endpoint is asked for."""


def whole_results(content: bytes, kind: str, headers: ResponseHeaders, shown: Callable[[bytes], str] = excerpt) -> Answer:
    """The answer to a SELECT or ASK (SPARQL 1.1 Query Results JSON Format), of the media type ``kind``.

    Of what is something else, the error has what ``shown`` makes of it.
    Raises ``ValueError`` or ``SyntaxError`` where it is something else, or not whole; ``why_not`` puts both in words.
    """
    check_state(headers)
    if kind not in (RESULTS, "application/json"):
        raise ValueError(f"answers {kind or 'something'}, not SPARQL results: {shown(content)}")
    answer = Answer(content)
    rows = len(solutions(answer).rows)
    most = headers.get("X-SPARQL-MaxRows", "")
    if most.isdigit() and rows >= int(most):
        raise ValueError(f"the answer is not whole: the endpoint gives {most} rows at most; ask for less")
    return answer


def why_not(error: ValueError | SyntaxError) -> str:
    """What ``whole_results`` raised, for people."""
    return f"the answer is not whole, or not SPARQL results: {error.msg}" if isinstance(error, SyntaxError) else str(error)
