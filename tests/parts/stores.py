"""Triple stores to write to, for the tests: started on loopback, killed without mercy, and started again."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from waiting import until

if TYPE_CHECKING:
    from collections.abc import Sequence


_RESERVED: list[socket.socket] = []


def free_port() -> int:
    """A port for a server that is started soon: nobody else is given it, as a socket that does not listen holds it."""
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    _RESERVED.append(holder)
    port: int = holder.getsockname()[1]
    return port


class Store:
    """A store on this machine; ``query`` is its SPARQL address for readers.

    ``arguments``, its command line, may be changed, from the next start on.
    """

    def __init__(self, place: Path, arguments: Sequence[str | Path], address: str, query: str) -> None:
        self._place, self.arguments = place, arguments
        self.address, self.query = address, query
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process that runs, which leads a group of its own."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> int:
        log = self._place / "output.log"
        with log.open("ab") as output:
            # Python ignores SIGXFSZ; so does then the store, and a write beyond the limit fails as on a full disk.
            self._process = subprocess.Popen(
                self.arguments, stdout=output, stderr=output, restore_signals=False, start_new_session=True
            )  # fmt: skip
        until_it_answers(self._process, log, self.query)
        return self.pid

    def fill_the_disk(self, left: int) -> None:
        """From now on until it is killed, none of its files may become more than ``left`` bytes larger than the largest is.

        While it runs: a store that starts on a full disk cannot do again what its log says was done.
        """
        largest = left + max(path.stat().st_size for path in self._place.rglob("*"))
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (largest, largest))

    def read_only(self) -> None:
        """From the next start on; for Oxigraph."""
        self.arguments = ["serve-read-only" if word == "serve" else word for word in self.arguments]

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def oxigraph_store(place: Path, *, in_memory: bool = False) -> Store:
    """An Oxigraph server that can be written to, whose default graph is the union of its graphs.

    What is ``in_memory`` ends with its process.
    """
    place.mkdir()
    command = Path(sys.executable).with_name("oxigraph")
    bind = f"127.0.0.1:{free_port()}"
    location: list[str | Path] = [] if in_memory else ["--location", place / "data"]
    arguments: list[str | Path] = [command, "serve", *location, "--bind", bind, "--union-default-graph"]
    return Store(place, arguments, f"http://{bind}", f"http://{bind}/query")


def virtuoso_store(command: str, place: Path) -> Store:
    """A Virtuoso with the login dba/dba."""
    place.mkdir()
    port, http = free_port(), free_port()
    settings = (Path(__file__).parent / "virtuoso.ini").read_text("utf-8").format(place=place, port=port, http=http)
    (place / "virtuoso.ini").write_text(settings, encoding="utf-8")
    arguments = [command, "+foreground", "+configfile", str(place / "virtuoso.ini")]
    return Store(place, arguments, f"http://127.0.0.1:{http}", f"http://127.0.0.1:{http}/sparql")


def until_it_answers(process: subprocess.Popen[bytes], log: Path, address: str) -> None:
    """Wait for a server that was started; where it does not come, what it wrote in its log is told."""

    def answers() -> bool:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    assert until(answers), f"{address} does not answer: {log.read_text('utf-8', 'replace')}"
