"""Checks of what observations point at: years, tables and cells, indicators and concepts, slices and groups, links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode

from mdo_rdf.checks.published import DERIVED_FROM, PublishedEdition, mdo, name_of
from mdo_rdf.datacube.constraints import reached, shown
from mdo_rdf.datacube.cube import RDF_TYPE, Cube, RdfTerm, qb, skos, terms_of
from mdo_rdf.datacube.results import Breach
from mdo_rdf.inputs.curation import UNIT_OF_KIND
from mdo_rdf.iris import BASE, PREFIXES, is_file, thing_of

_time = terms_of("time")


def _years(edition: PublishedEdition) -> Iterator[Breach]:
    cube = edition.cube
    for year in cube.subjects(RDF_TYPE, _time("ProperInterval")):
        number = name_of(year)
        stated = [*cube.objects(year, skos("notation")), *cube.objects(year, NamedNode(PREFIXES["rdfs"] + "label"))]
        yield from ((shown(year), shown(text)) for text in stated if shown(text) != number)
        for bound, day in (("hasBeginning", f"{number}-01-01"), ("hasEnd", f"{number}-12-31")):
            instants = cube.objects(year, _time(bound))
            dates = [shown(date) for instant in instants for date in cube.objects(instant, _time("inXSDDate"))]
            if dates != [day]:
                yield shown(year), f"{bound} {' '.join(dates)}, not {day}"


def _tables(edition: PublishedEdition) -> Iterator[Breach]:
    """A printed table is a grid, and a row has one heading."""
    cube = edition.cube
    grid: dict[RdfTerm, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    headings: dict[tuple[RdfTerm, str], set[str]] = defaultdict(set)
    for cell in cube.subjects(RDF_TYPE, mdo("Cel")):
        for table in cube.objects(cell, mdo("tabel")):
            row, column = (shown(edition.about(cell, mdo(name))) for name in ("rij", "kolom"))
            grid[table][row].append(column)
            headings[table, row].add(shown(edition.about(cell, mdo("rijopschrift"))))
            if table not in cube.objects(cell, DERIVED_FROM):
                yield shown(cell), "not derived from its table"
    for table, rows in grid.items():
        columns = {row: " ".join(sorted(names)) for row, names in rows.items()}
        usual = Counter(columns.values()).most_common(1)[0][0]
        yield from ((shown(table), f"row {row} has {names}") for row, names in columns.items() if names != usual)
        if sorted(rows, key=lambda row: row.rjust(6)) != [str(number) for number in range(1, len(rows) + 1)]:
            yield shown(table), "a row is missing"
    yield from ((shown(table), f"row {row} has two headings") for (table, row), texts in headings.items() if len(texts) > 1)
    yield from _marks(edition)


def _marks(edition: PublishedEdition) -> Iterator[Breach]:
    """A mark in a cell is the one in its text, and the other way round."""
    cube = edition.cube
    marked = {
        _place(edition, mark): mark
        for mark in cube.subjects(RDF_TYPE, mdo("Voetnootteken"))
        if name_of(edition.about(mark, mdo("tekenplaats"))) == "cel"
    }
    for cell in cube.subjects(RDF_TYPE, mdo("Cel")):
        text = shown(edition.about(cell, mdo("tekst")))
        mark = marked.pop(_place(edition, cell), None)
        if text[len(text.rstrip("*")) :] != ("" if mark is None else shown(edition.about(mark, mdo("teken")))):
            yield shown(cell), f'"{text}"'
    yield from ((shown(mark), "in no cell") for mark in marked.values())


def _place(edition: PublishedEdition, thing: RdfTerm) -> tuple[str, ...]:
    """Table, row and column."""
    return tuple(shown(edition.about(thing, mdo(name))) for name in ("tabel", "rij", "kolom"))


def _parts(edition: PublishedEdition) -> Iterator[Breach]:
    cube = edition.cube
    for indicator in cube.subjects(RDF_TYPE, mdo("Indicator")):
        kind, unit = (name_of(edition.about(indicator, mdo(name))) for name in ("soort", "eenheid"))
        if UNIT_OF_KIND.get(kind, unit) != unit:
            yield shown(indicator), f"{kind} in {unit}"
        for total in cube.objects(indicator, mdo("deelVan")):
            for name in ("soort", "meetbasis", "eenheid", "telEenheid"):
                mine, its = edition.about(indicator, mdo(name)), edition.about(total, mdo(name))
                if mine != its:
                    yield shown(indicator), f"{name} {name_of(mine)}, but {name_of(its)} for {name_of(total)}"
        yield from _relations(edition, indicator)


def _relations(edition: PublishedEdition, indicator: RdfTerm) -> Iterator[Breach]:
    cube = edition.cube
    if cube.number(indicator) in reached(cube, cube.objects(indicator, mdo("deelVan")), mdo("deelVan")):
        yield shown(indicator), "part of itself"
    if indicator in cube.objects(indicator, mdo("zelfdeStroomAls")):
        yield shown(indicator), "the same flow as itself"
    themes = {edition.about(indicator, mdo("thema")), edition.about(edition.about(indicator, mdo("voorziening")), mdo("thema"))}
    if len(themes) > 1:
        yield shown(indicator), "another theme than its facility"


def _sections(edition: PublishedEdition) -> Iterator[Breach]:
    """Slices and groups: each holds exactly the values that its own statement asks for."""
    cube = edition.cube
    members = defaultdict(set)
    for part, observation in cube.pairs(qb("observation")):
        members[part].add(observation)
    wanted = {name: _by(edition, name) for name in ("indicator", "jaar", "tabel", "voorziening")}
    for kind, link, names in (
        ("Slice", "slice", ("indicator", "jaar")),
        ("ObservationGroup", "observationGroup", ("tabel", "voorziening")),
    ):
        linked = {cube.terms[section] for _, section in cube.other_pairs(qb(link))}
        covered: Counter[tuple[str, RdfTerm]] = Counter()
        for section in cube.subjects(RDF_TYPE, qb(kind)):
            for name, groups in wanted.items():
                for term in cube.objects(section, mdo(name)):
                    covered[name, term] += section in linked
                    different = members[cube.number(section)] ^ groups.get(term, set())
                    yield from ((shown(section), shown(cube.terms[observation])) for observation in different)
        for name in names:
            yield from ((shown(term), f"{covered[name, term]} sections") for term in wanted[name] if covered[name, term] != 1)


def _by(edition: PublishedEdition, name: str) -> dict[RdfTerm, set[int]]:
    groups: dict[RdfTerm, set[int]] = defaultdict(set)
    for observation in edition.values:
        indicator = edition.first(observation, mdo("indicator"))
        of_itself = name in ("indicator", "jaar")
        term = edition.first(observation, mdo(name)) if of_itself else edition.about(indicator, mdo(name))
        if term is not None:
            groups[term].add(observation)
    return groups


def _concepts(edition: PublishedEdition) -> Iterator[Breach]:
    """Within a scheme notations and names are unique; a top concept is one from both sides."""
    cube = edition.cube
    seen: dict[tuple[RdfTerm, str, str, str], RdfTerm] = {}
    for concept in cube.subjects(RDF_TYPE, skos("Concept")):
        for scheme in cube.objects(concept, skos("inScheme")):
            for name in ("notation", "prefLabel"):
                for text in cube.objects(concept, skos(name)):
                    key = scheme, name, shown(text), getattr(text, "language", None) or ""
                    if not shown(text).strip() or seen.setdefault(key, concept) != concept:
                        yield shown(concept), f'{name} "{shown(text)}"'
        yield from _top(edition, concept)


def _top(edition: PublishedEdition, concept: RdfTerm) -> Iterator[Breach]:
    cube = edition.cube
    schemes, tops = cube.objects(concept, skos("inScheme")), cube.objects(concept, skos("topConceptOf"))
    is_top = not cube.objects(concept, skos("broader"))
    for scheme in schemes:
        if (scheme in tops, concept in cube.objects(scheme, skos("hasTopConcept"))) != (is_top, is_top):
            yield shown(concept), "a top concept is one from both sides, and has nothing broader"
    for scheme in set(tops).difference(schemes):
        yield shown(concept), f"top concept of {name_of(scheme)}, which it is not in"


def _links(edition: PublishedEdition) -> Iterator[Breach]:
    described, pointed = _described(edition.cube)
    for term, times in pointed.items():
        iri = term.value
        is_elsewhere = not iri.startswith(BASE) or is_file(iri) or _is_of_earlier(iri, edition.slug)
        if not is_elsewhere and NamedNode(thing_of(iri)) not in described:
            yield iri, f"pointed at {times} times"


def _described(cube: Cube) -> tuple[set[RdfTerm], Counter[NamedNode]]:
    """What is said something of, and what is used as a predicate or an object, with how often."""
    subjects = set(cube.observations)
    values: Counter[int] = Counter()
    predicates: Counter[NamedNode] = Counter()
    for name, holders, objects in cube.statements():
        predicates[name] += len(holders)
        subjects.update(holders)
        values.update(objects)
    pointed = {term: times for value, times in values.items() if isinstance(term := cube.terms[value], NamedNode)}
    return {cube.terms[subject] for subject in subjects}, predicates + Counter(pointed)


def _is_of_earlier(iri: str, edition: str) -> bool:
    """Whether an IRI is of an edition before this one, or of a figure in it: that is in the files of that edition."""
    match = _EDITION.match(iri)
    return match is not None and match[1] < edition


_EDITION = re.compile(rf"{re.escape(BASE)}id/(?:uitgave|observatie)/([0-9]+)")


def _hierarchy(edition: PublishedEdition) -> Iterator[Breach]:
    cube = edition.cube
    up = set(cube.other_pairs(skos("broader")))
    down = {(child, parent) for parent, child in cube.other_pairs(skos("narrower"))}
    for child, parent in up ^ down:
        yield shown(cube.terms[child]), f"{shown(cube.terms[parent])}, from one side only"
    parents = dict(up)
    for concept in parents:
        seen, above = {concept}, parents[concept]
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == concept:
            yield shown(cube.terms[concept]), "broader than itself"


REFERENCE_CHECKS: dict[str, Callable[[PublishedEdition], Iterator[Breach]]] = {
    "mdo-jaar": _years,
    "mdo-tabel": _tables,
    "mdo-deel": _parts,
    "mdo-doorsnede": _sections,
    "mdo-begrip": _concepts,
    "mdo-hierarchie": _hierarchy,
    "mdo-verwijzing": _links,
}
"""The checks by the name of their rule."""
