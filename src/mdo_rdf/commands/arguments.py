"""The words of a command line: what they may be, and what is said, in one line, of those that may not be."""

from __future__ import annotations

import argparse
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

DAY = 86_400
"""Seconds."""
_WRONG_CHOICE = re.compile(r"argument (?P<name>.+?): invalid choice: (['\"])(?P<given>.*)\2 \(choose from (?P<choices>.*)\)")
_STRAY = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong as the rest of the program does: one line with the remedy, and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what argparse says, shorter, with what was probably meant, and without the usage."""
        from mdo_rdf.errors import message_line

        self.exit(2, f"mdo-rdf: {message_line(self._said(message))}; {self.prog} --help says more\n")

    def stray(self, words: list[str]) -> NoReturn:
        """Say that the first of ``words`` does not belong to this command."""
        self.error(f"{_STRAY}{words[0]}")

    def word(self, name: str, metavar: str, text: str, **more: Any) -> None:
        """Add an option that takes a word, which may not be empty; ``text`` is its help."""
        self.add_argument(name, type=filled, metavar=metavar, help=text, **more)

    def words(self, name: str, metavar: str, text: str) -> None:
        """Add an option that takes a word, and that may be repeated."""
        self.word(name, metavar, f"{text}; may be repeated", action="append", default=[])

    def choice(self, name: str, choices: Sequence[str], text: str) -> None:
        """Add an option that takes one of ``choices``, by default the first."""
        self.add_argument(name, default=choices[0], choices=choices, help=f"{text} (default: {choices[0]})")

    def seconds(self, name: str, default: float, most: int, text: str, *, zero: bool = False) -> None:
        """Add an option that takes a number of seconds above 0 (or from 0, with ``zero``), ``most`` at most."""
        read = _seconds(most, zero=zero)
        self.add_argument(name, type=read, default=default, metavar="SECONDS", help=f"{text} (default: {default:g})")

    def _said(self, message: str) -> str:
        wrong = _WRONG_CHOICE.fullmatch(message)
        if wrong:
            return _wrong_choice(wrong["name"], wrong["given"], re.findall(r"[\w-]+", wrong["choices"]))
        if message.startswith(_STRAY):
            return self._stray(message.removeprefix(_STRAY))
        return message.removeprefix("argument ")

    def _stray(self, word: str) -> str:
        """An option that there is not, or a word behind all that could be named; a choice is often given without its option."""
        from mdo_rdf.suggestions import nearest

        options = [option.removeprefix("--") for option in re.findall(r"--[a-z-]+", self.format_usage())]
        if not word.startswith("-"):
            is_choice = "=" in word and "param" in options
            return f"{word}: one word too many{f'; did you mean --param {word}?' if is_choice else ''}"
        near = nearest(word.partition("=")[0].lstrip("-"), options)
        return f"{word}: no such option{near and f'; did you mean --{near}?'}"


def _wrong_choice(name: str, given: str, choices: list[str]) -> str:
    from mdo_rdf.suggestions import correction

    what = f"{given}: no such {name.lower()}" if name.isupper() else f"{name} {given}: not a value for it"
    return f"{what}; {correction(given, choices)}"


def filled(word: str) -> str:
    """A word that is not empty, which it is where a variable of the shell has no value: that never means "none given"."""
    if not word.strip():
        raise argparse.ArgumentTypeError("empty; give a value, or leave it out")
    return word


def _seconds(most: int, *, zero: bool) -> Callable[[str], float]:
    def read(word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = -1
        # what is not a number is not in any range
        if not 0 <= value <= most or (value == 0 and not zero):
            raise argparse.ArgumentTypeError(f"{word}: give a number of seconds {'from' if zero else 'above'} 0, {most} at most")
        return value

    return read
