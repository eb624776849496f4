"""Derived figures as triples: a data set of its own, each figure with its method, its extremes and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.triples.cube import dataset
from mdo_rdf.triples.turtle import Resource, integer, qname, ref, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.audit.derived import Derived
    from mdo_rdf.inputs.curation import Curation

PART = "afgeleid"


def derived_resources(curation: Curation, derived: Sequence[Derived]) -> Iterator[Resource]:
    """The data set of the derived figures, then these, in the order of the curation."""
    edition = curation.edition.slug
    yield dataset(curation, PART, [])
    yield from (_derived(edition, one) for one in derived)


def _derived(edition: str, one: Derived) -> Resource:
    pairs = [
        ("a", qname("qb:Observation")),
        ("qb:dataSet", ref(iris.dataset(edition, PART))),
        ("mdo:indicator", ref(iris.concept(INDICATOR_SCHEME, one.indicator.slug))),
        ("mdo:jaar", ref(iris.year(one.year))),
        ("mdo:afgeleideWaarde", integer(one.value)),
        ("mdo:laagste", integer(one.low)),
        ("mdo:hoogste", integer(one.high)),
        ("sdmx-attribute:unitMeasure", ref(iris.concept("eenheid", "aantal"))),
        ("mdo:methode", ref(iris.concept("methode", one.method))),
        ("rdfs:comment", text(one.note_nl, "nl")),
        ("rdfs:comment", text(one.note_en, "en")),
    ]
    if one.replaces is not None:
        cell = one.replaces.cell
        pairs.append(("prov:wasDerivedFrom", ref(iris.cell(edition, cell.table.key, cell.row, cell.column))))
    for source in one.inputs:
        name = iris.observation(edition, "waarde", source.indicator.slug, source.year)
        pairs.append(("prov:wasDerivedFrom", ref(name)))
    return iris.observation(edition, PART, one.indicator.slug, one.year), pairs
