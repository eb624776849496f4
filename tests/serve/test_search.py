"""Search: words in two languages, with accents, plurals and anything that is not a word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from cases import cases
from mdo_rdf.iris import BASE
from mdo_rdf.serve.search import KINDS, Index
from mdo_rdf.site.resources import Resources

if TYPE_CHECKING:
    from pathlib import Path

DIGID = f"{BASE}id/voorziening/digid"


@pytest.fixture(scope="module")
def resources(root: Path) -> Resources:
    return Resources(root, "2024")


@pytest.fixture(scope="module")
def index(resources: Resources) -> Index:
    return Index(resources)


@pytest.mark.parametrize("text", ["digid", "DigiD", "DIGID", "  digid?! "])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_thing_of_that_name_comes_first(index: Index, text: str, language: str) -> None:
    first = index.search(text, language=language)[0]
    assert (first.iri, first.kind, first.title) == (DIGID, "voorziening", "DigiD")


@pytest.mark.parametrize(*cases("serve/searches"))
def test_words_find_what_they_are_about(index: Index, text: str, iri: str) -> None:
    assert BASE + iri in [one.iri for one in index.search(text, language="nl")]


def test_a_plural_finds_the_singular(index: Index, resources: Resources) -> None:
    found = {one.iri for one in index.search("netwerken", language="nl", limit=500)}
    singular = {one.iri for one in index.search("netwerk", language="nl", limit=500)}
    assert singular
    assert singular <= found


def test_each_kind_can_be_found(index: Index, resources: Resources) -> None:
    """By the title of the first of each kind."""
    starts = {kind: f"{BASE}id/{kind}/" for kind in KINDS} | {"begrip": f"{BASE}id/soort/", "term": f"{BASE}def#"}
    for kind, start in starts.items():
        iri = next(one for one in resources.out if one.startswith(start))
        found = index.search(resources.title(iri, "en"), language="en", limit=500)
        assert (iri, kind) in [(one.iri, one.kind) for one in found], kind


@pytest.mark.parametrize(
    "text", ["", " ", '"', "*", "-", "()", "^", "\0", "_", "__", "\ud800", "\U0001f600", "NEAR(", ":", "\u0301", "zzqqxx"]
)
def test_what_is_no_word_finds_nothing(index: Index, text: str) -> None:
    assert index.search(text, language="nl") == []


@pytest.mark.parametrize(
    "text", ['digid"', "digid*", "title:digid", "digid AND", "NOT digid", "digid OR", "digid NEAR(", "'; DROP TABLE thing; digid"]
)
def test_a_text_has_no_syntax(index: Index, text: str) -> None:
    assert DIGID in [one.iri for one in index.search(text, language="nl", limit=1000)]


def test_a_long_text_is_no_harm(index: Index) -> None:
    assert DIGID in [one.iri for one in index.search("digid " * 10_000, language="nl")]


def test_no_more_than_asked_for(index: Index) -> None:
    assert len(index.search("digid", language="nl", limit=3)) == 3


def test_threads_get_the_same(index: Index) -> None:
    expected = index.search("digid", language="nl")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: index.search("digid", language="nl"), range(40))) == [expected] * 40


def test_facilities_and_figures_come_before_what_is_said_of_them(index: Index) -> None:
    kinds = [hit.kind for hit in index.search("diginetwerk", language="nl")]
    assert kinds[0] == "voorziening"
    assert set(kinds[1:3]) == {"indicator"}
    assert "bewering" in kinds
