"""What the documentation says about speed and memory, read from it, so that a measurement can be held against it.

``promises.csv`` names the places: a sentence in which ``{}`` stands for a figure, or how the first line of a table begins. Each
figure of a table is a promise about its row and its column. The figures themselves stand in the documentation only.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from measuring import HERE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SLACK = 0.75
"""A ratio varies from run to run and from machine to machine; a quarter less than promised still holds."""
FIGURE = r"(\d+(?:\.\d+)?)(?: ([MG])B)?"
"""A ratio, or a size of memory."""


class Promise(NamedTuple):
    """A figure in a document (between the characters of ``span``), and what it is about: a row and a column of a benchmark."""

    benchmark: str
    row: str
    column: str
    holds: str
    figure: float
    document: str
    span: tuple[int, int]

    def is_kept(self, measured: float) -> bool:
        """Whether a measurement bears it out."""
        return measured >= self.figure * SLACK if self.holds == "at least" else measured <= self.figure / SLACK


def read_promises() -> list[Promise]:
    """All promises, in the order of ``promises.csv``. Raises ``RuntimeError`` where a claim stands nowhere in its document."""
    promises = []
    with (HERE / "promises.csv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            text, claim = (ROOT / entry["document"]).read_text("utf-8"), entry["claim"]
            places = list(_in_sentence(text, claim) if "{}" in claim else _in_table(text, claim))
            if not places:
                raise RuntimeError(f"{entry['document']} does not say: {claim}")
            for row, column, match in places:
                about = entry["benchmark"], entry["row"] or row, entry["column"] or column
                figure = float(match[1]) * (1000 if match[2] == "G" else 1)
                promises.append(Promise(*about, entry["holds"], figure, entry["document"], match.span(1)))
    return promises


def _in_sentence(text: str, claim: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    pattern = r"\s+".join(map(re.escape, claim.split())).replace(re.escape("{}"), FIGURE)
    yield from (("", "", match) for match in re.finditer(pattern, text))


def _in_table(text: str, claim: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    start = text.find(f"\n{claim}") + 1
    end = text.find("\n\n", start) if start else start
    columns = text[start:end].partition("\n")[0].split("|")
    for line in re.compile(r"^\|.*$", re.MULTILINE).finditer(text, start, end):
        _, *cells = re.compile(r"\|\s*([^|\n]*)").finditer(text, *line.span())
        for column, cell in zip(columns[2:], cells, strict=False):
            figure = re.compile(FIGURE + r"\s*(?=\|)").match(text, cell.start(1))
            if figure:
                yield label(line[0].split("|")[1]), label(column), figure


def label(words: str) -> str:
    """How a benchmark calls what a row or a column is about.

    >>> label(" the 21 constraints "), label("1,000,000 (one run)"), label("10,000 observations"), label("10,000 to 100,000")
    ('21 constraints', '1000000', '10000', '10000 to 100000')
    """
    return re.sub(r"\(.*\)|(?<=\d),(?=\d)|^\s*the | observations", "", words).strip()
