"""Talks to a triple store over HTTP: whole graphs, updates and queries.

SPARQL 1.1 Graph Store HTTP Protocol; SPARQL 1.1 Protocol, sections 2.1 and 2.2. A request that the network or a busy
store fails is sent again, after a while; all of them may be: a part of a graph that comes twice is there once.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import IO, Any, NamedTuple, TypedDict, Unpack, cast
from urllib.parse import urlsplit

import pyoxigraph
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from mdo_rdf import http
from mdo_rdf.errors import CannotTellError
from mdo_rdf.publish.credentials import Credentials
from mdo_rdf.publish.store_kinds import Address, address, recognised
from mdo_rdf.query.answers import Answer, solutions
from mdo_rdf.query.results import RESULTS, whole_results, why_not

_PAGE = 10_000
_BUSY = (429, 502, 503, 504)
_ERRORS = range(400, 600)
_TRIPLES = ("application/n-triples", "text/plain", "text/ntriples")
_CONNECT = 10.0
_LONGEST_WAIT = 20
_PIECE = 64 * 1024
_LONGEST_LINE = 16 * 1024**2
"""Of N-Triples: a parser keeps a line in memory until it has all of it."""


class StoreError(CannotTellError):
    """The store refused, failed or could not be reached; ``status`` is that of HTTP, 0 where there was no answer."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class Patience(NamedTuple):
    """How long to wait for one answer, in seconds, and how many times to try once more."""

    timeout: float = 600.0
    retries: int = 5

    @property
    def whole(self) -> float:
        """How long one request may take in all, with those that are sent again and the waits between."""
        waits = (min(_LONGEST_WAIT, 0.5 * float(2**number)) for number in range(1, self.retries))
        return self.timeout * (self.retries + 1) + sum(waits)


class Row(dict[str, str]):
    """A row of an answer, its values by variable; what it does not have is an error of the store."""

    def __missing__(self, variable: str) -> str:
        raise StoreError(f"the store answers a query without a value for ?{variable}")


class _Parts(TypedDict, total=False):
    """What a request may have, besides its method and address; in the words of requests."""

    params: Mapping[str, str]
    data: bytes | Mapping[str, str] | list[tuple[str, str]]
    headers: Mapping[str, str]


class GraphStore:
    """One store. ``log_in`` is asked for credentials when the store wants them, once."""

    def __init__(self, endpoint: str, kind: str, patience: Patience, log_in: Callable[[], Credentials | None]) -> None:
        self._patience = patience
        self._log_in = log_in
        self._credentials: Credentials | None = None
        self._session = requests.Session()
        self._session.trust_env = False  # it would send what is in a netrc file unasked
        self._session.headers["User-Agent"] = http.USER_AGENT
        if not http.is_loopback(endpoint):
            self._session.proxies = requests.utils.get_environ_proxies(endpoint, no_proxy=None)
        retry = Retry(
            patience.retries, backoff_factor=0.5, backoff_max=_LONGEST_WAIT, status_forcelist=_BUSY, allowed_methods=None,
            raise_on_status=False, redirect=False,
        )  # fmt: skip
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(max_retries=retry))
        self.address: Address = address(endpoint, kind or recognised(endpoint, self._greet(endpoint)))

    def _greet(self, endpoint: str) -> Mapping[str, str]:
        with self._send("GET", endpoint, fine=_ERRORS) as response:
            return cast("Mapping[str, str]", response.headers)

    def append(self, graph: str, turtle: bytes) -> None:
        """Add Turtle to a graph, which is made if it is not there. Raises ``StoreError``."""
        headers = {"Content-Type": "text/turtle"}
        if self.address.kind.gzip:
            turtle, headers = gzip.compress(turtle, 1), {**headers, "Content-Encoding": "gzip"}
        self._done("POST", self.address.graphs, params={self.address.kind.parameter: graph}, data=turtle, headers=headers)

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there. Raises ``StoreError``."""
        parameters = {self.address.kind.parameter: graph}
        self._done("DELETE", self.address.graphs, params=parameters, fine=(404,))

    def update(self, text: str) -> None:
        """Run a SPARQL Update; where the store has transactions, all of it or nothing. Raises ``StoreError``."""
        self._done("POST", self.address.update, data={"update": text})

    def hide(self, text: str) -> str:
        """``text``, which may be what the store said, without the secret that was sent to it."""
        return self._credentials.hide(text) if self._credentials else text

    def rows(self, query: str, graphs: Sequence[str] = ()) -> list[Row]:
        """The values of a SELECT by variable, without language and datatype. Raises ``StoreError``."""
        variables, rows = solutions(self.ask(query, graphs))
        simple = (pyoxigraph.NamedNode, pyoxigraph.BlankNode, pyoxigraph.Literal)
        return [
            Row((name, term.value) for name, term in zip(variables, row, strict=True) if isinstance(term, simple)) for row in rows
        ]

    def ask(self, query: str, graphs: Sequence[str] = ()) -> Answer:
        """The whole answer of a SELECT or ASK from ``graphs``, or from what the store takes for its default graph."""
        data = [("query", query), *(("default-graph-uri", graph) for graph in graphs)]
        with self._send("POST", self.address.query, data=data, headers={"Accept": RESULTS}) as response:
            try:
                return whole_results(self._content(response), http.media_type(response.headers), response.headers, self._excerpt)
            except (SyntaxError, ValueError) as error:
                raise self._error(f"{self.address.query}: {why_not(error)}") from None

    def count(self, graph: str) -> int:
        """The number of triples in a graph."""
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return self._number(graph, rows[0]["n"] if len(rows) == 1 else "")

    def _number(self, graph: str, said: str) -> int:
        if not said.isdecimal():
            raise self._error(f"{self.address.query}: does not say how many triples {graph} has")
        return int(said)

    def triples(self, graph: str) -> Iterator[pyoxigraph.Triple]:
        """The triples of a graph, streamed. Raises ``StoreError``, also half-way."""
        if self.address.kind.paged:
            yield from self._pages(graph)
            return
        parameters = {self.address.kind.parameter: graph}
        headers = {"Accept": "application/n-triples"}
        with self._send("GET", self.address.graphs, params=parameters, headers=headers, fine=(404,)) as response:
            if response.status_code == requests.codes.ok:
                yield from self._parsed(response)

    def _pages(self, graph: str) -> Iterator[pyoxigraph.Triple]:
        """A graph predicate by predicate, which is how Virtuoso keeps it, and then page by page."""
        query = f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} GROUP BY ?p ORDER BY ?p"
        for row in self.rows(query):
            pattern = f"?s <{row['p']}> ?o"
            for offset in range(0, self._number(graph, row["n"]), _PAGE):
                page = f"CONSTRUCT {{ {pattern} }} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }} OFFSET {offset} LIMIT {_PAGE}"
                headers = {"Accept": "application/n-triples"}
                with self._send("POST", self.address.query, data={"query": page}, headers=headers) as response:
                    yield from self._parsed(response)

    def _parsed(self, response: requests.Response) -> Iterator[pyoxigraph.Triple]:
        where, kind = _plain(response.url), http.media_type(response.headers)
        if kind not in _TRIPLES:
            raise self._error(f"{where}: answers {kind or 'something'}, not {_TRIPLES[0]}: {self._said(response)}")
        try:
            http.check_state(response.headers)
        except ValueError as error:
            raise self._error(f"{where}: {error}") from None
        body = io.BufferedReader(_Body(response, self._patience.timeout), _PIECE)
        try:
            for quad in pyoxigraph.parse(cast("IO[bytes]", body), format=pyoxigraph.RdfFormat.N_TRIPLES):
                yield quad.triple
        except (SyntaxError, HTTPError, OSError, ValueError) as error:
            raise self._error(f"{self.address.query}: a graph came back broken off ({error})") from None

    def _done(self, method: str, url: str, *, fine: Sequence[int] = (), **parts: Unpack[_Parts]) -> None:
        """Send what has no answer but that it was done."""
        with self._send(method, url, fine=fine, **parts) as response:
            self._content(response)

    def _content(self, response: requests.Response) -> bytes:
        """The whole answer, unpacked."""
        try:
            return _in_time(response, lambda: _limited(response), self._patience.timeout)
        except (requests.RequestException, TimeoutError, ValueError) as error:
            raise self._error(f"{_plain(response.url)}: {_why(error)}") from None

    def _said(self, response: requests.Response) -> str:
        """The beginning of what a store said; nothing where that breaks off."""
        try:
            content = _in_time(response, lambda: next(response.iter_content(http.MOST_READ), b""), self._patience.timeout)
        except (requests.RequestException, TimeoutError):
            return ""
        return self._excerpt(content)

    def _excerpt(self, content: bytes) -> str:
        """The secret goes before the text is cut: half of it would not be known again."""
        return http.excerpt(self.hide(content[: http.MOST_READ].decode("utf-8", "replace")).encode())

    def _error(self, text: str, status: int = 0) -> StoreError:
        """To be raised ``from None``: what the store said is in the error before it too, which a traceback would show."""
        return StoreError(self.hide(text), status)

    def _send(self, method: str, url: str, *, fine: Sequence[int] = (), **parts: Unpack[_Parts]) -> requests.Response:
        response = self._sent(method, url, **parts)
        if response.status_code == requests.codes.unauthorized and self._session.auth is None:
            credentials = self._log_in()
            if credentials is None:
                how = "set MDO_RDF_USER and MDO_RDF_PASSWORD, or add it to your netrc"
                raise StoreError(f"{url}: wants a login (401); {how}", 401)
            self._credentials = credentials
            self._session.auth = _login(credentials, response.headers.get("WWW-Authenticate", ""))
            response.close()
            response = self._sent(method, url, **parts)
        if response.status_code in http.REDIRECTS:
            place = _plain(response.headers.get("Location", ""))
            raise self._error(f"{url}: {http.redirected(place or 'nowhere')}", response.status_code)
        if response.ok or response.status_code in fine:
            return response
        hint = _HINTS.get(response.status_code) or self._said(response)
        raise self._error(f"{url}: {http.refused(response.status_code, response.reason, hint)}", response.status_code)

    def _sent(self, method: str, url: str, **parts: Unpack[_Parts]) -> requests.Response:
        wait = (_CONNECT, self._patience.timeout)
        try:
            return http.in_time(
                lambda: self._session.request(method, url, timeout=wait, allow_redirects=False, stream=True, **parts),
                self._patience.whole,
            )
        except (requests.RequestException, TimeoutError) as error:
            raise self._error(f"{url}: {_why(error)}") from None


class _Body(io.RawIOBase):
    """What a store sends, unpacked: each piece in so many seconds, and no line that fills the memory."""

    def __init__(self, response: requests.Response, seconds: float) -> None:
        self._response, self._seconds, self._line = response, seconds, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end. Raises ``TimeoutError``, ``ValueError`` and what urllib3 raises."""
        raw, size = self._response.raw, min(len(buffer), _PIECE)
        piece: bytes = _in_time(self._response, lambda: raw.read(size, decode_content=True), self._seconds)
        end = piece.rfind(b"\n")
        self._line = len(piece) - end - 1 if end >= 0 else self._line + len(piece)
        if self._line > _LONGEST_LINE:
            raise ValueError(f"a triple of more than {_LONGEST_LINE // 1024**2} MB")
        buffer[: len(piece)] = piece
        return len(piece)


def _in_time(response: requests.Response, read: Callable[[], bytes], seconds: float) -> bytes:
    """What is read from an answer; where that takes too long the connection ends, so that nobody waits for it."""
    try:
        return http.in_time(read, seconds)
    except http.NotWholeInTimeError:
        with suppress(OSError, ValueError):
            response.raw.shutdown()
        raise


def _limited(response: requests.Response) -> bytes:
    content = bytearray()
    for piece in response.iter_content(_PIECE):
        content += piece
        if len(content) > http.MOST_BYTES:
            raise ValueError(http.TOO_LARGE)
    return bytes(content)


def _login(credentials: Credentials, challenge: str) -> AuthBase:
    """The way of logging in that the store asks for: HTTP Digest (RFC 7616), Bearer (RFC 6750) or Basic (RFC 7617)."""
    if not credentials.user:
        return _Bearer(credentials.secret)
    if challenge.lower().startswith("digest"):
        return _Digest(credentials.user, credentials.secret)
    return HTTPBasicAuth(credentials.user.encode(), credentials.secret.encode())


class _Digest(HTTPDigestAuth):
    """Remembers the challenge of the store for the next request, whatever thread sends it; requests does so for each thread."""

    def __init__(self, user: str, secret: str) -> None:
        super().__init__(user, secret)
        self._thread_local = SimpleNamespace()


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


_HINTS = {
    401: "the login is not right",
    403: "this user may not write there",
    404: "there is no such address; is --store right?",
    413: "it takes no request of this size",
    507: "its disk is full",
}


def _plain(url: str) -> str:
    """An address without what may be secret in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path


def _why(error: Exception) -> str:
    if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
        return str(error)
    cause = http.deepest_cause(error)
    if isinstance(error, requests.Timeout | TimeoutError) or isinstance(cause, TimeoutError):
        return http.TOO_LATE
    if isinstance(error, requests.ConnectionError):
        return f"cannot be reached, or the connection broke ({getattr(cause, 'strerror', None) or type(cause).__name__})"
    return f"the answer broke off, or the address cannot be asked ({type(error).__name__})"
