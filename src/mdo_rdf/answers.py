"""The answer to a query, and the ways to write it down. Knows nothing of who answered."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.names import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

_NUMBERS = tuple(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger"))


class Answer(NamedTuple):
    """A whole answer: ``content`` is SPARQL 1.1 Query Results JSON (for SELECT and ASK), or N-Triples where ``graph`` is set."""

    content: bytes
    graph: bool = False


class Table(NamedTuple):
    """The answer to a SELECT: the names of the columns, and the rows; ``None`` where a row has no value."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


def table(answer: Answer) -> Table:
    """The answer to a SELECT as values; that to an ASK is one row with one value, ``answer``.

    Raises ``SyntaxError`` where the content is not what it should be, or not whole.
    """
    parsed = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(parsed, pyoxigraph.QueryBoolean):
        return Table(("answer",), ((pyoxigraph.Literal(bool(parsed)),),))
    return Table(tuple(one.value for one in parsed.variables), tuple(tuple(row) for row in parsed))


def written(answer: Answer, form: str, width: int = 0) -> str:
    """The answer in one of ``FORMATS``, ending with a newline; ``width`` (characters, 0 for any) is that of the terminal.

    Raises ``CannotTellError`` where an answer of its kind has no such form.
    """
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


def _results(answer: Answer, form: pyoxigraph.QueryResultsFormat) -> str:
    """By the serialiser of the store: SPARQL 1.1 Query Results CSV and TSV Formats, and JSON Format."""
    parsed = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    text = bytes(parsed.serialize(format=form) or b"").decode().replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _csv(answer: Answer, _: int) -> str:
    return _results(answer, pyoxigraph.QueryResultsFormat.CSV)


def _tsv(answer: Answer, _: int) -> str:
    return _results(answer, pyoxigraph.QueryResultsFormat.TSV)


def _json(answer: Answer, _: int) -> str:
    return _results(answer, pyoxigraph.QueryResultsFormat.JSON)


def _markdown(answer: Answer, _: int) -> str:
    variables, rows = table(answer)
    numeric = _numeric(rows, len(variables))
    rule = "|".join(" ---: " if number else " --- " for number in numeric)
    lines = [" | ".join(variables), rule.strip(), *(" | ".join(_shown(term).replace("|", "\\|") for term in row) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines)


def _table(answer: Answer, width: int) -> str:
    """Columns with their names above, numbers to the right; a text too long for the terminal goes on below."""
    variables, rows = table(answer)
    numeric = _numeric(rows, len(variables))
    cells = [[_shown(term) for term in row] for row in rows]
    widths = _widths([list(variables), *cells], width)
    lines = [_laid_out(list(variables), widths, numeric), "  ".join("─" * wide for wide in widths)]
    lines += [_laid_out(row, widths, numeric) for row in cells]
    return "\n".join([*lines, "", f"{len(rows)} row{'' if len(rows) == 1 else 's'}", ""])


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is: as its longest text, but where that is too much the widest ones give way, to a word or so."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    while room and sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > _LEAST_WIDTH:
        widths[widths.index(max(widths))] -= 1
    return widths


_LEAST_WIDTH = 12


def _laid_out(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    """One row, as many lines high as its longest text needs."""
    parts = [[text] if len(text) <= wide else wrap(text, wide) for text, wide in zip(row, widths, strict=True)]
    lines = []
    for number in range(max(map(len, parts), default=0)):
        here = [part[number] if number < len(part) else "" for part in parts]
        fitted = [
            text.rjust(wide) if right else text.ljust(wide) for text, wide, right in zip(here, widths, numeric, strict=True)
        ]
        lines.append("  ".join(fitted).rstrip())
    return "\n".join(lines)


FORMATS: Mapping[str, Callable[[Answer, int], str]] = {"table": _table, "csv": _csv, "tsv": _tsv, "json": _json, "md": _markdown}
"""The forms of a table; triples are always Turtle."""


def _shown(term: Term | None) -> str:
    """A term for people: an IRI of ours without the part that all have, a literal without language or datatype."""
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value.removeprefix(BASE)
    if isinstance(term, pyoxigraph.Literal):
        return " ".join(term.value.split())
    return "" if term is None else str(term)


def _numeric(rows: Sequence[Sequence[Term | None]], width: int) -> list[bool]:
    """For each column whether all its values are numbers."""
    columns = list(zip(*rows, strict=True)) or [()] * width
    return [all(map(_is_number, filter(None, column))) and any(column) for column in columns]


def _is_number(term: Term) -> bool:
    return isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMBERS
