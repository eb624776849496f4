"""What all requests and answers over HTTP share, whatever library makes them: addresses, redirects, and what was said."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from html import unescape
from ipaddress import ip_address
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from mdo_rdf.errors import CannotTellError
from mdo_rdf.version import VERSION

USER_AGENT = f"mdo-rdf/{VERSION} (+https://w3id.org/monitor-digitale-overheid/)"
REDIRECTS = (301, 302, 303, 307, 308)
TOO_LATE = "no answer in time; give it more with --timeout"
MOST_READ = 20_000
"""The bytes of an error that are enough for ``excerpt``."""
MOST_BYTES = 256 * 1024**2
"""The bytes of an answer, unpacked, that are taken into memory."""
TOO_LARGE = f"the answer is larger than {MOST_BYTES // 1024**2} MB; ask for less"
_MOST_QUOTED = 200
_PAGE = re.compile(r"<(?:!doctype|\?xml|html|head|body|title|h\d|p)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ODD = re.compile(r"""[^!-~]|["<>\\^`{|}]""")
_AUTHORITY = re.compile(r"(?:[a-z]+:)?//([^/?#]*)", re.IGNORECASE)
T = TypeVar("T")


class ResponseHeaders(Protocol):
    """The headers of an answer, whatever library they are of."""

    def get(self, name: str, default: str, /) -> str:
        """The value of a header, in any case of its name."""


def media_type(headers: ResponseHeaders) -> str:
    """The media type that an answer says it has, without its parameters; empty where it says none."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def check_state(headers: ResponseHeaders) -> None:
    """Raises ``ValueError`` where the endpoint says that it stopped early, as Virtuoso does."""
    state = headers.get("X-SQL-State", "")
    if state:
        raise ValueError(f"the answer is not whole: the endpoint stopped early (X-SQL-State: {state}); ask for less")


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


class NotWholeInTimeError(TimeoutError):
    """It takes longer than it may in all."""


def in_time(work: Callable[[], T], seconds: float) -> T:
    """What ``work`` gives or raises, and ``NotWholeInTimeError`` where it takes longer than this in all.

    Libraries limit the time of each part of an answer only: one that drips would never end. The thread that works on it
    ends with the process.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (whatever it is, who waits raises it again)
            future.set_exception(error.with_traceback(None))  # a half-read answer in it may not outlive the thread

    threading.Thread(target=run, daemon=True).start()
    if not wait([future], seconds).done:
        raise NotWholeInTimeError(f"not whole in {seconds:g} seconds")
    return future.result()


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine itself, so that nobody is on the way.

    >>> is_loopback("http://127.0.0.1:8890/sparql"), is_loopback("http://[::1]/"), is_loopback("http://127.0.0.1.example.org/")
    (True, True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def redirected(place: str) -> str:
    """Why an answer that redirects to ``place`` is not followed: nobody chose that address."""
    return f"redirects to {place}; give that address if you trust it"


def refused(status: int, reason: str | None, said: str) -> str:
    """An answer with a status that is no success, and the beginning of what it says."""
    return f"answers {status}{' ' if reason else ''}{reason or ''}: {said}".rstrip(": ")


def deepest_cause(error: BaseException) -> BaseException:
    """What an error began with, which is what a person can act on; the error itself where nothing went before."""
    while error.__context__:
        error = error.__context__
    return error


def checked_address(url: str) -> str:
    """``url``, which is one that can be asked. Raises ``CannotTellError``."""
    authority = _AUTHORITY.match(url)
    if authority and "@" in authority[1]:
        shown = url.replace(authority[1], f"…@{authority[1].rpartition('@')[2]}", 1)
        raise CannotTellError(f"--endpoint {shown}: leave out the name and the password, which would end up in logs")
    wrong = _wrong_address(url)
    if wrong:
        raise CannotTellError(f"--endpoint {url}: not an address of an endpoint; {wrong}")
    return url


def _wrong_address(url: str) -> str:
    """What is wrong with an address, with the remedy; empty where it could be one (RFC 3986)."""
    if not url.startswith(("http://", "https://")):
        return "it begins with https:// or http://"
    odd = _ODD.search(url)
    if odd:
        return f"“{odd[0]}” cannot stand in it; write a host as xn--… and other signs as %20"
    try:
        parts = urlsplit(url)
        (parts.hostname or "").encode("idna")
    except ValueError:
        return "its host cannot be one"
    try:
        is_port = parts.port != 0
    except ValueError:
        is_port = False
    if not is_port or not parts.hostname:
        return "its port is a number up to 65535" if parts.hostname else "it has no host"
    return ""
