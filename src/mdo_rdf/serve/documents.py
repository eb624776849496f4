"""The files of the site as answers: names lead to documents, and a document comes in the form and language that is liked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from mdo_rdf import iris
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.serve.negotiation import FORMS, accepted, form_of, language_of
from mdo_rdf.serve.problems import problem
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from mdo_rdf.inputs.withdrawn import Withdrawn
    from mdo_rdf.serve.negotiation import DocumentForm
    from mdo_rdf.site.contents import Site

_CACHE = "public, max-age=3600"
_ENGLISH = paths.folder("en")
BY_CHOICE = {"Vary": "Accept, Accept-Language"}
"""Of an answer that depends on what the client likes."""


class Documents:
    """The files of a site, and no others: a path is only ever looked up among the names of these."""

    def __init__(self, site: Site, withdrawn: Mapping[str, Withdrawn]) -> None:
        self._site, self._withdrawn = site, withdrawn

    def forms(self, document: str) -> list[DocumentForm]:
        """The forms that a document comes in; none where there is no such document."""
        bare = document.removeprefix(_ENGLISH)
        names = self._site.names_beside(f"{bare}.ttl") or self._site.names_beside(f"{bare}.html")
        own = [form for form in FORMS if f"{bare}.{form.extension}" in names]
        return own if f"{document}.html" in names or not document.startswith(_ENGLISH) else []

    async def thing(self, request: Request) -> Response:
        """A name of something that is no document: 303, to what tells about it, in the language that is liked."""
        name = request.path_params["name"]
        if name in self._withdrawn:
            return self._gone(request, self._withdrawn[name])
        if not self.forms(f"doc/{name}"):
            return self.missing(request)
        return RedirectResponse(f"/{paths.folder(language_of(request))}doc/{name}", 303, {**BY_CHOICE, "Cache-Control": _CACHE})

    async def file(self, request: Request) -> Response:
        """A file by its path, or a document in the form that is liked (RFC 9110, section 12.1)."""
        path = request.url.path.removeprefix("/")
        path = f"{path}index.html" if not path or path.endswith("/") else path
        if path in self._site.latest.files:
            return self._sent(path, {})
        forms = self.forms(path)
        if not forms and path in self._site:
            return self._sent(path, {})
        if not forms:
            name = path.removeprefix(_ENGLISH).removeprefix("doc/").partition(".")[0]
            return self._gone(request, self._withdrawn[name]) if name in self._withdrawn else self.missing(request)
        chosen = accepted(", ".join(request.headers.getlist("accept")), forms)
        if chosen is None:
            listed = ", ".join(f"{form.media_type} (/{path}.{form.extension})" for form in forms)
            return problem(406, "Not acceptable", f"/{path} can be had as {listed}", BY_CHOICE)
        file = f"{path if chosen.extension == 'html' else path.removeprefix(_ENGLISH)}.{chosen.extension}"
        return self._sent(file, {**BY_CHOICE, "Content-Location": f"/{file}"})

    def _sent(self, path: str, headers: Mapping[str, str]) -> Response:
        own = {"Cache-Control": _CACHE, **headers, **self.signposts(path)}
        if path.endswith(".html"):
            own["Content-Language"] = paths.language(path)
        return Response(self._site.read(path), headers={**own, "Content-Type": form_of(path).content_type})

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
        path = paths.page("404", language_of(request))
        return Response(self._site.read(path), 404, BY_CHOICE, "text/html")

    def _gone(self, request: Request, what: Withdrawn) -> Response:
        """410: what was here, since when it is no more, and why."""
        reason = Text(what.reason_nl, what.reason_en).in_(language_of(request))
        instead = f" {iris.absolute(iris.thing(what.replacement))}" if what.replacement else ""
        return problem(410, "Gone", f"id/{what.name}: {what.date}: {reason}{instead}", BY_CHOICE)

    async def void(self, request: Request) -> Response:
        """What is published, for who asks at the agreed place (VoID, section 7.2)."""
        chosen = accepted(request.headers.get("accept", ""), FORMS[1:3]) or FORMS[1]
        return RedirectResponse(f"/data/{self._site.edition}/catalogus.{chosen.extension}", 303, {"Vary": "Accept"})


_PROBLEM = form_of("problem.json")
