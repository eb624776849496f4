"""What only this publication can check of itself: that numbers, gaps and changes follow from the printed cells.

Works on the published triples alone, so that it finds what went wrong after the build as well as in it.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mdo_rdf.cube import RDF_TYPE, Cube, Term, qb
from mdo_rdf.dutch import Absence, Figure, Qualifier, UnknownNotationError, read_cell, read_change, round_half_up
from mdo_rdf.findings import Finding, read_rules
from mdo_rdf.growth import verdict
from mdo_rdf.integrity import shown
from mdo_rdf.names import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Culprit = tuple[str, str]


def check_consistency(cube: Cube, edition: str) -> list[Finding]:
    """All places where a published edition contradicts itself, by rule and then by place."""
    facts = Facts(cube, edition)
    found = []
    for name, check in _CHECKS.items():
        rule = read_rules()[name]
        found += [Finding(name, focus, detail, rule.remedy_nl, rule.remedy_en) for focus, detail in sorted(set(check(facts)))]
    return found


def _mdo(name: str) -> NamedNode:
    return NamedNode(PREFIXES["mdo"] + name)


def _sdmx(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sdmx-attribute"] + name)


_DERIVED = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")


def _name(term: Term | None) -> str:
    """The last part of an IRI: the slug of a concept, the number of a year."""
    return getattr(term, "value", "").rpartition("/")[2]


class Facts:
    """The observations of one edition, with the few things that the checks ask of them again and again."""

    def __init__(self, cube: Cube, edition: str) -> None:
        self.cube = cube
        self.values = cube.members(NamedNode(f"{BASE}id/dataset/{edition}"))
        self.statuses = cube.members(NamedNode(f"{BASE}id/dataset/{edition}-celstatus"))
        self.changes = cube.members(NamedNode(f"{BASE}id/dataset/{edition}-mutatie"))
        self._several: dict[NamedNode, dict[int, list[Term]]] = {}

    def all(self, observation: int, name: NamedNode) -> list[Term]:
        """The values that an observation has of a property."""
        if name not in self._several:
            several: dict[int, list[Term]] = {}
            for holder, value in self.cube.pairs(name):
                several.setdefault(holder, []).append(self.cube.terms[value])
            self._several[name] = several
        return self._several[name].get(observation, [])

    def one(self, observation: int, name: NamedNode) -> Term | None:
        """The first of them, or None."""
        return next(iter(self.all(observation, name)), None)

    def about(self, term: Term | None, name: NamedNode) -> Term | None:
        """The first object of a statement about a thing that is not an observation."""
        return None if term is None else next(iter(self.cube.objects(term, name)), None)

    def shown(self, observation: int) -> str:
        """The name of an observation."""
        return shown(self.cube.terms[observation])

    def key(self, observation: int) -> tuple[Term | None, str]:
        """Indicator and year."""
        return self.one(observation, _mdo("indicator")), _name(self.one(observation, _mdo("jaar")))

    def cell(self, observation: int) -> Term | None:
        """The printed cell that an observation comes from."""
        return self.one(observation, _DERIVED)

    def text(self, observation: int) -> str | None:
        """The printed text of that cell."""
        found = self.about(self.cell(observation), _mdo("tekst"))
        return None if found is None else shown(found)


def _values(facts: Facts) -> Iterator[Culprit]:
    for observation in facts.values:
        text, value = facts.text(observation), facts.one(observation, _mdo("waarde"))
        if text is None or value is None:
            continue  # the shapes say so
        printed = _figure(facts, observation, text)
        if printed is None:
            yield facts.shown(observation), f'{shown(value)} from "{text}"'
            continue
        unit, qualifier, step = _form(facts, observation, printed)
        stated = (
            shown(value),
            _name(facts.one(observation, _sdmx("unitMeasure"))),
            _name(facts.one(observation, _mdo("kwalificatie"))),
            shown(facts.one(observation, _mdo("afrondingseenheid"))) if facts.all(observation, _mdo("afrondingseenheid")) else "",
        )
        is_integer = shown(getattr(value, "datatype", None)) == PREFIXES["xsd"] + "integer"
        if stated != (
            f"{printed.value.normalize():f}" if isinstance(printed.value, Decimal) else str(printed.value),
            unit,
            qualifier,
            step,
        ):
            yield facts.shown(observation), f'{" ".join(filter(None, stated))} from "{text}"'
        elif is_integer != (unit == "aantal"):
            yield facts.shown(observation), f"{shown(getattr(value, 'datatype', None))} for {unit}"


def _figure(facts: Facts, observation: int, text: str) -> Figure | None:
    """The figure of a cell that belongs to the indicator of an observation."""
    try:
        figures = read_cell(text)
    except UnknownNotationError:
        return None
    if isinstance(figures, Absence):
        return None
    indicator = facts.one(observation, _mdo("indicator"))
    words = {_name(facts.about(indicator, _mdo("telEenheid"))), _name(facts.about(indicator, _mdo("termijn")))}
    terms = {f"p{weeks}w" for figure in figures for weeks in figure.part.split() if weeks.isdigit() and f"p{weeks}w" in words}
    fitting = [
        figure
        for figure in figures
        if not figure.part or figure.part in words or any(figure.part == f"na {term[1:-1]} weken" for term in terms)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _form(facts: Facts, observation: int, figure: Figure) -> tuple[str, str, str]:
    """Unit, qualifier and rounding unit that the figure asks for; a ratio is a mean, rounded to a whole number."""
    kind = _name(facts.about(facts.one(observation, _mdo("indicator")), _mdo("soort")))
    if kind == "verhouding":
        return "verhouding", Qualifier.ROUNDED.value, "1"
    step = "" if figure.rounding_unit is None else f"{figure.rounding_unit.normalize():f}"
    return "percentage" if figure.is_percentage else "aantal", figure.qualifier.value, step


def _places(facts: Facts) -> Iterator[Culprit]:
    for observation in (*facts.values, *facts.statuses):
        cell = facts.cell(observation)
        indicator, year = facts.key(observation)
        column = facts.about(cell, _mdo("kolom"))
        if column is not None and shown(column) != year:
            yield facts.shown(observation), f"{year} from column {shown(column)}"
        for name in ("tabel", "rij"):
            stated, expected = facts.about(cell, _mdo(name)), facts.about(indicator, _mdo(name))
            if stated is not None and stated != expected:
                yield facts.shown(observation), shown(cell)


def _statuses(facts: Facts) -> Iterator[Culprit]:
    yield from _uncovered_cells(facts)
    values = {facts.key(observation): observation for observation in facts.values}
    known = set()
    for observation in facts.statuses:
        key = facts.key(observation)
        known.add(key)
        reason, status = _name(facts.one(observation, _mdo("reden"))), facts.one(observation, _mdo("celstatus"))
        value = values.get(key)
        text = facts.text(observation)
        if (value is None) != bool(reason):
            yield facts.shown(observation), "a value and a reason for a gap" if reason else "neither a value nor a reason"
        elif value is not None and status not in facts.all(value, _sdmx("obsStatus")):
            yield facts.shown(observation), f"{_name(status)} is not a status of the value"
        elif reason and text is not None and (reason == "misvormd") != (_absence(text) is Absence.MALFORMED):
            yield facts.shown(observation), f'{reason} for "{text}"'
    yield from ((facts.shown(values[key]), "a value without a cell status") for key in values.keys() - known)
    gaps = {facts.key(observation) for observation in facts.statuses if facts.all(observation, _mdo("reden"))}
    for observation in facts.changes:
        indicator, year = facts.key(observation)
        base = _name(facts.one(observation, _mdo("basisjaar")))
        if {(indicator, year), (indicator, base)} & gaps:
            yield facts.shown(observation), "a change from or to a gap"


def _absence(text: str) -> Absence | None:
    try:
        read = read_cell(text)
    except UnknownNotationError:
        return None
    return read if isinstance(read, Absence) else None


def _uncovered_cells(facts: Facts) -> Iterator[Culprit]:
    """Printed year cells without a status, and observations of statuses that do not say which cell."""
    covered = {facts.cell(observation) for observation in facts.statuses}
    for cell in facts.cube.subjects(RDF_TYPE, _mdo("Cel")):
        if shown(facts.about(cell, _mdo("kolom"))) not in ("%", "None") and cell not in covered:
            yield shown(cell), "a printed cell without a status"


def _dates(facts: Facts) -> Iterator[Culprit]:
    for observation in facts.values:
        indicator, year = facts.key(observation)
        stated = [shown(date) for date in facts.all(observation, _mdo("peildatum"))]
        is_stock = _name(facts.about(indicator, _mdo("meetbasis"))) == "peildatum"
        if stated != ([f"{year}-12-31"] if is_stock else []):
            yield facts.shown(observation), " ".join(stated) or "no reference date"


_UNIT_OF = {"stand": "aantal", "stroom": "aantal", "aandeel": "percentage", "verhouding": "verhouding"}


def _parts(facts: Facts) -> Iterator[Culprit]:
    cube = facts.cube
    for indicator in cube.subjects(RDF_TYPE, _mdo("Indicator")):
        kind, unit = (_name(facts.about(indicator, _mdo(name))) for name in ("soort", "eenheid"))
        if _UNIT_OF.get(kind, unit) != unit:
            yield shown(indicator), f"{kind} in {unit}"
        for total in cube.objects(indicator, _mdo("deelVan")):
            for name in ("soort", "meetbasis", "eenheid", "telEenheid"):
                mine, its = facts.about(indicator, _mdo(name)), facts.about(total, _mdo(name))
                if mine != its:
                    yield shown(indicator), f"{name} {_name(mine)}, but {_name(its)} for {_name(total)}"
            if total == indicator:
                yield shown(indicator), "part of itself"


def _changes(facts: Facts) -> Iterator[Culprit]:
    stated = {facts.key(observation): observation for observation in facts.changes}
    computable = dict(_computable(facts))
    yield from ((shown(key[0]), f"no change for {key[1]}") for key in computable.keys() - stated.keys())
    for key, observation in stated.items():
        if key not in computable:
            yield facts.shown(observation), "this change cannot be computed"
            continue
        base, figure = computable[key]
        exact = _percent(facts, base, figure)
        rounded = round_half_up(exact, 1).normalize()
        expected = {
            "mutatie": f"{rounded or abs(rounded):f}",
            "basisjaar": facts.key(base)[1],
            "oordeel": _printed_verdict(facts, observation, exact),
        }
        for name, wanted in expected.items():
            found = [_name(term) if isinstance(term, NamedNode) else shown(term) for term in facts.all(observation, _mdo(name))]
            if found != [wanted]:
                yield facts.shown(observation), f"{name} {' '.join(found)}, not {wanted}"
        sources = facts.all(observation, _DERIVED)
        if {facts.cube.terms[base], facts.cube.terms[figure]} - set(sources):
            yield facts.shown(observation), "not derived from its two values"
        cells = [shown(text) for source in sources for text in facts.cube.objects(source, _mdo("tekst"))]
        if cells != [shown(text) for text in facts.all(observation, _mdo("gedrukteTekst"))]:
            yield facts.shown(observation), f"not the printed text {' '.join(cells)}"
        if _flags(facts, base, figure) != {_name(term) for term in facts.all(observation, _sdmx("obsStatus"))}:
            yield facts.shown(observation), "not the status of its two values"


def _computable(facts: Facts) -> Iterator[tuple[tuple[Term | None, str], tuple[int, int]]]:
    """The pairs of neighbouring printed figures of an indicator that can be compared, by indicator and year."""
    malformed = {facts.key(one) for one in facts.statuses if _name(facts.one(one, _mdo("reden"))) == "misvormd"}
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
            bounds = {_name(facts.one(one, _mdo("kwalificatie"))) for one in (base, figure)}
            if "ondergrens" not in bounds and _number(facts, base):
                yield (indicator, year), (base, figure)


def _number(facts: Facts, observation: int) -> Decimal:
    try:
        return Decimal(shown(facts.one(observation, _mdo("waarde")) or NamedNode("x:0")))
    except InvalidOperation:
        return Decimal(0)


def _percent(facts: Facts, base: int, figure: int) -> Fraction:
    return (Fraction(_number(facts, figure)) / Fraction(_number(facts, base)) - 1) * 100


def _printed_verdict(facts: Facts, observation: int, exact: Fraction) -> str:
    """The verdict on the percentage that the change says is printed."""
    texts = [shown(text) for text in facts.all(observation, _mdo("gedrukteTekst"))]
    try:
        return verdict(exact, read_change(texts[0]) if texts else None)
    except UnknownNotationError:
        return "a printed text that is no percentage"


def _flags(facts: Facts, base: int, figure: int) -> set[str]:
    flags = {one: {_name(term) for term in facts.all(one, _sdmx("obsStatus"))} for one in (base, figure)}
    either = (flags[base] | flags[figure]) - {"a", "b"}
    return (either | ({"b"} & flags[figure])) or {"a"}


def _sections(facts: Facts) -> Iterator[Culprit]:
    """Slices and groups: each holds exactly the values that its own statement asks for."""
    cube = facts.cube
    members: dict[int, set[int]] = {}
    for part, observation in cube.pairs(qb("observation")):
        members.setdefault(part, set()).add(observation)
    wanted = {name: _by(facts, name) for name in ("indicator", "jaar", "tabel", "voorziening")}
    for kind in ("Slice", "ObservationGroup"):
        for section in cube.subjects(RDF_TYPE, qb(kind)):
            for name, groups in wanted.items():
                for term in cube.objects(section, _mdo(name)):
                    if members.get(cube.number(section), set()) != groups.get(term, set()):
                        yield shown(section), shown(term)


def _by(facts: Facts, name: str) -> dict[Term, set[int]]:
    groups: dict[Term, set[int]] = {}
    for observation in facts.values:
        if name in ("indicator", "jaar"):
            term = facts.one(observation, _mdo(name))
        else:
            term = facts.about(facts.one(observation, _mdo("indicator")), _mdo(name))
        if term is not None:
            groups.setdefault(term, set()).add(observation)
    return groups


def _links(facts: Facts) -> Iterator[Culprit]:
    cube = facts.cube
    described = {quad.subject for quad in cube.graph} | {cube.terms[one] for one in cube.observations}
    pointed = Counter(quad.object for quad in cube.graph if isinstance(quad.object, NamedNode))
    for name in (*cube.properties(), qb("observation")):
        pointed.update(term for _, value in cube.pairs(name) if isinstance(term := cube.terms[value], NamedNode))
    for term in pointed:
        if term.value.startswith(BASE) and term not in described:
            yield term.value, f"pointed at {pointed[term]} times"


def _hierarchy(facts: Facts) -> Iterator[Culprit]:
    cube = facts.cube
    broader, narrower = (NamedNode(PREFIXES["skos"] + name) for name in ("broader", "narrower"))
    up = {(str(quad.subject), str(quad.object)) for quad in cube.graph.quads_for_pattern(None, broader, None)}
    down = {(str(quad.object), str(quad.subject)) for quad in cube.graph.quads_for_pattern(None, narrower, None)}
    for child, parent in up ^ down:
        yield child.strip("<>"), f"{parent.strip('<>')}, from one side only"
    parents = dict(up)
    for concept in parents:
        seen, above = {concept}, parents[concept]
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == concept:
            yield concept.strip("<>"), "broader than itself"


_CHECKS: dict[str, Callable[[Facts], Iterator[Culprit]]] = {
    "mdo-waarde": _values,
    "mdo-plaats": _places,
    "mdo-status": _statuses,
    "mdo-peildatum": _dates,
    "mdo-deel": _parts,
    "mdo-mutatie": _changes,
    "mdo-doorsnede": _sections,
    "mdo-verwijzing": _links,
    "mdo-hierarchie": _hierarchy,
}
