"""Dutch figures as the report prints them: a cell's text becomes figures, a gap, or something malformed.

Strict on purpose: a text that no rule knows raises ``UnknownNotationError``; nothing is guessed. Rules: data model, section 4.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple


class UnknownNotationError(ValueError):
    """The text is none of the notations that this module knows; the message names what would be."""


class Absence(Enum):
    """Why a cell yields no figure, as far as the print itself tells."""

    GAP = "a dash or an empty cell"
    MALFORMED = "digits and points that do not make a number"


class Qualifier(Enum):
    """How the printed figure stands to the true one; the values are the codes of the scheme ``kwalificatie``."""

    EXACT = "exact"
    ROUNDED = "afgerond"
    LOWER_BOUND = "ondergrens"


class Figure(NamedTuple):
    """One printed figure in its base unit.

    ``rounding_unit`` is set where ``qualifier`` is rounded; ``part`` is the word that tells two figures in one cell
    apart, ``of`` what a percentage is a share of, and ``mark`` a footnote mark, each empty where nothing is printed.
    """

    value: int | Decimal
    is_percentage: bool = False
    qualifier: Qualifier = Qualifier.EXACT
    rounding_unit: Decimal | None = None
    part: str = ""
    of: str = ""
    mark: str = ""


class Percentage(NamedTuple):
    """A printed change: its value and the number of decimals it was printed with."""

    value: Decimal
    decimals: int


_MULTIPLES = {"mln": 6, "miljoen": 6, "mlrd": 9, "miljard": 9}

_INTEGER = r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d*|0"
_WORD = rf"(?!(?:{'|'.join(_MULTIPLES)})\b)[a-z]+"


_LONGEST = 100
"""No cell of a figure is nearly as long; a longer run of digits is not worth reading."""


def _pattern(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compiled so that a digit is one of 0 to 9, not one of another script, and no text is longer than a figure can be."""
    return re.compile(rf"(?=.{{0,{_LONGEST}}}\Z)(?:{pattern})", re.ASCII | flags)


_COUNT = _pattern(rf"(?P<bound>> ?)?(?P<number>{_INTEGER}) ?(?P<mark>\*{{0,2}})")
_MULTIPLE = _pattern(
    rf"(?P<whole>\d+)(?:[.,](?P<fraction>\d{{1,2}}))? ?(?P<multiple>{'|'.join(_MULTIPLES)}) ?(?P<mark>\*{{0,2}})", re.IGNORECASE
)
_SHARE = _pattern(r"(?P<number>\d+(?:[.,]\d{1,2})?) ?%(?: van het aantal (?P<of>[a-z]+))?")
_PARTS = _pattern(rf"(?:(?:{_INTEGER}) {_WORD})(?: (?:met )?(?:{_INTEGER}) {_WORD})*")
_PART = _pattern(rf"(?P<number>{_INTEGER}) (?P<part>[a-z]+)")
_TERMS = _pattern(r"(?:Na \d+ weken: \d+(?:,\d+)?%)(?: Na \d+ weken: \d+(?:,\d+)?%)*")
_TERM = _pattern(r"(?P<part>Na \d+ weken): (?P<share>\d+(?:,\d+)?%)")
_MALFORMED = _pattern(r"\d+(?:\.\d+)+ ?\*{0,2}")
_CHANGE = _pattern(r"(?P<number>-?\d+(?:[.,]\d+)?)%?")

KNOWN = "179 Mln, 3,5 mlrd, 1.234, 1234, > 5.000, 57%, 99,5 % van het aantal …, 8 partners, Na 3 weken: 57%, - or nothing"


def read_cell(text: str) -> tuple[Figure, ...] | Absence:
    """The figures of one cell of a year column, in the order they are printed; or why there is none.

    >>> read_cell("3,5 mlrd")[0].value, read_cell("> 5.000")[0].qualifier.value, read_cell("-").name
    (3500000000, 'ondergrens', 'GAP')

    Raises ``UnknownNotationError``.
    """
    if text in ("", "-"):
        return Absence.GAP
    if match := _COUNT.fullmatch(text):
        return (_count(match),)
    if match := _MULTIPLE.fullmatch(text):
        return (_multiple(match),)
    if match := _SHARE.fullmatch(text):
        return (_share(match["number"], of=match["of"] or ""),)
    if _PARTS.fullmatch(text):
        return tuple(Figure(_whole(match["number"]), part=match["part"]) for match in _PART.finditer(text))
    if _TERMS.fullmatch(text):
        return tuple(_share(match["share"].rstrip("%"), part=match["part"].lower()) for match in _TERM.finditer(text))
    if _MALFORMED.fullmatch(text):
        return Absence.MALFORMED
    raise UnknownNotationError(f"no known notation; known are {KNOWN}")


def read_change(text: str) -> Percentage | None:
    """The figure of one cell of the percentage column, or None for a dash or nothing.

    >>> read_change("-3,6%"), read_change("-4.6"), read_change("-")
    (Percentage(value=Decimal('-3.6'), decimals=1), Percentage(value=Decimal('-4.6'), decimals=1), None)

    Raises ``UnknownNotationError``.
    """
    if text in ("", "-"):
        return None
    match = _CHANGE.fullmatch(text)
    if not match:
        raise UnknownNotationError("no known notation; known are 5,0%, -3,6%, 0%, -4.6, - or nothing")
    number = match["number"].replace(",", ".")
    return Percentage(Decimal(number), len(number.partition(".")[2]))


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """``value`` rounded to ``decimals`` places; a half goes away from zero, as the report's own percentages do.

    >>> round_half_up(Fraction(-5, 100), 1), round_half_up(Fraction(1, 3), 1)
    (Decimal('-0.1'), Decimal('0.3'))
    """
    top, bottom = value.as_integer_ratio()
    units = (2 * abs(top) * 10**decimals + bottom) // (2 * bottom)
    return Decimal(f"{'' if top >= 0 else '-'}{units}E-{decimals}")


def _whole(printed: str) -> int:
    return int(printed.replace(".", ""))


def _count(match: re.Match[str]) -> Figure:
    qualifier = Qualifier.LOWER_BOUND if match["bound"] else Qualifier.EXACT
    return Figure(_whole(match["number"]), qualifier=qualifier, mark=match["mark"])


def _multiple(match: re.Match[str]) -> Figure:
    """``2.1 mlrd``: before a multiple a point can only be a decimal one, as at most two digits may follow it."""
    fraction = match["fraction"] or ""
    exponent = _MULTIPLES[match["multiple"].lower()] - len(fraction)
    value = int(match["whole"] + fraction) * 10**exponent
    return Figure(value, qualifier=Qualifier.ROUNDED, rounding_unit=Decimal(10**exponent), mark=match["mark"])


def _share(printed: str, *, part: str = "", of: str = "") -> Figure:
    """A percentage is rounded by nature: to the last decimal that is printed."""
    number = printed.replace(",", ".")
    value = Decimal(number)
    unit = Decimal(1).scaleb(-len(number.partition(".")[2]))
    return Figure(value, is_percentage=True, qualifier=Qualifier.ROUNDED, rounding_unit=unit, part=part, of=of)
