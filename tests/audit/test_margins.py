"""What words around a figure allow, at the edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdo_rdf.audit.margins import Fit, direction_fit, fit, half_up, read_claimed, step
from mdo_rdf.inputs.notation import UnknownNotationError

FITS, NEARLY, CONTRADICTS = Fit.FITS, Fit.NEARLY, Fit.CONTRADICTS


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("17 miljoen", 17_000_000, 1_000_000),
        ("3,7 miljoen", 3_700_000, 100_000),
        ("6,9 miljard", 6_900_000_000, 100_000_000),
        ("200.000", 200_000, 1_000),
        ("1.015.405", 1_015_405, 1),
        ("380", 380, 1),
        ("1,3%", Fraction("1.3"), Fraction("0.1")),
        ("60%", 60, 1),
        ("+4", 4, 1),
        ("-0,4%", Fraction("0.4"), Fraction("0.1")),
    ],
)
def test_a_figure_in_prose_is_read_with_the_unit_of_its_last_place(text: str, value: Fraction, unit: Fraction) -> None:
    claimed = read_claimed(text)
    assert (claimed.value, claimed.unit, claimed.is_percentage) == (value, unit, text.endswith("%"))


def test_a_range_has_two_ends() -> None:
    claimed = read_claimed("20% en 40%")
    assert claimed.is_percentage is True
    assert claimed.value == 20
    assert claimed.to == 40


@pytest.mark.parametrize("text", ["", "ruim 17 miljoen", "1.5%", "verdubbeld", "12.34", "17 mln", "١٢", "1,3 %%"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(UnknownNotationError, match="known are"):
        read_claimed(text)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (480, 10),
        (25, 5),
        (10, Fraction(5, 2)),
        (3200, 100),
        (2, Fraction(1, 2)),
        (15, Fraction(15, 4)),
        (117_000, 1_000),
        (0, 0),
        (50, 10),
        (5, 1),
        (Fraction("1.3"), Fraction("0.1")),
        (Fraction("0.25"), Fraction("0.05")),
        (Fraction("1.4"), Fraction("0.1")),
        (Fraction("1.25"), Fraction("0.05")),
    ],
)
def test_a_step_leads_to_the_next_number_as_round_but_never_further_than_a_quarter(figure: Fraction, expected: Fraction) -> None:
    assert step(Fraction(figure)) == expected


@pytest.mark.parametrize(
    ("margin", "claimed", "computed", "expected"),
    [
        # no hedge: rounded at the last printed place, a half away from zero
        ("afgerond", "1,3%", "1.25", FITS),
        ("afgerond", "1,3%", "1.2499", CONTRADICTS),
        ("afgerond", "246 miljoen", "246423215", FITS),
        ("afgerond", "60%", "63.03", NEARLY),  # to tens
        ("afgerond", "14%", "15.59", CONTRADICTS),
        ("afgerond", "6,9 miljard", "6967864572", NEARLY),  # cut off
        ("afgerond", "5%", "5.85", NEARLY),  # cut off
        ("afgerond", "5%", "6.0", CONTRADICTS),
        ("afgerond", "12", "13", CONTRADICTS),
        ("afgerond", "18.000", "18186", FITS),
        ("afgerond", "+2%", "-8.9", CONTRADICTS),
        ("afgerond", "300.000", "290001", NEARLY),  # to hundreds of thousands
        ("afgerond", "300.000", "249999", CONTRADICTS),
        ("afgerond", "0%", "0.4", FITS),
        ("afgerond", "0%", "0.5", CONTRADICTS),  # 0 is not “cut off”, and not “to tens”
        # ruim: from the figure up to one step
        ("iets-boven", "480 miljoen", "480000000", FITS),
        ("iets-boven", "480 miljoen", "475200000", NEARLY),  # one hundredth below
        ("iets-boven", "480 miljoen", "475199999", CONTRADICTS),
        ("iets-boven", "480 miljoen", "480078039", FITS),
        ("iets-boven", "480 miljoen", "490000000", NEARLY),
        ("iets-boven", "480 miljoen", "500000000", CONTRADICTS),
        ("iets-boven", "480 miljoen", "479999999", NEARLY),
        ("iets-boven", "480 miljoen", "470000000", CONTRADICTS),
        ("iets-boven", "10%", "12.27", FITS),
        ("iets-boven", "10%", "12.5", NEARLY),
        # bijna, een kleine: below it
        ("iets-onder", "70%", "69.1", FITS),
        ("iets-onder", "15%", "15.01", NEARLY),
        ("iets-onder", "15%", "15", NEARLY),
        ("iets-onder", "15%", "16", CONTRADICTS),
        ("iets-onder", "3.200", "3100", NEARLY),
        # zo’n, circa: half a step on either side
        ("ongeveer", "27 miljoen", "27308028", FITS),
        ("ongeveer", "27 miljoen", "27500000", FITS),
        ("ongeveer", "27 miljoen", "27500001", NEARLY),
        ("ongeveer", "27 miljoen", "28000000", NEARLY),
        ("ongeveer", "27 miljoen", "28000001", CONTRADICTS),
        ("meer-dan", "1 miljoen", "1013703", FITS),
        ("meer-dan", "1 miljoen", "1000000", CONTRADICTS),
        ("tussen", "20% en 40%", "20", FITS),
        ("tussen", "20% en 40%", "40", FITS),
        ("tussen", "20% en 40%", "40.4", NEARLY),
        ("tussen", "20% en 40%", "19.6", NEARLY),
        ("tussen", "20% en 40%", "19.4", CONTRADICTS),
        ("tussen", "20%", "20", FITS),
        ("tussen", "20%", "21", CONTRADICTS),
        ("tussen", "20% en 40%", "-5.6", CONTRADICTS),
    ],
)
def test_a_computed_figure_fits_nearly_fits_or_contradicts(margin: str, claimed: str, computed: str, expected: Fit) -> None:
    assert fit(margin, read_claimed(claimed), Fraction(computed)) is expected


@pytest.mark.parametrize(
    ("margin", "direction", "values", "expected"),
    [
        ("per-saldo", "stijging", [1, 9, 2], FITS),
        ("per-saldo", "stijging", [2, 9, 2], CONTRADICTS),
        ("elk-jaar", "stijging", [1, 2, 3], FITS),
        ("elk-jaar", "stijging", [1, 3, 2], CONTRADICTS),
        ("elk-jaar", "stijging", [1, 1, 2], CONTRADICTS),
        ("elk-jaar", "daling", [3, 2, 1], FITS),
        ("elk-jaar", "daling", [3, 2, 2], CONTRADICTS),
        ("sindsdien", "stijging", [81, 80, 85], NEARLY),
        ("sindsdien", "stijging", [81, 80, 79], CONTRADICTS),
        ("gelijk", "gelijk", [28497, 28528], FITS),
        ("gelijk", "gelijk", [1000, 1005], CONTRADICTS),
        ("gelijk", "gelijk", [100_000, 100_498], FITS),
        ("gelijk", "gelijk", [0, 5, 0], FITS),
        ("precies-gelijk", "gelijk", [282, 282], FITS),
        ("precies-gelijk", "gelijk", [282, 300, 282], FITS),
        ("precies-gelijk", "gelijk", [28497, 28498], CONTRADICTS),
        ("nagenoeg-gelijk", "gelijk", [1000, 1029], FITS),
        ("nagenoeg-gelijk", "gelijk", [1000, 1030], NEARLY),
        ("nagenoeg-gelijk", "gelijk", [1000, 1060], CONTRADICTS),
        ("gelijk", "gelijk", [0, 0], FITS),
        ("gelijk", "gelijk", [0, 1], CONTRADICTS),
    ],
)
def test_a_series_goes_the_way_that_is_said_or_not(margin: str, direction: str, values: list[int], expected: Fit) -> None:
    assert direction_fit(margin, direction, [Fraction(value) for value in values]) is expected


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 10, 1000]))
def test_rounding_is_to_the_nearest_multiple_and_a_half_goes_away_from_zero(value: int, unit: int) -> None:
    rounded = half_up(Fraction(value), Fraction(unit))
    assert rounded % unit == 0
    assert abs(rounded - value) * 2 <= unit
    assert half_up(Fraction(-value), Fraction(unit)) == -rounded


@given(st.integers(1, 10**9))
def test_a_figure_that_is_printed_as_it_is_always_fits(value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    assert fit("afgerond", read_claimed(printed), Fraction(value)) is FITS
