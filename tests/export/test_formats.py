"""What holds for the formats of the export alike."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.errors import CannotTellError
from mdo_rdf.export.formats import FORMATS, TABLES, export
from mdo_rdf.export.records import Records, records_of

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model


@pytest.mark.parametrize("name", [name for name in FORMATS if name != TABLES])
def test_the_same_figures_give_the_same_bytes(name: str, records: Records, model: Model) -> None:
    assert export(name, records, ROOT) == export(name, records_of(model), ROOT)


@pytest.mark.parametrize(("name", "library", "extra"), [("xlsx", "xlsxwriter", "excel"), ("parquet", "pyarrow", "parquet")])
def test_without_a_library_one_line_says_what_to_install(
    name: str, library: str, extra: str, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    message = f"cijfers.{name} needs {library}, which is not there; in the checkout: pip install '.[{extra}]'"
    with pytest.raises(CannotTellError, match=re.escape(message)):
        export(name, records, ROOT)


def test_no_file_of_an_export_is_in_the_repository() -> None:
    """They are made when asked for; a committed copy would grow old."""
    assert not list((ROOT / "data").rglob("cijfers.*"))
