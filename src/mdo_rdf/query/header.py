"""Reads the header of a question, in the ``#+`` lines of grlc; knows the form of a header, not the query below it.

The header is YAML, of which only the plainest forms are taken, so that each reader of YAML reads the same: a text on one
line, a text as a block (``|``), and a list with on each line a word, ``name: value`` or ``name: [value, value]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = ("summary", "summary_en", "description", "description_en")
LISTS = {
    "tags": "write each tag as '#+   - cijfers'",
    "defaults": "write each as '#+   - jaar: value'",
    "enumerate": "write each as '#+   - _jaar_iri' (those in the data) or '#+   - _taal: [nl, en]'",
}
KEYS = (*TEXTS, *LISTS)

_PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:(?!: | #).)*"
"""A text that needs no quotes (YAML 1.2, section 7.3.3)."""
_KEY = re.compile(rf"#\+ (?P<key>[a-z_]+):(?: (?P<block>\|)| (?P<text>{_PLAIN}))?")
_BLOCK_LINE = re.compile(r"#\+   (?P<text>\S.*)")
_WORD, _VALUE = r"[\w-]+", r"[^\s,\[\]{}#]+"
_ITEM = re.compile(rf"#\+   - (?P<name>{_WORD})(?P<colon>: (?:\[(?P<many>{_VALUE}(?:, {_VALUE})*)\]|(?P<one>{_VALUE})))?")


class Entry(NamedTuple):
    """One line of a list: its name, the values behind it, whether they stood in brackets, and its line in the file."""

    name: str
    values: tuple[str, ...]
    bracketed: bool
    row: int

    def problem(self, file: str, rule: str, remedy: str) -> Problem:
        """A problem with this line."""
        return Problem(file, self.row, 0, self.name, rule, remedy)


class Header(NamedTuple):
    """What a header says: its texts by key, its tags, the defaults by parameter and the choices by variable."""

    file: str
    texts: dict[str, str]
    tags: list[str]
    defaults: dict[str, Entry]
    choices: dict[str, Entry]


def read_header(file: str, lines: Sequence[str], problems: list[Problem]) -> Header:
    """The header in ``lines``, which all begin with ``#+``. What breaks a rule is added to ``problems`` and left out."""
    header = Header(file, {}, [], {}, {})
    seen: set[str] = set()
    key = ""
    for row, line in enumerate(lines, 1):
        match = _KEY.fullmatch(line)
        if "\t" in line:
            problems.append(Problem(file, row, line.index("\t") + 1, line, "tab in the header", "use spaces"))
        elif match:
            key = _begin(header, match, row, seen, problems)
        elif not _go_on(header, key, line, row):
            problems.append(Problem(file, row, 1, line, "not a line of a header", _remedy(key)))
    missing = [one for one in TEXTS if not header.texts.get(one)] + ([] if header.tags else ["tags"])
    problems.extend(Problem(file, 1, 0, "", f"no {one}", f"add '#+ {one}: …' to the header") for one in missing)
    return header


def _begin(header: Header, match: re.Match[str], row: int, seen: set[str], problems: list[Problem]) -> str:
    """A line with a key; returns the key that the lines below belong to, if it can have any."""
    key = match["key"]
    if key not in KEYS:
        problems.append(Problem(header.file, row, 4, key, "unknown key", f"use one of {', '.join(KEYS)}"))
    elif key in seen:
        problems.append(Problem(header.file, row, 4, key, "key given twice", "keep one"))
    elif (key in LISTS) != (match["block"] is None and match["text"] is None):
        problems.append(Problem(header.file, row, 4, match[0], f"{key} has another form", _remedy(key)))
    elif key in TEXTS:
        header.texts[key] = match["text"] or ""
    seen.add(key)
    return key if match["text"] is None else ""


def _go_on(header: Header, key: str, line: str, row: int) -> bool:
    """A line below a key; false where it is not one that the key can have."""
    if key in TEXTS:
        match = _BLOCK_LINE.fullmatch(line)
        if match:
            header.texts[key] = f"{header.texts.get(key, '')} {match['text']}".strip()
        return match is not None
    match = _ITEM.fullmatch(line) if key else None
    return match is not None and (key not in LISTS or _add(header, key, match, row))


def _add(header: Header, key: str, match: re.Match[str], row: int) -> bool:
    values = tuple(match["many"].split(", ")) if match["many"] else (match["one"],) if match["one"] else ()
    entry = Entry(match["name"], values, bool(match["many"]), row)
    if key == "tags":
        header.tags.append(entry.name)
        return not values
    known = header.defaults if key == "defaults" else header.choices
    if entry.name in known or entry.bracketed != (key == "enumerate" and bool(values)) or (key == "defaults" and not values):
        return False
    known[entry.name] = entry
    return True


def _remedy(key: str) -> str:
    if key in TEXTS:
        return f"write '#+ {key}: a text', or '#+ {key}: |' and the text below it behind '#+   '"
    return LISTS.get(key, f"begin with one of {', '.join(KEYS)}; values come below it")
