"""The site in a real browser: for everyone, on a phone, in the dark, with a keyboard only, without scripts, and from a disk."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from chromium import PAGES, PHONE, Kind, chromium, sideways, violations
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1280, "height": 1024}
EVERY_PAGE = pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.kind)
EVERY_LANGUAGE = pytest.mark.parametrize("language", paths.LANGUAGES)
EVERY_SCHEME = pytest.mark.parametrize("scheme", ["light", "dark"])
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
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def opened(site: Path, address: str, browser: Browser) -> Iterator[Site]:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield Site(site, address, context.new_page())
    context.close()


@EVERY_PAGE
@EVERY_LANGUAGE
@EVERY_SCHEME
def test_axe_finds_nothing(opened: Site, kind: Kind, language: str, scheme: str) -> None:
    page = opened.open(kind.path, language, scheme=scheme)
    assert violations(page) == []


def test_axe_does_find_what_is_wrong(opened: Site) -> None:
    page = opened.open("index", "nl")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=color:#ccc>bleek</p><img src=x>')")
    assert [one.partition(":")[0] for one in violations(page)] == ["color-contrast", "image-alt"]


@EVERY_PAGE
@EVERY_LANGUAGE
def test_a_page_asks_nothing_of_another_host_and_has_no_errors(opened: Site, kind: Kind, language: str) -> None:
    page = opened.open(kind.path, language)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_load_state("networkidle")
    assert f"{opened.address}/static/style.css" in opened.asked
    assert [one for one in opened.asked if not one.startswith(f"{opened.address}/")] == []
    assert opened.wrong == []


@EVERY_PAGE
@EVERY_LANGUAGE
def test_nothing_scrolls_sideways_at_400_per_cent_and_spacing_clips_nothing(opened: Site, kind: Kind, language: str) -> None:
    page = opened.open(kind.path, language, phone=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.viewport_size == PHONE
    assert sideways(page) == []
    page.add_style_tag(content=SPACING)
    assert sideways(page) == []
    assert page.evaluate(CLIPPED) == []


CLIPPED = """() => [...document.querySelectorAll("body *")].filter(one => {
  const style = getComputedStyle(one);
  const hides = value => value === "hidden" || value === "clip";
  return one.checkVisibility() && one.innerText && (
    hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1 ||
    hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
}).map(one => one.outerHTML.slice(0, 100))"""


# ---- With a keyboard only ----

CONTROLS = "a[href], button, summary, input, select, textarea, [tabindex='0']"
FOLLOW = """controls => {
  window.order = [...document.querySelectorAll(controls)].filter(one => one.checkVisibility());
  window.seen = [];
  document.addEventListener("focusin", event => {
    const style = getComputedStyle(event.target);
    const box = event.target.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.seen.push([window.order.indexOf(event.target),
      style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && inside]);
  });
  return window.order.length;
}"""
UNREACHED = """controls => [...document.querySelectorAll("body *")].filter(one =>
  one.scrollWidth > one.clientWidth && ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.tabIndex < 0
).map(one => one.outerHTML.slice(0, 100))"""


@EVERY_PAGE
def test_tab_goes_through_everything_in_order_and_shows_where_it_is(opened: Site, kind: Kind) -> None:
    page = opened.open(kind.path, "nl", phone=kind.kind == "table")
    number = page.evaluate(FOLLOW, CONTROLS)
    assert number > 10
    for _ in range(number):
        page.keyboard.press("Tab")
    seen = page.evaluate("window.seen")
    assert [at for at, _ in seen] == list(range(number))
    unseen = [at for at, visible in seen if not visible]
    assert page.evaluate("hidden => hidden.map(at => window.order[at].outerHTML.slice(0, 100))", unseen) == []
    assert page.evaluate(UNREACHED) == []


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


EMPTY = """() => [...document.querySelectorAll("button, a")].filter(one =>
  one.tagName === "BUTTON" || !one.innerText.trim() && !one.querySelector("img[alt]") && one.checkVisibility()
).map(one => one.outerHTML.slice(0, 100))"""


@EVERY_LANGUAGE
def test_without_scripts_a_page_is_complete(opened: Site, browser: Browser, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    for kind in PAGES:
        page = opened.open(kind.path, language)
        whole = page.evaluate(
            "document.querySelectorAll('button').forEach(one => one.remove()) || document.querySelector('main').textContent"
        )
        plain.goto(page.url, wait_until="domcontentloaded")
        assert plain.locator("main").text_content() == whole, kind.kind
        assert plain.evaluate(EMPTY) == [], kind.kind
    context.close()


@EVERY_LANGUAGE
def test_from_a_disk_style_chart_and_links_work(opened: Site, language: str) -> None:
    page = opened.open("doc/indicator/diginetwerk-aangesloten-organisaties", language, disk=True)
    assert page.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"
    chart = page.locator("main img")
    assert chart.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 0
    assert [one for one in opened.asked if not one.startswith("file://")] == []
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
def test_nothing_moves_for_who_asked_for_that(opened: Site, kind: Kind) -> None:
    page = opened.open(kind.path, "nl")
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one);
          return one.getAnimations().length || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === "smooth";
        }).map(one => one.tagName)"""
    )
    assert moving == []


# ---- Charts ----

CHART = """scale => {
  const svg = document.documentElement, faults = [];
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => numbers(colour).slice(0, 3).map(one => one / 255)
    .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const own = getComputedStyle(svg).backgroundColor;
  const paper = numbers(own)[3] === 0 ? "rgb(255, 255, 255)" : own;
  const room = svg.getBoundingClientRect();
  const rects = [...svg.querySelectorAll("rect")];
  const texts = [...svg.querySelectorAll("text")].map(one => [one, one.getBoundingClientRect()]);
  if (texts.length < 8) faults.push("too few texts: " + texts.length);
  texts.forEach(([one, box], at) => {
    const size = parseFloat(getComputedStyle(one).fontSize) * room.width / svg.viewBox.baseVal.width;
    if (size < 9.5) faults.push(`${one.textContent}: ${size.toFixed(1)} px`);
    if (box.left < room.left || box.right > room.right || box.bottom > room.bottom || box.top < room.top)
      faults.push(`${one.textContent}: outside`);
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const under = rects.filter(rect => {
      const area = rect.getBoundingClientRect();
      return area.left < x && x < area.right && area.top < y && y < area.bottom;
    }).map(rect => getComputedStyle(rect).fill).pop() ?? paper;
    const seen = contrast(getComputedStyle(one).fill, under);
    if (seen < 4.5) faults.push(`${one.textContent}: contrast ${seen.toFixed(2)}`);
    texts.slice(at + 1).forEach(([other, there]) => {
      const wide = Math.min(box.right, there.right) - Math.max(box.left, there.left);
      const high = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
      if (wide > 0.5 && high > 2) faults.push(`${one.textContent} over ${other.textContent}: ${wide.toFixed(1)} x ${high.toFixed(1)}`);
    });
  });
  return faults;
}"""


@EVERY_LANGUAGE
def test_every_chart_can_be_read_on_a_phone_in_light_and_dark(opened: Site, language: str) -> None:
    page = opened.open("doc/indicator/bag-bevragingen", language, phone=True)
    width = round(page.locator("main img").evaluate("one => one.clientWidth"))
    assert width > 270
    page.set_viewport_size({"width": width, "height": 900})
    charts = sorted(one for one in opened.folder.glob("doc/indicator/*.svg") if one.stem.endswith(".en") == (language == "en"))
    assert len(charts) == 166
    faults = []
    for chart in charts:
        page.goto(chart.as_uri())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults += [f"{chart.name} {scheme}: {fault}" for fault in page.evaluate(CHART)]
    assert faults == []
