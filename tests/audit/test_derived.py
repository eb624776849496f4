"""Derived figures: each method, on printed figures worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.audit.derived import Derived, completions, read_derived
from mdo_rdf.audit.sum_checks import read_sum_rules
from mdo_rdf.edition.observations import by_key

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="module")
def derived(model: Model) -> dict[tuple[str, int], Derived]:
    rules = read_sum_rules(ROOT, model.curation.indicators).value
    listed = read_derived(ROOT, model.curation, rules, by_key(model.observations)).value
    return {(figure.indicator.slug, figure.year): figure for figure in listed}


def test_one_digit_more_makes_the_groups_of_a_malformed_number_right() -> None:
    numbers = completions("62.923.00")
    assert (numbers[0], numbers[-1]) == (62_923_000, 62_923_900)
    assert all(str(number).startswith("62923") for number in numbers)
    assert 161_210_552 in completions("161.210.55")
    assert 223_949_572 not in completions("223.949.53")
    assert completions("14.25*") == completions("14.25")


@pytest.mark.parametrize("text", ["1.234", "12", "1.2", "1.23.45", "1.2345"])
def test_a_text_that_one_digit_does_not_mend_has_no_completions(text: str) -> None:
    assert completions(text) == []


def test_the_remainder_of_a_sum_mends_a_malformed_number(derived: dict[tuple[str, int], Derived]) -> None:
    exact = derived["digid-authenticaties-basis", 2020]
    assert (exact.value, exact.low, exact.high) == (161_210_552, 161_210_552, 161_210_552)
    assert exact.value == 402_519_872 - (99_595_132 + 95_633_971 + 46_080_130 + 87)
    near = derived["digid-authenticaties-basis", 2019]
    assert near.value == 340_758_404 - (64_623_148 + 46_830_118 + 5_355_566)
    assert (near.low, near.high) == (223_949_053, 223_949_953)
    assert near.replaces is not None
    assert near.replaces.cell.text == "223.949.53"


def test_a_dropped_digit_is_put_back_as_round_as_the_years_beside_it(derived: dict[tuple[str, int], Derived]) -> None:
    assert derived["hr-kvk-dataservice", 2023].value == 62_923_000
    decisions = derived["woz-beschikkingen", 2021]
    assert (decisions.value, decisions.low, decisions.high) == (9_100_000, 9_100_000, 9_100_900)
    assert sorted(figure.year for figure in decisions.inputs) == [2020, 2022]


def test_level_midden_by_one_definition_rises_by_a_few_percent_only(derived: dict[tuple[str, int], Derived]) -> None:
    series = [derived["digid-authenticaties-midden", year].value for year in range(2019, 2024)]
    assert series[3] == 133_685_354 + 106_020_220
    assert series[4] == 246_423_215
    assert 2.7 < 100 * (series[4] / series[3] - 1) < 2.9


def test_a_count_from_a_share_has_the_bounds_of_both(derived: dict[tuple[str, int], Derived]) -> None:
    questions = derived["bv-bsn-aandeel-presentievragen", 2023]  # 0,3 % of 329 mln
    assert questions.value == 987_000
    assert (questions.low, questions.high) == (round(328_500_000 * 0.0025), round(329_500_000 * 0.0035))
    opened = derived["berichtenbox-geopend-na-3-weken", 2019]  # 57% of 82.247.327
    assert opened.low <= 82_247_327 * 0.57 <= opened.high
    assert opened.high - opened.low in (822_473, 822_474)


def test_every_derived_figure_lies_between_its_bounds_and_has_sources(derived: dict[tuple[str, int], Derived]) -> None:
    for key, figure in derived.items():
        assert figure.low <= figure.value <= figure.high, key
        assert figure.inputs, key
        assert all(source.value is not None for source in figure.inputs), key
