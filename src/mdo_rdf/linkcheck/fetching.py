"""Fetches IRIs politely: one question at a time to a host, with pauses and a deadline."""

from __future__ import annotations

import threading
import time
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import urllib3

from mdo_rdf.http import REDIRECTS, USER_AGENT, deepest_cause, media_type

_MOST_HOPS, _MOST_BYTES, _BLOCK = 6, 2_000_000, 65_536

Hops = tuple[tuple[str, int], ...]
"""The IRIs that were asked for, in order, each with its HTTP status; 0 where there was no answer."""


class Manners(NamedTuple):
    """How to ask: the seconds that a host may be silent, and that the content of one answer may take in all; and those
    between two questions to one host."""

    timeout: float = 20.0
    delay: float = 1.0


class Fetched(NamedTuple):
    """What came of one IRI; ``failure`` and ``detail`` say why there is no ``content``, of the media type ``kind``.

    A failure is ``gone`` (404, 410), ``failing`` (5xx), ``refused`` (any other status), ``silent`` (no whole answer in
    time), ``unreachable`` (no connection) or ``leads-nowhere`` (redirects in a circle, too many, or to what is not HTTP).
    """

    hops: Hops
    failure: str = ""
    detail: str = ""
    content: bytes = b""
    kind: str = ""
    encoding: str = ""


class Fetcher:
    """Fetches from many hosts; safe to use from several threads."""

    def __init__(self, accept: str, manners: Manners) -> None:
        self._accept = accept
        self._manners = manners
        self._hosts: dict[str, _Host] = {}

    def fetch(self, iri: str) -> Fetched:
        """Follow the redirects, each host at its own pace. Nothing is raised for what the network does."""
        hops: list[tuple[str, int]] = []
        place = urldefrag(iri).url
        while len(hops) < _MOST_HOPS:
            try:
                response, content = self._host(place).get(place)
            except requests.Timeout:
                return Fetched((*hops, (place, 0)), "silent", f"no whole answer in {self._manners.timeout:g} seconds")
            except requests.RequestException as error:
                return Fetched((*hops, (place, 0)), "unreachable", _why(error))
            hops.append((place, response.status_code))
            if response.status_code not in REDIRECTS:
                return _answered(tuple(hops), response, content)
            place = urldefrag(urljoin(place, response.headers.get("Location", ""))).url
            if urlsplit(place).scheme not in ("http", "https") or place in [hop for hop, _ in hops]:
                return Fetched(tuple(hops), "leads-nowhere", f"redirected to {place}")
        return Fetched(tuple(hops), "leads-nowhere", f"more than {_MOST_HOPS - 1} redirects")

    def _host(self, iri: str) -> _Host:
        return self._hosts.setdefault(host_of(iri), _Host(self._accept, self._manners))


class _Host:
    """One host: one question at a time, over one connection, and a pause before the next."""

    def __init__(self, accept: str, manners: Manners) -> None:
        self._lock = threading.Lock()
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": accept, "Accept-Language": "nl, en;q=0.5"})
        self._session.auth = _without_credentials
        self._manners = manners
        self._free_from = 0.0

    def get(self, iri: str) -> tuple[requests.Response, bytes]:
        """Raises ``requests.RequestException``."""
        with self._lock:
            time.sleep(max(0.0, self._free_from - time.monotonic()))
            try:
                return self._read(iri)
            finally:
                self._free_from = time.monotonic() + self._manners.delay

    def _read(self, iri: str) -> tuple[requests.Response, bytes]:
        # requests has a time-out for each part of an answer only: an answer that trickles in would never end.
        deadline = time.monotonic() + self._manners.timeout
        content = bytearray()
        with self._session.get(iri, allow_redirects=False, stream=True, timeout=self._manners.timeout) as response:
            while response.status_code == requests.codes.ok and len(content) <= _MOST_BYTES:
                part = _next_part(response)
                if not part:
                    break
                content += part
                if time.monotonic() > deadline:
                    raise requests.Timeout
        return response, bytes(content)


def _next_part(response: requests.Response) -> bytes:
    """What has come in, without waiting for more; ``iter_content`` of requests would wait for a whole block."""
    try:
        part: bytes = response.raw.read1(_BLOCK, decode_content=True)
    except urllib3.exceptions.TimeoutError as error:
        raise requests.Timeout from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError(error) from error
    return part


def host_of(iri: str) -> str:
    """The host, with its port, that an IRI is asked from."""
    return urlsplit(iri).netloc.casefold()


def _without_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """What is in a netrc file is for other programs; without this, requests would send it."""
    return request


def _answered(hops: Hops, response: requests.Response, content: bytes) -> Fetched:
    status = response.status_code
    if status == requests.codes.ok:
        return Fetched(hops, "", "", content, media_type(response.headers), response.encoding or "utf-8")
    failure = "gone" if status in (404, 410) else "failing" if status >= 500 else "refused"
    return Fetched(hops, failure, f"{status} {response.reason or ''}".strip())


def _why(error: requests.RequestException) -> str:
    cause = deepest_cause(error)
    return str(cause) or type(cause).__name__
