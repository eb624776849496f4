"""The command line: words in, words and an exit code out. Exit codes: 0 fine, 1 not fine, 2 could not tell."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.streams import Streams
from mdo_rdf.version import VERSION

_EPILOG = "Exit codes: 0 fine, 1 not fine (what is wrong is listed), 2 could not tell (what is missing is said)."
CANNOT_TELL = 2
DEBUG = "--debug"
COMMANDS = {
    "build": "write data/rdf from data/source and data/curation",
    "validate": "check the publication, or any data cube in files",
    "findings": "say what the report gets wrong, with the proof",
    "edition": "prepare the next edition, or compare two",
    "query": "answer a question, canned or your own, in SPARQL",
    "links": "list the links to others, and check them",
    "export": "write the figures as CSV, JSON, Excel and more",
    "site": "write the publication as a web site of plain files",
    "serve": "serve the site, with SPARQL, a search and a JSON API",
    "publish": "put an edition into a triple store, all of it or nothing",
}
"""What there is; a command's module is imported only when it is asked for, so that ``--help`` does not wait."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code, which is 2 where anything stood in the way, foreseen or not."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    with Streams() as streams:
        try:
            code = _run(words)
        except SystemExit as leaving:
            if not streams.loss():
                raise
            code = leaving.code if isinstance(leaving.code, int) else CANNOT_TELL
        except BaseException as error:  # noqa: BLE001 — also what a library in Rust panics with; a process that ends says 2 at most
            code = _told(error, streams.loss(), words)
        loss = streams.loss()
        if loss:
            print(f"mdo-rdf: {_lost(loss)}", file=sys.stderr)
        return CANNOT_TELL if loss else code


def _run(words: Sequence[str]) -> int:
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    options, stray = _parser(words).parse_known_args(words)
    if stray:
        options.parser.stray(stray)
    code: int = options.run(options)
    return code


def _told(error: BaseException, loss: OSError | None, words: Sequence[str]) -> int:
    """Say on standard error what stood in the way, and return the exit code for it; a ``loss`` is said by who asks."""
    from mdo_rdf.errors import MdoError

    if DEBUG in words:
        import traceback

        traceback.print_exception(error)
    if error is not loss:
        for line in _said(error, words):
            print(line, file=sys.stderr)
    return error.exit_code if isinstance(error, MdoError) else CANNOT_TELL


def _said(error: BaseException, words: Sequence[str]) -> Sequence[str]:
    """The lines on an error: one for each problem in the input and how many there are, or else one that says it all."""
    from mdo_rdf.errors import InvalidInputError, MdoError, message_line

    if isinstance(error, KeyboardInterrupt):
        return ["mdo-rdf: interrupted"]
    if isinstance(error, InvalidInputError):
        from mdo_rdf.commands.place import count

        written = "; nothing was written" if _named(words) == "build" else ""
        return [str(error), f"{count(len(error.problems), 'problem')}{written}."]
    if isinstance(error, MdoError):
        return [f"mdo-rdf: {message_line(str(error))}"]
    return [f"mdo-rdf: {message_line(_unforeseen(error))}"]


def _unforeseen(error: BaseException) -> str:
    """What happened and what to do, of an error that no command has a word for."""
    if isinstance(error, MemoryError):
        return "out of memory; give it more, or less to do at once"
    if isinstance(error, RecursionError):
        return f"the input is probably nested too deeply; write it flatter ({DEBUG} shows where)"
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{error.strerror or error}; make room or give access, and try again ({DEBUG} shows where)"
    return f"this should not happen: {type(error).__name__}: {error}; please report it, with what {DEBUG} shows"


def _lost(loss: OSError) -> str:
    return f"standard output: cannot be written ({loss.strerror or loss}); send it to where it can be"


def _complete() -> None:
    """Tell the shell what can come next, and stop; argcomplete (an extra) sets the variables that say what there is so far."""
    import argcomplete

    argcomplete.autocomplete(_parser(os.environ.get("COMP_LINE", "").split()[1:]))


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal; argparse would import shutil, with all compressors, to find that out."""
    try:
        width = int(os.environ.get("COLUMNS", "")) if os.environ.get("COLUMNS") else os.get_terminal_size().columns
    except (OSError, ValueError):
        width = 80
    return argparse.HelpFormatter(prog, width=max(width - 2, 40))


def _parser(words: Sequence[str]) -> Parser:
    parser = Parser(
        prog="mdo-rdf",
        description="The Monitor Digitale Overheid as linked data: build, check and use the publication.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    _add_debug(parser)
    parser.add_argument("--version", action="version", version=f"mdo-rdf {VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, epilog=_EPILOG, formatter_class=_formatter)
        command.set_defaults(parser=command)
        _add_debug(command)
        if name == _named(words):
            module = import_module(f"mdo_rdf.commands.{name}")
            command.description = module.DESCRIPTION
            module.add_options(command)
            command.set_defaults(run=module.run)
    return parser


def _named(words: Sequence[str]) -> str:
    """The command that is asked for; empty where none is."""
    return next((word for word in words if not word.startswith("-")), "")


def _add_debug(parser: Parser) -> None:
    """Add ``--debug``, which is taken before and after the name of a command; ``main`` looks for it among the words."""
    parser.add_argument(DEBUG, action="store_true", help="show where in the program an error comes from")


if __name__ == "__main__":
    sys.exit(main())
