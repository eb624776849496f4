"""Words and figures for people: fills the sentences of ``explanations.csv``, in Dutch and in English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.errors import InvalidInputError, Problem, Read
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.inputs.strict_csv import columns, read_rows
from mdo_rdf.iris import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.inputs.strict_csv import Row


class Text(NamedTuple):
    """The same in Dutch and in English."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """The text in one of ``LANGUAGES``."""
        return self.nl if language == "nl" else self.en


EMPTY = Text("", "")


class Phrases:
    """The sentences by code, each with what to do about it; they have places between braces.

    A sentence or a place that is missing raises ``InvalidInputError``, which names the line to mend.
    """

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows

    def say(self, code: str, **words: Text | str | int) -> Text:
        """The sentence ``code`` with its places filled."""
        return Text(self._fill(code, "nl", 0, words), self._fill(code, "en", 1, words))

    def remedy(self, code: str, **words: Text | str | int) -> Text:
        """What to do about ``code``."""
        return Text(self._fill(code, "remedy_nl", 0, words), self._fill(code, "remedy_en", 1, words))

    def quote(self, text: str) -> Text:
        """A text as printed, between quotation marks."""
        return self.say("word-quote", text=text)

    def listed(self, parts: Sequence[Text | str]) -> Text:
        """``a, b and c``; there is at least one."""
        words = [part if isinstance(part, Text) else Text(part, part) for part in parts]
        conjunction = self.say("word-and")
        return Text(*(_enumerate([word.in_(name) for word in words], conjunction.in_(name)) for name in LANGUAGES))

    def _fill(self, code: str, column: str, at: int, words: Mapping[str, Text | str | int]) -> str:
        row = self._rows.get(code)
        if row is None:
            raise InvalidInputError([Problem(_FILE, 1, 1, code, "no such sentence", f"add a line with the code {code}")])
        sentence = row[column]
        if "{" not in sentence:
            return sentence
        places = {key: word[at] if isinstance(word, Text) else word for key, word in words.items()}
        try:
            return sentence.format_map(places)
        except (KeyError, ValueError, IndexError) as error:
            remedy = f"the places of this sentence are {', '.join(f'{{{key}}}' for key in places) or 'none'}"
            raise InvalidInputError([row.problem(column, f"unknown place ({error})", remedy)]) from error


_FILE = "data/curation/explanations.csv"


def read_phrases(root: Path) -> Read[Phrases]:
    """Read ``data/curation/explanations.csv``. Raises ``CannotTellError``."""
    fields = (*columns("code", *LANGUAGES), *columns("remedy_nl", "remedy_en", required=False))
    rows = read_rows(root, _FILE, fields, unique=[("code",)])
    return Read(Phrases({row["code"]: row for row in rows.every}), rows.problems)


def _enumerate(parts: Sequence[str], conjunction: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def number(value: Fraction | int, decimals: int = 0) -> Text:
    """A number as it is written in each language.

    >>> from fractions import Fraction
    >>> number(Fraction(34071012)), number(Fraction(-1, 8), 1)
    (Text(nl='34.071.012', en='34,071,012'), Text(nl='-0,1', en='-0.1'))
    """
    english = f"{round_half_up(Fraction(value), decimals):,f}"
    return Text(english.translate(_DUTCH), english)


_DUTCH = str.maketrans(",.", ".,")


def percentage(value: Fraction, decimals: int = 1) -> Text:
    """A percentage with its sign."""
    words = number(value, decimals)
    return Text(f"{words.nl}%", f"{words.en}%")
