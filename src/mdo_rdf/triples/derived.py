"""Derived figures as triples: a data set of its own, each figure with its method, its extremes and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.edition.names import cell_name, observation_name
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.cube import dataset, observed
from mdo_rdf.triples.turtle import Resource, given, integer, ref
from mdo_rdf.triples.words import both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.audit.derived import Derived
    from mdo_rdf.inputs.curation import Curation

PART = "afgeleid"


def derived_resources(curation: Curation, derived: Sequence[Derived]) -> Iterator[Resource]:
    """The data set of the derived figures, then these, in the order of the curation."""
    edition = curation.edition.slug
    yield dataset(curation, PART, [])
    yield from (_derived(edition, figure) for figure in derived)


def _derived(edition: str, figure: Derived) -> Resource:
    return iris.observation(edition, PART, figure.indicator.slug, figure.year), [
        *observed(edition, PART, figure),
        ("mdo:afgeleideWaarde", integer(figure.value)),
        ("mdo:laagste", integer(figure.low)),
        ("mdo:hoogste", integer(figure.high)),
        ("sdmx-attribute:unitMeasure", ref(iris.concept("eenheid", "aantal"))),
        ("mdo:methode", ref(iris.concept("methode", figure.method))),
        *both("rdfs:comment", Text(figure.note_nl, figure.note_en)),
        *given("prov:wasDerivedFrom", figure.replaces, lambda replaced: ref(cell_name(edition, replaced.cell))),
        *(("prov:wasDerivedFrom", ref(observation_name(edition, source, "waarde"))) for source in figure.inputs),
    ]
