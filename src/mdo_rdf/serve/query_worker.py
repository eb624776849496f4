"""A process that answers queries about one edition and can do nothing else, for ``workers``.

``python -m mdo_rdf.serve.query_worker ROOT EDITION SECONDS ROWS SIZE MEMORY`` loads the edition, gives up the right to open any
file or socket, and then answers what it reads: frames of JSON behind their length.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.publish.plan import graph_files
from mdo_rdf.query.answers import Answer
from mdo_rdf.query.local import NotAQueryError
from mdo_rdf.query.sparql import UPDATES, verb, words
from mdo_rdf.serve.frames import limit, next_frame, say
from mdo_rdf.serve.results import GRAPHS, TABLES, CannotWriteError, form_by_name, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    QueryResult = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_SPARE_SECONDS = 2
_SURELY_READ = 8 * 1024**2


class WorkerRequest(TypedDict):
    """A query, the graphs that the request for it names (SPARQL 1.1 Protocol, section 2.1.4), and the names of the forms that a
    table and a graph are to be in; empty where none is good."""

    text: str
    default_graphs: list[str]
    named_graphs: list[str]
    table: str
    graph: str


class WorkerReply(TypedDict):
    """What is in the frame that follows: a graph, or a table or truth value; or, with a status of HTTP, why there is none."""

    status: int
    graph: bool
    title: str
    detail: str


_NO_FORM = 406


class Bounds(NamedTuple):
    """How large an answer may be: rows or triples, and bytes."""

    rows: int
    size: int


class _NotAnsweredError(Exception):
    def __init__(self, title: str, detail: str, status: int = 400, *, graph: bool = False) -> None:
        self.reply = WorkerReply(status=status, graph=graph, title=title, detail=detail)
        super().__init__(detail)


def load(root: Path, edition: str) -> pyoxigraph.Store:
    """A store with each file of an edition as a graph, named as when it is published. Raises ``CannotTellError``."""
    store = pyoxigraph.Store()
    for graph, path in graph_files(root, edition).items():
        try:
            name = pyoxigraph.NamedNode(graph)
            store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=name)
        except SyntaxError as error:
            raise CannotTellError(f"{path}:{error.lineno}: not Turtle: {error.msg}") from error
    return store


def answered(store: pyoxigraph.Store, request: WorkerRequest, bounds: Bounds) -> tuple[WorkerReply, bytes]:
    """The answer to a query, or why there is none, in which case there are no bytes."""
    try:
        graph, content = _answered(store, request, bounds)
    except _NotAnsweredError as error:
        return error.reply, b""
    except MemoryError:  # pyoxigraph reads no text of more than 16 MiB, as it stands in the JSON of an answer
        return _too_large("8 MB for one text of it").reply, b""
    return WorkerReply(status=200, graph=graph, title="", detail=""), content


def _answered(store: pyoxigraph.Store, request: WorkerRequest, bounds: Bounds) -> tuple[bool, bytes]:
    text = request["text"]
    in_query = words(text)
    if any("SERVICE" in word for word in in_query):
        detail = "this endpoint asks no other; leave SERVICE out, or ask a store of your own"
        raise _NotAnsweredError("SERVICE is not answered", detail)
    try:
        result = _result(store, request, union=not any("FROM" in word for word in in_query))
        return _in_form(request, *_written(result, bounds), bounds)
    except SyntaxError as error:
        raise _refusal(text, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _NotAnsweredError("Query not answered", f"the query could not be answered: {error}") from error


def _in_form(request: WorkerRequest, graph: bool, content: bytes, bounds: Bounds) -> tuple[bool, bytes]:
    """The answer in the form that is asked for its kind."""
    name, forms = (request["graph"], GRAPHS) if graph else (request["table"], TABLES)
    form = form_by_name(name, forms) if name else None
    if form is None:
        raise _NotAnsweredError("Not acceptable", "", _NO_FORM, graph=graph)
    try:
        content = written(Answer(content, graph=graph), form)
    except CannotWriteError as error:
        raise _NotAnsweredError("Not acceptable", str(error), _NO_FORM, graph=graph) from error
    if len(content) > bounds.size:
        raise _too_large(f"{bounds.size:,} bytes")
    return graph, content


def _refusal(text: str, error: SyntaxError) -> _NotAnsweredError:
    first = verb(text)
    if first in UPDATES:
        return _NotAnsweredError("Read only", f"{first}: this endpoint is read only; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return _NotAnsweredError("Malformed query", str(NotAQueryError(error.msg)))


def _result(store: pyoxigraph.Store, request: WorkerRequest, *, union: bool) -> QueryResult:
    """What the store finds: in the graphs that the request names, or else the query, or else in all taken together."""
    default, named = _nodes(request["default_graphs"], "default"), _nodes(request["named_graphs"], "named")
    if default or named:
        return store.query(request["text"], default_graph=[*default], named_graphs=[*named])
    # The store ignores FROM where it is told to take all graphs together.
    return store.query(request["text"], use_default_graph_as_union=union)


def _nodes(iris: Sequence[str], kind: str) -> list[pyoxigraph.NamedNode]:
    try:
        return [pyoxigraph.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise _NotAnsweredError("Not a graph", f"{kind}-graph-uri: not an absolute IRI: {error}") from error


class _Limited(BytesIO):
    """Takes bytes until there are too many of them, or of the lines that are counted."""

    def __init__(self, *, size: int, lines: int = 0) -> None:
        super().__init__()
        self._size, self._lines = size, lines
        self._counted = 0
        self.full = ""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._counted += bytes(data).count(b"\n") if self._lines else 0
        if self._lines and self._counted > self._lines:
            self.full = f"{self._lines:,} triples"
        elif self.tell() + len(data) > self._size:
            self.full = f"{self._size:,} bytes"
        if self.full:
            raise OSError(self.full)
        return super().write(data)


def _written(result: QueryResult, bounds: Bounds) -> tuple[bool, bytes]:
    """Whether it is a graph, and N-Triples (a line for each triple) or else SPARQL 1.1 Query Results JSON."""
    graph = isinstance(result, pyoxigraph.QueryTriples)
    sink = _Limited(size=bounds.size, lines=bounds.rows if graph else 0)
    try:
        if isinstance(result, pyoxigraph.QueryTriples):
            result.serialize(sink, format=pyoxigraph.RdfFormat.N_TRIPLES)
        else:
            result.serialize(sink, format=pyoxigraph.QueryResultsFormat.JSON)
    except OSError as error:
        raise (_too_large(sink.full) if sink.full else error) from error
    content = sink.getvalue()
    if isinstance(result, pyoxigraph.QuerySolutions) and _has_more(content, bounds.rows):
        raise _too_large(f"{bounds.rows:,} rows")
    return graph, content


def _has_more(content: bytes, rows: int) -> bool:
    """Whether a table has more rows; each takes a brace, so that most tables need not be read to know.

    Raises ``MemoryError`` where it has a text that nothing here could read again.
    """
    if content.count(b"{") <= rows and len(content) <= _SURELY_READ:
        return False
    parsed = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
    return not isinstance(parsed, pyoxigraph.QueryBoolean) and sum(1 for _ in parsed) > rows


def _too_large(most: str) -> _NotAnsweredError:
    detail = f"the answer is larger than {most}, the most that you can get; add LIMIT, or ask for less"
    return _NotAnsweredError("Answer too large", detail, 413)


def _give_time(seconds: float) -> None:
    """The system ends this process where one query takes more than ``seconds`` of a processor, also if nobody waits for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def main(arguments: Sequence[str]) -> int:
    """Load, say so, and answer until nothing more is asked. Returns 0, or 2 where there is nothing to load."""
    root, edition, seconds, rows, size, memory = arguments
    try:
        store = load(Path(root), edition)
    except CannotTellError as error:
        say(json.dumps(WorkerReply(status=500, graph=False, title="Not loaded", detail=str(error))).encode())
        return error.exit_code
    limit(int(memory), files=False)
    say(json.dumps(WorkerReply(status=200, graph=False, title="", detail="")).encode())
    while frame := next_frame():
        next_frame()  # nothing goes with a query
        _give_time(float(seconds))
        reply, content = answered(store, json.loads(frame), Bounds(int(rows), int(size)))
        say(json.dumps(reply).encode(), content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
