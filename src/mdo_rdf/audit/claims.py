"""The claims of the report's prose and notes, as they are printed and what they are about; decides nothing on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.audit.margins import Claimed, read_claimed
from mdo_rdf.edition.intervals import Expression, expressions
from mdo_rdf.inputs.notation import UnknownNotationError
from mdo_rdf.inputs.strict_csv import filled, index, one_of, positive, read_records
from mdo_rdf.iris import is_section

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mdo_rdf.errors import Problem
    from mdo_rdf.inputs.curation import Curation
    from mdo_rdf.inputs.strict_csv import Record

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
    figure: Claimed | None
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


_COLUMNS = [
    "number",
    "part",
    "section",
    "place",
    "paragraph",
    "kind",
    "printed",
    "value",
    "hedge",
    "direction",
    "years",
    "indicators",
    "compared_with",
    "subject_nl",
    "subject_en",
]


def read_claims(
    root: Path, source: Path, curation: Curation, known: Collection[str], problems: list[Problem]
) -> tuple[Claim, ...]:
    """The claims in ``claims.csv`` of the folder ``source``, with the notes on them of ``data/curation`` under ``root``.

    ``known`` are the slugs of all indicators, also of those that a draft lacks. What is wrong is added to ``problems``.
    Raises ``CannotTellError``.
    """
    edition = curation.edition.slug
    margins = _margins(root, curation, problems)
    notes = _notes(root, curation, problems)
    published = f"data/source/{edition}"
    name = published if source == root / published else str(source)
    records = read_records(source / "claims.csv", f"{name}/claims.csv", _COLUMNS, problems)
    found = (
        _claim(record, curation, known, margins, notes, problems) for record in index(records, ("number",), problems).values()
    )
    return tuple(claim for claim in found if claim)


def _margins(root: Path, curation: Curation, problems: list[Problem]) -> dict[tuple[str, str], str]:
    """The margin of each hedge, by what it is said of (a figure or a direction) and its wording."""
    name, columns = "data/curation/hedges.csv", ("said_of", "wording", "margin")
    known = [slug for scheme, slug in curation.concepts if scheme == "marge"]
    records = index(read_records(root / name, name, columns, problems), ("said_of", "wording"), problems)
    for record in records.values():
        one_of(record, "said_of", (_FIGURE, *DIRECTIONS), problems)
        one_of(record, "margin", known, problems)
    return {(said_of, wording): record["margin"] for (said_of, wording), record in records.items()}


_FIGURE = "getal"
NOT_CHECKED = "overig"
_WITH_MARGIN = ("niveau", "verandering", "verschil", "factor", "aandeel", "richting")
_WITHOUT_FIGURE = ("richting", "record", "vanaf", "ontbreekt", "gelijkheid")


_Note = tuple[tuple[str, str], str]
"""A note in Dutch and English, and the severity that the editors judge right, if any."""


def _notes(root: Path, curation: Curation, problems: list[Problem]) -> dict[str, _Note]:
    name, columns = f"data/curation/{curation.edition.slug}/claim-notes.csv", ("claim", "severity", "note_nl", "note_en")
    severities = [slug for scheme, slug in curation.concepts if scheme == "ernst"]
    records = index(read_records(root / name, name, columns, problems), ("claim",), problems)
    for record in records.values():
        filled(record, ("note_nl", "note_en"), problems)
        one_of(record, "severity", severities, problems, optional=True)
    return {number: ((record["note_nl"], record["note_en"]), record["severity"]) for (number,), record in records.items()}


def _claim(
    record: Record,
    curation: Curation,
    known: Collection[str],
    margins: Mapping[tuple[str, str], str],
    notes: Mapping[str, _Note],
    problems: list[Problem],
) -> Claim | None:
    before = len(problems)
    for column, allowed in (("part", PARTS), ("place", PLACES), ("kind", KINDS)):
        one_of(record, column, allowed, problems)
    one_of(record, "direction", DIRECTIONS, problems, optional=True)
    if not is_section(record["section"]):
        problems.append(record.problem("section", "not a section number", "write it like 1, 1.10 or 1.6b"))
    number, years, figure = positive(record, "number", problems), _years(record, curation, problems), _figure(record, problems)
    margin = _margin(record, margins, problems)
    about, beside = (expressions(record, name, known, problems) for name in ("indicators", "compared_with"))
    _check_testable(record, bool(about), notes, problems)
    if len(problems) > before:
        return None
    note, severity = notes.get(record["number"], (("", ""), ""))
    return Claim(
        number=number,
        part=record["part"],
        section=record["section"],
        place=record["place"],
        paragraph=record["paragraph"],
        kind=record["kind"],
        printed=record["printed"],
        hedge=record["hedge"],
        direction=record["direction"],
        figure=figure,
        margin=margin,
        years=years,
        about=about,
        beside=beside,
        subject=(record["subject_nl"], record["subject_en"]),
        note=note,
        severity=severity,
    )


def _margin(record: Record, margins: Mapping[tuple[str, str], str], problems: list[Problem]) -> str:
    """What the hedge allows; nothing for a kind of claim that leaves no room."""
    if record["kind"] not in _WITH_MARGIN:
        return ""
    said_of = record["direction"] if record["kind"] == "richting" else _FIGURE
    margin = margins.get((said_of, record["hedge"]), "")
    if not margin:
        remedy = f"add it to data/curation/hedges.csv, as said of {said_of or 'a direction'}; or correct it"
        problems.append(record.problem("hedge", "unknown hedge", remedy))
    return margin


def _years(record: Record, curation: Curation, problems: list[Problem]) -> tuple[int, ...]:
    allowed = {str(year): year for year in curation.edition.years}
    words = record["years"].split()
    if words and words == sorted(set(words)) and set(words) <= allowed.keys():
        return tuple(allowed[word] for word in words)
    remedy = f"write the year, or the years compared in order, from {min(allowed)} to {max(allowed)}"
    problems.append(record.problem("years", "not years of the edition", remedy))
    return ()


def _figure(record: Record, problems: list[Problem]) -> Claimed | None:
    """The figure claimed: ``value``, where it is not printed in digits (a rank, “verdubbeld”), else ``printed``."""
    column = "value" if record["value"] else "printed"
    if not record[column] or record["kind"] in (NOT_CHECKED, *_WITHOUT_FIGURE):
        return None
    try:
        return read_claimed(record[column])
    except UnknownNotationError as error:
        remedy = "write the figure as printed, without its hedge; give it in digits as the value where it is printed in words"
        problems.append(record.problem(column, str(error), remedy))
        return None


def _check_testable(record: Record, has_figures: bool, notes: Mapping[str, _Note], problems: list[Problem]) -> None:
    """A claim with indicators has all that its check needs; one without has a note that says why."""
    if not has_figures:
        if record["number"] not in notes:
            remedy = "name the indicators, or say in claim-notes.csv of data/curation why it cannot be tested"
            problems.append(record.problem("indicators", "cannot be tested", remedy))
        filled(record, ("subject_nl", "subject_en"), problems)
        return
    needs = _NEEDS.get(record["kind"], "")  # another kind has been told of
    if "figure" in needs and not record["printed"] + record["value"]:
        problems.append(record.problem("printed", f"a claim of the kind {record['kind']} has a figure", "fill it in"))
    if "direction" in needs:
        filled(record, ("direction",), problems)
    if "beside" in needs:
        filled(record, ("compared_with",), problems)
    if "base" in needs and len(record["years"].split()) == 1:
        problems.append(record.problem("years", "no year to compare with", "write both years, the earlier one first"))


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
KINDS = (*_NEEDS, NOT_CHECKED)
"""The codes of the scheme ``beweringsoort``; what each is checked by is in ``reviews``."""
