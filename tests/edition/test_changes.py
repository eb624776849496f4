"""Changes: base years, rounding, verdicts; each expected figure was worked out from the printed table."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cases import cases

if TYPE_CHECKING:
    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="module")
def by_key(model: Model) -> dict[tuple[str, int], Change]:
    return {(change.figure.indicator.slug, change.figure.year): change for change in model.changes}


@pytest.mark.parametrize(*cases("edition/changes"))
def test_change(
    by_key: dict[tuple[str, int], Change], slug: str, base: str, year: str, percent: str, verdict: str, because: str
) -> None:
    change = by_key[slug, int(year)]
    assert (change.base.year, change.percent, change.verdict) == (int(base), Decimal(percent), verdict), because


@pytest.mark.parametrize(*cases("edition/no_changes"))
def test_no_change_can_be_computed(by_key: dict[tuple[str, int], Change], slug: str, year: str, because: str) -> None:
    assert (slug, int(year)) not in by_key, because


def test_every_computable_pair_is_there_and_no_other(model: Model) -> None:
    """Counted anew from the printed cells: pairs of neighbouring printed figures, of which both can be computed with."""
    expected = 0
    for slug in model.curation.indicators:
        printed = [
            observation
            for observation in model.observations
            if observation.indicator.slug == slug and observation.cell.text not in ("", "-")
        ]
        for base, figure in itertools.pairwise(printed):
            values = base.value, figure.value
            expected += None not in values and bool(base.value) and "ondergrens" not in (base.qualifier, figure.qualifier)
    assert len(model.changes) == expected


def test_the_report_prints_five_wrong_percentages(model: Model) -> None:
    wrong = {change.figure.indicator.slug for change in model.changes if change.verdict not in ("klopt", "niet-gedrukt")}
    assert wrong == {
        "digid-machtigen-aangesloten-organisaties",
        "bro-opvragingen-pdok",
        "bsnk-activaties",
        "bsnk-transformaties",
        "woz-waardeloket-bezoeken",
    }


def test_a_change_has_the_flags_of_its_figures_and_a_break_only_of_the_later_one(by_key: dict[tuple[str, int], Change]) -> None:
    assert by_key["bag-bevragingen", 2021].statuses == ("B",)
    assert by_key["bag-bevragingen", 2022].statuses == ("A",)
    assert by_key["overheid-nl-bezoeken", 2022].statuses == ("U",)  # from the outlier of 2021
    assert by_key["sc-raadplegingen-api", 2022].statuses == ("B", "E")
    assert by_key["sc-raadplegingen-overheid-nl", 2020].statuses == ("D",)
