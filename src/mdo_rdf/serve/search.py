"""Finds what is published by words, in a full-text index in memory, for the search page and the API."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf import iris
from mdo_rdf.export.columns import expanded
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.site.resources import Resources

KINDS = ("voorziening", "indicator", "thema", "tabel", "vraag", "bevinding", "bewering", "begrip", "term")
"""What can be found; ``begrip`` is any concept of ours that has no kind of its own, ``term`` a word of the vocabulary."""

_OTHER_NAMES = ("skos:altLabel", "skos:hiddenLabel", "skos:notation", "dcterms:title")
_TEXTS = (
    "skos:definition", "rdfs:comment", "skos:scopeNote", "dcterms:description", "schema:text", "mdo:gedrukteTekst",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 16
_PLURAL = re.compile(r"(?<=\w{4})(?:en|s)$")
"""The two endings of a Dutch plural; what is left has four letters at least, or it would begin too much."""

_TABLE = """CREATE VIRTUAL TABLE thing USING fts5(
    title, names, body, iri UNINDEXED, kind UNINDEXED, language UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"""
_FIND = """SELECT iri, kind, title, body FROM thing WHERE thing MATCH ? AND language = ?
    ORDER BY lower(title) = ? DESC, kind IN ('voorziening', 'indicator') DESC, bm25(thing, 10.0, 5.0, 1.0), rowid LIMIT ?"""
"""Who searches wants a figure, and what is said of it comes after it."""


class Hit(NamedTuple):
    """One thing that was found: its IRI, one of ``KINDS``, its title and what is said of it, in the language asked for."""

    iri: str
    kind: str
    title: str
    text: str


class Index:
    """An index (SQLite FTS5) over labels, other names and definitions; any thread may search it."""

    def __init__(self, resources: Resources) -> None:
        self._lock = Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(_TABLE)
        self._database.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", _rows(resources))
        self._database.commit()

    def search(self, text: str, *, language: str, limit: int = 50) -> list[Hit]:
        """What has all the words of ``text``, then what has some of them, the best first; the last may be the begin of a word.

        ``text`` is words and nothing else: it has no syntax, so that nothing in it can be wrong.
        """
        words = _WORD.findall(unicodedata.normalize("NFC", text))[:_MOST_WORDS]
        if not words:
            return []
        alternatives = [_alternatives(word, is_last=number == len(words)) for number, word in enumerate(words, 1)]
        asked = " ".join(words).lower()
        hits = self._find(" AND ".join(alternatives), language, asked, limit)
        if len(words) > 1 and len(hits) < limit:
            hits += self._find(" OR ".join(alternatives), language, asked, limit)
        return list({hit.iri: hit for hit in hits}.values())[:limit]

    def _find(self, match: str, language: str, asked: str, limit: int) -> list[Hit]:
        with self._lock:
            return [Hit(*row) for row in self._database.execute(_FIND, (match, language, asked, limit))]


def _alternatives(word: str, *, is_last: bool) -> str:
    """A word in the syntax of FTS5, quoted, so that it is never an operator; a plural also finds what begins as its singular."""
    stem = _PLURAL.sub("", word)
    patterns = [f'"{word}"{" *" if is_last else ""}'] + ([f'"{stem}" *'] if stem != word else [])
    return f"({' OR '.join(patterns)})"


def _rows(resources: Resources) -> Iterator[Sequence[str]]:
    for iri in resources.out:
        kind = _kind(resources, iri)
        if kind:
            for language in LANGUAGES:
                yield _row(resources, iri, kind, language)


def _row(resources: Resources, iri: str, kind: str, language: str) -> tuple[str, ...]:
    title = resources.title(iri, language)
    facilities = [resources.title(facility, language) for facility in resources.things(iri, "mdo:voorziening")]
    names = [*_texts(resources, iri, _OTHER_NAMES, language), *facilities, iri.rpartition("/")[2]]
    body = _texts(resources, iri, _TEXTS, language)
    return title, " ".join(names), " ".join(body), iri, kind, language


def _texts(resources: Resources, iri: str, properties: Sequence[str], language: str) -> list[str]:
    """The texts of some properties; what is printed is in Dutch, and is found in any language."""
    return [text for name in properties if (text := resources.text(iri, name, language))]


def _kind(resources: Resources, iri: str) -> str:
    """Which of ``KINDS`` a thing is; empty for one that cannot be found."""
    if paths.is_term(iri):
        return "term"
    kind = iris.kind(iri)
    if kind in KINDS or not kind:
        return kind
    return "begrip" if expanded("skos:Concept") in resources.things(iri, "rdf:type") else ""
