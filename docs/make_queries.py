"""Writes docs/queries.md: every question with its choices, its query and the first rows of its answer. Run by ``make docs``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.iris import BASE
from mdo_rdf.publication import load_store
from mdo_rdf.query.answers import Answer, written
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.questions import read_questions, with_defaults

if TYPE_CHECKING:
    import pyoxigraph

    from mdo_rdf.query.questions import Parameter, Question

ROOT = Path(__file__).resolve().parent.parent
MOST_ROWS = 5
HEAD = """# The questions

Each is one file in [queries](../queries), standard SPARQL 1.1, tested on rdflib, pyoxigraph, an Oxigraph server and
Virtuoso against the answers in tests/answers. Ask one with `mdo-rdf query NAME`, choose with `--param KEY=VALUE`
(a slug such as `digid`, a label, or an IRI), or copy the query below into any editor: it runs as it stands.
[Querying well](querying.md) says what to look out for.

Two choices that nearly every question has are not repeated below: `taal`, the language of the labels (`nl` or `en`), and
`dataset`, the edition (`2024`).
"""
EVERYWHERE = ("taal", "dataset")


def page() -> str:
    """The whole page."""
    store = load_store(ROOT)
    questions = read_questions(ROOT)
    tags = sorted({question.tags[0] for question in questions.values()})
    parts, listed = [], []
    for tag in tags:
        group = [question for question in questions.values() if question.tags[0] == tag]
        listed.append(f"**{tag}**\n\n" + "".join(f"- [{one.summary['nl']}](#{one.name})\n" for one in group))
        parts += [f"## {tag}\n", *(_section(question, store) for question in group)]
    return "\n".join([HEAD, *listed, *parts])


def _section(question: Question, store: pyoxigraph.Store) -> str:
    text = with_defaults(question)
    answer = ask_store(store, text)
    found = json.loads(answer.content)
    rows = found["results"]["bindings"]
    found["results"]["bindings"] = rows[:MOST_ROWS]
    shown = written(Answer(json.dumps(found).encode()), "md")
    more = f"\n… {len(rows)} rows in all.\n" if len(rows) > MOST_ROWS else ""
    choices = "".join(_choice(one) for one in question.parameters if one.name not in EVERYWHERE)
    return (
        f"### {question.name}\n\n**{question.summary['nl']}** {question.description['nl']}\n\n"
        f"*{question.summary['en']} {question.description['en']}*\n\n{choices and choices + chr(10)}"
        f"<details><summary>Query</summary>\n\n```sparql\n{text}```\n\n</details>\n\n{shown}{more}"
    )


def _choice(parameter: Parameter) -> str:
    if parameter.choices:
        what = f"one of {', '.join(f'`{one}`' for one in parameter.choices)}"
    elif parameter.enumerated:
        what = f"one of `id/{parameter.name}/…`"
    else:
        what = {"iri": "an IRI", "string": "a text", "integer": "a whole number", "date": "a date"}[parameter.kind]
    default = parameter.default.removeprefix(f"{BASE}id/{parameter.name}/")
    usual = f"default `{default}`" if default else "required" if parameter.required else "may be left out, and then means any"
    return f"- `{parameter.name}`: {what}; {usual}\n"


if __name__ == "__main__":
    (ROOT / "docs" / "queries.md").write_text(page(), encoding="utf-8")
