"""Whatever breaks or comes between while an edition is published: readers see all of the old one or all of the new one, and a rerun
ends with the new."""

from __future__ import annotations

import gzip
import itertools
import re
import shutil
import signal
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fault_proxy import Network, network, slow
from mdo_rdf.cli import main
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publish import turns
from mdo_rdf.publish.credentials import Credentials
from mdo_rdf.publish.digest import digest
from mdo_rdf.publish.manifest import CURRENT, SERIES, read_current, read_manifest
from mdo_rdf.publish.plan import file_triples
from mdo_rdf.publish.store import GraphStore, Patience
from publish_runs import (
    KINDS,
    NOTHING,
    SWAP,
    command,
    kind_of,
    left_behind,
    new_store,
    publish,
    reader,
    removal_command,
    remove,
)
from small_publication import Reader, marks, select, small_publication, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fault_proxy import Answer, Request
    from stores import Store

pytestmark = pytest.mark.faults

WRITES = {"oxigraph": 17, "virtuoso": 19}
"""The number of requests that write, in a publication that changes two graphs; with Virtuoso two are sent again with the login."""


def stages(step: int) -> list[tuple[str, int]]:
    """The stages of a publication, in Oxigraph each ``step``-th and in Virtuoso, which takes longer, a third of these."""
    return [
        (kind, stage) for kind, times in (("oxigraph", 1), ("virtuoso", 3)) for stage in range(1, WRITES[kind] + 1, step * times)
    ]


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[str, Store]]:
    """The stores that are there already, by kind."""
    stores: dict[str, Store] = {}
    yield stores
    for store in stores.values():
        store.kill()


@pytest.fixture
def store(kind: str, stores: dict[str, Store], tmp_path_factory: pytest.TempPathFactory) -> Store:
    if kind not in stores:
        stores[kind] = new_store(kind, tmp_path_factory.mktemp(kind) / "store")
    return stores[kind]


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("root")
    return {version: small_publication(place / version, version) for version in ("old", "new", "other", "third")}


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MDO_RDF_USER", "dba")
    monkeypatch.setenv("MDO_RDF_PASSWORD", "dba")
    monkeypatch.setattr(turns, "_SHORTEST_SWAP", SWAP)


def kill_client_at(between: Network, stage: int, words: list[str]) -> None:
    """Run a command that writes, and kill it at one of its writes: of an odd one the answer is lost, of an even one the request."""
    client: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.number != stage:
            return forward()
        answer = forward() if stage % 2 else None
        ready.wait()
        client[0].send_signal(signal.SIGKILL)
        return answer

    between.fault = fault
    client.append(subprocess.Popen(words, stdout=subprocess.PIPE))
    ready.set()
    client[0].communicate()
    assert client[0].returncode == -signal.SIGKILL


def killing(store: Store, stage: int) -> Callable[[Request, Callable[[], Answer]], Answer | None]:
    """A network in which the store is killed while it does one of the writes."""

    def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.number == stage:
            threading.Timer(0.005, store.kill).start()
        return forward()

    return fault


def cutting(stage: int, arrives: bool, cut: list[int]) -> Callable[[Request, Callable[[], Answer]], Answer | None]:
    """A network that is cut once, at one of the writes, before or after it ``arrives``; ``cut`` gets the stage then."""

    def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.number != stage or cut:
            return forward()
        cut.append(stage)
        if arrives:
            forward()
        return None

    return fault


def check(store: Store, seen: Reader, roots: dict[str, Path]) -> None:
    """Rerun, and hold what was promised."""
    assert publish(store.address, roots["new"]) == 0
    assert marks(store.query, graphs=True) in whole("new")
    assert marks(store.query, graphs=False) in whole("new")
    assert publish(store.address, roots["new"], "--status") == 0
    assert not left_behind(store)
    assert seen.answers
    assert seen.seen <= whole("old") | whole("new")


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_writes_is_what_these_tests_go_through(store: Store, roots: dict[str, Path]) -> None:
    assert [publish(store.address, roots[one]) for one in ("old", "new", "old")] == [0, 0, 0]
    with network(store.address) as between:
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 0
    assert between.writes() == WRITES[kind_of(store)]


@pytest.mark.parametrize(("kind", "stage"), stages(1))
def test_the_client_is_killed(store: Store, roots: dict[str, Path], stage: int) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        kill_client_at(between, stage, command(between.address, roots["new"], kind_of(store)))
        check(store, seen, roots)


@pytest.mark.parametrize(("kind", "stage"), stages(2))
def test_the_server_is_killed(store: Store, roots: dict[str, Path], stage: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        between.fault = killing(store, stage)
        capsys.readouterr()
        code = publish(between.address, roots["new"], "--store", kind_of(store), "--retries", "0")
        said = capsys.readouterr().err.splitlines()
        store.kill()
        store.start()
        assert code in (0, 2)
        assert [line for line in said if line.startswith("mdo-rdf: ")] == said
        check(store, seen, roots)


@pytest.mark.parametrize(("kind", "stage"), stages(2))
@pytest.mark.parametrize("arrives", [True, False], ids=["the answer is lost", "the request is lost"])
def test_the_network_is_cut_once(store: Store, roots: dict[str, Path], stage: int, arrives: bool) -> None:
    assert publish(store.address, roots["old"]) == 0
    cut: list[int] = []
    with network(store.address) as between, reader(store) as seen:
        between.fault = cutting(stage, arrives, cut)
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 0
        assert cut
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_the_network_is_gone_from_some_moment(store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        between.fault = lambda request, forward: None if between.writes() > 3 else forward()
        capsys.readouterr()
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 2
        assert "the connection broke" in capsys.readouterr().err
        assert marks(store.query, graphs=True) in whole("old")
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_the_network_is_slow(store: Store, roots: dict[str, Path]) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        between.fault = slow(0.02)
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 0
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_the_store_does_not_answer_in_time(store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(store.address, roots["old"]) == 0
    given_up, arrived = threading.Event(), threading.Event()
    with network(store.address) as between, reader(store) as seen:

        def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
            if not request.uploads:
                return forward()
            given_up.wait()
            answer = forward()
            arrived.set()
            return answer

        between.fault = fault
        assert publish(between.address, roots["new"], "--store", kind_of(store), "--timeout", "0.5", "--retries", "0") == 2
        assert "no answer in time" in capsys.readouterr().err
        given_up.set()
        arrived.wait()  # the request arrives all the same, and is for nothing
        check(store, seen, roots)


REFUSALS = {
    401: "the login is not right",
    403: "this user may not write there",
    404: "there is no such address",
    413: "it takes no request of this size",
    500: "out of luck",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "hint"), REFUSALS.items())
@pytest.mark.parametrize("where", ["uploads", "swaps"])
def test_the_store_refuses(
    store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str], status: int, hint: str, where: str
) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        refused: list[int] = []

        def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
            if not getattr(request, where):
                return forward()
            refused.append(status)
            return status, {"Content-Type": "text/plain", "WWW-Authenticate": 'Basic realm="x"'}, b"out of luck"

        between.fault = fault
        capsys.readouterr()
        assert publish(between.address, roots["new"], "--store", kind_of(store), "--retries", "3") == 2
        said = capsys.readouterr().err
        assert f"answers {status}" in said
        assert hint in said
        assert "dba" not in said
        assert len(refused) <= 2, "what a store refuses is not sent again, but for the login"
        assert marks(store.query, graphs=True) in whole("old")
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [429, 503])
def test_the_store_is_busy_for_a_moment(store: Store, roots: dict[str, Path], status: int) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:
        busy: list[int] = []

        def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
            if request.number and len(busy) < 2:
                busy.append(request.number)
                return status, {"Retry-After": "0"}, b""
            return forward()

        between.fault = fault
        assert publish(between.address, roots["new"], "--store", kind_of(store), "--retries", "3") == 0
        assert len(busy) == 2
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_html_where_triples_should_be(store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(store.address, roots["old"]) == 0
    page = (200, {"Content-Type": "text/html"}, b"<h1>Please log in</h1>")
    with network(store.address) as between, reader(store) as seen:
        between.fault = lambda request, forward: forward() if request.number else page
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 2
        assert "answers text/html" in capsys.readouterr().err
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_a_redirect_is_not_followed_and_takes_no_password_along(
    store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, network(store.address) as elsewhere, reader(store) as seen:
        place = elsewhere.address.replace("127.0.0.1", "localhost")
        away = (307, {"Location": f"{place}/store?secret=1"}, b"")
        between.fault = lambda request, forward: away if request.number else forward()
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 2
        said = capsys.readouterr().err
        assert f"redirects to {place}/store; give that address if you trust it" in said
        assert not elsewhere.seen
        check(store, seen, roots)


def rewritten(request: Request, between: Network) -> Answer:
    packed = request.headers.pop("Content-Encoding", "") == "gzip"
    text = (gzip.decompress(request.body) if packed else request.body).replace(b'"new"', b'"new "')
    return between.forward(request._replace(body=text, headers=request.headers | {"Content-Length": str(len(text))}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_rewrites_what_it_is_given(store: Store, roots: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(store.address, roots["old"]) == 0
    with network(store.address) as between, reader(store) as seen:

        def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
            return rewritten(request, between) if request.uploads else forward()

        between.fault = fault
        capsys.readouterr()
        assert publish(between.address, roots["new"], "--store", kind_of(store)) == 1
        said = capsys.readouterr().err
        assert '"new" .' in said
        assert '"new " .' in said
        assert "Readers see what they saw before." in said
        assert not left_behind(store)
        assert marks(store.query, graphs=True) in whole("old")
        check(store, seen, roots)


@pytest.mark.parametrize("kind", KINDS)
def test_two_at_once(store: Store, roots: dict[str, Path]) -> None:
    for _ in range(2):
        assert publish(store.address, roots["old"]) == 0
        with reader(store) as seen:
            both = [
                subprocess.Popen(command(store.address, roots[one], kind_of(store)), stderr=subprocess.PIPE, text=True)
                for one in ("new", "other")
            ]
            said = [one.communicate()[1] for one in both]
            codes = [one.returncode for one in both]
            assert 0 in codes, said
            for code, errors in zip(codes, said, strict=True):
                assert "Traceback" not in errors
                assert re.fullmatch(r"mdo-rdf: .+\n" if code else "", errors), errors
                assert code in (0, 2)
            assert marks(store.query, graphs=True) in whole("new") | whole("other")
            assert seen.seen <= whole("old") | whole("new") | whole("other")
            assert seen.answers
            assert publish(store.address, roots["new"]) == 0
            assert marks(store.query, graphs=True) in whole("new")


# ---- Taking an edition out ----

REMOVAL_WRITES = {"oxigraph": 9, "virtuoso": 11}
"""As ``WRITES``, for an edition of which two graphs were replaced before: that it begins, that it swaps, the removal, four work graphs
that go, that it ends, and that they are forgotten."""


def removal_stages(step: int) -> list[tuple[str, int]]:
    return [(kind, stage) for kind in KINDS for stage in range(1, REMOVAL_WRITES[kind] + 1, step)]


FOREIGN = "https://example.org/a-graph-of-others"


def published_twice(store: Store, roots: dict[str, Path]) -> list[dict[str, str]]:
    """An edition with a publication before it to go back to, beside a graph of others; that is given."""
    client = GraphStore(store.address, kind_of(store), Patience(60, 1), lambda: Credentials("dba", "dba"))
    client.append(FOREIGN, b'<urn:a> <urn:b> "c", 1, "2024"@nl .')
    assert [publish(store.address, roots[name]) for name in ("new", "old")] == [0, 0]
    return foreign(store)


def foreign(store: Store) -> list[dict[str, str]]:
    return sorted(select(store.query, f"SELECT ?s ?p ?o WHERE {{ GRAPH <{FOREIGN}> {{ ?s ?p ?o }} }}"), key=str)


def ours(store: Store) -> list[str]:
    """The graphs that are ours and have something in them."""
    asked = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/dataset/2024/graaf/')) }"
    return sorted(row["g"] for row in select(store.query, asked))


def check_removed(store: Store, seen: Reader, theirs: list[dict[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    """What is there is whole, or nothing of it is; the status says which; a rerun ends it; nothing of others is touched."""
    now = marks(store.query, graphs=True)
    assert now in whole("old") | NOTHING
    capsys.readouterr()
    code = publish(store.address, Path(), "--status")
    said = capsys.readouterr().out
    assert said.startswith("Edition 2024, the current one: " if now else "No edition is published there.\n")
    assert code == (1 if "readers see nothing of it" in said else 0)
    again = remove(store.address)
    assert again == 0 if now or code else again in (0, 2)  # 2: it was taken out already, and nothing was left
    assert marks(store.query, graphs=True) in NOTHING
    capsys.readouterr()
    assert publish(store.address, Path(), "--status") == 0
    assert capsys.readouterr().out == "No edition is published there.\n"
    assert [graph for graph in ours(store) if not graph.endswith("/manifest/werk")] == []
    assert foreign(store) == theirs
    assert seen.answers
    assert seen.seen <= whole("old") | NOTHING


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_writes_of_a_removal(store: Store, roots: dict[str, Path]) -> None:
    published_twice(store, roots)
    with network(store.address) as between:
        assert remove(between.address, "--store", kind_of(store)) == 0
    assert between.writes() == REMOVAL_WRITES[kind_of(store)]


@pytest.mark.parametrize(("kind", "stage"), removal_stages(1))
def test_who_takes_it_out_is_killed(store: Store, roots: dict[str, Path], stage: int, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = published_twice(store, roots)
    with network(store.address) as between, reader(store) as seen:
        kill_client_at(between, stage, removal_command(between.address, kind_of(store)))
        check_removed(store, seen, theirs, capsys)


@pytest.mark.parametrize(("kind", "stage"), removal_stages(3))
def test_the_server_is_killed_while_it_is_taken_out(
    store: Store, roots: dict[str, Path], stage: int, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = published_twice(store, roots)
    with network(store.address) as between, reader(store) as seen:
        between.fault = killing(store, stage)
        code = remove(between.address, "--store", kind_of(store), "--retries", "0")
        store.kill()
        store.start()
        assert code in (0, 2)
        check_removed(store, seen, theirs, capsys)


@pytest.mark.parametrize(("kind", "stage"), removal_stages(3))
@pytest.mark.parametrize("arrives", [True, False], ids=["the answer is lost", "the request is lost"])
def test_the_network_is_cut_once_while_it_is_taken_out(
    store: Store, roots: dict[str, Path], stage: int, arrives: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = published_twice(store, roots)
    cut: list[int] = []
    with network(store.address) as between, reader(store) as seen:
        between.fault = cutting(stage, arrives, cut)
        assert remove(between.address, "--store", kind_of(store)) == 0
        assert cut
        check_removed(store, seen, theirs, capsys)


@pytest.mark.parametrize("kind", KINDS)
def test_a_removal_and_a_publication_at_once(store: Store, roots: dict[str, Path]) -> None:
    """Each ends as if it had been alone, or says that the other was quicker; readers see all of a version, or nothing."""
    for _ in range(2):
        theirs = published_twice(store, roots)
        with reader(store) as seen:
            commands = [command(store.address, roots["new"], kind_of(store)), removal_command(store.address, kind_of(store))]
            clients = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for words in commands]
            said = [client.communicate()[1] for client in clients]
            codes = [client.returncode for client in clients]
            assert 0 in codes, said
            assert set(codes) <= {0, 2}, said
            assert not [errors for errors in said if "Traceback" in errors]
            assert marks(store.query, graphs=True) in whole("new") | NOTHING | whole("old")
            assert publish(store.address, Path(), "--status") == 0
            assert seen.seen <= whole("old") | whole("new") | NOTHING
            assert foreign(store) == theirs
            assert publish(store.address, roots["new"]) == 0
            assert marks(store.query, graphs=True) in whole("new")


# ---- A run that is held at one of its requests while others begin and end ----

CUBE = f"{BASE}id/dataset/2024/graaf/cube"
HELD = ("publish", "rollback", "remove")
QUICKER = ("publish", "rollback", "remove", "publish and rollback", "remove and publish")
STEP = {"oxigraph": 20, "virtuoso": 60}
"""Each how many requests a run is held."""


@pytest.mark.parametrize(
    ("kind", "held", "quicker"),
    [
        *(("oxigraph", held, quicker) for held in HELD for quicker in QUICKER),
        ("virtuoso", "publish", "remove and publish"),  # which takes longer
        ("virtuoso", "rollback", "publish"),
        ("virtuoso", "remove", "rollback"),
    ],
)
def test_another_run_is_quicker(
    store: Store, roots: dict[str, Path], held: str, quicker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    total, runs = requests_of(store, roots, held), quicker.split(" and ")
    start = QUICKER.index(quicker) * STEP[kind_of(store)] // len(QUICKER)  # so that each kind is held at many of its requests
    for number in range(start, total, STEP[kind_of(store)]):
        prepare(store, roots)
        codes: list[int] = []
        with network(store.address) as between, reader(store) as seen:
            between.fault = holding(number, partial(run_all, runs, store, roots["other"], codes))
            capsys.readouterr()
            code = run(held, between.address, roots["third"], "--store", kind_of(store))
            said = capsys.readouterr().err.splitlines()
        assert len(codes) == len(runs)
        assert all(other == 0 or what != "publish" for other, what in zip(codes, runs, strict=True)), codes
        assert {code, *codes} <= {0, 2}
        assert len(said) == [code, *codes].count(2), said
        assert all(re.search("someone else is|is not published there|was published once", line) for line in said)
        look(store, roots)
        assert seen.seen <= NOTHING.union(*map(whole, roots))
    prepare(store, roots)


def test_a_later_edition_comes_between_and_stays_the_current_one(tmp_path: Path) -> None:
    root = small_publication(tmp_path / "root", "old")
    shutil.copytree(root / "data" / "rdf" / "2024", root / "data" / "rdf" / "2025")
    store = new_store("oxigraph", tmp_path / "store")
    later: list[int] = []

    def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.swaps and not later:
            later.append(publish(store.address, root, "--edition", "2025"))
        return forward()

    try:
        with network(store.address) as between:
            between.fault = fault
            assert publish(between.address, root, "--edition", "2024", "--store", "oxigraph") == 0
        assert later == [0]
        assert read_current(GraphStore(store.address, "oxigraph", Patience(60, 1), lambda: None)) == ["2025"]
        assert main(["publish", "--endpoint", store.address, "--remove", "--edition", "2025"]) == 0
        assert read_current(GraphStore(store.address, "oxigraph", Patience(60, 1), lambda: None)) == ["2024"]
    finally:
        store.kill()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["publish", "rollback", "remove"])
def test_a_run_begins_while_another_swaps(store: Store, roots: dict[str, Path], what: str) -> None:
    """Neither takes from the other what it needs, also to go back later, and neither says that the store is at fault."""
    prepare(store, roots)
    swapping, begun, done = threading.Event(), threading.Event(), threading.Event()
    codes: list[int] = []

    def publish_other() -> None:
        codes.append(publish(first.address, roots["other"], "--store", kind_of(store)))
        done.set()

    def swaps_late(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.swaps:
            swapping.set()
            begun.wait()
        return forward()

    def begins_meanwhile(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        if request.number == 1:  # it has read what is going on, and ends it
            begun.set()
            done.wait()
        return forward()

    with network(store.address) as first, network(store.address) as second, reader(store) as seen:
        first.fault, second.fault = swaps_late, begins_meanwhile
        thread = threading.Thread(target=publish_other)
        thread.start()
        swapping.wait()
        codes.append(run(what, second.address, roots["third"], "--store", kind_of(store)))
        thread.join()
    assert set(codes) <= {0, 2}
    look(store, roots)
    if main(["publish", "--endpoint", store.address, "--rollback", "--edition", "2024"]) == 0:
        look(store, roots)
    assert seen.seen <= NOTHING.union(*map(whole, roots))
    prepare(store, roots)


@pytest.mark.parametrize("kind", ["oxigraph"])
@pytest.mark.parametrize("what", ["publish", "remove"])
def test_what_is_loaded_where_it_belongs_does_not_stay_when_another_is_quicker(
    store: Store, roots: dict[str, Path], what: str
) -> None:
    remove(store.address)
    codes: list[int] = []

    def fault(request: Request, forward: Callable[[], Answer]) -> Answer | None:
        answer = forward()
        if request.uploads and b"proef/cube" in unpacked(request) and not codes:
            codes.append(run(what, store.address, roots["other"]))
        return answer

    with network(store.address) as between:
        between.fault = fault
        codes.append(publish(between.address, roots["third"], "--store", kind_of(store), "--direct"))
    assert codes == [0, 2]
    look(store, roots)
    prepare(store, roots)


def unpacked(request: Request) -> bytes:
    return gzip.decompress(request.body) if request.headers.get("Content-Encoding") == "gzip" else request.body


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_loaded_where_it_belongs_can_go_back(store: Store, roots: dict[str, Path], tmp_path: Path) -> None:
    prepare(store, roots)
    more = small_publication(tmp_path / "more", "third")
    (more / "ontology" / "more.ttl").write_text("<urn:a> <urn:b> <urn:c>, 1 .", "utf-8")
    assert publish(store.address, more, "--direct") == 0
    graph = f"{BASE}id/dataset/2024/graaf/ontologie-more"
    for number in (0, 2, 0, 2):
        assert main(["publish", "--endpoint", store.address, "--rollback", "--edition", "2024"]) == 0
        assert (
            GraphStore(store.address, kind_of(store), Patience(60, 1), lambda: Credentials("dba", "dba")).count(graph) == number
        )
        assert publish(store.address, roots["old"], "--status") == 0
    prepare(store, roots)


def test_readers_are_led_to_one_edition_however_many_come_at_once(tmp_path: Path) -> None:
    root = small_publication(tmp_path / "root", "old")
    for year in ("2025", "2026"):
        shutil.copytree(root / "data" / "rdf" / "2024", root / "data" / "rdf" / year)
    store = new_store("oxigraph", tmp_path / "store")
    client = GraphStore(store.address, "oxigraph", Patience(60, 1), lambda: None)
    try:
        runs = [
            subprocess.Popen([*command(store.address, root, "oxigraph"), "--edition", year], stdout=subprocess.DEVNULL)
            for year in ("2026", "2025", "2024")
        ]
        assert [each.wait() for each in runs] == [0, 0, 0]
        assert read_current(client) == ["2026"]
        taken = [
            subprocess.Popen([*removal_command(store.address, "oxigraph")[:-1], year], stdout=subprocess.DEVNULL)
            for year in ("2026", "2025")
        ]
        assert [each.wait() for each in taken] == [0, 0]
        assert read_current(client) == ["2024"]
        wrong = f"<{SERIES}> <{PREFIXES['dcat']}hasCurrentVersion> <{BASE}id/uitgave/2025>"
        client.update(f"INSERT DATA {{ GRAPH <{CURRENT}> {{ {wrong} }} }}")
        assert publish(store.address, root, "--status") == 1
        assert publish(store.address, root, "--edition", "2024") == 0
        assert publish(store.address, root, "--status") == 0
        assert read_current(client) == ["2024"]
    finally:
        store.kill()


def holding(number: int, meanwhile: Callable[[], None]) -> Callable[[Request, Callable[[], Answer]], Answer | None]:
    """A network in which something happens before a request arrives; the first has the number 0."""
    numbers = itertools.count()

    def fault(_: Request, forward: Callable[[], Answer]) -> Answer | None:
        if next(numbers) == number:
            meanwhile()
        return forward()

    return fault


def prepare(store: Store, roots: dict[str, Path]) -> None:
    """An edition that was published twice, so that there is something to go back to: whatever was there, that mends it."""
    for version in ("old", "new"):
        assert publish(store.address, roots[version]) == 0
        assert marks(store.query, graphs=True) in whole(version)


def run(what: str, address: str, root: Path, *more: str) -> int:
    words = {
        "publish": ["--root", str(root)],
        "rollback": ["--rollback", "--edition", "2024"],
        "remove": ["--remove", "--edition", "2024"],
    }
    return main(["publish", "--endpoint", address, "--retries", "1", *words[what], *more])


def run_all(runs: list[str], store: Store, root: Path, codes: list[int]) -> None:
    codes.extend(run(what, store.address, root) for what in runs)


def requests_of(store: Store, roots: dict[str, Path], held: str) -> int:
    """How many requests a run takes that nothing comes between."""
    prepare(store, roots)
    with network(store.address) as between:
        assert run(held, between.address, roots["third"], "--store", kind_of(store)) == 0
    return len(between.seen)


def look(store: Store, roots: dict[str, Path]) -> None:
    """What readers see is what the manifest says, all of a version or nothing; the status finds it in order, and nothing is left."""
    manifest = read_manifest(GraphStore(store.address, kind_of(store), Patience(60, 1), lambda: None), "2024")
    seen = marks(store.query, graphs=True)
    assert publish(store.address, roots["old"], "--status") == 0
    assert not left_behind(store)
    if manifest is None:
        assert seen in NOTHING
        return
    sums = {
        digest(file_triples(root / "data" / "rdf" / "2024" / "cube.ttl")).checksum: version for version, root in roots.items()
    }
    assert seen in whole(sums[manifest.graphs[CUBE].checksum])


@pytest.mark.parametrize("kind", KINDS)
def test_the_disk_is_full(kind: str, roots: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file of the store may become larger than they are with the old version, and a little."""
    store = new_store(kind, tmp_path / "store")
    try:
        assert publish(store.address, roots["old"]) == 0
        store.fill_the_disk(100_000)
        with reader(store) as seen:
            capsys.readouterr()
            large = small_publication(tmp_path / "large", "new", marks=20_000 if kind == "oxigraph" else 40_000)
            assert publish(store.address, large, "--store", kind, "--retries", "0") == 2
            assert capsys.readouterr().err.startswith("mdo-rdf: http")
            assert seen.seen <= whole("old")
        store.kill()
        store.start()
        with reader(store) as seen:
            check(store, seen, roots)
    finally:
        store.kill()


def test_no_option_takes_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    """A command line is there for all users of a machine to read."""
    with pytest.raises(SystemExit):
        main(["publish", "--help"])
    options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", capsys.readouterr().out))
    assert options > {"-h", "--endpoint", "--store", "--retries"}
    assert not [
        one for one in options if re.search("user|name|login|pass|token|secret|auth|credential", one) or one in ("-u", "-p")
    ]
