"""Questions are read strictly, each problem with its place, and what they say is what any reader of YAML reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cases import cases
from checkout import ROOT
from mdo_rdf.errors import CannotTellError, InvalidInputError
from mdo_rdf.query.header import KEYS
from mdo_rdf.query.questions import own_question, question_names, read_question, read_questions, with_defaults

GOOD = """#+ summary: Hoeveel?
#+ summary_en: How many?
#+ description: |
#+   Elke rij is een aantal:
#+   in één jaar.
#+ description_en: Each row is a number.
#+ tags:
#+   - cijfers
#+   - proef
#+ defaults:
#+   - jaar: https://w3id.org/monitor-digitale-overheid/id/jaar/2023
#+   - taal: nl
#+ enumerate:
#+   - _jaar_iri
#+   - _taal: [nl, en]

SELECT ?aantal { ?ding ?_jaar_iri ?aantal FILTER(LANG(?aantal) = ?_taal && ?aantal > ?__meer_integer) }
"""


def question_file(place: Path, text: str) -> Path:
    (place / "queries").mkdir(exist_ok=True)
    (place / "queries" / "proef.rq").write_bytes(text.encode())
    return place


def test_a_question_is_read_whole(tmp_path: Path) -> None:
    question = read_question(question_file(tmp_path, GOOD), "proef")
    assert question.summary == {"nl": "Hoeveel?", "en": "How many?"}
    assert question.description == {"nl": "Elke rij is een aantal: in één jaar.", "en": "Each row is a number."}
    assert question.tags == ("cijfers", "proef")
    year, language, more = question.parameters
    assert year == ("jaar", "_jaar_iri", "iri", "https://w3id.org/monitor-digitale-overheid/id/jaar/2023", True, ())
    assert language == ("taal", "_taal", "string", "nl", True, ("nl", "en"))
    assert more == ("meer", "__meer_integer", "integer", "", False, ())
    assert [parameter.required for parameter in question.parameters] == [False, False, False]
    assert question.text.startswith("SELECT ?aantal")


def test_a_parameter_without_default_is_required_unless_it_may_be_left_out(tmp_path: Path) -> None:
    text = GOOD.replace("#+   - taal: nl\n", "")
    question = read_question(question_file(tmp_path, text), "proef")
    assert [parameter.required for parameter in question.parameters] == [False, True, False]


@pytest.mark.parametrize(*cases("query/wrong_headers"))
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, place: str, rule: str, old: str, new: str) -> None:
    assert old in GOOD
    folder = question_file(tmp_path, "")
    (folder / "queries" / "proef.rq").write_bytes(GOOD.replace(old, new, 1).encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInputError) as caught:
        read_questions(folder)
    assert any(f"queries/proef.rq:{place}: " in line and f": {rule}: " in line for line in str(caught.value).splitlines())


def test_all_problems_of_all_questions_are_said_at_once(tmp_path: Path) -> None:
    question_file(tmp_path, GOOD.replace("#+ tags:", "#+ labels:"))
    (tmp_path / "queries" / "ander.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_questions(tmp_path)
    assert {problem.file for problem in caught.value.problems} == {"queries/proef.rq", "queries/ander.rq"}


def test_a_folder_without_questions_cannot_tell(tmp_path: Path) -> None:
    with pytest.raises(CannotTellError, match=r"queries: no questions"):
        read_question(tmp_path, "proef")


def test_a_query_of_ones_own_needs_no_header(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT * { ?s ?_jaar_iri ?__n_integer }", encoding="utf-8")
    year, number = own_question(str(path)).parameters
    assert (year.name, year.kind, year.required) == ("jaar", "iri", True)
    assert (number.name, number.kind, number.required) == ("n", "integer", False)


@pytest.mark.parametrize("name", question_names(ROOT))
def test_a_reader_of_yaml_reads_the_same_header(name: str) -> None:
    """So that grlc and others can use the questions too: the header is read by PyYAML as it is by us."""
    question = read_question(ROOT, name)
    lines = (ROOT / "queries" / f"{name}.rq").read_text("utf-8").splitlines()
    header = yaml.safe_load("\n".join(line[3:] for line in lines if line.startswith("#+")))
    assert set(header) <= set(KEYS)
    assert {"nl": header["summary"], "en": header["summary_en"]} == question.summary
    assert [" ".join(header[key].split()) for key in ("description", "description_en")] == [*question.description.values()]
    assert tuple(header["tags"]) == question.tags
    defaults = {name: str(value) for pair in header.get("defaults", []) for name, value in pair.items()}
    assert defaults == {parameter.name: parameter.default for parameter in question.parameters if parameter.default}
    listed = [{item: []} if isinstance(item, str) else item for item in header.get("enumerate", [])]
    choices = {variable: tuple(map(str, values)) for item in listed for variable, values in item.items()}
    assert choices == {parameter.variable: parameter.choices for parameter in question.parameters if parameter.enumerated}


@pytest.mark.parametrize("name", question_names(ROOT))
def test_a_question_reads_well(name: str) -> None:
    question = read_question(ROOT, name)
    for language in ("nl", "en"):
        assert question.summary[language].endswith("?")
        assert len(question.summary[language]) <= 100
        assert question.description[language].endswith(".")
    assert "triple" not in " ".join([*question.summary.values(), *question.description.values()]).lower()
    assert "ORDER BY" in with_defaults(question)
    assert not [parameter.name for parameter in question.parameters if parameter.required]
