"""A real browser and what is asked of every page in it; knows one page of each kind, and nothing of who serves them."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from checkout import tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize


class Kind(NamedTuple):
    """One page that stands for all of its kind: ``path`` has no language and no extension."""

    kind: str
    path: str


PAGES = (
    Kind("home", "index"),
    Kind("facilities", "voorzieningen"),
    Kind("figures", "cijfers"),
    Kind("tables", "tabellen"),
    Kind("findings", "bevindingen"),
    Kind("claims", "uitspraken"),
    Kind("questions", "vragen"),
    Kind("downloads", "downloads"),
    Kind("about", "over"),
    Kind("accessibility", "toegankelijkheid"),
    Kind("not-found", "404"),
    Kind("vocabulary", "def"),
    Kind("indicator", "doc/indicator/diginetwerk-aangesloten-organisaties"),
    Kind("indicator-gap", "doc/indicator/digid-authenticaties-basis"),
    Kind("indicator-break", "doc/indicator/digid-authenticaties-midden"),
    Kind("indicator-bound", "doc/indicator/woz-terugmeldingen"),
    Kind("facility", "doc/voorziening/bag"),
    Kind("facility-parts", "doc/voorziening/mijnoverheid"),
    Kind("theme", "doc/thema/dienstverlening-en-verbinden"),
    Kind("table", "doc/tabel/2024/c-2"),
    Kind("cell", "doc/cel/2024/b-5-3/2/2022"),
    Kind("observation", "doc/observatie/2024/waarde/sc-aangesloten-organisaties/2022"),
    Kind("finding", "doc/bevinding/2024/bag-berichten-streepje"),
    Kind("claim", "doc/bewering/2024/264"),
    Kind("review", "doc/beoordeling/2024/264"),
    Kind("question", "doc/vraag/laatste-waarde"),
    Kind("concept", "doc/soort/aandeel"),
    Kind("link", "doc/koppeling/128"),
    Kind("dataset", "doc/dataset/2024"),
    Kind("year", "doc/jaar/2022"),
    Kind("status", "doc/status/b"),
    Kind("term", "doc/termijn/p6w"),
)

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 pixels, enlarged to 400 per cent (WCAG 2.2, 1.4.10)."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system, without a window; the test is skipped on a machine that has none."""
    program = tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@cache
def axe() -> str:
    """The script of axe-core, as it comes with a package of Python."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and good practice: the rule, and the elements that break it."""
    options = {
        "runOnly": {"type": "tag", "values": list(LEVELS)},
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    page.evaluate(axe())
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']][:3]}" for one in found]


def sideways(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; a region that scrolls by itself does not count."""
    found: list[str] = page.evaluate(
        """() => {
          const room = document.scrollingElement;
          if (room.scrollWidth <= room.clientWidth) return [];
          return ["the page", ...[...document.querySelectorAll("body *")]
            .filter(one => one.getBoundingClientRect().right > room.clientWidth && !one.closest(".wide"))
            .map(one => one.outerHTML.slice(0, 100))].slice(0, 4)
        }"""
    )
    return found
