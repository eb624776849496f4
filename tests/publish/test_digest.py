"""Two graphs have one checksum if, and but for the types of integers only if, they have the same triples."""

from __future__ import annotations

import random

import pyoxigraph
import pytest

from checkout import ROOT
from mdo_rdf.publish.digest import chunk_of, digest, lines, parts, staged, unstaged

XSD = "http://www.w3.org/2001/XMLSchema#"


def triples() -> list[pyoxigraph.Triple]:
    path = ROOT / "data" / "rdf" / "2024" / "cellen.ttl"
    return [quad.triple for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)]


def triple(value: pyoxigraph.Literal) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(pyoxigraph.NamedNode("urn:s"), pyoxigraph.NamedNode("urn:p"), value)


def literal(value: str, datatype: str) -> pyoxigraph.Triple:
    return triple(pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(XSD + datatype)))


def test_the_order_does_not_matter_and_each_triple_does() -> None:
    sent = triples()
    mixed = random.Random(1).sample(sent, len(sent))  # noqa: S311
    whole = digest(sent)
    assert whole == digest(mixed)
    assert whole.triples == len(sent)
    assert len({digest(sent[:at] + sent[at + 1 :]).checksum for at in range(40)} | {whole.checksum}) == 41


def test_what_is_taken_out_and_put_in_adds_up() -> None:
    sent = triples()
    assert digest(sent[:100]).plus(digest(sent[50:200]), digest(sent[:50])) == digest(sent[50:100] + sent[50:200])
    assert digest(sent[:10]).plus(digest([]), digest(sent[:10])) == digest([])


def test_the_chunk_of_a_difference_holds_it() -> None:
    sent = triples()
    [missing] = lines(sent[7:8])
    assert digest(sent).differing(digest(sent[:7] + sent[8:])) == {chunk_of(missing)}
    assert not digest(sent).differing(digest(sent))


@pytest.mark.parametrize("kind", ["nonNegativeInteger", "long", "unsignedByte", "positiveInteger"])
def test_the_type_of_an_integer_may_be_forgotten(kind: str) -> None:
    assert digest([literal("5", kind)]) == digest([literal("5", "integer")])


@pytest.mark.parametrize(
    "other",
    [
        literal("5", "decimal"), literal("05", "integer"), literal("6", "integer"), literal("5", "string"),
        triple(pyoxigraph.Literal("5", language="nl")), literal('5"^^<http://www.w3.org/2001/XMLSchema#long> .', "string"),
    ],
)  # fmt: skip
def test_nothing_else_may(other: pyoxigraph.Triple) -> None:
    assert digest([other]).checksum != digest([literal("5", "integer")]).checksum


def test_a_text_that_looks_like_the_end_of_a_line_is_a_text() -> None:
    nasty = 'a"^^<http://www.w3.org/2001/XMLSchema#long> .\nb\r\u2028\u0085c'
    assert [line.count(b"\n") for line in lines([literal(nasty, "string")])] == [0]
    assert digest([literal(nasty, "string")]) != digest([literal(nasty.replace("long", "integer"), "string")])


def test_parts_are_all_of_it_and_none_is_too_large() -> None:
    sent = triples() * 2
    sendings = list(parts(sent))
    assert sum(number for number, _ in sendings) == len(sent)
    assert max(number for number, _ in sendings) <= 10_000
    back = [quad.triple for _, part in sendings for quad in pyoxigraph.parse(part, format=pyoxigraph.RdfFormat.TURTLE)]
    assert set(back) == set(sent)


def test_staged_triples_are_found_by_no_question_and_come_back() -> None:
    sent = triples()
    hidden = list(staged(sent))
    assert not {triple.predicate for triple in hidden} & {triple.predicate for triple in sent}
    assert list(unstaged(hidden)) == sent
