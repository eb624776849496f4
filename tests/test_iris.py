"""Names: patterns of the data model, section 2."""

from __future__ import annotations

import pytest

from mdo_rdf import iris


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (iris.concept("indicator", "digid-actieve-accounts"), "id/indicator/digid-actieve-accounts"),
        (iris.concept("status", "A"), "id/status/a"),
        (iris.year(2023), "id/jaar/2023"),
        (iris.dataset("2024", "celstatus"), "id/dataset/2024-celstatus"),
        (iris.structure("waarde"), "id/structuur/waarde"),
        (
            iris.observation("2024", "waarde", "digid-actieve-accounts", 2023),
            "id/observatie/2024/waarde/digid-actieve-accounts/2023",
        ),
        (iris.table("2024", iris.table_key("C", "1.6b")), "id/tabel/2024/c-1-6b"),
        (iris.cell("2024", "c-1-6b", 2, "2019"), "id/cel/2024/c-1-6b/2/2019"),
        (iris.cell("2024", "a-1", 3, "%"), "id/cel/2024/a-1/3/pct"),
        (iris.footnote_mark("2024", "a-3", ["voetnoot", "ster"]), "id/voetnootteken/2024/a-3/voetnoot/ster"),
    ],
)
def test_pattern(name: str, expected: str) -> None:
    assert name == expected


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "é", "a b", "a/b", "a.b", "a\n"])
def test_not_a_slug(text: str) -> None:
    assert not iris.is_slug(text)


@pytest.mark.parametrize("text", ["1", "1.10", "1.6b"])
def test_section(text: str) -> None:
    assert iris.is_section(text)


@pytest.mark.parametrize("text", ["", "1.", "b", "1.6B", "1.6bb", "1 6"])
def test_not_a_section(text: str) -> None:
    assert not iris.is_section(text)
