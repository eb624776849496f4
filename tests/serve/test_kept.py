"""Pages that are kept: in bounded memory, by all that they depend on, and sent as HTTP says."""

from __future__ import annotations

import pytest
import requests
from starlette.requests import Request

from cases import cases
from mdo_rdf.serve import kept
from mdo_rdf.serve.kept import KeptPages, PageRequest, page_request, sent
from mdo_rdf.serve.workers import MadePage

INDICATOR = "doc/indicator/diginetwerk-aangesloten-organisaties"


def request(path: str = "/", query: str = "", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), text.encode("latin-1")) for name, text in headers.items()]
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": named})


def page(content: bytes = b"page", status: int = 200, **headers: str) -> MadePage:
    return MadePage(status, tuple((name.replace("_", "-"), text) for name, text in headers.items()), content)


@pytest.mark.parametrize(*cases("serve/accepted_codings"))
def test_what_may_be_compressed(accepted: str, packed: str) -> None:
    """RFC 9110, section 12.5.3."""
    assert page_request(request(accept_encoding=accepted)).packed == (packed == "yes")


@pytest.mark.parametrize(*cases("serve/if_none_match"))
def test_what_a_client_has_is_not_sent_again(given: str, status: str) -> None:
    """RFC 9110, section 13.1.2."""
    made = page(etag='"abc-gzip"', vary="Accept", cache_control="public", content_language="nl", content_length="4")
    answer = sent(request(if_none_match=given), made)
    assert answer.status_code == int(status)
    if answer.status_code == 304:
        assert answer.body == b""
        assert dict(answer.headers) == {"etag": '"abc-gzip"', "vary": "Accept", "cache-control": "public"}


def test_only_what_is_fine_can_be_not_modified() -> None:
    assert sent(request(if_none_match="*"), page(status=404, etag='"x"')).status_code == 404


def test_the_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_BYTES", 1_000_000)
    pages = KeptPages()
    asked = [page_request(request(f"/{number}")) for number in range(100)]
    for each in asked:
        pages.keep(each, page(bytes(50_000)))
    there = [each for each in asked if pages.get(each)]
    assert there == asked[-len(there) :]
    assert 15 < len(there) < 21
    pages.keep(asked[0], page(bytes(500_000)))
    assert pages.get(asked[0]) is None
    assert pages.get(asked[-1])


@pytest.mark.parametrize(
    ("path", "made"),
    [("/a", page(status=404)), ("/b", page(status=500)), ("/c", page(cache_control="no-store")), ("/d", page(status=406))],
)
def test_what_may_not_be_kept_is_not(path: str, made: MadePage) -> None:
    pages = KeptPages()
    pages.keep(page_request(request(path)), made)
    assert pages.get(page_request(request(path))) is None


@pytest.mark.parametrize("name", ["path", "query", "accept", "accept_language"])
def test_what_is_asked_at_length_is_not_kept(name: str) -> None:
    """What was asked takes memory too."""
    pages = KeptPages()
    for length, is_kept in ((400, True), (501, False)):
        asked = {"path": "/", "query": "", "accept": "", "accept_language": "", name: "x" * length}
        long = PageRequest("GET", **asked, packed=True)
        pages.keep(long, page())
        assert (pages.get(long) is not None) == is_kept


@pytest.mark.parametrize(
    ("accept", "language"),
    [("text/html,application/xhtml+xml,*/*;q=0.8", "nl-NL,nl;q=0.9,en;q=0.8"), ("text/html, x/1;q=0.3, */*;q=0.1", "fr, nl")],
)
def test_who_likes_the_same_gets_the_same_page(accept: str, language: str) -> None:
    asked = page_request(request(accept=accept, accept_language=language)).in_few_words()
    assert asked == page_request(request(accept="text/html, */*;q=0.5", accept_language="nl")).in_few_words()
    assert asked != page_request(request(accept="text/turtle, */*;q=0.5", accept_language="nl")).in_few_words()
    assert asked != page_request(request(accept=accept, accept_language="en")).in_few_words()


def test_a_page_is_given_to_nobody_who_asked_for_another() -> None:
    pages = KeptPages()
    pages.keep(page_request(request("/a", "x=1", accept="text/html", accept_language="nl", accept_encoding="gzip")), page())
    others = [
        request("/a", "x=2", accept="text/html", accept_language="nl", accept_encoding="gzip"),
        request("/b", "x=1", accept="text/html", accept_language="nl", accept_encoding="gzip"),
        request("/a", "x=1", accept="text/turtle", accept_language="nl", accept_encoding="gzip"),
        request("/a", "x=1", accept="text/html", accept_language="en", accept_encoding="gzip"),
        request("/a", "x=1", accept="text/html", accept_language="nl", accept_encoding="gzip;q=0"),
        request("/a", "x=1", accept="text/html", accept_language="nl"),
    ]
    assert not [other for other in others if pages.get(page_request(other))]
    assert pages.get(page_request(request("/a", "x=1", accept="text/html", accept_language="nl", accept_encoding="gzip, br")))


@pytest.mark.parametrize(
    "path", [INDICATOR, f"{INDICATOR}.ttl", "data/2024/cube.ttl", "static/style.css", "api/v1/tabellen", "en/"]
)
def test_each_coding_of_what_is_served_has_a_tag_of_its_own(server: str, path: str) -> None:
    def get(**headers: str) -> requests.Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return requests.get(server + path, headers={"Accept": "text/html, */*;q=0.1", **named}, timeout=60)

    plain, packed, refused = get(Accept_Encoding="identity"), get(Accept_Encoding="gzip"), get(Accept_Encoding="gzip;q=0")
    assert plain.content == packed.content == refused.content
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert (refused.headers.get("Content-Encoding"), refused.headers["ETag"]) == (None, plain.headers["ETag"])
    assert packed.headers["ETag"] != plain.headers["ETag"]
    for coding, own, other in (("gzip", packed, plain), ("identity", plain, packed)):
        assert get(Accept_Encoding=coding, If_None_Match=own.headers["ETag"]).status_code == 304
        assert get(Accept_Encoding=coding, If_None_Match=other.headers["ETag"]).status_code == 200
