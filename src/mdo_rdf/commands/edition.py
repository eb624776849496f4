"""``mdo-rdf edition``: makes the folders of a next edition, and says what differs between two."""

from __future__ import annotations

import argparse

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_root, count, place
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import LANGUAGES

DESCRIPTION = (
    "Make the folders of the next edition of the report from those of the one before it (new), or list the figures, tables "
    "and indicators that came, went or were revised between two editions (diff)."
)


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("action", choices=("new", "diff"), metavar="ACTION", help="new or diff")
    parser.word("years", "YEAR", "one for new; for diff two, the earlier one first", nargs="+")
    parser.word("--from", "YEAR", "for new: the edition before it (default: the latest)", dest="edition")
    parser.choice("--format", ("text", "md", "csv", "json"), "of diff")
    parser.choice("--language", LANGUAGES, "of diff")
    add_root(parser)


def run(options: argparse.Namespace) -> int:
    """Make an edition, or report what differs."""
    if len(options.years) != (1 if options.action == "new" else 2):
        wanted = "one year, such as new 2025" if options.action == "new" else "two years, such as diff 2024 2025"
        raise CannotTellError(f"{options.action} {' '.join(options.years)}: give {wanted}")
    return _new(options) if options.action == "new" else _diff(options)


def _new(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from mdo_rdf.edition.scaffold import make_edition

    root, before = place(options)
    [slug] = options.years
    files = make_edition(root, slug, before, datetime.now(UTC).date().isoformat())
    for name in files:
        print(name)
    print(f"{count(len(files), 'file')}. Fill in data/source/{slug}/cells.csv, where every cell is ? now;")
    print(f"mdo-rdf build --edition {slug} says which still are, and docs/new-edition.md says the rest.")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from mdo_rdf.edition import comparison_report
    from mdo_rdf.edition.comparison import compare
    from mdo_rdf.edition.edition import read_model
    from mdo_rdf.publication import check_edition

    root, (before, after) = place(options)[0], options.years
    for year in options.years:
        check_edition(root, year)
    if before >= after:
        raise CannotTellError(f"diff {before} {after}: give the earlier edition first")
    report = comparison_report.EditionReport(compare(read_model(root, before), read_model(root, after)), options.language)
    writers = {
        "text": comparison_report.as_text,
        "md": comparison_report.as_markdown,
        "csv": comparison_report.as_csv,
        "json": comparison_report.as_json,
    }
    print(writers[options.format](report))
    return 0
