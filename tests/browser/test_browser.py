"""The site in a real browser: for everyone, on a phone, in the dark, with a keyboard only, without scripts, and from a disk."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from cases import cases
from chromium import PHONE, ask, sideways, violations
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1280, "height": 1024}
PAGES = dict(cases("browser/pages")[1])
"""The path of a page of each kind."""
EVERY_PAGE = pytest.mark.parametrize("kind", PAGES)
EVERY_LANGUAGE = pytest.mark.parametrize("language", paths.LANGUAGES)
EVERY_SCHEME = pytest.mark.parametrize("scheme", ["light", "dark"])
UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"
"""What a reader may set without losing anything (WCAG 2.2, 1.4.12)."""


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a word."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Site:
    """The site on loopback, and one page of a browser in it that remembers what was asked for and what went wrong."""

    def __init__(self, folder: Path, address: str, page: Page) -> None:
        self.folder, self.address, self.page = folder, address, page
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.wrong.append(f"{request.url}: {request.failure}"))
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def open(self, path: str, language: str, *, scheme: str = "light", phone: bool = False, disk: bool = False) -> Page:
        self.page.goto("about:blank")  # what the page before was still fetching fails here, and not in the one that is opened
        self.asked.clear()
        self.wrong.clear()
        self.page.set_viewport_size(PHONE if phone else DESKTOP)
        self.page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", media="screen", reduced_motion="no-preference"
        )
        self.page.goto(f"{self.folder.as_uri() if disk else self.address}/{paths.page(path, language)}")
        return self.page


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def opened(site: Path, address: str, browser: Browser) -> Iterator[Site]:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield Site(site, address, context.new_page())
    context.close()


@EVERY_PAGE
@EVERY_LANGUAGE
@EVERY_SCHEME
def test_axe_finds_nothing(opened: Site, kind: str, language: str, scheme: str) -> None:
    page = opened.open(PAGES[kind], language, scheme=scheme)
    assert violations(page) == []


def test_axe_does_find_what_is_wrong(opened: Site) -> None:
    page = opened.open("index", "nl")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=color:#ccc>bleek</p><img src=x>')")
    assert [violation.partition(":")[0] for violation in violations(page)] == ["color-contrast", "image-alt"]


@EVERY_PAGE
@EVERY_LANGUAGE
def test_a_page_asks_nothing_of_another_host_and_has_no_errors(opened: Site, kind: str, language: str) -> None:
    page = opened.open(PAGES[kind], language)
    page.evaluate(UNFOLD)
    page.wait_for_load_state("networkidle")
    assert f"{opened.address}/static/style.css" in opened.asked
    assert [address for address in opened.asked if not address.startswith(f"{opened.address}/")] == []
    assert opened.wrong == []


@EVERY_PAGE
@EVERY_LANGUAGE
def test_nothing_scrolls_sideways_at_400_per_cent_and_spacing_clips_nothing(opened: Site, kind: str, language: str) -> None:
    page = opened.open(PAGES[kind], language, phone=True)
    page.evaluate(UNFOLD)
    assert page.viewport_size == PHONE
    assert sideways(page) == []
    page.add_style_tag(content=SPACING)
    assert sideways(page) == []
    assert ask(page, "clipped") == []


# ---- With a keyboard only ----

CONTROLS = "a[href], button, summary, input, select, textarea, [tabindex='0']"


@EVERY_PAGE
def test_tab_goes_through_everything_in_order_and_shows_where_it_is(opened: Site, kind: str) -> None:
    page = opened.open(PAGES[kind], "nl", phone=kind == "table")
    number = ask(page, "follow", CONTROLS)
    assert number > 10
    for _ in range(number):
        page.keyboard.press("Tab")
    seen = page.evaluate("window.seen")
    assert [at for at, _ in seen] == list(range(number))
    unseen = [at for at, visible in seen if not visible]
    assert page.evaluate("hidden => hidden.map(at => window.order[at].outerHTML.slice(0, 100))", unseen) == []
    assert ask(page, "unreached") == []


@EVERY_LANGUAGE
def test_the_first_stop_skips_the_menu(opened: Site, language: str) -> None:
    page = opened.open("cijfers", language)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_button_copies_by_keyboard_and_says_so(opened: Site) -> None:
    page = opened.open("doc/indicator/diginetwerk-aangesloten-organisaties", "nl")
    buttons = page.locator("button:visible")
    assert buttons.count() >= 3
    for at in range(buttons.count()):
        before = buttons.nth(at).inner_text()
        buttons.nth(at).focus()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "([at, before]) => [...document.querySelectorAll('button')].filter(one => one.checkVisibility())[at].textContent !== before",
            arg=[at, before],
        )
        wanted = buttons.nth(at).evaluate("one => one.nextElementSibling.textContent")
        assert wanted
        assert page.evaluate("navigator.clipboard.readText()") == wanted


def test_what_is_folded_opens_by_keyboard(opened: Site) -> None:
    page = opened.open("doc/indicator/diginetwerk-aangesloten-organisaties", "nl")
    first = page.locator("summary").first
    first.focus()
    assert not page.locator("blockquote").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("blockquote").first.is_visible()


# ---- Without scripts, without a server, on paper, without movement ----


@EVERY_LANGUAGE
def test_without_scripts_a_page_is_complete(opened: Site, browser: Browser, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    for kind in PAGES:
        page = opened.open(PAGES[kind], language)
        whole = page.evaluate(
            "document.querySelectorAll('button').forEach(one => one.remove()) || document.querySelector('main').textContent"
        )
        plain.goto(page.url, wait_until="domcontentloaded")
        assert plain.locator("main").text_content() == whole, kind
        assert ask(plain, "empty") == [], kind
    context.close()


@EVERY_LANGUAGE
def test_from_a_disk_style_chart_and_links_work(opened: Site, language: str) -> None:
    page = opened.open("doc/indicator/diginetwerk-aangesloten-organisaties", language, disk=True)
    assert page.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"
    chart = page.locator("main img")
    assert chart.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 0
    assert [address for address in opened.asked if not address.startswith("file://")] == []
    page.locator("main a").first.click()
    page.wait_for_url("**/doc/voorziening/diginetwerk.html")
    page.locator("header a").first.click()
    page.wait_for_url(f"**/{paths.page('index', language)}")
    assert opened.wrong == []


@EVERY_SCHEME
def test_on_paper_the_chart_is_there_and_the_menu_is_not(opened: Site, scheme: str) -> None:
    page = opened.open("doc/indicator/bag-bevragingen", "nl", scheme=scheme)
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    chart = page.locator("main img")
    assert chart.is_visible()
    assert chart.evaluate("one => one.complete && one.naturalWidth > 0")
    assert not page.locator("nav").is_visible()
    assert not page.locator("button").first.is_visible()
    assert page.locator("body").evaluate("one => getComputedStyle(one).color") == "rgb(29, 39, 51)"


@EVERY_PAGE
def test_nothing_moves_for_who_asked_for_that(opened: Site, kind: str) -> None:
    page = opened.open(PAGES[kind], "nl")
    page.emulate_media(reduced_motion="reduce")
    assert ask(page, "moving") == []


# ---- Charts ----


@EVERY_LANGUAGE
def test_every_chart_can_be_read_on_a_phone_in_light_and_dark(opened: Site, language: str) -> None:
    page = opened.open("doc/indicator/bag-bevragingen", language, phone=True)
    width = round(page.locator("main img").evaluate("one => one.clientWidth"))
    assert width > 270
    page.set_viewport_size({"width": width, "height": 900})
    charts = sorted(
        chart for chart in opened.folder.glob("doc/indicator/*.svg") if chart.stem.endswith(".en") == (language == "en")
    )
    assert len(charts) == 166
    faults = []
    for chart in charts:
        page.goto(chart.as_uri())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults += [f"{chart.name} {scheme}: {fault}" for fault in ask(page, "chart")]
    assert faults == []
