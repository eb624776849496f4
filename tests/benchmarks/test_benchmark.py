"""The speed that the README names, as a ratio of medians of whole processes."""

from __future__ import annotations

from pathlib import Path

import pytest

import build_speed
import query_speed
import validation_speed
from mdo_rdf.datacube.shacl import FAST, engines

pytestmark = pytest.mark.speed


def test_a_build_takes_at_most_a_fifteenth_of_typer_and_rdflib_in_one_loop() -> None:
    ours, plain = build_speed.measure(rounds=9)
    assert plain / ours >= 15, f"{plain / ours:.1f}"


def test_a_question_takes_at_most_twelve_empty_pythons_and_a_fifteenth_of_rdflib() -> None:
    question, nothing, rdflib = query_speed.measure()
    assert question <= 12 * nothing, f"{question / nothing:.1f} times an empty Python"
    assert rdflib >= 15 * question, f"{rdflib / question:.1f}"


def test_the_constraints_take_at_most_a_tenth_of_the_same_checks_in_rdflib(tmp_path: Path) -> None:
    ratio = validation_speed.integrity_ratio(tmp_path, 1_000, 3)
    assert ratio >= 10, f"{ratio:.1f}"


@pytest.mark.skipif(FAST not in engines(), reason="the fast engine is not installed")
def test_our_shapes_take_at_most_a_thirtieth_of_pyshacl_with_the_same_counts(tmp_path: Path) -> None:
    ratio = validation_speed.shapes_ratio(tmp_path, 2_000, 3)
    assert ratio >= 30, f"{ratio:.1f}"


def test_validation_grows_in_step_with_the_observations(tmp_path: Path) -> None:
    small, large = (validation_speed.write_cube(tmp_path / f"{size}.ttl", size) for size in (5_000, 40_000))
    times = [(validation_speed.whole(small)[0], validation_speed.whole(large)[0]) for _ in range(3)]
    growth = sorted(after / before for before, after in times)[1]
    assert growth <= 8 * 1.5, f"{growth:.1f} times for 8 times as many"
