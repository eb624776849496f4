"""Turns what a user gives for a parameter into an RDF term: a slug, a label or an IRI. Knows what there is to choose from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf.errors import CannotTellError, did_you_mean
from mdo_rdf.names import BASE, PREFIXES
from mdo_rdf.sparql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mdo_rdf.questions import Parameter

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
    prefix = f"{BASE}id/{name}/"
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
    known = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in known:
            hint = did_you_mean(name, known) or (f"it has {', '.join(known)}" if known else "it has none")
            raise CannotTellError(f"--param {name}: this question has no such parameter; {hint}")
    terms = {}
    for name, parameter in known.items():
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
        hint = did_you_mean(value, parameter.choices)
        raise _wrong(parameter, value, hint or f"use one of {', '.join(parameter.choices)}")
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
    named = _named(store, parameter.name, value)
    if named:
        return named
    found = choices(store, parameter.name)
    wanted = value.strip().casefold()
    for choice in found:
        if wanted and wanted == choice.slug.partition("/")[2]:
            return choice.iri
    by_label = {choice.iri for choice in found if wanted in map(str.casefold, choice.labels)}
    if len(by_label) == 1:
        return by_label.pop()
    if by_label:
        raise _wrong(parameter, value, f"it is the label of {len(by_label)} things; give one of {', '.join(sorted(by_label))}")
    if parameter.enumerated or "://" not in value:
        raise _wrong(parameter, value, _near(found, value) or _what_to_give(store, parameter))
    try:
        return pyoxigraph.NamedNode(value).value
    except ValueError:
        raise _wrong(parameter, value, "it is not an IRI") from None


def _named(store: pyoxigraph.Store, name: str, value: str) -> str:
    """The IRI that ``value`` is, or is the slug of, if there is such a thing; most values are, and it takes no search."""
    prefix = f"{BASE}id/{name}/"
    try:
        node = pyoxigraph.NamedNode(value if value.startswith(prefix) else prefix + value.strip().lower())
    except ValueError:
        return ""
    labelled = any(next(store.quads_for_pattern(node, pyoxigraph.NamedNode(one), None), None) for one in _LABELS)
    return node.value if labelled else ""


def _near(found: Iterable[Choice], value: str) -> str:
    """The slugs of what looks like ``value``, by slug or by label."""
    from difflib import get_close_matches

    slugs = {choice.slug: choice.slug for choice in found}
    labels = {label: choice.slug for choice in found for label in choice.labels}
    by_lower = {word.lower(): slug for word, slug in {**labels, **slugs}.items()}
    near = get_close_matches(value.lower(), by_lower, n=3)
    return f"did you mean {' or '.join(dict.fromkeys(by_lower[word] for word in near))}?" if near else ""


def _what_to_give(store: pyoxigraph.Store, parameter: Parameter) -> str:
    slugs = [*parameter.choices] or (
        [choice.slug for choice in choices(store, parameter.name)] if parameter.kind == "iri" else []
    )
    shown = ", ".join(slugs[:_MOST_SHOWN]) + (f" … ({len(slugs)} in all)" if len(slugs) > _MOST_SHOWN else "")
    return f"give one of {shown}" if slugs else f"give {_KIND_IN_WORDS[parameter.kind]}"


_MOST_SHOWN = 12
_KIND_IN_WORDS = {"iri": "an IRI", "string": "a text", "integer": "a whole number", "date": "a date as 2023-12-31"}


def _wrong(parameter: Parameter, value: str, remedy: str) -> CannotTellError:
    return CannotTellError(f"--param {parameter.name}={value}: not a value for it; {remedy}")
