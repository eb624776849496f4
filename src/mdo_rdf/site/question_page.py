"""The page of a question: what it asks, what can be chosen, and the answer as a table, from the store that it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf import iris
from mdo_rdf.iris import BASE
from mdo_rdf.query.answers import Answer, Solutions, first_solutions, numeric, solutions, written
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.questions import Parameter, Question, with_defaults
from mdo_rdf.site import paths
from mdo_rdf.site.numbers import in_full
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mdo_rdf.query.answers import BoundTerm
    from mdo_rdf.site.shown import Context, Shown

MOST_ROWS = 50
"""As many rows of an answer stand on a page; the file has them all."""
_LEAST_GROUPED = 10_000
"""From here on the digits of a number are in groups: so that a year is never ‘2.023’."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 30
"""Of how many digits a number may be that is written so, also those before the first one that is not zero."""
_LANGUAGE = "taal"


class AnsweredQuestion(NamedTuple):
    """A question with the default of each parameter, its answer, and that answer as a CSV file; without one where it has none."""

    question: Question
    answer: Solutions | None
    csv: bytes


class Answers(Mapping[str, AnsweredQuestion]):
    """Questions by name with their answers in a language; each is asked when it is first looked at.

    Looking at one raises ``CannotTellError`` where the store cannot answer it.
    """

    def __init__(self, questions: Mapping[str, Question], store: Callable[[], pyoxigraph.Store], language: str) -> None:
        self._questions, self._store, self._language = questions, store, language
        self._asked: dict[str, AnsweredQuestion] = {}

    def __getitem__(self, name: str) -> AnsweredQuestion:
        if name not in self._asked:
            self._asked[name] = ask(self._questions[name], self._store(), self._language)
        return self._asked[name]

    def __contains__(self, name: object) -> bool:
        return name in self._questions

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    def ask_all(self) -> None:
        """Ask all of them, several at the same time, as the store leaves Python alone while it thinks."""
        self._store()
        with ThreadPoolExecutor() as pool:
            list(pool.map(self.__getitem__, self._questions))


def is_to_be_chosen(question: Question) -> bool:
    """Whether a question has no answer before something is chosen."""
    return any(parameter.required for parameter in question.parameters)


def ask(question: Question, store: pyoxigraph.Store, language: str) -> AnsweredQuestion:
    """Ask a question with its defaults, in a language. Raises ``CannotTellError``."""
    own = in_language(question, language)
    if is_to_be_chosen(own):
        return AnsweredQuestion(own, None, b"")
    answer = ask_store(store, with_defaults(own))
    return AnsweredQuestion(own, solutions(answer), written(answer, "csv").encode())


def in_language(question: Question, language: str) -> Question:
    """The question with the language of the page as its default, where it has a parameter for that."""
    parameters = (
        parameter._replace(default=language) if parameter.name == _LANGUAGE else parameter for parameter in question.parameters
    )
    return question._replace(parameters=tuple(parameters))


def context(question: Question, answer: Solutions | None, shown: Shown) -> Context:
    """What is on the page of a question; ``answer`` is None where a parameter that has no default was not given."""
    iri, words, language = iris.absolute(iris.question(question.name)), shown.words, shown.language
    needed = [parameter.name for parameter in question.parameters if parameter.required]
    return {
        **shown.common(iri, f"doc/vraag/{question.name}"),
        "kind": words["question"],
        "title": question.summary[language],
        "summary": question.description[language],
        "parameters": [_parameter(parameter, shown) for parameter in question.parameters],
        "query": with_defaults(question),
        "needs": words["question_needs"].format(names=", ".join(needed)) if needed and answer is None else "",
        **laid_out(answer, shown),
        "files": [("CSV", csv_file(question.name, language))] if answer else [],
    }


def csv_file(name: str, language: str) -> str:
    """The file of the site with the whole answer to a question."""
    return paths.file(f"doc/vraag/{name}", "csv", language)


def _parameter(parameter: Parameter, shown: Shown) -> Context:
    """A parameter in words: its name, its default, and what it can be."""
    words = shown.words
    is_of_data = parameter.enumerated or parameter.kind == "iri"
    choices = ", ".join(parameter.choices) or words["choice_of_data" if is_of_data else "choice_free"]
    if not parameter.default:
        default = value(words["choice_needed" if parameter.required else "choice_any"])
    else:
        default = shown.link(parameter.default) if parameter.kind == "iri" else value(parameter.shown_default)
    return {"name": parameter.name, "default": default, "choices": choices}


def laid_out(answer: Solutions | None, shown: Shown, most: int = MOST_ROWS) -> Context:
    """The ``columns`` (the name of each, and whether it is of numbers), the ``most`` first rows as ``lines``, the ``number`` of
    all in words, and how many ``more`` there are than are shown; a column that is empty is left out.

    A name of ours becomes a link on its label, where the label has a column as well.
    """
    if answer is None:
        return {"columns": [], "lines": [], "number": "", "more": 0}
    rows = answer.rows[:most]
    columns = list(zip(*rows, strict=True)) or [()] * len(answer.variables)
    labels = {at: label for at, column in enumerate(columns) if (label := _label_column(column, columns, shown)) is not None}
    names = {label: at for at, label in labels.items()}
    kept = [at for at, column in enumerate(columns) if any(column) and (at not in labels or names[labels[at]] != at)]
    numbers = numeric(answer.rows, len(columns))
    number = len(answer.rows)
    return {
        "columns": [{"name": answer.variables[at].replace("_", " "), "is_number": numbers[at]} for at in kept],
        "lines": [[_cell(row[at], row[names[at]] if at in names else None, shown) for at in kept] for row in rows],
        "number": shown.words["one_row" if number == 1 else "rows"].format(number=number),
        "more": max(0, number - most),
    }


def first_laid_out(answer: Answer, shown: Shown, most_rows: int, most_cells: int) -> Context:
    """As ``laid_out``, of an answer of any size: no more of it is looked at than is shown."""
    first, number = first_solutions(answer, most_rows, most_cells)
    counted = shown.words["one_row" if number == 1 else "rows"].format(number=number)
    return {**laid_out(first, shown, most_rows), "number": counted, "more": number - len(first.rows)}


def _label_column(column: Sequence[BoundTerm | None], columns: Iterable[Sequence[BoundTerm | None]], shown: Shown) -> int | None:
    """The number of the column that has the title of each name in ``column``; None where there is none."""
    if not column or not all(isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(BASE) for term in column):
        return None
    titles = [shown.title(term.value) for term in column if isinstance(term, pyoxigraph.NamedNode)]
    return next((at for at, other in enumerate(columns) if list(map(_text, other)) == titles), None)


def _text(term: BoundTerm | None) -> str:
    return term.value if isinstance(term, pyoxigraph.Literal) else ""


def _cell(term: BoundTerm | None, leads_to: BoundTerm | None, shown: Shown) -> Context:
    if term is None or isinstance(term, pyoxigraph.Triple):
        return value("")
    if isinstance(leads_to, pyoxigraph.NamedNode):
        return shown.link(leads_to.value, term.value)
    if isinstance(term, pyoxigraph.Literal):
        return shown.shown(term) if not numeric([(term,)], 1)[0] else value(_number(term.value, shown.language))
    return shown.link(term.value) if isinstance(term, pyoxigraph.NamedNode) else value(term.value)


def _number(text: str, language: str) -> str:
    """A number as people write it; as it is where it is none, whatever its datatype says, or is far from all that is counted."""
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text) or abs((number := Decimal(text)).adjusted()) > _LONGEST_NUMBER:
        return text
    is_long = abs(number) >= _LEAST_GROUPED or number != number.to_integral_value()
    return in_full(number, "", language) if is_long else text
