"""Where in the site a thing has its page and its files; knows names and folders, and nothing of what is in them."""

from __future__ import annotations

from functools import cache

from mdo_rdf.iris import BASE

LANGUAGES = ("nl", "en")
_ID, _DEF = f"{BASE}id/", f"{BASE}def"


@cache
def document(iri: str) -> str:
    """The document about a thing of ours, without its extension; empty for what is not ours.

    >>> document(BASE + "id/jaar/2023"), document(BASE + "def#Cel"), document("http://example.org/")
    ('doc/jaar/2023', 'def', '')
    """
    if iri.startswith(_ID):
        return f"doc/{iri.removeprefix(_ID)}"
    return "def" if iri == _DEF or iri.startswith(f"{_DEF}#") else ""


def page(path: str, language: str) -> str:
    """The HTML page of a document; the English ones are in a folder of their own.

    >>> page("doc/jaar/2023", "en")
    'en/doc/jaar/2023.html'
    """
    return f"{'' if language == 'nl' else f'{language}/'}{path}.html"


def relative(start: str, target: str) -> str:
    """The way from one file of the site to another: it holds from a disk and from any folder of a server.

    >>> relative("en/doc/jaar/2023.html", "static/style.css"), relative("index.html", "en/index.html")
    ('../../../static/style.css', 'en/index.html')
    """
    return "../" * start.count("/") + target


def fragment(iri: str) -> str:
    """The part of a page that is about a thing: a term of the vocabulary shares its page with the others."""
    return f"#{iri.rpartition('#')[2]}" if iri.startswith(f"{_DEF}#") else ""
