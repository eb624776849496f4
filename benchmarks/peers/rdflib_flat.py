"""The flat table as N-Triples or Turtle with rdflib and a command of typer: a graph, and ``graph.add`` in a loop."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import typer
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, QB, RDF, XSD

BASE = "https://w3id.org/monitor-digitale-overheid/"
MDO = Namespace(f"{BASE}def#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")


def main(table: Path, out: Path) -> None:
    graph = Graph()
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            it = URIRef(f"{BASE}id/observatie/2024/waarde/{row['indicator']}/{row['year']}")
            graph.add((it, RDF.type, QB.Observation))
            graph.add((it, QB.dataSet, URIRef(f"{BASE}id/dataset/2024")))
            graph.add((it, MDO.indicator, URIRef(f"{BASE}id/indicator/{row['indicator']}")))
            graph.add((it, MDO.jaar, URIRef(f"{BASE}id/jaar/{row['year']}")))
            graph.add((it, MDO.waarde, Literal(int(row["value"]))))
            graph.add((it, SDMX.unitMeasure, URIRef(f"{BASE}id/eenheid/{row['unit']}")))
            graph.add((it, MDO.kwalificatie, URIRef(f"{BASE}id/kwalificatie/{row['qualifier']}")))
            if row["rounding"]:
                graph.add((it, MDO.afrondingseenheid, Literal(Decimal(row["rounding"]), datatype=XSD.decimal)))
            graph.add((it, SDMX.obsStatus, URIRef(f"{BASE}id/status/{row['status']}")))
            graph.add((it, PROV.wasDerivedFrom, URIRef(f"{BASE}id/cel/2024/{row['table']}/{row['row']}/{row['year']}")))
    graph.serialize(out, format="turtle" if out.suffix == ".ttl" else "nt", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
