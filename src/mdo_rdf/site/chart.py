"""Draws the series of an indicator as SVG: what is known and no more, so that gaps, breaks and bounds are seen as such."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 380
"""Of the drawing, in units of its own: on a telephone, 320 pixels wide, a letter is still 11 pixels high."""
_MARGIN, _PLOT, _LINE, _LETTERS = 6, 150, 19, 37
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1d2733}.t{font-weight:600;font-size:15px}.s,.g{fill:#55606c}"
    ".v{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    ".a{stroke:#9aa4ae}.l{stroke:#00539f;stroke-width:3;fill:none}.p{fill:#00539f}.o{fill:#fff;stroke:#00539f;stroke-width:3}"
    ".b{stroke:#b3500b;stroke-width:2;stroke-dasharray:5 4}.n{fill:#b3500b}.h{fill:#eef1f4}"
    "@media(prefers-color-scheme:dark){svg{background:#14191f}.v{stroke:#14191f}text{fill:#eef1f4}.s,.g{fill:#b4bec8}.l{stroke:#7db8f0}"
    ".p{fill:#7db8f0}.o{fill:#14191f;stroke:#7db8f0}.b{stroke:#f2a65a}.n{fill:#f2a65a}.h{fill:#232b34}}"
)


class Point(NamedTuple):
    """One year: ``value`` is None where the report has none.

    ``shown`` is the value as it stands in the chart, ``broken`` whether it does not compare with the years before, and
    ``bound`` whether it is a lower bound.
    """

    year: int
    value: int | Decimal | None
    shown: str
    broken: bool = False
    bound: bool = False


class Chart(NamedTuple):
    """A series with its message, the unit, the source, and the words for a gap and a break."""

    title: str
    unit: str
    source: str
    description: str
    words: dict[str, str]
    points: tuple[Point, ...]


def to_svg(chart: Chart, language: str) -> str:
    """The chart as an SVG document, readable at 320 pixels, in print, in the dark and without seeing colours."""
    title, source = wrap(chart.title, _LETTERS), wrap(chart.source, _LETTERS + 9)
    top = 10 + _LINE * (len(title) + 1)
    base = top + 26 + _PLOT
    height = base + 34 + _LINE * len(source)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" lang="{language}" '
        f'aria-labelledby="title desc"><title id="title">{escape(chart.title)}</title>'
        f'<desc id="desc">{escape(chart.description)}</desc><style>{_STYLE}</style>',
        *_texts("t", title, 20),
        *_texts("s", [chart.unit], 20 + _LINE * len(title)),
        *_plot(chart, top, base),
        *_texts("s", source, base + 44),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _texts(style: str, lines: Sequence[str], top: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f'<text class="{style}" x="{_MARGIN}" y="{top + _LINE * number}">{escape(line)}</text>'


def _plot(chart: Chart, top: int, base: int) -> Iterator[str]:
    values = [float(point.value) for point in chart.points if point.value is not None]
    highest = max([0.0, *values]) or 1.0
    step = (WIDTH - 2 * _MARGIN) / len(chart.points)
    places = [
        (_MARGIN + step * (at + 0.5), base - (_PLOT - 26) * float(point.value or 0) / highest)
        for at, point in enumerate(chart.points)
    ]
    yield from _gaps(chart, places, step, top, base)
    yield f'<line class="a" x1="{_MARGIN}" x2="{WIDTH - _MARGIN}" y1="{base}" y2="{base}"/>'
    yield from _breaks(chart, places, step, top, base)
    yield from (f'<polyline class="l" points="{line}"/>' for line in _lines(chart.points, places))
    for point, (x, y) in zip(chart.points, places, strict=True):
        yield from _point(point, x, y, chart.words)
        yield f'<text class="g" x="{x:.1f}" y="{base + 20}" text-anchor="middle">{point.year}</text>'


def _gaps(chart: Chart, places: Sequence[tuple[float, float]], step: float, top: int, base: int) -> Iterator[str]:
    for point, (x, _) in zip(chart.points, places, strict=True):
        if point.value is None:
            size = f'width="{step * 0.88:.1f}" height="{base - top - 26}"'
            yield f'<rect class="h" x="{x - step * 0.44:.1f}" y="{top + 26}" {size}/>'
            for number, word in enumerate(chart.words["gap"].split()):
                y = (base + top) // 2 + 13 + _LINE * number
                yield f'<text class="g" x="{x:.1f}" y="{y}" text-anchor="middle">{escape(word)}</text>'


def _breaks(chart: Chart, places: Sequence[tuple[float, float]], step: float, top: int, base: int) -> Iterator[str]:
    for at, (point, (x, _)) in enumerate(zip(chart.points, places, strict=True)):
        if point.broken and at:
            line = x - step / 2
            yield f'<line class="b" x1="{line:.1f}" x2="{line:.1f}" y1="{top + 28}" y2="{base}"/>'
            yield _stacked("n", chart.words["break"].split(), line, top + 23)


def _lines(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """A line from year to year, as long as the figures compare: it ends at a gap, at a break and at a bound."""
    run: list[str] = []
    for point, (x, y) in zip(points, places, strict=True):
        if point.value is None or point.broken or point.bound:
            if len(run) > 1:
                yield " ".join(run)
            run = []
        if point.value is not None and not point.bound:
            run.append(f"{x:.1f},{y:.1f}")
    if len(run) > 1:
        yield " ".join(run)


def _point(point: Point, x: float, y: float, words: dict[str, str]) -> Iterator[str]:
    if point.value is None:
        return
    if point.bound:
        yield f'<path class="o" d="M{x - 8:.1f} {y + 6:.1f}h16l-8 -14z"/>'
    else:
        yield f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    yield _stacked("v", [*words["more"].split(), point.shown] if point.bound else [point.shown], x, y - 11)


def _stacked(style: str, lines: Sequence[str], x: float, bottom: float) -> str:
    """Lines above each other, the last of them at ``bottom``: next to each other they would run into those of the next year."""
    last = len(lines) - 1
    parts = (
        f'<tspan x="{x:.1f}" y="{bottom - 15 * (last - number):.1f}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f'<text class="{style}" text-anchor="middle">{" ".join(parts)}</text>'
