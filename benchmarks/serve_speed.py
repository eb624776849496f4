"""How many requests a second `mdo-rdf serve` answers and how long each takes, by wrk; and its SPARQL beside the Oxigraph server.

Before a query is timed, both servers give the same rows. The sides of a query run one after the other, on the same machine as
wrk itself; what counts is their ratio, and that nothing fails.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import requests

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from mdo_rdf.questions import read_question, with_defaults  # noqa: E402
from stores import oxigraph_store  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 30
CONNECTIONS = 8
QUESTION = "tijdreeks"
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
    '\\n{"requests": %d, "microseconds": %d, "median": %d, "p99": %d, "refused": %d, "broken": %d, "late": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
"""


class Load(NamedTuple):
    """What wrk saw: requests a second, latency in milliseconds, and how many requests failed in whatever way."""

    rate: float
    median: float
    p99: float
    failed: int


def wrk(address: str, seconds: int = SECONDS, *, accept: str = "text/html") -> Load:
    """Ask for an address again and again, over ``CONNECTIONS`` at once. Raises ``CalledProcessError`` where wrk itself fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(_REPORT)
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, "-H", f"Accept: {accept}", address]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counted = json.loads(said.splitlines()[-1])
    failed = counted["refused"] + counted["broken"] + counted["late"]
    return Load(counted["requests"] / counted["microseconds"] * 1e6, counted["median"] / 1000, counted["p99"] / 1000, failed)


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of `mdo-rdf serve`, with a slash at the end."""
    command = [sys.executable, "-m", "mdo_rdf", "serve", "--port", "0", "--root", str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield next(line for line in process.stdout or () if line.startswith("http")).split()[0]
        finally:
            process.send_signal(signal.SIGTERM)


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address for queries of an Oxigraph server with the same graphs, which cannot be written to, as ours."""
    store = oxigraph_store(folder / "oxigraph")
    store.start()
    try:
        words = ["publish", "--endpoint", store.address, "--root", str(ROOT)]
        environment = os.environ | {"MDO_RDF_USER": "none", "MDO_RDF_PASSWORD": "none"}
        subprocess.run([sys.executable, "-m", "mdo_rdf", *words], check=True, env=environment, stdout=subprocess.DEVNULL)
        store.kill()
        store.read_only()
        store.start()
        yield store.query
    finally:
        store.kill()


def asking(endpoint: str) -> str:
    """The address of the question at an endpoint."""
    return f"{endpoint}?{urlencode({'query': with_defaults(read_question(ROOT, QUESTION))})}"


def rows(address: str) -> object:
    """The answer to a query at an address. Raises ``requests.RequestException``."""
    answer = requests.get(address, headers={"Accept": _JSON}, timeout=60)
    answer.raise_for_status()
    return answer.json()["results"]["bindings"]


def compared(ours: str, theirs: str, seconds: int = SECONDS) -> tuple[Load, Load]:
    """The load on the two addresses of one query, and first that they give the same. Raises ``RuntimeError`` where not."""
    if rows(ours) != rows(theirs):
        raise RuntimeError("the two endpoints do not give the same rows")
    return wrk(ours, seconds, accept=_JSON), wrk(theirs, seconds, accept=_JSON)


def main() -> int:
    """Print a line for each address and the ratio for the query; 1 where a request failed, 2 where wrk is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each address")
    seconds = parser.parse_args().seconds
    if shutil.which("wrk") is None:
        print("wrk is not installed; make system-deps installs it", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, served() as site, oxigraph(Path(folder)) as endpoint:
        loads = {name: wrk(site + path, seconds) for name, path in PAGES.items()}
        ours, theirs = compared(asking(f"{site}sparql"), asking(endpoint), seconds)
    loads |= {"query at /sparql": ours, "query at Oxigraph": theirs}
    print(f"mdo-rdf serve under wrk, {CONNECTIONS} connections, {seconds} s each, {os.cpu_count()} cores, wrk among them:")
    print(f"{'':<22}{'requests/s':>12}{'median':>11}{'99 %':>11}{'failed':>8}")
    for name, load in loads.items():
        print(f"{name:<22}{load.rate:>12,.0f}{load.median:>8.1f} ms{load.p99:>8.1f} ms{load.failed:>8}")
    print(f"the same query, requests a second: Oxigraph's own server {theirs.rate / ours.rate:.1f} times ours")
    return int(any(load.failed for load in loads.values()))


if __name__ == "__main__":
    sys.exit(main())
