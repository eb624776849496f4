"""Turtle text (W3C RDF 1.1 Turtle): terms, resources and documents, for all that is built.

Everything is written in the order it is given, without blank nodes, so the same input gives the same bytes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NewType, TypeVar

from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

T = TypeVar("T")
Term = NewType("Term", str)
"""An RDF term as Turtle writes it."""

Pairs = list[tuple[str, Term]]
"""What is said of a subject: predicates (prefixed names) with their objects."""

Resource = tuple[str, Pairs]
"""A subject's name, relative to the base, and what is said of it."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"} | {
    chr(code): f"\\u{code:04X}" for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)
}
_NEEDS_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')


def ref(name: str) -> Term:
    """The IRI of a name relative to the base; names are made of characters that an IRI may hold."""
    return Term(f"<{name}>")


def qname(name: str) -> Term:
    """A prefixed name, such as ``qb:Observation``."""
    return Term(name)


def text(value: str, language: str = "") -> Term:
    """A string, or with ``language`` (BCP 47) a language-tagged one."""
    if _NEEDS_ESCAPE.search(value):
        value = _NEEDS_ESCAPE.sub(lambda match: _ESCAPES[match[0]], value)
    return Term(f'"{value}"@{language}' if language else f'"{value}"')


def integer(value: int) -> Term:
    """An xsd:integer in the shorthand of Turtle."""
    return Term(str(value))


def decimal(value: Decimal) -> Term:
    """An xsd:decimal in the one lexical form that every store keeps: no trailing zeros, no point without need.

    >>> from decimal import Decimal
    >>> decimal(Decimal("57.0")), decimal(Decimal("99.5")), decimal(Decimal("1E+6")), decimal(Decimal("-0.0"))
    ('"57"^^xsd:decimal', '"99.5"^^xsd:decimal', '"1000000"^^xsd:decimal', '"0"^^xsd:decimal')
    """
    lexical = format(value.normalize(), "f")
    return Term(f'"{"0" if lexical == "-0" else lexical}"^^xsd:decimal')


def boolean(value: bool) -> Term:
    """An xsd:boolean in the shorthand of Turtle."""
    return Term("true" if value else "false")


def date(value: str) -> Term:
    """An xsd:date."""
    return Term(f'"{value}"^^xsd:date')


def typed(value: str | int, datatype: str) -> Term:
    """A literal of any other datatype; ``value`` is in its canonical form and needs no escape."""
    return Term(f'"{value}"^^{datatype}')


def given(predicate: str, value: T | None, term: Callable[[T], Term]) -> Pairs:
    """What is said of a subject where there is a value, and nothing where that is ``None`` or an empty text."""
    return [] if value is None or value == "" else [(predicate, term(value))]


def document(heading: str, resources: Iterable[Resource]) -> str:
    """A whole Turtle document: a comment of one line, base and prefixes, then each resource."""
    lines = [f"# {heading}", f"@base <{BASE}> ."]
    lines += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items()]
    return "\n\n".join(["\n".join(lines), *blocks(resources)]) + "\n"


def blocks(resources: Iterable[Resource]) -> Iterator[str]:
    """The text of each resource, one after the other: a large cube needs never be in memory as a whole."""
    for subject, pairs in resources:
        yield f"<{subject}> " + " ;\n    ".join(map(" ".join, pairs)) + " ."


def n_triples(resources: Iterable[Resource]) -> Iterator[str]:
    """The same statements as N-Triples (W3C RDF 1.1): the lines of each resource, in the order given."""
    for subject, pairs in resources:
        start = _object(f"<{subject}>")
        yield "".join([start + end for pair in pairs for end in _ends(*pair)])


@lru_cache(1 << 12)
def _ends(predicate: str, value: Term) -> tuple[str, ...]:
    """What stands after the subject of each statement of a pair; most pairs of a cube come back soon."""
    if predicate == "a":
        return tuple(f" {_TYPE} {_absolute(name)} .\n" for name in value.split(", "))
    return (f" {_absolute(predicate)} {_object(value)} .\n",)


_TYPE = f"<{PREFIXES['rdf']}type>"


def _object(term: str) -> str:
    """A term of Turtle as N-Triples writes it, which knows no prefixes, no base and no shorthand."""
    first = term[0]
    if first == "<":
        return f"<{BASE}{term[1:]}" if term.startswith("<id/") or "://" not in term else term
    if first == '"':
        typed = _TYPED.fullmatch(term)
        return f"{typed[1]}^^{_absolute(typed[2])}" if typed else term
    if term in ("true", "false"):
        return f'"{term}"^^{_absolute("xsd:boolean")}'
    return f'"{term}"^^{_INTEGER}' if first.isdigit() or first == "-" else _absolute(term)


_TYPED = re.compile(r'(".*")\^\^([A-Za-z][\w-]*:[\w-]+|<[^>"]*>)', re.DOTALL)


@cache
def _absolute(name: str) -> str:
    """The IRI of a prefixed name; one that is written as an IRI stays so."""
    prefix, _, local = name.partition(":")
    return name if name.startswith("<") else f"<{PREFIXES[prefix]}{local}>"


_INTEGER = f"<{PREFIXES['xsd']}integer>"
