"""A real browser, and what is asked of every page in it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from checkout import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize


ARGUMENTS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 pixels, enlarged to 400 per cent (WCAG 2.2, 1.4.10)."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system, without a window; the test is skipped on a machine that has none."""
    program = tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS.split())
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
    broken = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']][:3]}" for rule in broken]


def sideways(page: Page) -> list[str]:
    """The elements that make the page scroll sideways."""
    return [*ask(page, "sideways")]


def ask(page: Page, script: str, argument: object = None) -> Any:
    """What a script of ``tests/browser`` says of a page."""
    return page.evaluate((ROOT / "tests" / "browser" / f"{script}.js").read_text("utf-8"), argument)
