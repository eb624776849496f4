"""What a CSV file means as RDF by its CSVW metadata: CSV2RDF in minimal mode (W3C, section 4.6), for the tests only.

Written from the recommendation and apart from the package, so that the two can disagree.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
import rdflib

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def csv2rdf(path: Path) -> rdflib.Graph:
    """The triples of the cells of ``path``, by the metadata beside it."""
    metadata = json.loads(path.with_name(f"{path.name}-metadata.json").read_text(encoding="utf-8"))
    columns = metadata["tableSchema"]["columns"]
    graph = rdflib.Graph()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Section 4.6, step 2: a variable whose cell is null is not defined.
            known = {name: text for name, text in row.items() if text}
            for column in columns:
                for triple in _triples(column, row, known):
                    graph.add(triple)
    return graph


def _triples(
    column: Mapping[str, Any], row: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[tuple[rdflib.URIRef, rdflib.URIRef, Any]]:
    text = row.get(column["name"], "")
    if column.get("suppressOutput") or (not text and not column.get("virtual")):
        return
    subject, predicate = _expanded(column["aboutUrl"], known), _expanded(column["propertyUrl"], known)
    if "valueUrl" in column:
        yield subject, predicate, _expanded(column["valueUrl"], known)
        return
    base = column["datatype"]["base"] if isinstance(column["datatype"], dict) else column["datatype"]
    for part in text.split(column["separator"]) if "separator" in column else [text]:
        if "lang" in column:
            yield subject, predicate, rdflib.Literal(part, lang=column["lang"])
        else:
            yield subject, predicate, rdflib.Literal(part, datatype=None if base == "string" else rdflib.XSD[base])


def _expanded(template: str, known: Mapping[str, str]) -> rdflib.URIRef:
    uritemplate = pytest.importorskip("uritemplate")
    return rdflib.URIRef(uritemplate.expand(template, **known))
