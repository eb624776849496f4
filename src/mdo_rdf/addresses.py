"""Checks an address that a user gives: what is wrong with it, before anything is asked of it; a secret in it is not repeated."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mdo_rdf.errors import CannotTellError

_ODD = re.compile(r"""[^!-~]|["<>\\^`{|}]""")
_AUTHORITY = re.compile(r"(?:[a-z]+:)?//([^/?#]*)", re.IGNORECASE)


def checked_address(url: str) -> str:
    """``url``, which is one that can be asked. Raises ``CannotTellError``."""
    found = _AUTHORITY.match(url)
    if found and "@" in found[1]:
        shown = url.replace(found[1], f"…@{found[1].rpartition('@')[2]}", 1)
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
