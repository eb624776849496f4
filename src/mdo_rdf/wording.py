"""Words and figures for people: fills the sentences of ``explanations.csv``, in Dutch and in English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.csvfile import filled, index, read_records
from mdo_rdf.dutch import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mdo_rdf.errors import Problem

LANGUAGES = ("nl", "en")


class Text(NamedTuple):
    """The same in Dutch and in English."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """The text in one of ``LANGUAGES``."""
        return self.nl if language == "nl" else self.en


EMPTY = Text("", "")

Words = "Text | str | int"
"""What may be filled in: a text in each language, or what is the same in both."""


class Wording:
    """The sentences by code, with what to do about each; they have places between braces."""

    def __init__(self, sentences: Mapping[str, Text], remedies: Mapping[str, Text]) -> None:
        self._sentences = sentences
        self._remedies = remedies

    def say(self, code: str, **words: Text | str | int) -> Text:
        """The sentence ``code`` with its places filled; raises ``KeyError`` where there is none such."""
        return _fill(self._sentences[code], words)

    def remedy(self, code: str, **words: Text | str | int) -> Text:
        """What to do about ``code``."""
        return _fill(self._remedies[code], words)

    def quote(self, text: str) -> Text:
        """A text as printed, between quotation marks."""
        return self.say("word-quote", text=text)

    def listed(self, parts: Sequence[Text | str]) -> Text:
        """``a, b and c``."""
        words = [part if isinstance(part, Text) else Text(part, part) for part in parts]
        both = [[one.in_(language) for one in words] for language in LANGUAGES]
        return Text(*(_enumerate(one, self._sentences["word-and"].in_(lang)) for one, lang in zip(both, LANGUAGES, strict=True)))


def read_wording(root: Path, problems: list[Problem]) -> Wording:
    """Read ``data/curation/explanations.csv``; what is wrong is added to ``problems``. Raises ``CannotTellError``."""
    name = "data/curation/explanations.csv"
    columns = ("code", "nl", "en", "remedy_nl", "remedy_en")
    records = index(read_records(root / name, name, columns, problems), ("code",), problems)
    for record in records.values():
        filled(record, LANGUAGES, problems)
    sentences = {code: Text(record["nl"], record["en"]) for (code,), record in records.items()}
    remedies = {
        code: Text(record["remedy_nl"], record["remedy_en"]) for (code,), record in records.items() if record["remedy_nl"]
    }
    return Wording(sentences, remedies)


def _fill(sentence: Text, words: Mapping[str, Text | str | int]) -> Text:
    filled_in = [
        sentence.in_(language).format_map(
            {key: word.in_(language) if isinstance(word, Text) else word for key, word in words.items()}
        )
        for language in LANGUAGES
    ]
    return Text(*filled_in)


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
