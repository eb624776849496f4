"""The redirects of w3id.org: what Apache answers under the base to real clients, and for every name that the data use."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pytest
import rdflib

from cases import cases
from checkout import ROOT, tool
from mdo_rdf import iris
from stores import free_port, until_it_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.servers

FOLDER = ROOT / "w3id" / "monitor-digitale-overheid"
RULES = (FOLDER / ".htaccess").read_text(encoding="utf-8")
SITE_LINE = re.compile(r"^RewriteRule \^ - \[E=SITE:(?P<site>[^]\s]+)\]$", re.MULTILINE)
CONFIGURATION = (Path(__file__).parent / "apache.conf").read_text("utf-8")
MODULES = Path("/usr/lib/apache2/modules")
LOADED = ["mpm_event", "authz_core", "rewrite", "headers", "setenvif", "env", "mime", "dir", "autoindex", "negotiation"]

SITE_FILES = {
    "doc/voorziening/digid.html": "<p>Nederlands</p>",
    "en/doc/voorziening/digid.html": "<p>English</p>",
    "doc/voorziening/digid.ttl": "<http://example.org/s> <http://example.org/p> 'Turtle' .",
    "doc/voorziening/digid.jsonld": '{"@id": "http://example.org/s", "http://example.org/p": "JSON-LD"}',
}

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


class Answer(NamedTuple):
    """The status, where to, what the answer depends on, and the other headers."""

    status: int
    location: str | None
    vary: list[str]
    headers: http.client.HTTPMessage


@dataclass(frozen=True)
class Server:
    """An Apache that answers as w3id.org would, on the loopback."""

    connection: http.client.HTTPConnection
    site: str

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request for what is under the base; no redirect is followed."""
        self.connection.request("GET", f"/{FOLDER.name}/{path}", headers=dict(headers or {}))
        response = self.connection.getresponse()
        response.read()
        vary = {name.strip() for value in response.headers.get_all("Vary", []) for name in value.split(",")}
        return Answer(response.status, response.headers["Location"], sorted(vary), response.headers)

    def where(self, path: str, headers: Mapping[str, str] | None = None) -> str | int:
        """The path on the site that a request is sent to, or the status of any other answer."""
        answer = self.ask(path, headers)
        if answer.location is None:
            return answer.status
        assert answer.location.startswith(f"{self.site}/"), answer.location
        return answer.location.removeprefix(f"{self.site}/")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not tmp_path: Apache gives up the rights of root, and pytest keeps its folders closed to others.
    with tempfile.TemporaryDirectory(prefix="w3id-") as folder:
        root, port = Path(folder), free_port()
        lay_out(root, port)
        log = root / "error.log"
        command = [apache(), "-f", str(root / "apache.conf"), "-D", "FOREGROUND"]
        with log.open("ab") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
            try:
                until_it_answers(process, log, site(port))
                yield Server(http.client.HTTPConnection("127.0.0.1", port, timeout=30), site(port))
            finally:
                process.terminate()


def apache() -> str:
    """Where Apache is: in a folder that Debian leaves out of the PATH of all but root."""
    return shutil.which("apache2", path="/usr/sbin") or tool("apache2")


def site(port: int) -> str:
    return f"http://127.0.0.1:{port}/site"


def lay_out(root: Path, port: int) -> None:
    """The folders of w3id.org with ours among them, and beside them a site to redirect to."""
    shutil.copytree(FOLDER, root / "ids" / FOLDER.name, dirs_exist_ok=True)
    rules = SITE_LINE.sub(f"RewriteRule ^ - [E=SITE:{site(port)}]", RULES)
    files = {f"ids/site/{path}": text for path, text in SITE_FILES.items()} | {
        "ids/w3id/3xx.html": "<p>Elsewhere</p>",
        "ids/w3id/404.html": "<p>Not here</p>",
        f"ids/{FOLDER.name}/.htaccess": rules,
        "mime.types": "text/html html\ntext/turtle ttl\napplication/ld+json jsonld\n",
        "apache.conf": configuration(root, port),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def configuration(root: Path, port: int) -> str:
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED)
    identity = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    return CONFIGURATION.format(root=root, port=port, modules=modules, identity=identity)


def test_one_line_names_the_site_and_nothing_is_of_one_machine() -> None:
    directives = [line for line in RULES.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    (site_line,) = SITE_LINE.finditer(RULES)
    assert [line for line in directives if "://" in line] == [site_line.group()]
    assert re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+(/[\w.~-]+)*", site_line["site"])
    assert not re.search(r"\d+\.\d+\.\d+\.\d+|localhost|/(?:work|home|tmp|var|usr)/", RULES)


def test_nothing_but_what_w3id_takes() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == [".htaccess", "README.md"]
    used = {line.split()[0] for line in RULES.splitlines() if line.strip() and not line.startswith("#")}
    assert used == {"RewriteEngine", "RewriteCond", "RewriteRule", "ErrorDocument", "Header"}
    assert not re.search(r"[ \t\r]$", RULES, re.MULTILINE)
    assert "R=301" not in RULES


def test_apache_takes_the_rules(tmp_path: Path) -> None:
    # -t does not look into .htaccess, so the rules are included where they would count.
    text = configuration(tmp_path, 9) + f'<Directory "{tmp_path}/ids">\nInclude "{FOLDER}/.htaccess"\n</Directory>\n'
    (tmp_path / "ids").mkdir()
    (tmp_path / "apache.conf").write_text(text, encoding="utf-8")
    result = subprocess.run([apache(), "-t", "-f", str(tmp_path / "apache.conf")], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr.strip()) == (0, "Syntax OK")


@pytest.mark.parametrize(*cases("w3id/answers"))
def test_answer(server: Server, path: str, headers: dict[str, str], status: str, location: str, vary: list[str]) -> None:
    answer = server.ask(path, headers)
    expected = None if status == "406" else f"{server.site}/{location}"
    assert (str(answer.status), answer.location, answer.vary) == (status, expected, vary)
    assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]


@pytest.mark.parametrize(*cases("w3id/formats"))
def test_format(server: Server, accept: str, answer: str) -> None:
    expected = 406 if answer == "406" else f"doc/indicator/digid-actieve-accounts.{answer}"
    for kind in ("id", "doc"):
        assert server.where(f"{kind}/indicator/digid-actieve-accounts", {"Accept": accept}) == expected


KINDS_WITH_FIGURES = ["indicator", "voorziening", "thema", "tabel", "dataset", "uitgave", "reeks", "jaaroverzicht", "groep"]


@pytest.mark.parametrize("kind", [*KINDS_WITH_FIGURES, "jaar", "cel", "observatie", "tabelsoort", "bevinding"])
def test_only_what_has_figures_has_a_table(server: Server, kind: str) -> None:
    expected = f"doc/{kind}/x/1.csv" if kind in KINDS_WITH_FIGURES else 406
    assert server.where(f"id/{kind}/x/1", {"Accept": "text/csv"}) == expected


@pytest.mark.parametrize(*cases("w3id/languages"))
def test_language(server: Server, language: str, folder: str) -> None:
    headers = {"Accept": FIREFOX, "Accept-Language": language}
    assert server.where("id/jaar/2023", headers) == f"{folder}doc/jaar/2023.html"
    assert server.where("id/jaar/2023", headers | {"Accept": "text/turtle"}) == "doc/jaar/2023.ttl"


@pytest.mark.parametrize(
    "path",
    [
        "id", "id/", "doc", "doc/", "def/", "def/Indicator", "data", "data/", "data/2024/", "data/2024/cube", "ontology/", "index.html",
        "id/voorziening/DigiD", "ID/voorziening/digid", "id/voorziening/digid/", "id/voorziening/digid.html", "id/voorziening/d_d",
        "id/voorziening/digid%20x", "id/voorziening/digi%C3%AB", "id/voorziening/digid%0a", "id/voorziening/digid%0d%0aX-Header:%20x",
        "id/voorziening/digid%00", "id/voorziening%2Fdigid", "id/voorziening/digid%3Fx", "id/voorziening/digid%23x", "id/a;b=c",
        "doc/voorziening/digid.rdf", "doc/voorziening/digid.html.ttl", "doc/voorziening/.html", "doc.html", "def.rdf", "def.ttl.html",
        "data/2024/../../x", "data/24/cube.ttl", "data/2024/x/cube.ttl", "data/2024/.ttl", "ontology/mdo", "site/x", "en/doc/jaar/2023.html",
        "thing/voorziening/digid", "vocab/x", "https://evil.example/", "/evil.example", "//evil.example/x", "@evil.example/", "%5c%5cevil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "image/png"])
def test_not_found(server: Server, path: str, accept: str) -> None:
    answer = server.ask(path, {"Accept": accept})
    assert (answer.status, answer.location) == (404, None)


@pytest.mark.parametrize(
    "path",
    [
        "id//evil.example", "id//evil/x", "id/%2f%2fevil.example", "id/../../evil", "id/..%2f..%2fevil.example", "id/%2e%2e/%2e%2e//evil.example/",
        "id/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "id/.%2e/def", "doc/x/%0d%0aLocation:%20https://evil.example", "doc/x%0a.html",
        "doc/%252e%252e/x", "data/2024/%2e%2e/%2e%2e/x.ttl", "data//2024/cube.ttl", "def%0a", "def?x=%0d%0aLocation:%20https://evil.example",
        "?%0d%0aSet-Cookie:x", "id/x?https://evil.example", "id/$1", "id/%25{ENV:SITE}", "id/%7B%7D", "id/\\evil.example",
        "id/" + "a" * 200, "id/" + "a" * 3000, "id/" + "a/" * 2000 + "a", "id/x/" + "a" * 20000, "doc/" + "%2e%2e/" * 300 + "x",
    ],
    ids=lambda path: path[:40],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, {"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}])
def test_never_elsewhere(server: Server, path: str, headers: dict[str, str]) -> None:
    answer = server.ask(path, headers)
    assert answer.status in {302, 303, 400, 403, 404, 414}
    if answer.location is not None:
        assert answer.location.startswith(f"{server.site}/")
        assert re.fullmatch(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*\.[a-z]+)?", answer.location.removeprefix(f"{server.site}/"))
    assert not {"X-Header", "Set-Cookie"} & set(answer.headers)


def test_the_folder_without_a_slash(server: Server) -> None:
    server.connection.request("GET", f"/{FOLDER.name}")
    response = server.connection.getresponse()
    response.read()
    # Apache's own answer, which w3id.org asks not to prevent.
    assert response.status == 301
    assert response.headers["Location"].endswith(f"/{FOLDER.name}/")


RANGES = ["text/html", "text/turtle", "application/ld+json", "text/csv", "text/*", "application/*", "*/*", "image/png"]
OURS = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "csv": "text/csv"}


def weight(media_type: str, accepted: dict[str, float]) -> float:
    """The weight of a media type by RFC 9110, section 12.5.1: that of the most exact range."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((accepted[media_range] for media_range in ranges if media_range in accepted), 0)


def written(accepted: dict[str, float], chance: random.Random) -> str:
    """A header for these weights, in one of the ways in which it can be written."""
    elements = []
    for media_range, q in accepted.items():
        name = chance.choice([media_range, media_range.upper(), media_range.title()])
        left_out = q == 1 and chance.random() < 0.5
        sign = "" if left_out else chance.choice([";q=", "; q=", " ; Q=", ";v=1;q="])
        elements.append(f"{name}{sign}{q:.{chance.choice([2, 3])}f}" if sign else name)
    return chance.choice([",", ", ", " , "]).join(elements)


def test_the_format_with_the_highest_weight(server: Server) -> None:
    chance = random.Random(9110)  # noqa: S311 - the same headers each time, not a secret
    wrong = []
    for _ in range(1500):
        ranges = chance.sample(RANGES, chance.randint(1, 6))
        accepted = {media_range: chance.choice([0, 0.01, 0.1, 0.25, 0.5, 0.55, 0.9, 1, 1]) for media_range in ranges}
        header = written(accepted, chance)
        weights = {extension: weight(media_type, accepted) for extension, media_type in OURS.items()}
        best = {extension for extension, q in weights.items() if q == max(weights.values()) > 0} or {"406"}
        answer = str(server.where("id/thema/x", {"Accept": header})).removeprefix("doc/thema/x.")
        if answer not in best:
            wrong.append((header, best, answer))
    assert wrong == []


def used(store: pyoxigraph.Store) -> set[str]:
    """What is asked for, under the base, by who follows any name in the data: without the part behind #."""
    terms = {term for quad in store for term in (quad.subject, quad.predicate, quad.object)}
    written = {term.value for term in terms if isinstance(term, pyoxigraph.NamedNode)}
    return {iri.removeprefix(iris.BASE).partition("#")[0] for iri in written if iri.startswith(iris.BASE)}


def expected(path: str, extension: str) -> tuple[int, str]:
    """The status and the place on the site for a name of ours."""
    kind = path.partition("/")[0]
    if kind in {"id", "def"}:
        return 303, f"{iris.page(path) if kind == 'id' else path}.{extension}"
    return {"doc": (302, f"{path}.{extension}"), "data": (302, path), "ontology": (302, path)}[kind]


@pytest.mark.parametrize(("accept", "extension", "step"), [("text/turtle", "ttl", 1), (CHROME, "html", 10)])
def test_every_name_in_the_data(server: Server, store: pyoxigraph.Store, accept: str, extension: str, step: int) -> None:
    paths = used(store)
    assert len(paths) > 5000
    assert {path.partition("/")[0] for path in paths} == {"id", "doc", "def", "data", "ontology"}
    wrong = []
    for path in sorted(paths)[::step]:
        status, place = expected(path, extension)
        answer = server.ask(path, {"Accept": accept})
        if (answer.status, answer.location) != (status, f"{server.site}/{place}"):
            wrong.append((path, answer.status, answer.location))
    assert wrong == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(("syntax", "text"), [(None, "Turtle"), ("turtle", "Turtle"), ("json-ld", "JSON-LD")])
def test_rdflib_gets_what_it_reads(server: Server, syntax: str | None, text: str) -> None:
    address = server.site.removesuffix("site") + f"{FOLDER.name}/id/voorziening/digid"
    graph = rdflib.Graph().parse(address, format=syntax)
    assert [str(value) for value in graph.objects()] == [text]


def test_the_redirect_leads_to_the_page(server: Server) -> None:
    place = server.where("id/voorziening/digid", {"Accept": CHROME, "Accept-Language": "en"})
    server.connection.request("GET", f"/site/{place}")
    response = server.connection.getresponse()
    assert (response.status, response.read()) == (200, b"<p>English</p>")
