"""Puts an edition into a triple store so that readers see all of the old one or all of the new one, never something between.

Each file has a graph. What changes is sent to a work graph that no question finds, read back and summed up there, compared
on the store with what readers see, and then, in one request, the difference is made. See docs/publish.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.errors import CannotTellError, MdoError
from mdo_rdf.publication import load_store
from mdo_rdf.publish import manifest as manifests
from mdo_rdf.publish import updates
from mdo_rdf.publish.digest import Digest, chunk_of, digest, lines, parts, staged, unstaged
from mdo_rdf.publish.manifest import Manifest, ManifestEntry, work_graph
from mdo_rdf.publish.plan import GraphChange, Plan, file_triples, make_plan
from mdo_rdf.publish.store import GraphStore, StoreError
from mdo_rdf.publish.turns import Run, at_work, is_at_work, overtaken, take_turn
from mdo_rdf.publish.updates import Move
from mdo_rdf.query.answers import solutions
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.questions import read_question, with_defaults
from mdo_rdf.version import VERSION

GOLDEN = ("kerncijfers", "aansluitingen-per-voorziening", "ontbrekende-cijfers", "bevindingen-per-soort", "wetten")
"""The questions that the store has to answer as the files do, after a publication."""

_ATTEMPTS = 3
_LONGEST_LINE = 300
_MOST_COMPARED = 8


class NotWholeError(MdoError):
    """The store does not hold what was sent to it; readers see what they saw before."""


def publish(
    store: GraphStore, plan: Plan, root: Path, *, direct: bool = False, sent: Callable[[str, int, int], None] | None = None
) -> Plan:
    """Carry out a plan, or a new one where the store is no longer as it says; what was carried out is returned.

    Does nothing but tidy up where nothing changes. ``sent`` is told the graph, how much of it, of how much.

    With ``direct`` what is new is loaded where it belongs: readers can see it grow, and the store has it once.
    Raises ``NotWholeError`` where the store changes what it is given, ``StoreError`` where it fails; both leave readers with
    what they had. Raises ``CannotTellError`` where another run was quicker: readers have what that one gave them.
    """
    made = None
    try:
        with at_work(store, plan.edition) as run:
            if run.before != plan.published:
                plan = make_plan(store, root, plan.edition)
            if not plan.actual:
                _check_current(store, plan.edition, run.mark)
                return plan
            jobs = [_Job(change, run.mark, direct and change.action == "add") for change in plan.actual]
            store.update(updates.announce(plan.edition, [graph for job in jobs for graph in job.work]))
            going_on = _telling(store, plan.edition, run, sent or (lambda *_: None))
            moves = [_make_ready(store, job, going_on) for job in jobs]
            ready = _manifest(plan, run.mark, moves)
            _swap(store, ready, [move for move in moves if move.added or move.removed], run)
            made = ready
            _verify(store, plan, root)
    except NotWholeError:
        if made is not None:
            undo = remove if plan.published is None else roll_back
            undo(store, plan.edition, of=made)
        raise
    return plan


def _telling(store: GraphStore, edition: str, run: Run, sent: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """``sent``, which from time to time looks whether another run was quicker: nothing more is sent for nothing."""

    def going_on(name: str, done: int, total: int) -> None:
        if not is_at_work(store, edition, run):
            raise overtaken(edition)
        sent(name, done, total)

    return going_on


class _Job(NamedTuple):
    """One graph that changes; what is ``direct`` goes where it belongs, all else to work graphs first."""

    change: GraphChange
    run: str
    direct: bool

    @property
    def staged(self) -> str:
        """The graph that the file is sent to."""
        return self.change.graph if self.direct else work_graph(self.change.graph, "klaar", self.run)

    @property
    def move(self) -> Move:
        """What changes, in work graphs that have yet to be filled."""
        added, removed = (work_graph(self.change.graph, kind, self.run) for kind in ("erbij", "eraf"))
        return Move(self.change.graph, added, removed)

    @property
    def work(self) -> tuple[str, ...]:
        """All graphs that this may make."""
        return (self.staged,) if self.direct else (self.staged, self.move.added, self.move.removed)


def _make_ready(store: GraphStore, job: _Job, sent: Callable[[str, int, int], None]) -> Move:
    """Send a graph, read it back, and give what the swap changes: nothing where it is in its place. Raises ``NotWholeError``."""
    change = job.change
    if change.path is not None and change.digest is not None:
        _send(store, job, change.path, change.digest, sent)
        _check_same(store, job.staged, change, hidden=not job.direct)
    if job.direct:
        return Move(change.graph)
    return Move(change.graph, added=job.staged) if change.action == "add" else _difference(store, job)


def _difference(store: GraphStore, job: _Job) -> Move:
    """What has to change, worked out by the store; all of it where what the store finds does not add up: Virtuoso, for one,
    holds an integer and a decimal of the same value for the same. Work graphs that turn out to be empty are left out of it.
    Raises ``NotWholeError``."""
    change, move = job.change, job.move
    wanted = change.digest or digest([])
    present = _summed(store, change.graph, hidden=False)
    for text in updates.difference(move, job.staged):
        store.update(text)
    added, removed = (_summed(store, graph, hidden=True) for graph in (move.added, move.removed))
    if present.plus(added, removed) == wanted:
        return Move(change.graph, move.added if added.triples else "", move.removed if removed.triples else "")
    store.drop(move.removed)
    store.update(updates.everything(move))
    if _summed(store, move.removed, hidden=True) != present:
        raise NotWholeError(f"{change.name}: changes while it is being compared; is someone else writing to it?")
    return Move(change.graph, job.staged if wanted.triples else "", move.removed)


def _send(store: GraphStore, job: _Job, path: Path, whole: Digest, sent: Callable[[str, int, int], None]) -> None:
    done = 0
    triples = file_triples(path)
    for number, part in parts(triples if job.direct else staged(triples)):
        store.append(job.staged, part)
        done += number
        sent(job.change.name, done, whole.triples)


def _check_same(store: GraphStore, graph: str, change: GraphChange, *, hidden: bool) -> None:
    """Raises ``NotWholeError`` with one of the triples that the store changed."""
    if change.digest is None or change.path is None:
        if store.count(graph):
            raise NotWholeError(f"{change.name}: was to go, and the store still has it")
        return
    there = _summed(store, graph, hidden=hidden)
    chunks = set(sorted(change.digest.differing(there))[:_MOST_COMPARED])
    if not chunks:
        return
    here = {line for line in lines(file_triples(change.path)) if chunk_of(line) in chunks}
    stored = {line for line in lines(_shown(store, graph, hidden)) if chunk_of(line) in chunks}
    said = [f"{change.name}: {change.digest.triples} triples were sent, and the store has {there.triples}, not all the same"]
    for word, more in (("sent", here - stored), ("not sent", stored - here)):
        said += [f"{word}: {store.hide(line.decode('utf-8', 'replace'))[:_LONGEST_LINE]}" for line in sorted(more)[:1]]
    raise NotWholeError(" ".join([*said, "Readers see what they saw before."]))


def _shown(store: GraphStore, graph: str, hidden: bool) -> Iterable[pyoxigraph.Triple]:
    triples = store.triples(graph)
    return unstaged(triples) if hidden else triples


def _summed(store: GraphStore, graph: str, *, hidden: bool) -> Digest:
    """The digest of a graph on the store; a graph that comes back broken off is asked for again."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return digest(_shown(store, graph, hidden))
        except StoreError as error:
            if error.status:
                raise
    return digest(_shown(store, graph, hidden))


def _manifest(plan: Plan, run: str, moves: Sequence[Move]) -> Manifest:
    by_graph = {move.graph: move for move in moves}
    entries = []
    for change in plan.changes:
        source, checksum = (change.path.name, change.digest.checksum) if change.path and change.digest else ("", "")
        move = by_graph.get(change.graph, Move(change.graph))
        entries.append(ManifestEntry(change.graph, source, change.triples, checksum, move.added, move.removed))
    issued = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Manifest(plan.edition, run, VERSION, issued, tuple(entries))


def _swap(store: GraphStore, made: Manifest, moves: Sequence[Move], run: Run) -> None:
    """Raises as ``take_turn`` and ``_in_one_request``."""
    turn = take_turn(store, made, run)
    text = updates.swap(made, moves)
    _in_one_request(store, made.edition, turn, text, lambda now: now is not None and now.run == made.run)


def _in_one_request(store: GraphStore, edition: str, turn: str, text: str, is_done: Callable[[Manifest | None], bool]) -> None:
    """Change what readers see. Where the answer got lost, ``is_done`` is asked of the manifest that is there then.

    Raises ``StoreError``, and ``CannotTellError`` where another run was quicker.
    """
    failure: StoreError | None = None
    try:
        store.update(text)
    except StoreError as error:
        failure = error
    if is_done(manifests.read_manifest(store, edition)):
        return
    if failure is None:
        raise overtaken(edition)
    if failure.status:  # the store is done with it; without an answer it may still be at it
        store.update(updates.give_up(edition, turn))
    raise failure


def _verify(store: GraphStore, plan: Plan, root: Path) -> None:
    """Read back what readers see. Raises ``NotWholeError`` where it is not what was sent."""
    for change in plan.actual:
        _check_same(store, change.graph, change, hidden=False)
    _check_answers(store, plan, root)


def _check_answers(store: GraphStore, plan: Plan, root: Path) -> None:
    """Raises ``NotWholeError`` where the store answers otherwise than the files; of very large ones nothing is asked."""
    if not plan.is_asked:
        return
    here = load_store(root, edition=plan.edition)
    graphs = [change.graph for change in plan.changes if change.digest]
    for name in GOLDEN:
        text = with_defaults(read_question(root, name, plan.edition))
        if solutions(store.ask(text, graphs)) != solutions(ask_store(here, text)):
            raise NotWholeError(f"the store answers the question {name} in another way than the files do")


def _check_current(store: GraphStore, edition: str, run: str) -> None:
    if manifests.read_current(store) != [max([*manifests.read_editions(store), edition])]:
        store.update(updates.pointing(edition, run))


def roll_back(store: GraphStore, edition: str, *, of: Manifest | None = None) -> Manifest:
    """Put an edition back to before its latest publication, or before that ``of`` which it has to be; twice undoes that.

    Raises ``NotWholeError`` where the store does otherwise, ``CannotTellError``, also where another run was quicker, and
    ``StoreError``.
    """
    with at_work(store, edition) as run:
        now, before = _published(run, edition, of), manifests.read_previous(store, edition)
        if now is None:
            raise CannotTellError(f"edition {edition} is not published there; --status shows what is")
        if before is None:
            detail = "was published once, so there is nothing to go back to; --remove takes it out"
            raise CannotTellError(f"edition {edition} {detail}")
        back = [Move(entry.graph, entry.removed, entry.added) for entry in now.entries]
        back = [_set_aside(store, edition, move, run.mark) if _is_without_way_back(move, before) else move for move in back]
        entries = [
            before.graphs.get(move.graph, ManifestEntry(move.graph, "", 0, ""))._replace(added=move.added, removed=move.removed)
            for move in back
        ]
        made = Manifest(edition, run.mark, before.version, before.issued, tuple(entries))
        _swap(store, made, [move for move in back if move.added or move.removed], run)
        for entry in entries:
            present = store.count(entry.graph)
            if present != entry.triples:
                raise NotWholeError(f"{entry.graph}: has {present} triples after going back, not {entry.triples}; publish again")
    return made


def _is_without_way_back(move: Move, before: Manifest) -> bool:
    """Whether a graph is to go that was loaded where it belongs, so that nothing leads back to what it was."""
    return not move.removed and not (move.graph in before.graphs and before.graphs[move.graph].triples) and not move.added


def _set_aside(store: GraphStore, edition: str, move: Move, mark: str) -> Move:
    aside = move._replace(removed=work_graph(move.graph, "eraf", mark))
    store.update(updates.announce(edition, [aside.removed]))
    store.update(updates.everything(aside))
    return aside if store.count(aside.removed) else move


def _published(run: Run, edition: str, of: Manifest | None) -> Manifest | None:
    """The manifest that is there. Raises ``CannotTellError`` where it has to be that ``of`` which another took the place."""
    if of is not None and (run.before is None or run.before.run != of.run):
        raise overtaken(edition)
    return run.before


def remove(store: GraphStore, edition: str, *, of: Manifest | None = None) -> Manifest:
    """Take an edition out: readers see all of it until one request, and then nothing; and lead them to the latest that is left.

    Runs that are at work on the edition end. What was taken out is returned, with nothing in it where that was done before
    and this only tidies up; it has to be that ``of`` if that is given. Raises ``CannotTellError`` where there is nothing to do,
    or another run was quicker, and ``StoreError``.
    """
    if manifests.read_manifest(store, edition) is None and not manifests.is_left(store, edition):
        raise CannotTellError(f"edition {edition} is not published there; --status shows what is")
    with at_work(store, edition) as run:
        published = _published(run, edition, of)
        if published is not None:
            turn = take_turn(store, published, run)
            text = updates.removal(edition, run.mark, [entry.graph for entry in published.entries])
            _in_one_request(store, edition, turn, text, lambda now: now is None)
    back = [graph for entry in published.entries for graph in (entry.added, entry.removed) if graph] if published else []
    if back:  # their publication is long done, so nothing can still fill them
        store.update(updates.forget(edition, back))
    return published or Manifest(edition, "", "", "", ())
