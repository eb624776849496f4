"""Our shapes on some files with rdflib and pySHACL and a command of typer: read all, validate, say whether it conforms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pyshacl
import typer
from rdflib import Graph


def main(shapes: Path, files: Annotated[list[Path], typer.Argument()]) -> None:
    shape_graph, graph = Graph(), Graph()
    for path in sorted(shapes.glob("*.ttl")):
        shape_graph.parse(path)
    for path in files:
        graph.parse(path)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shape_graph, advanced=True)
    if not conforms:
        typer.echo(text, err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
