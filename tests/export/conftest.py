"""The figures of the edition, which every format is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mdo_rdf.export.records import Records, records_of

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model


@pytest.fixture(scope="session")
def records(model: Model) -> Records:
    return records_of(model)
