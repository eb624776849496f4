"""The figures of an edition as flat records, one for each, with all that belongs to it; knows nothing of files or syntax."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError, refuse
from mdo_rdf.export.columns import LIST
from mdo_rdf.inputs.curation import INDICATOR_SCHEME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Concept, Curation, Edition

Value = str | int | Decimal | tuple[str, ...] | None
"""What a field of a record can be; ``None`` and ``()`` where there is nothing."""


class Record(NamedTuple):
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


class Figures(NamedTuple):
    """Records to export, with what is to be said of them: their edition, and the concepts that their codes stand for.

    ``selection`` maps the column names that were chosen from to what was asked for; it is empty where all were.
    """

    edition: Edition
    concepts: Mapping[tuple[str, str], Concept]
    records: tuple[Record, ...]
    selection: Mapping[str, tuple[str, ...]]


def read_figures(model: Model) -> Figures:
    """All figures of an edition, in the order of the report.

    Raises ``InvalidInputError`` where a note or a place holds the sign that separates them in an export.
    """
    refuse(_ambiguous(model.curation))
    themes = {one.notation: one.slug for one in model.curation.concepts.values() if one.scheme == "thema"}
    records = tuple(_record(one, model.curation, themes) for one in model.observations)
    return Figures(model.curation.edition, model.curation.concepts, records, {})


def _ambiguous(curation: Curation) -> Iterator[Problem]:
    """The notes and places that hold the sign which stands between those of one figure."""
    rule = f"a {LIST}, which stands between the notes of one figure in an export"
    for remark in (remark for remarks in curation.remarks.values() for remark in remarks):
        for column in ("note_nl", "note_en", "place"):
            if LIST in remark.source[column]:
                yield remark.source.problem(column, rule, "write it in another way")


def _record(one: Observation, curation: Curation, themes: Mapping[str, str]) -> Record:
    axes, texts = one.indicator.axes, one.indicator.texts
    facility = curation.concepts["voorziening", axes["facility"]].texts
    is_value = one.value is not None
    by = ("bron" if one.date_is_named else "bewerker") if is_value and one.reference_date else None
    iris = _iris(one, curation.edition.slug)
    notes = dict.fromkeys((remark.note_nl, remark.note_en) for remark in one.remarks)
    return Record(
        indicator=one.indicator.slug,
        label_nl=texts["label_nl"],
        label_en=texts["label_en"],
        facility=axes["facility"],
        facility_nl=facility["label_nl"],
        facility_en=facility["label_en"],
        theme=themes[one.indicator.annex],
        kind=axes["kind"],
        year=one.year,
        value=one.value,
        unit=axes["unit"],
        counted=axes["counted"],
        qualifier=one.qualifier or None,
        rounding_unit=one.rounding_unit,
        status=one.status,
        statuses=one.statuses if is_value else (),
        reason=one.reason or None,
        established_by=one.established_by,
        previous_value=one.previous_value if is_value else None,
        reference_date=one.reference_date if by else None,
        date_established_by=by,
        notes_nl=tuple(nl for nl, _ in notes),
        notes_en=tuple(en for _, en in notes),
        places=tuple(dict.fromkeys(remark.place for remark in one.remarks)),
        text=one.cell.text,
        table=one.cell.table.key,
        row=one.cell.row,
        column=one.cell.column,
        indicator_iri=iris["indicator"],
        observation_iri=iris["observation"],
        cell_status_iri=iris["cell status"],
        dataset_iri=iris["data set"],
        status_iri=iris["status"],
        cell_iri=iris["cell"],
    )


def _iris(one: Observation, edition: str) -> dict[str, str]:
    slug, cell = one.indicator.slug, one.cell
    part = "celstatus" if one.value is None else "waarde"
    relative = {
        "indicator": iris.concept(INDICATOR_SCHEME, slug),
        "observation": iris.observation(edition, part, slug, one.year),
        "cell status": iris.observation(edition, "celstatus", slug, one.year),
        "data set": iris.dataset(edition, part),
        "status": iris.concept("status", one.status),
        "cell": iris.cell(edition, cell.table.key, cell.row, cell.column),
    }
    return {thing: iris.BASE + name for thing, name in relative.items()}


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
    figures: Figures, *, facilities: Collection[str] = (), indicators: Collection[str] = (), years: Collection[int] = ()
) -> Figures:
    """The records of these facilities, indicators and years; of all where none is given.

    A facility that only gathers others, such as the system of base registers, stands for those. Raises
    ``CannotTellError`` where no record is left.
    """
    wanted = set(_with_members(figures, facilities))
    records = tuple(
        one
        for one in figures.records
        if (not wanted or one.facility in wanted)
        and (not indicators or one.indicator in indicators)
        and (not years or one.year in years)
    )
    asked = {"voorziening": tuple(facilities), "indicator": tuple(indicators), "jaar": tuple(map(str, years))}
    if not records:
        raise CannotTellError("the report has no figure that is of all that you ask for; leave one of the choices out")
    return figures._replace(records=records, selection={name: values for name, values in asked.items() if values})


def _with_members(figures: Figures, facilities: Collection[str]) -> Iterator[str]:
    for slug in facilities:
        yield slug
        if figures.concepts["voorziening", slug].is_group:
            yield from (one.slug for one in figures.concepts.values() if one.scheme == "voorziening" and one.broader == slug)
