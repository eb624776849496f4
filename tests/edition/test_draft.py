"""A draft of a next edition: checked with the indicators of the published one, whatever is in it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from checkout import ROOT
from mdo_rdf.cli import main

SOURCE = ROOT / "data" / "source" / "2024"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The published cells, without claims, footnotes or a second reading."""
    folder = tmp_path / "draft"
    folder.mkdir()
    for name in ("tables.csv", "rows.csv", "cells.csv"):
        shutil.copy(SOURCE / name, folder)
    return folder


def findings(capsys: pytest.CaptureFixture[str], folder: Path) -> dict[str, dict[str, str]]:
    main(["findings", str(folder), "--format", "csv"])
    return {line["finding"]: line for line in csv.DictReader(capsys.readouterr().out.splitlines())}


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_published_cells_as_a_draft_have_the_same_wrong_figures(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    by_slug = findings(capsys, draft)
    main(["findings", "--format", "csv"])
    published = {line["finding"] for line in csv.DictReader(capsys.readouterr().out.splitlines())}
    families = ("misvormd-", "percentage-", "som-", "paar-", "breuk-", "notatie-")
    assert {slug for slug in by_slug if slug.startswith(families)} == {slug for slug in published if slug.startswith(families)}
    assert all(slug.startswith(families) for slug in by_slug)


def test_with_its_claims_a_draft_has_them_tested_too(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    shutil.copy(SOURCE / "claims.csv", draft)
    assert {"bewering-115", "bewering-256"} <= findings(capsys, draft).keys()
    replace(draft, "cells.csv", "D,4,1,2022,297.403", "D,4,1,2022,320.000")
    assert "bewering-256" not in findings(capsys, draft)


def test_a_mended_figure_is_no_finding_any_more(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    replace(draft, "cells.csv", 'C,1.10,6,%,"27,7%"', 'C,1.10,6,%,"24,7%"')
    replace(draft, "cells.csv", "A,1,8,2020,161.210.55", "A,1,8,2020,161.210.552")
    by_slug = findings(capsys, draft)
    assert "percentage-c-1-10-6" not in by_slug
    assert "misvormd-a-1-8-2020" not in by_slug
    assert "misvormd-a-1-8-2019" in by_slug


def test_a_cell_that_cannot_be_read_is_a_finding_and_stops_nothing(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    replace(draft, "cells.csv", "A,1,3,2023,17.179.883", "A,1,3,2023,17.179.x83")
    replace(draft, "cells.csv", 'A,1,1,%,"-3,6%"', "A,1,1,%,n.v.t.")
    by_slug = findings(capsys, draft)
    assert by_slug["onleesbaar-a-1-3-2023"]["printed"] == "17.179.x83"
    assert by_slug["onleesbaar-a-1-1-pct"]["printed"] == "n.v.t."
    assert "percentage-a-2-1" in by_slug


def test_a_row_is_recognised_by_its_heading_wherever_it_stands(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    """The first two rows of D 4 change places, and a new one comes after them."""
    rows, cells = (draft / name for name in ("rows.csv", "cells.csv"))
    heads = rows.read_text("utf-8").splitlines(keepends=True)
    at = {row: next(n for n, line in enumerate(heads) if line.startswith(f"D,4,{row},")) for row in (1, 2, 3)}
    first, second = heads[at[1]], heads[at[2]]
    heads[at[1]], heads[at[2]] = "D,4,1," + second.removeprefix("D,4,2,"), "D,4,2," + first.removeprefix("D,4,1,")
    rows.write_text("".join([*heads, "D,4,4,Aantal volgers\n"]), "utf-8")
    text = cells.read_text("utf-8").replace("D,4,1,", "D,4,x,").replace("D,4,2,", "D,4,1,").replace("D,4,x,", "D,4,2,")
    added = "".join(
        f"D,4,4,{column},{figure}\n"
        for column, figure in zip(("2019", "2020", "2021", "2022", "2023", "%"), "123456", strict=True)
    )
    cells.write_text(text + added, "utf-8")
    assert main(["findings", str(draft), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert err == "D 4 row 4: not checked, as no indicator has this row: Aantal volgers\n"
    content = json.loads(out)
    assert content["checked"]["percentages"]["klopt"] == 142
    assert {finding["iri"] for finding in content["findings"]} == {""}


def test_a_draft_is_checked_on_the_years_of_its_own_columns(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    for name in ("tables.csv", "cells.csv"):
        path = draft / name
        text = path.read_text("utf-8")
        for year in range(2023, 2018, -1):
            text = text.replace(f"{year} ", f"{year + 1} ").replace(f",{year},", f",{year + 1},")
        path.write_text(text, "utf-8")
    by_slug = findings(capsys, draft)
    assert "(2024)" in by_slug["percentage-c-1-10-6"]["explanation"]
    assert "misvormd-a-1-8-2020" in by_slug


def test_a_table_without_a_flaw_is_exit_code_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "tables.csv").write_text("annex,section,title,columns\nD,3,Diginetwerk,2022 2023 %\n", "utf-8")
    heading = "Totaal aantal geregistreerde aangesloten organisaties"
    (tmp_path / "rows.csv").write_text(f"annex,section,row,label\nD,3,1,{heading}\n", "utf-8")
    (tmp_path / "cells.csv").write_text(
        'annex,section,row,column,text\nD,3,1,2022,614\nD,3,1,2023,687\nD,3,1,%,"11,9%"\n', "utf-8"
    )
    assert main(["findings", str(tmp_path)]) == 0
    assert "1 gedrukte percentages nagerekend: 1 kloppen" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["tables.csv", "rows.csv", "cells.csv"])
def test_a_missing_file_cannot_tell(capsys: pytest.CaptureFixture[str], draft: Path, name: str) -> None:
    (draft / name).unlink()
    assert main(["findings", str(draft)]) == 2
    assert f"{name}: cannot be read" in capsys.readouterr().err


def test_no_folder_at_all_cannot_tell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["findings", str(tmp_path / "weg")]) == 2
    assert main(["findings", str(SOURCE / "cells.csv")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_wrong_with_the_file_as_a_file_is_listed(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    replace(draft, "cells.csv", "A,1,1,2019,663\n", "")
    assert main(["findings", str(draft)]) == 1
    assert "missing cell" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["57%", "12 vrienden", "=1+1", "> veel", "1.2.3.4,5", "１２", "0x10"])
def test_a_figure_of_another_kind_than_its_row_is_a_finding_too(
    capsys: pytest.CaptureFixture[str], draft: Path, text: str
) -> None:
    replace(draft, "cells.csv", "A,1,3,2023,17.179.883", f'A,1,3,2023,"{text}"')
    by_slug = findings(capsys, draft)
    assert by_slug["onleesbaar-a-1-3-2023"]["printed"].lstrip("'") == text
    assert "percentage-a-2-1" in by_slug


@pytest.mark.parametrize("text", ["0", "-", "99999999999999999999999999", "> 17.000.000", "17 mln"])
def test_a_figure_that_is_far_off_is_reckoned_with_all_the_same(
    capsys: pytest.CaptureFixture[str], draft: Path, text: str
) -> None:
    shutil.copy(SOURCE / "claims.csv", draft)
    replace(draft, "cells.csv", "A,1,3,2022,16.959.681", f"A,1,3,2022,{text}")
    assert "percentage-a-2-1" in findings(capsys, draft)


def test_a_table_that_is_gone_takes_its_sums_pairs_and_claims_with_it(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    shutil.copy(SOURCE / "claims.csv", draft)
    for name in ("tables.csv", "rows.csv", "cells.csv"):
        path = draft / name
        path.write_text(
            "".join(line for line in path.read_text("utf-8").splitlines(True) if not line.startswith("A,1,")), "utf-8"
        )
    by_slug = findings(capsys, draft)
    assert "percentage-a-2-1" in by_slug
    assert not [slug for slug in by_slug if "digid-authenticaties" in slug]


def test_a_mistake_in_the_claims_of_a_draft_is_named_in_its_own_file(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    shutil.copy(SOURCE / "claims.csv", draft)
    replace(draft, "claims.csv", "digid-actieve-accounts,,", "digid-weg,,")
    assert main(["findings", str(draft)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f'{draft}/claims.csv:4:12: "digid-weg": unknown indicator')
    assert error.endswith("problems.\n")
