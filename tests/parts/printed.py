"""What is printed where: the transcription, read by the tests themselves."""

from __future__ import annotations

from checkout import EDITION, ROOT
from csv_rows import read_rows


def transcribed(name: str) -> list[dict[str, str]]:
    """The lines of a file of the transcription, such as ``cells``."""
    return read_rows(ROOT / "data" / "source" / EDITION / f"{name}.csv")


def table_key(line: dict[str, str]) -> str:
    """The table of a line, such as ``c-1-6b``."""
    return f"{line['annex']}-{line['section'].replace('.', '-')}".lower()
