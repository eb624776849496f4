"""Cases of a test as a table beside it: a line of headings, and one case a line, with tabs between the fields."""

from __future__ import annotations

import json
import re
from typing import Any

from checkout import ROOT


def cases(table: str) -> tuple[list[str], list[list[Any]]]:
    """What ``pytest.mark.parametrize`` is given for ``tests/TABLE.tsv``: the names of the arguments, and their values.

    A field that begins as a text, a list or an object of JSON is read as that; a line that begins with # is a remark.
    """
    heading, *lines = (ROOT / "tests" / f"{table}.tsv").read_text("utf-8").rstrip("\n").split("\n")
    return heading.split("\t"), [[*map(_value, line.split("\t"))] for line in lines if not line.startswith("#")]


def _value(field: str) -> Any:
    return json.loads(field) if field.startswith(('"', "[", "{")) else field


def repeated(text: str) -> str:
    """With ``«3×text»`` as that text three times, in which # is 0, 1 and 2, and #+ is one more."""

    def times(part: re.Match[str]) -> str:
        return "".join(part[2].replace("#+", str(number + 1)).replace("#", str(number)) for number in range(int(part[1])))

    return re.sub("«([0-9]+)×(.*?)»", times, text, flags=re.DOTALL)
