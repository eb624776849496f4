"""``mdo-rdf site``: writes the publication as a web site of plain files."""

from __future__ import annotations

import argparse

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, folder, place
from mdo_rdf.errors import CannotTellError

DESCRIPTION = (
    "Write a web site of plain files: a page for every name, in Dutch and in English, and each thing as Turtle and JSON-LD. "
    "It needs no server: it can be read from the disk, and put into any folder of any web server."
)


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("--out", "DIR", "where to write (default: site, here)", default="site")
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Write the site."""
    from mdo_rdf.optional import library

    for module in ("jinja2", "markdown_it"):
        library(module, "web", "the site")
    from mdo_rdf.site.writer import write_site

    root, edition = place(options)
    out = folder(options.out)
    try:
        number = write_site(root, edition, out)
    except OSError as error:
        raise CannotTellError(f"{error.filename or out}: cannot be read ({error.strerror})") from error
    print(f"{number:,} files in {out}; begin at {out / 'index.html'}")
    return 0
