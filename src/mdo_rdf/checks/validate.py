"""Puts the checks together: all that is checked of the publication, and its parts against published profiles."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode

from mdo_rdf import iris
from mdo_rdf.checks.observations import check_consistency
from mdo_rdf.checks.published import mdo
from mdo_rdf.datacube.cube import RDF_TYPE, Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import check_shapes, joined, read_shapes, read_turtle
from mdo_rdf.datacube.validate import Checked, check_cube
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE
from mdo_rdf.publication import turtle_files

PROFILES = {"nl-sbb": ("begrippen.ttl", "cellen.ttl", "koppelingen.ttl"), "dcat-ap-nl": ("catalogus.ttl",)}
"""Published profiles, and the files of the publication that each is about."""


def validate_publication(root: Path, edition: str, *, engine: str = "") -> Checked:
    """All that is checked of an edition as published. Raises ``CannotTellError`` where a file is missing or cannot be read."""
    files = turtle_files(root, edition=edition)
    with ThreadPoolExecutor() as beside:  # the fast engine needs no turn of the interpreter
        # Our own shapes look at what is published, not at what normalisation would add to it.
        ours = beside.submit(lambda: check_shapes(read_shapes(root), joined(files), engine))
        cube = Cube(chain.from_iterable(read_triples(str(path)) for path in files))
        dataset = BASE + iris.dataset(edition, "waarde")
        if not cube.members(NamedNode(dataset)) or not cube.subjects(RDF_TYPE, mdo("Indicator")):
            raise CannotTellError(f"no observations of {dataset}, or no indicators: are the base and prefixes right?")
        any_cube = beside.submit(check_cube, cube, engine)
        contradictions = check_consistency(cube, edition)
    checked = any_cube.result()
    return checked._replace(results=[*checked.results, *ours.result(), *contradictions])


def validate_profile(root: Path, edition: str, profile: str, shape_files: Iterable[Path], *, engine: str = "") -> Checked:
    """The part of the publication that a published profile is about, against the shapes of that profile.

    What ``shapes/profiles`` says of the things of others only answers the profile's questions about them; results are of
    ours. Raises ``CannotTellError`` where a file is missing or cannot be read.
    """
    parts = [root / "data" / "rdf" / edition / name for name in PROFILES[profile]]
    data = read_turtle([*parts, *sorted((root / "ontology").glob("*.ttl")), root / "shapes" / "profiles" / f"{profile}.ttl"])
    results = check_shapes(read_turtle(shape_files), data, engine)
    return Checked(0, 0, [result for result in results if result.focus.startswith(BASE)])
