"""The command line: words in, words and an exit code out. Exit codes: 0 fine, 1 not fine, 2 could not tell."""

from __future__ import annotations

import argparse
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
        written = "" if options.run is _findings else "; nothing was written"
        print(f"{_count(len(error.problems), 'problem')}{written}.", file=sys.stderr)
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
    findings = _findings_parser(commands)
    for command, run in ((build, _build), (validate, _validate), (findings, _findings)):
        command.add_argument("--root", metavar="DIR", help="the publication's folder (default: the one this command came with)")
        command.add_argument("--edition", default=None, metavar="YEAR", help="the edition of the report (default: the latest)")
        command.set_defaults(run=run)
    return parser


def _findings_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    findings = commands.add_parser(
        "findings",
        help="say what the report gets wrong, with the proof",
        description="Recompute every printed percentage, sum, second mention and claim of an edition, and list what is not "
        "right, by facility and worst first. With a folder: do so for a draft, with the indicators and rules of the edition.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    findings.add_argument(
        "folder", nargs="?", default="", metavar="FOLDER", help="a draft: tables.csv, rows.csv and cells.csv, claims.csv if any"
    )
    findings.add_argument("--format", default="text", choices=("text", "md", "csv", "json"), help="how to report (default: text)")
    findings.add_argument("--language", default="nl", choices=("nl", "en"), help="the language of the report (default: nl)")
    findings.add_argument(
        "--severity", action="append", default=[], choices=_SEVERITIES, help="only findings this grave; may be repeated"
    )
    findings.add_argument("--facility", default="", metavar="SLUG", help="only findings on this facility, such as digid")
    return findings


_SEVERITIES = ("fout", "onverklaard", "te-beoordelen", "opmaak")


def _findings(options: argparse.Namespace) -> int:
    from pathlib import Path

    from mdo_rdf.audit import audit, audit_draft
    from mdo_rdf.draft import read_draft
    from mdo_rdf.flaw_report import FORMATS, Report, chosen
    from mdo_rdf.flaws import find_flaws
    from mdo_rdf.model import read_model

    root, edition = _place(options)
    if options.folder:
        draft = read_draft(root, edition, Path(options.folder))
        audited = audit_draft(root, draft)
        for cell in draft.unknown:
            where = f"{cell.table.annex} {cell.table.section} row {cell.row}"
            print(f"{where}: not checked, as no indicator has this row: {cell.heading}", file=sys.stderr)
    else:
        audited = audit(root, read_model(root, edition))
    _check_facility(options.facility, audited.model.curation.concepts)
    flaws = chosen(find_flaws(audited), options.severity, options.facility)
    print(FORMATS[options.format](Report(audited, flaws, options.language)))
    return 1 if flaws else 0


def _check_facility(slug: str, concepts: Mapping[tuple[str, str], object]) -> None:
    if slug and ("voorziening", slug) not in concepts:
        from difflib import get_close_matches

        from mdo_rdf.errors import CannotTellError

        known = sorted(name for scheme, name in concepts if scheme == "voorziening")
        near = get_close_matches(slug, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
        raise CannotTellError(f"--facility {slug}: no such facility; {hint}")


def _place(options: argparse.Namespace) -> tuple[Path, str]:
    from pathlib import Path

    from mdo_rdf.publication import LATEST_EDITION, find_root

    return Path(options.root) if options.root else find_root(), options.edition or LATEST_EDITION


def _build(options: argparse.Namespace) -> int:
    import gc

    gc.disable()  # a build makes many small values and no cycles: do not look for them now, nor at the exit
    from mdo_rdf.build import build_edition, stale_files

    root, edition = _place(options)
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
        f"  written: {len(built.files)} files in data/rdf/{model.curation.edition.slug}",
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
