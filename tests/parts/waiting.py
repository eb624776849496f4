"""Waiting for what will be so: the tests wait for a condition, and never for a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 120.0
_BETWEEN = 0.02


def until(condition: Callable[[], bool]) -> bool:
    """Wait until a condition holds; False where it does not within minutes, which on no machine it should take."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_BETWEEN)
    return True
