"""The pages that answer: a question with what was chosen, a query of one's own, and what a search finds."""

from __future__ import annotations

from contextlib import ExitStack
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE, LANGUAGES, PREFIXES
from mdo_rdf.query.answers import solutions, written
from mdo_rdf.query.parameters import bound, choices
from mdo_rdf.query.questions import EVERYWHERE
from mdo_rdf.query.sparql import with_terms
from mdo_rdf.serve.search import Index
from mdo_rdf.serve.workers import RefusedError
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.lists import Page
from mdo_rdf.site.rendering import rendering
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyoxigraph
    from starlette.requests import Request

    from mdo_rdf.query.answers import Answer
    from mdo_rdf.query.questions import Parameter, Question
    from mdo_rdf.serve.workers import Workers
    from mdo_rdf.site.pages import Pages
    from mdo_rdf.site.shown import Context

SEARCH, EDITOR = "zoeken", "bevragen"
_LONGEST_SEARCH, _LONGEST_TEXT, _LONGEST_QUERY = 200, 180, 100_000
_MOST_ROWS = 1000
"""Of an answer to a query of one's own, on its page; a file has all."""
_FORMS = ("csv", "tsv", "json", "xml")
_DEFAULT = """SELECT ?indicator ?naam
WHERE {
  ?indicator a mdo:Indicator ;
    skos:prefLabel ?naam .
  FILTER(LANG(?naam) = "nl")
}
ORDER BY ?naam
LIMIT 20
"""


class _Tongue(NamedTuple):
    """The pages of a language, and what makes HTML of one."""

    pages: Pages
    to_html: Callable[[Page], bytes]


class AnswerPages:
    """The pages in both languages; ``close`` when they are no longer needed."""

    def __init__(
        self, store: pyoxigraph.Store, pages: Mapping[str, Pages], questions: Mapping[str, Question], workers: Workers
    ) -> None:
        self._stack, self._store, self._questions, self._workers = ExitStack(), store, questions, workers
        self._tongues = {
            language: _Tongue(own, self._stack.enter_context(rendering(own, served=True))) for language, own in pages.items()
        }
        self._resources = pages[LANGUAGES[0]].shown.resources
        self._index = Index(self._resources)
        self._choices = {
            (question.name, parameter.name): self._listed(parameter)
            for question in questions.values()
            for parameter in question.parameters
        }

    def close(self) -> None:
        """Leave the templates alone."""
        self._stack.close()

    def _listed(self, parameter: Parameter) -> list[tuple[str, dict[str, str]]]:
        """What can be chosen: what is sent, and what is read in each language; nothing where it has to be typed."""
        if parameter.choices:
            return [(choice, dict.fromkeys(LANGUAGES, choice)) for choice in parameter.choices]
        if parameter.kind != "iri":
            return []
        title, things = self._resources.title, choices(self._store, parameter.name)
        return [(thing.slug, {language: title(thing.iri, language) for language in LANGUAGES}) for thing in things]

    # ---- Search ----

    async def search(self, request: Request) -> Response:
        """What has the words that were typed, each with its kind and the first line about it."""
        tongue = self._tongue(request)
        text = request.query_params.get("q", "").strip()[:_LONGEST_SEARCH]
        hits = self._index.search(text, language=tongue.pages.language) if text else []
        words = tongue.pages.words
        results = [
            {
                **tongue.pages.shown.link(hit.iri),
                "kind": words["kinds"][hit.kind],
                "more": shorten(hit.text, _LONGEST_TEXT, placeholder=" …"),
            }
            for hit in hits
        ]
        heading = words["search_results" if hits else "search_nothing"].format(number=len(hits), text=text) if text else ""
        context = {"title": words["search"], "text": text, "heading": heading, "found": results}
        return self._page(tongue, Page(SEARCH, "search.html", context), status=200)

    # ---- Questions ----

    async def question(self, request: Request) -> Response:
        """A question with what was chosen, and the answer to it; as a page, or as CSV for an address that ends so."""
        tongue = self._tongue(request)
        name, _, extension = request.path_params["name"].partition(".")
        own = question_page.in_language(self._questions[name], tongue.pages.language)
        given = {key: text for key, text in request.query_params.items() if text}
        try:
            text = with_terms(own.text, bound(self._store, own.parameters, given))
            answer = await self._workers.ask(text)
        except (CannotTellError, RefusedError) as error:
            status, message = getattr(error, "status", 400), str(error).replace("--param ", "")
            needed = not given and any(parameter.required for parameter in own.parameters)
            return self._question(tongue, own, given, None, "", "" if needed else message, 200 if needed else status)
        if extension == "csv":
            headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            return Response(written(answer, "csv"), headers=headers, media_type="text/csv")
        return self._question(tongue, own, given, answer, text, "", 200)

    def _question(
        self, tongue: _Tongue, own: Question, given: dict[str, str], answer: Answer | None, text: str, message: str, status: int
    ) -> Response:
        prefix, sent = paths.folder(tongue.pages.language), urlencode(given)
        context = question_page.context(own, solutions(answer) if answer else None, tongue.pages.shown)
        context |= {
            "message": message,
            "fields": [
                self._field(own.name, parameter, given, tongue.pages.language, message)
                for parameter in own.parameters
                if parameter.name not in EVERYWHERE
            ],
            "files": [("CSV", f"{prefix}doc/vraag/{own.name}.csv{'?' if sent else ''}{sent}")] if answer else [],
            "edit": f"{prefix}{EDITOR}?{urlencode({'query': text})}" if text else "",
            "query": text or context["query"],
            "action": f"{prefix}doc/vraag/{own.name}",
        }
        return self._page(tongue, Page(f"doc/vraag/{own.name}", "asked.html", context), status=status)

    def _field(self, name: str, parameter: Parameter, given: Mapping[str, str], language: str, message: str) -> Context:
        """A parameter to choose; ``wrong`` where the message is about it, and ``unset`` where its value is none that there is."""
        sent_value = given.get(parameter.name, parameter.shown_default)
        options = [(sent, texts[language]) for sent, texts in self._choices[name, parameter.name]]
        return {
            "name": parameter.name,
            "value": sent_value,
            "wrong": message.startswith(f"{parameter.name}="),
            "unset": bool(options) and not parameter.variable.startswith("__") and sent_value not in dict(options),
            "options": sorted(options, key=lambda option: option[1].casefold()) if parameter.kind == "iri" else options,
            "any": parameter.variable.startswith("__"),
        }

    # ---- A query of one's own ----

    async def editor(self, request: Request) -> Response:
        """A query to write, or one that was written, with its answer."""
        tongue = self._tongue(request)
        text, language = request.query_params.get("query", "")[:_LONGEST_QUERY], tongue.pages.language
        message, answer = "", None
        try:
            answer = await self._workers.ask(text) if text.strip() else None
        except (CannotTellError, RefusedError) as error:
            message = str(error)
        context: Context = {
            "title": tongue.pages.words["editor"],
            "query": text or _PROLOGUE + _DEFAULT,
            "message": message,
            "triples": "",
            "files": [],
            **question_page.laid_out(None, tongue.pages.shown),
            "examples": [
                value(question.summary[language], target=paths.page(f"doc/vraag/{question.name}", language))
                for question in self._questions.values()
            ],
        }
        if answer is not None:
            context |= self._answered(tongue, answer, text)
        return self._page(tongue, Page(EDITOR, "editor.html", context), status=400 if message else 200)

    def _answered(self, tongue: _Tongue, answer: Answer, text: str) -> Context:
        forms = ("ttl", "nt", "jsonld") if answer.graph else _FORMS
        files = [(form.upper(), f"sparql?{urlencode({'query': text, 'format': form})}") for form in forms]
        if answer.graph:
            return {"files": files, "triples": written(answer, "ttl")}
        return {"files": files, **question_page.laid_out(solutions(answer), tongue.pages.shown, _MOST_ROWS)}

    async def to_editor(self, request: Request) -> Response:
        """From the address for programs to the page for people."""
        return RedirectResponse(f"/{EDITOR}", 303, {"Vary": "Accept"})

    # ---- All ----

    def _tongue(self, request: Request) -> _Tongue:
        return self._tongues[paths.language(request.url.path.removeprefix("/"))]

    @staticmethod
    def _page(tongue: _Tongue, page: Page, *, status: int) -> Response:
        cache = "no-store" if status >= 400 else "public, max-age=300"
        headers = {"Content-Language": tongue.pages.language, "Cache-Control": cache}
        return Response(tongue.to_html(page), status, headers, "text/html")


_SHORT = ("mdo", "qb", "rdfs", "skos", "prov", "sdmx-attribute", "xsd")
_PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _SHORT) + f"BASE <{BASE}>\n\n"
