"""The published triples by subject, in the order of the files, with the labels of things and what refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from mdo_rdf import iris
from mdo_rdf.export.columns import expanded
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publication import turtle_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Term = pyoxigraph.NamedNode | pyoxigraph.Literal
_LONGEST_TITLE = 90
_NAMES = {namespace: prefix for prefix, namespace in PREFIXES.items()}


TYPE = expanded("rdf:type")
_LABELS = tuple(
    map(expanded, ("skos:prefLabel", "rdfs:label", "dcterms:title", "schema:text", "schema:claimReviewed", "dcterms:description"))
)


class Resources:
    """What is said of each thing (``out``: predicate and object), and by what it is named (``into``: predicate and subject)."""

    def __init__(self, root: Path, edition: str) -> None:
        self.out: dict[str, dict[tuple[str, Term], None]] = {}
        self.into: dict[str, list[tuple[str, str]]] = {}
        self._titles: dict[tuple[str, str], str] = {}
        for path in turtle_files(root, edition=edition):
            if path.parent.name == "ontology" or not path.stem.startswith("koppelingen-"):
                self._read(path)

    def _read(self, path: Path) -> None:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal):
                raise TypeError("there is no blank node in what is published")
            said = self.out.setdefault(subject.value, {})
            if (predicate, value) in said:
                continue
            said[predicate, value] = None
            if isinstance(value, pyoxigraph.NamedNode):
                self.into.setdefault(value.value, []).append((predicate, subject.value))

    def triples(self, iri: str) -> Iterator[pyoxigraph.Triple]:
        """The statements about a thing."""
        subject = pyoxigraph.NamedNode(iri)
        for predicate, value in self.out.get(iri, {}):
            yield pyoxigraph.Triple(subject, pyoxigraph.NamedNode(predicate), value)

    def values(self, iri: str, name: str) -> list[Term]:
        """The objects of a property (a prefixed name)."""
        wanted = expanded(name)
        return [value for predicate, value in self.out.get(iri, {}) if predicate == wanted]

    def things(self, iri: str, name: str) -> list[str]:
        """The IRIs among the objects of a property."""
        return [value.value for value in self.values(iri, name) if isinstance(value, pyoxigraph.NamedNode)]

    def text(self, iri: str, name: str, language: str = "") -> str:
        """The text of a property in a language, or without one; empty where there is none."""
        literals = self._literals(iri, expanded(name))
        return next((literal.value for literal in literals if (literal.language or "") in ("", language)), "")

    def printed(self, iri: str, name: str) -> str:
        """A text of the report, which is in Dutch, or in no language; empty where there is none."""
        return self.text(iri, name, "nl")

    def subjects(self, name: str, iri: str) -> list[str]:
        """The things of which a property has ``iri`` as its object."""
        wanted = expanded(name)
        return list(dict.fromkeys(subject for predicate, subject in self.into.get(iri, ()) if predicate == wanted))

    def of_type(self, name: str) -> list[str]:
        """The things of a class (a prefixed name), in the order of the files."""
        return self.subjects("rdf:type", expanded(name))

    def title(self, iri: str, language: str) -> str:
        """What to call a thing in a language: its label, or what it is made up of, or its name."""
        if (iri, language) not in self._titles:
            self._titles[iri, language] = self._title(iri, language)
        return self._titles[iri, language]

    def _title(self, iri: str, language: str) -> str:
        composed = self._composed(iri, language)
        if composed:
            return composed
        for label in _LABELS:
            texts = [value for value in self._literals(iri, label) if (value.language or language) == language]
            if texts:
                text = texts[0].value
                return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1].rpartition(' ')[0]} …"
        about = self._indicator_and_year(iri, language)
        return ", ".join(about) if about and iri.startswith(BASE) else short(iri)

    def _indicator_and_year(self, iri: str, language: str) -> list[str]:
        things = (*self.things(iri, "mdo:indicator"), *self.things(iri, "mdo:jaar"))
        return [self.title(thing, language) for thing in things]

    def _literals(self, iri: str, predicate: str) -> list[pyoxigraph.Literal]:
        said = self.out.get(iri, {})
        return [value for name, value in said if name == predicate and isinstance(value, pyoxigraph.Literal)]

    def _composed(self, iri: str, language: str) -> str:
        """The title of what has no label: an observation or a cell, of what it is and when or where; a link, of what to what."""
        kind = iris.kind(iri)
        if kind == "observatie":
            parts = self._indicator_and_year(iri, language)
            datasets = [self.title(dataset, language) for dataset in self.things(iri, "qb:dataSet")]
            return f"{', '.join(parts)} ({datasets[0].rpartition(': ')[2]})" if datasets else ""
        if kind == "cel":
            tables = [self.printed(table, "dcterms:title") for table in self.things(iri, "mdo:tabel")]
            return ": ".join([*tables, f"{self.printed(iri, 'mdo:rijopschrift')}, {self.text(iri, 'mdo:kolom')}"])
        if kind == "koppeling":
            ends = [self.title(source, language) for source in self.things(iri, "owl:annotatedSource")]
            return " – ".join([*ends, *(value.value for value in self.values(iri, "sssom:object_label"))])
        return ""


def short(iri: str) -> str:
    """An IRI as people write it: with a prefix, or relative to the base.

    >>> short(BASE + "id/jaar/2023"), short("http://www.w3.org/2004/02/skos/core#Concept")
    ('id/jaar/2023', 'skos:Concept')
    """
    for namespace, prefix in _NAMES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE)
