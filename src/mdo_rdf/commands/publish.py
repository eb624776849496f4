"""``mdo-rdf publish``: puts an edition into a triple store, says what is there, goes back, or takes an edition out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import DAY, Parser
from mdo_rdf.commands.place import add_place, count, place
from mdo_rdf.errors import CannotTellError, one_line

if TYPE_CHECKING:
    import argparse

    from mdo_rdf.publish.plan import Plan
    from mdo_rdf.publish.store import GraphStore

DESCRIPTION = (
    "Put an edition into a triple store: a named graph for each file, and a manifest. Readers see the old edition until the "
    "whole new one is there and checked. A login is read from MDO_RDF_USER and MDO_RDF_PASSWORD (or MDO_RDF_TOKEN), from a "
    "netrc file or, at a terminal, from a prompt."
)
_MOST_RETRIES = 20


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.word("--endpoint", "URL", "the store, or one of its SPARQL addresses", required=True)
    parser.word("--store", "KIND", "oxigraph, virtuoso, fuseki, rdf4j, neptune; if not given, it is asked")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    what.add_argument("--status", action="store_true", help="say which editions the store has, and whether they are whole")
    what.add_argument("--rollback", action="store_true", help="put back what the edition was before its latest publication")
    what.add_argument("--remove", action="store_true", help="take the edition out; name it with --edition")
    what.add_argument("--direct", action="store_true", help="load new graphs where they belong, without a copy")
    parser.seconds("--timeout", 600.0, DAY, "for one answer")
    when = "when a store is busy or away (default: 5)"
    parser.add_argument("--retries", type=int, choices=range(_MOST_RETRIES + 1), default=5, metavar="N", help=when)
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Publish, or what else is asked for."""
    from mdo_rdf.http import checked_address
    from mdo_rdf.publish.credentials import find_credentials
    from mdo_rdf.publish.manifest import check_year
    from mdo_rdf.publish.publish import remove, roll_back
    from mdo_rdf.publish.store import GraphStore, Patience

    url = checked_address(options.endpoint)
    if options.edition is not None:
        check_year(options.edition)  # before anything is asked, also what kind of store it is
    patience = Patience(options.timeout, options.retries)
    store = GraphStore(url, options.store or "", patience, lambda: find_credentials(url, ask=sys.stdin.isatty()))
    if options.status:
        return _status(store)
    if options.remove:
        if not options.edition:
            raise CannotTellError("--remove: say which edition with --edition")
        removed = remove(store, options.edition)
        already = "" if removed.run else " It was taken out before; what that had left behind is gone too."
        print(f"Edition {options.edition} is no longer there.{already}")
        return 0
    if options.rollback:
        edition = place(options)[1]
        made = roll_back(store, edition)
        was = one_line(store.hide(f"version {made.version}, published {made.issued}"))
        print(f"Edition {edition} is again what it was: {was}. Once more undoes this.")
        return 0
    return _publish(store, options)


def _publish(store: GraphStore, options: argparse.Namespace) -> int:
    from mdo_rdf.publish.plan import make_plan
    from mdo_rdf.publish.publish import GOLDEN, publish

    root, edition = place(options)
    plan = make_plan(store, root, edition)
    _show(plan)
    if options.dry_run:
        print(f"{count(len(plan.actual), 'graph')} would change; nothing was done.")
        return 0
    done = publish(store, plan, root, direct=options.direct, sent=_progress if sys.stderr.isatty() else None)
    if done.changes != plan.changes:
        print("The store has changed meanwhile; what was left to do:")
        _show(done)
    total = sum(change.triples for change in done.changes)
    if done.actual:
        asked = f"; {len(GOLDEN)} questions answered alike" if done.is_asked else ""
        print(f"Published edition {edition}: {total:,} triples, read back and the same{asked}.")
    else:
        print(f"Edition {edition} was there already: {total:,} triples.")
    _warn_about_the_default_graph(store, edition)
    return 0


def _show(plan: Plan) -> None:
    width = max(len(change.name) for change in plan.changes)
    for change in plan.changes:
        before = f" (was {change.present:,})" if change.action in ("replace", "remove") else ""
        print(f"{change.action:<9}  {change.name:<{width}}  {change.triples:>11,} triples{before}")


def _progress(name: str, done: int, total: int) -> None:
    share = 100 * done // total if total else 100
    print(f"\r\x1b[Ksending {name}: {share}% of {total:,}", end="\r\x1b[K" if done >= total else "", file=sys.stderr, flush=True)


def _warn_about_the_default_graph(store: GraphStore, edition: str) -> None:
    from mdo_rdf.iris import BASE, PREFIXES, dataset

    known = f"<{BASE}{dataset(edition, 'waarde')}> a <{PREFIXES['qb']}DataSet>"
    if store.rows(f"SELECT ?g WHERE {{ GRAPH ?g {{ {known} }} FILTER NOT EXISTS {{ {known} }} }}"):
        print(
            "A question that names no graph finds nothing in this store: let its default graph be the union of its graphs "
            "(docs/publish.md says how).",
            file=sys.stderr,
        )


def _status(store: GraphStore) -> int:
    from mdo_rdf.publish import manifest as manifests

    editions, current = manifests.read_editions(store), manifests.read_current(store)
    if not editions:
        print("No edition is published there.")
    codes = [_edition_status(store, edition, edition in current) for edition in editions]
    if current != editions[-1:]:
        print(f"Readers are led to {' and '.join(current) or 'no edition'} and not to the latest one; publish that again.")
        codes.append(1)
    for edition in manifests.read_begun(store):
        if edition not in editions and manifests.is_left(store, edition):
            print(f"Edition {edition} is not published, and readers see nothing of it.")
            print("  A first publication or a removal of it is going on, or was broken off; run it again to finish it.")
            codes.append(1)
    return max(codes, default=0)


def _edition_status(store: GraphStore, edition: str, is_current: bool) -> int:
    """Print what there is of an edition, and give 1 where it is not whole."""
    from mdo_rdf.publish import manifest as manifests

    manifest, work = manifests.read_manifest(store, edition), manifests.read_work(store, edition)
    if manifest is None:  # taken out in this moment
        return 0
    present = [(entry, store.count(entry.graph)) for entry in manifest.entries]
    if manifests.read_manifest(store, edition) != manifest:  # another one was put there, or it was taken out, meanwhile
        return _edition_status(store, edition, is_current)
    total = sum(entry.triples for entry in manifest.entries)
    graphs = count(sum(1 for entry in manifest.entries if entry.triples), "graph")
    now = ", the current one" if is_current else ""
    said = one_line(store.hide(f"version {manifest.version}, since {manifest.issued}"))
    print(f"Edition {edition}{now}: {said}, {graphs}, {total:,} triples")
    wrong = [(entry, number) for entry, number in present if number != entry.triples]
    for entry, number in wrong:
        print(f"  {one_line(entry.graph)}: has {number:,} triples, not {entry.triples:,}; publish it again")
    if work.runs:
        print("  A publication or a removal of it is going on, or was broken off; run it again to finish it.")
    return 1 if wrong else 0
