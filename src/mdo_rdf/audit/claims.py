"""The claims of the report's prose and notes, as they are printed, and what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.margins import ClaimedFigure, read_claimed
from mdo_rdf.edition.intervals import Expression, are_expressions, expressions
from mdo_rdf.errors import Read
from mdo_rdf.inputs.notation import UnknownNotationError
from mdo_rdf.inputs.strict_csv import Field, both, columns, filled, one_of, positive, read_rows
from mdo_rdf.inputs.transcription import section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Check, Row

PROSE = "hoofdlijnen"
PARTS = (PROSE, "A", "B", "C", "D")
PLACES = ("tekst", "inleiding", "toelichting", "voetnoot")
DIRECTIONS = ("stijging", "daling", "gelijk")


class Claim(NamedTuple):
    """One quantitative claim: where it stands, what it says as printed, and which figures it is about.

    ``printed`` and ``hedge`` are verbatim, each empty where nothing is printed; ``figure`` is what is printed as a number
    and ``margin`` what the hedge allows (a code of the scheme ``marge``). ``years`` are in order: the last is the year of
    the claim, the first the one it compares with. ``about`` is the amount that is claimed upon (a list, where the claim
    is about each), ``beside`` those that it is compared with; both are empty where the report has no figures for it.
    ``subject`` names it in Dutch and English where no indicator does; ``note`` says what the figures do not, and
    ``severity`` (a code of the scheme ``ernst``) how grave a contradiction is, where the editors judge it milder.
    """

    number: int
    part: str
    section: str
    place: str
    paragraph: str
    kind: str
    printed: str
    hedge: str
    direction: str
    figure: ClaimedFigure | None
    margin: str
    years: tuple[int, ...]
    about: tuple[Expression, ...]
    beside: tuple[Expression, ...]
    subject: tuple[str, str]
    note: tuple[str, str]
    severity: str

    @property
    def year(self) -> int:
        """The year that the claim is about."""
        return self.years[-1]


_NEEDS = {
    "niveau": "figure",
    "verandering": "figure base direction",
    "verschil": "figure base direction",
    "factor": "figure base",
    "drempel": "figure base direction",
    "aandeel": "figure beside",
    "richting": "base direction",
    "rang": "figure beside",
    "gelijkheid": "beside",
    "record": "base",
    "vanaf": "",
    "ontbreekt": "",
}
NOT_CHECKED = "overig"
KINDS = (*_NEEDS, NOT_CHECKED)
"""The codes of the scheme ``beweringsoort``; what each is checked by is in ``claim_checks``."""
_FIGURE = "getal"
_WITH_MARGIN = ("niveau", "verandering", "verschil", "factor", "aandeel", "richting")
_WITHOUT_FIGURE = ("richting", "record", "vanaf", "ontbreekt", "gelijkheid")
_SUBJECT = ("subject_nl", "subject_en")
_NOTE = ("note_nl", "note_en")


class _Rules(NamedTuple):
    """What claims are read by.

    ``margins`` is by what a hedge is said of (a figure or a direction) and its wording, ``notes`` the rows of the editors'
    notes by the number of the claim.
    """

    years: range
    indicators: Collection[str]
    margins: Mapping[tuple[str, str], str]
    notes: Mapping[str, Row]


def read_claims(root: Path, source: Path, curation: Curation, indicators: Collection[str]) -> Read[tuple[Claim, ...]]:
    """The claims in ``claims.csv`` of the folder ``source``, with the notes on them of ``data/curation`` under ``root``.

    ``indicators`` are the slugs of all of them, also of those that a draft lacks. Raises ``CannotTellError``.
    """
    hedges = read_rows(root, "data/curation/hedges.csv", _hedge_fields(curation), unique=[("said_of", "wording")])
    notes_file = f"data/curation/{curation.edition.slug}/claim-notes.csv"
    notes = read_rows(root, notes_file, _note_fields(curation), unique=[("claim",)])
    rules = _Rules(
        curation.edition.years,
        indicators,
        {(row["said_of"], row["wording"]): row["margin"] for row in hedges.every},
        {row["claim"]: row for row in notes.every},
    )
    published = f"data/source/{curation.edition.slug}"
    folder = published if source == root / published else str(source)
    claims = read_rows(root, f"{folder}/claims.csv", _claim_fields(rules), unique=[("number",)])
    problems = (*hedges.problems, *notes.problems, *claims.problems)
    return Read(tuple(_claim(row, rules) for row in claims.sound), problems)


def _hedge_fields(curation: Curation) -> tuple[Field, ...]:
    margins = [slug for scheme, slug in curation.concepts if scheme == "marge"]
    said_of, margin = Field("said_of", one_of((_FIGURE, *DIRECTIONS))), Field("margin", one_of(margins))
    return said_of, Field("wording", required=False), margin


def _note_fields(curation: Curation) -> tuple[Field, ...]:
    severities = [slug for scheme, slug in curation.concepts if scheme == "ernst"]
    return Field("claim", required=False), Field("severity", one_of(severities), required=False), *columns(*_NOTE)


def _claim_fields(rules: _Rules) -> tuple[Field, ...]:
    return (
        Field("number", positive),
        Field("part", one_of(PARTS)),
        Field("section", section),
        Field("place", one_of(PLACES)),
        Field("paragraph", required=False),
        Field("kind", one_of(KINDS)),
        Field("printed", _is_printed, printed=True),
        Field("value", _is_figure, required=False),
        Field("hedge", _is_hedge(rules.margins)),
        Field("direction", both(filled, one_of(DIRECTIONS)), required=lambda row: "direction" in _needs(row)),
        Field("years", _are_years(rules.years)),
        Field("indicators", _is_tested(rules)),
        Field(
            "compared_with",
            both(filled, are_expressions(rules.indicators)),
            required=lambda row: "beside" in _needs(row),
        ),
        *(Field(column, required=lambda row: not row["indicators"]) for column in _SUBJECT),
    )


def _needs(row: Row) -> str:
    """What a claim of this kind must have, if it has figures."""
    return _NEEDS.get(row["kind"], "") if row["indicators"] else ""  # another kind has been told of


def _claim(row: Row, rules: _Rules) -> Claim:
    note = rules.notes.get(row["number"])
    return row.make(
        Claim,
        number=int(row["number"]),
        figure=read_claimed(row[_figure_column(row)]) if _has_figure(row) else None,
        margin=rules.margins[_said_of(row), row["hedge"]] if row["kind"] in _WITH_MARGIN else "",
        years=tuple(map(int, row["years"].split())),
        about=expressions(row["indicators"]),
        beside=expressions(row["compared_with"]),
        subject=(row["subject_nl"], row["subject_en"]),
        note=(note["note_nl"], note["note_en"]) if note else ("", ""),
        severity=note["severity"] if note else "",
    )


# ---- The checks of a field ----


def _is_hedge(margins: Mapping[tuple[str, str], str]) -> Check:
    """What the hedge allows is known; a kind of claim that leaves no room needs none."""

    def check(row: Row, column: str) -> Iterator[Problem]:
        if row["kind"] in _WITH_MARGIN and (_said_of(row), row[column]) not in margins:
            remedy = f"add it to data/curation/hedges.csv, as said of {_said_of(row) or 'a direction'}; or correct it"
            yield row.problem(column, "unknown hedge", remedy)

    return check


def _said_of(row: Row) -> str:
    return row["direction"] if row["kind"] == "richting" else _FIGURE


def _are_years(years: range) -> Check:
    allowed = set(map(str, years))

    def check(row: Row, column: str) -> Iterator[Problem]:
        words = row[column].split()
        if not words or words != sorted(set(words)) or not set(words) <= allowed:
            remedy = f"write the year, or the years compared in order, from {min(allowed)} to {max(allowed)}"
            yield row.problem(column, "not years of the edition", remedy)
        if "base" in _needs(row) and len(words) == 1:
            yield row.problem(column, "no year to compare with", "write both years, the earlier one first")

    return check


def _figure_column(row: Row) -> str:
    """Where the figure claimed is: ``value``, where it is not printed in digits (a rank, “verdubbeld”), else ``printed``."""
    return "value" if row["value"] else "printed"


def _has_figure(row: Row) -> bool:
    return bool(row[_figure_column(row)]) and row["kind"] not in (NOT_CHECKED, *_WITHOUT_FIGURE)


def _is_printed(row: Row, column: str) -> Iterator[Problem]:
    if "figure" in _needs(row) and not row[column] + row["value"]:
        yield row.problem(column, f"a claim of the kind {row['kind']} has a figure", "fill it in")
    if not row["value"]:
        yield from _is_figure(row, column)


def _is_figure(row: Row, column: str) -> Iterator[Problem]:
    if not _has_figure(row):
        return
    try:
        read_claimed(row[column])
    except UnknownNotationError as error:
        remedy = "write the figure as printed, without its hedge; give it in digits as the value where it is printed in words"
        yield row.problem(column, str(error), remedy)


def _is_tested(rules: _Rules) -> Check:
    """A claim without indicators has a note that says why it cannot be tested."""

    def check(row: Row, column: str) -> Iterator[Problem]:
        yield from are_expressions(rules.indicators)(row, column)
        if not row[column] and row["number"] not in rules.notes:
            remedy = "name the indicators, or say in claim-notes.csv of data/curation why it cannot be tested"
            yield row.problem(column, "cannot be tested", remedy)

    return check
