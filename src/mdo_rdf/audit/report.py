"""Shows the findings on an edition: to people as text or Markdown, to programs as CSV or JSON; decides nothing."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.audit.findings import SEVERITIES, Flaw
from mdo_rdf.audit.sum_checks import AGREES, UNTESTABLE
from mdo_rdf.csv_text import inert
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
    flaws: tuple[Flaw, ...]
    language: str

    def say(self, code: str, **words: Text | str | int) -> str:
        """A sentence in the language of the report."""
        return self.audit.wording.say(code, **words).in_(self.language)

    def label(self, scheme: str, slug: str) -> str:
        """The name of a concept in the language of the report."""
        return concept_label(self.audit.model.curation, scheme, slug).in_(self.language)

    def by_facility(self) -> list[tuple[str, list[Flaw]]]:
        """The findings by facility, the one with the gravest first; then the gravest first within each."""
        groups: dict[str, list[Flaw]] = {}
        for flaw in sorted(self.flaws, key=lambda flaw: SEVERITIES.index(flaw.severity)):
            groups.setdefault(flaw.facilities[0] if flaw.facilities else "", []).append(flaw)
        counts = {slug: Counter(flaw.severity for flaw in flaws) for slug, flaws in groups.items()}
        order = sorted(groups, key=lambda slug: [-counts[slug][severity] for severity in SEVERITIES])
        return [(slug, groups[slug]) for slug in order]

    def facility(self, slug: str) -> str:
        """The name of a facility; of a finding on none, the report as a whole."""
        return self.label("voorziening", slug) if slug else self.audit.model.curation.edition.title


def as_text(report: Report) -> str:
    """For a terminal: a summary, then each facility with its findings, each with its place, proof and remedy."""
    lines = [*_summary(report)]
    for slug, flaws in report.by_facility():
        heading = report.facility(slug)
        lines += ["", heading, "=" * len(heading)]
        for flaw in flaws:
            lines += ["", *_block(report, flaw)]
    return "\n".join(lines)


def _block(report: Report, flaw: Flaw) -> Iterator[str]:
    place = flaw.place.in_(report.language)
    yield f"{report.label('ernst', flaw.severity).upper()}  {place}: {report.label('bevindingsoort', flaw.kind)}"
    yield from _wrapped(flaw.text.in_(report.language), "  ")
    yield from _wrapped(flaw.remedy.in_(report.language), "  → ")
    yield f"  [{flaw.slug}]"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False)


def as_markdown(report: Report) -> str:
    """The same as a document."""
    title, *summary = _summary(report)
    lines = [f"# {title}", "", *(f"{line}  " for line in summary)]
    for slug, flaws in report.by_facility():
        lines += ["", f"## {report.facility(slug)}"]
        for flaw in flaws:
            kind = report.label("bevindingsoort", flaw.kind)
            lines += ["", f"### {flaw.place.in_(report.language)}: {kind}", ""]
            lines += [f"**{report.label('ernst', flaw.severity)}** · `{flaw.slug}`", ""]
            lines += [_escaped(flaw.text.in_(report.language)), "", f"→ {_escaped(flaw.remedy.in_(report.language))}"]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_").replace("<", "&lt;")


_COLUMNS = ("finding", "severity", "kind", "facility", "place", "printed", "computed", "explanation", "remedy", "iri")


def as_csv(report: Report) -> str:
    """One line for each finding, in the same order (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for slug, flaws in report.by_facility():
        for flaw in flaws:
            words = (words.in_(report.language) for words in (flaw.computed, flaw.text, flaw.remedy))
            computed, text, remedy = words
            kind, place = report.label("bevindingsoort", flaw.kind), flaw.place.in_(report.language)
            row = (flaw.slug, flaw.severity, kind, report.facility(slug), place, inert(flaw.printed), computed, text, remedy)
            writer.writerow((*row, _iri(report, flaw)))
    return out.getvalue().rstrip("\n")


def as_json(report: Report) -> str:
    """One object: the counts of what was checked, and every finding with its proof, in both languages."""
    found = [_object(report, flaw) for _, flaws in report.by_facility() for flaw in flaws]
    content = {"edition": _edition(report), "checked": _counts(report.audit), "findings": found}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _object(report: Report, flaw: Flaw) -> dict[str, object]:
    proof = [
        {"indicator": one.indicator.slug, "year": one.year, "printed": one.cell.text, "place": _cell_iri(report, one)}
        for one in flaw.evidence
    ]
    return {
        "iri": _iri(report, flaw),
        "severity": flaw.severity,
        "kind": flaw.kind,
        "facilities": list(flaw.facilities),
        "place": flaw.place._asdict(),
        "printed": flaw.printed,
        "computed": flaw.computed._asdict(),
        "explanation": flaw.text._asdict(),
        "remedy": flaw.remedy._asdict(),
        "proof": proof,
    }


def _cell_iri(report: Report, one: Observation) -> str:
    return iris.BASE + iris.cell(_edition(report), one.cell.table.key, one.cell.row, one.cell.column)


def _iri(report: Report, flaw: Flaw) -> str:
    """The name of a finding; those on a draft are not published, and have none."""
    return "" if report.audit.is_draft else iris.BASE + iris.finding(_edition(report), flaw.slug)


def _edition(report: Report) -> str:
    return report.audit.model.curation.edition.slug


# ---- Summary ----


def _counts(audit: Audit) -> dict[str, dict[str, int]]:
    """How many of each family were checked, by verdict."""
    families = {
        "percentages": [one.verdict for one in audit.percentages],
        "sums": [one.verdict for one in audit.sums],
        "pairs": [one.verdict for one in audit.pairs],
        "claims": [one.verdict for one in audit.reviews],
    }
    return {family: dict(Counter(verdicts)) for family, verdicts in families.items() if verdicts}


_OPEN = (UNTESTABLE, "niet-te-berekenen")


def _summary(report: Report) -> Iterator[str]:
    by_severity = Counter(flaw.severity for flaw in report.flaws)
    shown = [f"{by_severity[severity]} × {report.label('ernst', severity)}" for severity in SEVERITIES if by_severity[severity]]
    title = report.audit.model.curation.edition.title
    yield report.say("report-title-one" if len(report.flaws) == 1 else "report-title", title=title, number=len(report.flaws))
    if shown:
        yield ", ".join(shown)
    for family, verdicts in _counts(report.audit).items():
        total, agree, undecided = sum(verdicts.values()), verdicts.get(AGREES, 0), sum(verdicts.get(one, 0) for one in _OPEN)
        yield report.say(f"report-{family}", total=total, agree=agree, wrong=total - agree - undecided, open=undecided)


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "md": as_markdown, "csv": as_csv, "json": as_json}


def chosen(flaws: Sequence[Flaw], severities: Sequence[str], facility: str) -> tuple[Flaw, ...]:
    """Those of the severities (all, where none is named) and of the facility (any, where it is empty)."""
    return tuple(
        flaw
        for flaw in flaws
        if (not severities or flaw.severity in severities) and (not facility or facility in flaw.facilities)
    )
