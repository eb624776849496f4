"""Links to others: what is published has evidence, what cannot be right is refused, and what the network says is judged."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
import socket
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from cases import cases
from checkout import ROOT
from csv_rows import read_rows, write_rows
from mdo_rdf import iris
from mdo_rdf.cli import main
from mdo_rdf.http import USER_AGENT
from mdo_rdf.inputs.links import CANDIDATES, CATALOGUE, COLUMNS, MATCHES, NO_TERM, PUBLISHED, coverage
from mdo_rdf.linkcheck.check import OUTCOMES, LinkResult, check_online
from mdo_rdf.linkcheck.fetching import Manners
from mdo_rdf.query.questions import read_question, with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph

    from mdo_rdf.edition.edition import Model

EVIDENCE = ROOT.parent / "shared" / "links" / "links.csv"


# The evidence


@pytest.fixture(scope="module")
def evidence() -> list[dict[str, str]]:
    if not EVIDENCE.is_file():
        pytest.skip("the list of evidence is not beside this checkout")
    return read_rows(EVIDENCE)


def test_every_published_iri_was_read_somewhere_verbatim(model: Model, evidence: list[dict[str, str]]) -> None:
    seen = {row["uri"] for row in evidence if row["confidence"] == "verbatim-seen"}
    for link in model.links.published:
        asked = re.search(r" \+ asked on \d{4}-\d\d-\d\d: 200, label read in ", link.evidence)
        assert link.object in seen or link.object == NO_TERM or asked, link.number


def test_what_was_only_derived_is_a_candidate(model: Model, evidence: list[dict[str, str]]) -> None:
    seen = {row["uri"] for row in evidence if row["confidence"] == "verbatim-seen"}
    derived = {row["uri"] for row in evidence if row["confidence"] == "pattern-derived"} - seen
    published = {link.object for link in model.links.published if " + asked on " not in link.evidence}
    assert derived & published == set()
    assert len(derived & {link.object for link in model.links.candidates}) > 30


def test_the_outside_iris_of_all_published_files_have_evidence_or_are_of_a_vocabulary(
    model: Model, store: pyoxigraph.Store
) -> None:
    """Nothing outside is named but links with evidence, the terms of vocabularies, and the codes of authorities."""
    linked = {link.object for link in model.links.published}
    authorities = {row["iri"] for row in read_rows(ROOT / "data/curation/authorities.csv")}
    codes = {row["exact_match"] for row in read_rows(ROOT / "data/curation/concepts.csv")}
    codes |= {row["focus"] for row in read_rows(ROOT / "data/curation/concepts.csv")}
    vocabularies = (*iris.PREFIXES.values(), "http://purl.org/linked-data/sdmx/", "http://qudt.org/vocab/unit/")
    query = "SELECT DISTINCT ?iri WHERE { { ?s ?p ?iri } UNION { ?iri ?p ?o } FILTER(isIRI(?iri)) }"
    written = {row["iri"].value for row in store.query(query)}  # type: ignore[union-attr]
    unknown = {iri for iri in written if not iri.startswith((iris.BASE, *vocabularies))} - linked - authorities - codes
    # A prefix of a target names the places that its IRIs start with, not a thing; a namespace may go without its end.
    assert {iri for iri in unknown if iri + "#" not in vocabularies} == set()


def test_no_register_is_ever_the_object_of_a_mapping(store: pyoxigraph.Store) -> None:
    for match in MATCHES:
        query = f"PREFIX skos: <{iris.PREFIXES['skos']}> SELECT ?o WHERE {{ ?s {match} ?o FILTER CONTAINS(STR(?o), '/id/registratie/') }}"
        assert list(store.query(query)) == []  # type: ignore[arg-type]


def test_each_statement_that_links_has_its_evidence_and_the_reverse(model: Model, store: pyoxigraph.Store) -> None:
    query = """PREFIX mdo: <https://w3id.org/monitor-digitale-overheid/def#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX sssom: <https://w3id.org/sssom/>
    SELECT ?link WHERE { ?link a mdo:Koppeling ; owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o
      FILTER(?o != sssom:NoTermFound) FILTER NOT EXISTS { ?s ?p ?o } }"""
    assert list(store.query(query)) == []  # type: ignore[arg-type]
    query = query.replace("FILTER NOT EXISTS { ?s ?p ?o }", "?s ?p ?o")
    made = [link for link in model.links.published if link.object != NO_TERM]
    assert len(list(store.query(query))) == len(made)  # type: ignore[arg-type]


# The two questions


def test_which_indicators_are_about_the_bag_and_which_concept_do_they_touch(store: pyoxigraph.Store) -> None:
    indicators = list(store.query(with_defaults(read_question(ROOT, "register-in-stelselcatalogus"))))  # type: ignore[arg-type]
    bag = {row["indicator"].value.rpartition("/")[2] for row in indicators}
    assert {"bag-bevragingen", "digilevering-bag-in", "digimelding-terugmeldingen-bag"} <= bag
    touched = {row["begrip"].value for row in indicators if row["begrip"]}
    assert "http://opendata.stelselcatalogus.nl/bag/id/begrip/verblijfsobject" in touched


def test_which_facilities_have_no_concept_in_the_stelselcatalogus(model: Model, store: pyoxigraph.Store) -> None:
    facilities = store.query(with_defaults(read_question(ROOT, "zonder-begrip")))
    without = {row["voorziening"].value.rpartition("/")[2] for row in facilities}  # type: ignore[union-attr]
    assert {"digid", "eherkenning", "mijnoverheid", "digipoort", "diginetwerk"} <= without
    assert not {"bag", "brp", "brk", "woz", "samenwerkende-catalogi"} & without
    slugs = [slug for scheme, slug in model.curation.concepts if scheme == "voorziening"]
    assert {coverage(model.links, slug) for slug in slugs} <= {"begrip", "gegevenselement", "kandidaat", "geen-gevonden"}


def test_what_the_owner_of_a_target_loads_makes_sense_alone() -> None:
    import pyoxigraph

    store = pyoxigraph.Store()
    path = ROOT / "data/rdf/2024/koppelingen-stelselcatalogus.ttl"
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    ask = """PREFIX mdo: <https://w3id.org/monitor-digitale-overheid/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?name ?facility WHERE { <http://opendata.stelselcatalogus.nl/id/registratie/BAG> mdo:indicatorenOver ?indicator .
      ?indicator skos:prefLabel ?name ; mdo:voorziening/skos:prefLabel ?facility FILTER(LANG(?name) = "nl" && LANG(?facility) = "nl") }"""
    assert len(list(store.query(ask))) >= 9  # type: ignore[arg-type]
    ours = "SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER STRSTARTS(STR(?o), 'https://w3id.org/monitor-digitale-overheid/id/indicator/') FILTER NOT EXISTS { ?o ?q ?r } }"
    assert list(store.query(ours)) == []  # type: ignore[arg-type]


# What an editor can get wrong


def spoil(copy: Path, number: str, column: str, value: str, *, file: str = PUBLISHED) -> None:
    lines = read_rows(copy / file)
    write_rows(copy / file, lines[0], [{**line, column: value} if line["record_id"] == number else line for line in lines])


@pytest.mark.parametrize(*cases("linkcheck/wrong_links"))
def test_a_wrong_link_is_refused_with_its_place(
    number: str, column: str, value: str, rule: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy, number, column, value)
    assert main(["links", "check", "--root", str(copy)]) == 1
    said = capsys.readouterr().err
    assert rule in said
    assert re.match(r"data/curation/links\.csv:\d+:\d+: ", said), said
    assert "nothing was written" not in said


def test_a_candidate_may_not_be_certain(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copy, "206", "confidence", "1", file=CANDIDATES)
    assert main(["links", "check", "--root", str(copy)]) == 1
    assert "too certain for a candidate" in capsys.readouterr().err


def test_a_facility_that_nobody_looked_up_is_a_problem(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        line
        for line in read_rows(copy / PUBLISHED)
        if line["subject_id"] != "voorziening/digid" or line["object_source"] != CATALOGUE
    ]
    write_rows(copy / PUBLISHED, COLUMNS, lines)
    assert main(["links", "check", "--root", str(copy)]) == 1
    assert "nothing is said of the Stelselcatalogus" in capsys.readouterr().err


def test_the_lists_name_each_link_once(model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["links", "list", "--format", "csv"]) == 0
    listed = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert Counter(row["record_id"] for row in listed) == Counter(str(link.number) for link in model.links.published)
    assert main(["links", "list", "--candidates", "--target", "nora"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("[candidate: iri in doubt]") == sum(link.target == "nora" for link in model.links.candidates)
    assert main(["links", "list", "--facility", "digid", "--format", "json"]) == 0
    assert '"voorziening/digid"' in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--timeout", "3601"], ["--delay", "-1"]])
def test_seconds_are_seconds(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["links", "check", "--online", *words])
    assert exit_.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


# What the network says

ANSWERS = {path: (int(status), kind, content) for path, status, kind, content in cases("linkcheck/answers")[1]}
ANSWERS["huge"] = 200, ANSWERS["page"][1], "<title>Label</title>" + "x" * 3_000_000
"""Status, media type, and content, or where a redirect leads; ``HOST`` and ``PATH`` are those that were asked for."""


class Site(BaseHTTPRequestHandler):
    """A server that answers in every way that one can."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, float]] = []  # noqa: RUF012
    """The connection of each request, and when it came: before it is answered, so a client that has its answer finds it here."""
    headers_seen: list[dict[str, str]] = []  # noqa: RUF012
    busy = 0
    busiest = 0
    guard = threading.Lock()

    def do_GET(self) -> None:
        with Site.guard:
            Site.busy += 1
            Site.busiest = max(Site.busiest, Site.busy)
            Site.headers_seen.append(dict(self.headers))
            Site.seen.append((str(self.client_address), time.monotonic()))
        try:
            name = self.path.split("/")[1]
            if name in ANSWERS:
                self.answer(*ANSWERS[name])
            else:
                getattr(self, f"answer_{name}")()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the other side has given up, as it should
        finally:
            with Site.guard:
                Site.busy -= 1

    def handle(self) -> None:
        """The client hangs up on a slow answer, and that is no error of the server."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, kind: str, content: str) -> None:
        content = content.replace("HOST", f"http://{self.headers['Host']}").replace("PATH", self.path)
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if 300 <= status < 400:
            self.send_header("Location", content)
        if status == 401:
            self.send_header("WWW-Authenticate", "Basic")
        self.end_headers()
        self.wfile.write(body)

    def answer_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_never(self) -> None:
        time.sleep(1.5)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ask(model: Model, *iris: str, timeout: float = 0.5, delay: float = 0) -> dict[str, LinkResult]:
    pattern = model.links.published[5]
    links = [pattern._replace(number=number, object=iri, object_label="Label") for number, iri in enumerate(iris)]
    return {result.link.object: result for result in check_online(links, Manners(timeout, delay))}


@pytest.mark.parametrize(*cases("linkcheck/outcomes"))
def test_each_answer_is_judged(path: str, outcome: str, label_seen: str, statuses: list[int], model: Model, site: str) -> None:
    timeout = 5 if path == "huge" else 0.5
    result = ask(model, f"{site}/{path}", timeout=timeout)[f"{site}/{path}"]
    assert (result.outcome, result.label_seen, [status for _, status in result.hops]) == (
        outcome,
        label_seen == "true",
        statuses,
    ), result
    moved = {"moved": "moved for good to {site}/rdf-new", "upgraded": "moved for good to {site}/thing-new"}
    if outcome == "found":
        assert result.detail == moved.get(path, "").format(site=site)
    else:
        assert result.detail


def test_a_host_that_is_not_there_or_does_not_listen_is_unreachable(model: Model) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
        results = ask(model, closed, "http://nowhere.invalid/")
    assert {result.outcome for result in results.values()} == {"unreachable"}
    assert all(result.detail and "HTTPConnectionPool" not in result.detail for result in results.values()), results


def test_one_question_at_a_time_with_a_pause_over_one_connection_and_by_name(
    model: Model, site: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    while Site.busy:
        time.sleep(0.01)  # the slow answers to earlier tests
    Site.seen.clear()
    Site.headers_seen.clear()
    Site.busiest = 0
    ask(model, *(f"{site}/polite/{number}" for number in range(5)), delay=0.1, timeout=5)
    assert Site.busiest == 1
    assert len({connection for connection, _ in Site.seen}) == 1
    pauses = [later - earlier for (_, earlier), (_, later) in itertools.pairwise(Site.seen)]
    assert min(pauses) >= 0.09, pauses
    assert {headers["User-Agent"] for headers in Site.headers_seen} == {USER_AGENT}
    assert not any("Authorization" in headers for headers in Site.headers_seen)


def test_one_iri_is_asked_once_for_all_its_links(model: Model, site: str) -> None:
    Site.seen.clear()
    pattern = model.links.published[5]
    links = [pattern._replace(number=number, object=f"{site}/page", object_label="Label") for number in range(3)]
    assert [result.outcome for result in check_online(links, Manners(5, 0))] == ["found"] * 3
    assert len(Site.seen) == 1


# From the command line, on a publication that links to the test server


@pytest.fixture
def linked(copy: Path, site: str) -> Path:
    """A publication with one published link and four candidates, all to the test server."""
    targets = read_rows(copy / "data/curation/link-targets.csv")
    test = {"slug": "proef", "title_nl": "Proef", "title_en": "Test", "prefixes": f"{site}/"}
    test["concept_paths"] = "/rdf /other /missing /thing"
    write_rows(copy / "data/curation/link-targets.csv", targets[0], [*targets, test])
    line = {
        **read_rows(copy / PUBLISHED)[5],
        "object_source": "proef",
        "object_label": "Label",
        "subject_id": "voorziening/digid",
    }
    published = [row for row in read_rows(copy / PUBLISHED) if row["object_id"] == NO_TERM or row["object_source"] == CATALOGUE]
    published.append({**line, "record_id": "900", "object_id": f"{site}/thing"})
    write_rows(copy / PUBLISHED, COLUMNS, published)
    candidates = [
        {**line, "record_id": str(901 + number), "object_id": f"{site}/{path}", "confidence": "0.3", "doubt": doubt}
        for number, (path, doubt) in enumerate((("rdf", "iri"), ("other", "iri"), ("missing", "iri"), ("rdf/role", "role")))
    ]
    candidates += [
        {**row, "doubt": "iri", "confidence": "0.3"} for row in read_rows(copy / CANDIDATES) if row["object_source"] == CATALOGUE
    ]
    write_rows(copy / CANDIDATES, (*COLUMNS, "doubt"), candidates)
    return copy


def online(root: Path, *words: str) -> list[str]:
    return ["links", "check", "--online", "--target", "proef", "--delay", "0", "--timeout", "2", "--root", str(root), *words]


def test_a_check_reports_and_exits_by_what_is_published(linked: Path, site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(online(linked)) == 0, "only candidates are wrong, and those are not published"
    said = capsys.readouterr().out
    assert "5 links asked for: 1 gone, 1 other-label, 3 found" in said
    assert f"{CANDIDATES}:4: {site}/missing" in said
    for path, code in (("other", 1), ("missing", 1), ("error", 2)):
        spoil(linked, "900", "object_id", f"{site}/{path}")
        spoil(linked, "900", "predicate_id", "rdfs:seeAlso")
        assert main(online(linked)) == code, path
        assert PUBLISHED in capsys.readouterr().out


def test_a_proved_candidate_is_promoted_and_the_others_stay_with_the_reason(
    linked: Path, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(read_rows(linked / PUBLISHED)), len(read_rows(linked / CANDIDATES))
    assert main(online(linked, "--promote")) == 0
    said = capsys.readouterr().err
    assert "published: 901; now run mdo-rdf build" in said
    assert "candidate 902 stays: its label is “Een ander begrip”, not “Label”" in said
    assert "candidate 903 stays: 404" in said
    assert "candidate 904 stays: the IRI was found, but not that the relation holds" in said
    assert (len(read_rows(linked / PUBLISHED)), len(read_rows(linked / CANDIDATES))) == (before[0] + 1, before[1] - 1)
    promoted = read_rows(linked / PUBLISHED)[-1]
    assert (promoted["record_id"], promoted["confidence"], promoted["object_id"]) == ("901", "1", f"{site}/rdf")
    assert re.search(rf" \+ asked on \d{{4}}-\d\d-\d\d: 200, label read in RDF at {site}/rdf$", promoted["evidence"])


def test_a_promotion_that_contradicts_what_is_published_is_refused(
    linked: Path, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(linked, "901", "subject_id", "voorziening/bag", file=CANDIDATES)
    spoil(linked, "901", "predicate_id", "foaf:focus", file=CANDIDATES)
    assert main(online(linked, "--promote")) == 0
    assert "candidate 901 stays: a second focus" in capsys.readouterr().err


def test_without_a_change_promotion_leaves_the_files_to_the_byte(linked: Path) -> None:
    before = (linked / PUBLISHED).read_bytes(), (linked / CANDIDATES).read_bytes()
    assert main(online(linked, "--promote", "--timeout", "0.00001")) == 2
    assert ((linked / PUBLISHED).read_bytes(), (linked / CANDIDATES).read_bytes()) == before


def test_the_report_for_programs_says_the_same(linked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    main(online(linked, "--format", "json"))
    as_json = json.loads(capsys.readouterr().out)
    main(online(linked, "--format", "csv"))
    as_csv = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert (
        [row["outcome"] for row in as_csv]
        == [row["outcome"] for row in as_json]
        == ["gone", "other-label", "found", "found", "found"]
    )
    assert {row["meaning"] for row in as_json} <= set(OUTCOMES.values())


@pytest.mark.parametrize(*cases("linkcheck/mistakes"))
def test_what_cannot_be_done_is_said_in_a_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["links", *words]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1
