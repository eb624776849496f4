"""Reads the header of a question, in the ``#+`` lines of grlc.

The header is YAML, of which only the plainest forms are taken, so that each reader of YAML reads the same: a text on one
line, a text as a block (``|``), and a list with on each line a word, ``name: value`` or ``name: [value, value]``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from mdo_rdf.errors import Problem, Read, parted

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
_ITEM = re.compile(rf"#\+   - (?P<name>{_WORD})(?P<colon>: (?:\[(?P<several>{_VALUE}(?:, {_VALUE})*)\]|(?P<single>{_VALUE})))?")


class _HeaderText(NamedTuple):
    """A text, or one line of it."""

    key: str
    text: str


class HeaderItem(NamedTuple):
    """One line of a list: its name, the values behind it, whether they stood in brackets, and its line in the file."""

    key: str
    name: str
    values: tuple[str, ...]
    bracketed: bool
    row: int

    @property
    def is_sound(self) -> bool:
        """Whether it has the form that its list asks for; a key that there is not asks for none."""
        some = bool(self.values)
        forms = {"tags": not some, "defaults": some and not self.bracketed, "enumerate": some == self.bracketed}
        return forms.get(self.key, True)

    def problem(self, file: str, rule: str, remedy: str) -> Problem:
        """A problem with this line."""
        return Problem(file, self.row, 0, self.name, rule, remedy)


class Header(NamedTuple):
    """What a header says: its texts by key, its tags, the defaults by parameter and the choices by variable."""

    file: str
    texts: Mapping[str, str]
    tags: tuple[str, ...]
    defaults: Mapping[str, HeaderItem]
    choices: Mapping[str, HeaderItem]


def read_header(file: str, lines: Sequence[str]) -> Read[Header]:
    """The header in ``lines``, which all begin with ``#+``."""
    parts, problems = parted(_parts(file, lines))
    said = [part for part in parts if isinstance(part, _HeaderText) and part.text]
    texts = {key: " ".join(part.text for part in said if part.key == key) for key in TEXTS}
    items = [part for part in reversed(parts) if isinstance(part, HeaderItem)]  # of two with one name the first counts
    tags = tuple(item.name for item in reversed(items) if item.key == "tags")
    defaults, choices = (
        {item.name: item for item in items if item.key == key and item.is_sound} for key in ("defaults", "enumerate")
    )
    missing = [key for key in TEXTS if not texts[key]] + ([] if tags else ["tags"])
    absent = (Problem(file, 1, 0, "", f"no {key}", f"add '#+ {key}: …' to the header") for key in missing)
    return Read(Header(file, texts, tags, defaults, choices), (*problems, *absent))


def _parts(file: str, lines: Sequence[str]) -> Iterator[_HeaderText | HeaderItem | Problem]:
    """What each line says, and what is wrong with it; a line that is wrong may still say something."""
    keys: set[str] = set()
    names: set[tuple[str, str]] = set()
    key = ""
    for row, line in enumerate(lines, 1):
        match = _KEY.fullmatch(line)
        if "\t" in line:
            yield Problem(file, row, line.index("\t") + 1, line, "tab in the header", "use spaces")
        elif match:
            wrong = _wrong_key(match, keys)
            yield Problem(file, row, 4, *wrong) if wrong else _HeaderText(match["key"], match["text"] or "")
            keys.add(match["key"])
            key = "" if match["text"] else match["key"]
        else:
            part = _part(key, line, row)
            if part is not None:
                yield part
            if part is None or (isinstance(part, HeaderItem) and (not part.is_sound or (key, part.name) in names)):
                yield Problem(file, row, 1, line, "not a line of a header", _remedy(key))
            elif isinstance(part, HeaderItem) and key in ("defaults", "enumerate"):
                names.add((key, part.name))


def _wrong_key(match: re.Match[str], before: Collection[str]) -> tuple[str, str, str] | None:
    """What is wrong with a line that has a key, its rule and the remedy; ``before`` are the keys above it."""
    key = match["key"]
    if key not in KEYS:
        return key, "unknown key", f"use one of {', '.join(KEYS)}"
    if key in before:
        return key, "key given twice", "keep one"
    if (key in LISTS) != (match["block"] is None and match["text"] is None):
        return match[0], f"{key} has another form", _remedy(key)
    return None


def _part(key: str, line: str, row: int) -> _HeaderText | HeaderItem | None:
    """What a line below a key says; nothing where it is not of the form that the key has below it."""
    if key in TEXTS:
        block = _BLOCK_LINE.fullmatch(line)
        return _HeaderText(key, block["text"]) if block else None
    item = _ITEM.fullmatch(line) if key else None
    if item is None:
        return None
    values = tuple(item["several"].split(", ")) if item["several"] else (item["single"],) if item["single"] else ()
    return HeaderItem(key, item["name"], values, bool(item["several"]), row)


def _remedy(key: str) -> str:
    if key in TEXTS:
        return f"write '#+ {key}: a text', or '#+ {key}: |' and the text below it behind '#+   '"
    return LISTS.get(key, f"begin with one of {', '.join(KEYS)}; values come below it")
