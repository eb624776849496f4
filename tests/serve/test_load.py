"""The server under load: wrk asks as fast as it can, and every request is answered well."""

from __future__ import annotations

import pytest

import serve_speed
from checkout import tool

pytestmark = pytest.mark.servers

SECONDS = 2


@pytest.fixture(autouse=True)
def wrk() -> None:
    tool("wrk")


@pytest.mark.parametrize("path", serve_speed.PAGES.values(), ids=[*serve_speed.PAGES])
def test_no_page_fails_under_load(server: str, path: str) -> None:
    load = serve_speed.wrk(server + path, SECONDS)
    assert (load.rate > 0, load.failed) == (True, 0)


def test_no_query_fails_under_load_and_another_server_gives_the_same(server: str, oxigraph: str) -> None:
    loads = serve_speed.compared({"ours": serve_speed.asking(f"{server}sparql"), "theirs": serve_speed.asking(oxigraph)}, SECONDS)
    assert {name: (load.rate > 0, load.failed) for name, load in loads.items()} == {"ours": (True, 0), "theirs": (True, 0)}


def test_servers_that_give_other_rows_are_not_compared(server: str) -> None:
    other = f"{server}sparql?query=SELECT%20*%20%7B%7D"
    with pytest.raises(RuntimeError, match="the same rows"):
        serve_speed.compared({"one": serve_speed.asking(f"{server}sparql"), "other": other}, SECONDS)


def test_what_fails_is_counted(server: str) -> None:
    load = serve_speed.wrk(f"{server}niets", SECONDS)
    assert load.failed == pytest.approx(load.rate * SECONDS, rel=0.2)
    assert load.failed > 0
