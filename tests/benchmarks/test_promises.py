"""What the documentation says about speed is held against measurements: all of it, and with an exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bench
from checkout import ROOT
from measuring import Place, Sides
from promises import Promise, read_promises

IN_SENTENCES = re.compile(r"(\d+(?:\.\d+)?)\s+times")
IN_TABLES = re.compile(r"(?<=.)\|\s*(\d+(?:\.\d+)?)(?: [MG]B)?\s*(?=\|)")


@pytest.mark.parametrize(
    ("document", "pattern"),
    [
        ("README.md", IN_SENTENCES),
        ("docs/benchmarks.md", IN_SENTENCES),
        ("docs/benchmarks.md", IN_TABLES),
        ("docs/publish.md", IN_SENTENCES),
    ],
)
def test_each_ratio_that_the_documentation_gives_is_a_promise(document: str, pattern: re.Pattern[str]) -> None:
    text = (ROOT / document).read_text("utf-8")
    spans = {promise.span for promise in read_promises() if promise.document == document}
    ratios = list(pattern.finditer(text))
    assert ratios
    assert [text[match.start() - 60 : match.end()] for match in ratios if match.span(1) not in spans] == []


@pytest.mark.parametrize("promise", read_promises(), ids=lambda promise: "-".join(promise[:3]))
def test_each_promise_is_about_something_that_is_measured(promise: Promise) -> None:
    benchmark = bench.BENCHMARKS[promise.benchmark]
    assert any(bench.in_scope(promise, promise.benchmark, sizes) for sizes in (benchmark.sizes, benchmark.large))
    assert promise.holds in ("at least", "at most")
    assert promise.figure > 0


@pytest.mark.parametrize(
    ("seconds", "code", "outcomes"),
    [
        ({"empty Python": 1, "mdo-rdf --help": 1, "mdo-rdf query": 1}, 0, ["kept", "kept"]),
        ({"empty Python": 1, "mdo-rdf --help": 100, "mdo-rdf query": 1}, 1, ["NOT KEPT", "kept"]),
        ({"empty Python": 1, "mdo-rdf query": 1}, 2, ["not measured", "kept"]),
        ({"empty Python": 1, "mdo-rdf query": 100}, 1, ["not measured", "NOT KEPT"]),
    ],
)
def test_what_came_of_the_promises_is_told(
    seconds: dict[str, float], code: int, outcomes: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "keep", lambda *_: None)
    monkeypatch.setattr(bench, "in_turn", lambda *_: {side: {"seconds": figure} for side, figure in seconds.items()})
    assert bench.main(["start"]) == code
    lines = capsys.readouterr().out.splitlines()[-2:]
    assert [re.match("kept|NOT KEPT|not measured", line)[0] for line in lines] == outcomes  # type: ignore[index]


def test_a_side_that_fails_or_differs_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: Place) -> Sides:
        raise RuntimeError("the sides do not give the same: rows")

    monkeypatch.setitem(bench.BENCHMARKS, "start", bench.BENCHMARKS["start"]._replace(sides=fails))
    assert bench.main(["start"]) == 2
    assert "start could not be measured: the sides do not give the same: rows" in capsys.readouterr().err


def test_a_claim_that_stands_nowhere_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "promises.csv").write_text(
        "benchmark,row,column,holds,document,claim\na,b,c,at least,README.md,a {} no one makes\n"
    )
    monkeypatch.setattr("promises.HERE", tmp_path)
    with pytest.raises(RuntimeError, match=re.escape("README.md does not say: a {} no one makes")):
        read_promises()
