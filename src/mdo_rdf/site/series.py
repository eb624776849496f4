"""What a page says of the figures of one indicator: the latest, the change, the chart and the rows; in one language."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.inputs.phrases import Text, number
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site.chart import Chart, Point
from mdo_rdf.site.numbers import in_full, in_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mdo_rdf.edition.changes import Change
    from mdo_rdf.export.records import FigureRecord
    from mdo_rdf.inputs.curation import Concept

_BREAKS = frozenset("BD")
_BOUND, _ROUNDED = "ondergrens", "afgerond"


def _is_broken(statuses: Iterable[str]) -> bool:
    """Whether a figure with these statuses does not compare with those of the years before."""
    return not _BREAKS.isdisjoint(statuses)


class Latest(NamedTuple):
    """The latest figure: what stands above it, the figure, its unit and year, the change, and what to mind."""

    heading: str
    figure: str
    unit: str
    change: str
    caveat: str


class Series:
    """The records of one indicator, in the order of the years, with its changes, and the words of a language."""

    def __init__(
        self,
        records: Sequence[FigureRecord],
        changes: Iterable[Change],
        concepts: Mapping[tuple[str, str], Concept],
        words: Mapping[str, str],
        language: str,
    ) -> None:
        self.records, self._concepts, self._words, self._language = records, concepts, words, language
        self.first = records[0]
        self._changes = {change.figure.year: change for change in changes}

    def label(self, scheme: str, slug: str | None) -> str:
        """The label of a concept; empty where there is none."""
        return self._concepts[scheme, slug].texts[f"label_{self._language}"] if slug else ""

    @property
    def unit(self) -> str:
        """What is counted, or what the figure is a share of."""
        is_share = self.first.unit == "percentage"
        return self._words["unit_share"] if is_share else self.label("teleenheid", self.first.counted)

    def value(self, record: FigureRecord) -> str:
        """A figure in full, or that there is none."""
        if record.value is None:
            return self._words["no_figure"]
        text = in_full(record.value, record.unit, self._language)
        return f"{self._words['bound']} {text}" if record.qualifier == _BOUND else text

    def latest(self) -> Latest:
        """The last year's figure; where it has none, why, and then the last that there is."""
        words, last = self._words, self.records[-1]
        with_value = [record for record in self.records if record.value is not None]
        missing = ""
        if last.value is None:
            missing = words["no_figure_why"].format(year=last.year, reason=self.label("reden", last.reason))
        if not with_value:
            return Latest(words["latest"], words["no_figure"], "", "", missing)
        record = with_value[-1]
        change, caveat = self._change(record)
        rounded = f" ({self.label('kwalificatie', record.qualifier)})" if record.qualifier == _ROUNDED else ""
        unit = f"{self.unit + ' ' if record.unit != 'percentage' else ''}{words['in_year'].format(year=record.year)}{rounded}"
        return Latest(words["latest"], self.value(record), unit, change, " ".join(filter(None, (missing, caveat))))

    def _change(self, record: FigureRecord) -> tuple[str, str]:
        """The change against the year printed before, and what to mind; nothing where they do not compare."""
        words, change = self._words, self._changes.get(record.year)
        if change is None:
            return "", words["bound_note"] if record.qualifier == _BOUND else ""
        if _is_broken(change.statuses):
            return "", words["not_comparable"].format(year=change.base.year)
        return self._difference(change, record.unit), ""

    def _difference(self, change: Change, unit: str) -> str:
        """A change in words: of a share in percentage points, of what is counted in per cent."""
        words, year = self._words, change.base.year
        if not change.exact:
            return words["same"].format(year=year)
        direction = words["more_than" if change.exact > 0 else "less_than"]
        if unit == "percentage" and change.figure.value is not None and change.base.value is not None:
            points = abs(Decimal(change.figure.value) - Decimal(change.base.value))
            return words["points"].format(change=in_full(points, "", self._language), direction=direction, year=year)
        percent = f"{number(Fraction(abs(change.percent)), 1).in_(self._language)}%"
        return words["change"].format(change=percent, direction=direction, year=year)

    def chart(self, source: str) -> Chart:
        """The chart, with what it says as its title."""
        latest, name = self.latest(), Text(self.first.label_nl, self.first.label_en).in_(self._language)
        aside = latest.change or latest.caveat
        said = [f"{latest.figure} {latest.unit}".strip(), aside[:1].lower() + aside[1:]]
        values = "; ".join(f"{record.year}: {self._with_reason(record)}" for record in self.records)
        years = [record.year for record in self.records if record.value is not None]
        alone = [self._words["only_year"].format(year=years[0])] if len(years) == 1 else []
        return Chart(
            title=f"{name}: {', '.join(filter(None, said)).rstrip('.')}",
            unit=self.unit,
            source=source,
            description=" ".join([self._words["chart_says"].format(name=name, values=values), *alone]),
            words={"gap": self._words["gap"], "break": self._words["break"], "more": self._words["bound"]},
            points=tuple(self._point(record) for record in self.records),
        )

    def _with_reason(self, record: FigureRecord) -> str:
        reason = self.label("reden", record.reason)
        asides = [reason, self._words["break"] if _is_broken(record.statuses) else ""]
        return self.value(record) + "".join(f" ({aside})" for aside in asides if aside)

    def _point(self, record: FigureRecord) -> Point:
        text = "" if record.value is None else in_short(record.value, record.unit, self._language, self._words)
        return Point(record.year, record.value, text, _is_broken(record.statuses), record.qualifier == _BOUND)

    def note(self, record: FigureRecord) -> str:
        """What there is to say of a figure: why there is none, how exact it is, a status that is not the usual one, notes."""
        parts = [self.label("reden", record.reason)]
        if record.qualifier and record.qualifier != "exact":
            parts.append(self.label("kwalificatie", record.qualifier))
        parts += [self.label("status", status.lower()) for status in record.statuses if status != "A"]
        parts += record.notes_nl if self._language == LANGUAGES[0] else record.notes_en
        return "; ".join(part.rstrip(".") for part in parts if part)
