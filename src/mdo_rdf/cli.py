"""The command line: words in, words and an exit code out. Exit codes: 0 fine, 1 not fine, 2 could not tell."""

from __future__ import annotations

import argparse
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mdo_rdf.build import Built
    from mdo_rdf.validation import Checked

_EPILOG = "Exit codes: 0 fine, 1 not fine (what is wrong is listed), 2 could not tell (what is missing is said)."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    from mdo_rdf.errors import InvalidInputError, MdoError

    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone, as with `| head`: nothing more to say, and nothing to complain of
        return 2
    except InvalidInputError as error:
        print(error, file=sys.stderr)
        print(f"{_count(len(error.problems), 'problem')}; nothing was written.", file=sys.stderr)
        return error.exit_code
    except MdoError as error:
        print(f"mdo-rdf: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal; argparse would import shutil, with all compressors, to find that out."""
    try:
        width = int(os.environ.get("COLUMNS", "")) if os.environ.get("COLUMNS") else os.get_terminal_size().columns
    except (OSError, ValueError):
        width = 80
    return argparse.HelpFormatter(prog, width=max(width - 2, 40))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mdo-rdf",
        description="The Monitor Digitale Overheid as linked data: build and check the publication.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = commands.add_parser(
        "build",
        help="write data/rdf from data/source and data/curation",
        description="Write the Turtle files of an edition from its printed cells and what the editors add.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    build.add_argument("--check", action="store_true", help="write nothing; say which files a build would change")
    validate = commands.add_parser(
        "validate",
        help="check the publication, or any data cube in files",
        description="Check the publication: integrity constraints, shapes, and that every number follows from its printed "
        "cell. With files: check any RDF Data Cube, abbreviated or not, in any syntax of RDF, gzipped too.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    validate.add_argument("files", nargs="*", metavar="FILE", help="files of a data cube; - is standard input")
    validate.add_argument(
        "--input-format", default="", metavar="EXT", help="what the files are: ttl, nt, nq, trig, jsonld or rdf"
    )
    validate.add_argument("--format", default="text", choices=("text", "json", "ttl"), help="how to report (default: text)")
    validate.add_argument("--engine", choices=("shacl", "pyshacl"), help="the SHACL engine (default: the fastest)")
    validate.add_argument("--profile", choices=("nl-sbb", "dcat-ap-nl"), help="check the publication against a published profile")
    validate.add_argument("--shapes", nargs="+", default=[], metavar="FILE", help="the Turtle files of that profile")
    for command, run in ((build, _build), (validate, _validate)):
        command.add_argument("--root", metavar="DIR", help="the publication's folder (default: the one this command came with)")
        command.add_argument("--edition", default=None, metavar="YEAR", help="the edition of the report (default: the latest)")
        command.set_defaults(run=run)
    return parser


def _place(options: argparse.Namespace) -> tuple[Path, str]:
    from pathlib import Path

    from mdo_rdf.publication import LATEST_EDITION, find_root

    return Path(options.root) if options.root else find_root(), options.edition or LATEST_EDITION


def _build(options: argparse.Namespace) -> int:
    import gc

    from mdo_rdf.build import build_edition, stale_files

    root, edition = _place(options)
    gc.disable()  # a build makes many small values and no cycles: do not look for them now, nor at the exit
    try:
        if not options.check:
            print(_summary(build_edition(root, edition)))
            return 0
        wrong = stale_files(root, edition)
    finally:
        gc.freeze()
        gc.enable()
    for line in wrong:
        print(line)
    print("run mdo-rdf build" if wrong else f"data/rdf/{edition} is what a build makes")
    return 1 if wrong else 0


def _summary(built: Built) -> str:
    """What was built, in figures, and where it stands."""
    model = built.model
    tables, cells = len(model.transcription.tables), len(model.transcription.cells)
    figures, values = len(model.observations), sum(one.value is not None for one in model.observations)
    indicators = model.curation.indicators.values()
    facilities = {indicator.axes["facility"] for indicator in indicators}
    printed = [change.verdict for change in model.changes if change.verdict != "niet-gedrukt"]
    agreeing = printed.count("klopt")
    lines = [
        f"{model.curation.edition.title}: {tables} tables, {cells} printed cells",
        f"  {len(indicators)} indicators of {len(facilities)} facilities",
        f"  {figures} figures: {values} values and {figures - values} gaps, each with its reason",
        f"  {len(model.changes)} changes; {agreeing} of the {len(printed)} printed percentages that can be recomputed agree",
        f"  written: data/rdf/{model.curation.edition.slug}/ {', '.join(built.files)}",
    ]
    return "\n".join(lines)


def _validate(options: argparse.Namespace) -> int:
    from mdo_rdf.findings import conforms
    from mdo_rdf.report import FORMATS

    checked = _check(options)
    shown = FORMATS[options.format](checked.findings)
    if shown:
        print(shown)
    if options.format == "text":
        looked_at = f"{_count(checked.observations, 'observation')} in {_count(checked.datasets, 'data set')}: "
        print(f"{looked_at if checked.datasets else ''}{_count(len(checked.findings), 'finding')}")
    return 0 if conforms(checked.findings) else 1


def _count(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _check(options: argparse.Namespace) -> Checked:
    from pathlib import Path

    from mdo_rdf.errors import CannotTellError
    from mdo_rdf.validation import validate_files, validate_profile, validate_publication

    if options.files:
        return validate_files(options.files, syntax=options.input_format, engine=options.engine or "")
    root, edition = _place(options)
    if not options.profile:
        return validate_publication(root, edition, engine=options.engine or "")
    if not options.shapes:
        raise CannotTellError(f"--profile {options.profile}: name the profile's Turtle files with --shapes")
    return validate_profile(root, edition, options.profile, [Path(name) for name in options.shapes], engine=options.engine or "")


if __name__ == "__main__":
    sys.exit(main())
