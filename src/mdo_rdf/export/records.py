"""The figures of an edition as flat records, one for each with all that belongs to it, for every format of export."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.edition.names import cell_name, observation_name
from mdo_rdf.errors import CannotTellError, refuse
from mdo_rdf.export.columns import LIST
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.labels import concept_label
from mdo_rdf.inputs.labels import label as label_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Concept, Curation, Edition

Value = str | int | Decimal | tuple[str, ...] | None
"""What a field of a record can be; ``None`` and ``()`` where there is nothing."""


class FigureRecord(NamedTuple):
    """One figure of the report; its fields are ``COLUMNS``, in the same order and in English.

    ``value`` is in the base unit: an integer where ``unit`` is ``aantal``, else a decimal (percent, or a ratio). It is
    None where the report has no figure to compute with: then ``reason`` says why, and ``qualifier``, ``rounding_unit``,
    ``statuses``, ``previous_value`` and ``reference_date`` are empty, as they would be of the value.
    """

    indicator: str
    label_nl: str
    label_en: str
    facility: str
    facility_nl: str
    facility_en: str
    theme: str
    kind: str
    year: int
    value: int | Decimal | None
    unit: str
    counted: str
    qualifier: str | None
    rounding_unit: Decimal | None
    status: str
    statuses: tuple[str, ...]
    reason: str | None
    established_by: tuple[str, ...]
    previous_value: int | None
    reference_date: str | None
    date_established_by: str | None
    notes_nl: tuple[str, ...]
    notes_en: tuple[str, ...]
    places: tuple[str, ...]
    text: str
    table: str
    row: int
    column: str
    indicator_iri: str
    observation_iri: str
    cell_status_iri: str
    dataset_iri: str
    status_iri: str
    cell_iri: str


class Records(NamedTuple):
    """Records to export, with what is to be said of them: their edition, and the concepts that their codes stand for.

    ``selection`` maps the column names that were chosen from to what was asked for; it is empty where all were.
    """

    edition: Edition
    concepts: Mapping[tuple[str, str], Concept]
    rows: tuple[FigureRecord, ...]
    selection: Mapping[str, tuple[str, ...]]


def records_of(model: Model) -> Records:
    """All figures of an edition, in the order of the report.

    Raises ``InvalidInputError`` where a note or a place holds the sign that separates them in an export.
    """
    refuse(_ambiguous(model.curation))
    themes = {concept.notation: concept.slug for concept in model.curation.concepts.values() if concept.scheme == "thema"}
    rows = tuple(_record(observation, model.curation, themes) for observation in model.observations)
    return Records(model.curation.edition, model.curation.concepts, rows, {})


def _ambiguous(curation: Curation) -> Iterator[Problem]:
    """The notes and places that hold the sign which stands between those of one figure."""
    rule = f"a {LIST}, which stands between the notes of one figure in an export"
    for remark in (remark for remarks in curation.remarks.values() for remark in remarks):
        for column in ("note_nl", "note_en", "place"):
            if LIST in remark.source[column]:
                yield remark.source.problem(column, rule, "write it in another way")


def _record(observation: Observation, curation: Curation, themes: Mapping[str, str]) -> FigureRecord:
    indicator, cell = observation.indicator, observation.cell
    axes, label = indicator.axes, label_of(indicator)
    facility = concept_label(curation, "voorziening", axes["facility"])
    is_value = observation.value is not None
    by = ("bron" if observation.date_is_named else "bewerker") if is_value and observation.reference_date else None
    notes = dict.fromkeys((remark.note_nl, remark.note_en) for remark in observation.remarks)
    return FigureRecord(
        indicator=indicator.slug,
        label_nl=label.nl,
        label_en=label.en,
        facility=axes["facility"],
        facility_nl=facility.nl,
        facility_en=facility.en,
        theme=themes[indicator.annex],
        kind=axes["kind"],
        year=observation.year,
        value=observation.value,
        unit=axes["unit"],
        counted=axes["counted"],
        qualifier=observation.qualifier or None,
        rounding_unit=observation.rounding_unit,
        status=observation.status,
        statuses=observation.statuses if is_value else (),
        reason=observation.reason or None,
        established_by=observation.established_by,
        previous_value=observation.previous_value if is_value else None,
        reference_date=observation.reference_date if by else None,
        date_established_by=by,
        notes_nl=tuple(nl for nl, _ in notes),
        notes_en=tuple(en for _, en in notes),
        places=tuple(dict.fromkeys(remark.place for remark in observation.remarks)),
        text=cell.text,
        table=cell.table.key,
        row=cell.row,
        column=cell.column,
        **_iris(observation, curation.edition.slug),
    )


def _iris(observation: Observation, edition: str) -> dict[str, str]:
    names = {
        "indicator_iri": iris.concept(INDICATOR_SCHEME, observation.indicator.slug),
        "observation_iri": observation_name(edition, observation),
        "cell_status_iri": observation_name(edition, observation, "celstatus"),
        "dataset_iri": iris.dataset(edition, "celstatus" if observation.value is None else "waarde"),
        "status_iri": iris.concept("status", observation.status),
        "cell_iri": cell_name(edition, observation.cell),
    }
    return {field: iris.absolute(name) for field, name in names.items()}


def code(concept: Concept) -> str:
    """How a record names a concept: a status by its letter, any other by its slug."""
    return concept.notation if concept.scheme == "status" else concept.slug


def lexical(value: int | Decimal) -> str:
    """A number as the RDF has it: no point without need, no trailing zeros, no exponent (XML Schema 1.1, section 3.3.3).

    >>> lexical(7077196241), lexical(Decimal("57.0")), lexical(Decimal("1E+6")), lexical(Decimal("-0.0"))
    ('7077196241', '57', '1000000', '0')
    """
    if isinstance(value, int):
        return str(value)
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Value, separator: str = "") -> str:
    """A field as text: empty where there is nothing, several values with their ``separator`` between them."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return separator.join(value)
    return value if isinstance(value, str) else lexical(value)


def chosen(
    records: Records, *, facilities: Collection[str] = (), indicators: Collection[str] = (), years: Collection[int] = ()
) -> Records:
    """The records of these facilities, indicators and years; of all where none is given.

    A facility that only gathers others, such as the system of base registers, stands for those. Raises
    ``CannotTellError`` where no record is left.
    """
    wanted = set(_with_members(records, facilities))
    rows = tuple(
        record
        for record in records.rows
        if (not wanted or record.facility in wanted)
        and (not indicators or record.indicator in indicators)
        and (not years or record.year in years)
    )
    asked = {"voorziening": tuple(facilities), "indicator": tuple(indicators), "jaar": tuple(map(str, years))}
    if not rows:
        raise CannotTellError("the report has no figure that is of all that you ask for; leave one of the choices out")
    return records._replace(rows=rows, selection={name: values for name, values in asked.items() if values})


def _with_members(records: Records, facilities: Collection[str]) -> Iterator[str]:
    for slug in facilities:
        yield slug
        if records.concepts["voorziening", slug].is_group:
            of_scheme = (concept for concept in records.concepts.values() if concept.scheme == "voorziening")
            yield from (facility.slug for facility in of_scheme if facility.broader == slug)
