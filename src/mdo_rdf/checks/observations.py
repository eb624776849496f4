"""What only this publication can check of itself: that numbers, gaps and changes follow from the printed cells.

All checks look at the published triples alone, so that they find what went wrong after the build as well as in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pyoxigraph import NamedNode

from mdo_rdf.checks.findings import AUDIT_CHECKS
from mdo_rdf.checks.published import DERIVED_FROM, PublishedEdition, mdo, name_of, number_of, sdmx
from mdo_rdf.checks.references import REFERENCE_CHECKS
from mdo_rdf.datacube.constraints import shown
from mdo_rdf.datacube.cube import RDF_TYPE, Cube, RdfTerm
from mdo_rdf.datacube.results import Breach, Result, read_rules, results_of
from mdo_rdf.edition.changes import verdict
from mdo_rdf.inputs.notation import Absence, Figure, Qualifier, UnknownNotationError, read_cell, read_change, round_half_up
from mdo_rdf.iris import LANGUAGES, PREFIXES

_COMMENT = NamedNode(PREFIXES["rdfs"] + "comment")
_WEEKS = re.compile(r"p[0-9]+w")


def check_consistency(cube: Cube, slug: str) -> list[Result]:
    """All places where a published edition contradicts itself, by rule and then by place."""
    edition = PublishedEdition(cube, slug)
    return [result for name, check in _CHECKS.items() for result in results_of(read_rules()[name], check(edition))]


def _values(edition: PublishedEdition) -> Iterator[Breach]:
    for observation in edition.values:
        text, value = edition.text(observation), edition.first(observation, mdo("waarde"))
        if text is None or value is None:
            continue  # the shapes say so
        printed = _figure(edition, observation, text)
        if printed is None:
            yield edition.shown(observation), f'{shown(value)} from "{text}"'
            continue
        unit, qualifier, step = _form(edition, observation, printed)
        stated = tuple(name_of(edition.first(observation, name)) for name in (sdmx("unitMeasure"), mdo("kwalificatie")))
        steps = [number_of(literal) for literal in edition.all(observation, mdo("afrondingseenheid"))]
        if number_of(value) != printed.value or (*stated, steps) != (unit, qualifier, step):
            form = " ".join(map(str, (printed.value, unit, qualifier, *step)))
            yield edition.shown(observation), f'{shown(value)} {" ".join(stated)} from "{text}", which is {form}'
        elif (shown(getattr(value, "datatype", None)) == PREFIXES["xsd"] + "integer") != (unit == "aantal"):
            yield edition.shown(observation), f"{shown(getattr(value, 'datatype', None))} for {unit}"


def _figure(edition: PublishedEdition, observation: int, text: str) -> Figure | None:
    """The figure of a cell that belongs to the indicator of an observation."""
    figures = _read(text)
    if isinstance(figures, Absence):
        return None
    indicator = edition.first(observation, mdo("indicator"))
    words = {name_of(edition.about(indicator, mdo("telEenheid"))), name_of(edition.about(indicator, mdo("termijn")))}
    parts = {"", *words, *(f"na {word[1:-1]} weken" for word in words if _WEEKS.fullmatch(word))}
    fitting = [figure for figure in figures if figure.part in parts]
    return fitting[0] if len(fitting) == 1 else None


def _form(edition: PublishedEdition, observation: int, figure: Figure) -> tuple[str, str, list[Decimal | None]]:
    """Unit, qualifier and rounding unit that the figure asks for; a ratio is a mean, rounded to a whole number."""
    kind = name_of(edition.about(edition.first(observation, mdo("indicator")), mdo("soort")))
    if kind == "verhouding":
        return "verhouding", Qualifier.ROUNDED.value, [Decimal(1)]
    step: list[Decimal | None] = [] if figure.rounding_unit is None else [figure.rounding_unit]
    return "percentage" if figure.is_percentage else "aantal", figure.qualifier.value, step


def _places(edition: PublishedEdition) -> Iterator[Breach]:
    for observation in (*edition.values, *edition.statuses):
        cell = edition.cell(observation)
        indicator, year = edition.key(observation)
        column = edition.about(cell, mdo("kolom"))
        if column is not None and shown(column) != year:
            yield edition.shown(observation), f"{year} from column {shown(column)}"
        for name in ("tabel", "rij"):
            stated, expected = edition.about(cell, mdo(name)), edition.about(indicator, mdo(name))
            if stated is not None and stated != expected:
                yield edition.shown(observation), shown(cell)


_STATUS_OF = {"niet-uitgevraagd": "l", "bestaat-niet": "m"}
"""The status that goes with the reason of a gap; with the other reasons it is O."""


def _statuses(edition: PublishedEdition) -> Iterator[Breach]:
    yield from _uncovered_cells(edition)
    for observation in edition.statuses:
        reason, status = name_of(edition.first(observation, mdo("reden"))), edition.first(observation, mdo("celstatus"))
        value, text = edition.value_of.get(edition.key(observation)), edition.text(observation)
        if (value is None) != bool(reason):
            yield edition.shown(observation), "a value and a reason for a gap" if reason else "neither a value nor a reason"
        elif value is not None and status not in edition.all(value, sdmx("obsStatus")):
            yield edition.shown(observation), f"{name_of(status)} is not a status of the value"
        elif reason and text is not None and _read(text) is not (Absence.MALFORMED if reason == "misvormd" else Absence.GAP):
            yield edition.shown(observation), f'{reason} for "{text}"'
        elif reason and _STATUS_OF.get(reason, "o") != name_of(status):
            yield edition.shown(observation), f"{name_of(status)} for {reason}"
    bare = edition.value_of.keys() - set(map(edition.key, edition.statuses))
    yield from ((edition.shown(edition.value_of[key]), "a value without a cell status") for key in bare)
    gaps = {edition.key(observation) for observation in edition.statuses if edition.all(observation, mdo("reden"))}
    for observation in edition.changes:
        indicator, year = edition.key(observation)
        base = name_of(edition.first(observation, mdo("basisjaar")))
        if {(indicator, year), (indicator, base)} & gaps:
            yield edition.shown(observation), "a change from or to a gap"


def _remarks(edition: PublishedEdition) -> Iterator[Breach]:
    """A special status says who established it and has a note; value and cell status say the same; a correction corrects."""
    for observation in edition.statuses:
        value = edition.value_of.get(edition.key(observation))
        flags = {name_of(flag) for flag in edition.all(value, sdmx("obsStatus"))} if value is not None else {"gap"}
        established = edition.all(observation, mdo("vastgesteldDoor"))
        if ("a" in flags) != (flags == {"a"}):
            yield edition.shown(observation), "normal and special at once"
        if (flags == {"a"}) == bool(established):
            wrong = "established by someone, but normal" if established else "special, and nobody established it"
            yield edition.shown(observation), wrong
        yield from _notes(edition, observation, is_special=flags != {"a"})
        if value is not None:
            yield from _twins(edition, value, observation)


def _notes(edition: PublishedEdition, observation: int, *, is_special: bool) -> Iterator[Breach]:
    notes = edition.all(observation, _COMMENT)
    languages = [getattr(note, "language", "") for note in notes]
    if is_special and not notes:
        yield edition.shown(observation), "a special status without a note"
    if len({languages.count(language) for language in LANGUAGES}) > 1 or set(languages) - set(LANGUAGES):
        yield edition.shown(observation), "not a note in Dutch for each one in English"
    if bool(notes) != bool(edition.all(observation, mdo("vindplaats"))):
        yield edition.shown(observation), "a note and its place in the report go together"


def _twins(edition: PublishedEdition, value: int, status: int) -> Iterator[Breach]:
    for name in (mdo("vastgesteldDoor"), mdo("vindplaats"), _COMMENT):
        if set(edition.all(value, name)) != set(edition.all(status, name)):
            yield edition.shown(value), f"another {name.value.rpartition('#')[2]} than its cell status"
    if edition.first(value, mdo("waarde")) in edition.all(value, mdo("vorigeWaarde")):
        yield edition.shown(value), "corrected to the same value"


def _read(text: str) -> tuple[Figure, ...] | Absence:
    """As ``read_cell``; no figures where it knows no such notation."""
    try:
        return read_cell(text)
    except UnknownNotationError:
        return ()


def _uncovered_cells(edition: PublishedEdition) -> Iterator[Breach]:
    """Printed year cells without a status, and observations of statuses that do not say which cell."""
    covered = {edition.cell(observation) for observation in edition.statuses}
    for cell in edition.cube.subjects(RDF_TYPE, mdo("Cel")):
        if shown(edition.about(cell, mdo("kolom"))) not in ("%", "None") and cell not in covered:
            yield shown(cell), "a printed cell without a status"


def _dates(edition: PublishedEdition) -> Iterator[Breach]:
    for observation in edition.values:
        indicator, year = edition.key(observation)
        stated = [shown(date) for date in edition.all(observation, mdo("peildatum"))]
        is_stock = name_of(edition.about(indicator, mdo("meetbasis"))) == "peildatum"
        if stated != ([f"{year}-12-31"] if is_stock else []):
            yield edition.shown(observation), " ".join(stated) or "no reference date"


def _changes(edition: PublishedEdition) -> Iterator[Breach]:
    stated = {edition.key(observation): observation for observation in edition.changes}
    computable = dict(_computable(edition))
    yield from ((shown(key[0]), f"no change for {key[1]}") for key in computable.keys() - stated.keys())
    for key, observation in stated.items():
        if key in computable:
            yield from ((edition.shown(observation), wrong) for wrong in _wrong_change(edition, observation, *computable[key]))
        else:
            yield edition.shown(observation), "this change cannot be computed"


def _wrong_change(edition: PublishedEdition, observation: int, base: int, figure: int) -> Iterator[str]:
    """What is wrong with a change from one value to another."""
    exact = _percent(edition, base, figure)
    stated = [number_of(term) for term in edition.all(observation, mdo("mutatie"))]
    if stated != [round_half_up(exact, 1)]:
        yield f"{' '.join(map(str, stated))}, not {round_half_up(exact, 1)}"
    for name, wanted in (("basisjaar", edition.key(base)[1]), ("oordeel", _printed_verdict(edition, observation, exact))):
        names = [name_of(term) for term in edition.all(observation, mdo(name))]
        if names != [wanted]:
            yield f"{name} {' '.join(names) or 'missing'}, not {wanted}"
    if _flags(edition, base, figure) != {name_of(term) for term in edition.all(observation, sdmx("obsStatus"))}:
        yield "not the status of its two values"
    yield from _wrong_source(edition, observation, base, figure)


def _wrong_source(edition: PublishedEdition, observation: int, base: int, figure: int) -> Iterator[str]:
    sources = set(edition.all(observation, DERIVED_FROM))
    stated = {source for source in sources if edition.cube.objects(source, mdo("kolom"))}
    # Of two figures in a cell the percentage is about one, and only the report's reader knows which.
    cells = stated if edition.figures_of_cell[edition.cell(figure)] > 1 else _printed_changes(edition, figure)
    if {edition.cube.terms[base], edition.cube.terms[figure]} - sources:
        yield "not derived from its two values"
    if stated != cells:
        yield "not derived from the cell of its percentage"
    texts = [shown(text) for cell in cells for text in edition.cube.objects(cell, mdo("tekst"))]
    if [shown(text) for text in edition.all(observation, mdo("gedrukteTekst"))] != texts:
        yield "not the printed text of its cell"


def _printed_changes(edition: PublishedEdition, figure: int) -> set[RdfTerm]:
    """The cell of the percentage column about a figure: that of its row, where it is of the last year of its table."""
    cell = edition.cell(figure)
    table, row = edition.about(cell, mdo("tabel")), edition.about(cell, mdo("rij"))
    return edition.percentage_cells.get((table, row), set()) if edition.last_year.get(table) == edition.key(figure)[1] else set()


def _computable(edition: PublishedEdition) -> Iterator[tuple[tuple[RdfTerm | None, str], tuple[int, int]]]:
    """The pairs of neighbouring printed figures of an indicator that can be compared, by indicator and year."""
    malformed = {edition.key(status) for status in edition.statuses if name_of(edition.first(status, mdo("reden"))) == "misvormd"}
    series: dict[RdfTerm | None, dict[str, int | None]] = defaultdict(dict)
    for (indicator, year), observation in {**dict.fromkeys(malformed), **edition.value_of}.items():
        series[indicator][year] = observation
    for indicator, by_year in series.items():
        years = sorted(by_year)
        for before, year in pairwise(years):
            base, figure = by_year[before], by_year[year]
            if base is None or figure is None:
                continue
            bounds = {name_of(edition.first(observation, mdo("kwalificatie"))) for observation in (base, figure)}
            if "ondergrens" not in bounds and _number(edition, base):
                yield (indicator, year), (base, figure)


def _number(edition: PublishedEdition, observation: int) -> Decimal:
    return number_of(edition.first(observation, mdo("waarde"))) or Decimal(0)


def _percent(edition: PublishedEdition, base: int, figure: int) -> Fraction:
    return (Fraction(_number(edition, figure)) / Fraction(_number(edition, base)) - 1) * 100


def _printed_verdict(edition: PublishedEdition, observation: int, exact: Fraction) -> str:
    """The verdict on the percentage that the change says is printed."""
    texts = [shown(text) for text in edition.all(observation, mdo("gedrukteTekst"))]
    try:
        return verdict(exact, read_change(texts[0]) if texts else None)
    except UnknownNotationError:
        return "a printed text that is no percentage"


def _flags(edition: PublishedEdition, base: int, figure: int) -> set[str]:
    """The statuses that a change has from its two values: a break is only one in the year in which it begins."""
    before, after = ({name_of(flag) for flag in edition.all(observation, sdmx("obsStatus"))} for observation in (base, figure))
    return ((before - {"b"}) | after) - {"a"} or {"a"}


_CHECKS: dict[str, Callable[[PublishedEdition], Iterator[Breach]]] = {
    "mdo-waarde": _values,
    "mdo-plaats": _places,
    "mdo-status": _statuses,
    "mdo-opmerking": _remarks,
    "mdo-peildatum": _dates,
    "mdo-mutatie": _changes,
    **REFERENCE_CHECKS,
    **AUDIT_CHECKS,
}
