"""Reads the canned questions, and queries of the user's own: one SPARQL query in a file, with what can be chosen in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mdo_rdf import iris
from mdo_rdf.errors import CannotTellError, Problem, parted, reading, refuse
from mdo_rdf.iris import BASE
from mdo_rdf.places import content, opened
from mdo_rdf.query.header import Header, read_header
from mdo_rdf.query.sparql import UPDATES, depth, is_blank, literal, variables, verb, with_terms
from mdo_rdf.suggestions import did_you_mean

_PARAMETER = re.compile(r"_{1,2}(?P<name>[a-z]+)(?:_(?P<kind>[a-z]+))?")
KINDS = ("iri", "string", "integer", "date")
"""What a parameter can be, after the last underscore of its variable; a string when nothing is said."""

FOLDER = "queries"
_LONGEST_QUERY = 10_000_000
_MOST_NESTED = 500
"""How deep the brackets of a query may be; the parser takes 2,000, and ends the whole process at 5,000."""
_DATASET = re.compile(r"(?<=/id/dataset/)[0-9]+")
EVERYWHERE = ("taal", "dataset")
"""What nearly every question lets choose, and what follows from the edition and the language of who asks."""


class Parameter(NamedTuple):
    """One thing that can be chosen in a question.

    ``variable`` is its name in the query, by the convention of grlc: ``_jaar_iri`` has to be given, or has a
    ``default``; ``__jaar_iri``, with two underscores, may be left out and then means any. ``kind`` is one of ``KINDS``.
    ``enumerated`` says that only certain values make sense: those in ``choices``, or, for an IRI, those in the data.
    """

    name: str
    variable: str
    kind: str
    default: str
    enumerated: bool
    choices: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Whether the query makes no sense without a value for it."""
        return not self.variable.startswith("__") and not self.default

    @property
    def shown_default(self) -> str:
        """The default as ``--param`` takes it: an IRI of ours as a slug, or without the part that all have."""
        return self.default.removeprefix(iri_prefix(self.name)).removeprefix(BASE)


def iri_prefix(name: str) -> str:
    """What the IRIs of the things that a parameter can be have before their slug."""
    return f"{BASE}{iris.thing(name)}/"


class Question(NamedTuple):
    """A query with what a reader needs to choose it; the texts by language (``nl``, ``en``)."""

    name: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    """The query itself, without its header and with its parameters as variables."""


def with_defaults(question: Question) -> str:
    """The query with the default of every parameter that has one: what can be run as it stands."""
    terms = {}
    for parameter in question.parameters:
        if parameter.default:
            kind = parameter.kind.replace("string", "")
            terms[parameter.variable] = f"<{parameter.default}>" if kind == "iri" else literal(parameter.default, kind)
    return with_terms(question.text, terms)


def read_questions(root: Path, edition: str = "") -> dict[str, Question]:
    """All questions by name, about ``edition`` or else as they stand. Raises ``InvalidInputError`` with all that is wrong."""
    questions, problems = parted(chain.from_iterable(_read(root, name) for name in question_names(root)))
    refuse(problems)
    return {question.name: _about(question, edition) for question in questions}


def read_question(root: Path, name: str, edition: str = "") -> Question:
    """One question, as ``read_questions``. Raises ``CannotTellError`` where there is none of that name."""
    names = question_names(root)
    if name not in names:
        raise CannotTellError(f"{name}: no such question; {did_you_mean(name, names) or 'mdo-rdf query --list shows them all'}")
    questions, problems = parted(_read(root, name))
    refuse(problems)
    return _about(questions[0], edition)


def _about(question: Question, edition: str) -> Question:
    """The question with the data set of an edition as the default of its data set; the file names that of one edition."""
    if not edition:
        return question
    parameters = (
        parameter._replace(default=_DATASET.sub(edition, parameter.default)) if parameter.name == "dataset" else parameter
        for parameter in question.parameters
    )
    return question._replace(parameters=tuple(parameters))


def _content(path: str, name: str) -> bytes:
    """What is in a file or standard input, but not more than a query can be."""
    with nullcontext(sys.stdin.buffer) if path == "-" else opened(path) as file:
        content: bytes = file.read(_LONGEST_QUERY + 1)
    if len(content) > _LONGEST_QUERY:
        raise CannotTellError(f"{name}: more than {_LONGEST_QUERY:,} bytes, which is no query; is it the right file?")
    return content


def own_question(path: str) -> Question:
    """A query of the user's own, from a file or (``-``) standard input; its parameters are those of its variables.

    Raises ``CannotTellError`` where it cannot be read, is empty or is an update, and ``InvalidInputError`` where a
    parameter is of no known kind.
    """
    name = "standard input" if path == "-" else path
    try:
        with reading(name):
            text = _content(path, name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotTellError(f"{name}: not UTF-8; save it as UTF-8") from error
    if is_blank(text):
        raise CannotTellError(f"{name}: empty; put a SPARQL query in it")
    if depth(text) > _MOST_NESTED:
        raise CannotTellError(f"{name}: nested more than {_MOST_NESTED} deep; write it flatter")
    if verb(text) in UPDATES:
        raise CannotTellError(f"{name}: {verb(text)} is an update, and a query never changes anything; use SELECT or CONSTRUCT")
    parameters, problems = parted(_parameters(Header(name, {}, (), {}, {}), text))
    refuse(problems)
    return Question(name, {}, {}, (), parameters, text)


def question_names(root: Path) -> list[str]:
    """The names of the questions under ``root``. Raises ``CannotTellError`` where there are none."""
    names = sorted(path.stem for path in (root / FOLDER).glob("*.rq"))
    if not names:
        raise CannotTellError(f"{FOLDER}: no questions (*.rq) there; is --root the publication's folder?")
    return names


def _read(root: Path, name: str) -> Iterator[Question | Problem]:
    """One question, or each place where it breaks a rule."""
    file = f"{FOLDER}/{name}.rq"
    try:
        lines = content(root / file, file).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        yield Problem(file, 0, 0, str(error.object[error.start]), "not UTF-8", "save the file as UTF-8")
        return
    height = next((number for number, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    header, wrong = read_header(file, lines[:height])
    text = "\n".join(lines[height:]).strip() + "\n"
    stray = tuple(
        Problem(file, row, 1, line, "header after the query", "move it to the top")
        for row, line in enumerate(lines[height:], height + 1)
        if line.startswith("#+")
    )
    parameters, problems = parted(_parameters(header, text))
    yield from (*wrong, *stray, *problems)
    if not (wrong or stray or problems):
        summary, description = ({"nl": header.texts[key], "en": header.texts[f"{key}_en"]} for key in ("summary", "description"))
        yield Question(name, summary, description, header.tags, parameters, text)


def _parameters(header: Header, text: str) -> Iterator[Parameter | Problem]:
    """The parameters in the order of the query; what the header says of others is a problem, and so is an unknown kind."""
    matches = {variable: match for variable in variables(text) if (match := _PARAMETER.fullmatch(variable))}
    names = {match["name"] for match in matches.values()}
    for name, item in header.defaults.items():
        if name not in names:
            yield item.problem(header.file, "default of no parameter", f"the query has {_listed(names)}")
    for variable, item in header.choices.items():
        if variable not in matches:
            yield item.problem(header.file, "choices of no parameter", f"the query has {_listed(matches)}")
    for variable, match in matches.items():
        name, kind = match["name"], match["kind"] or "string"
        if kind not in KINDS:
            remedy = f"end its name in one of {', '.join(KINDS)}"
            yield Problem(header.file, 0, 0, variable, f"unknown kind {kind}", remedy)
        default = header.defaults[name].values[0] if name in header.defaults else ""
        chosen = header.choices.get(variable)
        yield Parameter(name, variable, kind, default, chosen is not None, chosen.values if chosen else ())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "no parameters"
