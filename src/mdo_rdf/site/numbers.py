"""Figures as people read them, in Dutch and in English: in full, and short for a chart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from mdo_rdf.inputs.phrases import number

if TYPE_CHECKING:
    from collections.abc import Mapping

_MILLION, _BILLION = 1_000_000, 1_000_000_000


def in_full(value: int | Decimal, unit: str, language: str) -> str:
    """A value in full, with a per cent sign where it is a share.

    >>> in_full(34071012, "aantal", "nl"), in_full(Decimal("99.5"), "percentage", "nl"), in_full(7, "verhouding", "en")
    ('34.071.012', '99,5%', '7')
    """
    exponent = Decimal(value).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return number(Fraction(value), decimals).in_(language) + ("%" if unit == "percentage" else "")


def in_short(value: int | Decimal, unit: str, language: str, words: Mapping[str, str]) -> str:
    """A value for a chart: millions and billions with one decimal at most.

    >>> in_short(1600000000, "aantal", "nl", {"billion": "mld", "million": "mln"})
    '1,6 mld'
    """
    for size, word in ((_BILLION, "billion"), (_MILLION, "million")):
        if unit == "aantal" and value >= size:
            text = number(Fraction(value) / size, 1).in_(language)
            return f"{text.removesuffix(',0').removesuffix('.0')} {words[word]}"
    return in_full(value, unit, language)
