"""What a check of a printed figure, sum or claim can come to."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The verdict on something printed; the values are the codes of the scheme ``oordeel``."""

    AGREES = "klopt"
    DISAGREES = "klopt-niet"
    WRONG_SIGN = "tekenfout"
    INDEX = "index"
    """Printed is the index (the base year is 100), not the change."""
    NOT_PRINTED = "niet-gedrukt"
    NOT_COMPUTABLE = "niet-te-berekenen"
    UNTESTABLE = "niet-toetsbaar"
