"""Where the publication's files are."""

from __future__ import annotations

from pathlib import Path

from mdo_rdf.errors import CannotTellError


def find_root() -> Path:
    """The folder with ``data`` and ``ontology``: the checkout this package runs from, or the copy it was installed with."""
    here = Path(__file__).resolve().parent
    for root in (here.parent.parent, here / "publication"):
        if (root / "data" / "curation").is_dir() and (root / "ontology").is_dir():
            return root
    raise CannotTellError("the publication's data is not where this package is; say where with --root")
