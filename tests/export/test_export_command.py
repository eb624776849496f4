"""``mdo-rdf export`` and its documentation: which files it writes, what it says, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases import cases
from checkout import ROOT
from csv_rows import read_rows
from documents import blocks, commands, shell
from mdo_rdf.cli import main
from mdo_rdf.export.columns import COLUMNS

DOCUMENT = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")


def export(out: Path, *words: str) -> int:
    return main(["export", "--root", str(ROOT), "--out", str(out), *words])


def export_or_exit(out: Path, *words: str) -> int | str | None:
    try:
        return export(out, *words)
    except SystemExit as exit_:  # how a word that cannot be an option's ends
        return exit_.code


MANIFEST = "mdo-rdf-export.sha256"


def files(folder: Path) -> set[str]:
    """What was exported: the manifest, by which a next run knows its own, is no part of it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}


def test_all_formats_are_written_and_said_with_their_number_of_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for library in ("pyarrow", "xlsxwriter"):
        pytest.importorskip(library)
    assert export(tmp_path) == 0
    tables = {name for name in files(tmp_path) if name.startswith("tabellen/")}
    extensions = ("csv", "csv-metadata.json", "json", "jsonld", "parquet", "xlsx", "sdmx.csv")
    assert files(tmp_path) - tables == {f"cijfers.{extension}" for extension in extensions}
    assert len(tables) == 38
    said = capsys.readouterr().out.splitlines()
    assert f"{tmp_path}/cijfers.json: 819 figures" in said
    assert said[-1] == f"{tmp_path}/tabellen: 38 tables as printed, 163 rows"


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name, seed, zone in (("a", "1", "UTC"), ("b", "2", "Pacific/Auckland")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        words = [sys.executable, "-m", "mdo_rdf", "export", "--out", str(tmp_path / name), "--facility", "woz"]
        subprocess.run(words, check=True, capture_output=True, env=environment, cwd=ROOT)
    assert files(tmp_path / "a") == files(tmp_path / "b") >= {"cijfers.csv", "tabellen/c-1-8.csv"}
    for name in files(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_choice_of_formats_facilities_and_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--format", "csv", "--format", "tables", "--facility", "digid", "--facility", "woz", "--year", "2023"]
    assert export(tmp_path, *words) == 0
    assert files(tmp_path) == {"cijfers.csv", "cijfers.csv-metadata.json", "tabellen/a-1.csv", "tabellen/c-1-8.csv"}
    rows = read_rows(tmp_path / "cijfers.csv")
    assert {(row["voorziening"], row["jaar"]) for row in rows} == {("digid", "2023"), ("woz", "2023")}
    assert "223.949.53" in (tmp_path / "tabellen" / "a-1.csv").read_text("utf-8")  # printed tables stay whole
    assert f"{len(rows)} figures" in capsys.readouterr().out


def test_one_indicator(tmp_path: Path) -> None:
    assert export(tmp_path, "--format", "csv", "--indicator", "bag-bevragingen") == 0
    rows = read_rows(tmp_path / "cijfers.csv")
    assert [row["waarde"] for row in rows] == ["3000000000", "3500000000", "1600000000", "3500000000", "4600000000"]


@pytest.mark.parametrize("word", ["DigiD", "DIGID", "id/voorziening/digid"])
def test_a_facility_is_a_slug_or_a_label_in_any_capitals(tmp_path: Path, word: str) -> None:
    assert export(tmp_path, "--format", "csv", "--facility", word, "--indicator", "Actieve DigiD’s") == 0
    rows = read_rows(tmp_path / "cijfers.csv")
    assert {(row["voorziening"], row["indicator"]) for row in rows} == {("digid", "digid-actieve-accounts")}


def test_what_an_earlier_export_left_is_said_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path, "--format", "csv", "--format", "json", "--format", "tables", "--facility", "bag") == 0
    assert capsys.readouterr().err == ""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    earlier = (tmp_path / "cijfers.json").read_bytes()
    assert export(tmp_path, "--format", "csv", "--format", "tables", "--facility", "digid") == 0
    left = f"{tmp_path}: left as they were, from an earlier export: cijfers.json, tabellen/c-1-3.csv\n"
    assert capsys.readouterr().err == left
    assert (tmp_path / "cijfers.json").read_bytes() == earlier
    assert export(tmp_path, "--format", "tables") == 0
    assert export(tmp_path, "--format", "json") == 0
    assert capsys.readouterr().err.endswith("cijfers.csv, cijfers.csv-metadata.json, 38 files in tabellen\n")


def test_what_no_export_made_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "cijfers.csv").write_text("mine", encoding="utf-8")
    assert export(tmp_path / "mine", "--format", "csv") == 2
    said = capsys.readouterr().err
    assert said.startswith(
        f"mdo-rdf: {tmp_path}/mine: has files in it, and was not made by mdo-rdf export; nothing was written; "
    )
    assert (tmp_path / "mine" / "cijfers.csv").read_text(encoding="utf-8") == "mine"
    assert export(tmp_path / "out", "--format", "csv", "--format", "json") == 0
    (tmp_path / "out" / "cijfers.csv").write_text("edited", encoding="utf-8")
    assert export(tmp_path / "out", "--format", "csv") == 2
    said = capsys.readouterr().err
    assert said.startswith(
        f"mdo-rdf: {tmp_path}/out/cijfers.csv: was not made by mdo-rdf export, or was changed since; nothing was "
    )
    assert said.count("\n") == 1
    assert (tmp_path / "out" / "cijfers.csv").read_text(encoding="utf-8") == "edited"


def test_a_file_is_not_a_folder_to_write_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert export(tmp_path / "file") == 2
    assert capsys.readouterr().err.startswith(f"mdo-rdf: --out {tmp_path}/file: a file, not a folder; ")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(*cases("export/wrong_choices"))
def test_a_wrong_choice_writes_nothing_and_says_what_would_be_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert export_or_exit(tmp_path / "out", *words) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_library_leaves_out_its_file_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("xlsxwriter", "pyarrow"):
        monkeypatch.setitem(sys.modules, library, None)
    assert export(tmp_path, "--facility", "woz") == 0
    assert {"cijfers.csv", "cijfers.jsonld"} <= files(tmp_path)
    assert not files(tmp_path) & {"cijfers.xlsx", "cijfers.parquet"}
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if ".[excel]" in line] == [
        "not written: cijfers.xlsx needs xlsxwriter, which is not there; in the checkout: pip install '.[excel]'"
    ]
    assert any(".[parquet]" in line for line in said)


def test_a_format_that_was_asked_for_and_cannot_be_made_is_an_error_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert export(tmp_path / "out", "--format", "csv", "--format", "xlsx") == 2
    assert capsys.readouterr().err.strip().splitlines() == [
        "mdo-rdf: cijfers.xlsx needs xlsxwriter, which is not there; in the checkout: pip install '.[excel]'"
    ]
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    words = [sys.executable, "-m", "mdo_rdf", "export", "--format", "csv", "--out", str(tmp_path / "file" / "out")]
    run = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 2
    assert run.stderr.startswith("mdo-rdf: ")
    assert "cannot be written" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_without_the_built_rdf_the_tables_cannot_be_made(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--root", str(copy), "--out", str(tmp_path / "out"), "--format", "tables"]) == 2
    assert "build it with mdo-rdf build" in capsys.readouterr().err


# ---- docs/export.md ----


def columns_table() -> str:
    """The columns as a table in Markdown."""
    lines = ["| column | datatype | property | what |", "|---|---|---|---|"]
    for column in COLUMNS:
        several = ", several" if column.separator else ""
        needed = "" if column.required else ", may be empty"
        what = column.description_en.replace("|", "\\|")
        lines.append(f"| `{column.name}` | {column.datatype}{several}{needed} | `{column.property}` | {what} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_columns_in_the_documentation_is_fresh() -> None:
    assert columns_table() in DOCUMENT, f"put this in docs/export.md:\n{columns_table()}"
    assert len(DOCUMENT.splitlines()) <= 120


def test_the_commands_of_the_documentation_give_the_output_they_show(tmp_path: Path) -> None:
    """One after the other, in an empty folder."""
    for library in ("pyarrow", "xlsxwriter"):
        pytest.importorskip(library)
    shown = [pair for block in blocks(DOCUMENT, "console") for pair in commands(block)]
    assert len(shown) > 2
    for command, output in shown:
        assert shell(command, tmp_path) == output, command


def test_the_python_of_the_documentation_gives_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    for library in ("pandas", "polars", "pyarrow"):
        pytest.importorskip(library)
    monkeypatch.chdir(tmp_path)
    assert export(Path("export"), "--format", "parquet", "--format", "csv", "--format", "json") == 0
    result = doctest.testfile(str(ROOT / "docs" / "export.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 4
    assert result.failed == 0
