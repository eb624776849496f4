"""Cubes as triples: the three data sets with their observations, slices and groups (W3C RDF Data Cube)."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.edition.names import cell_name, observation_name
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.labels import concept_label
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Pairs, Resource, Term, date, decimal, given, integer, qname, ref, text
from mdo_rdf.triples.words import both, both_of, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from mdo_rdf.audit.derived import Derived
    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.edition.revisions import Revision
    from mdo_rdf.inputs.curation import Curation

_OBSERVATION = qname("qb:Observation")


def cube_resources(model: Model) -> Iterator[Resource]:
    """The three data sets; in each, observations by indicator in the order of the report, then by year."""
    curation, observations, changes = model.curation, model.observations, model.changes
    edition, revised = curation.edition.slug, {_place(revision.after): revision for revision in model.revised}
    values = [observation for observation in observations if observation.value is not None]
    slices = list(_slices(edition, values))
    groups = list(_groups(curation, values))
    members = [("qb:slice", ref(name)) for name, _ in slices] + [("qb:observationGroup", ref(name)) for name, _ in groups]
    yield dataset(curation, "waarde", members)
    yield from value_resources(edition, values, revised)
    yield from slices
    yield from groups
    yield dataset(curation, "celstatus", [])
    yield from (_cell_status(edition, observation, revised.get(_place(observation))) for observation in observations)
    yield dataset(curation, "mutatie", [])
    yield from (_change(edition, change) for change in changes)


def dataset(curation: Curation, part: str, members: Iterable[tuple[str, Term]]) -> Resource:
    """One data set of an edition, with what else is to be said of it."""
    edition, texts = curation.edition.slug, curation.datasets[part]
    return iris.dataset(edition, part), [
        ("a", qname("qb:DataSet, prov:Entity")),
        *both_of("dcterms:title", texts, "title"),
        *both_of("dcterms:description", texts, "description"),
        ("dcterms:license", ref(iris.LICENCE)),
        ("qb:structure", ref(iris.structure(part))),
        ("prov:wasDerivedFrom", ref(iris.document(edition))),
        *members,
    ]


def observed(edition: str, part: str, observation: Observation | Derived) -> Pairs:
    """What an observation of any data set has: its data set, its indicator and its year."""
    return [
        ("a", _OBSERVATION),
        _dataset(edition, part),
        ("mdo:indicator", ref(iris.concept(INDICATOR_SCHEME, observation.indicator.slug))),
        _year(observation.year),
    ]


@cache
def _dataset(edition: str, part: str) -> tuple[str, Term]:
    return "qb:dataSet", ref(iris.dataset(edition, part))


@cache
def _year(year: int) -> tuple[str, Term]:
    return "mdo:jaar", ref(iris.year(year))


@cache
def _code(scheme: str, slug: str) -> Term:
    """A concept of one of the short code lists; of indicators there may be too many to keep."""
    return ref(iris.concept(scheme, slug))


def value_resources(
    edition: str, values: Iterable[Observation], revised: Mapping[tuple[str, int], Revision]
) -> Iterator[Resource]:
    """The observations of the data set of values, one at a time and in the order given; those without a value are left out."""
    for observation in values:
        if observation.value is not None:
            yield _value(edition, observation, observation.value, revised.get(_place(observation)))


def _place(observation: Observation) -> tuple[str, int]:
    return observation.indicator.slug, observation.year


def _value(edition: str, observation: Observation, value: int | Decimal, revision: Revision | None) -> Resource:
    """A count is an integer; a share or a ratio is a decimal."""
    pairs = observed(edition, "waarde", observation)
    pairs.append(("mdo:waarde", integer(value) if isinstance(value, int) else decimal(value)))
    pairs += _measured(observation.indicator.axes["unit"], observation.qualifier, observation.rounding_unit, observation.statuses)
    if observation.reference_date:
        named = "bron" if observation.date_is_named else "bewerker"
        pairs.append(("mdo:peildatum", date(observation.reference_date)))
        pairs.append(("mdo:peildatumVastgesteldDoor", _code("vaststeller", named)))
    if observation.previous_value is not None:
        pairs.append(("mdo:vorigeWaarde", integer(observation.previous_value)))
    if observation.remarks or observation.established_by:
        pairs += _remarks(observation)
    pairs.append(("prov:wasDerivedFrom", ref(cell_name(edition, observation.cell))))
    if revision and revision.is_of_value:
        pairs.append(("prov:wasRevisionOf", ref(observation_name(revision.edition, observation, "waarde"))))
    return observation_name(edition, observation, "waarde"), pairs


@cache
def _measured(unit: str, qualifier: str, rounding: Decimal | None, statuses: tuple[str, ...]) -> tuple[tuple[str, Term], ...]:
    """What figures have in common: there are few units, qualifiers and statuses, and many figures."""
    rounded = [] if rounding is None else [("mdo:afrondingseenheid", decimal(rounding))]
    return (
        ("sdmx-attribute:unitMeasure", ref(iris.concept("eenheid", unit))),
        ("mdo:kwalificatie", ref(iris.concept("kwalificatie", qualifier))),
        *rounded,
        *(("sdmx-attribute:obsStatus", _code("status", status)) for status in statuses),
    )


def _remarks(observation: Observation) -> Pairs:
    by = [("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", who))) for who in observation.established_by]
    notes = [pair for remark in observation.remarks for pair in both("rdfs:comment", Text(remark.note_nl, remark.note_en))]
    places = dict.fromkeys(remark.place for remark in observation.remarks)
    return [*by, *notes, *(("mdo:vindplaats", text(place)) for place in places)]


def _cell_status(edition: str, observation: Observation, revision: Revision | None) -> Resource:
    before = observation_name(revision.edition, observation, "celstatus") if revision and revision.is_of_status else ""
    return observation_name(edition, observation, "celstatus"), [
        *observed(edition, "celstatus", observation),
        ("mdo:celstatus", _code("status", observation.status)),
        *given("mdo:reden", observation.reason, lambda reason: _code("reden", reason)),
        *_remarks(observation),
        ("prov:wasDerivedFrom", ref(cell_name(edition, observation.cell))),
        *given("prov:wasRevisionOf", before, ref),
    ]


def _change(edition: str, change: Change) -> Resource:
    """A change leads to its cells through the two values that it was computed from."""
    return observation_name(edition, change.figure, "mutatie"), [
        *observed(edition, "mutatie", change.figure),
        ("mdo:basisjaar", ref(iris.year(change.base.year))),
        ("mdo:mutatie", decimal(change.percent)),
        ("sdmx-attribute:unitMeasure", _code("eenheid", "percentage")),
        *(("sdmx-attribute:obsStatus", _code("status", status)) for status in change.statuses),
        ("mdo:oordeel", _code("oordeel", change.verdict)),
        *given("mdo:gedrukteTekst", change.printed, lambda cell: text(cell.text)),
        ("prov:wasDerivedFrom", ref(observation_name(edition, change.base, "waarde"))),
        ("prov:wasDerivedFrom", ref(observation_name(edition, change.figure, "waarde"))),
        *given("prov:wasDerivedFrom", change.printed, lambda cell: ref(cell_name(edition, cell))),
    ]


def _slices(edition: str, values: Sequence[Observation]) -> Iterator[Resource]:
    """One slice for each indicator, its time series, and one for each year."""
    for slug, series in groupby(values, key=lambda observation: observation.indicator.slug):
        fixed = ("mdo:indicator", ref(iris.concept(INDICATOR_SCHEME, slug)))
        yield iris.series(edition, slug), _slice(edition, "reeks", fixed, series)
    for year in sorted({observation.year for observation in values}):
        members = (observation for observation in values if observation.year == year)
        yield iris.year_slice(edition, year), _slice(edition, "jaaroverzicht", _year(year), members)


def _slice(edition: str, key: str, fixed: tuple[str, Term], members: Iterable[Observation]) -> Pairs:
    return [
        ("a", qname("qb:Slice")),
        ("qb:sliceStructure", ref(iris.slice_key("waarde", key))),
        fixed,
        *_members(edition, members),
    ]


def _members(edition: str, members: Iterable[Observation]) -> Pairs:
    return [("qb:observation", ref(observation_name(edition, member, "waarde"))) for member in members]


def _groups(curation: Curation, values: Sequence[Observation]) -> Iterator[Resource]:
    """One group for each printed table and one for each facility."""
    edition = curation.edition.slug
    for table in dict.fromkeys(observation.cell.table for observation in values):
        members = [observation for observation in values if observation.cell.table == table]
        subject = ("mdo:tabel", ref(iris.table(edition, table.key)))
        label = say("group-of-table", annex=table.annex, section=table.section, title=table.title)
        yield iris.group(edition, "tabel", table.key), _group(edition, subject, label, members)
    for slug in dict.fromkeys(observation.indicator.axes["facility"] for observation in values):
        members = [observation for observation in values if observation.indicator.axes["facility"] == slug]
        subject = ("mdo:voorziening", ref(iris.concept("voorziening", slug)))
        label = say("group-of-facility", facility=concept_label(curation, "voorziening", slug))
        yield iris.group(edition, "voorziening", slug), _group(edition, subject, label, members)


def _group(edition: str, subject: tuple[str, Term], label: Text, members: Sequence[Observation]) -> Pairs:
    return [("a", qname("qb:ObservationGroup")), *both("rdfs:label", label), subject, *_members(edition, members)]
