"""What a CSV file means as RDF by its CSVW metadata: CSV2RDF in minimal mode (W3C, section 4.6), for the tests only.

Written from the recommendation and apart from the package, so that the two can disagree.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from mdo_rdf.iris import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def csv2rdf(path: Path) -> set[Triple]:
    """The triples of the cells of ``path``, by the metadata beside it."""
    metadata = json.loads(path.with_name(f"{path.name}-metadata.json").read_text(encoding="utf-8"))
    triples: set[Triple] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Section 4.6, step 2: a variable whose cell is null is not defined.
            known = {name: text for name, text in row.items() if text}
            for column in metadata["tableSchema"]["columns"]:
                triples.update(_triples(column, row, known))
    return triples


def _triples(column: Mapping[str, Any], row: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Triple]:
    text = row.get(column["name"], "")
    if column.get("suppressOutput") or (not text and not column.get("virtual")):
        return
    subject, predicate = _expanded(column["aboutUrl"], known), _expanded(column["propertyUrl"], known)
    if "valueUrl" in column:
        yield Triple(subject, predicate, _expanded(column["valueUrl"], known))
        return
    base = column["datatype"]["base"] if isinstance(column["datatype"], dict) else column["datatype"]
    for part in text.split(column["separator"]) if "separator" in column else [text]:
        if "lang" in column:
            yield Triple(subject, predicate, Literal(part, language=column["lang"]))
        else:
            yield Triple(subject, predicate, Literal(part, datatype=NamedNode(PREFIXES["xsd"] + base)))


def _expanded(template: str, known: Mapping[str, str]) -> NamedNode:
    uritemplate = pytest.importorskip("uritemplate")
    return NamedNode(uritemplate.expand(template, **known))
