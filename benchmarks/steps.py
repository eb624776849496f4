"""The parts of the way from files to answers, each run as a process of its own: ``steps.py PART FILE…``."""

from __future__ import annotations

import gc
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

import flat
from mdo_rdf.commands.validate import OBJECTS
from mdo_rdf.datacube.constraints import check_integrity
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import check_shapes, read_shapes, read_turtle
from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.formats import export
from mdo_rdf.export.records import records_of
from mdo_rdf.query.questions import read_questions, with_defaults
from measuring import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SQUARE = "ontwikkeling-over-alle-jaren"
"""The question that lays every series beside every other, for one publication: its time grows with the square."""


def parse(files: Sequence[Path]) -> None:
    """Read every triple."""
    for _ in chain.from_iterable(read_triples(str(path)) for path in files):
        pass


def constraints(files: Sequence[Path]) -> None:
    """Read and check the 21 constraints."""
    _expect_none(check_integrity(Cube(chain.from_iterable(read_triples(str(path)) for path in files))))


def shapes(files: Sequence[Path]) -> None:
    """Read and check our shapes."""
    _expect_none(check_shapes(read_shapes(ROOT), read_turtle(files)))


def check(files: Sequence[Path]) -> None:
    """Read and check both."""
    constraints(files)
    shapes(files)


def _expect_none(results: Sequence[object]) -> None:
    if results:
        raise SystemExit(f"not right: {len(results)} results, the first: {results[0]}")


def questions(files: Sequence[Path]) -> None:
    """Read into a store in memory and answer every question but ``SQUARE``, with its default parameters."""
    store = pyoxigraph.Store()
    for path in files:
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    for name, question in read_questions(ROOT).items():
        answer = None if name == SQUARE else store.query(with_defaults(question))
        if isinstance(answer, (pyoxigraph.QuerySolutions, pyoxigraph.QueryTriples)):
            for _ in answer:
                pass


def exports(files: Sequence[Path]) -> None:
    """Export as CSV and Parquet: the figures of the publication, or those of a table that was made up."""
    figures = records_of(read_model(ROOT, flat.EDITION))
    if files[0].suffix == ".csv":
        figures = flat.figures(figures, files[0])
    for name in ("csv", "parquet"):
        if not all(export(name, figures, ROOT).values()):
            raise SystemExit(f"nothing was exported as {name}")


STEPS: dict[str, Callable[[Sequence[Path]], None]] = {
    "read every statement": parse,
    "21 constraints": constraints,
    "our shapes": shapes,
    "all questions but one": questions,
    "export as CSV and Parquet": exports,
}
"""The parts of which ``growth`` measures how they grow."""

if __name__ == "__main__":
    gc.set_threshold(OBJECTS)  # as mdo-rdf validate does
    (STEPS | {"check": check})[sys.argv[1]]([Path(word) for word in sys.argv[2:]])
