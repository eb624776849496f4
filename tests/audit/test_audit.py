"""The audit as a whole: its verdicts on the real report, and that no figure in it can change unnoticed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.audit.audit import Audit, audit, printed_changes
from mdo_rdf.audit.claim_checks import check_claims
from mdo_rdf.audit.findings import SEVERITIES, find_findings
from mdo_rdf.audit.sentences import claim_outcome
from mdo_rdf.audit.sum_checks import compare_pairs, compare_sums
from mdo_rdf.edition.changes import changes
from mdo_rdf.edition.observations import by_key

if TYPE_CHECKING:
    from mdo_rdf.audit.findings import Finding
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.edition.verdicts import Verdict


@pytest.fixture(scope="module")
def audited(model: Model) -> Audit:
    return audit(ROOT, model)


@pytest.fixture(scope="module")
def findings(audited: Audit) -> dict[str, Finding]:
    return {finding.slug: finding for finding in find_findings(audited)}


def test_every_printed_percentage_has_a_verdict(audited: Audit, model: Model) -> None:
    printed = [cell for (_, _, column), cell in model.transcription.cells.items() if column == "%" and cell.text not in ("", "-")]
    assert [percentage.cell for percentage in audited.percentages] == printed
    wrong = {
        (percentage.cell.table.key, percentage.cell.row): percentage.verdict
        for percentage in audited.percentages
        if percentage.verdict != "klopt"
    }
    assert wrong == {
        ("a-2", 1): "klopt-niet",  # 49 to 61 is 24.5%, printed 42,9%
        ("a-5", 1): "index",
        ("a-5", 2): "index",
        ("c-1-1", 4): "niet-te-berekenen",  # from 0 to 0
        ("c-1-2", 7): "niet-te-berekenen",  # 62.923.00
        ("c-1-8", 9): "tekenfout",  # 12,000,000 to 11,000,000 printed as 8,3%
        ("c-1-10", 6): "klopt-niet",  # 34,071,012 to 42,501,720 is 24.7%, printed 27,7%
    }


def test_a_right_percentage_over_a_break_is_right_and_says_so(audited: Audit) -> None:
    by_row = {(percentage.cell.table.key, percentage.cell.row): percentage for percentage in audited.percentages}
    midden = by_row["a-1", 9]
    assert (midden.verdict, midden.crosses_break) == ("klopt", True)
    assert not by_row["a-1", 3].crosses_break


def test_every_sum_that_does_not_add_up_is_one_that_the_report_prints_so(audited: Audit) -> None:
    wrong = {
        (check.rule.slug, check.year): check.difference for check in audited.sums if check.rule and check.verdict == "klopt-niet"
    }
    assert wrong == {
        ("digid-authenticaties-per-niveau", 2023): 480078039 - (27308028 + 246423215 + 101719145 + 206326181 + 20615),
        ("digilevering-berichten-per-register", 2022): 4386598,
        ("digilevering-berichten-per-register", 2023): 5528030,
        ("digimelding-terugmeldingen-per-register", 2022): 38228 - (7400 + 13 + 33375),
    }


def test_the_difference_that_equals_a_part_proves_a_break(audited: Audit, findings: dict[str, Finding]) -> None:
    (proof,) = [check for check in audited.sums if check.equals]
    assert list(proof.equals) == ["digid-authenticaties-midden-app"]
    assert proof.difference == -101719145
    finding = findings["breuk-digid-authenticaties-per-niveau"]
    assert (finding.kind, finding.severity) == ("niet-gemelde-breuk", "fout")
    assert not [slug for slug in findings if slug.startswith("som-digid")]


def test_a_break_that_the_sums_prove_is_flagged_on_its_figure_and_the_reverse(audited: Audit) -> None:
    """The flags that we set beside the report's own are on the figure that the arithmetic or the notes point at."""
    flagged = {
        (observation.indicator.slug, observation.year)
        for observation in audited.model.observations
        if "B" in observation.statuses and "bewerker" in observation.established_by
    }
    assert flagged == {("digid-authenticaties-midden", 2023), ("brk-levering-objecten", 2023), ("sc-raadplegingen-api", 2022)}


def test_claims_that_are_wrong_and_those_that_are_a_matter_of_judgement(findings: dict[str, Finding]) -> None:
    claims = {slug: finding.severity for slug, finding in findings.items() if finding.kind.startswith("bewering-")}
    assert {slug for slug, severity in claims.items() if severity == "fout"} == {
        "bewering-115",  # HR through Digilevering: +2% claimed, 33.23 to 30.27 million is a fall of 8.9%
        "bewering-116",  # Stelselcatalogus: 14% claimed, 11,943 to 13,805 is 15.6%
        "bewering-256",  # NORA grows steadily: 319,192 to 297,403 in 2022
    }
    assert {slug for slug, severity in claims.items() if severity == "onverklaard"} == {"bewering-167"}
    assert "bewering-30" in claims  # 60% for 63.0: rounded or wrong?
    assert claims["bewering-30"] == "te-beoordelen"


def test_every_finding_can_be_read_and_acted_on(findings: dict[str, Finding], audited: Audit) -> None:
    labels = {slug for scheme, slug in audited.model.curation.concepts if scheme == "bevindingsoort"}
    for slug, finding in findings.items():
        assert finding.severity in SEVERITIES, slug
        assert finding.kind in labels, slug
        assert finding.facilities, slug
        for words in (finding.place, finding.text, finding.remedy):
            assert words.nl, slug
            assert words.en, slug
            assert words.nl != words.en, slug
            assert "{" not in words.nl + words.en, slug
            assert "  " not in words.nl + words.en, slug
        assert finding.text.nl.endswith("."), slug
        assert finding.text.en.endswith("."), slug


def test_findings_weigh_as_their_kind_does(findings: dict[str, Finding]) -> None:
    severities: dict[str, set[str]] = {}
    for finding in findings.values():
        severities.setdefault(finding.kind, set()).add(finding.severity)
    assert severities == {
        "misvormd-getal": {"fout"},
        "onjuist-percentage": {"fout"},
        "index-als-percentage": {"fout"},
        "tekenfout": {"fout"},
        "niet-gemelde-breuk": {"fout"},
        "som-sluit-niet": {"onverklaard"},
        "twee-cijfers": {"onverklaard"},
        "bewering-weersproken": {"fout", "onverklaard"},
        "bewering-onnauwkeurig": {"te-beoordelen"},
        "afwijkende-notatie": {"opmaak"},
        "teken-zonder-noot": {"opmaak"},
        "noot-zonder-teken": {"opmaak"},
        "verkeerde-plaats": {"opmaak"},
        "spelling": {"opmaak", "te-beoordelen"},  # a wrong name can make the reader doubt what is meant
    }


def test_every_note_of_the_editors_belongs_to_a_finding_or_a_claim(audited: Audit, findings: dict[str, Finding]) -> None:
    assert set(audited.notes) <= findings.keys(), "finding-notes.csv: a note on a finding that is not there"


# ---- No figure can change unnoticed ----


def outcomes(audited: Audit, model: Model) -> dict[str, tuple[Verdict, str]]:
    """Each verdict, and the figures behind it, of a model that may have a figure changed."""
    observations, years = by_key(model.observations), model.curation.edition.years
    verdicts = {
        f"percentage {printed.name}": (printed.verdict, str(printed.change and printed.change.exact))
        for printed in printed_changes(model)
    }
    for each in (
        *compare_sums(audited.rules, observations, years),
        *compare_pairs(model.curation.indicators, observations, years),
    ):
        verdicts[f"{each.family} {each.name}"] = each.verdict, f"{each.left_value} {each.right_value} {each.remainder}"
    for check in check_claims([check.claim for check in audited.claims], observations):
        verdicts[f"claim {check.claim.number}"] = check.verdict, f"{check.computed} {claim_outcome(audited.phrases, check).nl}"
    return verdicts


def with_first_digit_changed(audited: Audit, model: Model, observation: Observation) -> Model:
    printed = str(observation.value)
    changed = Decimal(str(int(printed[0]) % 9 + 1) + printed[1:])
    value = int(changed) if isinstance(observation.value, int) else changed
    observations = tuple(other._replace(value=value) if other is observation else other for other in model.observations)
    return model._replace(observations=observations, changes=changes(observations, model.transcription).value)


def taking_part(audited: Audit) -> dict[tuple[str, int], set[str]]:
    """The figures that a percentage, a sum, a second mention or a claim rests on, each with how.

    A claim that there are figures from a year on rests on their being there, not on how large they are; a rank is held by
    the figure it is of, and most changes of the figures around it leave it so.
    """
    parts: dict[tuple[str, int], set[str]] = {}

    def add(figure: Observation, how: str) -> None:
        parts.setdefault((figure.indicator.slug, figure.year), set()).add(how)

    for change in (figure.change for figure in audited.percentages if figure.change):
        add(change.base, "percentage")
        add(change.figure, "percentage")
    for each in (*audited.sums, *audited.pairs):
        is_exact = each.verdict == "klopt" and (each.rule is None or each.rule.relation == "gelijk")
        for figure in each.evidence if not each.missing or each.remainder is not None else ():
            add(figure, "identity" if is_exact else "comparison")
    for checked in audited.claims:
        claim, is_on_size = checked.claim, checked.claim.kind != "vanaf" and not checked.missing
        about = {term for terms in claim.about for term in terms}
        for figure in checked.evidence if is_on_size else ():
            if claim.kind != "rang" or figure.indicator.slug in about:
                add(figure, "claim")
    return parts


def test_no_figure_that_takes_part_in_a_check_can_change_unnoticed(audited: Audit, model: Model) -> None:
    """Its first digit is changed: always the figures of a check are others, and where these are exact the verdict is."""
    before, parts = outcomes(audited, model), taking_part(audited)
    noticed: Counter[str] = Counter()
    for observation in model.observations:
        how = parts.get((observation.indicator.slug, observation.year))
        if how is None:
            continue
        after = outcomes(audited, with_first_digit_changed(audited, model, observation))
        assert after != before, f"{observation!r}: no check sees another figure"
        has_flipped = any(after[name][0] != verdict for name, (verdict, _) in before.items())
        if how & {"percentage", "identity"}:
            assert has_flipped, f"{observation!r}: no verdict is another"
        noticed["verdict" if has_flipped else "figures"] += 1
    assert noticed["verdict"] > 400
    assert noticed.total() == len(parts)
