"""Secrets come from the environment, a netrc file or a prompt; they go nowhere else."""

from __future__ import annotations

import base64
import builtins
import getpass
import html
import json
import traceback
import urllib.parse
import urllib.request
from functools import partial
from typing import TYPE_CHECKING

import pytest

from fault_proxy import network
from mdo_rdf.errors import CannotTellError
from mdo_rdf.http import checked_address
from mdo_rdf.publish.credentials import Credentials, find_credentials
from mdo_rdf.publish.store import GraphStore, Patience, StoreError
from mdo_rdf.query.endpoint import ask_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fault_proxy import Answer, Request

HERE = "http://127.0.0.1:8890/"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("MDO_RDF_USER", "MDO_RDF_PASSWORD", "MDO_RDF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


def test_nothing_is_found_where_nothing_is_set() -> None:
    assert find_credentials(HERE) is None


def test_the_environment_goes_before_netrc_and_that_before_a_prompt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(builtins, "input", lambda _: "asked")
    monkeypatch.setattr(getpass, "getpass", lambda _: "prompt")
    assert find_credentials(HERE, ask=True) == Credentials("asked", "prompt")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login net password rc\n", "utf-8")
    (tmp_path / "netrc").chmod(0o600)
    assert find_credentials(HERE, ask=True) == Credentials("net", "rc")
    assert find_credentials("http://localhost/", ask=False) is None
    monkeypatch.setenv("MDO_RDF_USER", "me")
    with pytest.raises(CannotTellError, match="MDO_RDF_PASSWORD is not"):
        find_credentials(HERE)
    monkeypatch.setenv("MDO_RDF_PASSWORD", "env")
    assert find_credentials(HERE, ask=True) == Credentials("me", "env")
    monkeypatch.setenv("MDO_RDF_TOKEN", "t0ken")
    assert find_credentials(HERE, ask=True) == Credentials("", "t0ken")


@pytest.mark.parametrize("url", ["http://example.org/", "http://10.0.0.1/", "http://127.0.0.1.example.org/"])
def test_a_password_does_not_go_over_an_open_line(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MDO_RDF_TOKEN", "t0ken")
    with pytest.raises(CannotTellError, match="does not go over plain http") as caught:
        find_credentials(url)
    assert "t0ken" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://example.org/", "http://localhost:7878/", "http://127.0.0.5/", "http://[::1]:3030/"])
def test_it_goes_over_a_closed_one(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MDO_RDF_TOKEN", "t0ken")
    assert find_credentials(url) == Credentials("", "t0ken")


def test_a_secret_is_not_in_the_repr() -> None:
    assert "geheim" not in repr(Credentials("dba", "geheim"))


@pytest.mark.parametrize("url", ["http://me:geheim@example.org/", "https://geheim@example.org/x", "http://me:geheim@[bad/"])
def test_an_address_with_a_secret_is_refused_without_saying_it(url: str) -> None:
    with pytest.raises(CannotTellError, match="leave out the name and the password") as caught:
        checked_address(url)
    assert "geheim" not in str(caught.value)


CHALLENGES = {
    'Basic realm="x"': "Basic ",
    'Digest realm="x", nonce="1", qop="auth", algorithm="MD5"': "Digest ",
    "": "Basic ",
}


@pytest.mark.parametrize(("challenge", "scheme"), CHALLENGES.items())
def test_a_login_is_sent_when_it_is_asked_for_and_as_it_is_asked_for(challenge: str, scheme: str) -> None:
    with network(HERE) as between:

        def fault(request: Request, _: Callable[[], Answer]) -> Answer:
            if "Authorization" in request.headers:
                return 204, {}, b""
            return 401, {"WWW-Authenticate": challenge} if challenge else {}, b""

        between.fault = fault
        store = GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("dba", "geheim"))
        store.update("DROP ALL")
        sent = [request.headers.get("Authorization", "") for request in between.seen]
    assert sent[0] == ""
    assert sent[-1].startswith(scheme)
    assert "geheim" not in sent[-1]


def test_a_token_is_sent_as_a_token() -> None:
    with network(HERE) as between:
        between.fault = lambda request, _: (204 if request.headers.get("Authorization") == "Bearer t0ken" else 401, {}, b"")
        GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("", "t0ken")).drop("urn:g")


def test_a_login_that_is_not_there_or_not_right_is_said() -> None:
    with network(HERE) as between:
        between.fault = lambda _, __: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")
        with pytest.raises(StoreError, match="set MDO_RDF_USER and MDO_RDF_PASSWORD"):
            GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: None).drop("urn:g")
        with pytest.raises(StoreError, match="the login is not right") as caught:
            GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("dba", "geheim")).drop("urn:g")
    assert "geheim" not in str(caught.value)


FORMS = {
    "plain": "geheim: {secret}",
    "Basic": "Basic {basic}",
    "Bearer": "Bearer {secret}",
    "percent": "?p={quoted}",
    "percent, small": "?p={lower}",
    "in JSON": "{json}",
    "in a page": "<html><p>{html}</p></html>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("secret", ["geheim", 'g "é&% <m>'])
@pytest.mark.parametrize("status", [500, 200, 302])
def test_what_a_server_says_is_shown_without_the_secret_in_any_form(secret: str, form: str, status: int) -> None:
    words = {
        "secret": secret,
        "basic": base64.b64encode(f"dba:{secret}".encode()).decode(),
        "quoted": urllib.parse.quote(secret, safe=""),
        "lower": "".join(f"%{byte:02x}" for byte in secret.encode()),
        "json": json.dumps({"password": secret}),
        "html": html.escape(secret),
    }
    said = form.format(**words)
    with network(HERE) as between:

        def fault(request: Request, _: Callable[[], Answer]) -> Answer:
            if "Authorization" not in request.headers:
                return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""
            place = {"Location": urllib.parse.quote(f"http://other.example/{said}", safe="/:?=%")} if status == 302 else {}
            return status, {"Content-Type": "text/plain", **place}, said.encode()

        between.fault = fault
        store = GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("dba", secret))
        with pytest.raises(StoreError) as caught:
            store.rows("SELECT ?n WHERE { ?s ?p ?n }")
    shown = "".join(traceback.format_exception(caught.value))  # as --debug shows it
    assert "…" in shown or (status == 302 and "?" in said), shown  # of an address only the path is shown
    assert not [word for name, word in words.items() if name != "json" and word in shown], shown


@pytest.mark.parametrize("before", range(150, 201, 5))
@pytest.mark.parametrize("status", [500, 200])
def test_a_secret_that_would_be_cut_is_not_shown_in_part(status: int, before: int) -> None:
    """Of what a store says, 200 signs are shown."""
    with network(HERE) as between:

        def fault(request: Request, _: Callable[[], Answer]) -> Answer:
            if "Authorization" not in request.headers:
                return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""
            return status, {"Content-Type": "text/plain"}, b"x" * before + b"Geheim123456789"

        between.fault = fault
        store = GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("dba", "Geheim123456789"))
        with pytest.raises(StoreError) as caught:
            store.rows("SELECT ?n WHERE { ?s ?p ?n }")
    assert "G" not in str(caught.value).rpartition(": ")[2]


def test_no_proxy_sees_what_this_machine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy is one that would take everything; the store asks for a password, as it may."""
    with network(HERE) as proxy, network(HERE) as between:
        monkeypatch.setattr(urllib.request, "_opener", None)  # which keeps the proxies that were there when it was first used
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.delenv("NO_PROXY", raising=False)
        asked = 'Basic realm="x"'

        def fault(request: Request, _: Callable[[], Answer]) -> Answer:
            return (204, {}, b"") if "Authorization" in request.headers else (401, {"WWW-Authenticate": asked}, b"")

        between.fault = fault
        GraphStore(between.address, "oxigraph", Patience(5, 0), lambda: Credentials("dba", "geheim")).update("DROP ALL")
        between.fault = lambda *_: (200, {"Content-Type": "application/sparql-results+json"}, b'{"head":{},"boolean":true}')
        assert ask_endpoint(f"{between.address}/query", "ASK { ?s ?p ?o }").content
        assert between.seen
        assert not proxy.seen


def test_over_a_proxy_a_secret_goes_with_tls_to_the_store_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an https store the proxy sees the name of the host (CONNECT); a store over http is asked without a login."""
    with network(HERE) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("https_proxy", proxy.address)
        monkeypatch.setenv("MDO_RDF_TOKEN", "geheim")
        proxy.fault = lambda *_: (401, {"WWW-Authenticate": "Bearer"}, b"")
        for url, said in (
            ("http://store.example/", "does not go over plain http"),
            ("https://store.example/", "cannot be reached"),
        ):
            with pytest.raises(CannotTellError, match=said):
                GraphStore(url, "oxigraph", Patience(5, 0), partial(find_credentials, url)).drop("urn:g")
    assert {request.method for request in proxy.seen} <= {"GET", "DELETE", "CONNECT"}
    assert not [request for request in proxy.seen if "geheim" in str(request) or "Authorization" in request.headers]
