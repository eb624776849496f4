"""``mdo-rdf findings``: says what the report gets wrong, with the proof."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, facility, place
from mdo_rdf.errors import shown
from mdo_rdf.iris import LANGUAGES

DESCRIPTION = (
    "Recompute every printed percentage, sum, second mention and claim of an edition, and list what is not right, by "
    "facility and worst first. With a folder: do so for a draft, with the indicators and rules of the edition."
)
SEVERITIES = ("fout", "onverklaard", "te-beoordelen", "opmaak")
"""As in ``findings``, which takes long to import."""


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("folder", "FOLDER", "a draft: tables.csv, rows.csv and cells.csv, claims.csv if any", nargs="?")
    parser.choice("--format", ("text", "md", "csv", "json"), "how to report")
    parser.choice("--language", LANGUAGES, "the language of the report")
    grave = "only findings this grave; may be repeated"
    parser.add_argument("--severity", action="append", default=[], choices=SEVERITIES, help=grave)
    parser.word("--facility", "SLUG", "only findings on this facility, such as digid")
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Report the findings; 1 where there are any."""
    from mdo_rdf.audit.audit import audit, audit_draft
    from mdo_rdf.audit.findings import find_findings
    from mdo_rdf.audit.report import FORMATS, Report, chosen
    from mdo_rdf.edition.draft import read_draft
    from mdo_rdf.edition.edition import read_model

    root, edition = place(options)
    if options.folder:
        draft = read_draft(root, edition, Path(options.folder))
        audited = audit_draft(root, draft)
        for cell in draft.unknown:
            where = f"{cell.table.annex} {cell.table.section} row {cell.row}"
            print(f"{where}: not checked, as no indicator has this row: {shown(cell.heading)}", file=sys.stderr)
    else:
        audited = audit(root, read_model(root, edition))
    about = facility(options.facility, audited.model.curation.concepts)
    findings = chosen(find_findings(audited), options.severity, about)
    print(FORMATS[options.format](Report(audited, findings, options.language)))
    return 1 if findings else 0
