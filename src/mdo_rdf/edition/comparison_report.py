"""Shows what differs between two editions: to people as text or Markdown, to programs as CSV or JSON; decides nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.csv_text import inert
from mdo_rdf.inputs.labels import concept_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.edition.comparison import Difference
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.curation import Curation

_WORDS = {
    "nl": {
        "revised": "Herzien",
        "dropped": "Vervallen, al heeft de editie dat jaar",
        "added": "Nieuw",
        "no-longer-printed": "Niet meer gedrukt: jaren van voor de editie",
        "table-added": "Nieuwe tabellen",
        "table-dropped": "Vervallen tabellen",
        "indicator-added": "Nieuwe indicatoren",
        "indicator-dropped": "Vervallen indicatoren",
        "place": "bijlage {0.annex} {0.section}, rij {1}",
        "nothing": "(leeg)",
        "same": "Niets is anders",
    },
    "en": {
        "revised": "Revised",
        "dropped": "Dropped, though the edition has that year",
        "added": "Added",
        "no-longer-printed": "No longer printed: years before those of the edition",
        "table-added": "New tables",
        "table-dropped": "Dropped tables",
        "indicator-added": "New indicators",
        "indicator-dropped": "Dropped indicators",
        "place": "annex {0.annex} {0.section}, row {1}",
        "nothing": "(empty)",
        "same": "Nothing differs",
    },
}
_COLUMNS = ("change", "indicator", "name", "year", "before", "after", "status_before", "status_after", "place", "iri")


class Line(NamedTuple):
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

    def word(self, name: str) -> str:
        """A word or phrase in the language of the report."""
        return _WORDS[self.language][name]

    def lines(self) -> Iterator[Line]:
        """All figures that differ, those that need a look first."""
        found = self.difference
        yield from (self._line("revised", one.before, one.after) for one in found.revised)
        yield from (self._line("dropped", one, None) for one in found.dropped)
        yield from (self._line("added", None, one) for one in found.added)
        yield from (self._line("no-longer-printed", one, None) for one in found.no_longer_printed)

    def _line(self, change: str, before: Observation | None, after: Observation | None) -> Line:
        model = self.difference.after if after else self.difference.before
        one = after or before
        if one is None:
            raise ValueError("a figure of neither edition")
        label = one.indicator.texts[f"label_{self.language}"]
        place = self.word("place").format(one.cell.table, one.cell.row)
        name = iris.observation(model.curation.edition.slug, "celstatus", one.indicator.slug, one.year)
        return Line(
            change=change,
            indicator=one.indicator.slug,
            name=label,
            year=one.year,
            before=before.cell.text if before else "",
            after=after.cell.text if after else "",
            status_before=self._status(model.curation, before),
            status_after=self._status(model.curation, after),
            place=place,
            iri=iris.BASE + name,
        )

    def _status(self, curation: Curation, one: Observation | None) -> str:
        if one is None:
            return ""
        codes = [("status", code.lower()) for code in one.statuses] + ([("reden", one.reason)] if one.reason else [])
        return ", ".join(concept_label(curation, *code).in_(self.language) for code in codes)

    def others(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The tables and the indicators that came or went."""
        found = self.difference
        for kind in ("table", "indicator"):
            for change in ("added", "dropped"):
                yield f"{kind}-{change}", getattr(found, f"{kind}s_{change}")


def as_text(report: EditionReport) -> str:
    """For a terminal: the counts, then what differs, by kind of change."""
    lines = [_title(report), _counts(report)]
    for heading, parts in _parts(report):
        lines += ["", heading, *(f"  {part}" for part in parts)]
    return "\n".join(lines)


def as_markdown(report: EditionReport) -> str:
    """The same as a document."""
    lines = [f"# {_title(report)}", "", _counts(report)]
    for heading, parts in _parts(report):
        lines += ["", f"## {heading}", "", *(f"- {part.replace('*', chr(92) + '*')}" for part in parts)]
    return "\n".join(lines)


def as_csv(report: EditionReport) -> str:
    """One line for each figure, in the same order (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(one._replace(before=inert(one.before), after=inert(one.after)) for one in report.lines())
    return out.getvalue().rstrip("\n")


def as_json(report: EditionReport) -> str:
    """One object: the editions, the tables and indicators that came or went, and every figure."""
    editions = [model.curation.edition.slug for model in (report.difference.before, report.difference.after)]
    content = {
        "before": editions[0],
        "after": editions[1],
        **{name: list(found) for name, found in report.others()},
        "figures": [one._asdict() for one in report.lines()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _title(report: EditionReport) -> str:
    before, after = (model.curation.edition for model in (report.difference.before, report.difference.after))
    return f"{before.title} → {after.title}"


def _counts(report: EditionReport) -> str:
    counts: dict[str, int] = {}
    for one in report.lines():
        counts[one.change] = counts.get(one.change, 0) + 1
    return "; ".join(f"{report.word(change)}: {number}" for change, number in counts.items()) or report.word("same")


def _parts(report: EditionReport) -> Iterator[tuple[str, list[str]]]:
    """Each kind of change that there is, and a line for each thing that changed so."""
    groups: dict[str, list[str]] = {}
    for one in report.lines():
        groups.setdefault(one.change, []).append(_shown(report, one))
    for change, lines in groups.items():
        yield f"{report.word(change)} ({len(lines)})", lines
    for change, found in report.others():
        if found:
            yield f"{report.word(change)} ({len(found)})", list(found)


def _shown(report: EditionReport, one: Line) -> str:
    """One figure: what it is, what was printed and what is, and its status where that changed."""
    printed = [text or report.word("nothing") for text in (one.before, one.after)]
    if one.change == "revised":
        status = f" [{one.status_before} → {one.status_after}]" if one.status_before != one.status_after else ""
        return f"{one.name} {one.year}: {printed[0]} → {printed[1]}{status} ({one.place}) {one.indicator}"
    return f"{one.name} {one.year}: {printed[1] if one.change == 'added' else printed[0]} ({one.place}) {one.indicator}"
