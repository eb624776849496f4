"""Looks at a query as text, token by token: its variables, its words, and the same query with terms for variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from mdo_rdf.iris import PREFIXES

_TOKEN = re.compile(
    r"""
    \#[^\r\n]*                                                   # a comment
    | <[^<>"{}|^`\\\x00-\x20]*>                                  # IRIREF
    | \"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}                    # STRING_LITERAL_LONG2
    | '''(?:'{0,2}(?:[^'\\]|\\.))*'{3}                          # STRING_LITERAL_LONG1
    | \"(?:[^\"\\\r\n]|\\.)*\"                                   # STRING_LITERAL2
    | '(?:[^'\\\r\n]|\\.)*'                                      # STRING_LITERAL1
    | \?\w+                                                      # VAR1
    | \$\w+                                                      # VAR2
    | \\.                                                        # PN_LOCAL_ESC
    """,
    re.VERBOSE | re.DOTALL,
)
"""The tokens in which a question mark is not that of a variable, and variables (SPARQL 1.1, section 19.8).

Each alternative begins with one character, which makes a search several times faster: all other characters are skipped.
"""


_NAME = r"\w.\u00B7\u0300-\u036F\u203F\u2040\-"
_WORD = (
    rf"""
    <[^<>"{{}}|^`\x00-\x20]*>                                     # IRIREF, also with the escapes of section 19.2
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                               # LANGTAG
    | (?P<word>[{_NAME}]+)(?P<local>:(?:[{_NAME}:%]|\\.)*)?        # a keyword, a number, or PNAME_LN; BLANK_NODE_LABEL
    | :(?:[{_NAME}:%]|\\.)*                                       # PNAME_LN without a prefix
    """
    + "|"
    + _TOKEN.pattern
)
"""Words that are tokens of their own. A name may hold an escaped ``#`` or quote, which begins no comment and no text.

Not compiled here, as most commands never look for them, and a start waits for it.
"""

_DECLARATION = re.compile(r"\b(?:prefix\s+[^\s:]*:|base\b)", re.IGNORECASE)
UPDATES = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD")
"""What an operation of SPARQL 1.1 Update begins with."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_LOOKS_LIKE_AN_ESCAPE = re.compile(r"\\\\([uU])")


def variables(text: str) -> list[str]:
    """The names of the variables of a query, each once, in the order in which they first stand there.

    >>> variables("SELECT ?a { ?a <http://example.org/?b> '?c', $d } # ?e")
    ['a', 'd']
    """
    return list(dict.fromkeys(token[1:] for token in _TOKEN.findall(text) if token[0] in "?$"))


def depth(text: str) -> int:
    """How deep the brackets of a query are nested.

    >>> depth("SELECT * { ?s ?p '((((' FILTER((1)) } # ((((")
    3
    """
    levels = accumulate(1 if bracket in "([{" else -1 for bracket in re.findall(r"[()\[\]{}]", _TOKEN.sub("", text)))
    return max(levels, default=0)


def words(text: str) -> frozenset[str]:
    """The bare words of a query or an update in capitals: keywords, names of functions and numbers, as they stand there.

    An engine may read ``1SERVICE`` as a number and a keyword, which stays one word here. It may also read ``SERVICEex:a`` as
    a keyword and a name, so the prefix of a name counts too where none declares it.

    >>> sorted(words("PREFIX from: <http://a/> ASK FROM from:g { ?service from:service '?x SERVICE' } # UNION"))
    ['ASK', 'FROM', 'PREFIX']
    """
    bare: set[str] = set()
    prefixes: set[str] = set()
    declared = {"_"}
    before = ""
    for match in re.finditer(_WORD, text, _TOKEN.flags):
        word = (match["word"] or "").upper()
        if match["local"]:
            (declared if before == "PREFIX" else prefixes).add(word)
        elif word:
            bare.add(word)
        before = before if match[0].startswith("#") else word
    return frozenset(bare | prefixes - declared)


def is_blank(text: str) -> bool:
    """Whether there is nothing in a text but comments."""
    return not _TOKEN.sub(lambda match: "" if match[0].startswith("#") else match[0], text).strip()


def verb(text: str) -> str:
    """The word that a query or an update begins with, behind its prologue, in capitals; empty where it begins with none.

    >>> verb("PREFIX drop: <http://example.org/> # INSERT" + chr(10) + "select ?s { ?s ?p drop:a }")
    'SELECT'
    """
    bare = _DECLARATION.sub(" ", _TOKEN.sub(" ", text))
    first = re.match(r"\s*([A-Za-z]+)", bare)
    return first[1].upper() if first else ""


def literal(value: str, datatype: str = "") -> str:
    """A literal as one token, of a string or of another datatype of XML Schema (its local name).

    Some engines replace ``\\u0022`` anywhere in a query before they read it (SPARQL 1.1, section 19.2), also behind an
    escaped backslash, where it would end the string; so a ``u`` behind a backslash is itself written as an escape, with
    eight digits, as rdflib takes up to eight whatever the letter.

    >>> print(literal('a "b"'), literal("2023", "integer"))
    "a \\"b\\"" "2023"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    escaped = "".join(_ESCAPES.get(character, character) for character in value)
    escaped = _LOOKS_LIKE_AN_ESCAPE.sub(lambda match: f"\\\\\\U{ord(match[1]):08X}", escaped)
    return f'"{escaped}"' + (f"^^<{PREFIXES['xsd']}{datatype}>" if datatype else "")


def with_terms(text: str, terms: Mapping[str, str]) -> str:
    """A query with some variables replaced by terms, which are in the syntax of N-Triples.

    A term is one token of SPARQL as it is one of N-Triples, so no value can end it early and become a part of the query.

    >>> with_terms("SELECT * { ?s ?p ?_o } # ?_o", {"_o": '"a"'})
    'SELECT * { ?s ?p "a" } # ?_o'
    """
    by_token = {mark + variable: term for variable, term in terms.items() for mark in "?$"}
    return _TOKEN.sub(lambda match: by_token.get(match[0], match[0]), text)
