"""A cube of any size from one flat table: made up, read, and written by this package and by the plainest program there is.

The table has a line for each observation: ``indicator,year,value,unit,qualifier,rounding,status,table,row``. Every side makes of
it these statements, and no others (``rounding`` may be empty)::

    <id/observatie/2024/waarde/INDICATOR/YEAR> a qb:Observation ;
        qb:dataSet <id/dataset/2024> ;
        mdo:indicator <id/indicator/INDICATOR> ;
        mdo:jaar <id/jaar/YEAR> ;
        mdo:waarde VALUE ;
        sdmx-attribute:unitMeasure <id/eenheid/UNIT> ;
        mdo:kwalificatie <id/kwalificatie/QUALIFIER> ;
        mdo:afrondingseenheid "ROUNDING"^^xsd:decimal ;
        sdmx-attribute:obsStatus <id/status/STATUS> ;
        prov:wasDerivedFrom <id/cel/2024/TABLE/ROW/YEAR> .
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import shutil
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mdo_rdf.edition.observations import Observation
from mdo_rdf.inputs.curation import Indicator
from mdo_rdf.inputs.strict_csv import Row
from mdo_rdf.inputs.transcription import Cell, Table
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.triples.cube import value_resources
from mdo_rdf.triples.turtle import blocks, document, n_triples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mdo_rdf.export.records import Records

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "publicatie"
EDITION = "2024"
YEARS = 5
COLUMNS = ("indicator", "year", "value", "unit", "qualifier", "rounding", "status", "table", "row")
HEAD = document("A cube of any size.", [])
_LARGE = 2_000_000
"""Bytes of a table from which on a second process gains more than it costs."""
_ROUNDED = 7
"""One series in as many is rounded, as in the report."""


def write_table(path: Path, observations: int) -> Path:
    """Make up a table: five years of each indicator, and figures that grow."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(observations):
            series, year = divmod(number, YEARS)
            rounded = series % _ROUNDED == 0
            value = (number + 1) * 1000 if rounded else number * 37 + 5
            kind = ("afgerond", "1000") if rounded else ("exact", "")
            writer.writerow((f"reeks-{series}", 2019 + year, value, "aantal", *kind, "a", f"t-{series // 10}", series % 10 + 1))
    return path


def write_context(path: Path, observations: int) -> Path:
    """All that the observations of such a table speak of, so that together they are a whole publication in which all is right.

    It is the small publication of the tests, and of its second indicator and its cells a copy for each series.
    """
    small = (CORPUS / "valid.basis.ttl").read_text("utf-8")
    indicator = _statement(small, "<id/indicator/voorbeeld-b> a ").replace(" mdo:rij 2 .", " mdo:rij {row} .")
    cell = _statement(small, "<id/cel/2024/a-1/2/2021> a ").replace("mdo:rij 2 ;", "mdo:rij {row} ;")
    table = _statement(small, "<id/tabel/2024/a-1> a ")
    with path.open("w", encoding="utf-8") as file:
        file.write(small)
        for series in range(-(-observations // YEARS)):
            key, row = f"t-{series // 10}", str(series % 10 + 1)
            if row == "1":
                file.write(table.replace("a-1", key))
            file.write(indicator.replace("voorbeeld-b", f"reeks-{series}").replace("a-1", key).replace("{row}", row))
            for year in range(2019, 2019 + YEARS):
                own = cell.replace("a-1/2/2021", f"{key}/{row}/{year}").replace('"2021"', f'"{year}"')
                file.write(own.replace("a-1", key).replace("{row}", row))
    return path


def _statement(turtle: str, start: str) -> str:
    return turtle[turtle.index(start) :].partition(" .\n")[0] + " .\n"


def write_made_up(folder: Path, observations: int) -> tuple[Path, Path]:
    """A table, and all that its observations speak of."""
    return write_table(folder / "table.csv", observations), write_context(folder / "context.ttl", observations)


def figures(real: Records, table: Path) -> Records:
    """The figures of a table as those of an edition, each like the first of the ``real`` ones but for its own values."""
    first = real.rows[0]
    with table.open(encoding="utf-8", newline="") as file:
        records = tuple(
            first._replace(
                indicator=row["indicator"], year=int(row["year"]), value=int(row["value"]), qualifier=row["qualifier"],
                rounding_unit=Decimal(row["rounding"]) if row["rounding"] else None, table=row["table"], row=int(row["row"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip
    return real._replace(rows=records)


def observations(lines: Iterator[str]) -> Iterator[Observation]:
    """The observations of the lines of a table, one at a time."""
    for indicator, year, value, unit, qualifier, rounding, status, table, row in csv.reader(lines):
        unit_of_rounding = Decimal(rounding) if rounding else None
        cell = Cell(_table(table), int(row), year, value, "", _ROW)
        yield Observation(
            _indicator(indicator, unit), int(year), cell, int(value), qualifier, unit_of_rounding, _statuses(status),
            "", (), None, "", False, (),
        )  # fmt: skip


_ROW = Row("", 0, {})
_KEPT = 1 << 10
"""As many of the last series and tables as come back soon; more would be a second copy of the table in memory."""


@lru_cache(_KEPT)
def _indicator(slug: str, unit: str) -> Indicator:
    return Indicator(slug, {}, {"unit": unit}, {}, "A", "1", 1, "", "a-1", _ROW)


@lru_cache(_KEPT)
def _table(key: str) -> Table:
    return Table("A", "1", "", (), 1, key)


@cache
def _statuses(status: str) -> tuple[str, ...]:
    return (status,)


def build(table: Path, out: Path, processes: int = 2) -> Path:
    """The cube of a table, as Turtle or N-Triples; ``processes`` do a range of lines each, and what they write is joined."""
    ranges = _ranges(table, processes)
    if processes == 1:
        _write(table, out, out.suffix, *ranges[0])
        return out
    parts = [out, *(out.with_suffix(f".part{number}") for number in range(1, processes))]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.starmap(_write, [(table, part, out.suffix, *span) for part, span in zip(parts, ranges, strict=True)])
    with out.open("ab") as file:
        for part in parts[1:]:
            with part.open("rb") as written:
                shutil.copyfileobj(written, file, 1 << 20)
            part.unlink()
    return out


def _ranges(table: Path, number: int) -> list[tuple[int, int]]:
    """The first and last byte of as many ranges of whole lines; the lines have no line feed within."""
    size = table.stat().st_size
    with table.open("rb") as file:
        file.readline()
        ends = [file.tell()]
        for at in range(1, number):
            file.seek(max(ends[-1], size * at // number))
            file.readline()
            ends.append(file.tell())
    return list(zip(ends, [*ends[1:], size], strict=True))


def _write(table: Path, out: Path, suffix: str, start: int, end: int) -> None:
    with table.open("rb") as file, out.open("w", encoding="utf-8", buffering=1 << 20) as target:
        file.seek(start)
        resources = value_resources(EDITION, observations(_lines(file, end)), {})
        if suffix == ".nt":
            target.writelines(n_triples(resources))
            return
        if start == len(",".join(COLUMNS)) + 1:
            target.write(HEAD)
        texts = blocks(resources)
        while chunk := list(islice(texts, 1000)):
            target.write("\n" + "\n\n".join(chunk) + "\n")


def _lines(file: BinaryIO, end: int) -> Iterator[str]:
    at = file.tell()
    for line in file:
        if at >= end:
            return
        at += len(line)
        yield line.decode()


_MDO, _SDMX, _XSD = (PREFIXES[name] for name in ("mdo", "sdmx-attribute", "xsd"))
_QB, _PROV, _TYPE = PREFIXES["qb"], PREFIXES["prov"], f"{PREFIXES['rdf']}type"


def plain(table: Path, out: Path) -> None:
    """The plainest program: a loop with one formatted string. It writes N-Triples and knows no rule and no escape."""
    with table.open(encoding="utf-8", newline="") as file, out.open("w", encoding="utf-8", buffering=1 << 20) as target:
        reader = csv.reader(file)
        next(reader)
        for i, y, v, u, q, r, s, t, w in reader:
            n = f"<{BASE}id/observatie/2024/waarde/{i}/{y}>"
            rounding = f'{n} <{_MDO}afrondingseenheid> "{r}"^^<{_XSD}decimal> .\n' if r else ""
            target.write(
                f"{n} <{_TYPE}> <{_QB}Observation> .\n{n} <{_QB}dataSet> <{BASE}id/dataset/2024> .\n"
                f"{n} <{_MDO}indicator> <{BASE}id/indicator/{i}> .\n{n} <{_MDO}jaar> <{BASE}id/jaar/{y}> .\n"
                f'{n} <{_MDO}waarde> "{v}"^^<{_XSD}integer> .\n{n} <{_SDMX}unitMeasure> <{BASE}id/eenheid/{u}> .\n'
                f"{n} <{_MDO}kwalificatie> <{BASE}id/kwalificatie/{q}> .\n{rounding}"
                f"{n} <{_SDMX}obsStatus> <{BASE}id/status/{s}> .\n{n} <{_PROV}wasDerivedFrom> <{BASE}id/cel/2024/{t}/{w}/{y}> .\n"
            )


def main() -> None:
    """One build as a whole process, for the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("side", choices=("ours", "plain"))
    parser.add_argument("table", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, help="default: two where the table is large and there are two cores")
    options = parser.parse_args()
    if options.side == "plain":
        plain(options.table, options.out)
    else:
        large = options.table.stat().st_size > _LARGE
        build(options.table, options.out, options.processes or (min(2, os.cpu_count() or 1) if large else 1))


if __name__ == "__main__":
    main()
