"""Fills in the templates: a page becomes HTML in the language of its pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import jinja2

from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site import paths
from mdo_rdf.site.manual import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mdo_rdf.site.lists import Page
    from mdo_rdf.site.pages import Pages
    from mdo_rdf.site.shown import Context


def rendering(pages: Pages, *, served: bool = False) -> Callable[[Page], bytes]:
    """What makes HTML (UTF-8) of a page in the language of ``pages``.

    ``served`` adds the search and the editor, which a site of plain files does not have.
    """
    language, shared = pages.language, _shared(pages)
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("mdo_rdf.site"), autoescape=True, undefined=jinja2.StrictUndefined, auto_reload=False
    )

    def to_html(page: Page) -> bytes:
        path = paths.page(page.path, language)

        def to(target: str) -> str:  # the page for what is not there stands at any depth
            return f"/{target}" if served and page.path == "404" else paths.relative(path, target)

        own = {
            "to": to,
            "here": path,
            "other_page": paths.page(page.path, shared["other"]),
            "page": lambda target: paths.page(target, language),
            "placed": lambda content: placed(content, path, language),
        }
        html = templates.get_template(page.template).render({**shared, **own, **page.context, "served": served})
        return f"{html.rstrip()}\n".encode()

    return to_html


def _shared(pages: Pages) -> Context:
    """What every page of a language has."""
    language = pages.language
    return {
        "w": SimpleNamespace(**pages.words),  # of a dictionary, "copy" would be a method
        "language": language,
        "other": next(other for other in LANGUAGES if other != language),
        "menu": pages.lists.menu(),
        "served_at": paths.folder(language),
        "iri": "",
        "document": "",
        "summary": "",
    }
