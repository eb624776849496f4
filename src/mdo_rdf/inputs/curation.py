"""What the editors add to the report: indicators, concepts, remarks and titles; knows nothing of the printed cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError, InvalidInputError
from mdo_rdf.inputs.strict_csv import Record, filled, index, one_of, positive, read_records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mdo_rdf.errors import Problem

SCHEME_OF_AXIS = {
    "facility": "voorziening",
    "kind": "soort",
    "time_basis": "meetbasis",
    "time_basis_certainty": "zekerheid",
    "unit": "eenheid",
    "counted": "teleenheid",
    "topic": "onderwerp",
    "quantity": "grootheid",
    "product": "product",
    "direction": "richting",
    "assurance_level": "niveau",
    "channel": "kanaal",
    "register": "register",
    "audience": "doelgroep",
    "counterpart": "wederpartij",
    "term": "termijn",
}
"""The classification columns of ``indicators.csv`` and the concept scheme that each takes its values from."""

REQUIRED_AXES = ("facility", "kind", "time_basis", "time_basis_certainty", "unit", "counted", "topic", "quantity")
SAME_AS = ("same_flow_as", "same_stock_as")
"""The relations between two indicators that report the same thing from two sides; stated from one of the two."""
_PLACE = ("annex", "section", "row", "part")
RELATIONS = ("part_of", "denominator", *SAME_AS)
BILINGUAL = ("label_nl", "label_en", "definition_nl", "definition_en")
EXPLANATION = ("explanation_nl", "explanation_en")
"""What something is in plain words (level B1); facilities and indicators have one."""
SCOPE_NOTES = ("scope_note_nl", "scope_note_en")

UNIT_OF_KIND = {"stand": "aantal", "stroom": "aantal", "aandeel": "percentage", "verhouding": "verhouding"}
_TIME_BASIS_OF_KIND = {"stand": "peildatum", "stroom": "kalenderjaar"}

FLAGS = ("B", "D", "E", "U")
"""Status codes of a figure that is there; the others say why there is none."""
GAPS = ("L", "M", "O")
INDICATOR_SCHEME = "indicator"


class Scheme(NamedTuple):
    """A concept scheme, with its label and definition in Dutch and English."""

    slug: str
    texts: Mapping[str, str]


class Concept(NamedTuple):
    """A concept; ``broader`` is a slug of the same scheme, ``exact_match`` and ``focus`` are full IRIs or empty.

    ``is_group`` is true of a facility that only gathers others and has no figures of its own.
    """

    scheme: str
    slug: str
    notation: str
    texts: Mapping[str, str]
    broader: str
    exact_match: str
    focus: str
    is_group: bool = False


class Indicator(NamedTuple):
    """What a printed row (or a ``part`` of it) counts; ``axes`` maps a classification column to a slug, if it applies."""

    slug: str
    texts: Mapping[str, str]
    axes: Mapping[str, str]
    relations: Mapping[str, str]
    annex: str
    section: str
    row: int
    part: str
    table_key: str
    record: Record


class Remark(NamedTuple):
    """What is to be known of an indicator in the years ``first`` to ``last``, and where the report says it."""

    indicator: str
    first: int
    last: int
    status: str
    reason: str
    established_by: str
    previous_value: int | None
    note_nl: str
    note_en: str
    place: str
    record: Record


class Edition(NamedTuple):
    """One edition of the report; ``known_dates`` are the reference dates that it names itself, ``issued`` and ``modified``
    are of our publication of it (ISO 8601), and ``earlier`` are the editions before it, the first one first."""

    slug: str
    title: str
    years: range
    known_dates: tuple[str, ...]
    issued: str
    modified: str
    description_nl: str
    description_en: str
    earlier: tuple[str, ...] = ()


class Curation(NamedTuple):
    """All that the editors add, for one edition; ``remarks`` maps (indicator, year) to what applies there.

    ``indicators`` are those that have a row in this edition, ``known`` those of any edition.
    """

    edition: Edition
    datasets: Mapping[str, Mapping[str, str]]
    schemes: tuple[Scheme, ...]
    concepts: Mapping[tuple[str, str], Concept]
    indicators: Mapping[str, Indicator]
    remarks: Mapping[tuple[str, int], tuple[Remark, ...]]
    known: Mapping[str, Indicator]


def read_edition(root: Path, slug: str, problems: list[Problem]) -> Edition | None:
    """Read what ``data/curation/editions.csv`` says of one edition."""
    columns = "edition title first_year last_year known_dates issued modified description_nl description_en"
    records = index(_read(root, "editions.csv", columns, problems), ("edition",), problems)
    earlier = tuple(sorted(one for (one,) in records if one < slug))
    for record in records.values():
        first, last = positive(record, "first_year", problems), positive(record, "last_year", problems)
        if record["edition"] == slug and first and last:
            dates = tuple(record["known_dates"].split())
            return Edition(
                slug=slug,
                title=record["title"],
                years=range(first, last + 1),
                known_dates=dates,
                issued=record["issued"],
                modified=record["modified"],
                description_nl=record["description_nl"],
                description_en=record["description_en"],
                earlier=earlier,
            )
    return None


def the_edition(root: Path, slug: str, problems: list[Problem]) -> Edition:
    """As ``read_edition``, for one that must be there. Raises ``InvalidInputError`` and ``CannotTellError``."""
    found = read_edition(root, slug, problems)
    if found is None:
        raise InvalidInputError(problems) if problems else CannotTellError(f"data/curation/editions.csv: no edition {slug}")
    return found


def read_curation(root: Path, edition: Edition, problems: list[Problem]) -> Curation:
    """Read ``data/curation``; what is wrong is added to ``problems``. Raises ``CannotTellError``."""
    schemes = _schemes(_read(root, "schemes.csv", f"slug {' '.join(BILINGUAL)}", problems), problems)
    columns = f"scheme slug notation {' '.join(BILINGUAL + EXPLANATION + SCOPE_NOTES)} broader exact_match focus"
    concepts = _concepts(_read(root, "concepts.csv", columns, problems), schemes, problems)
    columns = f"slug annex section row part {' '.join((*SCHEME_OF_AXIS, *RELATIONS, *BILINGUAL, *EXPLANATION, *SCOPE_NOTES))}"
    known = _indicators(_read(root, "indicators.csv", columns, problems), concepts, problems)
    indicators = _placed(root, edition, known, problems)
    concepts = _mark_groups(concepts, known)
    columns = "indicator first_year last_year status reason established_by previous_value note_nl note_en place"
    remarks = _remarks(_read(root, f"{edition.slug}/remarks.csv", columns, problems), indicators, concepts, edition, problems)
    datasets = _datasets(_read(root, "datasets.csv", f"edition part {' '.join(_DATASET)}", problems), edition, problems)
    return Curation(edition, datasets, tuple(schemes.values()), concepts, indicators, remarks, known)


_DATASET = ("title_nl", "title_en", "description_nl", "description_en", "file", "dimensions", "measures", "attributes")
_PARTS = ("waarde", "celstatus", "mutatie", "afgeleid")


def _read(root: Path, file: str, columns: str, problems: list[Problem]) -> list[Record]:
    name = f"data/curation/{file}"
    return read_records(root / name, name, columns.split(), problems)


def _texts(record: Record, columns: tuple[str, ...]) -> dict[str, str]:
    return {column: record[column] for column in columns if record[column]}


def _is_slug(record: Record, column: str, problems: list[Problem]) -> bool:
    if iris.is_slug(record[column]):
        return True
    problems.append(record.problem(column, "not a slug", "use lower-case letters, digits and single hyphens"))
    return False


def _datasets(records: list[Record], edition: Edition, problems: list[Problem]) -> dict[str, dict[str, str]]:
    found = {}
    for record in index(records, ("edition", "part"), problems).values():
        if one_of(record, "part", _PARTS, problems) and filled(record, _DATASET, problems) and record["edition"] == edition.slug:
            found[record["part"]] = _texts(record, _DATASET)
    return found


def _schemes(records: list[Record], problems: list[Problem]) -> dict[str, Scheme]:
    found = {}
    for record in index(records, ("slug",), problems).values():
        if _is_slug(record, "slug", problems) and filled(record, BILINGUAL, problems):
            found[record["slug"]] = Scheme(record["slug"], _texts(record, BILINGUAL))
    return found


def _concepts(records: list[Record], schemes: Mapping[str, Scheme], problems: list[Problem]) -> dict[tuple[str, str], Concept]:
    concepts: dict[tuple[str, str], Concept] = {}
    by_key = index(records, ("scheme", "slug"), problems)
    for language in ("label_nl", "label_en"):
        index(by_key.values(), ("scheme", language), problems)
    for record in by_key.values():
        known = one_of(record, "scheme", schemes, problems)
        complete = filled(record, BILINGUAL + (EXPLANATION if record["scheme"] == "voorziening" else ()), problems)
        if record["broader"] and (record["scheme"], record["broader"]) not in by_key:
            problems.append(record.problem("broader", "unknown concept", "use a slug of the same scheme"))
        if _is_slug(record, "slug", problems) and known and complete:
            texts = _texts(record, BILINGUAL + EXPLANATION + SCOPE_NOTES)
            notation = record["notation"] or record["slug"]
            links = record["broader"], record["exact_match"], record["focus"]
            concepts[record["scheme"], record["slug"]] = Concept(record["scheme"], record["slug"], notation, texts, *links)
    return concepts


def _mark_groups(
    concepts: Mapping[tuple[str, str], Concept], indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str], Concept]:
    """A facility without an indicator of its own is a group of those that have it as their broader one."""
    with_figures = {indicator.axes.get("facility") for indicator in indicators.values()}
    return {
        key: concept._replace(is_group=True) if key[0] == "voorziening" and key[1] not in with_figures else concept
        for key, concept in concepts.items()
    }


def _indicators(
    records: list[Record], concepts: Mapping[tuple[str, str], Concept], problems: list[Problem]
) -> dict[str, Indicator]:
    slugs_of: dict[str, list[str]] = {}
    for scheme, slug in concepts:
        slugs_of.setdefault(scheme, []).append(slug)
    by_slug = {key[0]: record for key, record in index(records, ("slug",), problems).items()}
    for columns in (("label_nl",), ("label_en",)):
        index(by_slug.values(), columns, problems)
    index((record for record in by_slug.values() if record["row"]), _PLACE, problems)
    indicators: dict[str, Indicator] = {}
    for record in by_slug.values():
        for axis, scheme in SCHEME_OF_AXIS.items():
            one_of(record, axis, slugs_of.get(scheme, ()), problems, optional=axis not in REQUIRED_AXES)
        for relation in RELATIONS:
            one_of(record, relation, by_slug, problems, optional=True)
        filled(record, BILINGUAL + EXPLANATION, problems)
        _check_kind(record, problems)
        if _is_slug(record, "slug", problems):
            indicators[record["slug"]] = _indicator(record, problems)
    return indicators


def _check_kind(record: Record, problems: list[Problem]) -> None:
    """A stock is a count on a date, a flow a count over a year, and a share and a ratio have units of their own."""
    kind = record["kind"]
    for column, fits in (("unit", UNIT_OF_KIND), ("time_basis", _TIME_BASIS_OF_KIND)):
        expected = fits.get(kind, record[column])
        if record[column] != expected:
            problems.append(
                record.problem(column, f"not the {column.replace('_', ' ')} of {kind}", f"use {expected}, or correct the kind")
            )


def _indicator(record: Record, problems: list[Problem]) -> Indicator:
    return Indicator(
        slug=record["slug"],
        texts=_texts(record, BILINGUAL + EXPLANATION + SCOPE_NOTES),
        axes=_texts(record, tuple(SCHEME_OF_AXIS)),
        relations=_texts(record, RELATIONS),
        annex=record["annex"],
        section=record["section"],
        row=_row(record, problems),
        part=record["part"],
        table_key=iris.table_key(record["annex"], record["section"]),
        record=record,
    )


def _row(record: Record, problems: list[Problem]) -> int:
    """The row in the first edition; 0 of an indicator that came with a later one, whose places.csv says where."""
    if not any(record[column] for column in _PLACE):
        return 0
    return positive(record, "row", problems)


def _placed(root: Path, edition: Edition, known: Mapping[str, Indicator], problems: list[Problem]) -> dict[str, Indicator]:
    """The indicators that have a row in an edition, at their place there.

    That is said by ``places.csv`` of the edition, or without one by ``indicators.csv`` itself. A relation with what is not
    in this edition is left out.
    """
    file, found = f"{edition.slug}/places.csv", {slug: one for slug, one in known.items() if one.row}
    if (root / "data" / "curation" / file).exists():
        records = _read(root, file, f"indicator {' '.join(_PLACE)}", problems)
        index(records, _PLACE, problems)
        places = index(records, ("indicator",), problems)
        for record in places.values():
            one_of(record, "indicator", known, problems)
        found = {slug: _at(one, places[slug,], problems) for slug, one in known.items() if (slug,) in places}
    return {
        slug: one._replace(relations={name: other for name, other in one.relations.items() if other in found})
        for slug, one in found.items()
    }


def _at(indicator: Indicator, place: Record, problems: list[Problem]) -> Indicator:
    return indicator._replace(
        annex=place["annex"],
        section=place["section"],
        row=positive(place, "row", problems),
        part=place["part"],
        table_key=iris.table_key(place["annex"], place["section"]),
        record=place,
    )


def _remarks(
    records: list[Record],
    indicators: Mapping[str, Indicator],
    concepts: Mapping[tuple[str, str], Concept],
    edition: Edition,
    problems: list[Problem],
) -> dict[tuple[str, int], tuple[Remark, ...]]:
    reasons = [slug for scheme, slug in concepts if scheme == "reden"]
    found: dict[tuple[str, int], tuple[Remark, ...]] = {}
    for record in records:
        known = one_of(record, "indicator", indicators, problems)
        one_of(record, "status", FLAGS + GAPS, problems, optional=True)
        one_of(record, "reason", reasons, problems, optional=record["status"] not in GAPS)
        one_of(record, "established_by", ("bron", "bewerker"), problems, optional=not record["status"])
        filled(record, ("note_nl", "note_en", "place"), problems)
        first, last = (_year(record, column, edition.years, problems) for column in ("first_year", "last_year"))
        if last < first:
            problems.append(record.problem("last_year", "before the first year", "put the earlier year first"))
        if record["reason"] and record["status"] not in GAPS:
            problems.append(record.problem("reason", "a reason without a gap", f"give the status {', '.join(GAPS)}"))
        if known and first and last:
            remark = _remark(record, first, last, problems)
            for year in range(first, last + 1):
                found[remark.indicator, year] = (*found.get((remark.indicator, year), ()), remark)
    return found


def _year(record: Record, column: str, years: range, problems: list[Problem]) -> int:
    value = positive(record, column, problems)
    if value and value not in years:
        problems.append(record.problem(column, "year out of range", f"use a year from {years[0]} to {years[-1]}"))
    return value


def _remark(record: Record, first: int, last: int, problems: list[Problem]) -> Remark:
    previous = positive(record, "previous_value", problems) if record["previous_value"] else None
    return Remark(
        indicator=record["indicator"],
        first=first,
        last=last,
        status=record["status"],
        reason=record["reason"],
        established_by=record["established_by"],
        previous_value=previous,
        note_nl=record["note_nl"],
        note_en=record["note_en"],
        place=record["place"],
        record=record,
    )
