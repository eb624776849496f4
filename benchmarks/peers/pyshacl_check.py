"""Our shapes and the 21 constraints with rdflib, pySHACL and a command of typer: read the files, check, say what is wrong."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import pyshacl
import typer
from rdflib import Graph

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mdo_rdf.datacube.constraints import query_text
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from reference import queries


def main(shapes: Path, files: Annotated[list[Path], typer.Argument()]) -> None:
    """The constraints are those of ``queries/integrity``; what has to be filled in there is known from the ontology."""
    shape_graph, graph = Graph(), Graph()
    for path in sorted(shapes.glob("*.ttl")):
        shape_graph.parse(path)
    for path in files:
        graph.parse(path)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shape_graph, advanced=True)
    if not conforms:
        typer.echo(text, err=True)
        raise typer.Exit(1)
    for phase in ("normalise-1", "normalise-2"):
        graph.update(query_text(phase))
    ontology = (str(path) for path in files if path.parent.name == "ontology")
    structures = Cube(chain.from_iterable(map(read_triples, ontology)))
    wrong = sum(1 for _, query in queries(structures) for _ in graph.query(query))
    if wrong:
        typer.echo(f"{wrong} places break a constraint", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
