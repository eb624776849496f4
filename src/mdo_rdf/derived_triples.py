"""Derived figures as triples: a data set of its own, each figure with its method, its extremes and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import names
from mdo_rdf.cube_triples import dataset
from mdo_rdf.curation import INDICATOR_SCHEME
from mdo_rdf.turtle import Resource, integer, qname, ref, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.curation import Curation
    from mdo_rdf.derived import Derived

PART = "afgeleid"


def derived_resources(curation: Curation, derived: Sequence[Derived]) -> Iterator[Resource]:
    """The data set of the derived figures, then these, in the order of the curation."""
    edition = curation.edition.slug
    yield dataset(curation, PART, [])
    yield from (_derived(edition, one) for one in derived)


def _derived(edition: str, one: Derived) -> Resource:
    pairs = [
        ("a", qname("qb:Observation")),
        ("qb:dataSet", ref(names.dataset(edition, PART))),
        ("mdo:indicator", ref(names.concept(INDICATOR_SCHEME, one.indicator.slug))),
        ("mdo:jaar", ref(names.year(one.year))),
        ("mdo:afgeleideWaarde", integer(one.value)),
        ("mdo:laagste", integer(one.low)),
        ("mdo:hoogste", integer(one.high)),
        ("sdmx-attribute:unitMeasure", ref(names.concept("eenheid", "aantal"))),
        ("mdo:methode", ref(names.concept("methode", one.method))),
        ("rdfs:comment", text(one.note_nl, "nl")),
        ("rdfs:comment", text(one.note_en, "en")),
    ]
    if one.replaces is not None:
        cell = one.replaces.cell
        pairs.append(("prov:wasDerivedFrom", ref(names.cell(edition, cell.table.key, cell.row, cell.column))))
    for source in one.inputs:
        name = names.observation(edition, "waarde", source.indicator.slug, source.year)
        pairs.append(("prov:wasDerivedFrom", ref(name)))
    return names.observation(edition, PART, one.indicator.slug, one.year), pairs
