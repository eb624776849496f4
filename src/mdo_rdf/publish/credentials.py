"""Where a name and a password come from: the environment, a netrc file or a prompt; and where they may be sent."""

from __future__ import annotations

import getpass
import html
import json
import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from requests.utils import get_netrc_auth

from mdo_rdf import http
from mdo_rdf.errors import CannotTellError

USER, PASSWORD, TOKEN = "MDO_RDF_USER", "MDO_RDF_PASSWORD", "MDO_RDF_TOKEN"


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or, without a user, a bearer token. What is secret is not in the ``repr``."""

    user: str = field(repr=False)
    secret: str = field(repr=False)

    def hide(self, text: str) -> str:
        """``text`` without the secret, in whatever form it was sent or may come back.

        >>> Credentials("dba", "ge heim").hide("no ge heim, no ge%20heim, no ge+heim, no ZGJhOmdlIGhlaW0=")
        'no …, no …, no …, no …'
        """
        words = (f"{self.user}:{self.secret}", self.secret)
        encoded = {b64encode(word.encode(coding, "replace")).decode() for word in words for coding in ("utf-8", "latin-1")}
        for word in sorted(filter(None, {self.secret, *encoded}), key=len, reverse=True):
            text = re.sub("".join(map(_any_form, word)), "…", text, flags=re.IGNORECASE)
        return text


def _any_form(character: str) -> str:
    """A pattern for a character as it is or escaped in JSON or HTML, and for the same percent-encoded."""
    escaped = {character, html.escape(character), json.dumps(character)[1:-1], character.encode("unicode_escape").decode()}
    forms = ["".join(map(_plain_or_percent, form)) for form in sorted(escaped)]
    return f"(?:{'|'.join([*forms, '[+]'] if character == ' ' else forms)})"


def _plain_or_percent(character: str) -> str:
    """A pattern for a character as it is, or percent-encoded (RFC 3986, section 2.1), also twice."""
    return f"(?:{re.escape(character)}|{''.join(f'%(?:25)*{byte:02X}' for byte in character.encode())})"


def find_credentials(url: str, *, ask: bool = False) -> Credentials | None:
    """What to log in with at ``url``: from the environment, else from a netrc file, else, with ``ask``, from a prompt.

    Raises ``CannotTellError`` where there is something to send and the way to ``url`` is open to others.
    """
    credentials = _from_environment() or _from_netrc(url) or (_from_prompt(url) if ask else None)
    if credentials and not is_private(url):
        host = urlsplit(url).hostname
        raise CannotTellError(f"{host}: a password does not go over plain http to another machine; give an https:// address")
    return credentials


def is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent: https, or this machine itself.

    >>> is_private("http://127.0.0.1:8890/sparql"), is_private("https://example.org/"), is_private("http://example.org/")
    (True, True, False)
    """
    return urlsplit(url).scheme == "https" or http.is_loopback(url)


def _from_environment() -> Credentials | None:
    token, user = os.environ.get(TOKEN, ""), os.environ.get(USER, "")
    if token:
        return Credentials("", token)
    if user and PASSWORD not in os.environ:
        raise CannotTellError(f"{USER} is set and {PASSWORD} is not: set both, or neither")
    return Credentials(user, os.environ[PASSWORD]) if user else None


def _from_netrc(url: str) -> Credentials | None:
    login = get_netrc_auth(url)
    return Credentials(*login) if login and all(login) else None


def _from_prompt(url: str) -> Credentials | None:
    try:
        user = input(f"User name for {urlsplit(url).netloc}: ")
        return Credentials(user, getpass.getpass("Password: ")) if user else None
    except (EOFError, KeyboardInterrupt):
        return None
