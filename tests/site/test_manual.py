"""The documentation: every command and snippet is run, with the output that is shown; and it is part of the site."""

from __future__ import annotations

import contextlib
import doctest
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT, tool
from chromium import PHONE, sideways, violations
from documents import blocks, commands, shell
from mdo_rdf.site import paths
from mdo_rdf.site.manual import manual, placed

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Browser

RUN = ("tutorial", "for-analysts", "for-data-engineers", "for-editors", "for-makers")
BY_OTHERS = {
    "make": "test_documentation.py runs it, with the output in README.md",
    ". .venv/bin/activate": "it changes the shell of who types it; here PATH does",
}
FINE_OR_NOT = (0, 1)
"""How a command ends: with 0 or, as ``validate`` does on what is wrong, with 1."""
BLOCK = re.compile(r"(?:Save this as `(?P<file>[^`]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


def is_as_shown(said: str, shown: str) -> bool:
    """Whether an output is the one that is shown, in which … stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), said, re.DOTALL) is not None


@pytest.mark.parametrize("name", RUN)
def test_what_is_typed_gives_what_is_shown(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """All blocks of a document in order, in a folder with nothing but the data and the tests of the checkout."""
    for part in ("data", "ontology", "tests"):
        (tmp_path / part).symlink_to(ROOT / part)
    shown_blocks = [*BLOCK.finditer((ROOT / "docs" / f"{name}.md").read_text("utf-8"))]
    assert shown_blocks
    for block in shown_blocks:
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], "utf-8")
        elif block["kind"] == "console":
            for command, shown in commands(block["text"]):
                said = typed_in(tmp_path, command, request)
                assert said is None or is_as_shown(said, shown), f"$ {command}\n{said}"
        elif block["kind"] == "python":
            test = doctest.DocTestParser().get_doctest(block["text"], {}, name, None, None)
            with contextlib.chdir(tmp_path):
                assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
        else:
            pytest.fail(f"{name}: a block of {block['kind']} that nothing runs")


def typed_in(folder: Path, command: str, request: pytest.FixtureRequest) -> str | None:
    """What a command says in a folder, or None of one that is run by others; the site is the one that all tests have."""
    if command != "mdo-rdf site --out site":
        return None if command in BY_OTHERS else shell(command, folder, codes=FINE_OR_NOT)
    site: Path = request.getfixturevalue("site")
    (folder / "site").symlink_to(site)
    return (site.parent / "said.txt").read_text("utf-8").replace(str(site), "site")


ELSEWHERE = {
    "mdo-rdf serve": "the server of this test is started so",
    "--online": "test_links.py runs it, with servers of its own",
}


@pytest.mark.parametrize("name", ["findings", "links", "serve", "api"])
def test_the_commands_of_the_other_documents_are_right(name: str, server: str) -> None:
    """Those of ``export``, ``publish``, ``querying``, ``sparql`` and ``new-edition`` have tests beside those of their subject."""
    text = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    shown_commands = [pair for kind in ("console", "sh") for block in blocks(text, kind) for pair in typed(block)]
    assert shown_commands
    for program in ("curl", "jq"):
        if any(program in command for command, _ in shown_commands):
            tool(program)
    for command, shown in shown_commands:
        if not any(part in command for part in ELSEWHERE):
            asked = re.sub(r"http://(localhost|127\.0\.0\.1):8000/", server, command)
            said = shell(f"set -o pipefail; {asked.replace('path/to/draft', 'data/source/2024')}", ROOT, codes=FINE_OR_NOT)
            assert said, command
            assert is_as_shown(said.strip(), shown.strip()) or not shown, f"$ {command}\n{said}"


def typed(block: str) -> list[tuple[str, str]]:
    """The commands of a block with what each shows; one without a prompt has a command on each line, and shows nothing."""
    if not block.startswith("$ "):
        return [(line, "") for line in block.splitlines()]
    pairs = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(number for number, line in enumerate(lines) if not line.rstrip().endswith(("|", "\\"))) + 1
        pairs.append(("".join(lines[:end]), "".join(lines[end:])))
    return pairs


def test_every_document_is_in_the_list_of_them() -> None:
    listed = set(re.findall(r"\]\(([\w/.-]+)\)", (ROOT / "docs" / "index.md").read_text("utf-8")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"} == {path for path in listed if "/" not in path}


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    """The HTML of each document in English, by its path."""
    return {path: str(placed(make().context["content"], paths.page(path, "en"), "en")) for path, make in manual().items()}


def test_every_document_is_a_page_of_the_site(site: Path, documents: dict[str, str]) -> None:
    for path, content in documents.items():
        for language in paths.LANGUAGES:
            page = site / paths.page(path, language)
            assert page.stat().st_size < 100_000, path
        assert content in page.read_text("utf-8")
    assert len(documents) > 250
    assert 'href="handleiding/index.html"' in (site / "index.html").read_text("utf-8")


def test_links_between_documents_hold_on_the_site(documents: dict[str, str]) -> None:
    """That each leads to a file is tested for the whole site; here, where they lead."""
    assert 'href="../../en/handleiding/tutorial.html"' in documents["handleiding/index"]
    assert 'href="../../en/vragen.html"' in documents["handleiding/querying"]
    assert 'href="../../../en/handleiding/rules/ic-12.html"' in documents["handleiding/rules/index"]
    assert "<span>contributing</span>" in documents["handleiding/for-editors"]
    assert '<img src="../../handleiding/model.svg" alt="From a printed cell' in documents["handleiding/model"]
    assert not [path for path, content in documents.items() if re.search(r'(?:href|src)="(?:page|file):', content)]


@pytest.mark.parametrize("name", ["index", "tutorial", "model", "reference-terms", "rules/ic-12"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.browser
def test_anyone_can_read_the_documentation(site: Path, browser: Browser, name: str, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(color_scheme=scheme, viewport=PHONE)
    page.goto((site / "handleiding" / f"{name}.html").as_uri())
    assert violations(page) == []
    assert sideways(page) == []
    page.close()
