"""S1 and S2: what holds secrets is for its owner only, and nothing else is touched."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from tests.storage import child
from tests.storage.conftest import Person
from tui.storage.private import StorageError, make_private_folder, read_private, write_private


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    write_private(folder / "secret.json", b"old")
    return folder / "secret.json"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_S1_files_are_private_from_birth_under_any_umask(person: Person, umask: int) -> None:
    said = child.run("save", person.home / "state" / "tokens" / "a.json", uid=person.uid, umask=umask)
    files = said["files"]
    assert isinstance(files, dict)
    assert said["folder"] == "0o700"
    assert {"a.json", "a.json.bak", "a.json.lock"} <= set(files)
    assert set(files.values()) == {"0o600"}
    # As each file was created, before its first byte: never more than the owner's rights.
    born = said["born"]
    assert isinstance(born, list)
    assert len(born) >= 3
    assert set(born) <= {"0o600", "0o0"}


def test_S1_folders_above_are_private_too(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_S2_a_symlink_in_place_of_the_file_is_refused(file: Path) -> None:
    target = file.with_name("elsewhere")
    file.rename(target)
    file.symlink_to(target)
    hint = f"mv {file} {file}.old"
    with pytest.raises(StorageError, match="link") as reading:
        read_private(file)
    assert hint in reading.value.hint
    with pytest.raises(StorageError, match="link") as writing:
        write_private(file, b"new")
    assert hint in writing.value.hint
    assert target.read_bytes() == b"old"


def test_S2_a_dangling_symlink_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "secret.json"
    tmp_path.chmod(0o700)
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(StorageError, match="link"):
        read_private(link)
    with pytest.raises(StorageError, match="link"):
        write_private(link, b"new")
    assert not (tmp_path / "nowhere").exists()


def test_S2_a_symlink_in_place_of_the_folder_is_refused(file: Path) -> None:
    folder = file.parent
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))
    with pytest.raises(StorageError, match="link"):
        read_private(file)
    with pytest.raises(StorageError, match="link"):
        write_private(file, b"new")
    assert (folder.with_name("elsewhere") / "secret.json").read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o610])
def test_S2_a_file_that_others_may_use_is_refused_with_the_command(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(StorageError, match="Other users") as refused:
        read_private(file)
    assert f"chmod 600 {shlex.quote(str(file))}" in refused.value.hint
    with pytest.raises(StorageError, match="Other users"):
        write_private(file, b"new")
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_S2_a_folder_that_others_may_use_is_refused_with_the_command(file: Path, mode: int) -> None:
    file.parent.chmod(mode)
    with pytest.raises(StorageError, match="Other users") as refused:
        read_private(file)
    assert f"chmod 700 {shlex.quote(str(file.parent))}" in refused.value.hint
    with pytest.raises(StorageError, match="Other users"):
        write_private(file, b"new")


def test_S2_the_command_can_be_pasted_for_any_path(tmp_path: Path) -> None:
    folder = tmp_path / "a b's; rm"
    write_private(folder / "x", b"")
    folder.chmod(0o755)
    with pytest.raises(StorageError) as refused:
        read_private(folder / "x")
    command = refused.value.hint.split(": ", 1)[1]
    assert shlex.split(command) == ["chmod", "700", str(folder)]


@pytest.mark.usefixtures("two_users")
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_S2_what_belongs_to_another_user_is_refused(file: Path, whose: str) -> None:
    path = file if whose == "file" else file.parent
    os.chown(path, child.NOBODY, child.NOBODY)
    with pytest.raises(StorageError, match="another user") as refused:
        read_private(file)
    assert f"chown {os.geteuid()} {path}" in refused.value.hint
    with pytest.raises(StorageError, match="another user"):
        write_private(file, b"new")


def test_S2_a_fifo_in_place_of_the_file_is_refused_without_waiting_for_a_writer(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)
    with pytest.raises(StorageError, match="something else"):
        read_private(file)
    with pytest.raises(StorageError, match="something else"):
        write_private(file, b"new")


def test_S2_a_folder_in_place_of_the_file_is_refused(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o700)
    with pytest.raises(StorageError, match="something else"):
        read_private(file)
    with pytest.raises(StorageError, match="something else"):
        write_private(file, b"new")


def test_S2_a_file_in_place_of_the_folder_is_refused(file: Path) -> None:
    with pytest.raises(StorageError, match="folder"):
        write_private(file / "deeper", b"new")
    with pytest.raises(StorageError, match="folder"):
        read_private(file / "deeper")


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_private(tmp_path / "no" / "file") is None


def test_a_huge_file_is_not_read_into_memory(file: Path) -> None:
    os.truncate(file, 10**9)
    with pytest.raises(StorageError, match="too large"):
        read_private(file)
