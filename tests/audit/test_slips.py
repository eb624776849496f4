"""Slips of notation and footnote marks: what the cells show by themselves, and no more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cases import cases
from checkout import ROOT
from mdo_rdf.audit.slips import find_slips, read_slips

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model


def mended(model: Model, column: str, text: str) -> list[tuple[str, str]]:
    """What is found in a transcription of one cell, with its rule and how it should be written."""
    key = "a-1", 1, column
    cell_alone = model.transcription._replace(cells={key: model.transcription.cells[key]._replace(text=text)}, marks=())
    return [(slip.rule, slip.should_be) for slip in find_slips(cell_alone)]


@pytest.mark.parametrize(*cases("audit/odd_notations"))
def test_an_odd_notation_is_found_and_mended(model: Model, column: str, text: str, rule: str, should_be: str) -> None:
    assert mended(model, column, text) == [(rule, should_be)]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(("2019", text) for text in ("663", "1.234", "12.345.678", "3,5 mlrd", "179 Mln", "> 5.000", "57%", "99,5 % van het aantal bevragingen", "-", "0")),
        *(("2019", text) for text in ("12 partners 375 aansluitingen", "Na 3 weken: 57% Na 6 weken: 62%", "1,6 mlrd *", "14.259*", "62.923.00")),
        *(("%", text) for text in ("-3,6%", "0%", "0,0%", "142%", "-")),
    ],
)  # fmt: skip
def test_the_usual_notations_are_no_slips(model: Model, column: str, text: str) -> None:
    assert mended(model, column, text) == []


def test_the_slips_of_the_report_are_those_that_it_prints(model: Model) -> None:
    printed = {slip.slug: slip.printed for slip in find_slips(model.transcription) if slip.kind == "afwijkende-notatie"}
    odd = [
        "2647", "2885", "2770", "3.1%", "9.1%", "-4.6", "", "2.1 mlrd", "3.05 mlrd", "3.2 mlrd", "-0.6%", "-0.5%", ">5.000", "221Mln",
    ]  # fmt: skip
    assert sorted(printed.values()) == sorted(odd)


def test_marks_without_a_note_and_notes_without_a_mark(model: Model) -> None:
    slips = [slip for slip in find_slips(model.transcription) if slip.mark]
    assert {(slip.kind, slip.section, slip.printed) for slip in slips} == {
        ("teken-zonder-noot", "3", "1"),  # A 3 and B 3
        ("noot-zonder-teken", "3", "*"),
        ("noot-zonder-teken", "1.2", "**"),
        ("teken-zonder-noot", "1.1", "*"),
    }
    assert len(slips) == 5


def test_every_noted_slip_stands_where_it_is_said_to(model: Model) -> None:
    report = ROOT.parent / "shared" / "source" / "monitor-digitale-overheid-2024.txt"
    noted = read_slips(ROOT, model.curation, model.transcription).value
    assert len(noted) > 20
    if report.is_file():
        text = " ".join(report.read_text("utf-8").split())
        for slip in noted:
            assert not slip.printed or slip.row or slip.printed in text, slip.slug
