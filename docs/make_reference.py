"""Writes the pages to look things up in: the commands, the Python interface and the terms, each from what it describes."""

from __future__ import annotations

import argparse
import inspect
from importlib import import_module
from pathlib import Path

import pyoxigraph

import mdo_rdf
from mdo_rdf.cli import COMMANDS, DEBUG
from mdo_rdf.commands.arguments import Parser
from mdo_rdf.iris import BASE, PREFIXES

ROOT = Path(__file__).resolve().parent.parent
_MADE = "*This page is made by `make docs`.*"


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    return {"reference-commands.md": commands(), "reference-python.md": python(), "reference-terms.md": terms()}


def commands() -> str:
    """The commands with their options, from the parsers themselves."""
    lines = [
        "# The commands",
        "",
        _MADE,
        "",
        "Exit codes: 0 fine, 1 not fine (what is wrong is listed), 2 could not tell (what is missing is said).",
        f"Also 2: an answer that could not be written, and whatever nobody foresaw. A closed pipe (`| head`) is no error. "
        f"`{DEBUG}`, which every command takes, shows where in the program an error comes from.",
    ]
    for name in COMMANDS:
        module = import_module(f"mdo_rdf.commands.{name}")
        parser = Parser(prog=f"mdo-rdf {name}", add_help=False)
        module.add_options(parser)
        lines += ["", f"## mdo-rdf {name}", "", module.DESCRIPTION, "", "| option | what |", "|---|---|"]
        lines += [_option(action) for action in parser._actions]
    return "\n".join(lines) + "\n"


def _option(action: argparse.Action) -> str:
    choices = " or ".join(f"`{one}`" for one in action.choices or ())
    value = "" if action.nargs == 0 or action.choices else f" {action.metavar or action.dest.upper()}"
    shown = ", ".join(f"`{one}{value}`" for one in action.option_strings) or f"`{action.metavar or action.dest}`"
    return f"| {shown} | {action.help}{f': {choices}' if choices else ''} |".replace("%%", "%")


def python() -> str:
    """What ``mdo_rdf`` offers, with its signatures and docstrings."""
    lines = ["# Python", "", _MADE, "", inspect.cleandoc(mdo_rdf.__doc__ or "").splitlines()[0]]
    for name in sorted(mdo_rdf.__all__, key=str.lower):
        found = getattr(mdo_rdf, name)
        lines += ["", f"## mdo_rdf.{name}", ""]
        if callable(found):
            is_error = isinstance(found, type) and issubclass(found, Exception)
            signature = f"class {name}" if is_error else f"{name}{inspect.signature(found)}".replace("'", "")
            lines += ["```text", signature, "```", "", inspect.cleandoc(found.__doc__ or "").replace("``", "`")]
        else:
            lines.append(f"`{found!r}`")
    return "\n".join(lines) + "\n"


def terms() -> str:
    """The terms of the ontology with their labels and definitions, in the order of its files."""
    lines = ["# The terms", "", _MADE, "", f"The prefix `mdo:` stands for `{BASE}def#`."]
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        about: dict[str, dict[str, list[str]]] = {}
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value.startswith(f"{BASE}def#"):
                said = about.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, [])
                said.append(
                    f"{quad.object.value}@{getattr(quad.object, 'language', '')}"
                    if isinstance(quad.object, pyoxigraph.Literal)
                    else _short(str(getattr(quad.object, "value", "")))
                )
        if about:
            lines += ["", f"## ontology/{path.name}", "", "| term | what | Dutch and English | definition |", "|---|---|---|---|"]
            lines += [_term(iri, said) for iri, said in about.items()]
    return "\n".join(lines) + "\n"


def _term(iri: str, said: dict[str, list[str]]) -> str:
    def texts(name: str, *languages: str) -> str:
        found = {one.rpartition("@")[2]: one.rpartition("@")[0] for one in said.get(name, [])}
        return ", ".join(found[language] for language in languages if language in found).replace("|", "\\|")

    kinds = ", ".join(said.get("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", []))
    label, definition = texts(PREFIXES["rdfs"] + "label", "nl", "en"), texts(PREFIXES["skos"] + "definition", "en")
    return f"| `mdo:{iri.rpartition('#')[2]}` | {kinds} | {label} | {definition} |"


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri.removeprefix(one)}" for prefix, one in PREFIXES.items() if iri.startswith(one)), iri)


if __name__ == "__main__":
    for name, content in pages().items():
        (ROOT / "docs" / name).write_text(content, encoding="utf-8")
