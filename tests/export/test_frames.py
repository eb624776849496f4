"""Frames of pandas and polars: whole figures, missing as missing, and a clear word where neither is installed."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import mdo_rdf
from checkout import ROOT
from mdo_rdf.export.columns import NAMES
from mdo_rdf.export.records import lexical, records_of

if TYPE_CHECKING:
    from pathlib import Path

    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="module", params=["pandas", "polars"])
def frame(request: pytest.FixtureRequest) -> Any:
    pytest.importorskip(request.param)
    return mdo_rdf.frame(request.param, root=ROOT)


def rows(frame: Any) -> dict[tuple[str, int], dict[str, Any]]:
    found = frame.to_dict("records") if hasattr(frame, "to_dict") and not hasattr(frame, "to_dicts") else frame.to_dicts()
    return {(row["indicator"], row["jaar"]): row for row in found}


def test_a_row_for_each_figure_and_the_columns_of_the_csv(frame: Any) -> None:
    assert frame.shape == (819, 34)
    assert tuple(frame.columns) == NAMES


def test_a_float_holds_each_figure_of_the_report_exactly(model: Model) -> None:
    """Whole numbers below 2**53, and decimals that come back from their shortest form: so a frame may have floats."""
    values = [one.value for one in records_of(model).rows if one.value is not None]
    assert max(values) < 2**53
    assert [lexical(Decimal(repr(float(value)))) for value in values] == [lexical(value) for value in values]


def test_the_values_of_a_frame_are_those_of_the_report(frame: Any) -> None:
    found = rows(frame)
    assert found["digid-actieve-accounts", 2023]["waarde"] == 17179883
    assert found["brt-raadplegingen-pdok", 2022]["waarde"] == 7077196241
    assert found["bv-bsn-aandeel-verificatievragen", 2020]["waarde"] == 99.7
    assert found["brp-terugmeldingen-rechtstreeks", 2023]["waarde"] == 0
    assert found["woz-terugmeldingen", 2022]["kwalificatie"] == "ondergrens"


def test_what_is_missing_is_missing_and_neither_zero_nor_nan() -> None:
    pandas: Any = pytest.importorskip("pandas")
    found = mdo_rdf.frame("pandas", root=ROOT)
    gap = found[(found["indicator"] == "digid-authenticaties-basis") & (found["jaar"] == 2019)].iloc[0]
    assert gap["waarde"] is pandas.NA
    assert (gap["reden"], gap["status"]) == ("misvormd", "O")
    assert found["waarde"].isna().sum() == found["reden"].notna().sum() == 56
    assert (found["waarde"] == 0).sum() == 5  # the true zeros of the report
    assert found.loc[found["indicator"] == "digid-authenticaties-basis", "waarde"].sum() == 121523951 + 88275966 + 27308028


def test_the_types_of_a_pandas_frame_can_be_missing() -> None:
    pytest.importorskip("pandas")
    types = {name: str(kind) for name, kind in mdo_rdf.frame("pandas", root=ROOT).dtypes.items()}
    chosen = {
        name: types[name] for name in ("indicator", "naam", "jaar", "waarde", "vorige_waarde", "peildatum", "reden", "statussen")
    }
    assert chosen == {
        "indicator": "category",
        "naam": "string",
        "jaar": "Int64",
        "waarde": "Float64",
        "vorige_waarde": "Int64",
        "peildatum": "datetime64[s]",
        "reden": "string",
        "statussen": "string",
    }


def test_a_polars_frame_has_nulls_and_no_nan() -> None:
    polars: Any = pytest.importorskip("polars")
    found = mdo_rdf.frame("polars", root=ROOT)
    assert found["waarde"].null_count() == 56
    assert not found["waarde"].is_nan().any()
    assert (found.schema["jaar"], found.schema["waarde"], found.schema["peildatum"]) == (
        polars.Int64,
        polars.Float64,
        polars.Date,
    )
    assert found.filter(polars.col("waarde") == 0).height == 5


def test_pandas_comes_first_and_polars_when_it_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert isinstance(mdo_rdf.frame(root=ROOT), pandas.DataFrame)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert isinstance(mdo_rdf.frame(root=ROOT), polars.DataFrame)


def test_without_a_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(mdo_rdf.CannotTellError, match=r"a frame of pandas needs pandas.*pip install '\.\[pandas\]'"):
        mdo_rdf.frame("pandas", root=ROOT)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(
        mdo_rdf.CannotTellError,
        match=r"neither is there; in the checkout: pip install '\.\[pandas\]' or pip install '\.\[polars\]'",
    ):
        mdo_rdf.frame(root=ROOT)


def test_a_library_that_is_not_known_is_refused() -> None:
    with pytest.raises(mdo_rdf.CannotTellError, match="use pandas or polars"):
        mdo_rdf.frame("panda", root=ROOT)


def test_an_edition_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    with pytest.raises(mdo_rdf.CannotTellError):
        mdo_rdf.frame("pandas", root=tmp_path)
    with pytest.raises(mdo_rdf.MdoError):
        mdo_rdf.frame("pandas", root=ROOT, edition="1999")
