"""The flat table as CSV-W with csvcubed, which makes no RDF: another tool would have to turn what it writes into a cube."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from pathlib import Path

from csvcubed.cli.entrypoint import entry_point

CONFIG = {
    "$schema": "https://purl.org/csv-cubed/qube-config/v1",
    "title": "Cube",
    "columns": {
        "Indicator": {"type": "dimension"},
        "Year": {"type": "dimension"},
        "Figure": {"type": "observations", "measure": {"label": "Waarde"}, "unit": {"label": "aantal"}, "data_type": "integer"},
    },
}


def main(table: str, out: str) -> None:
    """Only indicator, year and value: the other columns would each need a code list of their own."""
    with tempfile.TemporaryDirectory() as folder:
        own, config = Path(folder) / "table.csv", Path(folder) / "config.json"
        with Path(table).open(encoding="utf-8", newline="") as file, own.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(("Indicator", "Year", "Figure"))
            writer.writerows((row["indicator"], row["year"], row["value"]) for row in csv.DictReader(file))
        config.write_text(json.dumps(CONFIG), "utf-8")
        sys.argv = ["csvcubed", "build", str(own), "-c", str(config), "-o", f"{out}.d", "--log-level", "crit"]
        entry_point()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
