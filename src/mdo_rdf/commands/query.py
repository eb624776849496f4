"""``mdo-rdf query``: answers a canned question, or a query of one's own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import DAY, Parser, filled
from mdo_rdf.commands.place import add_place, place
from mdo_rdf.errors import CannotTellError, one_line
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.query.questions import EVERYWHERE, Parameter, Question, own_question, question_names, read_question, read_questions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Store

    from mdo_rdf.query.answers import Answer

DESCRIPTION = (
    "Answer one of the questions in queries/, or a SPARQL query of your own, from the data that this program came with or "
    "from an endpoint. What can be chosen in a question is given with --param, as a slug (digid), a label or an IRI."
)
FORMATS = ("table", "csv", "tsv", "json", "md", "ttl")
_SEARCH = "zoeken"


def add_options(parser: Parser) -> None:
    """The options of this command."""
    name = parser.add_argument("name", nargs="?", type=filled, metavar="NAME", help="the question; --list shows them all")
    name.completer = _complete_name  # type: ignore[attr-defined]
    parser.add_argument("--list", action="store_true", help="list the questions; with NAME, those with that word in them")
    param = parser.add_argument("--param", action="append", default=[], metavar="KEY=VALUE", help="a choice; may be repeated")
    param.completer = _complete_param  # type: ignore[attr-defined]
    parser.choice("--format", FORMATS, "how to write the answer")
    parser.choice("--language", LANGUAGES, "of labels, and of --list")
    parser.word("--file", "FILE.rq", "a query of your own instead of NAME; - is standard input")
    parser.word("--endpoint", "URL", "ask this SPARQL endpoint, not the data at hand")
    parser.seconds("--timeout", 30.0, DAY, "how long to wait for it")
    parser.add_argument("--show", action="store_true", help="do not ask: show the query with the choices filled in")
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """List the questions, or answer one."""
    root, edition = place(options)
    if options.list:
        return _list(read_questions(root), options.name or "", options.language)
    if bool(options.name) == bool(options.file):
        raise CannotTellError("give the NAME of one question, or --file; mdo-rdf query --list shows the questions")
    question = own_question(options.file) if options.file else read_question(root, options.name)
    return _answer(question, options, root, edition)


def _answer(question: Question, options: argparse.Namespace, root: Path, edition: str) -> int:
    from mdo_rdf.query.parameters import bound
    from mdo_rdf.query.snapshot import open_store
    from mdo_rdf.query.sparql import with_terms

    store = open_store(root, edition=edition)
    given = _given(options.param)
    usual = {parameter.name: _usual(parameter, edition, options.language) for parameter in question.parameters}
    values = {**{name: value for name, value in usual.items() if value}, **given}
    text = with_terms(question.text, bound(store, question.parameters, values))
    if options.show:
        print(text, end="")
        return 0
    from mdo_rdf.query.answers import written

    answer = written(_asked(store, text, question, options), options.format, _width())
    print(_by_default(question, values), end="", file=sys.stderr)
    print(answer, end="")
    return 0


def _asked(store: Store, text: str, question: Question, options: argparse.Namespace) -> Answer:
    if options.endpoint:
        from mdo_rdf.query.endpoint import ask_endpoint

        return ask_endpoint(options.endpoint, text, options.timeout)
    from mdo_rdf.query.local import NotAQueryError, ask_store, check_syntax

    try:
        return ask_store(store, text)
    except NotAQueryError as error:
        if not options.file:
            raise
        check_syntax(question.text, question.name)  # before the choices were filled in, where a column is that of the file
        raise CannotTellError(f"{question.name}: with the choices filled in (--show), at {error}") from error


def _by_default(question: Question, values: Mapping[str, str]) -> str:
    """The choices that were made for the user, on one line; empty where there are none."""
    open_ = [parameter for parameter in question.parameters if parameter.name not in (*values, *EVERYWHERE)]
    made = {parameter.name: parameter.shown_default for parameter in open_ if parameter.default}
    if not made:
        return ""
    shown = ", ".join(f"{name}: {one_line(default)}" for name, default in made.items())
    other = "another" if len(made) == 1 else "others"
    return f"{shown} (choose {other} with {' '.join(f'--param {name}=…' for name in made)})\n"


def _given(pairs: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise CannotTellError(f"--param {pair}: write it as KEY=VALUE, such as voorziening=digid")
        if name in values:
            raise CannotTellError(f"--param {name}: given twice; a question takes one value for it")
        values[name] = value
    return values


def _usual(parameter: Parameter, edition: str, language: str) -> str:
    """What the options of this command say of two parameters that nearly every question has; empty for any other."""
    if parameter.name == "taal":
        return language
    if parameter.name == "dataset":
        _, dash, part = parameter.default.rpartition("/")[2].partition("-")
        return f"{edition}{dash}{part}"
    return ""


def _width() -> int:
    """How wide the terminal is; 0, for any width, where the answer goes to a file or another program."""
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0


def _list(questions: Mapping[str, Question], word: str, language: str) -> int:
    """The questions by their first tag, each with what can be chosen; 1 where none has the word."""
    wanted = [question for question in questions.values() if word.casefold() in _words(question)]
    if not wanted:
        print(f"No question has “{one_line(word)}” in it; mdo-rdf query --list shows all {len(questions)}.")
        if _SEARCH in questions:
            from shlex import quote

            print(f"To look for it in the figures: mdo-rdf query {_SEARCH} --param {quote(f'zoekterm={one_line(word)}')}")
        return 1
    for tag in sorted({question.tags[0] for question in wanted}):
        print(one_line(tag))
        for question in wanted:
            if question.tags[0] == tag:
                print(f"  {one_line(f'{question.name}{_choices(question)}')}\n      {one_line(question.summary[language])}")
        print()
    return 0


def _choices(question: Question) -> str:
    """What can be chosen in a question, each with what it is by default."""
    shown = [
        f"{parameter.name}{parameter.default and f': {parameter.shown_default}'}"
        for parameter in question.parameters
        if parameter.name not in EVERYWHERE
    ]
    return f"  ({', '.join(shown)})" if shown else ""


def _words(question: Question) -> str:
    texts = (question.name, *question.summary.values(), *question.description.values(), *question.tags)
    return " ".join(texts).casefold()


def _complete_name(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """For the shell: the questions that begin with ``prefix``."""
    return [name for name in question_names(place(parsed_args)[0]) if name.startswith(prefix)]


def _complete_param(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """For the shell: what can be chosen in the question, first the parameter and then its values."""
    from mdo_rdf.query.parameters import choices
    from mdo_rdf.query.snapshot import open_store

    root, edition = place(parsed_args)
    parameters = {parameter.name: parameter for parameter in read_question(root, parsed_args.name or "").parameters}
    name, equals, _value = prefix.partition("=")
    if not equals:
        return [f"{key}=" for key in parameters if key.startswith(prefix)]
    if name not in parameters:
        return []
    values = parameters[name].choices or [choice.slug for choice in choices(open_store(root, edition=edition), name)]
    return [pair for value in values if (pair := f"{name}={value}").startswith(prefix)]
