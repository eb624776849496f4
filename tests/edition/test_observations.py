"""Figures: the counts of the report, and the cells that each rule of the data model is about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cases import cases

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation


@pytest.fixture(scope="module")
def by_key(model: Model) -> dict[tuple[str, int], Observation]:
    return {(observation.indicator.slug, observation.year): observation for observation in model.observations}


def test_819_figures_of_which_763_can_be_computed_with(model: Model) -> None:
    assert len(model.observations) == 819
    assert sum(observation.value is not None for observation in model.observations) == 763
    reasons = Counter(observation.reason for observation in model.observations if observation.value is None)
    assert (reasons["misvormd"], reasons.total()) == (4, 4 + 52)
    assert len({(observation.indicator.slug, observation.year) for observation in model.observations}) == 819


def test_a_figure_has_no_reason_and_a_gap_has_one(model: Model) -> None:
    for observation in model.observations:
        assert (observation.value is None) == bool(observation.reason), observation
        assert (observation.status in "OLM") == (observation.value is None), observation


@pytest.mark.parametrize(*cases("edition/values"))
def test_value(by_key: dict[tuple[str, int], Observation], slug: str, year: str, value: str) -> None:
    assert repr(by_key[slug, int(year)].value) == value


@pytest.mark.parametrize(*cases("edition/gaps"))
def test_gap(by_key: dict[tuple[str, int], Observation], slug: str, year: str, status: str, reason: str) -> None:
    observation = by_key[slug, int(year)]
    assert (observation.value, observation.status, observation.reason) == (None, status, reason)


def test_flags_of_the_report_and_our_own_are_told_apart(by_key: dict[tuple[str, int], Observation]) -> None:
    declared, ours = by_key["bag-bevragingen", 2021], by_key["digid-authenticaties-midden", 2023]
    assert (declared.statuses, declared.established_by) == (("B",), ("bron",))
    assert (ours.statuses, ours.established_by) == (("B",), ("bewerker",))


def test_a_figure_may_have_two_flags_and_the_graver_one_is_its_status(by_key: dict[tuple[str, int], Observation]) -> None:
    observation = by_key["sc-raadplegingen-api", 2022]
    assert set(observation.statuses) == {"B", "E"}
    assert observation.status == "B"


def test_corrected_figures_keep_status_a_and_the_old_figure(by_key: dict[tuple[str, int], Observation]) -> None:
    corrected = {key: observation.previous_value for key, observation in by_key.items() if observation.previous_value is not None}
    assert corrected == {("digikoppeling-organisaties", 2021): 858, ("hr-terugmeldingen", 2020): 20549}
    assert all(by_key[key].statuses == ("A",) for key in corrected)


def test_a_reference_date_is_named_for_2022_and_2023_only(model: Model) -> None:
    stocks = [observation for observation in model.observations if observation.reference_date]
    assert {observation.year for observation in stocks if observation.date_is_named} == {2022, 2023}
    assert {observation.year for observation in stocks if not observation.date_is_named} == {2019, 2020, 2021}
    assert all(observation.indicator.axes["time_basis"] == "peildatum" for observation in stocks)


def test_the_two_dates_are_the_ones_that_the_report_names(model: Model) -> None:
    assert model.curation.edition.known_dates == ("2022-12-31", "2023-12-31")


def test_rounded_bounded_and_exact(model: Model) -> None:
    values = [observation for observation in model.observations if observation.value is not None]
    assert {observation.indicator.slug for observation in values if observation.qualifier == "ondergrens"} == {
        "woz-terugmeldingen"
    }
    assert all((observation.rounding_unit is not None) == (observation.qualifier == "afgerond") for observation in values)
    assert all(observation.qualifier == "afgerond" for observation in values if observation.indicator.axes["unit"] != "aantal")


def test_a_figure_is_shown_by_its_name_and_its_value_or_reason(by_key: dict[tuple[str, int], Observation]) -> None:
    assert repr(by_key["digid-aangesloten-organisaties", 2019]) == "<Observation digid-aangesloten-organisaties 2019: 663>"
    assert repr(by_key["bsnk-activaties", 2020]) == "<Observation bsnk-activaties 2020: geen-reden-vermeld>"


def test_a_gap_has_no_qualifier(model: Model) -> None:
    assert {observation.qualifier for observation in model.observations if observation.value is None} == {""}
