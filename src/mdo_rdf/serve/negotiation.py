"""Chooses the form and the language of a document by the headers Accept and Accept-Language (RFC 9110, section 12.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request


class DocumentForm(NamedTuple):
    """One form that a document comes in: the ending of its file, and its media type."""

    extension: str
    media_type: str

    @property
    def content_type(self) -> str:
        """For the header of that name: text says how it is encoded (RFC 9110, section 8.3.2)."""
        is_text = self.media_type.startswith("text/") or self.media_type.endswith("xml")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


FORMS = (
    DocumentForm("html", "text/html"),
    DocumentForm("ttl", "text/turtle"),
    DocumentForm("jsonld", "application/ld+json"),
    DocumentForm("csv", "text/csv"),
    DocumentForm("json", "application/json"),
    DocumentForm("svg", "image/svg+xml"),
)
"""The forms of documents, in the order of preference where a client has none (RFC 9110, section 12.5.1)."""
_OTHERS = (
    DocumentForm("css", "text/css"),
    DocumentForm("js", "text/javascript"),
    DocumentForm("xml", "application/xml"),
    DocumentForm("txt", "text/plain"),
)
_BY_EXTENSION: Mapping[str, DocumentForm] = {form.extension: form for form in (*FORMS, *_OTHERS)}


def form_of(path: str) -> DocumentForm:
    """The form of a file, by its ending.

    >>> form_of("doc/jaar/2023.ttl").content_type
    'text/turtle; charset=utf-8'
    """
    return _BY_EXTENSION.get(path.rpartition(".")[2], DocumentForm("", "application/octet-stream"))


def best(accept: str, media_types: Sequence[str]) -> str | None:
    """Which media type the header Accept likes best (RFC 9110, section 12.5.1), the first where it has no preference."""
    return parse_accept_header(accept, MIMEAccept).best_match(media_types) if accept.strip() else media_types[0]


def accepted(accept: str, forms: Iterable[DocumentForm]) -> DocumentForm | None:
    """The one of ``forms`` that a client wants most, by its Accept header; None where it takes none of them.

    >>> accepted("text/turtle, */*;q=0.1", FORMS).extension, accepted("", FORMS).extension, accepted("image/png", FORMS)
    ('ttl', 'html', None)
    """
    by_type = {form.media_type: form for form in forms}
    return by_type.get(best(accept, list(by_type)) or "")


def in_few_words(accept: str) -> str:
    """What a client likes, of the forms of documents alone: whoever likes the same, however it says so, says it in the same way.

    >>> in_few_words("text/*;q=0.5, text/turtle"), in_few_words("image/png"), in_few_words("")
    ('text/turtle;q=1, text/html;q=0.9, text/csv;q=0.8', 'none/none', '')
    """
    if not accept.strip():
        return ""
    liked, left, order = parse_accept_header(accept, MIMEAccept), [form.media_type for form in FORMS], list[str]()
    while left and (media_type := liked.best_match(left)):
        order.append(media_type)
        left.remove(media_type)
    return ", ".join(f"{media_type};q={1 - at / 10:g}" for at, media_type in enumerate(order)) or "none/none"


def language(accept_language: str) -> str:
    """Dutch, or English for who wants that more, by the Accept-Language header.

    >>> language("en-GB,en;q=0.9,nl;q=0.5"), language("fr"), language("")
    ('en', 'nl', 'nl')
    """
    liked = parse_accept_header(accept_language, LanguageAccept)
    plain = LanguageAccept([(tag.partition("-")[0], weight) for tag, weight in liked])  # a region makes no other language
    return plain.best_match(LANGUAGES, default=LANGUAGES[0])


def language_of(request: Request) -> str:
    """That of the address where it is in a folder of a language, or else the one that is liked."""
    in_address = paths.language(request.url.path.removeprefix("/"))
    return in_address if in_address != LANGUAGES[0] else language(request.headers.get("accept-language", ""))
