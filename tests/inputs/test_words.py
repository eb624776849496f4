"""The texts of a room: filled in each language, and a line to mend where a text or a place is missing."""

from __future__ import annotations

import pytest

from mdo_rdf.errors import InvalidInputError
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.inputs.words import Words


def test_a_place_is_filled_in_both_languages_with_what_is_said_in_each() -> None:
    assert Words("triples").say("linkset", target=Text("de ander", "the other")) == Text(
        "Koppelingen van de Monitor Digitale Overheid met: de ander", "Links from the Monitor Digitale Overheid to: the other"
    )
    assert Words("triples").say("build", edition=2024) == Text("Bouw van editie 2024", "Build of edition 2024")


def test_what_is_said_in_one_language_only_is_empty_in_the_other() -> None:
    assert Words("serve").say("404") == Text("Dat is er niet.", "")


@pytest.mark.parametrize(("code", "rule"), [("none", "no such text.*'none'"), ("build", "a place in it.*'edition'")])
def test_a_text_or_a_place_that_is_not_there_names_the_table_to_mend(code: str, rule: str) -> None:
    with pytest.raises(InvalidInputError, match=rule) as caught:
        Words("triples").say(code, other="x")
    assert caught.value.problems[0].file == "src/mdo_rdf/triples/words.csv"
    assert caught.value.problems[0].remedy == "add it; its places are {other}"
