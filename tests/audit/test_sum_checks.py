"""Amounts within bounds, totals and their parts, and the same thing in two places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.audit.sum_checks import SumCheck, SumRule, compare_pairs, compare_sums, read_sum_rules
from mdo_rdf.edition.intervals import Amount, Gap, bounds, distinct, evaluate, overlap
from mdo_rdf.edition.observations import ByKey, by_key

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model

YEARS = range(2019, 2024)


@pytest.fixture(scope="module")
def observations(model: Model) -> ByKey:
    return by_key(model.observations)


def amount(evaluated: Amount | Gap | None) -> Amount:
    assert isinstance(evaluated, Amount)
    return evaluated


def test_exact_figures_add_up_exactly(observations: ByKey) -> None:
    total = amount(evaluate(("efactureren-aangesloten-organisaties", "sbr-uitvragende-partijen"), 2023, observations))
    assert total.value == total.low == total.high == 158
    assert len(total.evidence) == 2


def test_a_rounded_figure_stands_for_an_interval(observations: ByKey) -> None:
    total = amount(evaluate(("bv-bsn-bevragingen",), 2023, observations))  # 329 mln
    assert total.value == 329_000_000
    assert total.low == 328_500_000
    assert total.high == 329_500_000
    share = amount(evaluate(("bv-bsn-aandeel-presentievragen",), 2023, observations))  # 0,3 %
    assert (share.low, share.high) == (Fraction("0.25"), Fraction("0.35"))


def test_a_lower_bound_stays_one_in_a_sum(observations: ByKey) -> None:
    total = amount(evaluate(("woz-terugmeldingen", "bro-terugmeldingen", 10), 2023, observations))  # > 5.000, 150
    assert total.value == total.low == 5160
    assert total.high is None
    assert total.is_bound


def test_what_is_rounded_in_each_part_of_a_sum_adds_up(observations: ByKey) -> None:
    total = amount(evaluate(("bv-bsn-bevragingen", "bag-bevragingen"), 2023, observations))  # 329 mln, 4,6 mrd
    assert total.value == 4_929_000_000
    assert (total.low, total.high) == (total.value - 50_500_000, total.value + 50_500_000)


def test_the_bounds_of_a_figure_that_is_not_there_are_an_error(observations: ByKey) -> None:
    with pytest.raises(ValueError, match=r"^digid-authenticaties-basis 2020 has no value$"):
        bounds(observations["digid-authenticaties-basis", 2020])
    assert bounds(observations["bv-bsn-bevragingen", 2023]) == (Fraction(328_500_000), Fraction(329_500_000))
    assert bounds(observations["woz-terugmeldingen", 2023]) == (Fraction(5000), None)


def test_a_missing_figure_is_a_gap_with_what_is_there_and_an_unknown_one_is_nothing(observations: ByKey) -> None:
    gap = evaluate(("digid-authenticaties-basis", "digid-authenticaties-midden"), 2020, observations)
    assert isinstance(gap, Gap)
    assert [figure.indicator.slug for figure in gap.missing] == ["digid-authenticaties-basis"]
    assert gap.rest == 99_595_132
    assert evaluate(("no-such-indicator",), 2020, observations) is None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((1, 3), (3, 5), True),
        ((1, 2), (3, 5), False),
        ((4, None), (3, 5), True),
        ((6, None), (3, 5), False),
        ((1, 2), (3, None), False),
    ],
)
def test_two_amounts_overlap_where_they_can_be_the_same(
    left: tuple[int, int | None], right: tuple[int, int | None], *, expected: bool
) -> None:
    both = [Amount(Fraction(low), Fraction(low), None if high is None else Fraction(high), ()) for low, high in (left, right)]
    assert overlap(both[0], both[1]) is expected


def test_each_observation_counts_once_as_evidence(observations: ByKey) -> None:
    observation = observations["digid-actieve-accounts", 2023]
    assert distinct((observation, observation)) == (observation,)


# ---- Sums ----


def rule(relation: str, total: tuple[str | int, ...], parts: tuple[str | int, ...]) -> SumRule:
    return SumRule("proef", {}, relation, total, parts)


def verdict(
    observations: ByKey, relation: str, total: tuple[str | int, ...], parts: tuple[str | int, ...], year: int = 2023
) -> str:
    (check,) = compare_sums({"proef": rule(relation, total, parts)}, observations, [year])
    return check.verdict


def test_each_relation_holds_or_does_not(observations: ByKey) -> None:
    whole, part = ("digid-actieve-accounts",), ("digid-accounts-basis",)  # 17.179.883 and 211.425
    assert verdict(observations, "ten-minste", whole, part) == "klopt"
    assert verdict(observations, "ten-minste", part, whole) == "klopt-niet"
    assert verdict(observations, "ten-hoogste", part, whole) == "klopt"
    assert verdict(observations, "ten-hoogste", whole, part) == "klopt-niet"
    assert verdict(observations, "gelijk", whole, (17179883,)) == "klopt"
    assert verdict(observations, "gelijk", whole, (17179882,)) == "klopt-niet"


def test_a_relation_holds_at_its_edge(observations: ByKey) -> None:
    exact = ("digid-accounts-basis",)  # 211.425
    for relation, less, more in (("ten-minste", 211424, 211426), ("ten-hoogste", 211426, 211424)):
        assert verdict(observations, relation, exact, (211425,)) == "klopt"
        assert verdict(observations, relation, exact, (less,)) == "klopt"
        assert verdict(observations, relation, exact, (more,)) == "klopt-niet"


def test_a_difference_is_the_same_as_a_part_only_of_a_sum_that_is_wrong(observations: ByKey, model: Model) -> None:
    part, parts = (
        observations["digid-accounts-basis", 2023],
        ("digid-accounts-basis", "digid-actieve-accounts"),
    )  # 211.425, 17.179.883
    (wrong,) = compare_sums({"proef": rule("gelijk", (17179883,), parts)}, observations, [2023])
    assert (wrong.verdict, wrong.equals) == ("klopt-niet", (part.indicator.slug,))
    (right,) = compare_sums({"proef": rule("ten-hoogste", (17179883,), parts)}, observations, [2023])
    assert (right.verdict, right.equals) == ("klopt", ())
    pairs = compare_pairs(model.curation.indicators, observations, YEARS)
    assert all(check.equals == () for check in pairs)


def test_a_gap_on_one_side_leaves_the_value_of_the_other(observations: ByKey) -> None:
    gap, exact = ("digid-authenticaties-basis",), ("digid-accounts-basis",)  # in 2020 the first is malformed
    (left,) = compare_sums({"proef": rule("gelijk", exact, gap)}, observations, [2020])
    (right,) = compare_sums({"proef": rule("gelijk", gap, exact)}, observations, [2020])
    value = observations["digid-accounts-basis", 2020].value
    assert (left.left_value, left.right_value, left.remainder) == (value, None, value)
    assert (right.left_value, right.right_value, right.remainder) == (None, value, None)


def test_a_sum_of_what_the_edition_does_not_have_is_no_sum(observations: ByKey) -> None:
    there, not_there = ("digid-accounts-basis",), ("no-such-indicator",)
    for total, parts in ((there, not_there), (not_there, there)):
        assert compare_sums({"proef": rule("gelijk", total, parts)}, observations, [2023]) == ()


def test_a_lower_bound_can_refute_a_sum_and_never_prove_it(observations: ByKey) -> None:
    bound = ("woz-terugmeldingen",)  # > 5.000
    assert verdict(observations, "gelijk", (6000,), bound) == "niet-toetsbaar"
    assert verdict(observations, "gelijk", (4999,), bound) == "klopt-niet"
    assert verdict(observations, "ten-minste", (6000,), bound) == "niet-toetsbaar"


def test_rounded_shares_add_up_to_a_hundred_within_their_rounding(observations: ByKey) -> None:
    shares = ("bv-bsn-aandeel-verificatievragen", "bv-bsn-aandeel-presentievragen")
    assert verdict(observations, "gelijk", (100,), shares) == "klopt"
    changed = observations | {
        ("bv-bsn-aandeel-presentievragen", 2023): observations["bv-bsn-aandeel-presentievragen", 2023]._replace(
            value=Decimal("0.5")
        )
    }
    assert verdict(changed, "gelijk", (100,), shares) == "klopt-niet"


def by_name(checks: tuple[SumCheck, ...]) -> dict[str, SumCheck]:
    return {check.name: check for check in checks}


def test_the_missing_level_of_2020_is_what_the_total_leaves(observations: ByKey, model: Model) -> None:
    rules = read_sum_rules(ROOT, model.curation.indicators).value
    checks = by_name(compare_sums(rules, observations, YEARS))
    level = checks["digid-authenticaties-per-niveau/2020"]
    assert level.verdict == "niet-toetsbaar"
    assert level.remainder == 402519872 - (99595132 + 95633971 + 46080130 + 87)
    assert checks["digilevering-berichten-per-register/2019"].remainder == 0
    assert checks["business-gov-nl-unieke-bezoekers-in-bezoeken/2019"].remainder is None


def test_every_rule_has_figures_in_every_year(observations: ByKey, model: Model) -> None:
    rules = read_sum_rules(ROOT, model.curation.indicators).value
    assert len(compare_sums(rules, observations, YEARS)) == len(rules) * len(YEARS)


# ---- The same in two places ----


def test_every_pair_is_compared_year_by_year_with_the_printed_figures(observations: ByKey, model: Model) -> None:
    checks = by_name(compare_pairs(model.curation.indicators, observations, YEARS))
    printed = {
        "brp-terugmeldingen-digimelding/digimelding-terugmeldingen-brp": "10371=10371 24280/22139 36517/38035 33317/33375 44752/44844",
        "hr-terugmeldingen-digimelding/digimelding-terugmeldingen-hr": "6858/4228 4928=4928 6808/5499 7502/7400 11182/10992",
        "bag-terugmeldingen-digimelding/digimelding-terugmeldingen-bag": "8/10 8=8 8=8 15/13 14=14",
        "hr-berichten-digilevering/digilevering-hr-in": "2238241/7080241 4928000/9777841 11262654=11262654 33076052/13181707 30639180/13406155",
        "ondernemersplein-aansluitingen/sc-aangesloten-organisaties": "390=390 394=394 386=386 377/378 375/380",
    }
    for name, figures_of in printed.items():
        for year, text in zip(YEARS, figures_of.split(), strict=True):
            check = checks[f"{name}/{year}"]
            assert f"{check.left_value}{'=' if check.verdict == 'klopt' else '/'}{check.right_value}" == text, check.name
    gap = checks["overheid-nl-aangesloten-organisaties/roo-geregistreerde-organisaties/2019"]
    assert (gap.verdict, [check.indicator.slug for check in gap.missing]) == (
        "niet-toetsbaar",
        ["roo-geregistreerde-organisaties"],
    )
    assert len(checks) == 7 * 5
