"""The server: every name leads to what is about it in each form, and what goes with every answer."""

from __future__ import annotations

import re
import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph
import pytest
import requests
import urllib3

from cases import cases
from checkout import ROOT, copied_to
from mdo_rdf.errors import InvalidInputError
from mdo_rdf.files import manifest_name
from mdo_rdf.inputs.withdrawn import FILE, read_withdrawn
from mdo_rdf.iris import BASE
from mdo_rdf.serve.workers import Limits
from mdo_rdf.site.resources import Resources
from mdo_rdf.site.writer import MAKER
from publication_server import publication_server

if TYPE_CHECKING:
    from collections.abc import Iterator

INDICATOR = "indicator/diginetwerk-aangesloten-organisaties"
HTML, TURTLE, JSONLD = "text/html", "text/turtle", "application/ld+json"


def get(address: str, accept: str = "", **headers: str) -> requests.Response:
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(address, headers={"Accept": accept, **own}, allow_redirects=False, timeout=30)


# ---- Names and documents ----


@pytest.fixture(scope="module")
def resources() -> Resources:
    return Resources(ROOT, "2024")


@pytest.mark.exhaustive
def test_every_name_answers_in_every_form(server: str, resources: Resources) -> None:
    """One hop from the name of a thing to a document, which says what the files say and nothing else."""
    forms = {TURTLE: pyoxigraph.RdfFormat.TURTLE, JSONLD: pyoxigraph.RdfFormat.JSON_LD}
    names = [iri.removeprefix(BASE) for iri in resources.out if iri.startswith(f"{BASE}id/")]
    assert len(names) > 5_500
    with urllib3.PoolManager(retries=False) as client:
        for name in names:
            document = f"/doc/{name.removeprefix('id/')}"
            hop = client.request("GET", f"{server}{name}", redirect=False)
            assert (hop.status, hop.headers["Location"]) == (303, document), name
            page = client.request("GET", server + document[1:], headers={"Accept": HTML})
            assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), name
            for accept, form in forms.items():
                found = client.request("GET", server + document[1:], headers={"Accept": accept})
                said = {quad.triple for quad in pyoxigraph.parse(found.data, format=form)}
                assert (found.status, said) == (200, set(resources.triples(BASE + name))), name


def test_the_terms_answer_at_one_address(server: str, resources: Resources) -> None:
    terms = [iri for iri in resources.out if iri == f"{BASE}def" or iri.startswith(f"{BASE}def#")]
    said = {triple for iri in terms for triple in resources.triples(iri)}
    turtle, page = get(f"{server}def", TURTLE), get(f"{server}def", HTML)
    assert {quad.triple for quad in pyoxigraph.parse(turtle.content, format=pyoxigraph.RdfFormat.TURTLE)} == said
    assert turtle.headers["Content-Location"] == "/def.ttl"
    for iri in terms:
        if "#" in iri:
            assert f'id="{iri.partition("#")[2]}"' in page.text, iri


@pytest.mark.parametrize(*cases("serve/document_forms"))
def test_the_form_that_is_liked_most(server: str, accept: str, media_type: str) -> None:
    found = get(f"{server}doc/{INDICATOR}", accept)
    assert found.status_code == 200
    assert found.headers["Content-Type"].partition(";")[0] == media_type
    assert {"Accept", "Accept-Language"} <= {one.strip() for one in found.headers["Vary"].split(",")}
    assert found.headers["Content-Location"].startswith(f"/doc/{INDICATOR}.")


def test_what_cannot_be_had_is_refused_with_what_can(server: str) -> None:
    found = get(f"{server}doc/{INDICATOR}", "image/png")
    assert (found.status_code, found.headers["Content-Type"]) == (406, "application/problem+json")
    for media_type in (HTML, TURTLE, JSONLD, "text/csv", "image/svg+xml"):
        assert media_type in found.json()["detail"]


def test_the_language_that_is_liked(server: str) -> None:
    english = get(f"{server}id/{INDICATOR}", HTML, Accept_Language="en-GB, nl;q=0.5")
    assert english.headers["Location"] == f"/en/doc/{INDICATOR}"
    page = get(f"{server}en/doc/{INDICATOR}", HTML)
    assert (page.headers["Content-Language"], page.headers["Content-Location"]) == ("en", f"/en/doc/{INDICATOR}.html")
    assert '<html lang="en">' in page.text
    assert get(f"{server}id/{INDICATOR}", HTML, Accept_Language="fr").headers["Location"] == f"/doc/{INDICATOR}"
    assert get(f"{server}en/doc/{INDICATOR}", TURTLE).headers["Content-Location"] == f"/doc/{INDICATOR}.ttl"


def test_signposts_lead_to_the_name_the_licence_and_the_other_forms(server: str) -> None:
    links = requests.utils.parse_header_links(get(f"{server}doc/{INDICATOR}", HTML).headers["Link"])
    by_relation: dict[str, list[str]] = {}
    for link in links:
        by_relation.setdefault(link["rel"], []).append(link["url"])
    assert by_relation["cite-as"] == [f"{BASE}id/{INDICATOR}"]
    assert by_relation["license"] == ["http://creativecommons.org/publicdomain/zero/1.0/"]
    assert len(by_relation["alternate"]) == 6
    for target in by_relation["alternate"] + by_relation["describedby"]:
        assert get(server + target.lstrip("/")).status_code == 200, target


def test_what_a_client_has_already_is_not_sent_again(server: str) -> None:
    first = get(f"{server}doc/{INDICATOR}.ttl")
    again = get(f"{server}doc/{INDICATOR}.ttl", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(f"{server}doc/{INDICATOR}.ttl", If_None_Match='W/"other"').status_code == 200


@pytest.mark.parametrize(
    "path", [f"doc/{INDICATOR}", f"doc/{INDICATOR}.ttl", "data/2024/cube.ttl"], ids=["page", "data", "large"]
)
def test_what_is_sent_compressed_is_the_same_each_time(server: str, path: str) -> None:
    plain = get(server + path, Accept_Encoding="identity")
    assert ("Content-Encoding" in plain.headers, "Accept-Encoding" in plain.headers["Vary"]) == (False, True)
    for _ in range(2):
        packed = get(server + path, Accept_Encoding="gzip")
        assert (packed.headers["Content-Encoding"], packed.content == plain.content) == ("gzip", True)
        assert packed.headers["ETag"] == plain.headers["ETag"].replace('"', "").join(['"', '-gzip"'])
        assert packed.headers["Vary"] == plain.headers["Vary"]
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 2


def test_what_was_not_changed_depends_on_the_same_as_what_was_sent(server: str) -> None:
    first = get(f"{server}doc/{INDICATOR}", HTML, Accept_Encoding="gzip")
    again = get(f"{server}doc/{INDICATOR}", HTML, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content, again.headers.get("Content-Encoding")) == (304, b"", None)
    assert again.headers["Vary"] == first.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"


NAMES, PATHS = cases("serve/not_there")


@pytest.mark.parametrize(NAMES, [*PATHS, (manifest_name(MAKER),)])
def test_what_is_not_in_the_site_is_not_there(server: str, path: str) -> None:
    parts = urlsplit(server)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as connection:
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404 "), answer[:200]
    assert b"root:" not in answer


# ---- What goes with every answer ----

ANSWERS = ("", f"doc/{INDICATOR}", "sparql?query=ASK%7B%7D", "api/v1/indicatoren", "zoeken?q=bag", "bevragen", "health", "niets")


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_may_be_read_by_any_site_and_loads_nothing_of_others(server: str, path: str) -> None:
    headers = get(server + path, Origin="https://example.org", Cookie="a=b").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Set-Cookie" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "Server" not in headers


def test_no_page_has_a_script_or_a_style_of_its_own(server: str) -> None:
    for path in ("", f"doc/{INDICATOR}", "zoeken?q=bag", "bevragen", "doc/vraag/kerncijfers", "niets"):
        text = get(server + path, HTML).text
        assert not re.search(r"<script(?![^>]* src=)|<style|<[^>]*\s(on\w+|style)=", text), path


def test_a_browser_may_ask_on_behalf_of_another_site(server: str) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    found = requests.options(f"{server}sparql", headers=headers, timeout=10)
    assert found.status_code == 204
    assert "POST" in found.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["", f"doc/{INDICATOR}", "zoeken", "bevragen", "api/v1/indicatoren"])
def test_nothing_can_be_changed(server: str, method: str, path: str) -> None:
    assert requests.request(method, server + path, timeout=10).status_code == 405


def test_the_place_of_the_catalogue(server: str) -> None:
    found = get(f"{server}.well-known/void", TURTLE)
    assert (found.status_code, found.headers["Location"]) == (303, "/data/2024/catalogus.ttl")
    text = requests.get(f"{server}.well-known/void", timeout=10).content
    kinds = {quad.object for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}
    assert pyoxigraph.NamedNode("http://rdfs.org/ns/void#Dataset") in kinds


def test_health(server: str) -> None:
    found = get(f"{server}health")
    assert (found.status_code, found.json()["status"]) == (200, "pass")


def test_search_engines_are_told_what_there_is(server: str) -> None:
    robots = get(f"{server}robots.txt").text
    assert "Disallow: /sparql" in robots
    sitemap = get(f"{server}sitemap.xml").text
    addresses = re.findall(rf"<loc>{re.escape(BASE)}([^<]+)</loc>", sitemap)
    assert len(addresses) > 11_000
    for address in addresses[:: len(addresses) // 50]:
        assert get(server + address).status_code == 200, address


# ---- Questions, a query of one's own, a search ----


def test_a_question_with_what_was_chosen(server: str) -> None:
    """Annex D, section 3, row 2: 377, 561, 609, 614 and 687 organisations."""
    address = f"{server}doc/vraag/tijdreeks?indicator=diginetwerk-aangesloten-organisaties"
    page = get(address, HTML)
    assert page.status_code == 200
    assert f'<{BASE}id/vraag/tijdreeks>; rel="cite-as"' in page.headers["Link"]
    assert "Accept" in page.headers["Vary"]
    for number in ("377", "561", "609", "614", "687"):
        assert re.search(rf'<td class="n">{number}</td>', page.text), number
    assert '<option value="diginetwerk-aangesloten-organisaties" selected>' in page.text
    [csv] = re.findall(r'href="([^"]+\.csv\?[^"]+)"', page.text)
    rows = get(server + re.sub(r"^(\.\./)+", "", csv).replace("&amp;", "&")).text.splitlines()
    assert [row.split(",")[3] for row in rows[1:]] == ["377", "561", "609", "614", "687"]
    [edit] = re.findall(r'href="(?:\.\./)*(bevragen\?[^"]+)"', page.text)
    edited = get(server + edit.replace("&amp;", "&"), HTML)
    assert edited.status_code == 200
    assert "id/indicator/diginetwerk-aangesloten-organisaties" in edited.text
    assert re.search(r'<td class="n">687</td>', edited.text)


def test_a_choice_that_there_is_not_is_said_on_the_page(server: str) -> None:
    page = get(f"{server}doc/vraag/tijdreeks?indicator=<script>alert(1)</script>", HTML)
    assert page.status_code == 400
    assert "<script>alert" not in page.text
    assert 'class="error"' in page.text
    assert get(f"{server}doc/vraag/tijdreeks?onzin=1", HTML).status_code == 400


@pytest.mark.exhaustive
def test_every_question_is_a_page_in_two_languages(server: str) -> None:
    names = [path.stem for path in (ROOT / "queries").glob("*.rq")]
    assert len(names) == 78
    for name in names:
        for prefix in ("", "en/"):
            page = get(f"{server}{prefix}doc/vraag/{name}", HTML)
            assert page.status_code == 200, name
            assert 'class="error"' not in page.text, name


def test_a_query_of_ones_own(server: str) -> None:
    found = requests.get(f"{server}bevragen", {"query": "SELECT (1 AS ?een) {}"}, timeout=10)
    assert '<td class="n">1</td>' in found.text
    assert "format=csv" in found.text
    wrong = requests.get(f"{server}bevragen", {"query": "SELECT (1 AS ?een) {"}, timeout=10)
    assert wrong.status_code == 400
    assert re.search(r'role="alert" lang="en">1:\d+', wrong.text)
    triples = requests.get(f"{server}bevragen", {"query": f"DESCRIBE <{BASE}id/jaar/2023>"}, timeout=10)
    assert "format=ttl" in triples.text
    assert get(f"{server}sparql", HTML).headers["Location"] == "/bevragen"


def test_a_search_finds_and_escapes(server: str) -> None:
    page = requests.get(f"{server}zoeken", {"q": "diginetwerk organisaties"}, timeout=10).text
    assert "doc/indicator/diginetwerk-aangesloten-organisaties.html" in page
    odd = requests.get(f"{server}zoeken", {"q": '"><script>alert(1)</script>'}, timeout=10)
    assert "<script>alert" not in odd.text
    assert requests.get(f"{server}en/zoeken", {"q": "connected"}, timeout=10).text.count("<dt>") > 3


# ---- What is decided by who runs it, and what is no more ----


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of a publication in which one name was withdrawn, and of which a file went while it is served."""
    copy = copied_to(tmp_path_factory.mktemp("publication"))
    shutil.copytree(ROOT / "data" / "rdf", copy / "data" / "rdf")
    with (copy / FILE).open("a", encoding="utf-8") as file:
        file.write("indicator/oud,2026-11-01,samengevoegd met een ander cijfer,merged with another figure,indicator/nieuw\n")

    limits, contact = Limits(workers=1), "mailto:security@example.org"
    with publication_server(limits, root=copy, contact=contact, ready=(copy / LOST).unlink) as server:
        yield server.address


LOST = "data/rdf/2024/cellen.ttl"


def test_a_choice_that_is_none_is_told_beside_it_in_the_language_of_the_page(server: str) -> None:
    page = get(f"{server}doc/vraag/tijdreeks?indicator=onzin", HTML).text
    assert 'role="alert">Zo krijgt deze vraag geen antwoord. Kies hieronder iets anders.</p>' in page
    assert 'name="indicator" aria-invalid="true" aria-describedby="message">\n<option value="">Kies …</option>' in page
    assert "Er is niets gevonden" not in page
    english = get(f"{server}en/doc/vraag/zoeken?zoekterm=a%00b", HTML).text
    assert '<span lang="en">zoekterm=' in english
    assert english.count('aria-invalid="true"') == 1
    assert "aria-invalid" not in get(f"{server}doc/vraag/tijdreeks", HTML).text


def test_what_was_withdrawn_says_so(other: str) -> None:
    for path in ("id/indicator/oud", "doc/indicator/oud", "doc/indicator/oud.ttl", "en/doc/indicator/oud"):
        found = get(other + path)
        assert found.status_code == 410, path
        assert f"{BASE}id/indicator/nieuw" in found.json()["detail"]
    assert "merged with another figure" in get(f"{other}id/indicator/oud", Accept_Language="en").json()["detail"]
    assert get(f"{other}id/indicator/nooit").status_code == 404


def test_what_breaks_says_so_and_is_as_safe_as_any_answer(other: str) -> None:
    """A file that is no more: an answer that says that something went wrong, and no more of it."""
    found, usual = get(f"{other}{LOST.replace('rdf/', '')}"), get(f"{other}health")
    assert found.status_code == 500
    assert found.headers["Content-Type"] == "application/problem+json"
    assert "cellen" not in found.text
    always = {"content-security-policy", "x-content-type-options", "access-control-allow-origin", "referrer-policy"}
    assert {name: found.headers[name] for name in always} == {name: usual.headers[name] for name in always}


def test_whom_to_write_to(other: str, server: str) -> None:
    text = get(f"{other}.well-known/security.txt").text
    assert "Contact: mailto:security@example.org\n" in text
    [expires] = re.findall(r"Expires: (.+)", text)
    assert 0 < (datetime.fromisoformat(expires) - datetime.now(UTC)).days < 365
    assert get(f"{server}.well-known/security.txt").status_code == 404


def test_a_list_of_what_was_withdrawn_is_read_strictly(copy: Path) -> None:
    assert read_withdrawn(copy) == {}
    (copy / FILE).write_text("name,withdrawn,reason_nl,reason_en,replaced_by\nid/x,2026-01-01,,b,\n", "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_withdrawn(copy)
    problems = [(problem.row, problem.rule) for problem in caught.value.problems]
    assert problems == [(2, "not the part after id/"), (2, "empty reason_nl")]


@pytest.mark.servers
def test_the_page_for_what_is_not_there_has_its_style_at_any_depth(server: str) -> None:
    page = get(f"{server}a/b/c/d", HTML)
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert style.startswith("/")
    assert get(server + style.lstrip("/")).status_code == 200
    assert get(f"{server}a/b/c/d", "application/json").headers["Content-Type"] == "application/problem+json"


@pytest.mark.servers
def test_the_pages_of_a_server_have_a_search(server: str) -> None:
    for path in ("", f"doc/{INDICATOR}", "en/", "niets"):
        assert 'role="search"' in get(server + path, HTML).text, path
