"""The server under load: as many clients as `make bench-large` has ask at once, and each is given the whole and right answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from serving import CONNECTIONS, PAGES, query_at, rows

pytestmark = pytest.mark.servers
REQUESTS = 5


@pytest.mark.parametrize("path", PAGES.values(), ids=[*PAGES])
def test_each_client_is_given_the_same_page(server: str, path: str) -> None:
    def ask(_: int) -> tuple[int, bytes]:
        answer = requests.get(server + path, headers={"Accept": "text/html"}, allow_redirects=False, timeout=60)
        return answer.status_code, answer.content

    with ThreadPoolExecutor(CONNECTIONS) as clients:
        ((status, page),) = set(clients.map(ask, range(CONNECTIONS * REQUESTS)))
    assert status == 200
    assert page


def test_each_client_is_given_the_rows_that_another_server_gives(server: str, oxigraph: str) -> None:
    expected = rows(query_at(oxigraph))
    assert expected
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        answers = list(clients.map(rows, [query_at(f"{server}sparql")] * CONNECTIONS * REQUESTS))
    assert answers == [expected] * len(answers)
