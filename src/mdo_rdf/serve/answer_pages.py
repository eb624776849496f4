"""The pages that answer: a question with what was chosen, a query of one's own, and what a search finds."""

from __future__ import annotations

from functools import cache, partial
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import BASE, LANGUAGES, PREFIXES
from mdo_rdf.query.answers import Answer, solutions, written
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.parameters import bound, choices
from mdo_rdf.query.questions import EVERYWHERE
from mdo_rdf.query.sparql import with_terms
from mdo_rdf.site import paths, question_page
from mdo_rdf.site.lists import Page
from mdo_rdf.site.rendering import rendering
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from mdo_rdf.query.questions import Parameter, Question
    from mdo_rdf.serve.search import Index
    from mdo_rdf.site.contents import Contents
    from mdo_rdf.site.pages import Pages
    from mdo_rdf.site.shown import Context

_LONGEST_SEARCH, _LONGEST_TEXT = 200, 180
_MOST_ROWS, _MOST_CELLS = 1000, 10_000
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
    """The pages in both languages."""

    def __init__(self, contents: Contents, index: Callable[[], Index]) -> None:
        self._contents, self._questions, self._index = contents, contents.questions, index
        pages = {language: contents.pages(language) for language in LANGUAGES}
        self._things = cache(partial(choices, contents.store))
        self._tongues = {language: _Tongue(own, rendering(own, served=True)) for language, own in pages.items()}

    def _listed(self, parameter: Parameter) -> list[tuple[str, dict[str, str]]]:
        """What can be chosen: what is sent, and what is read in each language; nothing where it has to be typed."""
        if parameter.choices:
            return [(choice, dict.fromkeys(LANGUAGES, choice)) for choice in parameter.choices]
        if parameter.kind != "iri":
            return []
        title, things = self._contents.resources.title, self._things(parameter.name)
        return [(thing.slug, {language: title(thing.iri, language) for language in LANGUAGES}) for thing in things]

    # ---- Search ----

    async def search(self, request: Request) -> Response:
        """What has the words that were typed, each with its kind and the first line about it."""
        tongue = self._tongue(request)
        text = request.query_params.get("q", "").strip()[:_LONGEST_SEARCH]
        hits = self._index().search(text, language=tongue.pages.language) if text else []
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
        return self._page(tongue, Page(paths.SEARCH, "search.html", context), status=200)

    # ---- Questions ----

    async def question(self, request: Request) -> Response:
        """A question with what was chosen, and the answer to it; as a page, or as CSV for an address that ends so."""
        tongue = self._tongue(request)
        name, _, extension = request.path_params["name"].partition(".")
        own = question_page.in_language(self._questions[name], tongue.pages.language)
        given = {key: text for key, text in request.query_params.items() if text}
        try:
            text = with_terms(own.text, bound(self._contents.store, own.parameters, given))
            answer = ask_store(self._contents.store, text)
        except CannotTellError as error:
            needed = not given and question_page.is_to_be_chosen(own)
            message = "" if needed else str(error).replace("--param ", "")
            return self._question(tongue, own, given, None, "", message, 200 if needed else 400)
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
                self._field(parameter, given, tongue.pages.language, message)
                for parameter in own.parameters
                if parameter.name not in EVERYWHERE
            ],
            "files": [("CSV", f"{prefix}doc/vraag/{own.name}.csv{'?' if sent else ''}{sent}")] if answer else [],
            "edit": f"{prefix}{paths.EDITOR}?{urlencode({'query': text})}" if text else "",
            "query": text or context["query"],
            "action": f"{prefix}doc/vraag/{own.name}",
        }
        return self._page(tongue, Page(f"doc/vraag/{own.name}", "asked.html", context), status=status)

    def _field(self, parameter: Parameter, given: Mapping[str, str], language: str, message: str) -> Context:
        """A parameter to choose; ``wrong`` where the message is about it, and ``unset`` where its value is none that there is."""
        sent_value = given.get(parameter.name, parameter.shown_default)
        options = [(sent, texts[language]) for sent, texts in self._listed(parameter)]
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
        """A query to write, or one that was written, with the answer that the server got for it, or why there is none."""
        tongue = self._tongue(request)
        text, language = request.query_params.get("query", ""), tongue.pages.language
        state = request.scope["state"]
        message, status = state.get("message", ""), state.get("status", 200)
        answer = Answer(state["content"], graph=state["graph"]) if "graph" in state else None
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
        return self._page(tongue, Page(paths.EDITOR, "editor.html", context), status=status)

    def _answered(self, tongue: _Tongue, answer: Answer, text: str) -> Context:
        forms = ("ttl", "nt", "jsonld") if answer.graph else _FORMS
        files = [(form.upper(), f"sparql?{urlencode({'query': text, 'format': form})}") for form in forms]
        if answer.graph:
            lines = answer.content.splitlines(keepends=True)
            triples = written(Answer(b"".join(lines[:_MOST_ROWS]), graph=True), "ttl")
            return {"files": files, "triples": triples, "more": max(0, len(lines) - _MOST_ROWS)}
        return {"files": files, **question_page.first_laid_out(answer, tongue.pages.shown, _MOST_ROWS, _MOST_CELLS)}

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
