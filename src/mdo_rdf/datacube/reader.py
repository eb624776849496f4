"""Reads RDF files in any syntax as a stream of triples, and says in one line where a file is wrong."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph

from mdo_rdf.errors import CannotTellError

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
        with _open(path) as stream:
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


def _open(path: str) -> IO[bytes]:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer
    if path.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return Path(path).open("rb")
