"""The API over a real server: facts of the report, the Dutch API Design Rules, and all checks of Schemathesis."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from cases import cases
from mdo_rdf.query.questions import read_questions

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model

Json = Any


@pytest.fixture(scope="module")
def api(server: str) -> str:
    return f"{server}api/v1"


def ask(address: str, **query: str) -> Json:
    answer = requests.get(address, params=query, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.text, parse_float=Decimal)


def test_an_indicator_has_the_figures_of_the_report(api: str) -> None:
    """Annex D, section 3, row 2, of the report."""
    indicator = ask(f"{api}/indicatoren/diginetwerk-aangesloten-organisaties")
    figures = indicator["waarnemingen"]
    assert [(figure["jaar"], figure["waarde"]) for figure in figures] == [
        *zip(range(2019, 2024), (377, 561, 609, 614, 687), strict=True)
    ]
    assert (figures[0]["tabel"], figures[0]["rij"], figures[0]["gedrukt"]) == ("d-3", 2, "377")
    assert indicator["voorziening"] == "diginetwerk"
    assert figures[0]["cel"].endswith("/id/cel/2024/d-3/2/2019")
    assert indicator["pagina"] == "/doc/indicator/diginetwerk-aangesloten-organisaties.html"


def test_what_is_missing_is_null_with_its_reason(api: str) -> None:
    figures = ask(f"{api}/waarnemingen", indicator="digid-authenticaties-basis")["items"]
    gaps = [figure for figure in figures if figure["reden"] == "misvormd"]
    assert gaps
    assert all(gap["waarde"] is None and gap["gedrukt"] for gap in gaps)
    assert all((figure["waarde"] is None) == (figure["reden"] is not None) for figure in figures)


def test_a_lower_bound_is_said_to_be_one(api: str) -> None:
    figures = ask(f"{api}/indicatoren/woz-terugmeldingen")["waarnemingen"]
    assert 5000 in [figure["waarde"] for figure in figures if figure["kwalificatie"] == "ondergrens"]


def test_numbers_are_exact(api: str) -> None:
    """A share has the digits of the report, and its JSON has no exponent and no digit more."""
    text = requests.get(f"{api}/waarnemingen?pageSize=500", timeout=20).text
    assert any(figure["eenheid"] != "aantal" and figure["waarde"] for figure in json.loads(text)["items"])
    numbers = re.findall(r'"waarde": ([^,]*),', text)
    assert all(re.fullmatch(r"null|0|-?[1-9][0-9]*|-?[0-9]+\.[0-9]*[1-9]", number) for number in numbers)


def test_texts_are_in_the_language_asked_for(api: str) -> None:
    dutch, english = (ask(f"{api}/indicatoren/digid-actieve-accounts", taal=taal) for taal in ("nl", "en"))
    assert dutch["label"] != english["label"]
    assert english["pagina"].startswith("/en/doc/")
    noted = [ask(f"{api}/waarnemingen", indicator="digid-authenticaties-basis", taal=taal)["items"] for taal in ("nl", "en")]
    assert noted[0][0]["opmerkingen"] != noted[1][0]["opmerkingen"]


def test_a_list_in_pages_is_whole(api: str, model: Model) -> None:
    address, names = f"{api}/indicatoren?pageSize=50", []
    while address:
        answer = requests.get(address, timeout=20)
        names += [indicator["naam"] for indicator in answer.json()["items"]]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
        address = address and api.removesuffix("/api/v1") + address
    assert names == [*dict.fromkeys(observation.indicator.slug for observation in model.observations)]
    assert len(names) == answer.json()["totaal"]
    assert set(answer.links) == {"first", "prev", "last"}


def test_filters_choose(api: str) -> None:
    chosen = ask(f"{api}/indicatoren", voorziening="digid", soort="stand")
    assert chosen["totaal"] > 0
    assert {(indicator["voorziening"], indicator["soort"]) for indicator in chosen["items"]} == {("digid", "stand")}
    figures = ask(f"{api}/waarnemingen", jaar="2023", voorziening="diginetwerk")["items"]
    assert {(figure["jaar"], figure["voorziening"]) for figure in figures} == {(2023, "diginetwerk")}


@pytest.mark.parametrize(*cases("serve/api_problems"))
def test_an_error_is_a_problem_that_says_what_to_do(api: str, path: str, status: str, said: str) -> None:
    answer = requests.get(api + path, timeout=20, allow_redirects=False)
    assert answer.status_code == answer.json()["status"] == int(status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", answer.headers["API-Version"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_reading_is_allowed(api: str, method: str) -> None:
    answer = requests.request(method, f"{api}/indicatoren", timeout=20)
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "API-Version" in answer.headers


def test_an_answer_that_is_known_is_not_sent_again(api: str) -> None:
    first = requests.get(f"{api}/tabellen", timeout=20)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    again = requests.get(f"{api}/tabellen", headers={"If-None-Match": first.headers["ETag"]}, timeout=20)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = requests.get(f"{api}/tabellen", headers={"If-None-Match": '"other"'}, timeout=20)
    assert other.status_code == 200


def test_a_table_is_as_printed(api: str) -> None:
    table = ask(f"{api}/tabellen/d-3")
    assert table["kolommen"][:5] == ["2019", "2020", "2021", "2022", "2023"]
    rows = [row[:6] for row in table["rijen"]]
    assert ["Totaal aantal geregistreerde aangesloten organisaties", "377", "561", "609", "614", "687"] in rows


def test_findings_and_claims_lead_to_what_they_are_about(api: str) -> None:
    finding = ask(f"{api}/bevindingen/misvormd-a-1-8-2019")
    assert (finding["gedrukt"], finding["soort"]) == ("223.949.53", "misvormd-getal")
    assert "digid-authenticaties" in finding["indicatoren"]
    claim = ask(f"{api}/beweringen/1", taal="en")
    assert (claim["nummer"], claim["oordeel"]) == (1, "niet-toetsbaar")
    assert claim["toelichting"].startswith("The tables name no reference date.")


def test_each_question_is_answered(api: str, root: Path) -> None:
    """With its defaults; one that needs a value says so."""
    for name, question in read_questions(root).items():
        answer = requests.get(f"{api}/vragen/{name}/antwoord", timeout=60)
        needs = any(parameter.required for parameter in question.parameters)
        assert answer.status_code == (400 if needs else 200), (name, answer.text)
        assert needs or answer.json()["totaal"] == len(answer.json()["items"])


def test_search_finds(api: str) -> None:
    assert ask(f"{api}/zoeken", q="digid")["items"][0]["iri"].endswith("id/voorziening/digid")
    assert ask(f"{api}/zoeken", q="")["items"] == []


@pytest.mark.exhaustive
def test_the_api_is_as_it_says(api: str, tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(Path(__file__).parent / "schemathesis.toml"),
        "run", f"{api}/openapi.json", "--url", api, "--generation-deterministic", "--max-examples", "5", "--no-color",
        "--phases", "examples,coverage,fuzzing",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"Tested: +15\b", done.stdout), done.stdout
