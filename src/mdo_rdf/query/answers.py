"""The answer to a query, whoever gave it, and the ways to write it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice, zip_longest
from textwrap import wrap
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.errors import CannotTellError, one_line, shown
from mdo_rdf.iris import BASE, PREFIXES

BoundTerm = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
"""What a variable stands for in a solution."""

_NUMBERS = tuple(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger"))
_MOST_LINES = 4
_GAP = "  "
_LEAST_WIDTH = 12


class Answer(NamedTuple):
    """A whole answer: ``content`` is SPARQL 1.1 Query Results JSON (for SELECT and ASK), or N-Triples where ``graph`` is set."""

    content: bytes
    graph: bool = False


class Solutions(NamedTuple):
    """The answer to a SELECT: its variables, and a row for each solution; ``None`` where that has no value."""

    variables: tuple[str, ...]
    rows: tuple[tuple[BoundTerm | None, ...], ...]


def solutions(answer: Answer) -> Solutions:
    """The answer to a SELECT as values; that to an ASK is one row with one value, ``answer``.

    Raises ``SyntaxError`` where the content is not what it should be, or not whole.
    """
    parsed = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(parsed, pyoxigraph.QueryBoolean):
        return Solutions(("answer",), ((pyoxigraph.Literal(bool(parsed)),),))
    return Solutions(tuple(variable.value for variable in parsed.variables), tuple(tuple(row) for row in parsed))


def first_solutions(answer: Answer, most: int, most_values: int) -> tuple[Solutions, int]:
    """The first rows of an answer, at most ``most`` with at most ``most_values`` values in all, and how many rows it has.

    What is not given is counted only, so that this takes little of an answer of any size. Raises as ``solutions``.
    """
    parsed = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(parsed, pyoxigraph.QueryBoolean):
        return solutions(answer), 1
    variables = tuple(variable.value for variable in parsed.variables)
    most = max(1, min(most, most_values // max(1, len(variables))))
    rows = tuple(tuple(row) for row in islice(parsed, most))
    return Solutions(variables, rows), len(rows) + sum(1 for _ in parsed)


def written(answer: Answer, form: str, width: int = 0) -> str:
    """The answer in one of ``FORMATS``, at most ``width`` wide (0: any). Raises ``CannotTellError`` where it has no such form."""
    if answer.graph:
        if form not in ("table", "ttl"):
            raise CannotTellError(f"--format {form}: this query makes triples, not rows; leave --format out for Turtle")
        return _turtle(answer)
    if form == "ttl":
        raise CannotTellError("--format ttl: this query makes rows, not triples; use table, csv, tsv, json or md")
    return FORMATS[form](answer, width)


def _turtle(answer: Answer) -> str:
    triples = (quad.triple for quad in pyoxigraph.parse(answer.content, format=pyoxigraph.RdfFormat.N_TRIPLES))
    return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE) or b"").decode()


def _serialised(form: pyoxigraph.QueryResultsFormat, answer: Answer, _: int) -> str:
    """By the serialiser of the store: SPARQL 1.1 Query Results CSV and TSV Formats, and JSON Format."""
    parsed = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    text = bytes(parsed.serialize(format=form) or b"").decode().replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _markdown(answer: Answer, _: int) -> str:
    variables, rows = solutions(answer)
    rule = "|".join(" ---: " if number else " --- " for number in numeric(rows, len(variables)))
    lines = [" | ".join(variables), rule.strip(), *(" | ".join(_shown(term).replace("|", "\\|") for term in row) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines)


def _table(answer: Answer, width: int) -> str:
    """Columns with their names above; where the terminal is too narrow for them, without the empty ones, or row by row."""
    variables, rows = solutions(answer)
    numbers = numeric(rows, len(variables))
    columns = [
        _ShownColumn(name, tuple(shown(_shown(row[at])) for row in rows), numbers[at]) for at, name in enumerate(variables)
    ]
    end = f"{len(rows)} row{'' if len(rows) == 1 else 's'}\n"
    if width and not _fits([column.wide for column in columns], width):
        empty = [column.name for column in columns if not any(column.cells)]
        columns = [column for column in columns if any(column.cells)] or columns
        end += f"empty, and left out: {', '.join(empty)}\n" if empty and rows else ""
        if not _fits([column.narrow for column in columns], width):
            return f"{_blocks(columns, width)}\n{end}"
    widths = _widths(columns, width)
    to_the_right = [column.is_number for column in columns]
    lines = [_laid_out([column.name for column in columns], widths, to_the_right), "  ".join("─" * wide for wide in widths)]
    lines += [_laid_out([column.cells[at] for column in columns], widths, to_the_right) for at in range(len(rows))]
    return "\n".join([*lines, "", end])


class _ShownColumn(NamedTuple):
    """What is shown of one variable: its name, its values from the top, and whether all are numbers."""

    name: str
    cells: tuple[str, ...]
    is_number: bool

    @property
    def wide(self) -> int:
        """Its width where nothing goes on below."""
        return max(map(len, (self.name, *self.cells)))

    @property
    def narrow(self) -> int:
        """The least width that is still easy to read: that of its longest word, and of a part of its longest text."""
        words = [word for text in (self.name, *self.cells) for word in text.split()]
        return max(max(map(len, words), default=0), self.wide // _MOST_LINES)


def _fits(widths: Sequence[int], room: int) -> bool:
    return sum(widths) + len(_GAP) * (len(widths) - 1) <= room


def _widths(columns: Sequence[_ShownColumn], room: int) -> list[int]:
    """How wide each column is: as its longest text, but where that is too much the widest ones give way."""
    widths = [column.wide for column in columns]
    while room and not _fits(widths, room):
        spare = [wide - column.narrow and wide for wide, column in zip(widths, columns, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def _blocks(columns: Sequence[_ShownColumn], width: int) -> str:
    """Each row as lines with a name and its value, with an empty line after it."""
    indent = max(len(column.name) for column in columns) + len(_GAP)
    lines = []
    for at in range(len(columns[0].cells)):
        for column in columns:
            value = _wrapped(column.cells[at], max(width - indent, _LEAST_WIDTH)) or [""]
            lines += [f"{name:{indent}}{part}".rstrip() for name, part in zip_longest([column.name], value, fillvalue="")]
        lines.append("")
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    return [text] if len(text) <= width else wrap(text, width, break_on_hyphens=False)


def _laid_out(row: Sequence[str], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
    """One row, as many lines high as its longest text needs."""
    parts = [_wrapped(text, wide) for text, wide in zip(row, widths, strict=True)]
    lines = []
    for line in zip_longest(*parts, fillvalue=""):
        fitted = [f"{text:{'>' if right else '<'}{wide}}" for text, wide, right in zip(line, widths, to_the_right, strict=True)]
        lines.append(_GAP.join(fitted).rstrip())
    return "\n".join(lines)


FORMATS: Mapping[str, Callable[[Answer, int], str]] = {
    "table": _table,
    "csv": partial(_serialised, pyoxigraph.QueryResultsFormat.CSV),
    "tsv": partial(_serialised, pyoxigraph.QueryResultsFormat.TSV),
    "json": partial(_serialised, pyoxigraph.QueryResultsFormat.JSON),
    "md": _markdown,
}
"""The forms of a table; triples are always Turtle."""


def _shown(term: BoundTerm | None) -> str:
    """A term for people: an IRI of ours without the part that all have, a literal without language or datatype."""
    if isinstance(term, pyoxigraph.NamedNode):
        return one_line(term.value.removeprefix(BASE))
    if isinstance(term, pyoxigraph.Literal):
        return one_line(" ".join(term.value.split()))
    return "" if term is None else one_line(str(term))


def numeric(rows: Sequence[Sequence[BoundTerm | None]], width: int) -> list[bool]:
    """For each column whether all its values are numbers."""
    columns = list(zip(*rows, strict=True)) or [()] * width
    return [all(map(_is_number, filter(None, column))) and any(column) for column in columns]


def _is_number(term: BoundTerm) -> bool:
    return isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMBERS
