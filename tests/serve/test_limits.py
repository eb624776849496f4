"""The limits of pages and queries over the whole server: who asks too much is told so, and others go on being answered."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from cases import cases, repeated
from checkout import EDITION, ROOT, copied_to
from csv_rows import read_rows
from mdo_rdf.serve.workers import Limits
from publication_server import PublicationServer, publication_server
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.servers

SMALL = Limits(seconds=2, rows=5_000, workers=1, waiting=1, pages=2, waiting_pages=1)
QUESTION = "doc/vraag/kerncijfers"
PAGE = f"{QUESTION}.html"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CELLS = (
    f"{folder}doc/cel/2024/{row['annex'].lower()}-{row['section'].replace('.', '-')}/{row['row']}/{row['column']}.html"
    for folder in ("", "en/")
    for row in read_rows(ROOT / "data" / "source" / "2024" / "cells.csv")
    if row["column"] != "%"
)
"""Pages each of which is asked for once."""
COLUMNS = " ".join(f"?c{number}" for number in range(90))
WIDE = f"SELECT {COLUMNS} {{ ?s ?p ?o {' '.join(f'BIND(?s AS ?c{number})' for number in range(90))} }} LIMIT 400"


@pytest.fixture(scope="module")
def server() -> Iterator[PublicationServer]:
    with publication_server(SMALL) as running:
        assert until(lambda: len(running.processes("page")) == SMALL.pages and len(running.processes("query")) == 2)
        assert until(lambda: get(running, "health").json()["status"] == "pass")
        yield running


@pytest.fixture(autouse=True)
def rested(server: PublicationServer) -> None:
    """What a test before this one ended is there again."""
    assert until(lambda: len(server.processes("page")) == SMALL.pages and len(server.processes("query")) == 2)


def get(server: PublicationServer, path: str, accept: str = "text/html", **query: str) -> requests.Response:
    return requests.get(server.address + path, query, headers={"Accept": accept}, timeout=60, allow_redirects=False)


def fresh(server: PublicationServer) -> requests.Response:
    """A page that is not kept from before."""
    return get(server, next(CELLS))


def stop(server: PublicationServer, *, but: int = 0) -> None:
    """Processes that make pages stand still, as one does that does not come to an end; they are ended when they are found out."""
    assert until(lambda: len(server.processes("page")) == SMALL.pages)
    for process in server.processes("page")[but:]:
        os.kill(process.pid, signal.SIGSTOP)


def all_work(server: PublicationServer) -> bool:
    """Whether, after some waiting, none of them stands still: as many pages in a row as find each of them are made."""
    return until(lambda: {fresh(server).status_code for _ in range(2 * SMALL.pages)} == {200})


def test_who_asks_for_what_takes_too_long_is_told_so_on_a_page(server: PublicationServer) -> None:
    stop(server)
    with ThreadPoolExecutor(6) as clients:
        answers = list(clients.map(get, [server] * 6, [next(CELLS) for _ in range(6)]))
    slow = [answer for answer in answers if answer.status_code == 504]
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(slow) + len(busy) == len(answers)
    assert slow
    assert busy
    assert not [answer for answer in slow if "Retry-After" in answer.headers]
    assert {answer.headers["Retry-After"] for answer in busy} == {"2"}
    for answer in slow + busy:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in answer.headers
    assert "Probeer het over 2 seconden opnieuw" in busy[0].text
    assert all_work(server)


def test_a_program_is_told_in_its_own_form(server: PublicationServer) -> None:
    stop(server)
    answer = get(server, "api/v1/tabellen", "application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (504, "application/problem+json")
    assert all_work(server)


@pytest.mark.parametrize("path", ["zoeken?q=woord", "doc/cel/niets-", "api/v1/indicatoren?page="])
def test_what_visitors_can_vary_without_end_leaves_a_process_for_the_rest(server: PublicationServer, path: str) -> None:
    """Half of the processes stand still, over a search or over nothing: the other half goes on making pages."""
    stop(server, but=1)
    with ThreadPoolExecutor(4) as clients:
        varied = list(clients.map(lambda number: get(server, f"{path}{number + 1}").status_code, range(4)))
        pages = [fresh(server).status_code for _ in range(20)]
    assert 503 in varied
    assert set(varied) <= {200, 404, 503, 504}
    assert pages.count(200) >= len(pages) - 1


def test_the_queries_of_others_do_not_keep_the_questions_waiting(server: PublicationServer) -> None:
    with ThreadPoolExecutor(4) as clients:
        slow = [clients.submit(get, server, "sparql", "*/*", query=f"{SLOW}#{number}") for number in range(4)]
        answers = [fresh(server) for _ in range(10)]
        answers += [
            get(server, "doc/vraag/tijdreeks", indicator=slug) for slug in ("nora-deeplinks", "brv-gebruik", "bri-signalen")
        ]
        answers.append(get(server, "doc/vraag/tijdreeks", indicator="digid-actieve-accounts"))
        health = get(server, "health").json()
        assert {one.result().status_code for one in slow} == {503, 504}
    assert {answer.status_code for answer in answers} == {200}
    assert health["checks"]["pages"] == [{"status": "pass"}]
    assert health["status"] == health["checks"]["queries"][0]["status"] in {"pass", "warn"}


@pytest.mark.parametrize(("query", "status"), [(SLOW, 504), ("SELECT", 400), ("SELECT * { ?s ?p ?o }", 413), ("ASK {}", 200)])
def test_the_page_of_a_query_has_the_status_that_a_program_is_told(server: PublicationServer, query: str, status: int) -> None:
    page = get(server, "en/bevragen", query=query)
    assert until(lambda: len(server.processes("query")) == 2)
    answer = get(server, "sparql", "*/*", query=query)
    assert (page.status_code, answer.status_code) == (status, status)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    if status != 200:
        assert answer.json()["detail"] in unescape(page.text)
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(*cases("serve/odd_numbers"))
def test_a_number_that_is_none_or_far_from_all_is_shown_as_it_is(server: PublicationServer, number: str, datatype: str) -> None:
    query = f"SELECT (STRDT('{repeated(number)}', <http://www.w3.org/2001/XMLSchema#{datatype}>) AS ?x) {{}}"
    page = get(server, "bevragen", query=query)
    assert page.status_code == 200
    assert f">{repeated(number)}<" in page.text


@pytest.mark.parametrize("form", ["json", "csv", "xml", "tsv", ""])
def test_one_text_that_is_too_long_for_all_is_told_so(server: PublicationServer, form: str) -> None:
    """It is shorter than an answer may be, but the library that writes the answers reads no such text."""
    doubled = " ".join(f"BIND(CONCAT(?c{at}, ?c{at}) AS ?c{at + 1})" for at in range(10))
    query = f"SELECT (?c10 AS ?x) {{ BIND('{'x' * 9000}' AS ?c0) {doubled} }}"
    answer = get(server, "sparql", "*/*", query=query, format=form) if form else get(server, "bevragen", query=query)
    assert answer.status_code == 413
    assert "8 MB for one text" in answer.text


def test_of_a_wide_answer_a_page_shows_the_beginning(server: PublicationServer) -> None:
    page = get(server, "bevragen", query=WIDE)
    assert page.status_code == 200
    assert page.text.count("<td") == 10_000 // 90 * 90
    assert "400 rijen" in page.text
    assert f"en nog {400 - 10_000 // 90}" in page.text
    triples = get(server, "bevragen", query="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3000")
    assert "en nog 2000" in triples.text


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "urn:x:y"])
def test_only_the_web_is_linked_to(server: PublicationServer, iri: str) -> None:
    page = get(server, "bevragen", query=f"SELECT (<{iri}> AS ?x) (<https://example.org/{iri[:4]}> AS ?y) {{}}").text
    assert f"<td>{iri}</td>" in page
    assert f'href="{iri.partition(":")[0]}:' not in page
    assert f'<a href="https://example.org/{iri[:4]}">' in page


def test_clients_that_go_away_cost_others_nothing(server: PublicationServer) -> None:
    place, before = urlsplit(server.address), {process.pid for process in server.processes("query")}
    for _ in range(100):
        with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=60) as connection:
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
    assert until(lambda: get(server, "sparql", "*/*", query="ASK {}").status_code == 200)
    assert {process.pid for process in server.processes("query")} == before, "each of them would have cost a process"


def test_a_query_on_a_page_ends_when_its_client_goes_away() -> None:
    """It could go on for longer than this test waits."""
    with publication_server(SMALL._replace(seconds=500)) as patient:
        place = urlsplit(patient.address)
        assert until(lambda: len(patient.processes("query")) == 2)
        before = {process.pid: process.seconds for process in patient.processes("query")}
        with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=60) as connection:
            connection.sendall(f"GET /bevragen?{urlencode({'query': SLOW})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert until(lambda: any(process.seconds > before[process.pid] for process in patient.processes("query")))
        assert until(lambda: len(before.keys() - {process.pid for process in patient.processes("query")}) == 1)


def test_what_a_process_was_doing_that_somebody_ended_is_done_again(server: PublicationServer) -> None:
    before = {process.pid: process.seconds for process in server.processes("query")}
    with ThreadPoolExecutor() as clients:
        answer = clients.submit(get, server, "sparql", "*/*", query=SLOW)
        assert until(lambda: any(process.seconds > before[process.pid] for process in server.processes("query")))
        [at_work] = [process for process in server.processes("query") if process.seconds > before[process.pid]]
        os.kill(at_work.pid, signal.SIGKILL)
        assert answer.result().status_code == 504, "it took too long for the second one too"


def test_a_process_that_is_ended_is_replaced(server: PublicationServer) -> None:
    """Who asks meanwhile waits for the next one, for as long as one waits for a turn, or is asked to come back."""
    for kind, path in (("page", f"{PAGE}?x"), ("query", "sparql?query=ASK%7B%7D")):
        before = server.processes(kind)
        for process in before:
            os.kill(process.pid, signal.SIGKILL)
        assert until(lambda before=before: not [one for one in before if Path(f"/proc/{one.pid}").exists()])  # type: ignore[misc]
        assert get(server, path, "*/*").status_code in (200, 503)
        assert until(lambda path=path: get(server, path, "*/*").status_code == 200)  # type: ignore[misc]
        assert until(lambda kind=kind, before=before: len(server.processes(kind)) == len(before))  # type: ignore[misc]


def test_an_edition_that_nobody_asks_for_is_not_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    """However many there are: these cannot even be read, which is found out when someone asks for what only they could have."""
    copy = copied_to(tmp_path_factory.mktemp("publication"))
    shutil.copytree(ROOT / "data" / "rdf", copy / "data" / "rdf")
    for year in range(2000, int(EDITION)):
        (copy / "data" / "rdf" / str(year)).mkdir()
        (copy / "data" / "rdf" / str(year) / "cube.ttl").write_text("not Turtle", "utf-8")
    with publication_server(Limits(workers=1), root=copy) as running:
        for path in ("", "en/", "doc/indicator/digid-actieve-accounts", QUESTION, "id/voorziening/digid", "cijfers.csv"):
            assert get(running, path).status_code in (200, 303), path
        assert get(running, "doc/indicator/nooit").status_code == 500
