"""Validates any data cube: the integrity constraints, and the shapes of its structures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mdo_rdf.datacube.constraints import check_integrity
from mdo_rdf.datacube.cube import RDF_TYPE, Cube, qb
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.results import Result
from mdo_rdf.datacube.shacl import check_shapes
from mdo_rdf.datacube.structure_shapes import MEMBERSHIP, marker, structure_shapes


class Checked(NamedTuple):
    """How much a validation looked at, and its results."""

    observations: int
    datasets: int
    results: list[Result]


def validate_files(files: Sequence[str], *, syntax: str = "", engine: str = "") -> Checked:
    """Any data cube, in one or more files. Raises ``CannotTellError`` where one cannot be read, or they have no data set."""
    cube = Cube(chain.from_iterable(read_triples(name, syntax) for name in files))
    return check_cube(cube, engine)


def check_cube(cube: Cube, engine: str = "") -> Checked:
    """A cube that was read already. Raises ``CannotTellError`` as ``validate_files``."""
    results = check_integrity(cube)
    with tempfile.TemporaryDirectory(prefix="mdo-rdf-") as folder:
        data = Path(folder) / "data.nt"
        with data.open("w", encoding="utf-8") as file:
            file.writelines(_lines(cube))
        results += check_shapes(structure_shapes(cube), data, engine)
    return Checked(len(cube.observations), len(cube.subjects(RDF_TYPE, qb("DataSet"))), results)


def _lines(cube: Cube) -> Iterator[str]:
    """What those shapes look at, as N-Triples; each observation has the class that stands for its structure."""
    terms = cube.terms
    text = lru_cache(1 << 16)(lambda number: str(terms[number]))  # of all terms it would be a second copy of a large cube
    columns = [(name, cube.other_pairs(name)) for name in MEMBERSHIP] + [(name, cube.pairs(name)) for name in cube.properties()]
    for name, pairs in columns:
        between = f" {name} "
        yield from (f"{text(subject)}{between}{text(value)} .\n" for subject, value in pairs)
    yield from (f"{terms[observation]} {RDF_TYPE} {qb('Observation')} .\n" for observation in cube.observations)
    for position, structure in enumerate(cube.structures):
        for dataset in structure.datasets:
            yield from (f"{terms[observation]} {RDF_TYPE} {marker(position)} .\n" for observation in cube.members(dataset))
