"""The texts for people that lie in tables beside the code of a room, such as ``triples/words.csv``.

``words.csv`` has a code and the text in Dutch and in English, with places between braces. A room that is in one language
only has no texts in the other.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.errors import InvalidInputError, Problem
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.iris import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = Path(__file__).parent.parent


@cache
def read_table(room: str, name: str) -> tuple[dict[str, str], ...]:
    """The lines of a table of a room, each by column."""
    with (_CODE / room / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _texts(room: str) -> dict[str, dict[str, str]]:
    return {line["code"]: line for line in read_table(room, "words.csv")}


class Words:
    """The texts of a room by code; its table is read when the first text is asked for."""

    def __init__(self, room: str) -> None:
        self._room = room

    def say(self, code: str, **places: Text | str | int) -> Text:
        """The text ``code`` with its places filled. Raises ``InvalidInputError`` where it is not there, or has another place."""
        return Text(*(self._filled(code, language, places) for language in LANGUAGES))

    def _filled(self, code: str, language: str, places: Mapping[str, Text | str | int]) -> str:
        words = {name: word.in_(language) if isinstance(word, Text) else word for name, word in places.items()}
        try:
            return _texts(self._room)[code].get(language, "").format_map(words)
        except (KeyError, ValueError, IndexError) as error:
            rule = f"no such text, or a place in it that is not known ({error})"
            remedy = f"add it; its places are {', '.join(f'{{{name}}}' for name in places) or 'none'}"
            raise InvalidInputError([Problem(f"src/mdo_rdf/{self._room}/words.csv", 0, 0, code, rule, remedy)]) from error
