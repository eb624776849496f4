"""SPARQL Updates of a publication.

What readers see changes in one of them, ``swap`` (or ``removal``), which does nothing where its run is not, or no longer, in
progress; the others prepare it in graphs that readers do not see, or write down what is going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.iris import PREFIXES
from mdo_rdf.publish.digest import STAGED
from mdo_rdf.publish.manifest import CURRENT, MANIFEST, SERIES, Manifest, place, previous_place, triples, work_place

_MDO = PREFIXES["mdo"]
_DECODE = f'BIND(IRI(STRAFTER(STR(?e), "{STAGED}")) AS ?p)'
_ENCODE = f'BIND(IRI(CONCAT("{STAGED}", STR(?p))) AS ?e)'


class Move(NamedTuple):
    """What changes in a graph: it loses what is in the work graph ``removed`` and gets what is in ``added``."""

    graph: str
    added: str = ""
    removed: str = ""


def begin(edition: str, run: str) -> str:
    """Say that a run has begun. To say so again would bring a run back that another one ended."""
    return _note("INSERT", edition, ("lopendePublicatie", f'"{run}"'))


def announce(edition: str, graphs: Sequence[str]) -> str:
    """Say which work graphs will be made, before they are."""
    return _note("INSERT", edition, *_work_graphs(graphs))


def end(edition: str, run: str) -> str:
    """Say that a run is no longer in progress: if it is at work all the same, it finds that out at its swap."""
    return _note("DELETE", edition, ("lopendePublicatie", f'"{run}"'))


def claim(edition: str, swap: str) -> str:
    """Say that a run is about to swap."""
    return _note("INSERT", edition, ("wisselt", f'"{swap}"'))


def give_up(edition: str, swap: str) -> str:
    """Say that a run is not swapping after all."""
    return _note("DELETE", edition, ("wisselt", f'"{swap}"'))


def forget(edition: str, graphs: Sequence[str]) -> str:
    """Say that these are no longer work graphs."""
    return _note("DELETE", edition, *_work_graphs(graphs))


def _work_graphs(graphs: Sequence[str]) -> list[tuple[str, str]]:
    return [("werkgraaf", f"<{graph}>") for graph in graphs]


def _note(action: str, edition: str, *said: tuple[str, str]) -> str:
    """Write down, or wipe out, what is going on at an edition: names of properties and their values."""
    notes = " ; ".join(f"<{_MDO}{name}> {value}" for name, value in said)
    return f"{action} DATA {{ GRAPH <{work_place(edition)}> {{ <{place(edition)}> {notes} }} }}"


def difference(move: Move, staged: str) -> list[str]:
    """Fill the two work graphs of ``move`` with what tells its graph and the ``staged`` one apart."""
    old = f"GRAPH <{move.graph}> {{ ?s ?p ?o }}"
    new = f"GRAPH <{staged}> {{ ?s ?e ?o }}"
    return [
        f"INSERT {{ GRAPH <{move.removed}> {{ ?s ?e ?o }} }} WHERE {{ {old} {_ENCODE} FILTER NOT EXISTS {{ {new} }} }}",
        f"INSERT {{ GRAPH <{move.added}> {{ ?s ?e ?o }} }} WHERE {{ {new} {_DECODE} FILTER NOT EXISTS {{ {old} }} }}",
    ]


def everything(move: Move) -> str:
    """Fill the work graph ``removed`` of ``move`` with all that its graph has."""
    return f"INSERT {{ GRAPH <{move.removed}> {{ ?s ?e ?o }} }} WHERE {{ GRAPH <{move.graph}> {{ ?s ?p ?o }} {_ENCODE} }}"


def empty(edition: str, run: str, graph: str) -> str:
    """Empty a graph where readers find it, unless it is published."""
    content, here = f"GRAPH <{graph}> {{ ?s ?p ?o }}", f"<{place(edition)}>"
    is_published = f"GRAPH {here} {{ <{graph}> <{PREFIXES['dcterms']}isPartOf> {here} }}"
    return f"DELETE {{ {content} }} WHERE {{ {_at_work(edition, run)} {content} FILTER NOT EXISTS {{ {is_published} }} }}"


def swap(manifest: Manifest, moves: Sequence[Move]) -> str:
    """All that readers see, in one request, each part of which can be done twice without harm: it may have to be sent again."""
    here, before = place(manifest.edition), previous_place(manifest.edition)
    guard = _at_work(manifest.edition, manifest.run)
    not_yet = f'{guard} FILTER NOT EXISTS {{ GRAPH <{here}> {{ <{here}> <{_MDO}publicatie> "{manifest.run}" }} }}'
    steps = []
    for move in moves:
        graph = f"GRAPH <{move.graph}> {{ ?s ?p ?o }}"
        if move.removed:
            steps.append(f"DELETE {{ {graph} }} WHERE {{ {guard} GRAPH <{move.removed}> {{ ?s ?e ?o }} {_DECODE} }}")
        if move.added:
            steps.append(f"INSERT {{ {graph} }} WHERE {{ {guard} GRAPH <{move.added}> {{ ?s ?e ?o }} {_DECODE} }}")
    content = (pyoxigraph.serialize(triples(manifest), format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").decode()
    steps += [
        f"DELETE {{ GRAPH <{before}> {{ ?s ?p ?o }} }} WHERE {{ {not_yet} GRAPH <{before}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{before}> {{ ?s ?e ?o }} }} WHERE {{ {not_yet} GRAPH <{here}> {{ ?s ?p ?o }} {_ENCODE} }}",
        f"DELETE {{ GRAPH <{here}> {{ ?s ?p ?o }} }} WHERE {{ {guard} GRAPH <{here}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{here}> {{ {content} }} }} WHERE {{ {guard} }}",
        *_pointing(guard),
        *_nobody_at_work(manifest.edition, guard),
    ]
    return " ;\n".join(steps)


def removal(edition: str, run: str, graphs: Sequence[str]) -> str:
    """All of an edition goes that readers see, in one request; parts of it can be done twice without harm, as in ``swap``."""
    guard = _at_work(edition, run)
    every = (*graphs, previous_place(edition), place(edition))
    steps = [f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ {guard} GRAPH <{graph}> {{ ?s ?p ?o }} }}" for graph in every]
    return " ;\n".join([*steps, *_pointing(guard), *_nobody_at_work(edition, guard)])


def _at_work(edition: str, run: str) -> str:
    """What is so as long as a run is in progress."""
    return f'GRAPH <{work_place(edition)}> {{ <{place(edition)}> <{_MDO}lopendePublicatie> "{run}" }}'


def _nobody_at_work(edition: str, guard: str) -> list[str]:
    """Say, last of all, that no run is in progress: each that began before this finds out at its own swap."""
    work, here = f"GRAPH <{work_place(edition)}>", f"<{place(edition)}>"
    return [
        f"DELETE {{ {work} {{ {here} <{_MDO}{note}> ?run }} }} WHERE {{ {guard} {work} {{ {here} <{_MDO}{note}> ?run }} }}"
        for note in ("wisselt", "lopendePublicatie")
    ]


def pointing(edition: str, run: str) -> str:
    """Lead readers to the latest edition."""
    return " ;\n".join(_pointing(_at_work(edition, run)))


def _pointing(guard: str) -> list[str]:
    """Lead readers to the latest edition that is there by then, whatever happens to others meanwhile; to none where none is."""
    says = f"<{SERIES}> <{PREFIXES['dcat']}hasCurrentVersion>"
    old = f"GRAPH <{CURRENT}> {{ {says} ?old }}"
    manifests = f"GRAPH ?m {{ ?m a <{_MDO}Manifest> ; <{PREFIXES['dcterms']}isVersionOf> ?edition }}"
    own = f'FILTER(REGEX(STR(?m), "^{MANIFEST.pattern}$"))'.replace("\\", "\\\\")
    latest = f"{{ SELECT ?edition WHERE {{ {manifests} {own} }} ORDER BY DESC(?edition) LIMIT 1 }}"
    return [
        f"DELETE {{ {old} }} WHERE {{ {guard} {old} }}",
        f"INSERT {{ GRAPH <{CURRENT}> {{ {says} ?edition }} }} WHERE {{ {guard} {latest} }}",
    ]
