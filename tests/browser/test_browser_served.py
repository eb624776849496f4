"""What only a server has, in a real browser: search, questions with choices, an editor; and the way of someone who is new."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from cases import cases
from chromium import PHONE, sideways, violations
from mdo_rdf.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NAME = f"{BASE}id/indicator/diginetwerk-aangesloten-organisaties"
DESCRIBE = quote(f"DESCRIBE <{BASE}id/jaar/2023>")
ROWS, BROKEN = quote("SELECT * { ?s ?p ?o } LIMIT 3"), quote("SELECT * {\n  ?s ?p }")
PATHS = (
    "",
    "doc/indicator/diginetwerk-aangesloten-organisaties",
    "doc/voorziening/bag",
    "zoeken?q=diginetwerk",
    "zoeken?q=qqqq",
    "doc/vraag/tijdreeks?indicator=diginetwerk-aangesloten-organisaties",
    "doc/vraag/tijdreeks?indicator=onzin",
    "doc/vraag/snelste-stijgers",
    "doc/vraag/snelste-stijgers?jaar=gisteren",
    "doc/vraag/zoeken?zoekterm=a%00b",
    "bevragen",
    f"bevragen?query={ROWS}",
    f"bevragen?query={DESCRIBE}",
    f"bevragen?query={BROKEN}",
    "a/b/c",
)


@pytest.mark.parametrize(("language", "scheme"), [*product(("", "en/"), ("light", "dark"))])
def test_anyone_can_use_the_pages_that_answer(browser: Browser, server: str, language: str, scheme: str) -> None:
    """No violation of WCAG 2.2 A or AA that axe can find, nothing that the policy of the page refuses, nothing of others."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    messages: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: messages.append(message.text))
    page.on("request", lambda request: hosts.add(request.url[: len(server)]))
    for path in PATHS:
        page.goto(server + language + path)
        assert violations(page) == [], path
    assert hosts == {server}
    refused = sum(page.request.get(server + language + path).status >= 400 for path in PATHS)
    assert len([one for one in messages if "the server responded with a status of 40" in one]) == refused == len(messages)
    context.close()


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_page_that_answers_scrolls_sideways_at_400_percent(browser: Browser, server: str, language: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    for path in PATHS:
        page.goto(server + language + path)
        assert sideways(page) == [], path
    context.close()


@pytest.mark.parametrize(*cases("browser/newcomers"))
def test_someone_new_finds_the_figure_its_source_and_a_link_for_a_wiki(
    browser: Browser, server: str, start: str, figure: str, place: str, wiki: str
) -> None:
    """687 organisations in 2023 (annex D, section 3, row 2): a word, a click, and a button."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server + start)
    page.get_by_role("searchbox").fill("Diginetwerk")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=figure, exact=True).click()
    assert page.locator(".figure").first.inner_text() == "687"
    assert "2023" in page.locator("main").inner_text().split("687")[1][:40]
    assert page.get_by_text(place).first.is_visible()
    heading = page.get_by_role("heading", name=wiki)
    heading.locator("xpath=following-sibling::button[1]").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"[{NAME} ")
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_choice_is_made_without_a_script(plain: Page, server: str) -> None:
    plain.goto(f"{server}doc/vraag/snelste-stijgers")
    plain.get_by_label("jaar").select_option("2022")
    plain.get_by_role("button", name="Vraag het").press("Enter")
    assert plain.url.endswith("doc/vraag/snelste-stijgers?jaar=2022")
    assert plain.get_by_label("jaar").input_value() == "2022"
    assert plain.locator("table.answer tbody tr").count() == 10


def test_a_query_is_written_by_keyboard_alone(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}bevragen")
    editor = page.locator("#query")
    editor.fill("SELECT (6 * 7 AS ?n) {}")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/bevragen?query=*")
    assert page.locator("table.answer td").inner_text() == "42"
    editor.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.goto(f"{server}bevragen?query={BROKEN}")
    assert page.evaluate("document.activeElement.id") == "query"
    at = page.evaluate("document.activeElement.selectionStart")
    assert "SELECT * {\n  ?s ?p }"[:at].startswith("SELECT * {\n")
    context.close()
