"""Files are written whole or not at all, whatever goes wrong in between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdo_rdf.errors import CannotTellError
from mdo_rdf.files import made_whole, remove, write, write_changed


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_text_and_bytes_are_written_in_folders_that_need_not_be_there(tmp_path: Path) -> None:
    write(tmp_path / "a", {"b/één.csv": "één\r\n", "c.bin": b"\xff"})
    assert files(tmp_path) == {"a/b/één.csv": "één\r\n".encode(), "a/c.bin": b"\xff"}
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["b", "c.bin"]


def test_an_error_while_the_files_are_made_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a": "old", "b": "old"})
    made = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda path, content: (full if path.name == "b" else made)(path, content))
    with pytest.raises(CannotTellError, match=f"^{tmp_path}/b: cannot be written \\(No space left on device\\)$"):
        write(tmp_path, {"a": "new", "b": "new", "c/d": "new"})
    assert files(tmp_path) == {"a": b"old", "b": b"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "cijfers.csv").mkdir()
    with pytest.raises(CannotTellError, match=r"cijfers\.csv: cannot be written"):
        write(tmp_path, {"cijfers.csv": "new"})
    assert files(tmp_path) == {}


def test_a_new_folder_is_there_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source").mkdir()
    moved: list[str] = []
    rename = Path.replace

    def replace(path: Path, target: Path) -> Path:
        moved.append(str(target.relative_to(tmp_path)))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    write(tmp_path, {"source/2025/a.csv": "a", "source/2025/b.csv": "b", "new/2025/c.csv": "c", "source/all.csv": "d"})
    assert moved == ["source/2025", "new", "source/all.csv"]
    assert set(files(tmp_path)) == {"source/2025/a.csv", "source/2025/b.csv", "new/2025/c.csv", "source/all.csv"}


def test_what_a_killed_process_left_is_removed_and_what_another_is_making_stays(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f".new-{process}" / "sub").mkdir(parents=True)
        (tmp_path / f".new-{process}" / "sub" / "half").write_bytes(b"ha")
    write(tmp_path, {"a": "a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a", f".new-{os.getppid()}"])


def test_only_what_changed_is_written_and_all_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"same": "same", "other": "old"})
    before = (tmp_path / "same").stat().st_ino
    assert write_changed(tmp_path, iter([("same", b"same"), ("other", b"new"), ("x/y", b"")])) == ["same", "other", "x/y"]
    assert files(tmp_path) == {"same": b"same", "other": b"new", "x/y": b""}
    assert (tmp_path / "same").stat().st_ino == before


def test_an_error_of_what_makes_the_contents_is_no_error_of_writing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_changed(tmp_path, ((name, (tmp_path / name).read_bytes()) for name in ["none"]))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_made_by_another_is_moved_when_it_is_whole(tmp_path: Path) -> None:
    with made_whole(tmp_path / "store") as place:
        place.mkdir()
        (place / "a").write_bytes(b"a")
        assert not (tmp_path / "store").exists()
    assert files(tmp_path) == {"store/a": b"a"}
    with pytest.raises(ZeroDivisionError), made_whole(tmp_path / "other") as place:
        place.write_text(str(1 / 0))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_folder_is_removed_with_its_last_file(tmp_path: Path) -> None:
    write(tmp_path, {"a/b": "", "a/c": "", "d": ""})
    remove(tmp_path, ["a/b", "none"])
    assert set(files(tmp_path)) == {"a/c", "d"}
    remove(tmp_path, ["a/c"])
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
