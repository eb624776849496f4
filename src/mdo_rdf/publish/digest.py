"""Counts and sums up the triples of a graph, whatever their order, in memory that does not grow; and packs them for sending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.iris import BASE

STAGED = f"{BASE}klaargezet?"
"""What comes before a predicate while its graph is being made ready: no query of a reader finds such a triple."""

CHUNKS = 256
_PART = 10_000
_SIZE = 16
_MODULUS = 2 ** (8 * _SIZE)
_INTEGERS = re.compile(
    rb'"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:nonNegativeInteger|positiveInteger|nonPositiveInteger|negativeInteger|long|int'
    rb"|short|byte|unsignedLong|unsignedInt|unsignedShort|unsignedByte)> \.$",
    re.MULTILINE,
)
"""The datatypes derived from xsd:integer, at the end of a line, where only the object of a triple can stand: some stores keep
the number and forget which of these it was, and that is the one change that a checksum does not see."""


class Digest(NamedTuple):
    """The number of triples of a graph, and a sum over each chunk of them; a triple is in the chunk that its hash says."""

    triples: int
    sums: tuple[int, ...]

    @property
    def checksum(self) -> str:
        """One checksum of all, in hexadecimal."""
        return blake2b(b"".join(total.to_bytes(_SIZE) for total in self.sums), digest_size=_SIZE).hexdigest()

    def plus(self, added: Digest, removed: Digest) -> Digest:
        """The digest of a graph that loses what it has of ``removed`` and gets ``added``, of which it has nothing."""
        count = self.triples - removed.triples + added.triples
        return Digest(count, tuple((a - b + c) % _MODULUS for a, b, c in zip(self.sums, removed.sums, added.sums, strict=True)))

    def differing(self, other: Digest) -> set[int]:
        """The chunks in which two graphs differ; none where they are the same."""
        return {at for at, (mine, its) in enumerate(zip(self.sums, other.sums, strict=True)) if mine != its}


def digest(triples: Iterable[pyoxigraph.Triple]) -> Digest:
    """Sum up a stream of triples, none of which comes twice."""
    count, sums = 0, [0] * CHUNKS
    for line in lines(triples):
        hashed = blake2b(line, digest_size=_SIZE).digest()
        sums[hashed[0]] += int.from_bytes(hashed)
        count += 1
    return Digest(count, tuple(total % _MODULUS for total in sums))


def chunk_of(line: bytes) -> int:
    """The chunk that a line of ``lines`` is in."""
    return blake2b(line, digest_size=_SIZE).digest()[0]


def lines(triples: Iterable[pyoxigraph.Triple]) -> Iterator[bytes]:
    """Each triple as a line of canonical N-Triples (RDF 1.1 N-Triples, section 4), with one type for all integers."""
    for batch in _batches(triples):
        content = pyoxigraph.serialize(batch, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        yield from _INTEGERS.sub(b'"^^<http://www.w3.org/2001/XMLSchema#integer> .', content).splitlines()


def parts(triples: Iterable[pyoxigraph.Triple]) -> Iterator[tuple[int, bytes]]:
    """The triples as Turtle, some thousands at a time, each with their number: what is sent at once, and can be sent again.

    In Turtle, because Virtuoso takes a large integer for a decimal where N-Triples would spell its datatype out.
    """
    for batch in _batches(triples):
        yield len(batch), pyoxigraph.serialize(batch, format=pyoxigraph.RdfFormat.TURTLE) or b""


def _batches(triples: Iterable[pyoxigraph.Triple]) -> Iterator[list[pyoxigraph.Triple]]:
    stream = iter(triples)
    while batch := list(islice(stream, _PART)):
        yield batch


def staged(triples: Iterable[pyoxigraph.Triple]) -> Iterator[pyoxigraph.Triple]:
    """The triples with predicates that no reader asks for."""
    for triple in triples:
        yield pyoxigraph.Triple(triple.subject, _predicate(STAGED + triple.predicate.value), triple.object)


def unstaged(triples: Iterable[pyoxigraph.Triple]) -> Iterator[pyoxigraph.Triple]:
    """The opposite of ``staged``."""
    for triple in triples:
        yield pyoxigraph.Triple(triple.subject, _predicate(triple.predicate.value.removeprefix(STAGED)), triple.object)


_predicate = cache(pyoxigraph.NamedNode)
