"""Where a command works: the options that say so, which all commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.publication import LATEST_EDITION, find_root

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add ``--root`` and ``--edition``."""
    parser.add_argument("--root", metavar="DIR", help="the publication's folder (default: the one this command came with)")
    parser.add_argument("--edition", default=None, metavar="YEAR", help="the edition of the report (default: the latest)")


def place(options: argparse.Namespace) -> tuple[Path, str]:
    """The publication's folder and the edition that ``options`` ask for."""
    return Path(options.root) if options.root else find_root(), options.edition or LATEST_EDITION


def check_facility(slug: str, known: Sequence[str]) -> None:
    """Raises ``CannotTellError`` where ``slug`` is given and is not the slug of a facility."""
    if slug and slug not in known:
        from mdo_rdf.errors import CannotTellError, did_you_mean

        hint = did_you_mean(slug, known) or f"use one of {', '.join(sorted(known))}"
        raise CannotTellError(f"--facility {slug}: no such facility; {hint}")


def count(number: int, thing: str) -> str:
    """A number of things in words.

    >>> count(1, "finding"), count(0, "finding")
    ('1 finding', 'no findings')
    """
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
