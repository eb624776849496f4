"""Reads RDF files in any syntax as a stream of triples, and says in one line where a file is wrong."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.places import opened

SYNTAXES = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "json": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "xml": pyoxigraph.RdfFormat.RDF_XML,
    "owl": pyoxigraph.RdfFormat.RDF_XML,
}
"""File name extensions and their syntax; each may be followed by ``.gz``."""

_NAMES = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "json-ld": "jsonld", "rdfxml": "rdf", "rdf/xml": "rdf"}
"""Other words for a syntax that people give."""

STANDARD_INPUT = "-"

MOST_NESTED = 500
"""How deep JSON-LD, or a triple about triples, may be nested; real data have some ten. Of JSON-LD the parser takes 3,200, and
ends the whole process at 3,250."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|(\\?)\Z)', re.DOTALL)
"""A string in JSON; in the group is what may be half an escape at the end, where the string goes on in the next part."""
_LONGEST_TEXT = 16 << 20
_TRIPLE_TERM = re.compile(rb"<<|>>|\.\n")
"""How a triple term begins and ends, and a statement."""
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def syntax_of(path: str, given: str = "") -> pyoxigraph.RdfFormat:
    """The syntax of a file by its name, or the ``given`` one (a key of ``SYNTAXES``). Raises ``CannotTellError``."""
    extension = given or Path(path.removesuffix(".gz")).suffix.removeprefix(".").lower()
    if path == STANDARD_INPUT and not given:
        extension = "ttl"
    extension = _NAMES.get(extension, extension)
    if extension not in SYNTAXES:
        raise CannotTellError(f"{path}: unknown kind of file; name it with --input-format ({', '.join(SYNTAXES)})")
    return SYNTAXES[extension]


def read_triples(path: str, given: str = "") -> Iterator[pyoxigraph.Quad]:
    """The triples of a file (or of standard input, ``-``), streamed; a graph name is kept but means nothing here.

    Raises ``CannotTellError`` with file and line where the file cannot be read or is not what its name says.
    """
    syntax = syntax_of(path, given)
    base = None if path == STANDARD_INPUT else Path(path).absolute().as_uri()
    try:
        with _open(path) as file:
            stream = cast("IO[bytes]", _GUARDS[syntax](file, path)) if syntax in _GUARDS else file
            yield from pyoxigraph.parse(stream, format=syntax, base_iri=base, rename_blank_nodes=True)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else path
        raise CannotTellError(f"{place}: not {syntax.name}: {error.msg}") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CannotTellError(f"{path}: not a whole gzip file ({error})") from error
    except OSError as error:
        raise CannotTellError(f"{path}: cannot be read ({error.strerror or error})") from error
    except MemoryError as error:
        raise CannotTellError(f"{path}: not {syntax.name}: a single term of many megabytes ({error})") from error
    except (ValueError, UnicodeError) as error:
        raise CannotTellError(f"{path}: not {syntax.name}: {error}") from error


class NotTooDeep:
    """What is read of a JSON file, as long as it is not nested deeper than ``MOST_NESTED``.

    Every part is looked at before the parser has it, so that nothing is read twice or kept. Raises ``CannotTellError``.
    """

    def __init__(self, stream: IO[bytes], path: str) -> None:
        self._stream, self._path = stream, path
        self._depth, self._begun = 0, b""

    def read(self, size: int = -1, /) -> bytes:
        """The next part, as that of a file."""
        part = self._stream.read(size)
        for bracket in self._brackets(part):
            self._depth += 1 if bracket in b"[{" else -1
            if self._depth > MOST_NESTED:
                raise CannotTellError(
                    f"{self._path}: nested more than {MOST_NESTED} deep; write it flatter, or in another syntax"
                )
        return part

    def _brackets(self, part: bytes) -> bytes:
        """Those outside of strings; how a string begins that goes on in the next part is kept (``_begun``)."""
        *ended, last = _STRING.split(self._begun + part)
        self._begun = b"" if not ended or ended[-1] is None else b'"' + ended[-1]
        return b"".join((*ended[::2], last)).translate(None, _NO_BRACKETS)


class NoEndlessText:
    """What is read of an XML file, as long as no text or tag in it is longer than the parser takes of a term in other syntaxes.

    It keeps a text whole, however long. Raises ``CannotTellError``.
    """

    def __init__(self, stream: IO[bytes], path: str) -> None:
        self._stream, self._path = stream, path
        self._length = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next part, as that of a file."""
        part = self._stream.read(size)
        last = part.rfind(b"<")
        self._length = self._length + len(part) if last < 0 else len(part) - last
        if self._length > _LONGEST_TEXT:
            raise CannotTellError(f"{self._path}: not RDF/XML: a single text or tag of many megabytes")
        return part


class NoDeepTriple:
    """What is read of a file in Turtle or N-Triples, as long as no triple in it is about triples deeper than ``MOST_NESTED``.

    The parser keeps a triple term (RDF 1.2) whole, and ends the whole process at some ten thousands. Raises ``CannotTellError``.
    """

    def __init__(self, stream: IO[bytes], path: str) -> None:
        self._stream, self._path = stream, path
        self._depth, self._last = 0, b""

    def read(self, size: int = -1, /) -> bytes:
        """The next part, as that of a file."""
        part = self._stream.read(size)
        text, end = self._last + part, 0
        for mark in _TRIPLE_TERM.finditer(text) if self._depth or b"<<" in text else ():
            end = mark.end()
            self._depth = {b"<<": self._depth + 1, b">>": max(0, self._depth - 1)}.get(mark[0], 0)
            if self._depth > MOST_NESTED:
                raise CannotTellError(f"{self._path}: triples about triples, more than {MOST_NESTED} deep; write it flatter")
        self._last = text[max(end, len(text) - 1) :]
        return part


_GUARDS: dict[pyoxigraph.RdfFormat, type[NotTooDeep | NoEndlessText | NoDeepTriple]] = {
    pyoxigraph.RdfFormat.JSON_LD: NotTooDeep,
    pyoxigraph.RdfFormat.RDF_XML: NoEndlessText,
    pyoxigraph.RdfFormat.TURTLE: NoDeepTriple,
    pyoxigraph.RdfFormat.TRIG: NoDeepTriple,
    pyoxigraph.RdfFormat.N_TRIPLES: NoDeepTriple,
    pyoxigraph.RdfFormat.N_QUADS: NoDeepTriple,
}
"""What looks at the parts of a file before the parser has them, in the syntaxes where that does not guard itself."""


@contextmanager
def _open(path: str) -> Iterator[IO[bytes]]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with opened(path) as file:
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if path.endswith(".gz") else file
