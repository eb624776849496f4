"""The formats that figures are exported in: makes the files of each, and writes them.

What makes a format is imported when it is asked for: ``mdo-rdf export --help`` only wants the names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.files import write
from mdo_rdf.publication import load_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mdo_rdf.export.records import Records

    Files = dict[str, bytes]
    """The content of files by name."""


def _csv(records: Records, _: Path) -> Files:
    from mdo_rdf.export import csvw

    return {csvw.FILE: csvw.to_csv(records), csvw.METADATA: csvw.to_metadata(records)}


def _json(records: Records, _: Path) -> Files:
    from mdo_rdf.export import json

    return {json.FILE: json.to_json(records)}


def _jsonld(records: Records, _: Path) -> Files:
    from mdo_rdf.export import json

    return {json.LD_FILE: json.to_jsonld(records)}


def _parquet(records: Records, _: Path) -> Files:
    from mdo_rdf.export import parquet

    return {parquet.FILE: parquet.to_parquet(records)}


def _excel(records: Records, _: Path) -> Files:
    from mdo_rdf.export import excel

    return {excel.FILE: excel.to_workbook(records)}


def _sdmx_csv(records: Records, _: Path) -> Files:
    from mdo_rdf.export import sdmx_csv

    return {sdmx_csv.FILE: sdmx_csv.to_sdmx_csv(records)}


def _tables(records: Records, root: Path) -> Files:
    """The printed tables in which one of the figures stands, whole, from the RDF under ``root``."""
    from mdo_rdf.export.printed_tables import printed_tables, to_files

    edition, wanted = records.edition.slug, {record.table for record in records.rows}
    return to_files([table for table in printed_tables(load_store(root, edition=edition), edition) if table.key in wanted])


TABLES = "tables"
_MAKERS: Mapping[str, Callable[[Records, Path], Files]] = {
    "csv": _csv,
    "json": _json,
    "jsonld": _jsonld,
    "parquet": _parquet,
    "xlsx": _excel,
    "sdmx-csv": _sdmx_csv,
    TABLES: _tables,
}
FORMATS = tuple(_MAKERS)


def export(name: str, records: Records, root: Path) -> Files:
    """The files of one of ``FORMATS``. Raises ``CannotTellError`` where a library or the built RDF is missing."""
    return _MAKERS[name](records, root)


def save(made: Iterable[Files], folder: Path) -> list[str]:
    """Write the files of some formats, all or none, and give what else an earlier export left in ``folder``.

    Raises ``CannotTellError``.
    """
    files = {name: content for files in made for name, content in files.items()}
    write(folder, files)
    return _left(folder, files)


def _left(folder: Path, written: Mapping[str, bytes]) -> list[str]:
    """The files of exports that are there and not ``written``; many tables as their number."""
    from mdo_rdf.export import csvw, excel, json, parquet, printed_tables, sdmx_csv

    names = (csvw.FILE, csvw.METADATA, json.FILE, json.LD_FILE, parquet.FILE, excel.FILE, sdmx_csv.FILE)
    left = [name for name in names if name not in written and (folder / name).is_file()]
    place = printed_tables.FOLDER
    tables = sorted({f"{place}/{path.name}" for path in (folder / place).glob("*.csv")} - written.keys())
    return [*left, f"{len(tables)} files in {place}"] if len(tables) > _MOST_NAMED else [*left, *tables]


_MOST_NAMED = 3
