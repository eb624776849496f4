"""What words around a figure allow, at the edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from mdo_rdf.audit.margins import Fit, direction_fit, fit, half_up, read_claimed, step
from mdo_rdf.inputs.notation import UnknownNotationError


@pytest.mark.parametrize(*cases("audit/claimed_figures"))
def test_a_figure_in_prose_is_read_with_the_unit_of_its_last_place(text: str, value: str, unit: str) -> None:
    claimed = read_claimed(text)
    assert (claimed.value, claimed.unit, claimed.is_percentage) == (Fraction(value), Fraction(unit), text.endswith("%"))


def test_a_range_has_two_ends() -> None:
    claimed = read_claimed("20% en 40%")
    assert claimed.is_percentage is True
    assert claimed.value == 20
    assert claimed.to == 40


@pytest.mark.parametrize("text", ["", "ruim 17 miljoen", "1.5%", "verdubbeld", "12.34", "17 mln", "١٢", "1,3 %%"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(UnknownNotationError, match="known are"):
        read_claimed(text)


@pytest.mark.parametrize(*cases("audit/steps"))
def test_a_step_leads_to_the_next_number_as_round_but_never_further_than_a_quarter(figure: str, expected: str) -> None:
    assert step(Fraction(figure)) == Fraction(expected)


@pytest.mark.parametrize(*cases("audit/fits"))
def test_a_computed_figure_fits_nearly_fits_or_contradicts(margin: str, claimed: str, computed: str, expected: str) -> None:
    assert fit(margin, read_claimed(claimed), Fraction(computed)) is Fit[expected]


@pytest.mark.parametrize(*cases("audit/series"))
def test_a_series_goes_the_way_that_is_said_or_not(margin: str, direction: str, values: list[int], expected: str) -> None:
    assert direction_fit(margin, direction, [Fraction(value) for value in values]) is Fit[expected]


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 10, 1000]))
def test_rounding_is_to_the_nearest_multiple_and_a_half_goes_away_from_zero(value: int, unit: int) -> None:
    rounded = half_up(Fraction(value), Fraction(unit))
    assert rounded % unit == 0
    assert abs(rounded - value) * 2 <= unit
    assert half_up(Fraction(-value), Fraction(unit)) == -rounded


@given(st.integers(1, 10**9))
def test_a_figure_that_is_printed_as_it_is_always_fits(value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    assert fit("afgerond", read_claimed(printed), Fraction(value)) is Fit.FITS
