"""Talks to a triple store over HTTP: whole graphs, updates and queries.

SPARQL 1.1 Graph Store HTTP Protocol; SPARQL 1.1 Protocol, sections 2.1 and 2.2. A request that the network or a busy
store fails is sent again, after a while; all of them may be: a part of a graph that comes twice is there once.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple, TypedDict, Unpack, cast
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


class StoreError(CannotTellError):
    """The store refused, failed or could not be reached; ``status`` is that of HTTP, 0 where there was no answer."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class Patience(NamedTuple):
    """How long to wait for one answer, in seconds, and how many times to try once more."""

    timeout: float = 600.0
    retries: int = 5


class _Parts(TypedDict, total=False):
    """What a request may have, besides its method and address; in the words of requests."""

    params: Mapping[str, str]
    data: bytes | Mapping[str, str] | list[tuple[str, str]]
    headers: Mapping[str, str]
    stream: bool


class GraphStore:
    """One store. ``log_in`` is asked for credentials when the store wants them, once."""

    def __init__(self, endpoint: str, kind: str, patience: Patience, log_in: Callable[[], Credentials | None]) -> None:
        self._patience = patience
        self._log_in = log_in
        self._session = requests.Session()
        self._session.trust_env = False  # it would send what is in a netrc file unasked
        self._session.headers["User-Agent"] = http.USER_AGENT
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
        self._send("POST", self.address.graphs, params={self.address.kind.parameter: graph}, data=turtle, headers=headers).close()

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there. Raises ``StoreError``."""
        parameters = {self.address.kind.parameter: graph}
        self._send("DELETE", self.address.graphs, params=parameters, fine=(404,)).close()

    def update(self, text: str) -> None:
        """Run a SPARQL Update; where the store has transactions, all of it or nothing. Raises ``StoreError``."""
        self._send("POST", self.address.update, data={"update": text}).close()

    def rows(self, query: str, graphs: Sequence[str] = ()) -> list[dict[str, str]]:
        """The values of a SELECT by variable, without language and datatype. Raises ``StoreError``."""
        variables, rows = solutions(self.ask(query, graphs))
        simple = (pyoxigraph.NamedNode, pyoxigraph.BlankNode, pyoxigraph.Literal)
        return [{name: term.value for name, term in zip(variables, row, strict=True) if isinstance(term, simple)} for row in rows]

    def ask(self, query: str, graphs: Sequence[str] = ()) -> Answer:
        """The whole answer of a SELECT or ASK from ``graphs``, or from what the store takes for its default graph."""
        data = [("query", query), *(("default-graph-uri", graph) for graph in graphs)]
        with self._send("POST", self.address.query, data=data, headers={"Accept": RESULTS}) as response:
            try:
                return whole_results(response.content, http.media_type(response.headers), response.headers)
            except (SyntaxError, ValueError) as error:
                raise StoreError(f"{self.address.query}: {why_not(error)}") from error

    def count(self, graph: str) -> int:
        """The number of triples in a graph."""
        return int(self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"])

    def triples(self, graph: str) -> Iterator[pyoxigraph.Triple]:
        """The triples of a graph, streamed. Raises ``StoreError``, also half-way."""
        if self.address.kind.paged:
            yield from self._pages(graph)
            return
        parameters = {self.address.kind.parameter: graph}
        headers = {"Accept": "application/n-triples"}
        with self._send("GET", self.address.graphs, params=parameters, headers=headers, stream=True, fine=(404,)) as response:
            if response.status_code == requests.codes.ok:
                yield from self._parsed(response)

    def _pages(self, graph: str) -> Iterator[pyoxigraph.Triple]:
        """A graph predicate by predicate, which is how Virtuoso keeps it, and then page by page."""
        query = f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} GROUP BY ?p ORDER BY ?p"
        for row in self.rows(query):
            pattern = f"?s <{row['p']}> ?o"
            for offset in range(0, int(row["n"]), _PAGE):
                page = f"CONSTRUCT {{ {pattern} }} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }} OFFSET {offset} LIMIT {_PAGE}"
                headers = {"Accept": "application/n-triples"}
                with self._send("POST", self.address.query, data={"query": page}, headers=headers, stream=True) as response:
                    yield from self._parsed(response)

    def _parsed(self, response: requests.Response) -> Iterator[pyoxigraph.Triple]:
        where, kind = _plain(response.url), http.media_type(response.headers)
        if kind not in _TRIPLES:
            raise StoreError(f"{where}: answers {kind or 'something'}, not {_TRIPLES[0]}: {_said(response)}")
        try:
            http.check_state(response.headers)
        except ValueError as error:
            raise StoreError(f"{where}: {error}") from error
        response.raw.decode_content = True
        try:
            for quad in pyoxigraph.parse(cast("IO[bytes]", response.raw), format=pyoxigraph.RdfFormat.N_TRIPLES):
                yield quad.triple
        except (SyntaxError, HTTPError, OSError) as error:
            raise StoreError(f"{self.address.query}: a graph came back broken off ({error})") from error

    def _send(self, method: str, url: str, *, fine: Sequence[int] = (), **parts: Unpack[_Parts]) -> requests.Response:
        response = self._sent(method, url, **parts)
        if response.status_code == requests.codes.unauthorized and self._session.auth is None:
            credentials = self._log_in()
            if credentials is None:
                how = "set MDO_RDF_USER and MDO_RDF_PASSWORD, or add it to your netrc"
                raise StoreError(f"{url}: wants a login (401); {how}", 401)
            self._session.auth = _login(credentials, response.headers.get("WWW-Authenticate", ""))
            response.close()
            response = self._sent(method, url, **parts)
        if response.status_code in http.REDIRECTS:
            place = _plain(response.headers.get("Location", ""))
            raise StoreError(f"{url}: {http.redirected(place or 'nowhere')}", response.status_code)
        if response.ok or response.status_code in fine:
            return response
        raise StoreError(_refusal(url, response), response.status_code)

    def _sent(self, method: str, url: str, **parts: Unpack[_Parts]) -> requests.Response:
        wait = (_CONNECT, self._patience.timeout)
        try:
            return self._session.request(method, url, timeout=wait, allow_redirects=False, **parts)
        except requests.RequestException as error:
            raise StoreError(f"{url}: {_why(error)}") from error


def _login(credentials: Credentials, challenge: str) -> AuthBase:
    """The way of logging in that the store asks for: HTTP Digest (RFC 7616), Bearer (RFC 6750) or Basic (RFC 7617)."""
    if not credentials.user:
        return _Bearer(credentials.secret)
    if challenge.lower().startswith("digest"):
        return HTTPDigestAuth(credentials.user, credentials.secret)
    return HTTPBasicAuth(credentials.user.encode(), credentials.secret.encode())


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _refusal(url: str, response: requests.Response) -> str:
    hints = {
        401: "the login is not right",
        403: "this user may not write there",
        404: "there is no such address; is --store right?",
        413: "it takes no request of this size",
        507: "its disk is full",
    }
    hint = hints.get(response.status_code, _said(response))
    return f"{url}: {http.refused(response.status_code, response.reason, hint)}"


def _said(response: requests.Response) -> str:
    """The beginning of what a store said; nothing where that breaks off."""
    try:
        return http.excerpt(next(response.iter_content(http.MOST_READ), b""))
    except requests.RequestException:
        return ""


def _plain(url: str) -> str:
    """An address without what may be secret in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path


def _why(error: requests.RequestException) -> str:
    cause = http.deepest_cause(error)
    if isinstance(error, requests.Timeout) or isinstance(cause, TimeoutError):
        return http.TOO_LATE
    if isinstance(error, requests.ConnectionError):
        return f"cannot be reached, or the connection broke ({getattr(cause, 'strerror', None) or type(cause).__name__})"
    return f"the answer broke off, or the address cannot be asked ({type(error).__name__})"
