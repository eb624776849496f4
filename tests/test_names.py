"""Names: patterns of the data model, section 2."""

from __future__ import annotations

import pytest

from mdo_rdf import names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (names.concept("indicator", "digid-actieve-accounts"), "id/indicator/digid-actieve-accounts"),
        (names.concept("status", "A"), "id/status/a"),
        (names.year(2023), "id/jaar/2023"),
        (names.dataset("2024", "celstatus"), "id/dataset/2024-celstatus"),
        (names.structure("waarde"), "id/structuur/waarde"),
        (
            names.observation("2024", "waarde", "digid-actieve-accounts", 2023),
            "id/observatie/2024/waarde/digid-actieve-accounts/2023",
        ),
        (names.table("2024", names.table_key("C", "1.6b")), "id/tabel/2024/c-1-6b"),
        (names.cell("2024", "c-1-6b", 2, "2019"), "id/cel/2024/c-1-6b/2/2019"),
        (names.cell("2024", "a-1", 3, "%"), "id/cel/2024/a-1/3/pct"),
        (names.footnote_mark("2024", "a-3", ["voetnoot", "ster"]), "id/voetnootteken/2024/a-3/voetnoot/ster"),
    ],
)
def test_pattern(name: str, expected: str) -> None:
    assert name == expected


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "é", "a b", "a/b", "a.b", "a\n"])
def test_not_a_slug(text: str) -> None:
    assert not names.is_slug(text)


@pytest.mark.parametrize("text", ["1", "1.10", "1.6b"])
def test_section(text: str) -> None:
    assert names.is_section(text)


@pytest.mark.parametrize("text", ["", "1.", "b", "1.6B", "1.6bb", "1 6"])
def test_not_a_section(text: str) -> None:
    assert not names.is_section(text)
