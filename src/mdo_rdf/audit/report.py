"""Shows the findings on an edition: to people as text or Markdown, to programs as CSV or JSON."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.audit.findings import SEVERITIES, Finding
from mdo_rdf.csv_text import csv_text, inert
from mdo_rdf.edition.names import cell_name
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.errors import shown
from mdo_rdf.inputs.labels import concept_label
from mdo_rdf.inputs.phrases import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mdo_rdf.audit.audit import Audit
    from mdo_rdf.edition.observations import Observation

_WIDTH = 100


class Report(NamedTuple):
    """What is shown: an audit, those of its findings that were asked for, and the language (``nl`` or ``en``)."""

    audit: Audit
    findings: tuple[Finding, ...]
    language: str

    def say(self, code: str, **words: Text | str | int) -> str:
        """A sentence in the language of the report."""
        return self.audit.phrases.say(code, **words).in_(self.language)

    def label(self, scheme: str, slug: str) -> str:
        """The name of a concept in the language of the report."""
        return concept_label(self.audit.model.curation, scheme, slug).in_(self.language)

    def by_facility(self) -> list[tuple[str, list[Finding]]]:
        """The findings by facility, the one with the gravest first; then the gravest first within each."""
        groups: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings, key=lambda finding: SEVERITIES.index(finding.severity)):
            groups.setdefault(finding.facilities[0] if finding.facilities else "", []).append(finding)
        counts = {slug: Counter(finding.severity for finding in findings) for slug, findings in groups.items()}
        order = sorted(groups, key=lambda slug: [-counts[slug][severity] for severity in SEVERITIES])
        return [(slug, groups[slug]) for slug in order]

    def facility(self, slug: str) -> str:
        """The name of a facility; of a finding on none, the report as a whole."""
        return self.label("voorziening", slug) if slug else self.audit.model.curation.edition.title


def as_text(report: Report) -> str:
    """For a terminal: a summary, then each facility with its findings, each with its place, proof and remedy."""
    lines = [*_summary(report)]
    for slug, findings in report.by_facility():
        heading = shown(report.facility(slug))
        lines += ["", heading, "=" * len(heading)]
        for finding in findings:
            lines += ["", *_block(report, finding)]
    return "\n".join(lines)


def _block(report: Report, finding: Finding) -> Iterator[str]:
    place = shown(finding.place.in_(report.language))
    yield f"{report.label('ernst', finding.severity).upper()}  {place}: {report.label('bevindingsoort', finding.kind)}"
    yield from _wrapped(finding.text.in_(report.language), "  ")
    yield from _wrapped(finding.remedy.in_(report.language), "  → ")
    yield f"  [{finding.slug}]"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(shown(text), _WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False)


def as_markdown(report: Report) -> str:
    """The same as a document."""
    title, *summary = _summary(report)
    lines = [f"# {title}", "", *(f"{line}  " for line in summary)]
    for slug, findings in report.by_facility():
        lines += ["", f"## {report.facility(slug)}"]
        for finding in findings:
            kind = report.label("bevindingsoort", finding.kind)
            lines += ["", f"### {finding.place.in_(report.language)}: {kind}", ""]
            lines += [f"**{report.label('ernst', finding.severity)}** · `{finding.slug}`", ""]
            lines += [_escaped(finding.text.in_(report.language)), "", f"→ {_escaped(finding.remedy.in_(report.language))}"]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_").replace("<", "&lt;")


_COLUMNS = ("finding", "severity", "kind", "facility", "place", "printed", "computed", "explanation", "remedy", "iri")


def as_csv(report: Report) -> str:
    """One line for each finding, in the same order (RFC 4180)."""
    lines = (_line(report, slug, finding) for slug, findings in report.by_facility() for finding in findings)
    return csv_text(_COLUMNS, lines).rstrip("\n")


def _line(report: Report, facility: str, finding: Finding) -> tuple[str, ...]:
    place, computed, text, remedy = (
        words.in_(report.language) for words in (finding.place, finding.computed, finding.text, finding.remedy)
    )
    what = finding.slug, finding.severity, report.label("bevindingsoort", finding.kind), report.facility(facility), place
    return (*what, inert(finding.printed), computed, text, remedy, _iri(report, finding))


def as_json(report: Report) -> str:
    """One object: the counts of what was checked, and every finding with its proof, in both languages."""
    listed = [_object(report, finding) for _, findings in report.by_facility() for finding in findings]
    content = {"edition": _edition(report), "checked": _counts(report.audit), "findings": listed}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _object(report: Report, finding: Finding) -> dict[str, object]:
    proof = [
        {"indicator": figure.indicator.slug, "year": figure.year, "printed": figure.cell.text, "place": _cell_iri(report, figure)}
        for figure in finding.evidence
    ]
    return {
        "iri": _iri(report, finding),
        "severity": finding.severity,
        "kind": finding.kind,
        "facilities": list(finding.facilities),
        "place": finding.place._asdict(),
        "printed": finding.printed,
        "computed": finding.computed._asdict(),
        "explanation": finding.text._asdict(),
        "remedy": finding.remedy._asdict(),
        "proof": proof,
    }


def _cell_iri(report: Report, figure: Observation) -> str:
    return iris.BASE + cell_name(_edition(report), figure.cell)


def _iri(report: Report, finding: Finding) -> str:
    """The name of a finding; those on a draft are not published, and have none."""
    return "" if report.audit.is_draft else iris.BASE + iris.finding(_edition(report), finding.slug)


def _edition(report: Report) -> str:
    return report.audit.model.curation.edition.slug


# ---- Summary ----


def _counts(audit: Audit) -> dict[str, dict[str, int]]:
    """How many of each family were checked, by verdict."""
    families = {
        "percentages": [check.verdict for check in audit.percentages],
        "sums": [check.verdict for check in audit.sums],
        "pairs": [check.verdict for check in audit.pairs],
        "claims": [check.verdict for check in audit.claims],
    }
    return {family: dict(Counter(verdicts)) for family, verdicts in families.items() if verdicts}


_OPEN = (Verdict.UNTESTABLE, Verdict.NOT_COMPUTABLE)


def _summary(report: Report) -> Iterator[str]:
    by_severity = Counter(finding.severity for finding in report.findings)
    counts = [f"{by_severity[severity]} × {report.label('ernst', severity)}" for severity in SEVERITIES if by_severity[severity]]
    title = report.audit.model.curation.edition.title
    yield report.say(
        "report-title-one" if len(report.findings) == 1 else "report-title", title=title, number=len(report.findings)
    )
    if counts:
        yield ", ".join(counts)
    for family, verdicts in _counts(report.audit).items():
        total, agree, undecided = (
            sum(verdicts.values()),
            verdicts.get(Verdict.AGREES, 0),
            sum(verdicts.get(verdict, 0) for verdict in _OPEN),
        )
        yield report.say(f"report-{family}", total=total, agree=agree, wrong=total - agree - undecided, open=undecided)


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "md": as_markdown, "csv": as_csv, "json": as_json}


def chosen(findings: Sequence[Finding], severities: Sequence[str], facility: str) -> tuple[Finding, ...]:
    """Those of the severities (all, where none is named) and of the facility (any, where it is empty)."""
    return tuple(
        finding
        for finding in findings
        if (not severities or finding.severity in severities) and (not facility or facility in finding.facilities)
    )
