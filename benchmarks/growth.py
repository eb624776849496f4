"""Every part of the way, from CSV to a store, on the publication and on cubes of any size: how long, how much, how it grows.

Each part is a process of its own. The cubes are made up (``flat.py``), whole and valid: no part has anything to complain of. The
publication has more parts than a cube; there is no command that writes all of it as N-Triples.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import flat
from mdo_rdf.publication import turtle_files
from measuring import HERE, MDO_RDF, ONTOLOGY, PUBLICATION, PYTHON, ROOT, linked, processes
from publishing import LOADERS, is_there, publish_to, write_publication
from steps import STEPS, exports, questions

if TYPE_CHECKING:
    from pathlib import Path

    from measuring import Command, Figures, Place, Ratios, Results, Sides

LARGEST = 100_000
"""The largest size at which questions are asked and the cube is published: more takes hours."""


def parts(place: Place) -> Sides:
    """Each part, by what it does."""
    if not place.observations:
        build = partial(processes, [MDO_RDF, "build", "--root", linked(place.folder)])
        return {"build, Turtle": build, **{part: _step(part, turtle_files(ROOT)) for part in STEPS}}
    table, context = flat.write_made_up(place.folder, place.observations)
    files = [*ONTOLOGY, context, flat.build(table, place.folder / "cube.ttl")]
    built: Command = [PYTHON, HERE / "flat.py", "ours", table]
    sides = {
        "build, Turtle": partial(processes, [*built, place.folder / "out.ttl"]),
        "build, N-Triples": partial(processes, [*built, place.folder / "out.nt"]),
        **{part: _step(part, [table] if step is exports else files) for part, step in STEPS.items()},
    }
    if place.observations > LARGEST:
        return {part: side for part, side in sides.items() if STEPS.get(part) is not questions}
    root = write_publication(place.folder / "root", place.observations)
    return sides | {f"publish to {kind}, read back": partial(publish_to, kind, root) for kind in LOADERS if is_there(kind)}


def _step(part: str, files: list[Path]) -> partial[Figures]:
    return partial(processes, [PYTHON, HERE / "steps.py", part, *files])


def growth(results: Results) -> Ratios:
    """By part, how many times the time of the size before each size takes, and its megabytes."""
    sizes = [size for size in results if size != PUBLICATION]
    times = {
        (part, f"{before} to {after}"): figures["seconds"] / results[before][part]["seconds"]
        for before, after in pairwise(sizes)
        for part, figures in results[after].items()
    }
    memory = {(part, f"memory at {size}"): figures["megabytes"] for size in sizes for part, figures in results[size].items()}
    return times | memory
