"""Real stores for the tests: started on loopback with some files loaded, and stopped again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PATIENCE = 120.0
GRAPH = "https://w3id.org/monitor-digitale-overheid/id/uitgave/2024"
"""The graph that Virtuoso has the files in; it answers from all graphs, its own among them."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def oxigraph_server(place: Path, files: Sequence[Path]) -> Iterator[str]:
    """The address of the endpoint of an Oxigraph server that is read only, from the wheel ``oxigraph``."""
    command = Path(sys.executable).with_name("oxigraph")
    loaded = [str(word) for path in files for word in ("--file", path)]
    subprocess.run([command, "load", "--location", place, *loaded], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    arguments: list[str | Path] = [command, "serve-read-only", "--location", place, "--bind", bind, "--timeout-s", "30"]
    with _running(arguments, place.with_suffix(".log"), f"http://{bind}/"):
        yield f"http://{bind}/query"


@contextmanager
def virtuoso_server(command: str, isql: str, place: Path, files: Sequence[Path]) -> Iterator[str]:
    """The address of the endpoint of a Virtuoso with ``files`` in the graph ``GRAPH``."""
    place.mkdir()
    port, http = free_port(), free_port()
    (place / "virtuoso.ini").write_text(_VIRTUOSO.format(place=place, port=port, http=http), encoding="utf-8")
    arguments = [command, "+foreground", "+configfile", str(place / "virtuoso.ini")]
    with _running(arguments, place / "output.log", f"http://127.0.0.1:{http}/sparql"):
        for path in files:
            (place / "load" / path.parent.name).mkdir(parents=True, exist_ok=True)
            (place / "load" / path.parent.name / path.name).write_bytes(path.read_bytes())
        script = f"ld_dir_all('{place}/load', '*.ttl', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        script += "select count(*) from DB.DBA.load_list where ll_error is not null or ll_state <> 2;"
        login = [isql, f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
        run = subprocess.run([*login, f"exec={script}"], check=True, capture_output=True, text=True)
        assert run.stdout.split() == ["0"], run.stdout
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(arguments: Sequence[str | Path], log: Path, address: str) -> Iterator[None]:
    with log.open("wb") as output, subprocess.Popen(arguments, stdout=output, stderr=output) as process:
        try:
            _wait(process, log, address)
            yield
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], log: Path, address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            return
        except OSError:
            assert process.poll() is None, log.read_text("utf-8", "replace")
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} does not answer: {log.read_text('utf-8', 'replace')}")


_VIRTUOSO = """
[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {place}/virtuoso-temp.db
TransactionFile = {place}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
ServerThreads = 10
DirsAllowed = {place}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {place}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
