"""The files of the site as answers: names lead to documents, and a document comes in the form and language that is liked."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import RedirectResponse, Response

from mdo_rdf import iris
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.serve.negotiation import FORMS, accepted, form_of, language
from mdo_rdf.serve.problems import problem
from mdo_rdf.site import paths
from mdo_rdf.site.writer import site_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from mdo_rdf.inputs.withdrawn import Withdrawn
    from mdo_rdf.serve.negotiation import DocumentForm

_CACHE = "public, max-age=3600"
_ENGLISH = paths.folder("en")
_KEPT = 512
"""How many files, those that were asked for last, stay in memory as they are sent."""
_WORTH, _LARGE = 1000, 128 * 1024
"""From and up to how many bytes a file is compressed here; a larger one is by the middleware, in a thread of its own."""
BY_CHOICE = {"Vary": "Accept, Accept-Language"}
"""Of an answer that depends on what the client likes."""


class _Content(NamedTuple):
    """A file as it is sent, also compressed where that is worth it (or else nothing), and its entity tag."""

    plain: bytes
    compressed: bytes
    tag: str


class Documents:
    """The files in a folder that ``write_site`` wrote, and no others: what is not in its manifest is not there.

    So no path leads out of the folder, whatever is in it. The files should not change: what was read is kept for a while.
    """

    def __init__(self, folder: Path, withdrawn: Mapping[str, Withdrawn]) -> None:
        self._folder, self._withdrawn = folder, withdrawn
        self.names = site_files(folder)
        self._kept = lru_cache(_KEPT)(self._read)

    def forms(self, document: str) -> list[DocumentForm]:
        """The forms that a document comes in; none where there is no such document."""
        bare = document.removeprefix(_ENGLISH)
        own = [form for form in FORMS if f"{bare}.{form.extension}" in self.names]
        return own if f"{document}.html" in self.names or not document.startswith(_ENGLISH) else []

    async def thing(self, request: Request) -> Response:
        """A name of something that is no document: 303, to what tells about it, in the language that is liked."""
        name = request.path_params["name"]
        if name in self._withdrawn:
            return self._gone(request, self._withdrawn[name])
        if not self.forms(f"doc/{name}"):
            return self.missing(request)
        return RedirectResponse(f"/{paths.folder(_language(request))}doc/{name}", 303, {**BY_CHOICE, "Cache-Control": _CACHE})

    async def file(self, request: Request) -> Response:
        """A file by its path, or a document in the form that is liked (RFC 9110, section 12.1)."""
        path = request.url.path.removeprefix("/")
        path = f"{path}index.html" if not path or path.endswith("/") else path
        if path in self.names:
            return self._sent(request, path, {})
        forms = self.forms(path)
        if not forms:
            name = path.removeprefix(_ENGLISH).removeprefix("doc/").partition(".")[0]
            return self._gone(request, self._withdrawn[name]) if name in self._withdrawn else self.missing(request)
        chosen = accepted(", ".join(request.headers.getlist("accept")), forms)
        if chosen is None:
            listed = ", ".join(f"{form.media_type} (/{path}.{form.extension})" for form in forms)
            return problem(406, "Not acceptable", f"/{path} can be had as {listed}", BY_CHOICE)
        file = f"{path if chosen.extension == 'html' else path.removeprefix(_ENGLISH)}.{chosen.extension}"
        return self._sent(request, file, {**BY_CHOICE, "Content-Location": f"/{file}"})

    def _read(self, path: str) -> _Content:
        plain = (self._folder / path).read_bytes()
        compressed = gzip.compress(plain, mtime=0) if _WORTH <= len(plain) < _LARGE else b""
        return _Content(plain, compressed, f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"')

    def _content(self, path: str) -> _Content:
        """What a file has; one that is large is read each time, so that what is kept has a bound."""
        large = (self._folder / path).stat().st_size >= _LARGE
        return self._read(path) if large else self._kept(path)

    def _sent(self, request: Request, path: str, headers: Mapping[str, str]) -> Response:
        content = self._content(path)
        own = {"ETag": content.tag, "Cache-Control": _CACHE, **headers, **self.signposts(path)}
        if path.endswith(".html"):
            own["Content-Language"] = paths.language(path)
        if content.tag in request.headers.get("if-none-match", ""):
            response = Response(status_code=304, headers=own)
        else:
            response = Response(content.plain, headers={**own, "Content-Type": form_of(path).content_type})
        return _in_coding(request, response, content)

    def signposts(self, path: str) -> dict[str, str]:
        """Where the other forms are, what the document is about and what may be done with it (RFC 8288, signposting.org)."""
        bare = path.removeprefix(_ENGLISH).rpartition(".")[0].removesuffix(".en")
        if not bare.startswith("doc/"):
            return {}
        links = [f'<{iris.thing_of(iris.absolute(bare))}>; rel="cite-as"', f'<{iris.LICENCE}>; rel="license"']
        links += [f'</{bare}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in self.forms(bare)]
        links += [f'</{bare}.ttl>; rel="describedby"; type="text/turtle"']
        return {"Link": ", ".join(links)}

    def missing(self, request: Request) -> Response:
        """404: a page for a browser, and a problem for a program."""
        wanted = accepted(request.headers.get("accept", ""), [_PROBLEM, *FORMS[:1]])
        if wanted is not FORMS[0]:
            return problem(404, "Not found", f"{request.url.path}: there is nothing here of that name", BY_CHOICE)
        path = paths.page("404", _language(request))
        return Response((self._folder / path).read_bytes(), 404, BY_CHOICE, "text/html")

    def _gone(self, request: Request, what: Withdrawn) -> Response:
        """410: what was here, since when it is no more, and why."""
        reason = Text(what.reason_nl, what.reason_en).in_(_language(request))
        instead = f" {iris.absolute(iris.thing(what.replacement))}" if what.replacement else ""
        return problem(410, "Gone", f"id/{what.name}: {what.date}: {reason}{instead}", BY_CHOICE)

    async def void(self, request: Request) -> Response:
        """What is published, for who asks at the agreed place (VoID, section 7.2)."""
        catalogue = [
            name.rpartition(".")[0] for name in self.names if name.startswith("data/") and name.endswith("/catalogus.jsonld")
        ]
        chosen = accepted(request.headers.get("accept", ""), FORMS[1:3]) or FORMS[1]
        return RedirectResponse(f"/{max(catalogue)}.{chosen.extension}", 303, {"Vary": "Accept"})


_PROBLEM = form_of("problem.json")


def _in_coding(request: Request, response: Response, content: _Content) -> Response:
    """Compressed for a client that takes that; a 304 depends on the same as the 200 would (RFC 9110, section 15.4.5)."""
    packed = response.status_code == 200 and "gzip" in request.headers.get("accept-encoding", "")
    if not content.compressed or (response.status_code == 200 and not packed):
        return response  # the middleware says what a plain answer depends on
    response.headers.add_vary_header("Accept-Encoding")
    if packed:
        response.body = content.compressed
        response.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(content.compressed))})
    return response


def _language(request: Request) -> str:
    """That of the address where it is in a folder of a language, or else the one that is liked."""
    in_address = paths.language(request.url.path.removeprefix("/"))
    return in_address if in_address != LANGUAGES[0] else language(request.headers.get("accept-language", ""))
