"""Turns what a user gives for a parameter (a slug, a label, an IRI or a value) into an RDF term, and says what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.query.questions import Parameter, iri_prefix
from mdo_rdf.query.sparql import literal
from mdo_rdf.suggestions import Labels, did_you_mean, instead, meant, one_of

_LABELS = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label", f"{PREFIXES['dcterms']}title")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Choice(NamedTuple):
    """One thing that can be chosen: its IRI, its slug (what comes after ``id/{name}/``) and its labels in all languages."""

    iri: str
    slug: str
    labels: tuple[str, ...]


def choices(store: pyoxigraph.Store, name: str) -> list[Choice]:
    """The things of the publication whose IRI is ``id/{name}/…``, in the order of their slugs."""
    prefix = iri_prefix(name)
    labels: dict[str, list[str]] = {}
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None):
            subject = quad.subject.value if isinstance(quad.subject, pyoxigraph.NamedNode) else ""
            if subject.startswith(prefix) and isinstance(quad.object, pyoxigraph.Literal):
                labels.setdefault(subject, []).append(quad.object.value)
    return [Choice(iri, iri.removeprefix(prefix), tuple(labels[iri])) for iri in sorted(labels)]


def bound(store: pyoxigraph.Store, parameters: Iterable[Parameter], values: Mapping[str, str]) -> dict[str, str]:
    """The term for each variable that has a value, given or by default, in the syntax of N-Triples.

    Raises ``CannotTellError`` for a value that is missing, is for no parameter, or is not one of its choices.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in by_name:
            hint = did_you_mean(name, by_name) or f"it has {', '.join(by_name) or 'none'}"
            raise CannotTellError(f"--param {name}: this question has no such parameter; {hint}")
    terms = {}
    for name, parameter in by_name.items():
        value = values.get(name, parameter.default)
        if name not in values and parameter.required:
            raise CannotTellError(f"--param {name}=…: this question cannot do without it; {_what_to_give(store, parameter)}")
        if value or name in values:
            terms[parameter.variable] = term(store, parameter, value)
    return terms


def term(store: pyoxigraph.Store, parameter: Parameter, value: str) -> str:
    """The term that ``value`` stands for, in the syntax of N-Triples. Raises ``CannotTellError``."""
    if parameter.kind == "iri":
        return f"<{_iri(store, parameter, value)}>"
    if parameter.choices and value not in parameter.choices:
        raise _wrong(parameter, value, f"use one of {', '.join(parameter.choices)}")
    if parameter.kind == "integer" and not _INTEGER.fullmatch(value):
        raise _wrong(parameter, value, "give a whole number")
    if parameter.kind == "date" and not _DATE.fullmatch(value):
        raise _wrong(parameter, value, "give a date as 2023-12-31")
    return literal(_checked(parameter, value), parameter.kind.replace("string", ""))


def _checked(parameter: Parameter, value: str) -> str:
    """``value``, which every store can take as a string."""
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _wrong(parameter, ascii(value), "it is not UTF-8") from None
    if "\0" in value:
        raise _wrong(parameter, ascii(value), "it has a NUL character, which no store takes")
    return value


def _iri(store: pyoxigraph.Store, parameter: Parameter, value: str) -> str:
    prefix = iri_prefix(parameter.name)
    iri = BASE + value.strip() if value.strip().startswith("id/") else value.strip()
    word = iri.removeprefix(prefix)
    if _is_there(store, prefix + word.lower()):
        return prefix + word.lower()
    things = {choice.slug: choice.labels for choice in choices(store, parameter.name)}
    slugs = _meant(word, things)
    if len(slugs) == 1:
        return prefix + slugs[0]
    if slugs:
        raise _wrong(parameter, value, f"it is the label of {len(slugs)} things; {one_of(slugs)}")
    if parameter.enumerated or "://" not in iri:
        usual = f"give one such as {parameter.shown_default}" if parameter.default else "give an IRI"
        raise _wrong(parameter, value, instead(word, things) or usual)
    try:
        return pyoxigraph.NamedNode(iri).value
    except ValueError:
        raise _wrong(parameter, value, "it is not an IRI") from None


def _meant(word: str, things: Labels) -> list[str]:
    """As ``meant``; a slug may also be given without the edition that it begins with."""
    of_edition = [slug for slug in things if slug.partition("/")[2] == word.casefold() != ""]
    return of_edition[:1] or (meant(word, things) if word else [])


def _is_there(store: pyoxigraph.Store, iri: str) -> bool:
    """Whether there is such a thing; most values are a slug, and finding that out takes no search."""
    try:
        node = pyoxigraph.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None), None) is not None


def _what_to_give(store: pyoxigraph.Store, parameter: Parameter) -> str:
    slugs = [*parameter.choices] or (
        [choice.slug for choice in choices(store, parameter.name)] if parameter.kind == "iri" else []
    )
    return one_of(slugs) or f"give {_KIND_IN_WORDS[parameter.kind]}"


_KIND_IN_WORDS = {"iri": "an IRI", "string": "a text", "integer": "a whole number", "date": "a date as 2023-12-31"}


def _wrong(parameter: Parameter, value: str, remedy: str) -> CannotTellError:
    return CannotTellError(f"--param {parameter.name}={value}: not a value for it; {remedy}")
