"""Puts the checks together: what is checked of the publication, of any data cube, and against a published profile."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from mdo_rdf import iris
from mdo_rdf.checks.observations import check_consistency
from mdo_rdf.checks.published import mdo
from mdo_rdf.datacube.constraints import check_integrity
from mdo_rdf.datacube.cube import RDF_TYPE, Cube, qb
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.results import Result
from mdo_rdf.datacube.shacl import check_shapes, joined, read_shapes, read_turtle
from mdo_rdf.datacube.structure_shapes import MEMBERSHIP, marker, structure_shapes
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE
from mdo_rdf.publication import turtle_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PROFILES = {"nl-sbb": ("begrippen.ttl", "cellen.ttl", "koppelingen.ttl"), "dcat-ap-nl": ("catalogus.ttl",)}
"""Published profiles, and the files of the publication that each is about."""


class Checked(NamedTuple):
    """How much a validation looked at, and its results."""

    observations: int
    datasets: int
    results: list[Result]


def validate_publication(root: Path, edition: str, *, engine: str = "") -> Checked:
    """Everything: the integrity constraints, our shapes, those of the structures, and the consistency of the edition.

    Raises ``CannotTellError`` where a file is missing or cannot be read.
    """
    files = turtle_files(root, edition=edition)
    with ThreadPoolExecutor() as beside:  # the fast engine needs no turn of the interpreter
        # Our own shapes look at what is published, not at what normalisation would add to it.
        ours = beside.submit(lambda: check_shapes(read_shapes(root), joined(files), engine))
        cube = Cube(chain.from_iterable(read_triples(str(path)) for path in files))
        dataset = BASE + iris.dataset(edition, "waarde")
        if not cube.members(NamedNode(dataset)) or not cube.subjects(RDF_TYPE, mdo("Indicator")):
            raise CannotTellError(f"no observations of {dataset}, or no indicators: are the base and prefixes right?")
        any_cube = beside.submit(_check_cube, cube, engine)
        contradictions = check_consistency(cube, edition)
    checked = any_cube.result()
    return checked._replace(results=[*checked.results, *ours.result(), *contradictions])


def validate_files(files: Sequence[str], *, syntax: str = "", engine: str = "") -> Checked:
    """Any data cube in one or more files: the integrity constraints, and the shapes of its structures.

    Raises ``CannotTellError`` where a file cannot be read, or there is no data set in them.
    """
    cube = Cube(chain.from_iterable(read_triples(name, syntax) for name in files))
    return _check_cube(cube, engine)


def validate_profile(root: Path, edition: str, profile: str, shape_files: Iterable[Path], *, engine: str = "") -> Checked:
    """The part of the publication that a published profile is about, against the shapes of that profile.

    What ``shapes/profiles`` says of the things of others only answers the profile's questions about them; results are of
    ours. Raises ``CannotTellError`` where a file is missing or cannot be read.
    """
    parts = [root / "data" / "rdf" / edition / name for name in PROFILES[profile]]
    data = read_turtle([*parts, *sorted((root / "ontology").glob("*.ttl")), root / "shapes" / "profiles" / f"{profile}.ttl"])
    results = check_shapes(read_turtle(shape_files), data, engine)
    return Checked(0, 0, [result for result in results if result.focus.startswith(BASE)])


def _check_cube(cube: Cube, engine: str) -> Checked:
    results = check_integrity(cube)
    with tempfile.TemporaryDirectory(prefix="mdo-rdf-") as folder:
        data = Path(folder) / "data.nt"
        with data.open("w", encoding="utf-8") as file:
            file.writelines(_lines(cube))
        results += check_shapes(structure_shapes(cube), data, engine)
    return Checked(len(cube.observations), len(cube.subjects(RDF_TYPE, qb("DataSet"))), results)


def _lines(cube: Cube) -> Iterator[str]:
    """What the shapes of structures look at, as N-Triples: a normalised cube's observations, and which lists codes are in.

    Each observation has the class that stands for its structure.
    """
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
