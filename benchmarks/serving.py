"""How many requests a second `mdo-rdf serve` answers and how long each takes, by wrk; and its SPARQL beside the Oxigraph server.

All servers run on the machine of wrk itself, and first give the same rows. Our store is in memory, so Oxigraph's is too, and once
more on disk, which is how it keeps what is published to it. Pages are asked for as browsers do, compressed.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import requests

from comparisons import QUESTION, expect_same
from mdo_rdf.query.questions import read_question, with_defaults
from measuring import PYTHON, ROOT, as_installed, processes, said
from publishing import new_store, published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Command, Figures, Place, Sides

SECONDS = 10
"""For each address, in each of three rounds."""
CONNECTIONS = 8
_JSON = "application/sparql-results+json"
PAGES = {
    "home page": "",
    "indicator page": "doc/indicator/digid-actieve-accounts",
    "indicator, Turtle": "doc/indicator/digid-actieve-accounts.ttl",
    "indicator of the API": "api/v1/indicatoren/digid-actieve-accounts",
    "question page": f"doc/vraag/{QUESTION}",
}
_REPORT = """
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests": %d, "microseconds": %d, "median": %d, "p99": %d, "failed": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


def wrk(address: str, accept: str = "text/html") -> Figures:
    """Ask for an address again and again, over ``CONNECTIONS`` at once. Raises ``RuntimeError`` where a request fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(_REPORT)
        script.flush()
        headers = ["-H", f"Accept: {accept}", "-H", "Accept-Encoding: gzip"]
        printed = said(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script.name, *headers, address])
    counted = json.loads(printed.splitlines()[-1])
    if counted["failed"]:
        raise RuntimeError(f"{address}: {counted['failed']} of {counted['requests']} requests failed")
    rate = counted["requests"] / counted["microseconds"] * 1e6
    return {"requests/s": rate, "ms median": counted["median"] / 1000, "ms 99 %": counted["p99"] / 1000}


@contextmanager
def served() -> Iterator[str]:
    """The address of `mdo-rdf serve`, with a slash at the end."""
    with _served() as (_, address):
        yield address


@contextmanager
def _served() -> Iterator[tuple[int, str]]:
    """The number of the process, and its address."""
    command: Command = [PYTHON, "-m", "mdo_rdf", "serve", "--port", "0", "--root", ROOT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=as_installed()) as process:
        try:
            address = next(line for line in process.stdout or () if line.startswith("http")).split()[0]
            yield process.pid, address
        finally:
            process.send_signal(signal.SIGTERM)


def starting(_: Place) -> Sides:
    """From the start of the command to the first page, and from SIGTERM to its end, beside a Python that does nothing."""
    return {"empty Python": partial(processes, [PYTHON, "-c", "pass"]), "first page": _first_page, "end": _end}


def _first_page() -> Figures:
    """Also the resident memory of all its processes, when all are there."""
    begun = time.perf_counter()
    with _served() as (server, site):
        requests.get(site, timeout=60).raise_for_status()
        seconds = time.perf_counter() - begun
        requests.get(f"{site}sparql?query=ASK%7B%7D", timeout=60).raise_for_status()
        time.sleep(5)  # for the processes that start meanwhile
        own = [line.split() for line in said(["ps", "-eo", "pid=,ppid=,rss="]).splitlines()]
    return {"seconds": seconds, "megabytes": sum(int(size) for *ids, size in own if str(server) in ids) / 1024}


def _end() -> Figures:
    with served() as site:
        requests.get(site, timeout=60).raise_for_status()
        begun = time.perf_counter()
    return {"seconds": time.perf_counter() - begun}


def query_at(endpoint: str) -> str:
    """The address of the question at an endpoint."""
    return f"{endpoint}?{urlencode({'query': with_defaults(read_question(ROOT, QUESTION))})}"


def rows(query: str) -> object:
    """The answer to a query at its address. Raises ``requests.RequestException``."""
    answer = requests.get(query, headers={"Accept": _JSON}, timeout=60)
    answer.raise_for_status()
    return answer.json()["results"]["bindings"]


def serving(place: Place) -> Sides:
    """A query at our server and at Oxigraph's, and pages of ours. Raises ``RuntimeError`` where one does not answer well."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed; make system-deps installs it")
    site = place.ending.enter_context(served())
    memory, disk = (place.ending.enter_context(new_store(kind)) for kind in ("Oxigraph, in memory", "Oxigraph"))
    for store in (memory, disk):
        published(store, ROOT)
    disk.kill()
    disk.read_only()
    disk.start()
    endpoints = {"query at /sparql": f"{site}sparql", "Oxigraph, in memory": memory.query, "Oxigraph, on disk": disk.query}
    queries = {name: query_at(endpoint) for name, endpoint in endpoints.items()}
    first, *others = map(rows, queries.values())
    expect_same("rows", [first] * len(others), others)
    for path in PAGES.values():  # wrk takes a redirect for an answer
        if requests.get(site + path, allow_redirects=False, timeout=60).status_code != requests.codes.ok:
            raise RuntimeError(f"{site + path} does not answer 200")
    return {
        **{name: partial(wrk, query, _JSON) for name, query in queries.items()},
        **{name: partial(wrk, site + path) for name, path in PAGES.items()},
    }
