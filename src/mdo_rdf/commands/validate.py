"""``mdo-rdf validate``: checks the publication, or any data cube in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, count, place
from mdo_rdf.errors import CannotTellError

if TYPE_CHECKING:
    import argparse

    from mdo_rdf.datacube.validate import Checked

DESCRIPTION = (
    "Check the publication: integrity constraints, shapes, and that every number follows from its printed cell. "
    "With files: check any RDF Data Cube, abbreviated or not, in any syntax of RDF, gzipped too."
)

OBJECTS = 1_000_000
"""After how many new objects to look for cycles, of which a cube has none; the reference engine for shapes does make some."""


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("files", "FILE", "files of a data cube; - is standard input", nargs="*")
    parser.word("--input-format", "EXT", "what the files are: ttl, nt, nq, trig, jsonld or rdf")
    parser.choice("--format", ("text", "json", "ttl"), "how to report")
    parser.add_argument("--engine", choices=("shacl", "pyshacl"), help="the SHACL engine (default: the fastest)")
    parser.add_argument("--profile", choices=("nl-sbb", "dcat-ap-nl"), help="check the publication against a published profile")
    parser.word("--shapes", "FILE", "the Turtle files of that profile", nargs="+", default=[])
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Report what breaks a rule; 1 where that is a violation."""
    import gc

    from mdo_rdf.datacube.report import FORMATS
    from mdo_rdf.datacube.results import conforms

    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS)
    try:
        checked = _check(options)
    finally:
        gc.set_threshold(*usual)
    shown = FORMATS[options.format](checked.results)
    if shown:
        print(shown)
    if options.format == "text":
        looked_at = f"{count(checked.observations, 'observation')} in {count(checked.datasets, 'data set')}: "
        print(f"{looked_at if checked.datasets else ''}{count(len(checked.results), 'finding')}")
    return 0 if conforms(checked.results) else 1


def _check(options: argparse.Namespace) -> Checked:
    from mdo_rdf.checks.validate import validate_profile, validate_publication
    from mdo_rdf.datacube.validate import validate_files

    if options.files:
        return validate_files(options.files, syntax=options.input_format or "", engine=options.engine or "")
    root, edition = place(options)
    if not options.profile:
        return validate_publication(root, edition, engine=options.engine or "")
    if not options.shapes:
        raise CannotTellError(f"--profile {options.profile}: name the profile's Turtle files with --shapes")
    return validate_profile(root, edition, options.profile, [Path(name) for name in options.shapes], engine=options.engine or "")
