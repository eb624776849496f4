"""`mdo-rdf serve` over a site that was written before: ``python site_served.py SITE`` and the options of the command."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from mdo_rdf.cli import main
from mdo_rdf.files import manifest_name
from mdo_rdf.site import writer


def link(_: Path, __: str, out: Path, *, served: bool) -> None:
    """In the place of ``write_site``: the folder gets links to what is in the other."""
    assert served
    out.mkdir()
    for path in Path(sys.argv[1]).iterdir():
        if path.name == manifest_name(writer.MAKER):
            shutil.copy(path, out)
        else:
            (out / path.name).symlink_to(path)


if __name__ == "__main__":
    writer.write_site = link  # type: ignore[assignment]
    sys.exit(main(["serve", *sys.argv[2:]]))
