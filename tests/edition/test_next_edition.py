"""A next edition: made from the last, filled in, built, checked, asked and compared, without a change in the program.

Its figures are made up: those of the edition of 2024 again, with a year more in which nothing changed, and with what is said
below revised, dropped and added.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from checkout import ROOT
from csv_rows import read_rows, write_rows
from mdo_rdf.cli import main
from mdo_rdf.edition.edition import read_model
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publication import latest_edition, load_store
from mdo_rdf.site.contents import Site
from mdo_rdf.site.writer import site_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE = ("annex", "section", "row", "column")
REVISED: dict[tuple[str, ...], str] = {("A", "1", "1", "2023"): "708", ("A", "1", "1", "2022"): "> 730"}
"""Annex A, section 1, row 1 prints 706 and 732 in the edition of 2024."""
DROPPED = "digilevering-brk-uit"
NEW = "digid-proef"


def change(path: Path, edit: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    columns = path.read_text("utf-8").partition("\n")[0].split(",")
    write_rows(path, columns, edit(read_rows(path)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with a folder for 2025 in which nothing is filled in yet."""
    place = tmp_path_factory.mktemp("edition") / "root"
    for folder in ("data", "ontology", "queries", "shapes"):
        shutil.copytree(ROOT / folder, place / folder)
    assert main(["edition", "new", "2025", "--root", str(place)]) == 0
    return place


@pytest.fixture(scope="module")
def filled(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of that publication with everything filled in, and built."""
    copy = shutil.copytree(root, tmp_path_factory.mktemp("filled") / "root")
    source, curation = copy / "data" / "source", copy / "data" / "curation"
    place = {line["indicator"]: line for line in read_rows(curation / "2025" / "places.csv")}[DROPPED]
    gone = (place["annex"], place["section"], place["row"])
    printed: dict[tuple[str, ...], str] = {
        tuple(line[name] for name in PLACE): line["text"] for line in read_rows(source / "2024" / "cells.csv")
    }

    def is_kept(line: dict[str, str]) -> bool:
        return (line["annex"], line["section"], line["row"]) != gone

    def text(line: dict[str, str]) -> dict[str, str]:
        *where, column = (line[name] for name in PLACE)
        last = printed.get((*where, "2023"), "")
        if column == "%":
            old = printed[(*where, "%")]
            return {**line, "text": "0,0%" if old[:1].lstrip("-").isdigit() or old[:2].lstrip("-")[:1].isdigit() else old}
        return {**line, "text": REVISED.get((*where, column), last if column == "2024" else printed[(*where, column)])}

    change(source / "2025" / "cells.csv", lambda lines: [text(line) for line in lines if is_kept(line)] + new_cells())
    change(source / "2025" / "rows.csv", lambda lines: [*filter(is_kept, lines), new_row(label="Proef")])
    change(
        source / "2025" / "tables.csv",
        lambda lines: [*lines, {"annex": "D", "section": "9", "title": "Proef", "columns": "2024 %"}],
    )
    change(
        curation / "2025" / "places.csv",
        lambda lines: [*(line for line in lines if line["indicator"] != DROPPED), {"indicator": NEW, **new_row()}],
    )
    change(curation / "indicators.csv", lambda lines: [*lines, new_indicator(lines[-1])])
    remarks = [
        later(line)
        for line in read_rows(curation / "2024" / "remarks.csv")
        if int(line["last_year"]) > 2019 and line["indicator"] != DROPPED
    ]
    change(curation / "2025" / "remarks.csv", lambda _: remarks)
    shutil.copyfile(source / "2024" / "footnotes.csv", source / "2025" / "footnotes.csv")
    assert main(["build", "--root", str(copy), "--edition", "2025"]) == 0
    return copy


def new_row(**more: str) -> dict[str, str]:
    return {"annex": "D", "section": "9", "row": "1", **more}


def new_cells() -> list[dict[str, str]]:
    return [new_row(column="2024", text="17"), new_row(column="%", text="-")]


def new_indicator(like: dict[str, str]) -> dict[str, str]:
    texts = {name: f"Proef ({name})" for name in like if name.endswith(("_nl", "_en"))}
    return {**like, **texts, "slug": NEW, "annex": "", "section": "", "row": "", "part": ""}


def later(remark: dict[str, str]) -> dict[str, str]:
    """A remark on years that are still printed; a gap in the last year is one in the next year too."""
    last = "2024" if remark["last_year"] == "2023" and remark["status"] in ("L", "M", "O") else remark["last_year"]
    return {**remark, "first_year": max("2020", remark["first_year"]), "last_year": last}


def test_a_new_edition_has_the_tables_of_the_last_and_a_year_more(root: Path) -> None:
    tables = {
        (table["annex"], table["section"]): table["columns"]
        for table in read_rows(ROOT / "data" / "source" / "2024" / "tables.csv")
    }
    made = {
        (table["annex"], table["section"]): table["columns"]
        for table in read_rows(root / "data" / "source" / "2025" / "tables.csv")
    }
    assert made.keys() <= tables.keys()
    assert tables["A", "1"] == "2019 2020 2021 2022 2023 %"
    assert made["A", "1"] == "2020 2021 2022 2023 2024 %"


def test_nothing_of_the_last_edition_is_taken_over_as_a_figure(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every cell is told as not filled in, with its place; the edition that was built is still the latest."""
    if (root / "data" / "rdf" / "2025").exists():
        pytest.skip("filled in already by a test before this one")
    cells = read_rows(root / "data" / "source" / "2025" / "cells.csv")
    assert {cell["text"] for cell in cells} == {"?"}
    assert main(["build", "--root", str(root), "--edition", "2025"]) == 1
    said = capsys.readouterr().err
    assert said.count('"?": not filled in: type what the report prints here') == len(cells)
    assert 'data/source/2025/cells.csv:2:5: "?"' in said
    assert latest_edition(root) == "2024"


def test_an_edition_that_is_there_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / "data" / "curation" / "editions.csv").read_bytes()
    for words, code in (
        (["new", "2025"], 2),
        (["new", "2023"], 2),
        (["new", "volgend"], 2),
        (["new", "2025", "2026"], 2),
        (["diff", "2024"], 2),
    ):
        assert main(["edition", *words, "--root", str(root)]) == code
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "mdo-rdf: data/source/2025: already there, and nothing was written; to begin anew, remove it first"
    assert "give its year, such as 202" in said[1]
    assert len(said) == 5
    assert (root / "data" / "curation" / "editions.csv").read_bytes() == before


def test_the_edition_before_stays_what_it_was(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """But for its record, which has the checksums of the files that all editions share."""
    assert main(["build", "--check", "--root", str(filled), "--edition", "2024"]) == 1
    assert capsys.readouterr().out.splitlines() == ["data/rdf/2024/catalogus.ttl: stale", "run mdo-rdf build"]


def test_the_new_edition_is_right_and_the_latest(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert latest_edition(filled) == "2025"
    assert main(["validate", "--root", str(filled)]) == 0, capsys.readouterr()
    assert main(["build", "--check", "--root", str(filled)]) == 0
    assert "data/rdf/2025 is what a build makes" in capsys.readouterr().out


def test_what_was_revised_says_of_what(filled: Path) -> None:
    store = load_store(filled)
    pairs = {
        (quad.subject.value.removeprefix(BASE), quad.object.value.removeprefix(BASE))
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(PREFIXES["prov"] + "wasRevisionOf"), None)
        if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, pyoxigraph.NamedNode)
    }
    name = "id/observatie/{}/waarde/digid-aangesloten-organisaties/{}"
    assert {(name.format(2025, year), name.format(2024, year)) for year in (2022, 2023)} == {
        pair for pair in pairs if "/waarde/" in pair[0]
    }


def test_the_dropped_row_is_gone_and_the_new_one_there(filled: Path) -> None:
    model = read_model(filled, "2025")
    assert DROPPED not in model.curation.indicators
    assert NEW in model.curation.indicators
    assert [observation.value for observation in model.observations if observation.indicator.slug == NEW] == [17]
    assert NEW not in read_model(filled, "2024").curation.indicators


def test_the_difference_is_what_was_made_different(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edition", "diff", "2024", "2025", "--format", "json", "--root", str(filled)]) == 0
    difference = json.loads(capsys.readouterr().out)
    revised = {
        (figure["indicator"], figure["year"], figure["before"], figure["after"])
        for figure in difference["figures"]
        if figure["change"] == "revised"
    }
    assert revised == {
        ("digid-aangesloten-organisaties", 2022, "732", "> 730"),
        ("digid-aangesloten-organisaties", 2023, "706", "708"),
    }
    dropped = {(figure["indicator"], figure["year"]) for figure in difference["figures"] if figure["change"] == "dropped"}
    assert dropped == {(DROPPED, year) for year in range(2020, 2024)}
    added = {(figure["indicator"], figure["year"]) for figure in difference["figures"] if figure["change"] == "added"}
    assert {year for _, year in added} == {2024}
    assert (NEW, 2024) in added
    gone = {figure["year"] for figure in difference["figures"] if figure["change"] == "no-longer-printed"}
    assert gone == {2019}
    assert (difference["table-added"], difference["table-dropped"]) == (["D 9 Proef"], [])
    assert (difference["indicator-added"], difference["indicator-dropped"]) == ([NEW], [DROPPED])


def test_the_difference_in_other_forms(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["edition", "diff", "2024", "2025", "--root", str(filled), "--format"]
    assert main([*words, "text"]) == 0
    text = capsys.readouterr().out
    assert "Herzien (2)" in text
    assert "Op DigiD aangesloten organisaties 2023: 706 → 708 (bijlage A 1, rij 1)" in text
    assert main([*words, "md", "--language", "en"]) == 0
    assert "## Revised (2)" in capsys.readouterr().out
    assert main([*words, "csv"]) == 0
    lines = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(line["before"], line["after"]) for line in lines if line["change"] == "revised"] == [
        ("732", "> 730"),
        ("706", "708"),
    ]


def test_the_new_edition_can_be_asked_and_exported_and_checked(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = [
        "query",
        "tijdreeks",
        "--param",
        "indicator=digid-aangesloten-organisaties",
        "--format",
        "csv",
        "--root",
        str(filled),
    ]
    assert main(question) == 0
    years = [line["jaar"] for line in csv.DictReader(capsys.readouterr().out.splitlines())]
    assert years == ["2020", "2021", "2022", "2023", "2024"]
    assert main([*question, "--edition", "2024"]) == 0
    assert "2019" in capsys.readouterr().out
    assert main(["export", "--format", "csv", "--out", str(tmp_path), "--root", str(filled)]) == 0
    assert {line["jaar"] for line in read_rows(tmp_path / "cijfers.csv")} == {"2020", "2021", "2022", "2023", "2024"}
    assert main(["findings", "--root", str(filled)]) == 1
    assert "Monitor Digitale Overheid 2025" in capsys.readouterr().out
    assert main(["links", "check", "--root", str(filled)]) == 0


@pytest.mark.exhaustive
def test_the_site_of_the_new_edition(filled: Path, tmp_path: Path) -> None:
    assert main(["site", "--out", str(tmp_path), "--root", str(filled)]) == 0
    page = (tmp_path / "doc" / "indicator" / "digid-aangesloten-organisaties.html").read_text("utf-8")
    assert "organisaties in 2024" in page
    assert "Monitor Digitale Overheid 2025" in page
    question = (tmp_path / "doc" / "vraag" / "kerncijfers.html").read_text("utf-8")
    assert "<td>2024</td>" in question
    kept = [f"doc/observatie/2024/waarde/{DROPPED}/2019", f"doc/indicator/{DROPPED}", "doc/cel/2024/a-1/1/2019", "doc/jaar/2019"]
    listed, served = site_files(tmp_path), Site(filled, "2025")
    assert {*served.names(), "sitemap.xml"} == listed
    assert not any(path in served for path in ("doc/nooit.html", "data/2023/cube.ttl", "../2024/cube.ttl"))
    for name in kept:
        for path in (f"{name}.html", f"{name}.ttl", f"{name}.jsonld", f"en/{name}.html"):
            assert (tmp_path / path).is_file(), path
            assert path in listed, path
            assert path in served, path
            assert served.read(path) == (tmp_path / path).read_bytes()
        leads_to = re.findall(
            r'(?:href|src)="(?!https?:|#|data:|mailto:)([^"#]+)', (tmp_path / f"{name}.html").read_text("utf-8")
        )
        assert len(leads_to) > 5
        assert [target for target in leads_to if not (tmp_path / name).parent.joinpath(target).resolve().is_file()] == []
    for edition in ("2024", "2025"):
        assert (tmp_path / "data" / edition / "cube.ttl").read_bytes() == (
            filled / "data" / "rdf" / edition / "cube.ttl"
        ).read_bytes()
    assert f"{BASE}doc/indicator/{DROPPED}.html" in (tmp_path / "sitemap.xml").read_text("utf-8")
    assert served.read("sitemap.xml") == (tmp_path / "sitemap.xml").read_bytes()
    assert main(["site", "--out", str(tmp_path), "--root", str(filled), "--edition", "2024"]) == 0
    assert not (tmp_path / "data" / "2025").exists()
    assert "organisaties in 2023" in (tmp_path / "doc" / "indicator" / "digid-aangesloten-organisaties.html").read_text("utf-8")
