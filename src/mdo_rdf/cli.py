"""The command line: words in, words and an exit code out. Exit codes: 0 fine, 1 not fine, 2 could not tell."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.version import VERSION

_EPILOG = "Exit codes: 0 fine, 1 not fine (what is wrong is listed), 2 could not tell (what is missing is said)."
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
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    options, stray = _parser(words).parse_known_args(words)
    if stray:
        options.parser.stray(stray)
    from mdo_rdf.errors import InvalidInputError, MdoError, one_line

    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone, as with `| head`: nothing more to say, and nothing to complain of
        return 2
    except KeyboardInterrupt:
        print("mdo-rdf: interrupted", file=sys.stderr)
        return 2
    except InvalidInputError as error:
        from mdo_rdf.commands.place import count

        print(error, file=sys.stderr)
        written = "; nothing was written" if options.command == "build" else ""
        print(f"{count(len(error.problems), 'problem')}{written}.", file=sys.stderr)
        return error.exit_code
    except MdoError as error:
        print(f"mdo-rdf: {one_line(str(error))}", file=sys.stderr)
        return error.exit_code
    return code


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
    parser.add_argument("--version", action="version", version=f"mdo-rdf {VERSION}")
    named = next((word for word in words if not word.startswith("-")), "")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, epilog=_EPILOG, formatter_class=_formatter)
        command.set_defaults(parser=command)
        if name == named:
            module = import_module(f"mdo_rdf.commands.{name}")
            command.description = module.DESCRIPTION
            module.add_options(command)
            command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
