"""The formats that figures are exported in: makes the files of each, and writes them.

What makes a format is imported when it is asked for: ``mdo-rdf export --help`` only wants the names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.files import made_anew
from mdo_rdf.publication import load_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mdo_rdf.export.records import Records

    Files = dict[str, bytes]
    """The content of files by name."""


MAKER = "export"
TABLES = "tables"
FORMATS = ("csv", "json", "jsonld", "parquet", "xlsx", "sdmx-csv", TABLES)
_MOST_NAMED = 3


def _makers() -> dict[str, dict[str, Callable[[Records], bytes]]]:
    """What makes each file of each format; ``TABLES`` has as many files as there are tables."""
    from mdo_rdf.export import csvw, excel, json, parquet, sdmx_csv

    return {
        "csv": {csvw.FILE: csvw.to_csv, csvw.METADATA: csvw.to_metadata},
        "json": {json.FILE: json.to_json},
        "jsonld": {json.LD_FILE: json.to_jsonld},
        "parquet": {parquet.FILE: parquet.to_parquet},
        "xlsx": {excel.FILE: excel.to_workbook},
        "sdmx-csv": {sdmx_csv.FILE: sdmx_csv.to_sdmx_csv},
    }


def export(name: str, records: Records, root: Path) -> Files:
    """The files of one of ``FORMATS``. Raises ``CannotTellError`` where a library or the built RDF is missing."""
    if name == TABLES:
        return _tables(records, root)
    return {file: make(records) for file, make in _makers()[name].items()}


def _tables(records: Records, root: Path) -> Files:
    """The printed tables in which one of the figures stands, whole, from the RDF under ``root``."""
    from mdo_rdf.export.printed_tables import printed_tables, to_files

    edition, wanted = records.edition.slug, {record.table for record in records.rows}
    return to_files([table for table in printed_tables(load_store(root, edition=edition), edition) if table.key in wanted])


def save(made: Iterable[Files], folder: Path) -> list[str]:
    """Write the files of some formats, all or none, and give what else an earlier export left there, many tables as a number.

    Raises ``CannotTellError``, also where the folder has files in it that no export made.
    """
    from mdo_rdf.export.printed_tables import FOLDER

    files = {name: content for files in made for name, content in files.items()}
    with made_anew(folder, MAKER, adds=True) as new:
        new.checksums.update(new.write(files.items()))
    left = [name for makers in _makers().values() for name in makers if name not in files and (folder / name).is_file()]
    tables = sorted({f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.csv")} - files.keys())
    return [*left, f"{len(tables)} files in {FOLDER}"] if len(tables) > _MOST_NAMED else [*left, *tables]
