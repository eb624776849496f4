"""Keeps runs that publish the same edition at the same time apart, and tidies up after those that were broken off."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.publish import manifest as manifests
from mdo_rdf.publish import updates
from mdo_rdf.publish.manifest import Manifest
from mdo_rdf.publish.store import GraphStore, StoreError

_SHORTEST_SWAP, _SWAPPED_IN_A_SECOND = 5, 5_000
_RUN_TIME = "%Y%m%dt%H%M%Sz"
_LONGEST_REQUEST = timedelta(days=1)


@contextmanager
def at_work(store: GraphStore, edition: str) -> Iterator[str]:
    """A run; its mark is given. All others at the edition end, and it begins when none of them swaps any more.

    What is read of the store in it holds until another run swaps, for that ends this one: nothing that was read before it began
    may decide what it changes. Raises ``CannotTellError`` where it was ended, also where what goes wrong comes of that.
    """
    tidy(store, edition)
    await_swaps(store, edition)
    run = f"{datetime.now(UTC).strftime(_RUN_TIME)}-{secrets.token_hex(4)}"
    store.update(updates.begin(edition, run))
    try:
        yield run
    except MdoError as error:
        if isinstance(error, StoreError) and not error.status:
            raise  # it would not answer now either: the next run tidies up
        with suppress(StoreError):
            is_ended = _is_ended(store, edition, run)
            tidy(store, edition, run)
            if is_ended:
                raise overtaken(edition) from error
        raise
    tidy(store, edition, run)


def _is_ended(store: GraphStore, edition: str, run: str) -> bool:
    """Whether another run ended this one, or has swapped since it did."""
    if run in manifests.read_work(store, edition).runs:
        return False
    manifest = manifests.read_manifest(store, edition)
    return manifest is None or manifest.run != run


def overtaken(edition: str) -> CannotTellError:
    """What to say to a run that another was quicker than."""
    detail = "someone else is publishing it or taking it out, or just did; look with --status, and run again"
    return CannotTellError(f"edition {edition}: {detail}")


def take_turn(store: GraphStore, made: Manifest, before: Manifest | None) -> str:
    """Say that this run swaps, and give what was said, after waiting until no other does: stores do not keep two updates
    apart.

    Each says first that it will, and then looks whether another said so too; who sees another gives up its turn for a while.
    Raises ``CannotTellError`` where the run was ended, or the manifest is no longer what was there ``before``.
    """
    swap = f"{made.run} {max(_SHORTEST_SWAP, sum(entry.triples for entry in made.entries) // _SWAPPED_IN_A_SECOND)}"
    while True:
        store.update(updates.claim(made.edition, swap))
        work = manifests.read_work(store, made.edition)
        if made.run not in work.runs:
            store.update(updates.give_up(made.edition, swap))
            raise overtaken(made.edition)
        if work.swaps == (swap,):
            if manifests.read_manifest(store, made.edition) == before:
                return swap
            store.update(updates.give_up(made.edition, swap))
            raise overtaken(made.edition)
        store.update(updates.give_up(made.edition, swap))
        time.sleep(random.uniform(0.1, 1.0))  # noqa: S311
        await_swaps(store, made.edition)


def await_swaps(store: GraphStore, edition: str) -> None:
    """Wait until nobody is swapping, but for nobody longer than it said it would take."""
    seen: dict[str, float] = {}
    while swaps := manifests.read_work(store, edition).swaps:
        for swap in swaps:
            begun = seen.setdefault(swap, time.monotonic())
            if time.monotonic() - begun > int(swap.partition(" ")[2]):
                store.update(updates.give_up(edition, swap))
        time.sleep(0.2)


def tidy(store: GraphStore, edition: str, own: str = "") -> None:
    """Remove what runs left behind: at the end of the run ``own``; or, without, before one begins, and then all others end.

    A request of a broken run may still arrive: its graphs are remembered for as long as one may take. Those of this run
    are all answered, and can be forgotten.
    """
    work = manifests.read_work(store, edition)  # before the manifest: a run that swaps in between is then still at work here
    kept = manifests.read_manifest(store, edition)
    ending = [run for run in work.runs if run == own or not own]
    for run in ending:
        store.update(updates.end(edition, run))
    entries = kept.entries if kept else ()
    published = {entry.graph for entry in entries}
    needed = published.union(*((entry.added, entry.removed) for entry in entries))
    at_work = set(work.runs) - set(ending)
    left = [graph for graph in work.graphs if graph not in needed and manifests.run_of(graph) not in at_work]
    for graph in sorted(manifests.present(store, left)):
        store.drop(graph)
    done = [graph for graph in left if manifests.run_of(graph) == own or _is_over(graph)]
    done += [graph for graph in work.graphs if graph in published]
    if done:
        store.update(updates.forget(edition, done))


def _is_over(graph: str) -> bool:
    """Whether no request of the run that made a work graph can be under way any more."""
    try:
        begun = datetime.strptime(manifests.run_of(graph).partition("-")[0], _RUN_TIME).replace(tzinfo=UTC)
    except ValueError:
        return True
    return datetime.now(UTC) - begun > _LONGEST_REQUEST
