"""What a page says of the figures of one indicator: the latest, the change, the chart and the rows; in one language."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.inputs.phrases import number
from mdo_rdf.site.chart import Chart, Point
from mdo_rdf.site.numbers import short, shown

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
        self._changes = {one.figure.year: one for one in changes}

    def label(self, scheme: str, slug: str | None) -> str:
        """The label of a concept; empty where there is none."""
        return self._concepts[scheme, slug].texts[f"label_{self._language}"] if slug else ""

    @property
    def unit(self) -> str:
        """What is counted, or what the figure is a share of."""
        one = self.records[0]
        return self._words["unit_share"] if one.unit == "percentage" else self.label("teleenheid", one.counted)

    def value(self, one: FigureRecord) -> str:
        """A figure in full, or that there is none."""
        if one.value is None:
            return self._words["no_figure"]
        text = shown(one.value, one.unit, self._language)
        return f"{self._words['bound']} {text}" if one.qualifier == _BOUND else text

    def latest(self) -> Latest:
        """The last year's figure; where it has none, why, and then the last that there is."""
        words, last = self._words, self.records[-1]
        known = [one for one in self.records if one.value is not None]
        missing = ""
        if last.value is None:
            missing = words["no_figure_why"].format(year=last.year, reason=self.label("reden", last.reason))
        if not known:
            return Latest(words["latest"], words["no_figure"], "", "", missing)
        one = known[-1]
        change, caveat = self._change(one)
        rounded = f" ({self.label('kwalificatie', one.qualifier)})" if one.qualifier == _ROUNDED else ""
        unit = f"{self.unit + ' ' if one.unit != 'percentage' else ''}{words['in_year'].format(year=one.year)}{rounded}"
        return Latest(words["latest"], self.value(one), unit, change, " ".join(filter(None, (missing, caveat))))

    def _change(self, one: FigureRecord) -> tuple[str, str]:
        """The change against the year printed before, and what to mind; nothing where they do not compare."""
        words, change = self._words, self._changes.get(one.year)
        if change is None:
            return "", words["bound_note"] if one.qualifier == _BOUND else ""
        if _is_broken(change.statuses):
            return "", words["not_comparable"].format(year=change.base.year)
        return self._difference(change, one.unit), ""

    def _difference(self, change: Change, unit: str) -> str:
        """A change in words: of a share in percentage points, of what is counted in per cent."""
        words, year = self._words, change.base.year
        if not change.exact:
            return words["same"].format(year=year)
        direction = words["more_than" if change.exact > 0 else "less_than"]
        if unit == "percentage" and change.figure.value is not None and change.base.value is not None:
            points = abs(Decimal(change.figure.value) - Decimal(change.base.value))
            return words["points"].format(change=shown(points, "", self._language), direction=direction, year=year)
        percent = f"{number(Fraction(abs(change.percent)), 1).in_(self._language)}%"
        return words["change"].format(change=percent, direction=direction, year=year)

    def chart(self, source: str) -> Chart:
        """The chart, with what it says as its title."""
        latest, name = self.latest(), self.records[0].label_nl if self._language == "nl" else self.records[0].label_en
        aside = latest.change or latest.caveat
        said = [f"{latest.figure} {latest.unit}".strip(), aside[:1].lower() + aside[1:]]
        values = "; ".join(f"{one.year}: {self._with_reason(one)}" for one in self.records)
        years = [one.year for one in self.records if one.value is not None]
        alone = [self._words["only_year"].format(year=years[0])] if len(years) == 1 else []
        return Chart(
            title=f"{name}: {', '.join(filter(None, said)).rstrip('.')}",
            unit=self.unit,
            source=source,
            description=" ".join([self._words["chart_says"].format(name=name, values=values), *alone]),
            words={"gap": self._words["gap"], "break": self._words["break"], "more": self._words["bound"]},
            points=tuple(self._point(one) for one in self.records),
        )

    def _with_reason(self, one: FigureRecord) -> str:
        reason = self.label("reden", one.reason)
        return f"{self.value(one)}{f' ({reason})' if reason else ''}{self._break(one)}"

    def _break(self, one: FigureRecord) -> str:
        return f" ({self._words['break']})" if _is_broken(one.statuses) else ""

    def _point(self, one: FigureRecord) -> Point:
        text = "" if one.value is None else short(one.value, one.unit, self._language, self._words)
        return Point(one.year, one.value, text, _is_broken(one.statuses), one.qualifier == _BOUND)

    def note(self, one: FigureRecord) -> str:
        """What there is to say of a figure: why there is none, how exact it is, a status that is not the usual one, notes."""
        parts = [self.label("reden", one.reason)]
        if one.qualifier and one.qualifier != "exact":
            parts.append(self.label("kwalificatie", one.qualifier))
        parts += [self.label("status", status.lower()) for status in one.statuses if status != "A"]
        parts += one.notes_nl if self._language == "nl" else one.notes_en
        return "; ".join(part.rstrip(".") for part in parts if part)
