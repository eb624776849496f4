"""The readers that are fed: each target takes any bytes, and may refuse them with the error that it suppresses, and no other."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.datacube.reader import read_triples
from mdo_rdf.datacube.validate import validate_files
from mdo_rdf.errors import MdoError
from mdo_rdf.inputs.notation import UnknownNotationError, read_cell, read_change
from mdo_rdf.inputs.strict_csv import read_lines
from mdo_rdf.inputs.transcription import read_transcription
from mdo_rdf.inputs.withdrawn import FILE, read_withdrawn
from mdo_rdf.query.header import read_header
from mdo_rdf.query.questions import own_question
from mdo_rdf.query.sparql import is_blank, variables, verb, with_terms
from mdo_rdf.serve import negotiation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


ROOT = Path(__file__).resolve().parent.parent
_SOURCE = ROOT / "data" / "source" / "2024"


def _at(name: str, data: bytes, folder: Path) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def cells(data: bytes) -> None:
    """A text in a cell or in the column of percentages."""
    text = data.decode("utf-8", "replace")
    for read in (read_cell, read_change):
        with contextlib.suppress(UnknownNotationError):
            read(text)


def csv(data: bytes) -> None:
    """A CSV file; nothing that is read has another number of fields than the header."""
    with tempfile.TemporaryDirectory() as folder:
        rows, problems = read_lines(_at("a.csv", data, Path(folder)), "a.csv", ("a", "b"))
        for row in rows:
            if [*row.fields] not in (["a", "b"], ["b", "a"]):
                raise AssertionError(row.fields)
        for problem in problems:
            str(problem)


def transcription(data: bytes) -> None:
    """The cells of an edition, with tables and rows that are right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data" / "source" / "2024"
        for file in ("tables.csv", "rows.csv", "second-reading.csv", "footnotes.csv"):
            _at(file, (_SOURCE / file).read_bytes(), folder)
        _at("cells.csv", data, folder)
        read_transcription(Path(name), "2024", range(2019, 2024))


def withdrawn(data: bytes) -> None:
    """The list of what was withdrawn."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(MdoError):
        _at(FILE, data, Path(folder))
        read_withdrawn(Path(folder))


def turtle(data: bytes) -> None:
    """A file of Turtle, and the whole validation of it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(MdoError):
        path = str(_at("a.ttl", data, Path(folder)))
        for _ in read_triples(path):
            pass
        validate_files([path])


def json_ld(data: bytes) -> None:
    """A file of JSON-LD."""
    _read("a.jsonld", data)


def gzipped(data: bytes) -> None:
    """A file that says it is gzipped."""
    _read("a.nt.gz", data)


def _read(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(MdoError):
        for _ in read_triples(str(_at(name, data, Path(folder)))):
            pass


def question(data: bytes) -> None:
    """A query of one's own, in a file; what is put in a place of a parameter comes nowhere else."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(MdoError):
        own = own_question(str(_at("a.rq", data, Path(folder))))
        with_terms(own.text, {parameter.variable: '"x"' for parameter in own.parameters})


def query_text(data: bytes) -> None:
    """The text of a query."""
    text = data.decode("utf-8", "replace")
    is_blank(text)
    verb(text)
    with_terms(text, dict.fromkeys(variables(text), "<a>"))


def header(data: bytes) -> None:
    """The header of a question."""
    read_header("a.rq", data.decode("utf-8", "replace").splitlines())


def accept(data: bytes) -> None:
    """What a client says that it likes."""
    text = data.decode("latin-1")
    negotiation.accepted(text, negotiation.FORMS)
    negotiation.language(text)


def _files(*patterns: str) -> list[bytes]:
    return [path.read_bytes()[:20_000] for pattern in patterns for path in sorted(ROOT.glob(pattern))[:40]]


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], Iterable[bytes]]]] = {
    "cells": (cells, lambda: [line.rpartition(b",")[2] for line in (_SOURCE / "cells.csv").read_bytes().splitlines()]),
    "csv": (csv, lambda: [b"a,b\n1,2\n", b'\xef\xbb\xbfa,b\r\n"x,\n""y",2\r\n', b"b,a\n\0,\xff\n"]),
    "transcription": (transcription, lambda: [(_SOURCE / "cells.csv").read_bytes()[:4000]]),
    "withdrawn": (withdrawn, lambda: [b"name,withdrawn,reason_nl,reason_en,replaced_by\nindicator/x,2026-01-01,a,b,\n"]),
    "turtle": (turtle, lambda: _files("tests/corpus/*/valid*.ttl", "tests/corpus/kubus/invalid*.ttl")),
    "json_ld": (
        json_ld,
        lambda: [b'{"@id": "http://example.org/a", "http://example.org/b": {"@value": "c"}}'],
    ),
    "gzipped": (gzipped, lambda: [b"\x1f\x8b\x08\0\0\0\0\0\0\x03"]),
    "question": (question, lambda: _files("queries/*.rq")),
    "query_text": (query_text, lambda: _files("queries/*.rq")),
    "header": (header, lambda: _files("queries/*.rq")),
    "accept": (accept, lambda: [b"text/turtle;q=0.8, text/html", b"nl, en;q=0.5, *;q=0"]),
}
"""The targets by name, each with what it begins from."""
