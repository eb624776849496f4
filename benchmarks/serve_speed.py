"""How many requests a second `mdo-rdf serve` answers and how long each takes, by wrk; and its SPARQL beside the Oxigraph server.

Before a query is timed, all servers give the same rows. They take turns, in an order that is turned round each time, on the same
machine as wrk itself; what counts is their ratio, and that nothing fails. Our store is in memory, so Oxigraph's is too, and once
more on disk, which is how it keeps what is published to it. Pages are asked for as browsers do, compressed.
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
from importlib.metadata import version
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import requests

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from mdo_rdf.query.questions import read_question, with_defaults  # noqa: E402
from stores import oxigraph_store  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SECONDS = 30
ROUNDS = 3
CONNECTIONS = 8
OUT = ROOT / "build" / "benchmarks" / "serve_speed.json"
OURS = "query at /sparql"
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
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name]
        headers = ["-H", f"Accept: {accept}", "-H", "Accept-Encoding: gzip"]
        said = subprocess.run([*command, *headers, address], check=True, capture_output=True, text=True).stdout
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
def oxigraph(folder: Path, *, in_memory: bool) -> Iterator[str]:
    """The address for queries of an Oxigraph server with the same graphs as ours; on disk, it cannot be written to any more."""
    store = oxigraph_store(folder, in_memory=in_memory)
    store.start()
    try:
        words = ["publish", "--endpoint", store.address, "--root", str(ROOT)]
        environment = os.environ | {"MDO_RDF_USER": "none", "MDO_RDF_PASSWORD": "none"}
        subprocess.run([sys.executable, "-m", "mdo_rdf", *words], check=True, env=environment, stdout=subprocess.DEVNULL)
        if not in_memory:
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


def on_pages(site: str, seconds: int = SECONDS) -> dict[str, Load]:
    """The load on each page. Raises ``RuntimeError`` where one is not there: wrk takes a redirect for an answer."""
    for path in PAGES.values():
        if requests.get(site + path, allow_redirects=False, timeout=60).status_code != requests.codes.ok:
            raise RuntimeError(f"{site + path} does not answer 200")
    return {name: wrk(site + path, seconds) for name, path in PAGES.items()}


def compared(addresses: Mapping[str, str], seconds: int = SECONDS) -> dict[str, Load]:
    """The load on each of the addresses of one query, and first that all give the same. Raises ``RuntimeError`` where not."""
    first, *others = (rows(address) for address in addresses.values())
    if any(other != first for other in others):
        raise RuntimeError("the endpoints do not give the same rows")
    loads: dict[str, list[Load]] = {name: [] for name in addresses}
    for turn in range(ROUNDS):
        for name in list(addresses)[:: -1 if turn % 2 else 1]:
            loads[name].append(wrk(addresses[name], max(1, seconds // ROUNDS), accept=_JSON))
    return {name: together(found) for name, found in loads.items()}


def together(loads: Sequence[Load]) -> Load:
    """Of some rounds: the mean rate, the median of the medians, the worst 99th percentile, and all that failed."""
    rates, medians, p99s, failed = zip(*loads, strict=True)
    return Load(fmean(rates), median(medians), max(p99s), sum(failed))


def ratios(loads: Mapping[str, Load]) -> dict[str, Load]:
    """Ours divided by that of each other endpoint; ``failed`` is that of both together."""
    ours = loads[OURS]
    others = {name: one for name, one in loads.items() if name not in (OURS, *PAGES)}
    return {
        name: Load(ours.rate / one.rate, ours.median / one.median, ours.p99 / one.p99, ours.failed + one.failed)
        for name, one in others.items()
    }


def measured(seconds: int) -> dict[str, Load]:
    """All loads, by what was asked for. Raises ``RuntimeError`` where something is not as it should be beforehand."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served() as site,
        oxigraph(Path(folder) / "memory", in_memory=True) as memory,
        oxigraph(Path(folder) / "disk", in_memory=False) as disk,
    ):
        endpoints = {OURS: f"{site}sparql", "Oxigraph, in memory": memory, "Oxigraph, on disk": disk}
        loads = on_pages(site, seconds)
        return loads | compared({name: asking(endpoint) for name, endpoint in endpoints.items()}, seconds)


def write(loads: Mapping[str, Load], seconds: int) -> None:
    """What was measured, and with what, as JSON in ``OUT``."""
    libraries = ("pyoxigraph", "oxigraph", "starlette", "uvicorn")
    written = {
        "seconds": seconds,
        "connections": CONNECTIONS,
        "cores": os.cpu_count(),
        "versions": {"python": sys.version.split()[0], **{name: version(name) for name in libraries}},
        "loads": {name: load._asdict() for name, load in loads.items()},
        "ratios": {name: load._asdict() for name, load in ratios(loads).items()},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def report(loads: Mapping[str, Load], seconds: int) -> None:
    """A line for each address, and the ratios."""
    print(f"mdo-rdf serve under wrk, {CONNECTIONS} connections, {seconds} s each, {os.cpu_count()} cores, wrk among them:")
    print(f"{'':<22}{'requests/s':>12}{'median':>11}{'99 %':>11}{'failed':>8}")
    for name, load in loads.items():
        print(f"{name:<22}{load.rate:>12,.0f}{load.median:>8.1f} ms{load.p99:>8.1f} ms{load.failed:>8}")
    for name, load in ratios(loads).items():
        print(f"ours : {name}: requests/s {load.rate:.2f}, median {load.median:.2f}, 99 % {load.p99:.2f}")


def main() -> int:
    """Print and write what was measured; 1 where a request failed, 2 where wrk is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each address")
    seconds = parser.parse_args().seconds
    if shutil.which("wrk") is None:
        print("wrk is not installed; make system-deps installs it", file=sys.stderr)
        return 2
    loads = measured(seconds)
    report(loads, seconds)
    write(loads, seconds)
    return int(any(load.failed for load in loads.values()))


if __name__ == "__main__":
    sys.exit(main())
