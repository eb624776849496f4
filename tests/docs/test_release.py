"""What is released: the same bytes from any place, with all that it needs inside, working in an empty environment offline."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml

from checkout import EDITION, ROOT, tool
from mdo_rdf.version import VERSION

PARTS = ("src", "data", "ontology", "shapes", "queries", "docs", "w3id", "tests", "benchmarks", "fuzz", "LICENSES")


def checkout(place: Path) -> Path:
    """What a build of the package needs, with other times and rights than here."""
    for part in PARTS:
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copyfile(file, place / file.name)
    return place


def build(source: Path, out: Path, *, mask: int = 0o022) -> dict[str, bytes]:
    """The wheel and the sdist that are made from a source."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1790000000"}
    subprocess.run(command, check=True, capture_output=True, env=environment, umask=mask)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build(ROOT, out)
    return out


@pytest.mark.release
def test_two_builds_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    again = build(checkout(tmp_path / "elsewhere"), tmp_path / "out", mask=0o077)
    assert [*again] == [f"mdo_rdf-{VERSION}-py3-none-any.whl", f"mdo_rdf-{VERSION}.tar.gz"]
    assert {name: (dist / name).read_bytes() == content for name, content in again.items()} == dict.fromkeys(again, True)


def test_the_sdist_has_what_the_checkout_has(dist: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert [name for name in listed if name not in inside and name not in (".ci/run",)] == []


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment in which nothing is installed but the wheel and what it needs."""
    place = tmp_path_factory.mktemp("environment") / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    wheel = f"{next(dist.glob('*.whl'))}[web]"
    python = str(place / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "-c", str(ROOT / "constraints.txt"), wheel]
    run = subprocess.run(pip, capture_output=True, text=True)
    if run.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"the packages that it needs cannot be had: {run.stderr[-200:]}")
    assert run.returncode == 0, run.stderr
    return place / "bin"


@pytest.mark.release
def test_the_wheel_works_in_an_empty_environment_with_the_network_off(installed: Path, tmp_path: Path) -> None:
    """In a folder with nothing in it, at home nowhere, and without a change to what is installed."""
    unshare = [tool("unshare"), "--net", "--map-root-user"]
    if subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("this system gives no network of one's own (unshare --net)")
    (tmp_path / "home").mkdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    before = files(installed.parent)
    command = [*unshare, *map(str, (installed / "python", ROOT / "tests" / "parts" / "offline.py", installed / "mdo-rdf"))]
    run = subprocess.run(command, cwd=tmp_path / "home", env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert files(installed.parent) == before
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == [".cache", "export"]


def files(place: Path) -> dict[Path, float]:
    return {path: path.stat().st_mtime for path in place.rglob("*") if path.is_file()}


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert (citation["version"], described["softwareVersion"]) == (VERSION, VERSION)
    catalogue = (ROOT / "data" / "rdf" / EDITION / "catalogus.ttl").read_text("utf-8")
    assert set(re.findall(r'dcat:version "(.*?)"', catalogue)) == {VERSION}
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0].startswith(f"{VERSION} ")


def test_a_citation_has_what_its_format_requires() -> None:
    """Citation File Format 1.2.0: cff-version, message, title, authors; and the report comes first."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license", "type"} <= citation.keys()
    assert [one["type"] for one in citation["references"]] == ["report"]
    assert all({"type", "title", "authors"} <= one.keys() for one in citation["references"])


def test_a_release_takes_at_most_ten_lines() -> None:
    lines = [line for line in (ROOT / "RELEASING.md").read_text("utf-8").splitlines() if line]
    assert 5 < len(lines) <= 10
