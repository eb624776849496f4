"""The flat table as N-Triples with maplib: one stOTTR template over a polars frame, as its documentation recommends."""

from __future__ import annotations

import sys

import polars as pl
from maplib import Model

BASE = "https://w3id.org/monitor-digitale-overheid/"
TEMPLATE = f"""
@prefix mdo: <{BASE}def#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sdmx: <http://purl.org/linked-data/sdmx/2009/attribute#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix t: <urn:t:> .
t:Figure [ottr:IRI ?it, ottr:IRI ?indicator, ottr:IRI ?year, xsd:integer ?value, ottr:IRI ?unit, ottr:IRI ?qualifier,
          ? xsd:decimal ?rounding, ottr:IRI ?status, ottr:IRI ?cell] :: {{
  ottr:Triple(?it, a, qb:Observation),
  ottr:Triple(?it, qb:dataSet, <{BASE}id/dataset/2024>),
  ottr:Triple(?it, mdo:indicator, ?indicator),
  ottr:Triple(?it, mdo:jaar, ?year),
  ottr:Triple(?it, mdo:waarde, ?value),
  ottr:Triple(?it, sdmx:unitMeasure, ?unit),
  ottr:Triple(?it, mdo:kwalificatie, ?qualifier),
  ottr:Triple(?it, mdo:afrondingseenheid, ?rounding),
  ottr:Triple(?it, sdmx:obsStatus, ?status),
  ottr:Triple(?it, prov:wasDerivedFrom, ?cell)
}} .
"""


def main(table: str, out: str) -> None:
    rows = pl.read_csv(table, schema_overrides={"rounding": pl.Decimal(18, 0), "year": pl.String, "row": pl.String})
    name = pl.concat_str(pl.lit(f"{BASE}id/observatie/2024/waarde/"), "indicator", pl.lit("/"), "year")
    frame = rows.select(
        it=name,
        indicator=pl.lit(f"{BASE}id/indicator/") + pl.col("indicator"),
        year=pl.lit(f"{BASE}id/jaar/") + pl.col("year"),
        value=pl.col("value"),
        unit=pl.lit(f"{BASE}id/eenheid/") + pl.col("unit"),
        qualifier=pl.lit(f"{BASE}id/kwalificatie/") + pl.col("qualifier"),
        rounding=pl.col("rounding"),
        status=pl.lit(f"{BASE}id/status/") + pl.col("status"),
        cell=pl.concat_str(pl.lit(f"{BASE}id/cel/2024/"), "table", pl.lit("/"), "row", pl.lit("/"), "year"),
    )
    model = Model()
    model.add_template(TEMPLATE)
    model.map("urn:t:Figure", frame)
    model.write(out, format="ntriples")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
