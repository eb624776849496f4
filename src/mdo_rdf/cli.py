"""The command line: words in, words and an exit code out. Exit codes: 0 fine, 1 not fine, 2 could not tell."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mdo_rdf.build import Built

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
        count = len(error.problems)
        print(f"{count} {'problem' if count == 1 else 'problems'}; nothing was written.", file=sys.stderr)
        return error.exit_code
    except MdoError as error:
        print(f"mdo-rdf: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mdo-rdf",
        description="The Monitor Digitale Overheid as linked data: build and check the publication.",
        epilog=_EPILOG,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = commands.add_parser(
        "build",
        help="write data/rdf from data/source and data/curation",
        description="Write the Turtle files of an edition from its printed cells and what the editors add.",
        epilog=_EPILOG,
    )
    build.add_argument("--check", action="store_true", help="write nothing; say which files a build would change")
    validate = commands.add_parser(
        "validate",
        help="check the publication against the shapes in shapes/",
        description="Check ontology/ and data/rdf/ of an edition against the SHACL shapes in shapes/.",
        epilog=_EPILOG,
    )
    for command, run in ((build, _build), (validate, _validate)):
        command.add_argument("--root", metavar="DIR", help="the publication's folder (default: this checkout)")
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
    lines = [
        f"{model.curation.edition.title}: {tables} tables, {cells} printed cells",
        f"  {len(indicators)} indicators of {len(facilities)} facilities",
        f"  {figures} figures: {values} values and {figures - values} gaps, each with its reason",
        f"  {len(model.changes)} changes; of {len(printed)} printed percentages {printed.count('klopt')} agree with them",
        *(f"  {name}: {size / 1000:.0f} kB" for name, size in built.sizes.items()),
    ]
    return "\n".join(lines)


def _validate(options: argparse.Namespace) -> int:
    from mdo_rdf.validation import validate

    root, edition = _place(options)
    findings = validate(root, edition)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings" if findings else f"edition {edition}: no findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
