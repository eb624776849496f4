"""The transcription, proved: two readings agree, and the text layer holds each row, in order, and no other figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from csv_rows import read_rows

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.inputs.transcription import Table

TEXT_LAYER = ROOT.parent / "shared" / "source" / "monitor-digitale-overheid-2024.txt"
NO_COLUMN = "∅"

Place = tuple[str, int]


def test_the_report_has_38_tables_163_rows_and_808_year_cells(model: Model) -> None:
    cells = model.transcription.cells.values()
    assert len(model.transcription.tables) == 38
    assert len({(cell.table.key, cell.row) for cell in cells}) == 163
    assert sum(cell.column != "%" for cell in cells) == 808
    assert sum(cell.column == "%" for cell in cells) == 163


def test_two_independent_readings_agree_on_every_cell_and_every_row_heading(model: Model) -> None:
    first: dict[tuple[str, str, str, str], str] = {}
    headings: dict[tuple[str, str, str], str] = {}
    for cell in model.transcription.cells.values():
        place = cell.table.annex, cell.table.section, str(cell.row)
        first[(*place, cell.column)] = cell.text
        headings[place] = cell.heading
    lines = read_rows(ROOT / "data/source/2024/second-reading.csv")
    second = {
        (line["annex"], line["section"], line["row"], column): line[column]
        for line in lines
        for column in ("2019", "2020", "2021", "2022", "2023", "%")
        if line[column] != NO_COLUMN
    }
    assert first == second
    assert headings == {(line["annex"], line["section"], line["row"]): line["label"] for line in lines}


def test_footnote_marks_in_cells_are_the_marks_in_their_texts(model: Model) -> None:
    listed = {
        (mark.table.key, int(mark.row), mark.column): mark.mark for mark in model.transcription.marks if mark.place == "cel"
    }
    in_texts = {key: match[0] for key, cell in model.transcription.cells.items() if (match := re.search(r"\*+$", cell.text))}
    assert listed == in_texts


def test_footnote_marks_at_row_headings_are_the_marks_in_their_texts(model: Model) -> None:
    marked = {(mark.table.key, int(mark.row)): mark.mark for mark in model.transcription.marks if mark.place == "rijopschrift"}
    headings = {(cell.table.key, cell.row): cell.heading for cell in model.transcription.cells.values()}
    assert {key: heading[-len(marked[key]) :] for key, heading in headings.items() if key in marked} == marked
    assert {key for key, heading in headings.items() if re.search(r"\*$|[a-z]\d$", heading)} == marked.keys()


# ---- The text layer ----

OUT_OF_PLACE = {"c-1-3": "c-1-4"}
"""Tables that the text layer has after another one, although they are printed before it."""

STRAY_ROWS: dict[Place, Place] = {("c-1-6b", 4): ("c-1-8", 0), ("c-1-6b", 5): ("c-1-8", 0)}
"""Rows that stand inside the text of another section: just before the first row of that table."""

CUT_IN_TWO = {("c-1-6b", 2, "2019"): r"1\.938\.268\.00\s+0"}
"""The one number that a line break cuts in two."""


def words(text: str) -> str:
    """A pattern for a heading however its lines are broken: blanks and hyphens may stand between any two characters."""
    return r"[\s\-]*".join(re.escape(character) for character in re.sub(r"[\s\-]+", "", text))


def tokens(text: str) -> str:
    return r"\s+".join(re.escape(token) for token in text.split())


def row_pattern(model: Model, place: Place, columns: tuple[str, ...]) -> str:
    key, row = place
    cells = [model.transcription.cells[key, row, column] for column in columns]
    figures = [CUT_IN_TWO.get((key, row, cell.column)) or tokens(cell.text) for cell in cells if cell.text]
    return words(cells[0].heading) + r"\s+" + r"\s+".join(figures) + r"(?=\s)"


def heading_pattern(table: Table) -> str:
    return r"(?:Indicator\s+)?" + tokens(" ".join(table.columns)) + r"(?=\s)"


def in_order_of_the_text_layer(model: Model) -> list[tuple[str, str]]:
    """What has to be found, as (what it is, pattern): for each table its column headings, then its rows."""
    tables = {table.key: table for table in model.transcription.tables}
    keys = [key for key in tables if key not in OUT_OF_PLACE]
    for key, after in OUT_OF_PLACE.items():
        keys.insert(keys.index(after) + 1, key)
    expected = []
    for key in keys:
        for stray, before in STRAY_ROWS.items():
            if before[0] == key:
                expected.append((f"{stray}", row_pattern(model, stray, tables[stray[0]].columns)))
        expected.append((f"columns of {key}", heading_pattern(tables[key])))
        rows = sorted({row for other, row, _ in model.transcription.cells if other == key})
        expected += [
            (f"{(key, row)}", row_pattern(model, (key, row), tables[key].columns)) for row in rows if (key, row) not in STRAY_ROWS
        ]
    return expected


@pytest.fixture(scope="module")
def annexes() -> str:
    if not TEXT_LAYER.is_file():
        pytest.skip("the text layer of the report is not beside this checkout")
    return re.split(r"\n\s*Bijlage A:", TEXT_LAYER.read_text(encoding="utf-8"), maxsplit=1)[1]


def find_in_order(expected: list[tuple[str, str]], text: str) -> tuple[list[str], list[str]]:
    """What is not in the text after the one before it, and the lines that look tabular and were not expected."""
    rest, missing, position = [], [], 0
    for what, pattern in expected:
        match = re.compile(pattern).search(text, position)
        if match is None:
            missing.append(what)
            continue
        rest.append(text[position : match.start()])
        position = match.end()
    rest.append(text[position:])
    return missing, [line for part in rest for line in part.splitlines() if looks_tabular(line)]


def test_the_text_layer_holds_every_row_in_order_and_no_other_figures(model: Model, annexes: str) -> None:
    assert find_in_order(in_order_of_the_text_layer(model), annexes) == ([], [])


def test_a_row_that_the_transcription_lacked_would_be_noticed(model: Model, annexes: str) -> None:
    expected = in_order_of_the_text_layer(model)
    for number, (what, _) in enumerate(expected):
        missing, left_over = find_in_order(expected[:number] + expected[number + 1 :], annexes)
        assert missing or left_over, what


def looks_tabular(line: str) -> bool:
    """Only figures and dashes on a line, or three or more of them in a row."""
    figure = r"(?:>\s?)?(?:\d[\d.,]*(?:\s?(?:%|\*|[Mm]ln|mlrd(?:\s\*)?|miljoen))?|-)"
    return bool(re.fullmatch(rf"\s*{figure}(?:\s+{figure})*\s*", line) or re.search(rf"(?:(?<=\s)|^)(?:{figure}\s+){{3,}}", line))


def test_looks_tabular_knows_a_table_from_prose() -> None:
    assert looks_tabular("663 701 735 732 706 -3,6% ")
    assert looks_tabular("  93,8%  ")
    assert looks_tabular("- ")
    assert looks_tabular("Aantal aangesloten diensten  1.686 1.927 2.083 2647 2885 9,0% ")
    assert not looks_tabular("De cijfers van 2022 en 2023 bevatten een gat van 2 maanden.")


def test_the_titles_of_the_tables_are_the_headings_of_the_report(model: Model, annexes: str) -> None:
    untitled = {"c-1-6b"}
    for table in model.transcription.tables:
        number = "" if table.key in untitled else re.escape(table.section) + r"\.?\s+"
        assert re.search(number + words(table.title), annexes), table
