"""``mdo-rdf export``: writes the figures as files for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, count, facility, folder, named, place
from mdo_rdf.errors import CannotTellError, one_line
from mdo_rdf.export.formats import FORMATS, TABLES, export, save

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from mdo_rdf.export.records import Records

DESCRIPTION = (
    "Write the figures as CSV (with CSVW), JSON, JSON-LD, Parquet, Excel and SDMX-CSV, one record for each figure, and the "
    "tables of the report as they are printed. A missing figure is empty, with its status and reason; it is never a zero."
)


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("--out", "DIR", "where to write (default: the folder export, here)", default="export")
    what = "may be repeated (default: all that can be made)"
    parser.add_argument("--format", action="append", default=[], choices=FORMATS, help=what)
    parser.words("--facility", "SLUG", "only this facility, such as digid")
    parser.words("--indicator", "SLUG", "only this indicator")
    parser.words("--year", "YEAR", "only this year (printed tables stay whole)")
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Write the files, or none where one that was asked for cannot be made; say what is left out for want of a library."""
    from mdo_rdf.edition.edition import read_model
    from mdo_rdf.export.records import records_of
    from mdo_rdf.optional import MissingExtraError

    out = folder(options.out)
    root, edition = place(options)
    records = _chosen(records_of(read_model(root, edition)), options)
    made: dict[str, dict[str, bytes]] = {}
    for name in dict.fromkeys(options.format or FORMATS):
        try:
            made[name] = export(name, records, root)
        except MissingExtraError as error:
            if options.format:
                raise
            print(f"not written: {one_line(str(error))}", file=sys.stderr)
    left = save(made.values(), out)
    for name, files in made.items():
        print(_written(name, files, out, len(records.rows)))
    if left:
        print(one_line(f"{out}: left as they were, from an earlier export: {', '.join(left)}"), file=sys.stderr)
    return 0


def _written(name: str, files: Mapping[str, bytes], out: Path, records: int) -> str:
    """What was written; a printed table has a line for its header and one for each row."""
    if name == TABLES:
        rows = sum(content.count(b"\n") - 1 for content in files.values())
        return f"{out / 'tabellen'}: {count(len(files), 'table')} as printed, {count(rows, 'row')}"
    return f"{', '.join(str(out / file) for file in files)}: {count(records, 'figure')}"


def _chosen(records: Records, options: argparse.Namespace) -> Records:
    """The figures that the options ask for. Raises ``CannotTellError`` where one names what there is not."""
    from mdo_rdf.export.records import chosen

    facilities = [facility(word, records.concepts) for word in options.facility]
    labels = {record.indicator: (record.label_nl, record.label_en) for record in records.rows}
    indicators = [named("indicator", word.removeprefix("id/indicator/"), labels) for word in options.indicator]
    years = list(map(str, records.edition.years))
    for year in options.year:
        if year not in years:
            raise CannotTellError(f"--year {year}: no such year in this edition; use one of {', '.join(years)}")
    return chosen(records, facilities=facilities, indicators=indicators, years=[int(year) for year in options.year])
