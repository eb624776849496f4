"""The libraries that only some commands need: imports them when asked, and says how to install what is missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from mdo_rdf.errors import CannotTellError


class MissingExtraError(CannotTellError):
    """A library that a command needs is not installed."""


def library(module: str, extra: str, purpose: str) -> ModuleType:
    """The library ``module``. Raises ``MissingExtraError`` where it is not installed, with the extra to install."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(f"{purpose} needs {module}, which is not there; {how_to_install(extra)}") from error


def how_to_install(*extras: str) -> str:
    """What to type for one of ``extras``; this package is in no index, so it is installed from its checkout."""
    return "in the checkout: " + " or ".join(f"pip install '.[{extra}]'" for extra in extras)
