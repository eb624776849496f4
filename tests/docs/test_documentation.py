"""The documentation, tested: what the README shows is what happens, and it stays short."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import mdo_rdf
from checkout import ROOT, expected_rule
from documents import blocks, commands, shell
from mdo_rdf.cli import COMMANDS
from mdo_rdf.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


SHOWN = [pair for block in blocks(README, "console") for pair in commands(block)]


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_of_the_readme_gives_the_output_it_shows(command: str, output: str) -> None:
    lines = [line for line in shell(command, ROOT).splitlines() if not line.startswith("Setting up")]
    assert lines == output.splitlines()


def test_the_python_of_the_readme_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert (result.attempted >= 4, result.failed) == (True, 0)


@pytest.mark.parametrize(
    "name",
    [module.name for module in pkgutil.walk_packages(mdo_rdf.__path__, "mdo_rdf.") if not module.name.endswith("__main__")],
)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_example_of_the_package_holds() -> None:
    result = doctest.testmod(mdo_rdf)
    assert (result.attempted, result.failed) == (3, 0)


def test_the_readme_is_short_and_says_first_that_this_is_independent() -> None:
    assert len(README.splitlines()) <= 120
    assert "independent publication" in "\n".join(README.splitlines()[:15])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (document.parent / target).exists(), target


def test_the_files_that_a_store_is_told_to_leave_out_only_repeat() -> None:
    assert "`data/rdf/2024/*.ttl`, but not `koppelingen-*.ttl`" in README
    place = ROOT / "data" / "rdf" / "2024"
    repeating, others = (
        {quad for path in paths for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)}
        for paths in (set(place.glob("koppelingen-*.ttl")), set(place.glob("*.ttl")) - set(place.glob("koppelingen-*.ttl")))
    )
    assert repeating < others


def test_no_page_installs_from_an_index_where_this_is_not() -> None:
    assert not [path.name for path in DOCUMENTS if re.search(r"pip install '?mdo-rdf", path.read_text(encoding="utf-8"))]


def test_every_command_and_option_is_in_the_documentation() -> None:
    help_texts = [subprocess.run([sys.executable, "-m", "mdo_rdf", *words, "--help"], capture_output=True, text=True, check=True).stdout
                  for words in ([], *([command] for command in COMMANDS))]  # fmt: skip
    documented = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    for command in re.findall(r"^    (\w+) ", help_texts[0], re.MULTILINE):
        assert f"mdo-rdf {command}" in documented
    for option in set(re.findall(r"--[a-z-]+", "".join(help_texts))) - {"--help"}:
        assert option in documented, option


def test_the_numbers_of_the_readme_are_those_of_the_data() -> None:
    observations = mdo_rdf.load_observations(ROOT)
    values = sum(observation.value is not None for observation in observations)
    changes = (ROOT / "data" / "rdf" / "2024" / "cube.ttl").read_text("utf-8").count("mdo:mutatie ")
    for number in (values, len(observations), changes):
        assert f"| {number} |" in README


# The query patterns that docs/data.md shows in its last table.
PATTERNS = re.findall(r"`([^`]+)`", (ROOT / "docs" / "data.md").read_text("utf-8").rpartition("| to find | write |")[2])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_of_the_documentation_finds_something(pattern: str, store: pyoxigraph.Store) -> None:
    head = "\n".join([f"BASE <{BASE}>", *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())])
    assert store.query(f"{head} ASK {{ {pattern} }}")


def test_the_pages_that_are_made_are_fresh_and_every_rule_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import make_queries
    import make_reference
    import make_rules

    rules = {f"rules/{name}": page for name, page in make_rules.pages().items()}
    pages = rules | make_reference.pages() | {"queries.md": make_queries.page()}
    there = {path.relative_to(ROOT / "docs").as_posix(): path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")}
    assert [name for name, page in pages.items() if there.get(name) != page] == [], "run make docs"
    assert {name for name in there if name.startswith("rules/")} == rules.keys(), "run make docs"
    broken = {expected_rule(path) for path in (ROOT / "tests" / "corpus").glob("*/invalid.*.ttl")}
    assert {f"rules/{name}.md" for name in broken | {f"ic-{number:02}" for number in range(1, 22)}} <= rules.keys()
