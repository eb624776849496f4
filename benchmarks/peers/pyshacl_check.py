"""Our shapes and the 21 constraints with rdflib, pySHACL and a command of typer: read the files, check, say what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pyshacl
import typer
from rdflib import Graph

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reference import violations


def main(shapes: Path, files: Annotated[list[Path], typer.Argument()]) -> None:
    """The constraints are those of ``queries/integrity``."""
    shape_graph, graph = Graph(), Graph()
    for path in sorted(shapes.glob("*.ttl")):
        shape_graph.parse(path)
    for path in files:
        graph.parse(path)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shape_graph, advanced=True)
    if not conforms:
        typer.echo(text, err=True)
        raise typer.Exit(1)
    broken = violations(graph, [path for path in files if path.parent.name == "ontology"])
    if broken:
        typer.echo(f"{broken} places break a constraint", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
