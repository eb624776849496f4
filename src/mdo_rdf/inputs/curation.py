"""What the editors add to the report: indicators, concepts, remarks and titles."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError, Read, refuse
from mdo_rdf.inputs.strict_csv import (
    Field,
    Row,
    checked,
    columns,
    duplicates,
    in_slug_form,
    is_positive,
    one_of,
    positive,
    read_lines,
    read_rows,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.strict_csv import Check, Rows

_FOLDER = "data/curation"
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
    source: Row


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
    source: Row


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

    ``indicators`` are those that have a row in this edition, ``every_indicator`` those of any edition.
    """

    edition: Edition
    datasets: Mapping[str, Mapping[str, str]]
    schemes: tuple[Scheme, ...]
    concepts: Mapping[tuple[str, str], Concept]
    indicators: Mapping[str, Indicator]
    remarks: Mapping[tuple[str, int], tuple[Remark, ...]]
    every_indicator: Mapping[str, Indicator]


def the_edition(root: Path, edition: str) -> Edition:
    """What ``editions.csv`` says of one edition. Raises ``InvalidInputError`` and ``CannotTellError``, also where it has none."""
    rows = read_rows(root, f"{_FOLDER}/editions.csv", _EDITION, unique=[("edition",)])
    refuse(rows.problems)
    for row in rows.sound:
        if row["edition"] == edition:
            return row.make(
                Edition,
                slug=edition,
                years=range(int(row["first_year"]), int(row["last_year"]) + 1),
                known_dates=tuple(row["known_dates"].split()),
                earlier=tuple(sorted(other["edition"] for other in rows.sound if other["edition"] < edition)),
            )
    raise CannotTellError(f"{_FOLDER}/editions.csv: no edition {edition}")


_EDITION = (
    *columns("edition", "title", required=False),
    Field("first_year", positive),
    Field("last_year", positive),
    *columns("known_dates", "issued", "modified", "description_nl", "description_en", required=False),
)


def read_curation(root: Path, edition: Edition) -> Read[Curation]:
    """Read ``data/curation`` for one edition. Raises ``CannotTellError``."""
    scheme_rows = read_rows(
        root, f"{_FOLDER}/schemes.csv", (Field("slug", in_slug_form), *columns(*BILINGUAL)), unique=[("slug",)]
    )
    schemes = {row["slug"]: Scheme(row["slug"], row.texts(BILINGUAL)) for row in scheme_rows.sound}
    concept_rows = _concept_rows(root, schemes)
    concepts = {(row["scheme"], row["slug"]): _concept(row) for row in concept_rows.every if iris.is_slug(row["slug"])}
    indicator_rows = _indicator_rows(root, concepts)
    every_indicator = {row["slug"]: _indicator(row) for row in indicator_rows.every if iris.is_slug(row["slug"])}
    placed = _placed(root, edition, every_indicator)
    remark_rows = _remark_rows(root, edition, placed.value, concepts)
    dataset_rows = read_rows(root, f"{_FOLDER}/datasets.csv", _DATASETS, unique=[("edition", "part")])
    datasets = {row["part"]: row.texts(_DATASET) for row in dataset_rows.sound if row["edition"] == edition.slug}
    curation = Curation(
        edition,
        datasets,
        tuple(schemes.values()),
        _mark_groups(concepts, every_indicator),
        placed.value,
        _by_figure(_remark(row) for row in remark_rows.sound if row["indicator"] in placed.value),
        every_indicator,
    )
    every = (scheme_rows, concept_rows, indicator_rows, placed, remark_rows, dataset_rows)
    return Read(curation, tuple(chain.from_iterable(part.problems for part in every)))


_SCHEMES = (Field("slug", in_slug_form), *columns(*BILINGUAL))
_DATASET = ("title_nl", "title_en", "description_nl", "description_en", "file", "dimensions", "measures", "attributes")
_DATASETS = (Field("edition"), Field("part", one_of(("waarde", "celstatus", "mutatie", "afgeleid"))), *columns(*_DATASET))


# ---- Concepts ----


def _concept_rows(root: Path, schemes: Collection[str]) -> Rows:
    name = f"{_FOLDER}/concepts.csv"
    header = ("scheme", "slug", "notation", *BILINGUAL, *EXPLANATION, *SCOPE_NOTES, "broader", "exact_match", "focus")
    rows, broken = read_lines(root / name, name, header)
    slugs = {(row["scheme"], row["slug"]) for row in rows}

    def is_concept(row: Row, column: str) -> Iterator[Problem]:
        if (row["scheme"], row[column]) not in slugs:
            yield row.problem(column, "unknown concept", "use a slug of the same scheme")

    fields = (
        Field("scheme", one_of(schemes)),
        Field("slug", in_slug_form),
        *columns(*BILINGUAL),
        *(Field(column, required=lambda row: row["scheme"] == "voorziening") for column in EXPLANATION),
        Field("broader", is_concept, required=False),
    )
    return checked(rows, fields, [("scheme", "slug"), ("scheme", "label_nl"), ("scheme", "label_en")], broken)


def _concept(row: Row) -> Concept:
    return row.make(Concept, notation=row["notation"] or row["slug"], texts=row.texts(BILINGUAL + EXPLANATION + SCOPE_NOTES))


def _mark_groups(
    concepts: Mapping[tuple[str, str], Concept], indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str], Concept]:
    """A facility without an indicator of its own is a group of those that have it as their broader one."""
    with_figures = {indicator.axes.get("facility") for indicator in indicators.values()}
    return {
        key: concept._replace(is_group=True) if key[0] == "voorziening" and key[1] not in with_figures else concept
        for key, concept in concepts.items()
    }


# ---- Indicators ----


def _indicator_rows(root: Path, concepts: Collection[tuple[str, str]]) -> Rows:
    name = f"{_FOLDER}/indicators.csv"
    header = ("slug", *_PLACE, *SCHEME_OF_AXIS, *RELATIONS, *BILINGUAL, *EXPLANATION, *SCOPE_NOTES)
    rows, broken = read_lines(root / name, name, header)
    slugs = {row["slug"] for row in rows}
    slugs_of: dict[str, list[str]] = {}
    for scheme, concept in concepts:
        slugs_of.setdefault(scheme, []).append(concept)
    axes = (
        Field(axis, _is_of_kind(axis, slugs_of.get(scheme, ())), required=axis in REQUIRED_AXES)
        for axis, scheme in SCHEME_OF_AXIS.items()
    )
    fields = (
        Field("slug", in_slug_form),
        Field("row", positive, required=_has_place),
        *axes,
        *(Field(relation, one_of(slugs), required=False) for relation in RELATIONS),
        *columns(*BILINGUAL, *EXPLANATION),
    )
    unplaced = duplicates([row for row in rows if row["row"]], _PLACE)
    return checked(rows, fields, [("slug",), ("label_nl",), ("label_en",)], (*broken, *unplaced))


def _has_place(row: Row) -> bool:
    """Not of an indicator that came with a later edition, whose places.csv says where it stands."""
    return any(row[column] for column in _PLACE)


def _is_of_kind(axis: str, slugs: Collection[str]) -> Check:
    """A stock is a count on a date, a flow a count over a year, and a share and a ratio have units of their own."""

    def check(row: Row, column: str) -> Iterator[Problem]:
        yield from one_of(slugs)(row, column)
        expected = _FITTING.get(axis, {}).get(row["kind"], row[column])
        if row[column] != expected:
            rule = f"not the {column.replace('_', ' ')} of {row['kind']}"
            yield row.problem(column, rule, f"use {expected}, or correct the kind")

    return check


_FITTING = {"unit": UNIT_OF_KIND, "time_basis": _TIME_BASIS_OF_KIND}


def _indicator(row: Row) -> Indicator:
    return row.make(
        Indicator,
        texts=row.texts(BILINGUAL + EXPLANATION + SCOPE_NOTES),
        axes=row.texts(SCHEME_OF_AXIS),
        relations=row.texts(RELATIONS),
        row=int(row["row"]) if is_positive(row["row"]) else 0,
        table_key=iris.table_key(row["annex"], row["section"]),
        source=row,
    )


def _placed(root: Path, edition: Edition, every_indicator: Mapping[str, Indicator]) -> Read[dict[str, Indicator]]:
    """The indicators that have a row in an edition, at their place there.

    That is said by ``places.csv`` of the edition, or without one by ``indicators.csv`` itself. A relation with what is not
    in this edition is left out.
    """
    name = f"{_FOLDER}/{edition.slug}/places.csv"
    placed = {slug: indicator for slug, indicator in every_indicator.items() if indicator.row}
    problems: tuple[Problem, ...] = ()
    if (root / name).exists():
        fields = (Field("indicator", one_of(every_indicator)), *columns("annex", "section"), Field("row", positive), *_PART)
        rows = read_rows(root, name, fields, unique=[("indicator",), _PLACE])
        place_of = {row["indicator"]: row for row in rows.sound}
        placed = {slug: _at(indicator, place_of[slug]) for slug, indicator in every_indicator.items() if slug in place_of}
        problems = rows.problems
    return Read({slug: _within(indicator, placed) for slug, indicator in placed.items()}, problems)


_PART = columns("part", required=False)


def _at(indicator: Indicator, place: Row) -> Indicator:
    return indicator._replace(
        annex=place["annex"],
        section=place["section"],
        row=int(place["row"]),
        part=place["part"],
        table_key=iris.table_key(place["annex"], place["section"]),
        source=place,
    )


def _within(indicator: Indicator, placed: Collection[str]) -> Indicator:
    return indicator._replace(relations={name: other for name, other in indicator.relations.items() if other in placed})


# ---- Remarks ----


def _remark_rows(root: Path, edition: Edition, indicators: Collection[str], concepts: Collection[tuple[str, str]]) -> Rows:
    reasons = [concept for scheme, concept in concepts if scheme == "reden"]

    def is_reason(row: Row, column: str) -> Iterator[Problem]:
        yield from one_of(reasons)(row, column)
        if row[column] and row["status"] not in GAPS:
            yield row.problem(column, "a reason without a gap", f"give the status {', '.join(GAPS)}")

    def is_year(row: Row, column: str) -> Iterator[Problem]:
        yield from positive(row, column)
        if is_positive(row[column]) and int(row[column]) not in edition.years:
            yield row.problem(column, "year out of range", f"use a year from {edition.years[0]} to {edition.years[-1]}")

    def is_last_year(row: Row, column: str) -> Iterator[Problem]:
        yield from is_year(row, column)
        if is_positive(row["first_year"]) and is_positive(row[column]) and int(row[column]) < int(row["first_year"]):
            yield row.problem(column, "before the first year", "put the earlier year first")

    fields = (
        Field("indicator", one_of(indicators)),
        Field("first_year", is_year),
        Field("last_year", is_last_year),
        Field("status", one_of(FLAGS + GAPS), required=False),
        Field("reason", is_reason, required=lambda row: row["status"] in GAPS),
        Field("established_by", one_of(("bron", "bewerker")), required=lambda row: bool(row["status"])),
        Field("previous_value", positive, required=False),
        *columns("note_nl", "note_en", "place"),
    )
    return read_rows(root, f"{_FOLDER}/{edition.slug}/remarks.csv", fields)


def _remark(row: Row) -> Remark:
    return row.make(
        Remark,
        first=int(row["first_year"]),
        last=int(row["last_year"]),
        previous_value=int(row["previous_value"]) if row["previous_value"] else None,
        source=row,
    )


def _by_figure(remarks: Iterable[Remark]) -> dict[tuple[str, int], tuple[Remark, ...]]:
    of: dict[tuple[str, int], tuple[Remark, ...]] = {}
    for remark in remarks:
        for year in range(remark.first, remark.last + 1):
            of[remark.indicator, year] = (*of.get((remark.indicator, year), ()), remark)
    return of
