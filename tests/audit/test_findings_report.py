"""The command mdo-rdf findings: what an editor of the monitor reads, and what a program gets."""

from __future__ import annotations

import csv
import io
import json

import pytest

from checkout import ROOT
from mdo_rdf.audit.audit import audit
from mdo_rdf.audit.findings import SEVERITIES, find_findings
from mdo_rdf.audit.report import FORMATS, Report, chosen
from mdo_rdf.cli import main
from mdo_rdf.commands import findings as command
from mdo_rdf.edition.edition import Model


def shown(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["findings", *options]) == 1
    return capsys.readouterr().out


def test_the_text_says_where_what_is_printed_what_it_should_be_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--severity", "fout", "--facility", "bro")
    assert text.splitlines()[0] == "Monitor Digitale Overheid 2024: 1 bevinding"
    assert "FOUT  Bijlage C 1.10, rij 6, kolom %: onjuist percentage" in text
    assert "Van 34.071.012 (2022) naar 42.501.720 (2023) is 24,7%; gedrukt is ‘27,7%’." in text
    assert "  → Druk 24,7%, of herstel het cijfer waar het percentage uit volgde." in text
    assert "[percentage-c-1-10-6]" in text


def test_the_same_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--severity", "fout", "--facility", "bro", "--language", "en")
    assert "ERROR  Annex C 1.10, row 6, column %: wrong percentage" in text
    assert "From 34,071,012 (2022) to 42,501,720 (2023) is 24.7%; printed is ‘27,7%’." in text


def test_no_line_is_wider_than_a_terminal_can_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert max(map(len, shown(capsys).splitlines())) <= 110


def test_facilities_come_worst_first_and_so_do_the_findings_of_each(model: Model) -> None:
    audited = audit(ROOT, model)
    groups = Report(audited, find_findings(audited), "nl").by_facility()
    weights = [[sum(finding.severity == severity for finding in findings) for severity in SEVERITIES] for _, findings in groups]
    assert weights == sorted(weights, reverse=True)
    for _, findings in groups:
        ranks = [SEVERITIES.index(finding.severity) for finding in findings]
        assert ranks == sorted(ranks)
    assert sum(len(findings) for _, findings in groups) == len(find_findings(audited))


def test_csv_has_a_line_for_each_finding_and_json_the_proof(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(csv.DictReader(io.StringIO(shown(capsys, "--format", "csv"))))
    content = json.loads(shown(capsys, "--format", "json"))
    assert [line["iri"] for line in lines] == [finding["iri"] for finding in content["findings"]]
    assert content["checked"]["percentages"]["klopt"] == 142
    (wrong,) = [finding for finding in content["findings"] if finding["iri"].endswith("percentage-a-2-1")]
    assert wrong["computed"] == {"nl": "24,5%", "en": "24.5%"}
    assert [(finding["year"], finding["printed"]) for finding in wrong["proof"]] == [(2022, "49"), (2023, "61")]
    assert wrong["proof"][1]["place"].endswith("id/cel/2024/a-2/1/2023")
    (line,) = [line for line in lines if line["finding"] == "percentage-a-2-1"]
    assert (line["severity"], line["facility"], line["printed"], line["computed"]) == (
        "fout",
        "DigiD Machtigen",
        "42,9%",
        "24,5%",
    )


def test_markdown_is_a_document_with_a_heading_for_each_facility(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "--format", "md", "--severity", "onverklaard").splitlines()
    assert lines[0].startswith("# Monitor Digitale Overheid 2024: ")
    assert "## Digilevering" in lines
    assert [line for line in lines if line.startswith("### Bijlage C 2, rij 3: som sluit niet")]


def test_severities_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(shown(capsys, "--format", "json", "--severity", "fout", "--severity", "onverklaard"))
    assert {finding["severity"] for finding in content["findings"]} == {"fout", "onverklaard"}


def test_the_command_knows_the_severities_without_reading_them() -> None:
    assert command.SEVERITIES == SEVERITIES


def test_nothing_to_say_is_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["findings", "--facility", "pkioverheid", "--severity", "fout"]) == 0
    assert "0 bevindingen" in capsys.readouterr().out


def test_an_unknown_facility_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["findings", "--facility", "digit"]) == 2
    assert capsys.readouterr().err == "mdo-rdf: --facility digit: no such facility; did you mean digid?\n"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_format_can_show_that_there_is_nothing(model: Model, name: str, language: str) -> None:
    report = Report(audit(ROOT, model), chosen((), (), ""), language)
    assert "Monitor" in FORMATS[name](report) or name in ("csv", "json")
