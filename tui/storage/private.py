"""Files and folders that only their owner may read: the rules for what holds secrets."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from tui.storage.atomic import OWNER_ONLY, replace_file
from tui.storage.failures import StorageError, not_read, not_saved

__all__ = ["StorageError", "make_private_folder", "read_private", "write_private"]

_FOLDER_MODE = 0o700
_OTHERS = 0o077
_LARGEST = 4 * 1024 * 1024
# Not on every system; O_NONBLOCK keeps a FIFO in the file's place from blocking the program.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def make_private_folder(path: Path) -> None:
    """Make `path` and what is missing above it, for the owner only; refuse one that is not private.

    Raises StorageError.
    """
    try:
        _make_missing(path)
        _check_folder(path, path.lstat())
    except OSError as error:
        raise not_saved(path, error) from None


def read_private(path: Path) -> bytes | None:
    """The content of `path`, or None when there is no such file.

    Raises StorageError with the command that settles it when the file, or its folder, is a link, belongs to
    another user or is open to others.
    """
    try:
        _check_folder(path.parent, path.parent.lstat())
        descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        if path.is_symlink():
            raise _refusal_of_link(path) from None
        raise not_read(path, error) from None
    try:
        _check_file(path, os.fstat(descriptor))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise not_read(path, error) from None
    finally:
        os.close(descriptor)
    if len(data) > _LARGEST:
        raise StorageError(f"{path} is far too large to be a file of this program.", hint=_move_away(path))
    return data


def write_private(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`: mode 0600 from its first byte, in a folder of mode 0700.

    Raises StorageError, with the old file as it was.
    """
    make_private_folder(path.parent)
    check_private(path)
    replace_file(path, data)


def check_private(path: Path) -> None:
    """Refuse `path` when something is there that is not a private file of this user."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise not_read(path, error) from None
    if stat.S_ISLNK(status.st_mode):
        raise _refusal_of_link(path)
    _check_file(path, status)


def _make_missing(path: Path) -> None:
    missing = []
    for folder in (path, *path.parents):
        if folder.exists() or folder.is_symlink():
            break
        missing.append(folder)
    for folder in reversed(missing):
        try:
            folder.mkdir(mode=_FOLDER_MODE)
        except FileExistsError:
            continue
        # A umask that takes the owner's own rights away would leave a folder nobody can enter.
        folder.chmod(_FOLDER_MODE)


def _check_folder(path: Path, status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise _refusal_of_link(path)
    if not stat.S_ISDIR(status.st_mode):
        raise StorageError(f"{path} should be a folder and is not one.", hint=_move_away(path))
    _check_access(path, status, _FOLDER_MODE)


def _check_file(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"{path} should be a file and is something else.", hint=_move_away(path))
    _check_access(path, status, OWNER_ONLY)


def _check_access(path: Path, status: os.stat_result, wanted: int) -> None:
    """Refuse what others own or may use. Windows keeps a person's folders private by other means."""
    if os.name == "nt":
        return
    if status.st_uid != os.geteuid():
        raise StorageError(
            f"{path} belongs to another user.",
            hint=f"If it is yours, take it: sudo chown {os.geteuid()} {_quoted(path)}",
        )
    if stat.S_IMODE(status.st_mode) & _OTHERS:
        raise StorageError(
            f"Other users of this machine may use {path}, which holds secrets.",
            hint=f"Close it and try again: chmod {wanted:o} {_quoted(path)}",
        )


def _refusal_of_link(path: Path) -> StorageError:
    return StorageError(f"{path} is a link to somewhere else and is not followed.", hint=_move_away(path))


def _move_away(path: Path) -> str:
    return f"Move it away and try again: mv {_quoted(path)} {_quoted(path.with_name(path.name + '.old'))}"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
