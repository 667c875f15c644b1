"""Files that are replaced as a whole: a crash leaves the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tui.storage.failures import not_saved

OWNER_ONLY = 0o600

_TEMPORARY = ".tok-"
_ASIDE = ".bad-"
_STRAY_AFTER_SECONDS = 3600.0


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`, readable by its owner only from its first byte on.

    Raises StorageError, with the old file as it was.
    """
    try:
        temporary = _write_beside(path, data)
        try:
            temporary.replace(path)
        except BaseException:
            _remove(temporary)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise not_saved(path, error) from None


def sweep_strays(folder: Path, *, now: float | None = None) -> None:
    """Remove what a killed process left half written in `folder` more than an hour ago."""
    before = (time.time() if now is None else now) - _STRAY_AFTER_SECONDS
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if not entry.name.startswith(_TEMPORARY):
                continue
            with contextlib.suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < before:
                    _remove(Path(entry.path))


def move_aside(path: Path) -> Path:
    """Give a file that cannot be understood another name, and say which. Raises StorageError."""
    aside = path.with_name(f"{path.name}{_ASIDE}{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}")
    try:
        path.replace(aside)
    except OSError as error:
        raise not_saved(path, error) from None
    return aside


def moved_aside(path: Path) -> list[Path]:
    """What was moved aside from `path`."""
    return list(path.parent.glob(f"{glob.escape(path.name)}{_ASIDE}*"))


def strays_of(path: Path) -> list[Path]:
    """What killed processes left of writing `path`. To be asked by who keeps others from writing it."""
    return list(path.parent.glob(f"{_TEMPORARY}{glob.escape(path.name)}-*"))


def _write_beside(path: Path, data: bytes) -> Path:
    """A new file in the folder of `path` that holds `data`, on the disk and not only in memory."""
    descriptor, name = tempfile.mkstemp(prefix=f"{_TEMPORARY}{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # The umask may have taken even the owner's rights away; it can never have added any.
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), OWNER_ONLY)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    """Make the new name last. Systems that cannot do it for folders keep it soon enough by themselves."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
