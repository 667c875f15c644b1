"""Files without secrets that a person may edit, link to and keep in git."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from tui.storage.atomic import replace_file
from tui.storage.failures import StorageError, not_read, not_saved

_WRITABLE_BY_OTHERS = 0o022
_LARGEST = 4 * 1024 * 1024


def read_plain(path: Path) -> str | None:
    """The text of `path`, or None when there is no such file. Links are followed.

    Raises StorageError when others may write it: who can change the address of a token endpoint is sent the
    client secret.
    """
    try:
        status = path.stat()
        _check(path, status)
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise not_read(path, error) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StorageError(
            f"{path} is not UTF-8 text (line {line}).", hint="Save it as UTF-8 with your editor."
        ) from None


def write_plain(path: Path, text: str) -> None:
    """Put `text` in place of the file at `path`, or of the file it links to. Raises StorageError."""
    try:
        target = path.resolve()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise not_saved(path, error) from None
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise StorageError(
            f"{path} cannot hold this text.", hint="Type it again; it is not Unicode."
        ) from None
    replace_file(target, data)


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        raise StorageError(
            f"{path} should be a small text file and is something else.", hint=f"Look at it: ls -lL {path}"
        )
    if os.name == "nt":
        return
    if status.st_uid not in {0, os.geteuid()}:
        raise StorageError(
            f"{path} belongs to another user.",
            hint=f"If it is yours: sudo chown {os.geteuid()} {shlex.quote(str(path))}",
        )
    if stat.S_IMODE(status.st_mode) & _WRITABLE_BY_OTHERS:
        raise StorageError(
            f"Other users of this machine may change {path}.",
            hint=f"Close it and try again: chmod go-w {shlex.quote(str(path))}",
        )
