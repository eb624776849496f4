"""What holds for all of ``src/mdo_rdf``, whoever changes it: read from its syntax."""

from __future__ import annotations

import ast
import csv
import re
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from mdo_rdf.serve.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = ROOT / "src" / "mdo_rdf"
MODULES = {str(path.relative_to(CODE)): ast.parse(path.read_text("utf-8")) for path in sorted(CODE.rglob("*.py"))}

WRITES_TOO = {"datacube/validate.py"}
"""What writes a file by itself, which is a temporary one that an engine reads; all else does so through ``files.py``."""


def writing(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls that write, make or move a file."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            arguments = (*call.args, *(word.value for word in call.keywords))
            modes = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
            moves = name == "replace" and len(call.args) == 1 and not call.keywords  # of a text it has two
            opens = name == "open" and any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)
            if moves or opens or name in ("write_text", "write_bytes", "touch", "rename", "move", "copyfile"):
                yield call


def test_only_one_module_writes_files() -> None:
    found = {f"{name}:{call.lineno}" for name, tree in MODULES.items() for call in writing(tree)}
    assert {place.partition(":")[0] for place in found} == {"files.py"} | WRITES_TOO, sorted(found)


PRINTED = {
    "audit/margins.py",  # how numbers and hedges are printed
    "inputs/notation.py",  # how values are printed, with examples in a message
}
"""What holds Dutch of the report, and not of ours: patterns of what is printed."""
DUTCH = re.compile(
    r"(?:^|[ (])(?:de|het|een|van|en|voor|niet|geen|zijn|naar|wordt|wij|er|waar|bij|uit)(?=[ .,:?!)]|$)", re.IGNORECASE
)
"""Words that hardly any Dutch text of some length does without, and no English text has."""
LANGUAGES = ("nl", "en")


def literal(node: ast.expr) -> str:
    """The text of a string, with {} for what is filled in; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def prose(tree: ast.Module) -> Iterator[str]:
    """The strings with Dutch words, but for docstrings."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node not in docstrings | parts and " " in literal(node) and DUTCH.search(literal(node)):
            yield literal(node)


def by_language(tree: ast.Module) -> Iterator[str]:
    """The strings that stand for a language: behind a key or an argument such as ``nl`` or ``title_nl``, or before ``"nl"``."""
    for node in ast.walk(tree):
        pairs: list[tuple[str, ast.expr]] = []
        if isinstance(node, ast.Dict):
            pairs = [(literal(key), value) for key, value in zip(node.keys, node.values, strict=True) if key is not None]
        elif isinstance(node, ast.Call):
            pairs = [(word.arg or "", word.value) for word in node.keywords]
            if len(node.args) > 1 and literal(node.args[1]) in LANGUAGES:
                pairs.append((literal(node.args[1]), node.args[0]))
            if getattr(node.func, "id", "") == "Text":
                pairs += [("nl", argument) for argument in node.args]
        for name, value in pairs:
            if name in LANGUAGES or name.endswith(tuple(f"_{language}" for language in LANGUAGES)):
                yield from texts_in(value)


def texts_in(node: ast.expr) -> Iterator[str]:
    """A string, or those in a collection."""
    members = [*getattr(node, "elts", ()), *(getattr(node, "values", ()) if isinstance(node, ast.Dict) else ())]
    yield from (text for member in members for text in texts_in(member))
    if re.search(r"[^\W\d_]", literal(node)):
        yield literal(node)


def test_no_text_for_people_is_in_the_code() -> None:
    """They are in tables: to change one, no Python is edited. ``docs/data.md`` says where each is."""
    found = {name: [*prose(tree), *by_language(tree)] for name, tree in MODULES.items()}
    assert {name: texts for name, texts in found.items() if texts and name not in PRINTED} == {}
    assert all(found[name] for name in PRINTED)


@pytest.mark.parametrize(
    "text",
    [
        'title = "Begrippen en indicatoren"',
        'yield f"Koppelingen voor {target}", f"Links for {target}"',
        'text(f"Build {edition}", "en")',
        'Text("Waarde", "Value")',
        'Column(name, title_nl="Waarde")',
        'WORDS = {"nl": {"new": "Nieuw"}}',
        'raise ValueError("dat bestaat niet")',
    ],
)
def test_a_text_in_the_code_is_seen(text: str) -> None:
    tree = ast.parse(text)
    assert [*prose(tree), *by_language(tree)]


@pytest.mark.parametrize("table", sorted(CODE.glob("*/*.csv")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_table_of_texts_is_filled_and_says_each_thing_once(table: Path) -> None:
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert all(None not in row and None not in row.values() for row in rows)
    assert len({tuple(row.items())[:2] for row in rows}) == len(rows)
    for row in rows:
        assert all(text == text.strip() for text in row.values()), row
        texts = [column for column in row if column in ("nl", "summary", "description") or column.endswith("_nl")]
        assert all(row[column] for column in texts), row
        places = [sorted(re.findall(r"\{\w+\}", row[language])) for language in LANGUAGES if row.get(language)]
        assert table.name != "words.csv" or row["code"] == "address" or places == places[:1] * len(places), row


def test_what_is_several_values_is_a_list_in_the_api_and_described_so() -> None:
    descriptions = {field.name: field.description for field in fields_of("waarnemingen") if field.kind == "texts"}
    assert len(descriptions) == 4
    assert not [text for text in descriptions.values() if "ertussen" in text]  # which is what a column of a file has
