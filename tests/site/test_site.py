"""The site: every name has its pages and its data, every link leads somewhere, and nothing is said that the report does not say."""

from __future__ import annotations

import csv
import html
import os
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import html5lib
import pyoxigraph
import pytest

from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.edition.edition import read_model
from mdo_rdf.export.records import records_of
from mdo_rdf.iris import BASE
from mdo_rdf.query.questions import read_questions
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.chart import Chart, Point, to_svg
from mdo_rdf.site.contents import Site
from mdo_rdf.site.indicator_page import snippets
from mdo_rdf.site.resources import Resources
from mdo_rdf.site.shown import Shown
from mdo_rdf.site.writer import interrupted_later, site_files
from printed import table_key, transcribed

if TYPE_CHECKING:
    pass

INDICATOR = "doc/indicator/diginetwerk-aangesloten-organisaties"
LISTS = [
    "index",
    "voorzieningen",
    "cijfers",
    "tabellen",
    "bevindingen",
    "uitspraken",
    "vragen",
    "downloads",
    "over",
    "404",
    "def",
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def resources() -> Resources:
    return Resources(ROOT, "2024")


def ours(resources: Resources) -> dict[str, list[str]]:
    """The things that have a name of ours, by document."""
    found: dict[str, list[str]] = {}
    for iri in resources.out:
        if paths.document(iri):
            found.setdefault(paths.document(iri), []).append(iri)
    return found


@pytest.mark.exhaustive
def test_every_name_of_ours_has_a_page_in_two_languages(site: Path, resources: Resources) -> None:
    documents = ours(resources)
    assert sum(map(len, documents.values())) > 5_800
    for document in documents:
        for language in paths.LANGUAGES:
            assert (site / paths.page(document, language)).is_file(), document


def test_what_a_machine_gets_of_a_name_is_exactly_what_is_said_of_it(site: Path, resources: Resources) -> None:
    forms = (("ttl", pyoxigraph.RdfFormat.TURTLE), ("jsonld", pyoxigraph.RdfFormat.JSON_LD))
    for document, iris in ours(resources).items():
        said = {triple for iri in iris for triple in resources.triples(iri)}
        for extension, form in forms:
            found = {quad.triple for quad in pyoxigraph.parse(path=str(site / f"{document}.{extension}"), format=form)}
            assert found == said, document


class Links(HTMLParser):
    """What a page refers to, and the places in it that can be referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.assets: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                is_asset = name == "src" or (tag == "link" and ("rel", "stylesheet") in attrs)
                (self.assets if is_asset else self.links).append(value)
            if name == "id" and value is not None:
                self.ids.append(value)


@pytest.mark.exhaustive
def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(site: Path) -> None:
    ids: dict[Path, list[str]] = {}
    to_check: list[tuple[Path, Path, str]] = []
    number = 0
    there = {path for path in site.rglob("*") if path.is_file()}
    for page in site.rglob("*.html"):
        found = Links(page.read_text("utf-8"))
        ids[page] = found.ids
        assert len(set(found.ids)) == len(found.ids), page
        assert not [one for one in found.assets if "//" in one], page
        for link in [*found.links, *found.assets]:
            if not link.startswith(("http://", "https://")):
                path, _, fragment = link.partition("#")
                target = Path(os.path.normpath(page.parent / path)) if path else page
                number += 1
                assert target in there, f"{page}: {link}"
                if fragment:
                    to_check.append((page, target, fragment))
    assert number > 200_000
    for page, target, fragment in to_check:
        assert fragment in ids[target], f"{page}: {target}#{fragment}"


def chosen_pages(site: Path) -> list[Path]:
    """The lists, the pages with a template of their own, and one in forty of the others."""
    found = [site / paths.page(name, language) for name in LISTS for language in paths.LANGUAGES]
    for kind in ("indicator", "voorziening", "tabel"):
        found += [*(site / "doc" / kind).rglob("*.html"), *(site / "en" / "doc" / kind).rglob("*.html")]
    for kind, step in (("bevinding", 10), ("bewering", 30), ("vraag", 8), ("thema", 1)):
        found += sorted((site / "doc" / kind).rglob("*.html"))[::step]
    return [*found, *sorted(site.rglob("*.html"))[::40]]


@pytest.mark.exhaustive
def test_pages_are_valid_html(site: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    pages = chosen_pages(site)
    assert len(pages) > 700
    for page in pages:
        parser.parse(page.read_text("utf-8"))


def test_a_page_is_light_and_has_one_heading_a_title_and_a_language(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert len(text.encode()) < 100_000, page
        assert len(re.findall(r"<h1[^>]*>[^<]{2,}</h1>", text)) == text.count("<h1") == 1, page
        language = "en" if page.relative_to(site).parts[0] == "en" else "nl"
        assert f'<html lang="{language}">' in text, page
        assert re.search(r"<title>[^<]{3,}</title>", text), page
        assert "&lt;built-in" not in text, page
        assert 'role="search"' not in text, page  # plain files do not answer
        assert "Onafhankelijke uitgave" in text or "An independent publication" in text, page


def test_the_first_screen_has_no_word_of_the_trade(site: Path) -> None:
    for language in paths.LANGUAGES:
        text = re.sub(r"<[^>]+>", " ", (site / paths.page("index", language)).read_text("utf-8"))
        assert not re.search(r"\b(RDF|SPARQL|triple|ontolog|linked data|URI|IRI|SKOS|Turtle)", text, re.IGNORECASE)


def test_the_page_of_an_indicator_says_what_the_report_says(site: Path) -> None:
    """Annex D, section 3, row 2: 377, 561, 609, 614 and 687; printed is +11,9%."""
    page = (site / f"{INDICATOR}.html").read_text("utf-8")
    for text in ("687", "organisaties in 2023; 11,9% meer dan in 2022", "bijlage D, paragraaf 3, rij 2", "CC0"):
        assert text in page
    assert re.findall(r'<td class="n" lang="nl">(.*?)</td>', page) == ["377", "561", "609", "614", "687"]
    assert f"[{BASE}id/indicator/diginetwerk-aangesloten-organisaties Geregistreerde op Diginetwerk" in page
    english = (site / f"en/{INDICATOR}.html").read_text("utf-8")
    assert "organisations in 2023; 11.9% more than in 2022" in english


def test_a_table_stands_there_as_printed(site: Path) -> None:
    """Annex C, section 1.3, the fourth row."""
    page = (site / "doc/tabel/2024/c-1-3.html").read_text("utf-8")
    row = page[page.index("Aantal bevragingen van BAG bevragen via de Landelijke Voorziening + BAG webservices via PDOK") :]
    assert "Basisregistratie Adressen en Gebouwen" in page
    assert re.findall(r">([^<>]+)</a></td>", row)[:6] == ["3 mlrd", "3,5 mlrd", "1,6 mlrd *", "3,5 mlrd", "4,6 mlrd", "31,4%"]
    assert page.count("<tr>") == 7


@pytest.mark.parametrize(
    ("slug", "texts"),
    [
        ("bag-bevragingen", ["4.600.000.000", "31,4% meer dan in 2022", "1,6 mlrd *", "Anders geteld dan in de jaren ervoor"]),
        ("woz-terugmeldingen", ["meer dan 5.000", "&gt; 5.000", "Het rapport noemt een ondergrens"]),
        ("digid-authenticaties-basis", ["geen cijfer", "misvormd"]),
        ("eidas-middelen", ["middelen in 2021", "13 lidstaten met 17 middelen"]),
        ("digid-authenticaties-midden", ["Niet te vergelijken met 2022: er is anders geteld."]),
    ],
)
def test_gaps_breaks_and_bounds_are_said(site: Path, slug: str, texts: list[str]) -> None:
    page = (site / f"doc/indicator/{slug}.html").read_text("utf-8")
    for text in texts:
        assert text in page, text


def facts(page: Path) -> dict[str, list[str]]:
    """The facts of a page by their heading: the text of each, without its markup."""
    found: dict[str, list[str]] = {}
    for part in re.findall(r"<div><dt>(.*?)</div>", page.read_text("utf-8"), re.DOTALL):
        heading, *entries = re.split(r"</dt>|</dd>", part)
        found[heading] = [html.unescape(re.sub(r"<[^>]+>", "", entry)).strip() for entry in entries if entry.strip()]
    return found


def test_a_finding_says_what_is_printed_what_should_be_and_what_to_do(site: Path) -> None:
    place = {"annex": "A", "section": "1", "row": "8", "column": "2019"}
    [printed] = [cell["text"] for cell in transcribed("cells") if place.items() <= cell.items()]
    found = facts(site / "doc/bevinding/2024/misvormd-a-1-8-2019.html")
    assert found["Gedrukt"] == [printed] == ["223.949.53"]
    assert found["Had er moeten staan"] == ["223.949.572"]
    assert found["Wat te doen"] == ["Druk het getal voluit."]
    assert found["Plaats"][0] == "Bijlage A 1, rij 8, kolom 2019"
    assert "DigiD-authenticaties totaal" in found["Over de cijfers"]
    text = (site / "doc/bevinding/2024/misvormd-a-1-8-2019.html").read_text("utf-8")
    assert '../../../doc/cel/2024/a-1/8/2019.html"' in text
    assert '../../../doc/tabel/2024/a-1.html"' in text


def test_every_statement_says_what_the_report_has_and_where(site: Path) -> None:
    claims = transcribed("claims")
    assert len(claims) == 264
    for claim in claims:
        found = facts(site / f"doc/bewering/2024/{claim['number']}.html")
        assert found.get("Wat er staat", [""]) == [claim["printed"]], claim["number"]
        assert found["Plaats"][0], claim["number"]


def test_a_statement_shows_its_verdict_and_the_figures_it_rests_on(site: Path) -> None:
    """Statement 3: active DigiD accounts, of which the tables have 16,959,681 in 2022 and 17,179,883 in 2023."""
    page = site / "doc/bewering/2024/3.html"
    assert facts(page)["Berekend"] == ["1,3"]
    assert [figure.rpartition(") ")[2] for figure in facts(page)["Waarop dit rust"]] == [
        "16.959.681 accounts",
        "17.179.883 accounts",
    ]
    assert "Oordeel: klopt." in page.read_text("utf-8")


def test_a_cell_shows_its_text_and_what_was_read_from_it(site: Path) -> None:
    for cell in transcribed("cells")[::17]:
        column = "pct" if cell["column"] == "%" else cell["column"]
        page = site / f"doc/cel/2024/{table_key(cell)}/{cell['row']}/{column}.html"
        [shown] = re.findall(r'<p class="figure"[^>]*>(.*?)</p>', page.read_text("utf-8"))
        assert html.unescape(shown) == (cell["text"] or "(leeg)"), page


def test_a_figure_shows_its_value_unit_year_and_cell(site: Path) -> None:
    page = site / "doc/observatie/2024/waarde/bag-bevragingen/2021.html"
    text = page.read_text("utf-8")
    assert '<p class="figure">1.600.000.000</p>\n<p>bevragingen in 2021</p>' in text
    assert facts(page)["Gedrukte cel"][0].endswith("‘1,6 mlrd *’")
    assert facts(page)["Status"] == ["reeksbreuk"]
    missing = site / "doc/observatie/2024/celstatus/brk-aangesloten-organisaties/2022.html"
    assert "geen cijfer" in missing.read_text("utf-8")
    assert facts(missing)["Waarom geen cijfer"] == ["niet uitgevraagd"]


def test_a_theme_counts_the_figures_of_its_facilities(site: Path) -> None:
    found = facts(site / "doc/thema/identificeren-en-authenticeren.html")["Voorzieningen"]
    own = {record.indicator for record in records_of(read_model(ROOT, "2024")).rows if record.facility == "digid"}
    assert f"DigiD cijfers: {len(own)}" in found


@pytest.mark.parametrize("name", sorted(read_questions(ROOT)))
def test_a_question_has_its_answer_as_a_table_and_whole_as_a_file(site: Path, name: str) -> None:
    for language, file in (("nl", f"{name}.csv"), ("en", f"{name}.en.csv")):
        page = (site / paths.page(f"doc/vraag/{name}", language)).read_text("utf-8")
        with (site / "doc/vraag" / file).open(encoding="utf-8", newline="") as opened:
            lines = list(csv.reader(opened))[1:]
        tables = re.findall(r'<table class="answer">(.*?)</table>', page, re.DOTALL)
        assert [table.count("<tr>") - 1 for table in tables] == ([min(len(lines), 50)] if lines else [])
        assert bool(lines) != ("Er is niets gevonden." in page or "Nothing was found." in page)
        more = f"nog {len(lines) - 50} rijen" if language == "nl" else f"and {len(lines) - 50} more rows"
        assert (more in page) == (len(lines) > 50)


def test_the_answer_to_the_key_figures_is_that_of_the_report(site: Path) -> None:
    """Annex A, section 1, row 3: 17.179.883 active accounts in 2023; a year is no number in groups."""
    page = (site / "doc/vraag/kerncijfers.html").read_text("utf-8")
    assert '<td class="n">17.179.883</td>' in page
    assert "2.023" not in page
    assert '<a href="../../doc/indicator/digid-actieve-accounts.html">Actieve DigiD’s</a>' in page
    assert '<a href="../../../doc/indicator/digid-actieve-accounts.html">' not in page
    assert "<td>2023</td>" in page
    english = (site / "en/doc/vraag/kerncijfers.html").read_text("utf-8")
    assert '<td class="n">17,179,883</td>' in english


def test_a_question_that_needs_a_choice_says_so() -> None:
    question = read_questions(ROOT)["tijdreeks"]
    bare = question._replace(
        parameters=tuple(one._replace(default="") if one.name == "indicator" else one for one in question.parameters)
    )
    asked = question_page.ask(bare, pyoxigraph.Store(), "nl")
    assert asked.answer is None
    found = question_page.context(asked.question, asked.answer, Shown(Resources(ROOT, "2024"), "nl"))
    assert found["needs"].startswith("Kies eerst: indicator.")
    assert not found["lines"]
    assert not found["files"]


def test_the_first_page_has_figures_with_links(site: Path) -> None:
    """Annex A, section 1, row 3, column 2023."""
    page = (site / "index.html").read_text("utf-8")
    assert page.count('<p class="figure">') == 5
    assert "17.179.883" in page
    assert f"{len(list((site / 'doc/bevinding/2024').glob('*.html')))} bevindingen" in page
    assert 'href="cijfers.csv"' in page
    assert "Monitor Digitale Overheid 2024 (cijfers)" in page


def test_downloads_have_their_size_in_kilobytes(site: Path) -> None:
    page = (site / "downloads.html").read_text("utf-8")
    found = re.findall(r'<dt><a href="(.*?)">.*?</a> <span class="soft">([\d.]+) kB</span></dt>', page)
    assert len(found) > 20
    for target, size in found:
        assert int(size.replace(".", "")) == -(-(site / target).stat().st_size // 1000), target


def test_links_to_elsewhere_stand_under_the_facility_once(site: Path) -> None:
    page = (site / "doc/indicator/brk-aangesloten-organisaties.html").read_text("utf-8")
    heading = "<h3>Over de voorziening Basisregistratie Kadaster (BRK)</h3>"
    assert page.count(heading) == 1
    after = page[page.index(heading) :]
    links = re.findall(r'<li><a href="(http[^"]*)">', after[: after.index("</ul>")])
    assert links
    assert len(re.findall(r'<li><a href="http', page)) == len(links)
    assert not re.search(r"skos:|foaf:|dcterms:", after[: after.index("<details>")].replace("(skos:broadMatch)", ""))


def test_snippets_survive_the_signs_of_their_syntax() -> None:
    found = dict(snippets("https://a.test/1", "A [b]|{{c}} <d> & ''e'' \"f\" *g* h_i", "https://a.test/1.svg", 'Say "x" & <y>'))
    assert ElementTree.fromstring(found["html"]).text == "A [b]|{{c}} <d> & ''e'' \"f\" *g* h_i"  # noqa: S314
    wiki = found["wiki"].removeprefix("[https://a.test/1 ").removesuffix("]")
    assert not re.search(r"[\[\]|{}<>']", wiki)
    assert html.unescape(wiki) == "A [b]|{{c}} <d> & ''e'' \"f\" *g* h_i"
    assert found["markdown"] == r"""[A \[b\]\|{{c}} \<d\> \& ''e'' "f" \*g\* h\_i](https://a.test/1)"""
    image = ElementTree.fromstring(found["embed"].replace('100%">', '100%"/>')).find("img")  # noqa: S314
    assert image is not None
    assert image.attrib["alt"] == 'Say "x" & <y>'


def test_a_chart_of_one_year_says_that_it_is_alone(site: Path) -> None:
    """Annex A, section 4, row 1 has 2021 only."""
    drawn = ElementTree.parse(site / "doc/indicator/eidas-middelen.svg")  # noqa: S314
    assert str(drawn.findtext(f"{SVG}title")).endswith(": 17 middelen in 2021")
    assert str(drawn.findtext(f"{SVG}desc")).endswith("Alleen voor 2021 is er een cijfer.")


@pytest.mark.exhaustive
def test_a_second_time_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    assert main(["site", "--out", str(tmp_path)]) == 0
    found = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert not [name for name in found if (site / name).read_bytes() != (tmp_path / name).read_bytes()]


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that make the pages, once they are there."""
    while process.poll() is None:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        made = [int(one) for one in listed if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        if len(made) == len(paths.LANGUAGES):
            return made
        time.sleep(0.01)
    return []


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no list of processes in /proc")
@pytest.mark.parametrize("stop", ["a process is killed", "interrupted"])
@pytest.mark.exhaustive
def test_a_site_that_is_not_finished_says_so_in_one_line_and_leaves_no_process(tmp_path: Path, stop: str) -> None:
    command = [sys.executable, "-m", "mdo_rdf.cli", "site", "--root", str(ROOT), "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        made = children(process)
        if stop == "interrupted":
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does at Ctrl+C: every process of the group gets it
        else:
            os.kill(made[0], signal.SIGKILL)
        out, said = process.communicate(timeout=60)
    wrong = "interrupted" if stop == "interrupted" else "the pages are not made: a process that made them was ended from outside"
    assert (process.returncode, out, said) == (2, "", f"mdo-rdf: {wrong}\n")
    assert not [one for one in made if Path(f"/proc/{one}").exists()]
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_waits_until_the_processes_have_started_and_never_reaches_them() -> None:
    started: list[subprocess.Popen[str]] = []

    def start() -> None:
        with interrupted_later():
            signal.raise_signal(signal.SIGINT)
            started.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True))

    with pytest.raises(KeyboardInterrupt):
        start()
    (process,) = started
    os.kill(process.pid, signal.SIGINT)
    process.communicate("\n")
    assert process.returncode == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_file_for_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("", "utf-8")
    assert main(["site", "--out", str(tmp_path / "out")]) == 2
    assert "a file, not a folder" in capsys.readouterr().err


# ---- Charts ----


def chart(*points: Point) -> ElementTree.Element:
    words = {"gap": "geen cijfer", "break": "anders geteld", "more": "meer dan"}
    return ElementTree.fromstring(to_svg(Chart("Titel & co", "stuks", "Bron", "Beschrijving", words, points), "nl"))  # noqa: S314


def lines(drawn: ElementTree.Element) -> list[int]:
    """The number of points of each line."""
    return [len(line.attrib["points"].split()) for line in drawn.iter(f"{SVG}polyline")]


def test_a_line_goes_through_all_that_compares() -> None:
    drawn = chart(*(Point(year, Decimal(year - 2000), str(year)) for year in range(2019, 2024)))
    assert lines(drawn) == [5]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 5


def test_a_gap_is_no_zero_and_no_line_goes_over_it() -> None:
    values = {2019: 5, 2020: 6, 2021: None, 2022: 7, 2023: 8}
    drawn = chart(*(Point(year, value, str(value or "")) for year, value in values.items()))
    assert lines(drawn) == [2, 2]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 4
    assert "geen" in "".join(drawn.itertext())


def test_no_line_goes_through_a_break() -> None:
    drawn = chart(Point(2021, 5, "5"), Point(2022, 50, "50", broken=True), Point(2023, 51, "51"))
    assert lines(drawn) == [2]
    assert "anders geteld" in "".join(drawn.itertext())


def test_a_bound_is_drawn_as_one_and_joined_to_nothing() -> None:
    drawn = chart(Point(2022, 5000, "5.000", bound=True), Point(2023, 5000, "5.000", bound=True))
    assert not lines(drawn)
    assert not list(drawn.iter(f"{SVG}circle"))
    assert "meer dan 5.000" in "".join(drawn.itertext())


def test_a_true_zero_is_a_point() -> None:
    assert len(list(chart(Point(2022, 0, "0"), Point(2023, 0, "0")).iter(f"{SVG}circle"))) == 2


def test_every_chart_says_what_it_shows_in_the_language_of_the_page(site: Path) -> None:
    found = [*(site / "doc").rglob("*.svg")]
    assert len(found) == 2 * 166
    for path in found:
        drawn = ElementTree.fromstring(path.read_text("utf-8"))  # noqa: S314
        assert drawn.attrib["lang"] == ("en" if path.stem.endswith(".en") else "nl")
        texts = [drawn.findtext(f"{SVG}{name}") for name in ("title", "desc")]
        assert all(texts), path


@pytest.mark.exhaustive
def test_what_is_made_when_it_is_asked_for_is_what_is_written(site: Path) -> None:
    """A server makes each file when someone asks for it; on their own they are the same as all together."""
    made = Site(ROOT, "2024")
    names = [*made.names(), "sitemap.xml"]
    assert frozenset(names) == site_files(site)
    assert [name for name in names if made.read(name) != (site / name).read_bytes()] == []
