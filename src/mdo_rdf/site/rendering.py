"""Fills in the templates: a page becomes HTML in the language of its pages."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import as_file, files
from types import SimpleNamespace
from typing import TYPE_CHECKING

import jinja2

from mdo_rdf.iris import LANGUAGES
from mdo_rdf.site import paths
from mdo_rdf.site.manual import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mdo_rdf.site.lists import Page
    from mdo_rdf.site.pages import Pages
    from mdo_rdf.site.shown import Context


@contextmanager
def rendering(pages: Pages, *, served: bool = False) -> Iterator[Callable[[Page], bytes]]:
    """What makes HTML (UTF-8) of a page in the language of ``pages``, for as long as the templates are at hand.

    ``served`` adds the search and the editor, which a site of plain files does not have.
    """
    language, shared = pages.language, _shared(pages)
    with as_file(files("mdo_rdf.site") / "templates") as folder:
        templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, auto_reload=False
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

        yield to_html


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
