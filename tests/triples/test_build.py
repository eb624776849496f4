"""The build: the same bytes everywhere, stale files named, and old files whole whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mdo_rdf
from checkout import EDITION, ROOT
from mdo_rdf.audit.audit import audit
from mdo_rdf.cli import main
from mdo_rdf.edition.edition import read_model
from mdo_rdf.publication import FILES
from mdo_rdf.triples import build


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "data" / "rdf" / EDITION).iterdir())}


def test_a_build_makes_the_files_that_every_edition_has_one_for_each_target_and_the_record_for_search_engines() -> None:
    model = read_model(ROOT, EDITION)
    targets = {f"koppelingen-{slug}.ttl" for slug in model.links.targets}
    assert set(build.render(ROOT, audit(ROOT, model))) == {*FILES, *targets, "catalogus.jsonld"}


def test_the_committed_files_are_what_a_build_makes() -> None:
    assert mdo_rdf.stale_files(ROOT, EDITION) == []


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_same_bytes_for_any_hash_seed_and_locale(seed: str, copy: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C" if seed == "1" else "C.UTF-8", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "mdo_rdf", "build", "--root", str(copy)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, cwd=copy)
    assert contents(copy) == contents(ROOT)


def test_windows_line_ends_in_the_sources_change_no_byte(copy: Path) -> None:
    for path in (copy / "data").rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    mdo_rdf.build_edition(copy, EDITION)
    assert contents(copy) == contents(ROOT)


def test_check_names_what_is_stale_missing_and_not_built(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mdo_rdf.build_edition(copy, EDITION)
    assert main(["build", "--check", "--root", str(copy)]) == 0
    place = copy / "data" / "rdf" / EDITION
    (place / "cube.ttl").write_bytes(b"# edited by hand\n")
    (place / "cellen.ttl").unlink()
    (place / "oud.ttl").touch()
    capsys.readouterr()
    assert main(["build", "--check", "--root", str(copy)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "data/rdf/2024/cellen.ttl: missing",
        "data/rdf/2024/cube.ttl: stale",
        "data/rdf/2024/oud.ttl: nothing builds it",
        "run mdo-rdf build",
    ]


def test_a_changed_label_makes_the_files_that_name_it_stale(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mdo_rdf.build_edition(copy, EDITION)
    path = copy / "data" / "curation" / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace("Actieve DigiD’s", "DigiD’s in gebruik"), "utf-8")
    assert main(["build", "--check", "--root", str(copy)]) == 1
    stale = capsys.readouterr().out.splitlines()
    named = ("begrippen.ttl", "bevindingen.ttl", "catalogus.jsonld", "catalogus.ttl", "koppelingen-logius.ttl")
    assert sorted(stale) == [*(f"data/rdf/2024/{name}: stale" for name in named), "run mdo-rdf build"]


def test_an_error_while_writing_leaves_the_old_files_whole(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mdo_rdf.build_edition(copy, EDITION)
    before = contents(copy)
    path = copy / "data" / "curation" / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace("Actieve DigiD’s", "DigiD’s in gebruik"), "utf-8")

    def full(_: Path, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(mdo_rdf.CannotTellError, match="No space left on device"):
        mdo_rdf.build_edition(copy, EDITION)
    assert contents(copy) == before
    assert [path.name for path in (copy / "data" / "rdf").iterdir()] == [EDITION]


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.faults)])
def test_a_kill_at_any_moment_leaves_each_file_old_or_new_and_the_next_build_mends_all(copy: Path, step: int) -> None:
    """The process is killed just before each of its renames in turn; only a file that was moved is new."""
    mdo_rdf.build_edition(copy, EDITION)
    before = contents(copy)
    path = copy / "data" / "curation" / "editions.csv"
    path.write_text(path.read_text("utf-8").replace("Monitor Digitale Overheid 2024", "Monitor 2024"), "utf-8")
    after = build.render(copy, audit(copy, read_model(copy, EDITION)))
    for moment in range(1, len(after) + 1, step):
        script = (
            "import os, pathlib, sys\n"
            "import mdo_rdf\n"
            "count = 0\n"
            "rename = pathlib.Path.replace\n"
            "def replace(self, target):\n"
            "    global count\n"
            "    count += 1\n"
            f"    if count == {moment}: os.kill(os.getpid(), 9)\n"
            "    return rename(self, target)\n"
            "pathlib.Path.replace = replace\n"
            f"mdo_rdf.build_edition(pathlib.Path({str(copy)!r}), '2024')\n"
        )
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
        assert all(data in (before[name], after[name]) for name, data in contents(copy).items())
    mdo_rdf.build_edition(copy, EDITION)
    assert contents(copy) == after
    assert [path.name for path in (copy / "data" / "rdf").iterdir()] == [EDITION]


def test_a_folder_that_may_not_be_written_is_said(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "data" / "rdf").touch()
    assert main(["build", "--root", str(copy)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_summary_counts_what_was_built(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(copy)]) == 0
    out = capsys.readouterr().out
    assert "38 tables, 971 printed cells" in out
    assert "166 indicators of 35 facilities" in out
    assert "819 figures: 763 values and 56 gaps, each with its reason" in out
