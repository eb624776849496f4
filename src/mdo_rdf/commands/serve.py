"""``mdo-rdf serve``: the site with all that needs a server."""

from __future__ import annotations

import argparse
from argparse import ArgumentTypeError

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, place
from mdo_rdf.errors import CannotTellError

DESCRIPTION = (
    "Serve the publication: the pages of the site, names that lead to them in the form that is asked for, SPARQL, the questions "
    "with what can be chosen, a search and a JSON API. It is read only, and asks nothing of any other server."
)
_LARGEST_PORT = 65535
_MOST_SECONDS = 600


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("--host", "HOST", "the address to listen at (default: 127.0.0.1)", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen at (default: 8000; 0 for any that is free)")
    parser.seconds("--timeout", 10, _MOST_SECONDS, "for one query")
    parser.add_argument("--rows", type=_number, default=10_000, metavar="N", help="of one answer, at most (default: 10000)")
    parser.add_argument("--workers", type=_number, default=2, metavar="N", help="queries at the same time (default: 2)")
    parser.word("--contact", "URI", "whom to write to, for security.txt")
    add_place(parser)


def _number(word: str) -> int:
    if not word.isdecimal() or not int(word):
        raise ArgumentTypeError(f"{word}: give a whole number from 1")
    return int(word)


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > _LARGEST_PORT:
        raise ArgumentTypeError(f"{word}: give a number from 0 to {_LARGEST_PORT}")
    return int(word)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted, by SIGINT (Ctrl+C) or SIGTERM; that is how it should end, so the code is 0."""
    import asyncio
    import signal

    from mdo_rdf.optional import library

    for module in ("cachetools", "jinja2", "markdown_it", "starlette", "uvicorn", "werkzeug"):
        library(module, "web", "the server")
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(_serve(options))
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0


async def _serve(options: argparse.Namespace) -> None:
    import signal

    from mdo_rdf.serve.app import Settings, opened
    from mdo_rdf.serve.server import listen, serve
    from mdo_rdf.serve.workers import Limits

    # What Ctrl+C does here: this task is cancelled, so that no process is lost that is just being started.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    root, edition = place(options)
    settings = Settings(Limits(seconds=options.timeout, rows=options.rows, workers=options.workers), options.contact or "")
    try:
        socket = listen(options.host, options.port)
    except OSError as error:
        raise CannotTellError(f"--host {options.host} --port {options.port}: cannot listen there ({error.strerror})") from error
    with socket:
        async with opened(root, edition, settings) as (app, end):
            port = socket.getsockname()[1]
            host = f"[{options.host}]" if ":" in options.host else options.host
            print(f"http://{host}:{port}/ (Ctrl+C ends it)", flush=True)
            await serve(app, socket, end)
