"""What only this publication can check of itself: that numbers, gaps and changes follow from the printed cells.

Works on the published triples alone, so that it finds what went wrong after the build as well as in it.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.checks.findings import VERDICT_CHECKS
from mdo_rdf.checks.published import DERIVED_FROM, Facts, mdo, name_of, sdmx
from mdo_rdf.checks.references import DESCRIPTION_CHECKS
from mdo_rdf.datacube.constraints import shown
from mdo_rdf.datacube.cube import RDF_TYPE, Cube, Term
from mdo_rdf.datacube.results import Culprit, Finding, findings_of, read_rules
from mdo_rdf.edition.changes import verdict
from mdo_rdf.inputs.notation import Absence, Figure, Qualifier, UnknownNotationError, read_cell, read_change, round_half_up
from mdo_rdf.iris import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COMMENT = NamedNode(PREFIXES["rdfs"] + "comment")


def check_consistency(cube: Cube, edition: str) -> list[Finding]:
    """All places where a published edition contradicts itself, by rule and then by place."""
    facts = Facts(cube, edition)
    found = []
    for name, check in _CHECKS.items():
        found += findings_of(read_rules()[name], check(facts))
    return found


def _values(facts: Facts) -> Iterator[Culprit]:
    for observation in facts.values:
        text, value = facts.text(observation), facts.one(observation, mdo("waarde"))
        if text is None or value is None:
            continue  # the shapes say so
        printed = _figure(facts, observation, text)
        if printed is None:
            yield facts.shown(observation), f'{shown(value)} from "{text}"'
            continue
        unit, qualifier, step = _form(facts, observation, printed)
        steps = facts.all(observation, mdo("afrondingseenheid"))
        stated = (
            name_of(facts.one(observation, sdmx("unitMeasure"))),
            name_of(facts.one(observation, mdo("kwalificatie"))),
            [_decimal(found) for found in steps],
        )
        if _decimal(value) != printed.value or stated != (unit, qualifier, step):
            shape = f"{unit} {qualifier}{''.join(f' {one}' for one in step)}"
            yield (
                facts.shown(observation),
                f'{shown(value)} {" ".join(map(str, stated[:2]))} from "{text}", which is {printed.value} {shape}',
            )
        elif (shown(getattr(value, "datatype", None)) == PREFIXES["xsd"] + "integer") != (unit == "aantal"):
            yield facts.shown(observation), f"{shown(getattr(value, 'datatype', None))} for {unit}"


def _decimal(term: Term | None) -> Decimal | None:
    """The number that a literal stands for, or None where it is no finite number."""
    try:
        number = Decimal(shown(term))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _figure(facts: Facts, observation: int, text: str) -> Figure | None:
    """The figure of a cell that belongs to the indicator of an observation."""
    try:
        figures = read_cell(text)
    except UnknownNotationError:
        return None
    if isinstance(figures, Absence):
        return None
    indicator = facts.one(observation, mdo("indicator"))
    words = {name_of(facts.about(indicator, mdo("telEenheid"))), name_of(facts.about(indicator, mdo("termijn")))}
    terms = {f"p{weeks}w" for figure in figures for weeks in figure.part.split() if weeks.isdigit() and f"p{weeks}w" in words}
    fitting = [
        figure
        for figure in figures
        if not figure.part or figure.part in words or any(figure.part == f"na {term[1:-1]} weken" for term in terms)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _form(facts: Facts, observation: int, figure: Figure) -> tuple[str, str, list[Decimal | None]]:
    """Unit, qualifier and rounding unit that the figure asks for; a ratio is a mean, rounded to a whole number."""
    kind = name_of(facts.about(facts.one(observation, mdo("indicator")), mdo("soort")))
    if kind == "verhouding":
        return "verhouding", Qualifier.ROUNDED.value, [Decimal(1)]
    step: list[Decimal | None] = [] if figure.rounding_unit is None else [figure.rounding_unit]
    return "percentage" if figure.is_percentage else "aantal", figure.qualifier.value, step


def _places(facts: Facts) -> Iterator[Culprit]:
    for observation in (*facts.values, *facts.statuses):
        cell = facts.cell(observation)
        indicator, year = facts.key(observation)
        column = facts.about(cell, mdo("kolom"))
        if column is not None and shown(column) != year:
            yield facts.shown(observation), f"{year} from column {shown(column)}"
        for name in ("tabel", "rij"):
            stated, expected = facts.about(cell, mdo(name)), facts.about(indicator, mdo(name))
            if stated is not None and stated != expected:
                yield facts.shown(observation), shown(cell)


_STATUS_OF = {"niet-uitgevraagd": "l", "bestaat-niet": "m"}
"""The status that goes with the reason of a gap; with the other reasons it is O."""


def _statuses(facts: Facts) -> Iterator[Culprit]:
    yield from _uncovered_cells(facts)
    values = {facts.key(observation): observation for observation in facts.values}
    known = set()
    for observation in facts.statuses:
        key = facts.key(observation)
        known.add(key)
        reason, status = name_of(facts.one(observation, mdo("reden"))), facts.one(observation, mdo("celstatus"))
        value = values.get(key)
        text = facts.text(observation)
        if (value is None) != bool(reason):
            yield facts.shown(observation), "a value and a reason for a gap" if reason else "neither a value nor a reason"
        elif value is not None and status not in facts.all(value, sdmx("obsStatus")):
            yield facts.shown(observation), f"{name_of(status)} is not a status of the value"
        elif reason and text is not None and _absence(text) is not (Absence.MALFORMED if reason == "misvormd" else Absence.GAP):
            yield facts.shown(observation), f'{reason} for "{text}"'
        elif reason and _STATUS_OF.get(reason, "o") != name_of(status):
            yield facts.shown(observation), f"{name_of(status)} for {reason}"
    yield from ((facts.shown(values[key]), "a value without a cell status") for key in values.keys() - known)
    gaps = {facts.key(observation) for observation in facts.statuses if facts.all(observation, mdo("reden"))}
    for observation in facts.changes:
        indicator, year = facts.key(observation)
        base = name_of(facts.one(observation, mdo("basisjaar")))
        if {(indicator, year), (indicator, base)} & gaps:
            yield facts.shown(observation), "a change from or to a gap"


def _remarks(facts: Facts) -> Iterator[Culprit]:
    """A special status says who established it and has a note; value and cell status say the same; a correction corrects."""
    values = {facts.key(observation): observation for observation in facts.values}
    for observation in facts.statuses:
        value = values.get(facts.key(observation))
        flags = {name_of(one) for one in facts.all(value, sdmx("obsStatus"))} if value is not None else {"gap"}
        established = facts.all(observation, mdo("vastgesteldDoor"))
        if ("a" in flags) != (flags == {"a"}):
            yield facts.shown(observation), "normal and special at once"
        if (flags == {"a"}) == bool(established):
            yield (
                facts.shown(observation),
                "established by someone, but normal" if established else "special, and nobody established it",
            )
        yield from _notes(facts, observation, is_special=flags != {"a"})
        if value is not None:
            yield from _twins(facts, value, observation)


def _notes(facts: Facts, observation: int, *, is_special: bool) -> Iterator[Culprit]:
    notes = facts.all(observation, _COMMENT)
    languages = [getattr(note, "language", "") for note in notes]
    if is_special and not notes:
        yield facts.shown(observation), "a special status without a note"
    if languages.count("nl") != languages.count("en") or set(languages) - {"nl", "en"}:
        yield facts.shown(observation), "not a note in Dutch for each one in English"
    if bool(notes) != bool(facts.all(observation, mdo("vindplaats"))):
        yield facts.shown(observation), "a note and its place in the report go together"


def _twins(facts: Facts, value: int, status: int) -> Iterator[Culprit]:
    for name in (mdo("vastgesteldDoor"), mdo("vindplaats"), _COMMENT):
        if set(facts.all(value, name)) != set(facts.all(status, name)):
            yield facts.shown(value), f"another {name.value.rpartition('#')[2]} than its cell status"
    if facts.one(value, mdo("waarde")) in facts.all(value, mdo("vorigeWaarde")):
        yield facts.shown(value), "corrected to the same value"


def _absence(text: str) -> Absence | None:
    try:
        read = read_cell(text)
    except UnknownNotationError:
        return None
    return read if isinstance(read, Absence) else None


def _uncovered_cells(facts: Facts) -> Iterator[Culprit]:
    """Printed year cells without a status, and observations of statuses that do not say which cell."""
    covered = {facts.cell(observation) for observation in facts.statuses}
    for cell in facts.cube.subjects(RDF_TYPE, mdo("Cel")):
        if shown(facts.about(cell, mdo("kolom"))) not in ("%", "None") and cell not in covered:
            yield shown(cell), "a printed cell without a status"


def _dates(facts: Facts) -> Iterator[Culprit]:
    for observation in facts.values:
        indicator, year = facts.key(observation)
        stated = [shown(date) for date in facts.all(observation, mdo("peildatum"))]
        is_stock = name_of(facts.about(indicator, mdo("meetbasis"))) == "peildatum"
        if stated != ([f"{year}-12-31"] if is_stock else []):
            yield facts.shown(observation), " ".join(stated) or "no reference date"


def _changes(facts: Facts) -> Iterator[Culprit]:
    stated = {facts.key(observation): observation for observation in facts.changes}
    computable = dict(_computable(facts))
    yield from ((shown(key[0]), f"no change for {key[1]}") for key in computable.keys() - stated.keys())
    for key, observation in stated.items():
        if key in computable:
            yield from ((facts.shown(observation), wrong) for wrong in _wrong_change(facts, observation, *computable[key]))
        else:
            yield facts.shown(observation), "this change cannot be computed"


def _wrong_change(facts: Facts, observation: int, base: int, figure: int) -> Iterator[str]:
    """What is wrong with a change from one value to another."""
    exact = _percent(facts, base, figure)
    stated = [_decimal(term) for term in facts.all(observation, mdo("mutatie"))]
    if stated != [round_half_up(exact, 1)]:
        yield f"{' '.join(map(str, stated))}, not {round_half_up(exact, 1)}"
    for name, wanted in (("basisjaar", facts.key(base)[1]), ("oordeel", _printed_verdict(facts, observation, exact))):
        found = [name_of(term) for term in facts.all(observation, mdo(name))]
        if found != [wanted]:
            yield f"{name} {' '.join(found) or 'missing'}, not {wanted}"
    if _flags(facts, base, figure) != {name_of(term) for term in facts.all(observation, sdmx("obsStatus"))}:
        yield "not the status of its two values"
    yield from _wrong_source(facts, observation, base, figure)


def _wrong_source(facts: Facts, observation: int, base: int, figure: int) -> Iterator[str]:
    sources = set(facts.all(observation, DERIVED_FROM))
    stated = {source for source in sources if facts.cube.objects(source, mdo("kolom"))}
    # Of two figures in a cell the percentage is about one, and only the report's reader knows which.
    cells = stated if facts.figures_of_cell[facts.cell(figure)] > 1 else _printed_changes(facts, figure)
    if {facts.cube.terms[base], facts.cube.terms[figure]} - sources:
        yield "not derived from its two values"
    if stated != cells:
        yield "not derived from the cell of its percentage"
    texts = [shown(text) for cell in cells for text in facts.cube.objects(cell, mdo("tekst"))]
    if [shown(text) for text in facts.all(observation, mdo("gedrukteTekst"))] != texts:
        yield "not the printed text of its cell"


def _printed_changes(facts: Facts, figure: int) -> set[Term]:
    """The cell of the percentage column about a figure: that of its row, where it is of the last year of its table."""
    cell = facts.cell(figure)
    table, row = facts.about(cell, mdo("tabel")), facts.about(cell, mdo("rij"))
    return facts.percentage_cells.get((table, row), set()) if facts.last_year(table) == facts.key(figure)[1] else set()


def _computable(facts: Facts) -> Iterator[tuple[tuple[Term | None, str], tuple[int, int]]]:
    """The pairs of neighbouring printed figures of an indicator that can be compared, by indicator and year."""
    malformed = {facts.key(one) for one in facts.statuses if name_of(facts.one(one, mdo("reden"))) == "misvormd"}
    series: dict[Term | None, dict[str, int | None]] = {}
    for indicator, year in malformed:
        series.setdefault(indicator, {})[year] = None
    for observation in facts.values:
        indicator, year = facts.key(observation)
        series.setdefault(indicator, {})[year] = observation
    for indicator, by_year in series.items():
        years = sorted(by_year)
        for before, year in pairwise(years):
            base, figure = by_year[before], by_year[year]
            if base is None or figure is None:
                continue
            bounds = {name_of(facts.one(one, mdo("kwalificatie"))) for one in (base, figure)}
            if "ondergrens" not in bounds and _number(facts, base):
                yield (indicator, year), (base, figure)


def _number(facts: Facts, observation: int) -> Decimal:
    return _decimal(facts.one(observation, mdo("waarde"))) or Decimal(0)


def _percent(facts: Facts, base: int, figure: int) -> Fraction:
    return (Fraction(_number(facts, figure)) / Fraction(_number(facts, base)) - 1) * 100


def _printed_verdict(facts: Facts, observation: int, exact: Fraction) -> str:
    """The verdict on the percentage that the change says is printed."""
    texts = [shown(text) for text in facts.all(observation, mdo("gedrukteTekst"))]
    try:
        return verdict(exact, read_change(texts[0]) if texts else None)
    except UnknownNotationError:
        return "a printed text that is no percentage"


def _flags(facts: Facts, base: int, figure: int) -> set[str]:
    flags = {one: {name_of(term) for term in facts.all(one, sdmx("obsStatus"))} for one in (base, figure)}
    either = (flags[base] | flags[figure]) - {"a", "b"}
    return (either | ({"b"} & flags[figure])) or {"a"}


_CHECKS: dict[str, Callable[[Facts], Iterator[Culprit]]] = {
    "mdo-waarde": _values,
    "mdo-plaats": _places,
    "mdo-status": _statuses,
    "mdo-opmerking": _remarks,
    "mdo-peildatum": _dates,
    "mdo-mutatie": _changes,
    **DESCRIPTION_CHECKS,
    **VERDICT_CHECKS,
}
