"""How a thing is shown on a page in one language: its title, its link, what is said of it, and what names it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph

from mdo_rdf.site import paths
from mdo_rdf.site.resources import TYPE, Resources, short

if TYPE_CHECKING:
    from mdo_rdf.site.resources import Term

Context = dict[str, Any]
"""What goes into a template."""
_MOST_REFERRING = 12


def read_words(language: str) -> dict[str, Any]:
    """The words of the pages in a language, from ``words.toml``."""
    words: dict[str, Any] = tomllib.loads((files("mdo_rdf.site") / "words.toml").read_text("utf-8"))[language]
    return words


def value(text: str, *, target: str = "", iri: str = "", language: str = "", more: str = "") -> Context:
    """Something to show: its text, where it leads (in the site, or elsewhere), its language if that is another, and an aside."""
    return {"text": text, "target": target, "iri": iri, "language": language, "more": more}


class Shown:
    """The resources and the words of a language."""

    def __init__(self, resources: Resources, language: str) -> None:
        self.resources, self.language, self.words = resources, language, read_words(language)

    def title(self, iri: str) -> str:
        """What to call a thing."""
        return self.resources.title(iri, self.language)

    def text(self, iri: str, name: str) -> str:
        """A text of a thing in the language of the page; empty where there is none."""
        return self.resources.text(iri, name, self.language)

    def shown(self, term: Term) -> Context:
        """A value for the templates: its text, and where it leads."""
        if isinstance(term, pyoxigraph.Literal):
            other = term.language if term.language not in (None, self.language) else ""
            return value(term.value, language=other)
        return self.link(term.value)

    def link(self, iri: str, text: str = "") -> Context:
        """A thing as a link: to its page here, or to where it is on the web; of any other kind of address it is text."""
        document = paths.document(iri)
        shown = text or (self.resources.title(iri, self.language) if iri in self.resources.out else short(iri))
        if document and (iri in self.resources.out or document == "def"):
            return value(shown, target=paths.page(document, self.language) + paths.fragment(iri))
        return value(shown, iri=iri if iri.startswith(("http://", "https://")) else "")

    def rows(self, iri: str) -> list[Context]:
        """What is said of a thing, by property, in the language of the page."""
        rows: dict[str, list[Context]] = {}
        for predicate, term in self.resources.out[iri]:
            if not isinstance(term, pyoxigraph.Literal) or term.language in (None, self.language):
                rows.setdefault(predicate, []).append(self.shown(term))
        return [{"property": self._property(predicate), "entries": values} for predicate, values in rows.items()]

    def _property(self, predicate: str) -> Context:
        return value("type", iri=predicate) if predicate == TYPE else self.link(predicate)

    def referring(self, iri: str) -> list[Context]:
        """What names a thing, by property; of many the first, and how many more there are."""
        groups: dict[str, list[str]] = {}
        for predicate, subject in self.resources.into.get(iri, ()):
            if paths.document(subject):
                groups.setdefault(predicate, []).append(subject)
        return [
            {
                "property": self._property(predicate),
                "entries": list(map(self.link, subjects[:_MOST_REFERRING])),
                "more": max(0, len(subjects) - _MOST_REFERRING),
            }
            for predicate, subjects in groups.items()
        ]

    def common(self, iri: str, document: str) -> Context:
        """What the page of every thing has: its title, its name, and all that is said of it and that names it."""
        title = self.title(iri)
        return {
            "title": title[:1].upper() + title[1:],
            "iri": iri,
            "document": document,
            "rows": self.rows(iri),
            "groups": self.referring(iri),
        }

    def label_of(self, iri: str, name: str) -> str:
        """What to call the thing that a property leads to; empty where there is none."""
        return next(map(self.title, self.resources.things(iri, name)), "")
