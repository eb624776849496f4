"""The formats that figures are exported in, and the one place that writes those files; knows no format itself."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mdo_rdf.publication import load_store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from mdo_rdf.export.records import Figures

TABLES = "tables"
_MAKERS: Mapping[str, Mapping[str, str]] = {
    "csv": {"cijfers.csv": "csvw.to_csv", "cijfers.csv-metadata.json": "csvw.to_metadata"},
    "json": {"cijfers.json": "json.to_json"},
    "jsonld": {"cijfers.jsonld": "json.to_jsonld"},
    "parquet": {"cijfers.parquet": "parquet.to_parquet"},
    "xlsx": {"cijfers.xlsx": "excel.to_workbook"},
    "sdmx-csv": {"cijfers.sdmx.csv": "sdmx_csv.to_sdmx_csv"},
}
"""The files of each format and the function that makes each; imported when asked for, as some need a library."""
FORMATS = (*_MAKERS, TABLES)


def export(name: str, figures: Figures, root: Path) -> dict[str, bytes]:
    """The files of one of ``FORMATS``, by name. Raises ``CannotTellError`` where a library or the built RDF is missing.

    Of the printed tables there are those in which one of the figures stands, whole, from the RDF under ``root``.
    """
    if name == TABLES:
        from mdo_rdf.export.printed_tables import printed_tables, to_files

        edition = figures.edition.slug
        wanted = {one.table for one in figures.records}
        return to_files([one for one in printed_tables(load_store(root, edition=edition), edition) if one.key in wanted])
    return {file: _maker(path)(figures) for file, path in _MAKERS[name].items()}


def others(folder: Path, written: Collection[str]) -> list[str]:
    """What an export could have made in ``folder`` and is not among the files ``written``; many tables as their number."""
    from mdo_rdf.export.printed_tables import FOLDER

    names = [name for files in _MAKERS.values() for name in files if name not in written and (folder / name).is_file()]
    tables = sorted({f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.csv")} - set(written))
    return [*names, f"{len(tables)} files in {FOLDER}"] if len(tables) > _MOST_NAMED else [*names, *tables]


_MOST_NAMED = 3


def _maker(path: str) -> Callable[[Figures], bytes]:
    module, _, function = path.partition(".")
    found: Callable[[Figures], bytes] = getattr(import_module(f"mdo_rdf.export.{module}"), function)
    return found
