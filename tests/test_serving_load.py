"""The server under load: wrk asks as fast as it can, and every request is answered well."""

from __future__ import annotations

import pytest

import serve_speed
from conftest import tool

SECONDS = 2


@pytest.fixture(autouse=True)
def wrk() -> None:
    tool("wrk")


@pytest.mark.parametrize("path", serve_speed.PAGES.values(), ids=[*serve_speed.PAGES])
def test_no_page_fails_under_load(server: str, path: str) -> None:
    load = serve_speed.wrk(server + path, SECONDS)
    assert (load.rate > 0, load.failed) == (True, 0)


def test_no_query_fails_under_load_and_another_server_gives_the_same(server: str, oxigraph: str) -> None:
    for load in serve_speed.compared(serve_speed.asking(f"{server}sparql"), serve_speed.asking(oxigraph), SECONDS):
        assert (load.rate > 0, load.failed) == (True, 0)


def test_what_fails_is_counted(server: str) -> None:
    load = serve_speed.wrk(f"{server}niets", SECONDS)
    assert load.failed == pytest.approx(load.rate * SECONDS, rel=0.2)
    assert load.failed > 0
