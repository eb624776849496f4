"""Keeps runs that publish the same edition at the same time apart, and tidies up after those that were broken off."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.publish import manifest as manifests
from mdo_rdf.publish import updates
from mdo_rdf.publish.manifest import Manifest
from mdo_rdf.publish.store import GraphStore, StoreError

_SHORTEST_SWAP, _SWAPPED_IN_A_SECOND = 30, 2_000
"""So long others leave a run that swaps to it; of the triples of both manifests, so many."""
_RUN_TIME = "%Y%m%dt%H%M%Sz"
_LONGEST_REQUEST = timedelta(days=1)


class Run(NamedTuple):
    """A run in progress: its mark, which begins with its time, and what was published when it began."""

    mark: str
    before: Manifest | None


@contextmanager
def at_work(store: GraphStore, edition: str) -> Iterator[Run]:
    """A run. All others at the edition end, and it reads what is published when none swaps any more.

    Stores do not keep two updates apart that are under way together: each sees what was there when it began. So a run says first
    that it began, and then waits for those that are swapping; from then on, who swaps sees its note and ends it. Raises
    ``CannotTellError`` where it was ended, also where what goes wrong comes of that.
    """
    for other in manifests.read_work(store, edition).runs:
        store.update(updates.end(edition, other))
    mark = _begin(store, edition)
    await_swaps(store)
    run = Run(mark, manifests.read_manifest(store, edition))
    _clear(store, edition, mark)
    try:
        yield run
    except MdoError as error:
        if isinstance(error, StoreError) and not error.status:
            raise  # it would not answer now either: the next run tidies up
        with suppress(StoreError):
            is_ended = _is_ended(store, edition, run)
            store.update(updates.end(edition, mark))
            mark = _begin(store, edition)  # only to clear what this run left, beside those that are at work
            _clear(store, edition, mark)
            store.update(updates.end(edition, mark))
            if is_ended:
                raise overtaken(edition) from error
        raise
    _clear(store, edition, mark)
    store.update(updates.end(edition, mark))


def _begin(store: GraphStore, edition: str) -> str:
    mark = f"{datetime.now(UTC).strftime(_RUN_TIME)}-{secrets.token_hex(4)}"
    store.update(updates.begin(edition, mark))
    return mark


def is_at_work(store: GraphStore, edition: str, run: Run) -> bool:
    """Whether no other run has ended this one yet."""
    return run.mark in manifests.read_work(store, edition).runs


def _is_ended(store: GraphStore, edition: str, run: Run) -> bool:
    """Whether another run ended this one, or has changed what was published when it began, or swapped since it did."""
    manifest = manifests.read_manifest(store, edition)
    if manifest is not None and manifest.run == run.mark:
        return False
    return manifest != run.before or not is_at_work(store, edition, run)


def overtaken(edition: str) -> CannotTellError:
    """What to say to a run that another was quicker than."""
    detail = "someone else is publishing it or taking it out, or just did; look with --status, and run again"
    return CannotTellError(f"edition {edition}: {detail}")


def take_turn(store: GraphStore, made: Manifest, run: Run) -> str:
    """Say that this run swaps, and give what was said, after waiting until no other does, at any edition.

    Each says first that it will, and then looks whether another said so too; who sees another gives up its turn for a while.
    Raises ``CannotTellError`` where the run was ended, or another manifest is there than when it began.
    """
    edition = made.edition
    triples = sum(entry.triples for manifest in (made, run.before) if manifest for entry in manifest.entries)
    swap = f"{run.mark} {max(_SHORTEST_SWAP, triples // _SWAPPED_IN_A_SECOND)}"
    while True:
        store.update(updates.claim(edition, swap))
        if not is_at_work(store, edition, run) or manifests.read_manifest(store, edition) != run.before:
            store.update(updates.give_up(edition, swap))
            raise overtaken(edition)
        if manifests.read_swaps(store) == [(edition, swap)]:
            return swap
        store.update(updates.give_up(edition, swap))
        time.sleep(random.uniform(0.1, 1.0))  # noqa: S311
        await_swaps(store)


def await_swaps(store: GraphStore) -> None:
    """Wait until nobody is swapping, but for nobody longer than it said it would take."""
    seen: dict[tuple[str, str], float] = {}
    while swaps := manifests.read_swaps(store):
        for edition, swap in swaps:
            begun = seen.setdefault((edition, swap), time.monotonic())
            if time.monotonic() - begun > int(swap.partition(" ")[2]):
                store.update(updates.give_up(edition, swap))
        time.sleep(0.2)


def _clear(store: GraphStore, edition: str, mark: str) -> None:
    """Remove what runs left behind that are no longer at work, ``mark`` among them, which has to be in progress.

    What is read of them is read before the manifest: a run that swaps in between is then still at work here. A request of a run
    may arrive late, also after it was sent again: its graphs are remembered for as long as one may take.
    """
    work = manifests.read_work(store, edition)
    kept = manifests.read_manifest(store, edition)
    entries = kept.entries if kept else ()
    published = {entry.graph for entry in entries}
    needed = published.union(*((entry.added, entry.removed) for entry in entries))
    at_work = set(work.runs) - {mark}
    left = [graph for graph in work.graphs if graph not in needed]
    own = [graph for graph in left if manifests.is_work_graph(graph) and manifests.run_of(graph) not in at_work]
    for graph in sorted(manifests.present(store, own)):
        store.drop(graph)
    # A graph that was filled where readers find it may be that of a run at work, or of one that swaps in this moment.
    direct = [] if at_work else [graph for graph in left if not manifests.is_work_graph(graph)]
    for graph in sorted(manifests.present(store, direct)):
        store.update(updates.empty(edition, mark, graph))
    done = [graph for graph in own if _is_over(graph)] + [graph for graph in work.graphs if graph in published]
    if done:
        store.update(updates.forget(edition, done))


def _is_over(graph: str) -> bool:
    """Whether no request of the run that made a work graph can be under way any more."""
    try:
        begun = datetime.strptime(manifests.run_of(graph).partition("-")[0], _RUN_TIME).replace(tzinfo=UTC)
    except ValueError:
        return True
    return datetime.now(UTC) - begun > _LONGEST_REQUEST
