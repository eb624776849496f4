"""Where a name and a password come from: the environment, a netrc file or a prompt; and where they may be sent."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from requests.utils import get_netrc_auth

from mdo_rdf.errors import CannotTellError

USER, PASSWORD, TOKEN = "MDO_RDF_USER", "MDO_RDF_PASSWORD", "MDO_RDF_TOKEN"


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or, without a user, a bearer token. What is secret is not in the ``repr``."""

    user: str = field(repr=False)
    secret: str = field(repr=False)


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
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


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
