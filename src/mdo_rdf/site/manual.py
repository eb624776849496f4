"""The documentation as pages of the site: Markdown (CommonMark with tables) as HTML, with links that hold there."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from mdo_rdf.places import find_root
from mdo_rdf.site import paths
from mdo_rdf.site.lists import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

FOLDER = "handleiding"
PICTURE = ".svg"
_ELSEWHERE = {"queries": "vragen"}
"""A document that has a page of the site in its place: the questions have a page each."""


def manual() -> dict[str, Callable[[], Page]]:
    """A page for each document, in English, which is made by calling it, by its path without the folder of a language.

    Raises ``CannotTellError``.
    """
    folder = find_root() / "docs"
    documents = {_name(path, folder): path for path in sorted(folder.rglob("*.md"))}
    return {f"{FOLDER}/{name}": partial(_page, name, documents) for name in documents if name not in _ELSEWHERE}


def pictures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The pictures in the documents: their path in the site, and what reads them."""
    for path in sorted((find_root() / "docs").glob(f"*{PICTURE}")):
        yield f"{FOLDER}/{path.name}", path.read_bytes


def _name(path: Path, folder: Path) -> str:
    """A document as the site calls it: what a folder is about is its index there, and its README on a code host."""
    return path.relative_to(folder).with_suffix("").as_posix().replace("README", "index")


def _page(name: str, documents: Mapping[str, Path]) -> Page:
    tokens = _MARKDOWN.parse(documents[name].read_text("utf-8"))
    title = next(tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open")
    inner = [child for token in tokens for child in token.children or ()]
    for token, end in _with_ends(inner):
        _lead(token, end, name, documents)
    _number(tokens)
    content = Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - our own documents, not input
    summary = next((tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "paragraph_open"), "")
    context = {"title": re.sub("[`*]", "", title), "summary": re.sub(r"[`*]|\]\([^)]*\)|\[", "", summary), "content": content}
    return Page(f"{FOLDER}/{name}", "manual.html", context | {"is_start": name == "index"})


def _with_ends(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Each token with, for the beginning of a link, the one that ends it."""
    for at, token in enumerate(tokens):
        ends = (later for later in tokens[at:] if later.type == "link_close") if token.type == "link_open" else iter(())
        yield token, next(ends, None)


def _lead(token: Token, end: Token | None, name: str, documents: Mapping[str, Path]) -> None:
    """Let a link lead to a page of the site, and a picture to its file; what the site has not is no link there."""
    if token.type == "image":
        token.attrs["src"] = f"{_TO}{FOLDER}/{token.attrs['src']}"
    if token.type != "link_open" or end is None or "://" in str(token.attrs["href"]):
        return
    path, hash_, fragment = str(token.attrs["href"]).partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path.removesuffix(".md").replace("README", "index")))
    if target in _ELSEWHERE:
        token.attrs["href"] = f"{_PAGE}{_ELSEWHERE[target]}"
    elif path and target not in documents:
        token.tag = end.tag = "span"
        token.attrs.clear()
    elif path:
        token.attrs["href"] = f"{_PAGE}{FOLDER}/{target}{hash_}{fragment}"


_TO, _PAGE = "file:", "page:"
"""How an address begins that depends on where the page stands: ``placed`` puts the way there in its place."""


def placed(content: str, here: str, language: str) -> Markup:
    """``content`` for the page at the path ``here``, with the addresses that depend on that."""

    def way(match: re.Match[str]) -> str:
        attribute, place, address = match.groups()
        path, hash_, fragment = address.partition("#")
        target = f"{paths.page(path, language)}{hash_}{fragment}" if place == _PAGE else path
        return f'{attribute}="{escape(paths.relative(here, target))}"'

    return Markup(re.sub(rf'(href|src)="({_TO}|{_PAGE})([^"]*)"', way, content))  # noqa: S704 - our own documents, not input


def _number(tokens: Sequence[Token]) -> None:
    """Give each heading a name to link to, as code hosts do, and each table the heading above it as a label."""
    heading, seen = "", set[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[at + 1].content
            slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            while slug in seen:
                slug += "-1"
            seen.add(slug)
            token.attrs["id"] = slug
        elif token.type == "table_open":
            token.meta["label"] = re.sub("[`*]", "", heading)


def _table(renderer: RendererHTML, tokens: Sequence[Token], at: int, *_: object) -> str:
    """A wide table scrolls by itself, and can be reached with a keyboard."""
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(tokens[at].meta["label"])}"><table>\n'


def _code(renderer: RendererHTML, tokens: Sequence[Token], at: int, *_: object) -> str:
    return f'<pre tabindex="0">{escape(tokens[at].content.rstrip())}</pre>\n'


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_MARKDOWN.add_render_rule("table_open", _table)
_MARKDOWN.add_render_rule("table_close", lambda *_: "</table></div>\n")
_MARKDOWN.add_render_rule("fence", _code)
_MARKDOWN.add_render_rule("code_block", _code)
