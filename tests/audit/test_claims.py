"""The claims of the prose: their transcription, its completeness, and the verdicts."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cases import cases
from checkout import ROOT
from csv_rows import read_rows
from mdo_rdf.audit.claim_checks import CHECKS, ClaimCheck, check_claims
from mdo_rdf.audit.claims import KINDS, Claim, read_claims
from mdo_rdf.audit.margins import _MARGINS
from mdo_rdf.audit.sentences import computed
from mdo_rdf.edition.observations import ByKey, by_key
from mdo_rdf.inputs.phrases import read_phrases

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.edition import Model

SOURCE = ROOT / "data" / "source" / "2024"


@pytest.fixture(scope="module")
def observations(model: Model) -> ByKey:
    return by_key(model.observations)


@pytest.fixture(scope="module")
def claims(model: Model) -> dict[int, Claim]:
    listed = read_claims(ROOT, SOURCE, model.curation, model.curation.indicators).value
    return {claim.number: claim for claim in listed}


@pytest.fixture(scope="module")
def checks(claims: dict[int, Claim], observations: ByKey) -> dict[int, ClaimCheck]:
    return {check.claim.number: check for check in check_claims(list(claims.values()), observations)}


# ---- Completeness ----


def test_there_are_more_than_120_claims_in_the_prose_and_40_in_the_notes(claims: dict[int, Claim]) -> None:
    counts = Counter(claim.part == "hoofdlijnen" for claim in claims.values())
    assert counts[True] > 120
    assert counts[False] > 40
    assert sorted(claims) == list(range(1, len(claims) + 1))


def test_every_statement_of_the_second_reading_is_a_claim_or_says_why_it_is_not_one(claims: dict[int, Claim]) -> None:
    second = read_rows(SOURCE / "claims-second-reading.csv")
    assert len(second) > 300
    for line in second:
        assert bool(line["claim"]) != bool(line["not_a_claim"]), line["topic"]
        if line["claim"]:
            claim = claims[int(line["claim"])]
            assert (claim.part, claim.section, claim.place) == (line["part"], line["section"], line["place"]), line["topic"]


def test_every_figure_of_the_second_reading_is_in_the_first(claims: dict[int, Claim]) -> None:
    """In the prose each printed figure of one reading stands in the same paragraph of the other."""

    def digits(text: str) -> str:
        return "".join(character for character in text if character.isdigit() or character in ",.%")

    def in_prose(part: str) -> bool:
        return part == "hoofdlijnen"

    first = Counter((claim.section, claim.paragraph, digits(claim.printed)) for claim in claims.values() if in_prose(claim.part))
    second = Counter(
        (line["section"], line["paragraph"], digits(line["printed"]))
        for line in read_rows(SOURCE / "claims-second-reading.csv")
        if in_prose(line["part"]) and line["claim"]
    )
    missing = {key: number for key, number in (second - first).items() if key[2]}
    assert missing == {}


def test_the_code_and_the_code_lists_know_the_same_kinds_and_margins(model: Model) -> None:
    concepts = model.curation.concepts
    assert {slug for scheme, slug in concepts if scheme == "beweringsoort"} == set(CHECKS) == set(KINDS)
    directions = {"per-saldo", "elk-jaar", "sindsdien", "gelijk", "nagenoeg-gelijk", "precies-gelijk"}
    assert {slug for scheme, slug in concepts if scheme == "marge"} == set(_MARGINS) | directions


def test_every_hedge_that_has_a_margin_is_used(claims: dict[int, Claim]) -> None:
    used = {(claim.direction if claim.kind == "richting" else "getal", claim.hedge) for claim in claims.values() if claim.margin}
    listed = {(row["said_of"], row["wording"]) for row in read_rows(ROOT / "data/curation/hedges.csv")}
    assert listed - used == set(), "hedges.csv: remove what no claim uses"


def test_no_note_is_about_a_claim_that_is_not_there(claims: dict[int, Claim]) -> None:
    assert {int(row["claim"]) for row in read_rows(ROOT / "data/curation/2024/claim-notes.csv")} <= claims.keys()


# ---- Verdicts, each checked by hand against the tables ----


@pytest.mark.parametrize(*cases("audit/verdicts"))
def test_a_verdict_that_was_worked_out_by_hand(number: str, expected: str, because: str, checks: dict[int, ClaimCheck]) -> None:
    assert checks[int(number)].verdict == expected, because


def test_a_mistake_in_a_draft_is_told_with_the_place_of_the_draft(model: Model, tmp_path: Path) -> None:
    text = (SOURCE / "claims.csv").read_text("utf-8").replace(",niveau,17 miljoen,,ruim", ",niveau,17 mln,,ruim", 1)
    (tmp_path / "claims.csv").write_text(text, "utf-8")
    problems = read_claims(ROOT, tmp_path, model.curation, model.curation.indicators).problems
    assert [str(problem).partition(": ")[0] for problem in problems] == [f"{tmp_path}/claims.csv:5:7"]


def test_a_claim_that_cannot_be_tested_says_why(checks: dict[int, ClaimCheck]) -> None:
    for number, check in checks.items():
        assert (check.verdict == "niet-toetsbaar") == bool(check.reason), number
        if check.reason == "geen-cijfers":
            assert check.claim.note[0], number
            assert check.claim.subject[0], number


@pytest.mark.parametrize(*cases("audit/changed_figures"))
def test_another_figure_turns_the_verdict(
    kind: str, number: str, slug: str, year: str, value: str, claims: dict[int, Claim], observations: ByKey
) -> None:
    claim, key = claims[int(number)], (slug, int(year))
    assert claim.kind == kind
    changed = observations | {key: observations[key]._replace(value=int(value))}
    before, after = (check_claims([claim], figures)[0].verdict for figures in (observations, changed))
    assert (before, after) == ("klopt", "klopt-niet")


def test_a_figure_where_none_should_be_turns_the_verdict(claims: dict[int, Claim], observations: ByKey) -> None:
    (absent,) = [claim for claim in claims.values() if claim.kind == "ontbreekt" and claim.part == "C" and claim.section == "1.2"]
    (since,) = [claim for claim in claims.values() if claim.kind == "vanaf" and claim.part == "hoofdlijnen"]
    assert [claim.verdict for claim in check_claims([absent, since], observations)] == ["klopt", "klopt"]
    changed = observations | {
        ("hr-api-company-search", 2022): observations["hr-api-company-search", 2022]._replace(value=1),
        ("digid-authenticaties-hoog", 2019): observations["digid-authenticaties-hoog", 2019]._replace(value=1),
    }
    assert [claim.verdict for claim in check_claims([absent, since], changed)] == ["klopt-niet", "klopt-niet"]


def test_a_share_is_of_what_it_is_compared_with(claims: dict[int, Claim], observations: ByKey) -> None:
    (share,) = [claim for claim in claims.values() if claim.kind == "aandeel"]
    (check,) = check_claims([share], observations)
    assert check.reason == "ondergrens"
    assert check.computed is not None
    total = 44752 + 0 + 18186 + 14 + 11619 + 743 + 7242 + 27000 + 1668 + 5000 + 150
    assert round(Decimal(float(check.computed)), 3) == round(Decimal(100 * 55850) / total, 3)


def test_what_is_shown_does_not_seem_to_give_another_verdict(checks: dict[int, ClaimCheck]) -> None:
    """-11.49% agrees with -11%, and 15.01% is not “bijna 15%”; one decimal would hide both."""
    wording = read_phrases(ROOT).value
    assert computed(wording, checks[113]).nl == "-11,49%"
    assert computed(wording, checks[134]).nl == "15,01%"
    assert computed(wording, checks[30]).nl == "63,0%"
