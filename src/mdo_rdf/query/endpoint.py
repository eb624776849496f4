"""Puts a query to a SPARQL endpoint over HTTP, and gives the whole answer or says why there is none."""

from __future__ import annotations

import os
import warnings
from http.client import HTTPException, HTTPResponse, IncompleteRead
from ssl import SSLCertVerificationError, SSLError
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pyoxigraph
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from mdo_rdf import http
from mdo_rdf.errors import CannotTellError
from mdo_rdf.query.answers import Answer
from mdo_rdf.query.results import whole_results, why_not

TIMEOUT = 30.0
"""Seconds that an endpoint may take for a whole answer, unless told otherwise."""
_LONGEST_GET = 2_000


def ask_endpoint(url: str, text: str, timeout: float = TIMEOUT) -> Answer:
    """The answer of a SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1), whole and in ``timeout`` seconds.

    Raises ``CannotTellError`` for anything less: no connection, another status than 200, a redirect, another media type,
    an answer that breaks off or that the endpoint itself calls unfinished.
    """
    wrapper = _wrapper(url, text, timeout)
    if http.is_loopback(url):
        _leave_out_proxies(url)
    try:
        return http.in_time(lambda: _answered(wrapper, wrapper.query().response), timeout)
    except http.NotWholeInTimeError:
        raise CannotTellError(f"{url}: no whole answer in {timeout:g} seconds; give it more with --timeout") from None
    except (OSError, ValueError, SyntaxError, HTTPException, SPARQLWrapperException) as error:
        raise CannotTellError(f"{url}: {_why(error)}") from error


def _leave_out_proxies(url: str) -> None:
    """Let no proxy of the environment see what this machine is asked; urllib reads of which hosts that holds, each time."""
    host = urlsplit(url).hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    left_out = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
    if left_out != "*" and bracketed not in left_out.split(","):
        os.environ["no_proxy"] = ",".join(filter(None, [left_out, bracketed]))


def _wrapper(url: str, text: str, timeout: float) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(http.checked_address(url), agent=http.USER_AGENT, returnFormat=JSON)
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


def _answered(wrapper: SPARQLWrapper, response: HTTPResponse) -> Answer:
    """Raises ``ValueError`` where the answer is not to be trusted, and what http.client raises where it breaks off."""
    place = response.geturl().partition("?")[0]
    if place != wrapper.endpoint.partition("?")[0]:
        raise ValueError(http.redirected(place))
    http.check_state(response.headers)
    content = response.read(http.MOST_BYTES + 1)
    if len(content) > http.MOST_BYTES:
        raise ValueError(http.TOO_LARGE)
    if response.length:
        raise IncompleteRead(content, response.length)  # which http.client says itself only where no limit is given
    kind = response.headers.get_content_type()
    if wrapper.queryType in ("CONSTRUCT", "DESCRIBE"):
        return _graph(content, kind)
    return whole_results(content, kind, response.headers)


def _graph(content: bytes, kind: str) -> Answer:
    syntax = pyoxigraph.RdfFormat.from_media_type(kind)
    if syntax is None:
        raise ValueError(f"answers {kind}, not RDF: {http.excerpt(content)}")
    triples = (quad.triple for quad in pyoxigraph.parse(content, format=syntax))
    return Answer(bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""), graph=True)


def _why(error: Exception) -> str:
    """What went wrong, in one line that a person can act on."""
    if isinstance(error, HTTPError):
        if error.code in http.REDIRECTS:
            return f"answers {error.code}, a redirect; give the address it leads to if you trust it"
        return http.refused(error.code, error.reason, http.excerpt(error.read(http.MOST_READ)))
    if isinstance(error, URLError):
        return f"cannot be reached ({_cause(error.reason)})"
    if isinstance(error, TimeoutError):
        return http.TOO_LATE
    if isinstance(error, SyntaxError | ValueError):
        return why_not(error)
    if isinstance(error, OSError):
        return f"the connection broke ({_cause(error)})"
    return _status(error)


def _cause(reason: str | BaseException) -> str:
    """Why there is no connection, in the words of the system, and of TLS without those of its source code."""
    if isinstance(reason, SSLCertVerificationError):
        return f"its certificate is not to be trusted: {reason.verify_message}"
    if isinstance(reason, SSLError):
        said = (reason.reason or "").replace("_", " ").lower()
        return f"it does not speak https{said and f': {said}'}; is its address one with http://?"
    return str(getattr(reason, "strerror", None) or reason)


def _status(error: Exception) -> str:
    """The errors of SPARQLWrapper, one for each of some statuses, which hold what the endpoint says; and those of http.client."""
    codes = {"QueryBadFormed": 400, "Unauthorized": 401, "EndPointNotFound": 404, "URITooLong": 414, "EndPointInternalError": 500}
    name = type(error).__name__
    if name not in codes:
        return f"the answer broke off or is not HTTP ({http.excerpt(str(error).encode()) or name})"
    said = str(error).partition("Response:")[2]
    return http.refused(codes[name], "", http.excerpt(said.strip().removeprefix("b").strip("'\"").encode()))
