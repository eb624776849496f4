"""What a data editor can get wrong: each is reported with its place, all in one run, and nothing is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cases import cases
from csv_rows import read_rows, write_rows
from mdo_rdf.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CELLS, ROWS, TABLES = (f"data/source/2024/{name}.csv" for name in ("cells", "rows", "tables"))
INDICATORS, CONCEPTS, REMARKS = (f"data/curation/{name}.csv" for name in ("indicators", "concepts", "2024/remarks"))
NAMES, DEFECTS = cases("inputs/defects")
"""In a file an old text becomes a new one, or where there is no old one a line is added; a line that starts with a place says so."""


def spoil(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_bytes().decode()
    assert old in text
    (copy / file).write_bytes((text.replace(old, new, 1) if old else f"{text}{new}\n").encode())


@pytest.mark.parametrize(NAMES[1:], [defect[1:] for defect in DEFECTS], ids=[defect[0] for defect in DEFECTS])
def test_a_defect_is_reported_with_its_place_and_nothing_is_written(
    file: str, old: str, new: str, place: str, says: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy, file, old, new)
    assert main(["build", "--root", str(copy)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith(place) and says in line for line in lines), lines
    assert lines[-1].endswith("nothing was written.")
    assert not (copy / "data" / "rdf").exists()


def test_all_problems_are_reported_in_one_run(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    together = {"broken number", "unknown part", "duplicate cell", "unknown facility", "unknown indicator", "bad mark place"}
    chosen = [defect[1:] for defect in DEFECTS if defect[0] in together]
    for file, old, new, *_ in chosen:
        spoil(copy, file, old, new)
    assert main(["build", "--root", str(copy)]) == 1
    lines = capsys.readouterr().err.splitlines()
    for *_, place, says in chosen:
        assert any(line.startswith(place) and says in line for line in lines), place


def test_an_empty_file_has_no_columns(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / CELLS).write_bytes(b"")
    assert main(["build", "--root", str(copy)]) == 1
    assert f'{CELLS}:1:0: "annex": missing column' in capsys.readouterr().err


def test_wrong_encoding_is_reported_with_its_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / TABLES
    path.write_bytes(path.read_bytes().replace(b"B,3,Overheid.nl,", b"B,3,Overh\xebid.nl,"))
    assert main(["build", "--root", str(copy)]) == 1
    assert (
        f'{TABLES}:13:0: "B,3,Overhëid.nl,2019 2020 2021 2022 2023 %": not UTF-8: save the file as UTF-8'
        in capsys.readouterr().err
    )


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(copy: Path) -> None:
    path = copy / CELLS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["build", "--root", str(copy)]) == 0


@pytest.mark.parametrize(
    "missing",
    [
        CELLS,
        REMARKS,
        *(f"data/curation/{name}.csv" for name in ("editions", "sums", "explanations")),
        "data/source/2024/claims.csv",
    ],
)
def test_a_missing_file_cannot_be_told_about(missing: str, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / missing).unlink()
    assert main(["build", "--root", str(copy)]) == 2
    assert f"{missing}: cannot be read (No such file or directory)" in capsys.readouterr().err


def test_a_folder_that_is_no_publication(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(tmp_path)]) == 2
    assert "is --root the publication's folder?" in capsys.readouterr().err


def test_an_unknown_edition(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(copy), "--edition", "1999"]) == 2
    assert "1999: no such edition" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "column"),
    [(INDICATORS, "label_en"), (CELLS, "text"), (REMARKS, "established_by"), (ROWS, "label"), (CONCEPTS, "notation")],
)
def test_a_missing_column_is_not_drowned_in_what_follows_from_it(
    file: str, column: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = read_rows(copy / file)
    write_rows(copy / file, [name for name in lines[0] if name != column], lines)
    assert main(["build", "--root", str(copy)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert f'{file}:1:0: "{column}": missing column' in errors[0]
    assert len(errors) <= 3


@pytest.mark.parametrize("file", [INDICATORS, CONCEPTS])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_facility_and_an_indicator_need_a_plain_explanation(
    file: str, language: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = read_rows(copy / file)
    column = f"explanation_{language}"
    line = next(line for line in lines if line.get("scheme", "voorziening") == "voorziening")
    assert line[column]
    line[column] = ""
    write_rows(copy / file, lines[0], lines)
    assert main(["build", "--root", str(copy)]) == 1
    assert re.search(rf'^{file}:\d+:\d+: "": empty {column}: fill it in$', capsys.readouterr().err, re.MULTILINE)
