"""The canned questions as triples, so that editors of SPARQL can show them as examples (SHACL-AF, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.query.questions import with_defaults
from mdo_rdf.triples.turtle import Resource, qname, ref, text, typed
from mdo_rdf.triples.words import both, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mdo_rdf.query.questions import Question

_PREFIX_LIST = iris.prefix_list("vragen")


def question_resources(questions: Iterable[Question]) -> Iterator[Resource]:
    """Each question with its query, which runs as it stands, then the prefixes that these use."""
    yield from map(_question, questions)
    prefixes = [iris.prefix(prefix) for prefix in iris.PREFIXES]
    declared = [("sh:declare", ref(name)) for name in prefixes]
    yield _PREFIX_LIST, [("a", qname("owl:Ontology")), *both("rdfs:label", say("prefixes")), *declared]
    for name, (prefix, namespace) in zip(prefixes, iris.PREFIXES.items(), strict=True):
        pairs = [("sh:prefix", text(prefix)), ("sh:namespace", typed(namespace, "xsd:anyURI"))]
        yield name, [("a", qname("sh:PrefixDeclaration")), *pairs]


def _question(question: Question) -> Resource:
    return iris.question(question.name), [
        ("a", qname("sh:SPARQLExecutable, sh:SPARQLSelectExecutable")),
        *(("rdfs:label", text(question.summary[language], language)) for language in LANGUAGES),
        *(("rdfs:comment", text(question.description[language], language)) for language in LANGUAGES),
        *(("schema:keywords", text(tag)) for tag in question.tags),
        ("sh:prefixes", ref(_PREFIX_LIST)),
        ("sh:select", text(with_defaults(question))),
    ]
