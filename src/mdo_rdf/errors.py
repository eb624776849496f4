"""What can go wrong, as values and as one small tree of exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_QUOTE = 60


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
        quoted = self.text if len(self.text) <= _LONGEST_QUOTE else self.text[: _LONGEST_QUOTE - 1] + "…"
        shown = "".join(ch if ch.isprintable() else f"\\x{ord(ch):02x}" for ch in quoted)
        return f'{self.file}:{self.row}:{self.column}: "{shown}": {self.rule}: {self.remedy}'


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


def one_line(text: str) -> str:
    """``text`` with what would end the line, or do something to a terminal, as an escape.

    >>> print(one_line("a" + chr(10) + chr(27) + "b é"))
    a\\n\\x1bb é
    """
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
