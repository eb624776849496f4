"""Files are written whole or not at all, whatever goes wrong in between, and nothing of others is lost."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mdo_rdf import files as module
from mdo_rdf.errors import CannotTellError
from mdo_rdf.files import made_anew, made_by, made_whole, manifest_name, write

MANIFEST = manifest_name("test")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def anything(*_: object) -> bool:
    return True


def make(folder: Path, content: dict[str, str], *, adds: bool = False) -> dict[str, bytes]:
    """Make the folder anew, and give what is in it then, without the manifest."""
    with made_anew(folder, "test", adds=adds) as new:
        new.checksums.update(new.write((name, text.encode()) for name, text in content.items()))
    return {name: text for name, text in files(folder).items() if name != MANIFEST}


def test_text_and_bytes_are_written_in_folders_that_need_not_be_there(tmp_path: Path) -> None:
    write(tmp_path / "a", {"b/één.csv": "één\r\n", "c.bin": b"\xff"}, anything)
    assert files(tmp_path) == {"a/b/één.csv": "één\r\n".encode(), "a/c.bin": b"\xff"}
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["b", "c.bin"]


def test_an_error_while_the_files_are_made_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a": "old", "b": "old"}, anything)
    made = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda path, content: (full if path.name == "b" else made)(path, content))
    with pytest.raises(CannotTellError, match=f"^{tmp_path}/b: cannot be written \\(No space left on device\\)$"):
        write(tmp_path, {"a": "new", "b": "new", "c/d": "new"}, anything)
    assert files(tmp_path) == {"a": b"old", "b": b"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "cijfers.csv").mkdir()
    with pytest.raises(CannotTellError, match=r"cijfers\.csv: is or goes through a link or is no file; nothing was written"):
        write(tmp_path, {"cijfers.csv": "new"}, anything)
    assert files(tmp_path) == {}


def test_a_new_folder_is_there_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source").mkdir()
    moved: list[str] = []
    rename = Path.replace

    def replace(path: Path, target: Path) -> Path:
        moved.append(str(target.relative_to(tmp_path)))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    write(tmp_path, {"source/2025/a.csv": "a", "source/2025/b.csv": "b", "new/2025/c.csv": "c", "source/all.csv": "d"}, anything)
    assert moved == ["source/2025", "new", "source/all.csv"]
    assert set(files(tmp_path)) == {"source/2025/a.csv", "source/2025/b.csv", "new/2025/c.csv", "source/all.csv"}


def test_what_a_killed_process_left_is_removed_and_what_another_is_making_stays(tmp_path: Path) -> None:
    prefix = module._TEMPORARY
    (tmp_path / f"{prefix}left" / "sub").mkdir(parents=True)
    (tmp_path / f"{prefix}left" / "sub" / "half").write_bytes(b"ha")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine").write_bytes(b"mine")
    (tmp_path / f"{prefix}link").symlink_to(tmp_path / "other")
    (tmp_path / f"{prefix}left" / "sub" / "link").symlink_to(tmp_path / "other")
    busy = "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX); print(flush=True); input()"
    (tmp_path / f"{prefix}busy").mkdir()
    command = [sys.executable, "-c", busy, str(tmp_path / f"{prefix}busy")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        write(tmp_path, {"a": "a"}, anything)
        process.communicate(b"\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a", "other", f"{prefix}busy", f"{prefix}link"])
    assert files(tmp_path / "other") == {"mine": b"mine"}


def test_a_run_whose_folder_was_taken_for_one_that_was_left_makes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run that looks between the making of a folder and its lock finds no lock, and removes it."""
    lock = fcntl.flock
    removed: list[Path] = []

    def late(descriptor: int, operation: int) -> None:
        if not removed:
            removed.extend(tmp_path.glob(f"{module._TEMPORARY}*"))
            module._remove_what_was_left(removed[0])
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    write(tmp_path, {"a": "a"}, anything)
    assert len(removed) == 1
    assert files(tmp_path) == {"a": b"a"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_may_not_be_replaced_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(CannotTellError, match=f"^{tmp_path}/b: was not made by this command, or was changed since; nothing was"):
        write(tmp_path, {"a": "new", "b": "new"}, lambda name, content: (name, content) != ("b", b"mine"))
    assert files(tmp_path) == {"b": b"mine"}


@pytest.mark.parametrize("place", ["a/b", "a", "a/none"])
def test_nothing_is_written_through_a_link(tmp_path: Path, place: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b").write_bytes(b"mine")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").symlink_to(tmp_path / "other")
    with pytest.raises(CannotTellError, match="goes through a link"):
        write(tmp_path / "in", {place: "new"}, anything)
    assert files(tmp_path / "other") == {"b": b"mine"}


# ---- Folders ----


def test_a_folder_is_made_anew_with_a_manifest_that_sha256sum_reads(tmp_path: Path) -> None:
    assert make(tmp_path / "x" / "out", {"a/é.txt": "a", "b": "b"}) == {"a/é.txt": b"a", "b": b"b"}
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", MANIFEST], cwd=tmp_path / "x" / "out", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.count(": OK\n")) == (0, 2), done.stderr
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["out"]


def test_what_is_not_made_again_goes_and_what_others_put_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out, {"a/b": "1", "a/c": "1", "old/changed": "1", "index": "1", "gone/x": "1"})
    (out / "mine" / "empty").mkdir(parents=True)
    (out / "mine" / "note").write_bytes(b"mine")
    (out / "mine" / "link").symlink_to(tmp_path)
    (out / "old" / "changed").unlink()
    (out / "old" / "changed").write_bytes(b"changed")
    inode = (out / "a" / "b").stat().st_ino
    assert make(out, {"a/b": "1", "index": "2"}) == {"a/b": b"1", "index": b"2", "mine/note": b"mine", "old/changed": b"changed"}
    assert (out / "mine" / "link").readlink() == tmp_path
    assert (out / "mine" / "empty").is_dir()
    assert not (out / "gone").exists()
    assert (out / "a" / "b").stat().st_ino == inode
    assert set(made_by(out, "test")) == {"a/b", "index"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_was_made_before_stays_where_more_is_added(tmp_path: Path) -> None:
    make(tmp_path / "out", {"a": "1", "b": "1"}, adds=True)
    assert make(tmp_path / "out", {"b": "2", "c": "2"}, adds=True) == {"a": b"1", "b": b"2", "c": b"2"}
    assert set(made_by(tmp_path / "out", "test")) == {"a", "b", "c"}


@pytest.mark.parametrize("name", ["mine.txt", ".git/config", "bestanden.txt", manifest_name("other")])
def test_a_folder_of_others_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_bytes(b"../victim\n")
    (tmp_path / "victim").write_bytes(b"mine")
    before = files(tmp_path)
    with pytest.raises(CannotTellError, match=f"^{tmp_path}/out: has files in it, and was not made by mdo-rdf test; nothing was"):
        make(tmp_path / "out", {"a": "1"})
    assert files(tmp_path) == before


def test_a_manifest_that_lies_removes_nothing_outside_nor_what_was_changed(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "victim").write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "link").symlink_to(tmp_path / "elsewhere")
    (out / "changed").write_text("changed")
    names = ["../victim", str(tmp_path / "victim"), "link/victim", "link", "changed", "none", "a/../../victim"]
    checksum = subprocess.run(["sha256sum", str(tmp_path / "victim")], capture_output=True, text=True, check=True).stdout.split()[
        0
    ]
    (out / MANIFEST).write_text("".join(f"{checksum}  {name}\n" for name in names) + "no line of a manifest\n")
    assert make(out, {"a": "1"}).keys() == {"a", "changed"}
    assert (tmp_path / "victim").read_text() == "mine"
    assert files(tmp_path / "elsewhere") == {"victim": b"mine"}
    assert (out / "link").is_symlink()


def test_what_is_in_the_way_is_said_and_the_old_folder_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out, {"index": "1", "b": "1"})
    (out / "index").write_bytes(b"changed by hand")
    with pytest.raises(CannotTellError, match=f"^{out}/index: was not made by mdo-rdf test, or was changed since; nothing was"):
        make(out, {"index": "2", "c": "2"})
    assert {name for name in files(tmp_path) if "sha256" not in name} == {"out/index", "out/b"}
    (out / "index").unlink()
    (out / "index").symlink_to(tmp_path / "victim")
    (tmp_path / "victim").write_bytes(b"mine")
    with pytest.raises(CannotTellError, match=f"^{out}/index: was not made by"):
        make(out, {"index": "2"})
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_an_error_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "out", {"a": "old", "b": "old"})
    before = files(tmp_path)
    made = Path.write_bytes
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda path, content: (full if path.name == "b" else made)(path, content))
        with pytest.raises(CannotTellError, match=f"^{tmp_path}/out/b: cannot be written \\(No space left on device\\)$"):
            make(tmp_path / "out", {"a": "new", "b": "new"})
    assert files(tmp_path) == before
    with pytest.raises(ZeroDivisionError), made_anew(tmp_path / "out", "test"):
        1 / 0  # noqa: B018
    assert files(tmp_path) == before


STOPPED = """
import os, signal, sys
from pathlib import Path
from mdo_rdf import files
def stop(*_): os.kill(os.getpid(), signal.SIGKILL)
setattr(*{"before": (files, "_exchange", stop), "after": (files.shutil, "rmtree", stop)}[sys.argv[2]])
with files.made_anew(Path(sys.argv[1]), "test") as new:
    new.checksums.update(new.write([("a", b"new"), ("c", b"new")]))
"""


@pytest.mark.parametrize(("moment", "left"), [("before", {"a": b"old", "b": b"old"}), ("after", {"a": b"new", "c": b"new"})])
def test_a_kill_leaves_the_old_or_the_new_and_the_next_run_cleans_up(tmp_path: Path, moment: str, left: dict[str, bytes]) -> None:
    out = tmp_path / "out"
    make(out, {"a": "old", "b": "old"})
    (out / "mine").write_bytes(b"mine")
    done = subprocess.run([sys.executable, "-c", STOPPED, str(out), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert {name: text for name, text in files(out).items() if name != MANIFEST} == {**left, "mine": b"mine"}
    assert len(list(tmp_path.iterdir())) == 2
    assert make(out, {"a": "third"}) == {"a": b"third", "mine": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_where_two_folders_cannot_be_exchanged_a_kill_between_two_steps_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        """A system without the call."""

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())
    out = tmp_path / "out"
    make(out, {"a": "old"})
    assert make(out, {"a": "new"}) == {"a": b"new"}
    (out / "mine").write_bytes(b"mine")
    out.rename(tmp_path / f"out{module._TEMPORARY}before")
    assert make(out, {"a": "third"}) == {"a": b"third", "mine": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_link_to_a_folder_of_ours_is_followed_and_stays(tmp_path: Path) -> None:
    make(tmp_path / "real", {"a": "1"})
    (tmp_path / "out").symlink_to("real")
    assert make(tmp_path / "out", {"a": "2"}) == {"a": b"2"}
    assert (tmp_path / "out").is_symlink()


def test_links_in_a_circle_are_said(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("out")
    with pytest.raises(CannotTellError, match=f"^{tmp_path}/out: "):
        make(tmp_path / "out", {"a": "2"})


def test_the_folder_that_one_is_in_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotTellError, match="is the folder you are in"):
        make(Path(), {"a": "2"})


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_a_disk_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    make(tmp_path / "out", {"a": "1"})
    (tmp_path / "out" / "mine").write_bytes(b"mine")

    def link(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", link)
    assert make(tmp_path / "out", {"a": "1"}) == {"a": b"1", "mine": b"mine"}


def test_a_folder_that_is_made_by_another_is_moved_when_it_is_whole(tmp_path: Path) -> None:
    with made_whole(tmp_path / "store") as place:
        place.mkdir()
        (place / "a").write_bytes(b"a")
        assert not (tmp_path / "store").exists()
    assert files(tmp_path) == {"store/a": b"a"}
    with pytest.raises(ZeroDivisionError), made_whole(tmp_path / "other") as place:
        place.write_text(str(1 / 0))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
