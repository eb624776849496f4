"""The checks of a published audit on the smallest audit there is: a total of two parts, a pair, a claim and an estimate."""

from __future__ import annotations

import pyoxigraph
import pytest

from cases import cases
from mdo_rdf.checks.findings import AUDIT_CHECKS
from mdo_rdf.checks.published import PublishedEdition
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.iris import BASE, PREFIXES

HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
VALUES = """
<id/dataset/2024> a qb:DataSet .
<o/totaal> qb:dataSet <id/dataset/2024> ; mdo:indicator <id/indicator/totaal> ; mdo:jaar <id/jaar/2023> ; mdo:waarde 10 .
<o/een> qb:dataSet <id/dataset/2024> ; mdo:indicator <id/indicator/een> ; mdo:jaar <id/jaar/2023> ; mdo:waarde 4 .
<o/twee> qb:dataSet <id/dataset/2024> ; mdo:indicator <id/indicator/twee> ; mdo:jaar <id/jaar/2023> ; mdo:waarde 5 .
<o/drie> qb:dataSet <id/dataset/2024> ; mdo:indicator <id/indicator/drie> ; mdo:jaar <id/jaar/2022> ; mdo:waarde 7 .
<id/maatstaf/som> mdo:totaal <id/indicator/totaal> ; mdo:deel <id/indicator/een>, <id/indicator/twee> .
<id/maatstaf/vast> mdo:totaal <id/indicator/totaal> ; mdo:vastTotaal 2 ; mdo:deel <id/indicator/een> ; mdo:vastDeel 3 .
<id/maatstaf/gat> mdo:totaal <id/indicator/totaal> ; mdo:deel <id/indicator/een>, <id/indicator/drie> .
"""


def breaches(rule: str, text: str, values: str = VALUES) -> list[tuple[str, str]]:
    triples = (quad.triple for quad in pyoxigraph.parse(HEAD + values + text, format=pyoxigraph.RdfFormat.TURTLE))
    return [(name.removeprefix(BASE), words) for name, words in AUDIT_CHECKS[rule](PublishedEdition(Cube(triples), "2024"))]


def check(metric: str, numbers: str, *, indicators: str = "") -> str:
    said = f"<id/toets/t> a mdo:Toets ; dqv:isMeasurementOf <id/maatstaf/{metric}> ; mdo:jaar <id/jaar/2023> ; {numbers} ."
    return said + "".join(f"<id/toets/t> mdo:indicator <id/indicator/{indicator}> ." for indicator in indicators.split())


@pytest.mark.parametrize(*cases("checks/sums"))
def test_a_sum_that_does_not_follow_from_the_values_is_told_with_what_it_should_be(
    metric: str, numbers: str, words: list[str]
) -> None:
    assert breaches("mdo-toets", check(metric, numbers)) == [("id/toets/t", wrong) for wrong in words]


def test_what_cannot_be_computed_does_not_hide_what_can() -> None:
    unknown = "<id/toets/{}> a mdo:Toets ; dqv:isMeasurementOf <id/maatstaf/onbekend> ; mdo:linkerwaarde 1 ."
    wrong = check("som", "mdo:linkerwaarde 10 ; mdo:rechterwaarde 9 ; mdo:verschil 2")
    told = [("id/toets/t", "a difference of 2, not 1")]
    assert breaches("mdo-toets", unknown.format("a") + wrong + unknown.format("z")) == told
    assert breaches("mdo-toets", "<id/toets/los> a mdo:Somregel ; mdo:linkerwaarde 3 ." + wrong) == told
    assert breaches("mdo-toets", wrong + "<id/x/1> mdo:lijktOp mdo:Toets ; dqv:isMeasurementOf <id/maatstaf/som> .") == told


PAIR = "twee-plaatsen"


@pytest.mark.parametrize("numbers", ["mdo:linkerwaarde 4 ; mdo:rechterwaarde 5 ; mdo:verschil -1",
                                     "mdo:linkerwaarde 5 ; mdo:rechterwaarde 4 ; mdo:verschil 1"])  # fmt: skip
def test_two_places_are_compared_in_any_order(numbers: str) -> None:
    assert breaches("mdo-toets", check(PAIR, numbers, indicators="een twee")) == []


def test_two_places_with_other_values_than_those_of_their_year_are_told() -> None:
    numbers = "mdo:linkerwaarde 4 ; mdo:rechterwaarde 6 ; mdo:verschil -2"
    assert breaches("mdo-toets", check(PAIR, numbers, indicators="een twee")) == [("id/toets/t", "4 and 6, not 4 and 5")]
    numbers = "mdo:linkerwaarde 7 ; mdo:rechterwaarde 5 ; mdo:verschil 2"
    assert breaches("mdo-toets", check(PAIR, numbers, indicators="drie twee")) == [("id/toets/t", "7 and 5, not 5 and no figure")]


def test_a_place_without_a_figure_comes_last_and_has_no_difference() -> None:
    assert breaches("mdo-toets", check(PAIR, "mdo:rechterwaarde 5", indicators="drie twee")) == []
    assert breaches("mdo-toets", check(PAIR, "mdo:linkerwaarde 5", indicators="drie twee")) == []


def finding_about(name: str, kind: str, verdict: str, more: str = "") -> str:
    return f"<{name}> a mdo:{kind} ; mdo:oordeel <id/oordeel/{verdict}> {more} ."


@pytest.mark.parametrize("kind", ["Toets", "Bewering"])
@pytest.mark.parametrize("verdict", ["klopt-niet", "index", "tekenfout"])
def test_what_is_wrong_has_a_finding(kind: str, verdict: str) -> None:
    wrong = finding_about("id/x/1", kind, verdict)
    assert breaches("mdo-bevinding", wrong) == [("id/x/1", "wrong, but no finding says so")]
    assert breaches("mdo-bevinding", wrong + "<id/b/1> a mdo:Bevinding ; mdo:toets <id/x/1> .") == []
    assert breaches("mdo-bevinding", wrong + "<id/b/1> mdo:lijktOp mdo:Bevinding ; mdo:toets <id/x/1> .") == [
        ("id/x/1", "wrong, but no finding says so")
    ]


@pytest.mark.parametrize("kind", ["Toets", "Bewering"])
def test_no_finding_rests_on_what_is_right(kind: str) -> None:
    right = finding_about("id/x/1", kind, "klopt")
    assert breaches("mdo-bevinding", right) == []
    assert breaches("mdo-bevinding", right + "<id/b/1> a mdo:Bevinding ; mdo:toets <id/x/1> .") == [
        ("id/x/1", "not wrong, but a finding rests on it")
    ]


@pytest.mark.parametrize("kind", ["Toets", "Beoordeling"])
@pytest.mark.parametrize("verdict", ["niet-toetsbaar", "niet-te-berekenen"])
def test_what_is_not_tested_has_a_reason_and_what_is_tested_has_none(kind: str, verdict: str) -> None:
    reason = "; mdo:redenNietToetsbaar <id/reden/r>"
    assert breaches("mdo-bevinding", finding_about("id/x/1", kind, verdict)) == [("id/x/1", "not tested, and no reason why")]
    assert breaches("mdo-bevinding", finding_about("id/x/1", kind, verdict, reason)) == []
    assert breaches("mdo-bevinding", finding_about("id/x/1", kind, "klopt", reason)) == [
        ("id/x/1", "tested, but with a reason why not")
    ]
    assert breaches("mdo-bevinding", finding_about("id/x/1", kind, "klopt")) == []


def estimate(low: str, value: str, high: str) -> str:
    numbers = {"laagste": low, "afgeleideWaarde": value, "hoogste": high}
    said = "".join(f" ; mdo:{name} {number}" for name, number in numbers.items() if number)
    return f"<o/afgeleid> qb:dataSet <id/dataset/2024-afgeleid>{said} ."


@pytest.mark.parametrize(
    ("low", "value", "high"),
    [("0", "0.5", "1"), ("1", "2", "3"), ("2", "2", "2"), ("9", "10", "11"), ("", "5", "1"), ("3", "", "1"), ("7", "5", "")],
)
def test_a_derived_figure_lies_between_its_extremes(low: str, value: str, high: str) -> None:
    assert breaches("mdo-afgeleid", estimate(low, value, high)) == []


@pytest.mark.parametrize(("low", "value", "high"), [("3", "2", "4"), ("1", "5", "4"), ("4", "2", "1"), ("10", "9", "11")])
def test_one_that_does_not_is_told(low: str, value: str, high: str) -> None:
    assert breaches("mdo-afgeleid", estimate(low, value, high)) == [("o/afgeleid", f"{value} is not between {low} and {high}")]
