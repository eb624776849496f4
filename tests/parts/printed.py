"""What is printed where: the transcription, read by the tests themselves."""

from __future__ import annotations

import csv

from checkout import EDITION, ROOT


def transcribed(name: str) -> list[dict[str, str]]:
    """The lines of a file of the transcription, such as ``cells``."""
    with (ROOT / "data" / "source" / EDITION / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_key(line: dict[str, str]) -> str:
    """The table of a line, such as ``c-1-6b``."""
    return f"{line['annex']}-{line['section'].replace('.', '-')}".lower()
