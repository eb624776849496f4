"""The speed that the README names, as a ratio of medians of whole processes."""

from __future__ import annotations

import sys

from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import build_speed


def test_a_build_takes_at_most_a_fifteenth_of_typer_and_rdflib_in_one_loop() -> None:
    ours, plain = build_speed.measure(rounds=5)
    assert plain / ours >= 15, f"{plain / ours:.1f}"
