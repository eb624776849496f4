"""Cubes as triples: the three data sets with their observations, slices and groups (W3C RDF Data Cube)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.triples.turtle import Resource, Term, date, decimal, integer, qname, ref, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.edition.revisions import Revision
    from mdo_rdf.inputs.curation import Curation

_LICENCE = qname("<http://creativecommons.org/publicdomain/zero/1.0/>")
_OBSERVATION = ("a", qname("qb:Observation"))


def cube_resources(model: Model) -> Iterator[Resource]:
    """The three data sets; in each, observations by indicator in the order of the report, then by year."""
    curation, observations, changes = model.curation, model.observations, model.changes
    edition, revised = curation.edition.slug, {(one.after.indicator.slug, one.after.year): one for one in model.revised}
    values = [one for one in observations if one.value is not None]
    slices = list(_slices(edition, values))
    groups = list(_groups(curation, values))
    members = [("qb:slice", ref(name)) for name, _ in slices] + [("qb:observationGroup", ref(name)) for name, _ in groups]
    yield dataset(curation, "waarde", members)
    yield from value_resources(edition, values, revised)
    yield from slices
    yield from groups
    yield dataset(curation, "celstatus", [])
    yield from (_cell_status(edition, one, revised.get(_place(one))) for one in observations)
    yield dataset(curation, "mutatie", [])
    yield from (_change(edition, change) for change in changes)


def dataset(curation: Curation, part: str, members: Iterable[tuple[str, Term]]) -> Resource:
    """One data set of an edition, with what else is to be said of it."""
    edition, texts = curation.edition.slug, curation.datasets[part]
    return iris.dataset(edition, part), [
        ("a", qname("qb:DataSet, prov:Entity")),
        ("dcterms:title", text(texts["title_nl"], "nl")),
        ("dcterms:title", text(texts["title_en"], "en")),
        ("dcterms:description", text(texts["description_nl"], "nl")),
        ("dcterms:description", text(texts["description_en"], "en")),
        ("dcterms:license", _LICENCE),
        ("qb:structure", ref(iris.structure(part))),
        ("prov:wasDerivedFrom", ref(iris.document(edition))),
        *members,
    ]


def _key(edition: str, part: str, one: Observation) -> list[tuple[str, Term]]:
    return [
        _OBSERVATION,
        _dataset(edition, part),
        ("mdo:indicator", ref(iris.concept(INDICATOR_SCHEME, one.indicator.slug))),
        _year(one.year),
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


def _name(edition: str, part: str, one: Observation) -> str:
    return iris.observation(edition, part, one.indicator.slug, one.year)


def _cell(edition: str, one: Observation) -> Term:
    return ref(iris.cell(edition, one.cell.table.key, one.cell.row, one.cell.column))


def value_resources(
    edition: str, values: Iterable[Observation], revised: Mapping[tuple[str, int], Revision]
) -> Iterator[Resource]:
    """The observations of the data set of values, one at a time and in the order given; those without a value are left out."""
    yield from (_value(edition, one, one.value, revised.get(_place(one))) for one in values if one.value is not None)


def _place(one: Observation) -> tuple[str, int]:
    return one.indicator.slug, one.year


def _value(edition: str, one: Observation, value: int | Decimal, revision: Revision | None) -> Resource:
    """A count is an integer; a share or a ratio is a decimal."""
    pairs = _key(edition, "waarde", one)
    pairs.append(("mdo:waarde", integer(value) if isinstance(value, int) else decimal(value)))
    pairs += _measured(one.indicator.axes["unit"], one.qualifier, one.rounding_unit, one.statuses)
    if one.reference_date:
        named = "bron" if one.date_is_named else "bewerker"
        pairs.append(("mdo:peildatum", date(one.reference_date)))
        pairs.append(("mdo:peildatumVastgesteldDoor", _code("vaststeller", named)))
    if one.previous_value is not None:
        pairs.append(("mdo:vorigeWaarde", integer(one.previous_value)))
    if one.remarks or one.established_by:
        pairs += _remarks(one)
    pairs.append(("prov:wasDerivedFrom", _cell(edition, one)))
    if revision and revision.is_of_value:
        pairs.append(("prov:wasRevisionOf", ref(_name(revision.edition, "waarde", one))))
    return _name(edition, "waarde", one), pairs


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


def _remarks(one: Observation) -> list[tuple[str, Term]]:
    by = [("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", who))) for who in one.established_by]
    notes = [
        pair
        for remark in one.remarks
        for pair in (("rdfs:comment", text(remark.note_nl, "nl")), ("rdfs:comment", text(remark.note_en, "en")))
    ]
    places = dict.fromkeys(remark.place for remark in one.remarks)
    return [*by, *notes, *(("mdo:vindplaats", text(place)) for place in places)]


def _cell_status(edition: str, one: Observation, revision: Revision | None) -> Resource:
    pairs = _key(edition, "celstatus", one)
    pairs.append(("mdo:celstatus", ref(iris.concept("status", one.status))))
    if one.reason:
        pairs.append(("mdo:reden", ref(iris.concept("reden", one.reason))))
    pairs += _remarks(one)
    pairs.append(("prov:wasDerivedFrom", _cell(edition, one)))
    if revision and revision.is_of_status:
        pairs.append(("prov:wasRevisionOf", ref(_name(revision.edition, "celstatus", one))))
    return _name(edition, "celstatus", one), pairs


def _change(edition: str, change: Change) -> Resource:
    """A change leads to its cells through the two values that it was computed from."""
    pairs = _key(edition, "mutatie", change.figure)
    pairs.append(("mdo:basisjaar", ref(iris.year(change.base.year))))
    pairs.append(("mdo:mutatie", decimal(change.percent)))
    pairs.append(("sdmx-attribute:unitMeasure", ref(iris.concept("eenheid", "percentage"))))
    pairs += [("sdmx-attribute:obsStatus", ref(iris.concept("status", status))) for status in change.statuses]
    pairs.append(("mdo:oordeel", ref(iris.concept("oordeel", change.verdict))))
    if change.printed is not None:
        pairs.append(("mdo:gedrukteTekst", text(change.printed.text)))
    for one in (change.base, change.figure):
        pairs.append(("prov:wasDerivedFrom", ref(_name(edition, "waarde", one))))
    if change.printed is not None:
        cell = change.printed
        pairs.append(("prov:wasDerivedFrom", ref(iris.cell(edition, cell.table.key, cell.row, cell.column))))
    return _name(edition, "mutatie", change.figure), pairs


def _slices(edition: str, values: Sequence[Observation]) -> Iterator[Resource]:
    """One slice for each indicator, its time series, and one for each year."""
    by_indicator: dict[str, list[Observation]] = {}
    by_year: dict[int, list[Observation]] = {}
    for one in values:
        by_indicator.setdefault(one.indicator.slug, []).append(one)
        by_year.setdefault(one.year, []).append(one)
    for slug, series in by_indicator.items():
        fixed = ("mdo:indicator", ref(iris.concept(INDICATOR_SCHEME, slug)))
        yield iris.series(edition, slug), _slice(edition, "reeks", fixed, series)
    for year in sorted(by_year):
        fixed = ("mdo:jaar", ref(iris.year(year)))
        yield iris.year_slice(edition, year), _slice(edition, "jaaroverzicht", fixed, by_year[year])


def _slice(edition: str, key: str, fixed: tuple[str, Term], members: Sequence[Observation]) -> list[tuple[str, Term]]:
    return [
        ("a", qname("qb:Slice")),
        ("qb:sliceStructure", ref(iris.slice_key("waarde", key))),
        fixed,
        *_members(edition, members),
    ]


def _members(edition: str, members: Sequence[Observation]) -> list[tuple[str, Term]]:
    return [("qb:observation", ref(_name(edition, "waarde", one))) for one in members]


def _groups(curation: Curation, values: Sequence[Observation]) -> Iterator[Resource]:
    """One group for each printed table and one for each facility."""
    edition = curation.edition.slug
    by_table: dict[str, list[Observation]] = {}
    by_facility: dict[str, list[Observation]] = {}
    for one in values:
        by_table.setdefault(one.cell.table.key, []).append(one)
        by_facility.setdefault(one.indicator.axes["facility"], []).append(one)
    for key, members in by_table.items():
        table = members[0].cell.table
        subject = ("mdo:tabel", ref(iris.table(edition, key)))
        labels = f"Tabel {table.annex} {table.section}: {table.title}", f"Table {table.annex} {table.section}: {table.title}"
        yield iris.group(edition, "tabel", key), _group(edition, subject, labels, members)
    for slug, members in by_facility.items():
        texts = curation.concepts["voorziening", slug].texts
        subject = ("mdo:voorziening", ref(iris.concept("voorziening", slug)))
        labels = f"Voorziening: {texts['label_nl']}", f"Facility: {texts['label_en']}"
        yield iris.group(edition, "voorziening", slug), _group(edition, subject, labels, members)


def _group(
    edition: str, subject: tuple[str, Term], labels: tuple[str, str], members: Sequence[Observation]
) -> list[tuple[str, Term]]:
    label_nl, label_en = labels
    return [
        ("a", qname("qb:ObservationGroup")),
        ("rdfs:label", text(label_nl, "nl")),
        ("rdfs:label", text(label_en, "en")),
        subject,
        *_members(edition, members),
    ]
