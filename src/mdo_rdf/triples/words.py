"""What is said in Dutch and in English: the labels of ``words.csv`` and the texts of the curation, as pairs of a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.inputs.phrases import Text
from mdo_rdf.inputs.words import Words
from mdo_rdf.iris import LANGUAGES
from mdo_rdf.triples.turtle import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mdo_rdf.triples.turtle import Pairs

say = Words("triples").say


def both(predicate: str, words: Text) -> Pairs:
    """A text in each language."""
    return [(predicate, text(words.in_(language), language)) for language in LANGUAGES]


def both_of(predicate: str, texts: Mapping[str, str], kind: str) -> Pairs:
    """A text in each language, from the columns of its ``kind`` such as ``label_nl`` and ``label_en``."""
    return [(predicate, text(texts[f"{kind}_{language}"], language)) for language in LANGUAGES]
