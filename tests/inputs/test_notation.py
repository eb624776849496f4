"""Dutch numbers: every notation of the report and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from mdo_rdf.inputs.notation import (
    Absence,
    Figure,
    Percentage,
    Qualifier,
    UnknownNotationError,
    read_cell,
    read_change,
    round_half_up,
)

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model


@pytest.mark.parametrize(*cases("inputs/figures"))
def test_one_figure(text: str, value: str, qualifier: str, unit: str, more: dict[str, str]) -> None:
    expected = Figure(Decimal(value), "%" in text, Qualifier(qualifier), Decimal(unit) if unit else None, **more)
    assert read_cell(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("13 lidstaten met 17 middelen", {"lidstaten": 13, "middelen": 17}),
        ("8 partners 390 aansluitingen", {"partners": 8, "aansluitingen": 390}),
        ("Na 3 weken: 57% Na 6 weken: 62%", {"na 3 weken": 57, "na 6 weken": 62}),
    ],
)
def test_two_figures_in_one_cell(text: str, parts: dict[str, int]) -> None:
    figures = read_cell(text)
    assert isinstance(figures, tuple)
    assert {figure.part: figure.value for figure in figures} == parts


@pytest.mark.parametrize("text", ["", "-"])
def test_gap(text: str) -> None:
    assert read_cell(text) is Absence.GAP


@pytest.mark.parametrize("text", ["223.949.53", "161.210.55", "62.923.00", "9.100.00", "12.34", "1.2345", "0.123", "9.100.00*"])
def test_malformed(text: str) -> None:
    assert read_cell(text) is Absence.MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        "--", "n.v.t.", "1.500 mln", "1,234,567", "1 234", "12,5", "007", "-5", "5.000 >", "€ 5", "1.000.", ".5", "5.",
        "57,555%", "179 Mld", "١٢", "½", "1e6", "٣%", "12\u00a0345", "10 lidstaten 5", "Na 3 weken 57%", "12***",
    ],
)  # fmt: skip
def test_unknown_notation_is_refused(text: str) -> None:
    with pytest.raises(UnknownNotationError, match="known are"):
        read_cell(text)


def test_every_cell_of_the_report_is_a_known_notation(model: Model) -> None:
    absences = [read_cell(cell.text) for cell in model.transcription.cells.values() if cell.column != "%"]
    assert absences.count(Absence.MALFORMED) == 4
    assert absences.count(Absence.GAP) == 52


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [("-3,6%", "-3.6", 1), ("0%", "0", 0), ("3.1%", "3.1", 1), ("-4.6", "-4.6", 1), ("351,5%", "351.5", 1), ("142%", "142", 0)],
)
def test_printed_change(text: str, value: str, decimals: int) -> None:
    assert read_change(text) == Percentage(Decimal(value), decimals)


@pytest.mark.parametrize("text", ["+5%", "5 %", "5,%", "vijf", "--", "1.234,5%"])
def test_unknown_change_is_refused(text: str) -> None:
    with pytest.raises(UnknownNotationError):
        read_change(text)


def test_no_printed_change() -> None:
    assert read_change("-") is None
    assert read_change("") is None


@given(st.integers(min_value=0, max_value=10**15))
def test_a_number_with_points_is_read_back(number: int) -> None:
    assert read_cell(f"{number:,}".replace(",", ".")) == (Figure(number),)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_cell(text)
    except UnknownNotationError:
        return
    assert isinstance(read, Absence) or all(figure.value >= 0 for figure in read)


@given(st.fractions(), st.integers(min_value=0, max_value=4))
def test_rounding_is_half_away_from_zero(value: Fraction, decimals: int) -> None:
    rounded = Fraction(round_half_up(value, decimals))
    step = Fraction(1, 10**decimals)
    assert abs(rounded - value) <= step / 2
    assert (rounded / step).denominator == 1
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)
