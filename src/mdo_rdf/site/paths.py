"""Where in the site a thing has its page and its files."""

from __future__ import annotations

from functools import cache

from mdo_rdf.iris import BASE
from mdo_rdf.iris import LANGUAGES as LANGUAGES

SEARCH, EDITOR = "zoeken", "bevragen"
"""The pages that only a server has."""
_ID, _DEF = f"{BASE}id/", f"{BASE}def"


@cache
def document(iri: str) -> str:
    """The document about a thing of ours, without its extension; empty for what is not ours.

    >>> document(BASE + "id/jaar/2023"), document(BASE + "def#Cel"), document("http://example.org/")
    ('doc/jaar/2023', 'def', '')
    """
    if iri.startswith(_ID):
        return f"doc/{iri.removeprefix(_ID)}"
    return "def" if iri == _DEF or is_term(iri) else ""


def is_term(iri: str) -> bool:
    """Whether an IRI names a term of the vocabulary; these share a document."""
    return iri.startswith(f"{_DEF}#")


def folder(language: str) -> str:
    """The folder of the pages in a language; the first of ``LANGUAGES`` has none.

    >>> folder("nl"), folder("en")
    ('', 'en/')
    """
    return "" if language == LANGUAGES[0] else f"{language}/"


def language(path: str) -> str:
    """The language of a page, by its folder."""
    return next((each for each in LANGUAGES[1:] if path.startswith(folder(each))), LANGUAGES[0])


def file(document: str, extension: str, language: str) -> str:
    """A file about a thing that is in a language, and that is not a page.

    >>> file("doc/vraag/kerncijfers", "csv", "nl"), file("doc/vraag/kerncijfers", "csv", "en")
    ('doc/vraag/kerncijfers.csv', 'doc/vraag/kerncijfers.en.csv')
    """
    return f"{document}{'' if language == LANGUAGES[0] else f'.{language}'}.{extension}"


def page(path: str, language: str) -> str:
    """The HTML page of a document; the English ones are in a folder of their own.

    >>> page("doc/jaar/2023", "en")
    'en/doc/jaar/2023.html'
    """
    return f"{folder(language)}{path}.html"


def relative(start: str, target: str) -> str:
    """The way from one file of the site to another: it holds from a disk and from any folder of a server.

    >>> relative("en/doc/jaar/2023.html", "static/style.css"), relative("index.html", "en/index.html")
    ('../../../static/style.css', 'en/index.html')
    """
    return "../" * start.count("/") + target


def fragment(iri: str) -> str:
    """The part of a page that is about a thing: a term of the vocabulary shares its page with the others."""
    return f"#{iri.rpartition('#')[2]}" if is_term(iri) else ""
