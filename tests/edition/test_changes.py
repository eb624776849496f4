"""Changes: base years, rounding, verdicts; each expected figure was worked out from the printed table."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mdo_rdf.edition.changes import Change
    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="module")
def by_key(model: Model) -> dict[tuple[str, int], Change]:
    return {(change.figure.indicator.slug, change.figure.year): change for change in model.changes}


@pytest.mark.parametrize(
    ("slug", "base", "year", "percent", "verdict"),
    [
        ("digid-aangesloten-organisaties", 2022, 2023, "-3.6", "klopt"),  # 732 -> 706: -3.55…
        ("digid-machtigen-aangesloten-organisaties", 2022, 2023, "24.5", "klopt-niet"),  # 49 -> 61; printed 42,9%
        ("bro-opvragingen-pdok", 2022, 2023, "24.7", "klopt-niet"),  # 34.071.012 -> 42.501.720; printed 27,7%
        ("bsnk-activaties", 2022, 2023, "-6.2", "index"),  # 6.523.164 -> 6.121.523; printed 93,8%
        ("bsnk-transformaties", 2022, 2023, "42", "index"),  # 352.755 -> 500.987; printed 142%
        ("woz-waardeloket-bezoeken", 2022, 2023, "-8.3", "tekenfout"),  # 12 -> 11 million; printed 8,3%
        ("brk-aangesloten-organisaties", 2021, 2023, "2.2", "klopt"),  # 451 -> 461, nothing in 2022
        ("brk-terugmeldingen", 2021, 2023, "-20", "klopt"),  # 33.769 -> 27.000: -20,05, printed -20%
        ("stelselcatalogus-bezoeken", 2020, 2022, "24.2", "niet-gedrukt"),  # 9.616 -> 11.943, nothing in 2021
        ("eidas-lidstaten", 2022, 2023, "26.7", "klopt"),  # 15 -> 19
        ("ondernemersplein-partners", 2022, 2023, "9.1", "klopt"),  # 11 -> 12
        ("ondernemersplein-aansluitingen", 2022, 2023, "-0.5", "niet-gedrukt"),  # 377 -> 375; the 9.1% is of the partners
        ("digid-aangesloten-organisaties", 2019, 2020, "5.7", "niet-gedrukt"),  # 663 -> 701
    ],
)
def test_change(by_key: dict[tuple[str, int], Change], slug: str, base: int, year: int, percent: str, verdict: str) -> None:
    change = by_key[slug, year]
    assert (change.base.year, change.percent, change.verdict) == (base, Decimal(percent), verdict)


@pytest.mark.parametrize(
    ("slug", "year"),
    [
        ("digid-authenticaties-basis", 2020),  # both malformed
        ("digid-authenticaties-basis", 2021),  # the base is malformed
        ("hr-kvk-dataservice", 2023),  # the figure is malformed
        ("woz-beschikkingen", 2022),  # the base is malformed: no growth over its head against 2020
        ("woz-terugmeldingen", 2023),  # lower bounds
        ("brp-terugmeldingen-rechtstreeks", 2023),  # the base is zero
        ("digid-authenticaties-hoog", 2020),  # nothing before it
    ],
)
def test_no_change_can_be_computed(by_key: dict[tuple[str, int], Change], slug: str, year: int) -> None:
    assert (slug, year) not in by_key


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
