"""S3 and S4: whatever interrupts a save, the file is the old one or the new one."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage import child
from tests.storage.conftest import Person
from tui.storage.atomic import sweep_strays
from tui.storage.failures import StorageError
from tui.storage.tokens import TokenFile

ROUNDS = 200


@pytest.fixture
def store(tmp_path: Path) -> TokenFile:
    store = TokenFile(tmp_path / "tokens" / "a.json")
    store.update({"refresh_token": "old"})
    return store


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "none", str(mounted)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a small disk")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


def test_S3_a_save_that_is_killed_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    said = child.run("be-killed", tmp_path / "tokens" / "a.json", str(ROUNDS))
    found = said["found"]
    assert isinstance(found, list)
    assert len(found) == ROUNDS
    assert None not in found
    assert found == sorted(found), "a save was undone"
    assert found[-1] >= ROUNDS
    # Else the processes were killed between their saves, and the test has shown nothing.
    assert isinstance(said["strays"], int)
    assert said["strays"] > 0


def test_S3_strays_are_removed_once_they_are_an_hour_old(store: TokenFile) -> None:
    folder = store.path.parent
    old, new, other = (folder / name for name in (".tok-a.json-1", ".tok-a.json-2", "unrelated"))
    for file in (old, new, other):
        file.write_bytes(b"secret")
    for file in (old, other):
        os.utime(file, (0, 0))
    sweep_strays(folder)
    assert not old.exists()
    assert new.exists()
    assert other.exists()
    assert store.path.exists()


def test_S3_a_folder_that_is_not_there_has_no_strays(tmp_path: Path) -> None:
    sweep_strays(tmp_path / "nothing")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_S4_a_disk_that_fails_leaves_the_old_file(
    store: TokenFile, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(StorageError, match="could not be saved") as failed:
        store.update({"refresh_token": "new"})
    monkeypatch.undo()
    assert failed.value.hint
    assert store.read() == {"refresh_token": "old"}
    assert not list(store.path.parent.glob(".tok-*"))


def test_S4_a_rename_across_disks_leaves_the_old_file(
    store: TokenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StorageError, match="could not be saved"):
        store.update({"refresh_token": "new"})
    monkeypatch.undo()
    assert store.read() == {"refresh_token": "old"}
    assert not list(store.path.parent.glob(".tok-*"))


def test_S4_a_full_disk_leaves_the_old_file(tiny_disk: Path) -> None:
    store = TokenFile(tiny_disk / "a.json")
    store.update({"refresh_token": "old"})
    with pytest.raises(StorageError, match="the disk is full"):
        store.update({"refresh_token": "x" * 100_000})
    assert store.read() == {"refresh_token": "old"}
    store.update({"refresh_token": "small enough"})
    assert store.read() == {"refresh_token": "small enough"}


def test_S4_a_limit_on_the_size_of_files_leaves_the_old_file(store: TokenFile) -> None:
    said = child.run("attempt-under-a-limit", store.path)
    assert "larger than this system allows" in str(said["message"])
    assert store.read() == {"refresh_token": "old"}


def test_S4_a_folder_that_cannot_be_written_is_named(person: Person) -> None:
    path = person.home / "tokens" / "a.json"
    child.run("save", path, uid=person.uid)
    path.parent.chmod(0o500)
    said = child.run("attempt", path, uid=person.uid)
    assert str(path) in str(said["message"])
    assert "this user may not" in str(said["message"])
    assert said["hint"]
    assert child.run("read", path, uid=person.uid) == {"access_token": "two"}
    path.parent.chmod(0o700)
