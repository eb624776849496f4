"""Shows what differs between two editions: to people as text or Markdown, to programs as CSV or JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.csv_text import csv_text, inert
from mdo_rdf.edition.names import observation_name
from mdo_rdf.errors import shown
from mdo_rdf.inputs.labels import concept_label
from mdo_rdf.inputs.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.edition.comparison import Difference
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.curation import Curation

_WORDS = Words("edition")
_COLUMNS = ("change", "indicator", "name", "year", "before", "after", "status_before", "status_after", "place", "iri")


class FigureChange(NamedTuple):
    """One figure that differs, in words: what is printed and its status in the one and the other edition, if it is there."""

    change: str
    indicator: str
    name: str
    year: int
    before: str
    after: str
    status_before: str
    status_after: str
    place: str
    iri: str


class EditionReport(NamedTuple):
    """What is shown: the difference, and the language (``nl`` or ``en``)."""

    difference: Difference
    language: str

    def word(self, code: str, **places: str | int) -> str:
        """A word or phrase in the language of the report."""
        return _WORDS.say(code, **places).in_(self.language)

    def lines(self) -> Iterator[FigureChange]:
        """All figures that differ, those that need a look first."""
        difference = self.difference
        yield from (self._line("revised", revision.before, revision.after) for revision in difference.revised)
        yield from (self._line("dropped", before, None) for before in difference.dropped)
        yield from (self._line("added", None, after) for after in difference.added)
        yield from (self._line("no-longer-printed", before, None) for before in difference.no_longer_printed)

    def _line(self, change: str, before: Observation | None, after: Observation | None) -> FigureChange:
        model = self.difference.after if after else self.difference.before
        observation = after or before
        if observation is None:
            raise ValueError("a figure of neither edition")
        table, label = observation.cell.table, observation.indicator.texts[f"label_{self.language}"]
        place = self.word("place", annex=table.annex, section=table.section, row=observation.cell.row)
        name = observation_name(model.curation.edition.slug, observation, "celstatus")
        return FigureChange(
            change=change,
            indicator=observation.indicator.slug,
            name=label,
            year=observation.year,
            before=before.cell.text if before else "",
            after=after.cell.text if after else "",
            status_before=self._status(model.curation, before),
            status_after=self._status(model.curation, after),
            place=place,
            iri=iris.BASE + name,
        )

    def _status(self, curation: Curation, observation: Observation | None) -> str:
        if observation is None:
            return ""
        codes = [("status", code.lower()) for code in observation.statuses]
        codes += [("reden", observation.reason)] if observation.reason else []
        return ", ".join(concept_label(curation, *code).in_(self.language) for code in codes)

    def others(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The tables and the indicators that came or went."""
        for kind in ("table", "indicator"):
            for change in ("added", "dropped"):
                yield f"{kind}-{change}", getattr(self.difference, f"{kind}s_{change}")


def as_text(report: EditionReport) -> str:
    """For a terminal: the counts, then what differs, by kind of change."""
    lines = [_title(report), _counts(report)]
    for heading, parts in _parts(report):
        lines += ["", heading, *(f"  {shown(part)}" for part in parts)]
    return "\n".join(lines)


def as_markdown(report: EditionReport) -> str:
    """The same as a document."""
    lines = [f"# {_title(report)}", "", _counts(report)]
    for heading, parts in _parts(report):
        lines += ["", f"## {heading}", "", *(f"- {part.replace('*', chr(92) + '*')}" for part in parts)]
    return "\n".join(lines)


def as_csv(report: EditionReport) -> str:
    """One line for each figure, in the same order (RFC 4180)."""
    changes = (change._replace(before=inert(change.before), after=inert(change.after)) for change in report.lines())
    return csv_text(_COLUMNS, [[str(field) for field in change] for change in changes]).rstrip("\n")


def as_json(report: EditionReport) -> str:
    """One object: the editions, the tables and indicators that came or went, and every figure."""
    editions = [model.curation.edition.slug for model in (report.difference.before, report.difference.after)]
    content = {
        "before": editions[0],
        "after": editions[1],
        **{change: list(names) for change, names in report.others()},
        "figures": [change._asdict() for change in report.lines()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _title(report: EditionReport) -> str:
    before, after = (model.curation.edition for model in (report.difference.before, report.difference.after))
    return f"{before.title} → {after.title}"


def _counts(report: EditionReport) -> str:
    counts: dict[str, int] = {}
    for line in report.lines():
        counts[line.change] = counts.get(line.change, 0) + 1
    return "; ".join(f"{report.word(change)}: {number}" for change, number in counts.items()) or report.word("same")


def _parts(report: EditionReport) -> Iterator[tuple[str, list[str]]]:
    """Each kind of change that there is, and a line for each thing that changed so."""
    groups: dict[str, list[str]] = {}
    for line in report.lines():
        groups.setdefault(line.change, []).append(_shown(report, line))
    for change, lines in groups.items():
        yield f"{report.word(change)} ({len(lines)})", lines
    for change, names in report.others():
        if names:
            yield f"{report.word(change)} ({len(names)})", list(names)


def _shown(report: EditionReport, change: FigureChange) -> str:
    """One figure: what it is, what was printed and what is, and its status where that changed."""
    printed = [text or report.word("nothing") for text in (change.before, change.after)]
    if change.change == "revised":
        status = f" [{change.status_before} → {change.status_after}]" if change.status_before != change.status_after else ""
        return f"{change.name} {change.year}: {printed[0]} → {printed[1]}{status} ({change.place}) {change.indicator}"
    text = printed[1] if change.change == "added" else printed[0]
    return f"{change.name} {change.year}: {text} ({change.place}) {change.indicator}"
