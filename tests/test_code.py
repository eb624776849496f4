"""What holds for all of ``src/mdo_rdf``, whoever changes it: read from its syntax."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = ROOT / "src" / "mdo_rdf"
MODULES = {str(path.relative_to(CODE)): ast.parse(path.read_text("utf-8")) for path in sorted(CODE.rglob("*.py"))}

WRITES_TOO = {
    "checks/validate.py",  # a temporary file, which an engine reads
    "linkcheck/promotion.py",
    "query/snapshot.py",
}
"""What writes a file by itself; all else does so through ``files.py``."""


def writing(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls that write, make or move a file."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            modes = [one.value for one in (*call.args, *(word.value for word in call.keywords)) if isinstance(one, ast.Constant)]
            moves = name == "replace" and len(call.args) == 1 and not call.keywords  # of a text it has two
            opens = name == "open" and any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)
            if moves or opens or name in ("write_text", "write_bytes", "touch", "rename", "move", "copyfile"):
                yield call


def test_only_one_module_writes_files() -> None:
    found = {f"{name}:{call.lineno}" for name, tree in MODULES.items() for call in writing(tree)}
    assert {place.partition(":")[0] for place in found} - WRITES_TOO == {"files.py"}, sorted(found)
