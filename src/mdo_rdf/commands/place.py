"""Where a command works, and what it works on: the options that say so, and what is named by a slug or a label."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.errors import CannotTellError
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.places import find_root
from mdo_rdf.publication import check_edition, latest_edition
from mdo_rdf.suggestions import Labels, instead, meant

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mdo_rdf.inputs.curation import Concept


def add_place(parser: Parser) -> None:
    """Add ``--root`` and ``--edition``."""
    add_root(parser)
    parser.word("--edition", "YEAR", "the edition of the report (default: the latest)")


def add_root(parser: Parser) -> None:
    """Add ``--root``."""
    parser.word("--root", "DIR", "the publication's folder (default: the one this command came with)")


def place(options: argparse.Namespace) -> tuple[Path, str]:
    """The publication's folder and the edition that ``options`` ask for. Raises ``CannotTellError`` where one is not there."""
    root = Path(options.root) if options.root else find_root()
    if options.edition:
        check_edition(root, options.edition)
    return root, options.edition or latest_edition(root)


def facility(word: str | None, concepts: Mapping[tuple[str, str], Concept]) -> str:
    """The slug of the facility that ``word`` names; empty where no word is given. Raises ``CannotTellError`` as ``named``."""
    facilities = [concept for (scheme, _), concept in concepts.items() if scheme == _SCHEME]
    labels = {concept.slug: tuple(concept.texts[f"label_{language}"] for language in LANGUAGES) for concept in facilities}
    return named("facility", word.removeprefix(f"id/{_SCHEME}/"), labels) if word else ""


_SCHEME = "voorziening"


def named(option: str, word: str, things: Labels) -> str:
    """The slug of what ``word`` is the slug or a label of. Raises ``CannotTellError``, with what there is, where it is none."""
    slugs = meant(word, things)
    if len(slugs) != 1:
        raise CannotTellError(f"--{option} {word}: no such {option}; {instead(word, things)}")
    return slugs[0]


def folder(word: str) -> Path:
    """The folder to write to. Raises ``CannotTellError`` where that is a file."""
    path = Path(word)
    if path.exists() and not path.is_dir():
        raise CannotTellError(f"--out {path}: a file, not a folder; name a folder, which is made where there is none")
    return path


def count(number: int, thing: str) -> str:
    """A number of things in words.

    >>> count(1, "finding"), count(0, "finding")
    ('1 finding', 'no findings')
    """
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
