"""Puts a query to a SPARQL endpoint over HTTP, and gives the whole answer or says why there is none."""

from __future__ import annotations

import threading
import warnings
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.http import MOST_READ, REDIRECTS, check_state, checked_address, excerpt
from mdo_rdf.query.answers import Answer
from mdo_rdf.query.results import whole_results, why_not

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from SPARQLWrapper import SPARQLWrapper

TIMEOUT = 30.0
"""Seconds that an endpoint may take for a whole answer, unless told otherwise."""
_LONGEST_GET = 2_000


def ask_endpoint(url: str, text: str, timeout: float = TIMEOUT) -> Answer:
    """The answer of a SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1), whole and in ``timeout`` seconds.

    Raises ``CannotTellError`` for anything less: no connection, another status than 200, a redirect, another media type,
    an answer that breaks off or that the endpoint itself calls unfinished.
    """
    wrapper = _wrapper(url, text, timeout)
    found: list[Answer | BaseException] = []
    # SPARQLWrapper has a time-out for each part of an answer only: an answer that trickles in would never end.
    thread = threading.Thread(target=_collect, args=(wrapper, found), daemon=True)
    thread.start()
    thread.join(timeout)
    if not found:
        raise CannotTellError(f"{url}: no whole answer in {timeout:g} seconds; give it more with --timeout")
    if isinstance(found[0], BaseException):
        raise CannotTellError(f"{url}: {_why(found[0])}") from found[0]
    return found[0]


def _wrapper(url: str, text: str, timeout: float) -> SPARQLWrapper:
    from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper

    from mdo_rdf.version import VERSION

    wrapper = SPARQLWrapper(checked_address(url), agent=f"mdo-rdf/{VERSION}", returnFormat=JSON)
    wrapper.setOnlyConneg(True)  # its other parameters are not of the protocol, and some endpoints refuse them
    wrapper.setTimeout(max(1, round(timeout)))
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        wrapper.setQuery(text)
    if wrapper.queryType not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        raise CannotTellError(f"{wrapper.queryType or 'this'}: not a query; an endpoint is asked, never changed")
    if wrapper.queryType in ("CONSTRUCT", "DESCRIBE"):
        wrapper.setReturnFormat("turtle")
    wrapper.setMethod(GET if len(text) < _LONGEST_GET else POST)
    return wrapper


def _collect(wrapper: SPARQLWrapper, found: list[Answer | BaseException]) -> None:
    """Ask, read and check, in a thread: what comes of it, also what goes wrong, is put in ``found``."""
    try:
        found.append(_answered(wrapper, wrapper.query().response))
    except _exceptions() as error:
        found.append(error.with_traceback(None))  # a half-read answer that it refers to may not outlive its thread


def _exceptions() -> tuple[type[Exception], ...]:
    from http.client import HTTPException

    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    return OSError, ValueError, SyntaxError, HTTPException, SPARQLWrapperException


def _answered(wrapper: SPARQLWrapper, response: HTTPResponse) -> Answer:
    """Raises ``ValueError`` where the answer is not to be trusted, and what http.client raises where it breaks off."""
    place = response.geturl().partition("?")[0]
    if place != wrapper.endpoint.partition("?")[0]:
        raise ValueError(f"redirects to {place}; give that address if you trust it")
    check_state(response.headers)
    content = response.read()
    kind = response.headers.get_content_type()
    if wrapper.queryType in ("CONSTRUCT", "DESCRIBE"):
        return _graph(content, kind)
    return whole_results(content, kind, response.headers)


def _graph(content: bytes, kind: str) -> Answer:
    syntax = pyoxigraph.RdfFormat.from_media_type(kind)
    if syntax is None:
        raise ValueError(f"answers {kind}, not RDF: {excerpt(content)}")
    triples = (quad.triple for quad in pyoxigraph.parse(content, format=syntax))
    return Answer(bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""), graph=True)


def _why(error: BaseException) -> str:
    """What went wrong, in one line that a person can act on."""
    if isinstance(error, HTTPError):
        if error.code in REDIRECTS:
            return f"answers {error.code}, a redirect; give the address it leads to if you trust it"
        return f"answers {error.code} {error.reason}: {excerpt(error.read(MOST_READ))}".rstrip(": ")
    if isinstance(error, URLError):
        return f"cannot be reached ({_cause(error.reason)})"
    if isinstance(error, TimeoutError):
        return "no answer in time; give it more with --timeout"
    if isinstance(error, SyntaxError | ValueError):
        return why_not(error)
    if isinstance(error, OSError):
        return f"the connection broke ({_cause(error)})"
    return _status(error)


def _cause(reason: str | BaseException) -> str:
    """Why there is no connection, in the words of the system, and of TLS without those of its source code."""
    from ssl import SSLCertVerificationError, SSLError

    if isinstance(reason, SSLCertVerificationError):
        return f"its certificate is not to be trusted: {reason.verify_message}"
    if isinstance(reason, SSLError):
        said = (reason.reason or "").replace("_", " ").lower()
        return f"it does not speak https{said and f': {said}'}; is its address one with http://?"
    return str(getattr(reason, "strerror", None) or reason)


def _status(error: BaseException) -> str:
    """The errors of SPARQLWrapper, one for each of some statuses, which hold what the endpoint says; and those of http.client."""
    code = {"QueryBadFormed": 400, "Unauthorized": 401, "EndPointNotFound": 404, "URITooLong": 414, "EndPointInternalError": 500}
    name = type(error).__name__
    if name not in code:
        return f"the answer broke off or is not HTTP ({excerpt(str(error).encode()) or name})"
    said = str(error).partition("Response:")[2]
    return f"answers {code[name]}: {excerpt(said.strip().removeprefix('b').strip(chr(39) + chr(34)).encode())}".rstrip(": ")
