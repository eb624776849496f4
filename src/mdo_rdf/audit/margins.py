"""What the words around a figure in prose allow: “ruim”, “bijna”, “zo’n”.

The margins are concepts of the scheme ``marge``; their definitions there say the same as this code.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.inputs.notation import UnknownNotationError

if TYPE_CHECKING:
    from collections.abc import Callable


class Fit(Enum):
    """How a computed figure stands to a claimed one."""

    FITS = "within what the words allow"
    NEARLY = "outside it, but a matter of rounding or of taste"
    CONTRADICTS = "outside it in any reading"


class ClaimedFigure(NamedTuple):
    """A figure in prose: its value and the unit of its last printed place (or ``to``, where it is a range)."""

    value: Fraction
    unit: Fraction
    is_percentage: bool = False
    to: Fraction | None = None


_MULTIPLES = {"": 0, "miljoen": 6, "miljard": 9}
_NUMBER = re.compile(
    r"[+-]?(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?: (?P<multiple>miljoen|miljard)|(?P<percent> ?%))?", re.ASCII
)
_RANGE = re.compile(r"(\d+)% en (\d+)%", re.ASCII)
_GROUPS = re.compile(r"(?:\.000)+\Z")


def read_claimed(text: str) -> ClaimedFigure:
    """The figure of a claim, as printed.

    >>> read_claimed("3,7 miljoen").value, read_claimed("200.000").unit, read_claimed("-0,4%").value
    (Fraction(3700000, 1), Fraction(1000, 1), Fraction(2, 5))

    Raises ``UnknownNotationError``.
    """
    if match := _RANGE.fullmatch(text):
        return ClaimedFigure(Fraction(match[1]), Fraction(1), is_percentage=True, to=Fraction(match[2]))
    match = _NUMBER.fullmatch(text)
    if not match:
        notations = "17 miljoen, 6,9 miljard, 200.000, 1,3%, +4, 20% en 40%"
        raise UnknownNotationError(f"no known figure; known are {notations}")
    number = match["number"]
    scale = _MULTIPLES[match["multiple"] or ""]
    if "." in number:
        groups = _GROUPS.search(number)
        unit = Fraction(1000 ** (groups[0].count(".") if groups else 0))
        return ClaimedFigure(Fraction(number.replace(".", "")), unit)
    decimals = len(number.partition(",")[2])
    value = Fraction(number.replace(",", ".")) * 10**scale
    return ClaimedFigure(value, Fraction(10) ** (scale - decimals), is_percentage=match["percent"] is not None)


def step(value: Fraction) -> Fraction:
    """From a figure (a decimal) to the next one that is as round, but never more than a quarter of it.

    >>> step(Fraction(480)), step(Fraction(25)), step(Fraction(10)), step(Fraction(3200))
    (Fraction(10, 1), Fraction(5, 1), Fraction(5, 2), Fraction(100, 1))
    """
    if not value:
        return Fraction(0)
    unit = Fraction(1)
    while (value / unit).denominator != 1:
        unit /= 10
    while (value / (unit * 10)).denominator == 1:
        unit *= 10
    times = value / unit
    if times % 5 == 0 and times > 5:
        unit *= 5
    return min(unit, abs(value) / 4)


def fit(margin: str, claimed: ClaimedFigure, computed: Fraction) -> Fit:
    """How ``computed`` stands to the claim, given the margin: a notation of the scheme ``marge``."""
    return _MARGINS[margin](claimed, computed)


def half_up(value: Fraction, unit: Fraction) -> Fraction:
    """``value`` rounded to a multiple of ``unit``; a half goes away from zero."""
    units = (2 * abs(value) / unit + 1) // 2
    return units * unit if value >= 0 else -units * unit


def _rounded(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    value, unit = claimed.value, claimed.unit
    if half_up(computed, unit) == value:
        return Fit.FITS
    if not value:
        return Fit.CONTRADICTS
    while (value / (unit * 10)).denominator == 1:
        unit *= 10
    truncated = computed // claimed.unit * claimed.unit
    return Fit.NEARLY if value in (truncated, half_up(computed, unit)) else Fit.CONTRADICTS


def _above(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    return _beyond(claimed.value, computed - claimed.value)


def _below(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    return Fit.NEARLY if computed == claimed.value else _beyond(claimed.value, claimed.value - computed)


def _beyond(value: Fraction, distance: Fraction) -> Fit:
    """On the side that the word says, within a step; a hair on the other side, or two steps, is a matter of taste."""
    if 0 <= distance < step(value):
        return Fit.FITS
    return Fit.NEARLY if -abs(value) / 100 <= distance < 2 * step(value) else Fit.CONTRADICTS


def _about(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    distance = abs(claimed.value - computed)
    if distance <= step(claimed.value) / 2:
        return Fit.FITS
    return Fit.NEARLY if distance <= step(claimed.value) else Fit.CONTRADICTS


def _more(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    return Fit.FITS if computed > claimed.value else Fit.CONTRADICTS


def _between(claimed: ClaimedFigure, computed: Fraction) -> Fit:
    high = claimed.value if claimed.to is None else claimed.to
    if claimed.value <= computed <= high:
        return Fit.FITS
    return Fit.NEARLY if claimed.value <= half_up(computed, claimed.unit) <= high else Fit.CONTRADICTS


_MARGINS: dict[str, Callable[[ClaimedFigure, Fraction], Fit]] = {
    "afgerond": _rounded,
    "iets-boven": _above,
    "iets-onder": _below,
    "ongeveer": _about,
    "meer-dan": _more,
    "tussen": _between,
}

_SAME, _NEARLY_SAME = Fraction(1, 2), Fraction(3)


def direction_fit(margin: str, direction: str, values: list[Fraction]) -> Fit:
    """Whether a series, in the order of its years, goes the way a claim says: ``stijging``, ``daling`` or ``gelijk``."""
    if margin == "precies-gelijk":
        return Fit.FITS if values[0] == values[-1] else Fit.CONTRADICTS
    if direction == "gelijk":
        change = abs(values[-1] - values[0]) / values[0] * 100 if values[0] else abs(values[-1])
        allowed = _NEARLY_SAME if margin == "nagenoeg-gelijk" else _SAME
        if change < allowed:
            return Fit.FITS
        return Fit.NEARLY if margin == "nagenoeg-gelijk" and change < 2 * allowed else Fit.CONTRADICTS
    sign = 1 if direction == "stijging" else -1
    overall = sign * (values[-1] - values[0]) > 0
    each = all(sign * (after - before) > 0 for before, after in pairwise(values))
    if margin == "per-saldo":
        return Fit.FITS if overall else Fit.CONTRADICTS
    if each:
        return Fit.FITS
    return Fit.NEARLY if overall and margin == "sindsdien" else Fit.CONTRADICTS
