"""The page of a question: what it asks, what can be chosen, and the answer as a table, from the store that it is given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from mdo_rdf.iris import BASE
from mdo_rdf.query.answers import Solutions, numeric, solutions, written
from mdo_rdf.query.local import ask_store
from mdo_rdf.query.questions import Parameter, Question, with_defaults
from mdo_rdf.site.numbers import shown as figure_text
from mdo_rdf.site.shown import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mdo_rdf.query.answers import BoundTerm
    from mdo_rdf.site.shown import Context, Shown

MOST_ROWS = 50
"""As many rows of an answer stand on a page; the file has them all."""
_LEAST_GROUPED = 10_000
"""From here on the digits of a number are in groups: so that a year is never ‘2.023’."""
_LANGUAGE = "taal"


class Asked(NamedTuple):
    """A question with the default of each parameter, its answer, and that answer as a CSV file; without one where it has none."""

    question: Question
    answer: Solutions | None
    csv: bytes


def ask(question: Question, store: pyoxigraph.Store, language: str) -> Asked:
    """Ask a question with its defaults, in a language. Raises ``CannotTellError``."""
    own = in_language(question, language)
    if any(one.required for one in own.parameters):
        return Asked(own, None, b"")
    answer = ask_store(store, with_defaults(own))
    return Asked(own, solutions(answer), written(answer, "csv").encode())


def in_language(question: Question, language: str) -> Question:
    """The question with the language of the page as its default, where it has a parameter for that."""
    parameters = (one._replace(default=language) if one.name == _LANGUAGE else one for one in question.parameters)
    return question._replace(parameters=tuple(parameters))


def context(question: Question, answer: Solutions | None, shown: Shown) -> Context:
    """What is on the page of a question; ``answer`` is None where a parameter that has no default was not given.

    ``columns`` are the names with whether each is of numbers, ``lines`` the rows, ``more`` the number of rows left out.
    """
    iri, words, language = f"{BASE}id/vraag/{question.name}", shown.words, shown.language
    needed = [one.name for one in question.parameters if one.required]
    columns, lines = laid_out(answer, shown) if answer else ([], [])
    number = len(answer.rows) if answer else 0
    return {
        **shown.common(iri, f"doc/vraag/{question.name}"),
        "kind": words["question"],
        "title": question.summary[language],
        "summary": question.description[language],
        "parameters": [_parameter(one, shown) for one in question.parameters],
        "query": with_defaults(question),
        "needs": words["question_needs"].format(names=", ".join(needed)) if needed and answer is None else "",
        "columns": columns,
        "lines": lines,
        "number": words["one_row" if number == 1 else "rows"].format(number=number) if answer else "",
        "more": max(0, number - MOST_ROWS),
        "files": [("CSV", csv_file(question.name, language))] if answer else [],
    }


def csv_file(name: str, language: str) -> str:
    """The file of the site with the whole answer to a question.

    >>> csv_file("kerncijfers", "nl"), csv_file("kerncijfers", "en")
    ('doc/vraag/kerncijfers.csv', 'doc/vraag/kerncijfers.en.csv')
    """
    return f"doc/vraag/{name}{'' if language == 'nl' else f'.{language}'}.csv"


def _parameter(one: Parameter, shown: Shown) -> Context:
    """A parameter in words: its name, its default, and what it can be."""
    words = shown.words
    default = shown.link(one.default) if one.kind == "iri" and one.default else value(one.shown_default)
    choices = ", ".join(one.choices) or words["choice_of_data" if one.enumerated or one.kind == "iri" else "choice_free"]
    missing = words["choice_needed" if one.required else "choice_any"]
    return {"name": one.name, "default": default if one.default else value(missing), "choices": choices}


def laid_out(answer: Solutions, shown: Shown, most: int = MOST_ROWS) -> tuple[list[Context], list[list[Context]]]:
    """The columns and the ``most`` first rows, without the columns that are empty there.

    A name of ours becomes a link on its label, where the label has a column as well.
    """
    rows = answer.rows[:most]
    columns = list(zip(*rows, strict=True)) or [()] * len(answer.variables)
    labels = {at: label for at, column in enumerate(columns) if (label := _label_column(column, columns, shown)) is not None}
    names = {label: at for at, label in labels.items()}
    kept = [at for at, column in enumerate(columns) if any(column) and (at not in labels or names[labels[at]] != at)]
    numbers = numeric(answer.rows, len(columns))
    heads = [{"name": answer.variables[at].replace("_", " "), "is_number": numbers[at]} for at in kept]
    lines = [[_cell(row[at], row[names[at]] if at in names else None, shown) for at in kept] for row in rows]
    return heads, lines


def _label_column(column: Sequence[BoundTerm | None], columns: Iterable[Sequence[BoundTerm | None]], shown: Shown) -> int | None:
    """The number of the column that has the title of each name in ``column``; None where there is none."""
    if not column or not all(isinstance(one, pyoxigraph.NamedNode) and one.value.startswith(BASE) for one in column):
        return None
    titles = [shown.title(one.value) for one in column if isinstance(one, pyoxigraph.NamedNode)]
    return next((at for at, other in enumerate(columns) if [_text(one) for one in other] == titles), None)


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
    number = Decimal(text)
    is_long = abs(number) >= _LEAST_GROUPED or number != number.to_integral_value()
    return figure_text(number, "", language) if is_long else text
