"""Runs in a network of its own, which has no way out, and does with an installed `mdo-rdf` what a user does.

``python offline.py COMMAND`` where ``COMMAND`` is the path of the program; ends with 0 where everything works.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

import requests

_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1
"""netdevice(7)."""


def loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(control, _GET_FLAGS, asked))[1]
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sH14s", b"lo", flags | _UP, b""))


def has_no_way_out() -> bool:
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=5)
    except OSError as error:
        return not isinstance(error, TimeoutError)
    return False


def said(*words: str, code: int = 0) -> str:
    run = subprocess.run(words, capture_output=True, text=True)
    assert run.returncode == code, run.stderr
    return run.stdout


def served(command: str) -> tuple[str, str]:
    """A figure in Turtle and the answer to a query, from the server."""
    with subprocess.Popen([command, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        address = next(line for line in process.stdout or () if line.startswith("http")).split()[0]
        answers = []
        for path, accept in (
            ("id/indicator/digid-actieve-accounts", "text/turtle"),
            ("sparql?query=ASK%7B%3Fs%20a%20%3Fo%7D", "text/csv, application/sparql-results+json"),
        ):
            answer = requests.get(address + path, headers={"Accept": accept}, timeout=60)
            answer.raise_for_status()
            answers.append(answer.text)
        process.send_signal(signal.SIGTERM)
    return answers[0], answers[1]


def main(command: str) -> None:
    loopback_up()
    assert has_no_way_out()
    assert ",17179883," in said(command, "query", "kerncijfers", "--format", "csv")  # annex A, section 1, row 3, 2023
    assert "data sets: no findings" in said(command, "validate")
    assert "Bijlage A 1, rij 8" in said(command, "findings", "--facility", "digid", code=1)
    said(command, "export", "--format", "csv")
    assert "17179883" in Path("export/cijfers.csv").read_text("utf-8")
    figure, answer = served(command)
    assert "mdo:Indicator" in figure
    assert "true" in answer


if __name__ == "__main__":
    main(sys.argv[1])
