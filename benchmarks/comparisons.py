"""The sides of each comparison with other ways to do the same, ours first, once all of them have been seen to give the same.

Each function takes the place where it may write. It raises ``RuntimeError`` where two sides do not give the same, or where one is
not there.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import rdflib

import flat
from mdo_rdf.datacube.constraints import check_integrity
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.shacl import FAST, REFERENCE, check_shapes, engines, read_shapes
from mdo_rdf.publication import turtle_files
from mdo_rdf.query.questions import read_question, with_defaults
from measuring import HERE, MDO_RDF, ONTOLOGY, PYTHON, ROOT, linked, processes, said, work
from reference import violations

if TYPE_CHECKING:
    from measuring import Command, Place, Sides

PEERS = HERE / "peers"
ENVIRONMENTS = ROOT / "build" / "peers"
BUILT = ("cellen.ttl", "cube.ttl")
QUESTION = "tijdreeks"
ASK: Command = [MDO_RDF, "query", QUESTION, "--format", "csv", "--root", ROOT]
WITHOUT_RDF = "csvcubed"
"""Makes CSV-W, which cannot be compared with the triples of the others."""
LARGEST = {"typer + rdflib": 100_000}
"""The largest size of a side that takes a gigabyte of memory for each 100,000 observations."""


def statements(path: Path) -> set[pyoxigraph.Quad]:
    """What a file says, by value, as a store has it: rdflib's writer turns the decimal 57 into 57.0."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.from_extension(path.suffix[1:]))
    return set(store)


def expect_same(what: str, ours: object, other: object) -> None:
    """Raises ``RuntimeError`` where two sides differ."""
    if ours != other:
        raise RuntimeError(f"the sides do not give the same: {what}")


def start(_: Place) -> Sides:
    """What starts quickly, beside a Python that does nothing."""
    return {
        "empty Python": partial(processes, [PYTHON, "-c", "pass"]),
        "mdo-rdf --help": partial(processes, [MDO_RDF, "--help"]),
        "mdo-rdf query": partial(processes, ASK),
    }


def build(place: Place) -> Sides:
    """The cells and the cube of the publication: reading the sources, making the triples, writing two files."""
    ours, plain = place.folder / "ours", place.folder / "plain"
    commands: dict[str, Command] = {
        "ours": [PYTHON, HERE / "cells_and_cube.py", ROOT, ours],
        "typer + rdflib": [PYTHON, HERE / "plain_rdflib.py", ROOT, plain],
    }
    for command in commands.values():
        said(command)
    for name in BUILT:
        expect_same(name, statements(ours / name), statements(plain / name))
    return {side: partial(processes, command) for side, command in commands.items()}


def question(_: Place) -> Sides:
    """One question on the publication, with its default parameters."""
    query = with_defaults(read_question(ROOT, QUESTION))
    plain: Command = [PYTHON, PEERS / "rdflib_question.py", query, *turtle_files(ROOT)]
    expect_same("rows", said(ASK), said(plain))
    return {"ours": partial(processes, ASK), "rdflib": partial(processes, plain)}


def constraints(place: Place) -> Sides:
    """Reading a cube and checking the 21 constraints on it; in rdflib as SPARQL, after the normalisation that it needs."""
    cube = flat.build(flat.write_table(place.folder / "table.csv", place.observations), place.folder / "cube.ttl")
    dataset = place.folder / "dataset.ttl"
    dataset.write_text(flat.HEAD + "<id/dataset/2024> a qb:DataSet ; qb:structure <id/structuur/waarde> .\n", "utf-8")
    files = [*ONTOLOGY, dataset, cube]
    expect_same("violations", _in_columns(files), _in_rdflib(files))
    return {"ours": partial(work, partial(_in_columns, files)), "rdflib": partial(work, partial(_in_rdflib, files))}


def _in_columns(files: list[Path]) -> int:
    return len(check_integrity(Cube(chain.from_iterable(read_triples(str(path)) for path in files))))


def _in_rdflib(files: list[Path]) -> int:
    graph = rdflib.Graph()
    for path in files:
        graph.parse(path, format="turtle")
    return violations(graph, ONTOLOGY)


def shapes(place: Place) -> Sides:
    """Our shapes on a cube, with all that it speaks of, in which the values that end in 5 are no numbers."""
    if FAST not in engines():
        raise RuntimeError(f"the engine {FAST} is not installed")
    table, data = flat.write_made_up(place.folder, place.observations)
    cube = flat.build(table, place.folder / "cube.ttl").read_text("utf-8")
    with data.open("a", encoding="utf-8") as file:
        file.write(re.sub(r"mdo:waarde (\d*5) ;", r'mdo:waarde "\1" ;', cube))
    expect_same("rules that are broken", _broken_rules(FAST, data), _broken_rules(REFERENCE, data))
    return {
        "ours": partial(work, partial(_broken_rules, FAST, data)),
        "pySHACL": partial(work, partial(_broken_rules, REFERENCE, data)),
    }


def _broken_rules(engine: str, data: Path) -> Counter[str]:
    return Counter(result.rule for result in check_shapes(read_shapes(ROOT), data, engine))


def whole(place: Place) -> Sides:
    """Building and checking, as two processes: the cells and the cube of the publication, or a cube that was made up."""
    ours, plain = _whole_cube(place) if place.observations else _whole_publication(place.folder)
    return {"ours": partial(processes, *ours), "typer + rdflib + pySHACL": partial(processes, *plain)}


def _whole_publication(folder: Path) -> tuple[list[Command], list[Command]]:
    """The files that are not built here are those of the checkout, on both sides."""
    root, plain = linked(folder / "ours", "shapes"), folder / "plain"
    rdf = Path(shutil.copytree(ROOT / "data" / "rdf", root / "data" / "rdf"))
    files = [plain / path.name if path.name in BUILT else path for path in turtle_files(ROOT)]
    return (
        [[PYTHON, HERE / "cells_and_cube.py", root, rdf / flat.EDITION], [MDO_RDF, "validate", "--root", root]],
        [[PYTHON, HERE / "plain_rdflib.py", ROOT, plain], _check_with_pyshacl(files)],
    )


def _whole_cube(place: Place) -> tuple[list[Command], list[Command]]:
    table, context = flat.write_made_up(place.folder, place.observations)
    ours, plain = place.folder / "ours.ttl", place.folder / "plain.ttl"
    return (
        [[PYTHON, HERE / "flat.py", "ours", table, ours], [PYTHON, HERE / "steps.py", "check", *ONTOLOGY, context, ours]],
        [[PYTHON, PEERS / "rdflib_flat.py", table, plain], _check_with_pyshacl([*ONTOLOGY, context, plain])],
    )


def _check_with_pyshacl(files: list[Path]) -> Command:
    return [PYTHON, PEERS / "pyshacl_check.py", ROOT / "shapes", *files]


def table_tools() -> dict[str, Command]:
    """The command of each side that makes N-Triples of a flat table, to which a table and an output are added.

    A peer that has no environment (``make peers``) is left out.
    """
    tools: dict[str, Command] = {
        "ours": [PYTHON, HERE / "flat.py", "ours"],
        "ours, one process": [PYTHON, HERE / "flat.py", "ours", "--processes", "1"],
        "plain strings": [PYTHON, HERE / "flat.py", "plain"],
        "typer + rdflib": [PYTHON, PEERS / "rdflib_flat.py"],
    }
    for name in ("maplib", "Morph-KGC", "csvcubed"):
        environment = ENVIRONMENTS / name.lower()
        if (environment / ".installed").exists():
            tools[name] = [environment / "bin" / "python", PEERS / f"{name.lower().replace('-', '_')}_flat.py"]
    return tools


def peers(place: Place) -> Sides:
    """From a flat table to a cube as N-Triples; all sides but csvcubed first make the same triples of a small one."""
    tools, sample = table_tools(), flat.write_table(place.folder / "sample.csv", 800)
    made = {name: place.folder / f"{name}.nt" for name in tools}
    for name, command in tools.items():
        said([*command, sample, made[name]])
        if name != WITHOUT_RDF:
            expect_same(name, statements(made["ours"]), statements(made[name]))
    table, out = flat.write_table(place.folder / "table.csv", place.observations), place.folder / "out.nt"
    return {
        name: partial(processes, [*command, table, out])
        for name, command in tools.items()
        if place.observations <= LARGEST.get(name, place.observations)
    }
