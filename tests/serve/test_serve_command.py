"""`mdo-rdf serve` as a command: it starts with what is right, refuses what is wrong in one line, and ends in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from cases import cases
from checkout import ROOT
from mdo_rdf.cli import main
from publication_server import writes_nothing
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVE = [sys.executable, "-m", "mdo_rdf.cli", "serve", "--root", str(ROOT), "--port", "0"]


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@contextmanager
def started(*more: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, with its temporary files in ``folder``; it ends with this."""
    environment = {"TMPDIR": str(folder), "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)}
    command = [*SERVE, *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    address, _, how = process.stdout.readline().partition(" ")
    assert how == "(Ctrl+C ends it)\n"
    return address


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        status: int = answer.status
    return status


def queries_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that answer queries."""
    places = [Path("/proc", pid, "cmdline") for pid in children_of(process)]
    return [int(place.parent.name) for place in places if place.exists() and b"query_worker" in place.read_bytes()]


def at_work(pid: int) -> bool:
    """Whether a process uses a processor."""
    try:
        state = Path("/proc", str(pid), "stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state == "R"


def children_of(process: subprocess.Popen[str]) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "when", ["while it starts", "while it serves", "while someone reads", "while someone sends", "while it answers"]
)
@pytest.mark.servers
def test_it_ends_in_order(tmp_path: Path, end: signal.Signals, when: str) -> None:
    with started("--workers", "1", folder=tmp_path) as process:
        if when == "while it starts":
            assert until(lambda: bool(children_of(process)))
        else:
            address = address_of(process)
            assert status_of(f"{address}sparql?query=ASK%7B%7D") == status_of(address) == 200
        if when == "while someone reads":
            place = urlsplit(address)
            reader = socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=60)
            reader.sendall(b"GET /data/2024/cube.ttl HTTP/1.1\r\nHost: x\r\n\r\n" * 8)
            assert reader.recv(10)
        if when == "while someone sends":
            place = urlsplit(address)
            sender = socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=60)
            head = "Host: x\r\nExpect: 100-continue\r\nContent-Type: application/sparql-query\r\nContent-Length: 90000"
            sender.sendall(f"POST /sparql HTTP/1.1\r\n{head}\r\n\r\n".encode())
            assert sender.recv(100).startswith(b"HTTP/1.1 100 ")  # the application waits for the body
        if when == "while it answers":  # what still starts is at work too
            assert until(lambda: len(queries := queries_of(process)) == 2 and all(map(writes_nothing, queries)))
        workers = children_of(process)
        if when == "while it answers":
            slow = subprocess.Popen(
                ["curl", "-s", "-w", "%{http_code}", f"{address}sparql", "-d", f"query={SLOW}"], stdout=subprocess.PIPE
            )
            assert until(lambda: any(map(at_work, queries_of(process))))
        process.send_signal(end)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert not said
        assert not any(Path("/proc", worker).exists() for worker in workers)
        if when == "while it answers":
            assert slow.communicate(timeout=60)[0].endswith(b"503")
    assert not list(tmp_path.iterdir())


@pytest.mark.servers
def test_what_its_processes_say_gets_into_a_log(tmp_path: Path) -> None:
    """Also where that is a file, and they may write to none."""
    log = tmp_path / "log.txt"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "PYTHONFAULTHANDLER": "1"}
    with (
        log.open("wb") as messages,
        subprocess.Popen(SERVE, stdout=subprocess.PIPE, stderr=messages, text=True, env=environment) as process,
    ):
        try:
            assert status_of(address_of(process)) == 200
            [first, *_] = [int(child) for child in children_of(process) if writes_nothing(int(child))]
            os.kill(first, signal.SIGABRT)
            assert until(lambda: "Fatal Python error: Aborted" in log.read_text("utf-8"))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.servers
def test_nothing_is_left_of_a_server_that_is_killed(tmp_path: Path) -> None:
    """It cannot tell its processes: they see that nobody asks any more. And it has no files to leave behind."""
    with started("--workers", "2", folder=tmp_path) as process:
        address = address_of(process)
        assert status_of(f"{address}sparql?query=ASK%7B%7D") == status_of(address) == 200
        assert not list(tmp_path.iterdir())
        process.kill()
        process.communicate(timeout=60)  # the processes hold the other end of what is read here: it ends when they do
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert said == f"mdo-rdf: --host 127.0.0.1 --port {port}: cannot listen there (Address already in use)\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "::ffff"])
def test_a_host_that_is_not_here(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--host", host]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"mdo-rdf: --host {host} --port 0: cannot listen there (")
    assert said.count("\n") == 1


@pytest.mark.parametrize(*cases("serve/wrong_options"))
def test_a_wrong_number_is_refused_with_what_is_right(
    option: str, word: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", f"{option}={word}"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert option in said
    assert hint in said


@pytest.mark.parametrize("module", ["cachetools", "jinja2", "markdown_it", "starlette", "uvicorn", "werkzeug"])
def test_without_the_extra_it_says_what_to_install(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["serve", "--port", "0"]) == 2
    said = capsys.readouterr().err
    assert f"needs {module}, which is not there" in said
    assert "[web]" in said


def test_a_broken_publication_is_told_before_anything_is_served(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    (copy / "data" / "curation" / "withdrawn.csv").write_text("nonsense\n", "utf-8")
    assert main(["serve", "--port", "0", "--root", str(copy)]) in (1, 2)
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert not list(folder.iterdir())
