"""The flat table as N-Triples with Morph-KGC: an RML mapping over the CSV file, run as its documentation has it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

BASE = "https://w3id.org/monitor-digitale-overheid/"
MAPPING = f"""
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix mdo: <{BASE}def#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sdmx: <http://purl.org/linked-data/sdmx/2009/attribute#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:figures> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "TABLE" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "{BASE}id/observatie/2024/waarde/{{indicator}}/{{year}}" ; rr:class qb:Observation ] ;
  rr:predicateObjectMap
    [ rr:predicate qb:dataSet ; rr:object <{BASE}id/dataset/2024> ] ,
    [ rr:predicate mdo:indicator ; rr:objectMap [ rr:template "{BASE}id/indicator/{{indicator}}" ] ] ,
    [ rr:predicate mdo:jaar ; rr:objectMap [ rr:template "{BASE}id/jaar/{{year}}" ] ] ,
    [ rr:predicate mdo:waarde ; rr:objectMap [ rml:reference "value" ; rr:datatype xsd:integer ] ] ,
    [ rr:predicate sdmx:unitMeasure ; rr:objectMap [ rr:template "{BASE}id/eenheid/{{unit}}" ] ] ,
    [ rr:predicate mdo:kwalificatie ; rr:objectMap [ rr:template "{BASE}id/kwalificatie/{{qualifier}}" ] ] ,
    [ rr:predicate mdo:afrondingseenheid ; rr:objectMap [ rml:reference "rounding" ; rr:datatype xsd:decimal ] ] ,
    [ rr:predicate sdmx:obsStatus ; rr:objectMap [ rr:template "{BASE}id/status/{{status}}" ] ] ,
    [ rr:predicate prov:wasDerivedFrom ; rr:objectMap [ rr:template "{BASE}id/cel/2024/{{table}}/{{row}}/{{year}}" ] ] .
"""


def main(table: str, out: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "mapping.ttl"
        mapping.write_text(MAPPING.replace("TABLE", table), "utf-8")
        config = Path(folder) / "config.ini"
        processes = os.cpu_count() or 1
        config.write_text(
            f"[CONFIGURATION]\noutput_file: {out}\nnumber_of_processes: {processes}\nlogging_level: ERROR\n"
            f"[figures]\nmappings: {mapping}\n",
            "utf-8",
        )
        sys.argv = ["morph_kgc", str(config)]
        __import__("runpy").run_module("morph_kgc", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
