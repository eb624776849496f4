"""Validation of the publication: it conforms, and each corruption and each small defect is caught and named."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib

import mdo_rdf
from checkout import EDITION, ROOT, expected_rule
from excerpt import excerpt
from mdo_rdf.checks.observations import check_consistency
from mdo_rdf.checks.validate import validate_profile, validate_publication
from mdo_rdf.cli import main
from mdo_rdf.datacube.cube import Cube
from mdo_rdf.datacube.report import as_json, as_text, as_turtle
from mdo_rdf.datacube.results import Result
from mdo_rdf.datacube.shacl import SHAPE, compiled, engines, read_shapes
from mdo_rdf.datacube.validate import validate_files
from mdo_rdf.iris import BASE, PREFIXES
from mdo_rdf.publication import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable

Checks = dict[str, Callable[["str | Path"], list[Result]]]
EVERY_ENGINE = pytest.mark.parametrize(
    "engine", [engines()[0], *(pytest.param(name, marks=pytest.mark.engines) for name in engines()[1:])]
)
HEAD = "\n".join([f"BASE <{BASE}>", *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())])
CORPUS = ROOT / "tests" / "corpus" / "publicatie"
BATCHES = 40
PROFILES = ROOT.parent / "shared" / "shapes"

UPDATES = Path(__file__).with_name("corruptions.ru").read_text("utf-8")
CORRUPTIONS = {
    name: (rule, update) for rule, name, update in re.findall(r"^# ([a-z0-9-]+): (.+)\n((?:.+\n)+)", UPDATES, re.MULTILINE)
}
"""By what is wrong: the rule that must name it, and the update that makes it so."""


@EVERY_ENGINE
def test_the_publication_conforms(engine: str) -> None:
    checked = validate_publication(ROOT, EDITION, engine=engine)
    assert (checked.observations, checked.datasets, checked.results) == (763 + 819 + 589 + 29, 4, [])


@pytest.fixture(scope="module")
def basis() -> frozenset[pyoxigraph.Quad]:
    """The tables that are spoilt here, and what rests on them."""
    quads = excerpt(("a-1", "a-3", "b-4", "c-1-1", "c-1-2", "c-1-3", "c-1-8", "c-2", "d-2"))
    assert check_consistency(Cube(quads), EDITION) == []
    return frozenset(quads)


def results(store: pyoxigraph.Store, rule: str, folder: Path, check: Checks) -> list[Result]:
    """The results of the check that a rule belongs to."""
    if rule.startswith("mdo-"):
        return check_consistency(Cube(store), EDITION)
    data = folder / "data.ttl"
    store.dump(output=str(data), format=pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())
    if rule.startswith(("ic-", "dsd-")):
        return validate_files([str(data)]).results
    return check[engines()[0]](data)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corruption_is_caught_and_named(name: str, basis: frozenset[pyoxigraph.Quad], check: Checks, tmp_path: Path) -> None:
    rule, update = CORRUPTIONS[name]
    store = pyoxigraph.Store()
    store.bulk_extend(basis)
    store.update(f"{HEAD}\n{update}")
    assert basis != set(store), "the corruption changes nothing"
    assert rule in {result.rule for result in results(store, rule, tmp_path, check)}


TOGETHER = (
    "another number", "transposed digits", "status without reason", "stale growth figure", "dangling link", "stock without date",
    "verdict without its finding", "concept without definition", "foreign code", "value without unit",
)  # fmt: skip


def test_corruptions_of_the_files_are_all_named_by_one_validation(copied: Path) -> None:
    store, folder = mdo_rdf.load_store(ROOT), copied / "data" / "rdf" / EDITION
    for name in TOGETHER:
        store.update(f"{HEAD}\n{CORRUPTIONS[name][1]}")
    for path in folder.glob("*.ttl"):  # which file a triple is in does not matter to a check
        path.write_text("", "utf-8")
    store.dump(output=str(folder / "cube.ttl"), format=pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())
    assert {CORRUPTIONS[name][0] for name in TOGETHER} <= {
        result.rule for result in validate_publication(copied, EDITION).results
    }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the publication to spoil."""
    for folder in ("ontology", "shapes", "data/rdf"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


# ---- Small defects, one shape each ----


SMALL = sorted(path for path in CORPUS.glob("*.ttl") if path.name != "valid.basis.ttl")
BASIS = (CORPUS / "valid.basis.ttl").read_text("utf-8")


@pytest.fixture(scope="module")
def shapes() -> str:
    return read_shapes(ROOT)


@pytest.fixture(scope="module")
def check(shapes: str) -> Checks:
    """By engine: the shapes, which are parsed once."""
    return {engine: compiled(shapes, engine) for engine in engines()}


def with_basis(paths: Iterable[Path]) -> str:
    """The basis with what small files add to it."""
    return "\n".join([BASIS, *(path.read_text("utf-8") for path in paths)])


@EVERY_ENGINE
def test_the_basis_of_the_small_files_is_valid(engine: str, check: Checks) -> None:
    assert check[engine](BASIS) == []


def test_exactly_the_expected_shape_reports_on_a_small_file(check: Checks) -> None:
    fastest = check[engines()[0]]
    rules = {path.stem: {result.rule for result in fastest(with_basis([path]))} for path in SMALL}
    assert rules == {path.stem: {expected_rule(path)} - {""} for path in SMALL}


@pytest.mark.engines
@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_engines_report_the_same_on_small_files(batch: int, check: Checks) -> None:
    """On some at a time, that are not about the same thing."""
    each = (check[engine](with_basis(SMALL[batch::BATCHES])) for engine in engines())
    first, *others = ({(result.rule, result.focus, result.severity) for result in results} for results in each)
    assert first
    assert others == [first] * (len(engines()) - 1)


def test_every_property_shape_has_a_small_file_that_breaks_it(shapes: str) -> None:
    # They speak through the shapes celstatus and koppeling-onderwerp.
    helpers = {"gat-status", "gat-reden", "cijfer-status", "cijfer-reden", "pagina-onderwerp"}
    names = set(re.findall(r"^vorm:([a-z-]+) a sh:PropertyShape", shapes, re.MULTILINE))
    assert len(names) > 70
    assert names - helpers == {expected_rule(path) for path in SMALL} - {"", "celstatus"}


def test_every_shape_has_messages_in_dutch_and_english_a_name_and_a_severity(shapes: str) -> None:
    graph = rdflib.Graph().parse(data=shapes, format="turtle")
    for shape in graph.subjects(rdflib.RDF.type, rdflib.SH.PropertyShape):
        languages = sorted(str(getattr(message, "language", "")) for message in graph.objects(shape, rdflib.SH.message))
        assert (shape, languages) == (shape, ["en", "nl"])
        assert isinstance(shape, rdflib.URIRef)
        assert graph.value(shape, rdflib.SH.severity) is not None


# ---- Engines, profiles, reports ----


def test_the_fast_engine_is_there_in_ci() -> None:
    if os.environ.get("CI") != "true":
        pytest.skip("only CI must have it")
    assert engines() == ("shacl", "pyshacl")


def test_an_engine_that_is_not_there_cannot_tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("mdo_rdf.datacube.shacl.find_spec", lambda _: None)
    assert main(["validate", "--engine", "shacl"]) == 2
    assert "the engine shacl is not installed; there is pyshacl" in capsys.readouterr().err


def test_without_the_fast_engine_everything_still_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mdo_rdf.datacube.shacl.find_spec", lambda _: None)
    assert main(["validate", str(ROOT / "tests/corpus/kubus/invalid.measure-as-text.ttl")]) == 1
    assert "dsd-datatype: 1 place" in capsys.readouterr().out


@EVERY_ENGINE
def test_our_concept_schemes_conform_to_nl_sbb_without_a_warning(engine: str) -> None:
    profile = PROFILES / "nl-sbb" / "skos-ap-nl.ttl"
    if not profile.is_file():
        pytest.skip("the shapes of NL-SBB are not beside this checkout")
    assert validate_profile(ROOT, EDITION, "nl-sbb", [profile], engine=engine).results == []


def test_nl_sbb_does_find_what_is_wrong(copied: Path) -> None:
    profile = PROFILES / "nl-sbb" / "skos-ap-nl.ttl"
    if not profile.is_file():
        pytest.skip("the shapes of NL-SBB are not beside this checkout")
    with (copied / "data" / "rdf" / EDITION / "begrippen.ttl").open("a", encoding="utf-8") as file:
        file.write(f"<{BASE}id/niveau/nieuw> a <{PREFIXES['skos']}Concept> .\n")
    focuses = {result.focus for result in validate_profile(copied, EDITION, "nl-sbb", [profile]).results}
    assert focuses == {f"{BASE}id/niveau/nieuw"}


def test_a_profile_needs_its_shapes_and_its_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["validate", "--profile", "nl-sbb"]) == 2
    assert "name the profile's Turtle files with --shapes" in capsys.readouterr().err
    assert main(["validate", "--profile", "nl-sbb", "--shapes", str(tmp_path / "none.ttl")]) == 2
    assert "none.ttl: cannot be read" in capsys.readouterr().err


MANY = [Result("ic-01", f"http://example.org/o{number:02}", "0", "Doe iets.", "Do something.") for number in range(25)]


def test_the_text_names_place_rule_and_remedy_and_counts_the_rest() -> None:
    lines = as_text(MANY).splitlines()
    assert lines[0] == "ic-01: 25 places, see docs/rules/ic-01.md"
    assert lines[1] == "  http://example.org/o00 [0]: ic-01: Do something."
    assert lines[-1] == "  … and 5 more of ic-01"
    assert len(lines) == 22


def test_json_and_turtle_hold_every_result() -> None:
    content = json.loads(as_json(MANY))
    assert (content["conforms"], content["counts"], len(content["findings"])) == (False, {"ic-01": 25}, 25)
    report = rdflib.Graph().parse(data=as_turtle(MANY), format="turtle")
    results = set(report.objects(None, rdflib.SH.result))
    assert len(results) == 25
    assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in report
    assert (None, rdflib.SH.sourceShape, rdflib.URIRef(f"{SHAPE}ic-01")) in report


@pytest.mark.parametrize("form", ["text", "json", "ttl"])
def test_each_format_exits_alike(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "tests" / "corpus" / "kubus"
    assert main(["validate", str(folder / "valid.multi-measure.ttl"), "--format", form]) == 0
    assert main(["validate", str(folder / "invalid.measure-as-text.ttl"), "--format", form]) == 1
    assert capsys.readouterr().out


def test_a_warning_is_shown_and_does_not_fail() -> None:
    result = Result("x", "http://example.org/o", "", "Let op.", "Take care.", "warning")
    assert "x (warning): Take care." in as_text([result])
    assert json.loads(as_json([result]))["conforms"] is True


def test_a_file_that_is_missing_is_never_conforming(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "data" / "rdf" / EDITION / "cellen.ttl").unlink()
    assert main(["validate", "--root", str(copied)]) == 2
    assert "data/rdf/2024/cellen.ttl: not there; build it with mdo-rdf build" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["shapes/cube.ttl", "ontology/mdo.ttl", "data/rdf/2024/cube.ttl"])
def test_a_broken_file_is_named_with_its_line(name: str, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied / name
    original = path.read_text("utf-8")
    path.write_text(original + "\nthis is not Turtle\n", "utf-8")
    assert main(["validate", "--root", str(copied)]) == 2
    error = capsys.readouterr().err
    assert re.match(rf"mdo-rdf: .*{name}:{len(original.splitlines()) + 2}: not Turtle: ", error), error


def test_the_same_triples_twice_and_other_forms_of_a_number_are_no_findings(copied: Path) -> None:
    folder = copied / "data" / "rdf" / EDITION
    shutil.copy(folder / "cube.ttl", folder / "copy.ttl")
    assert validate_publication(copied, EDITION).results == []
    (folder / "copy.ttl").unlink()
    text = (folder / "cube.ttl").read_text("utf-8")
    (folder / "cube.ttl").write_text(re.sub(r'"(\d+)"\^\^xsd:decimal', r"\1.0", text), "utf-8")
    assert validate_publication(copied, EDITION).results == []


def test_a_wrong_base_is_said_at_once(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied / "data" / "rdf" / EDITION / "cube.ttl"
    text = (ROOT / "data" / "rdf" / EDITION / "cube.ttl").read_text("utf-8")
    path.write_text(text.replace("@base <https:", "@base <http:"), "utf-8")
    assert main(["validate", "--root", str(copied)]) == 2
    assert "are the base and prefixes right?" in capsys.readouterr().err


def test_all_turtle_files_are_checked() -> None:
    published = sorted(path.name for path in (ROOT / "data" / "rdf" / "2024").glob("*.ttl"))
    assert [path.name for path in mdo_rdf.turtle_files(ROOT)][-len(published) :] == published
    assert set(FILES) <= set(published)
