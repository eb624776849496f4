"""The cells and the cube of an edition, made by this package in one process: what ``plain_rdflib.py`` does in its way."""

from __future__ import annotations

import sys
from pathlib import Path

from mdo_rdf.edition.edition import read_model
from mdo_rdf.triples.cells import cell_resources
from mdo_rdf.triples.cube import cube_resources
from mdo_rdf.triples.turtle import document


def main(root: Path, out: Path, edition: str = "2024") -> None:
    """Write ``cellen.ttl`` and ``cube.ttl`` into a folder."""
    model = read_model(root, edition)
    out.mkdir(parents=True, exist_ok=True)
    for name, resources in (
        ("cellen.ttl", cell_resources(model.curation.edition, model.transcription)),
        ("cube.ttl", cube_resources(model)),
    ):
        (out / name).write_text(document("Built by benchmarks/cells_and_cube.py.", resources), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
