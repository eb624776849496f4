"""What can go wrong: problems as values, what was read together with its problems, and one small tree of exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_LONGEST_QUOTE = 60
_LONGEST_SHOWN = 1_000
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_SHOWN + 1},}}")


class Problem(NamedTuple):
    """One thing in one place that an editor has to mend.

    ``row`` is the line in the file and ``column`` the field in that line, both counted from 1; 0 means the whole file
    or the whole line.
    """

    file: str
    row: int
    column: int
    text: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        place = f"{one_line(self.file)}:{self.row}:{self.column}"
        return f'{place}: "{shown(self.text, _LONGEST_QUOTE)}": {one_line(self.rule)}: {one_line(self.remedy)}'


class Read(NamedTuple, Generic[T]):
    """What was read, as far as it could be, and every problem that was met on the way."""

    value: T
    problems: tuple[Problem, ...] = ()


def parted(items: Iterable[T | Problem]) -> Read[tuple[T, ...]]:
    """The values among ``items``, and beside them the problems, each in their order."""
    listed = tuple(items)
    problems = tuple(item for item in listed if isinstance(item, Problem))
    return Read(tuple(item for item in listed if not isinstance(item, Problem)), problems)


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ``InvalidInputError`` with the ``problems``, if there is one."""
    listed = tuple(problems)
    if listed:
        raise InvalidInputError(listed)


class MdoError(Exception):
    """Anything this package raises on purpose; ``exit_code`` is what the command line answers with."""

    exit_code = 1


class InvalidInputError(MdoError):
    """The source or the curation files break a rule; ``problems`` holds every place, in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InvalidInputError], tuple[tuple[Problem, ...]]]:
        """As another process hands it over: the problems, not the text."""
        return type(self), (self.problems,)


class CannotTellError(MdoError):
    """The question could not be answered at all: a folder or file that is not there or may not be read or written."""

    exit_code = 2


@contextmanager
def reading(name: object) -> Iterator[None]:
    """Says of a file that cannot be read, as a ``CannotTellError``, which it is and why."""
    try:
        yield
    except OSError as error:
        raise CannotTellError(f"{name}: cannot be read ({error.strerror or error})") from error


def one_line(text: str) -> str:
    """``text`` with what would end the line, or do something to a terminal, as an escape.

    >>> print(one_line("a" + chr(10) + chr(27) + "b é"))
    a\\n\\x1bb é
    """
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def message_line(text: str) -> str:
    """A message on one line; words in it that are longer than anyone reads, which its reader gave, are cut as ``shown`` cuts.

    >>> message_line("--edition " + "x" * 5000 + ": no year")[-32:]
    'xxx… (5,000 characters): no year'
    """
    return one_line(_LONG_WORD.sub(lambda word: shown(word[0].rstrip(":")) + ":" * word[0].endswith(":"), text))


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """A text that someone else wrote, for a report that people read: on one line, and cut, with its length, where it is long.

    >>> print(shown("a" + chr(10) + "b", 3), shown("abcd", 3))
    a\\nb abc… (4 characters)
    """
    return one_line(text) if len(text) <= longest else f"{one_line(text[:longest])}… ({len(text):,} characters)"
