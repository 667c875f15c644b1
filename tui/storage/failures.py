"""What goes wrong with files, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from tui.errors import KintoneTuiError

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space and try again."),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space and try again."),
    errno.EFBIG: ("it would be larger than this system allows", "Raise the limit (ulimit -f) and try again."),
    errno.EROFS: ("the disk is read-only", "Set KINTONE_TUI_HOME to a folder that can be written."),
    errno.EACCES: ("this user may not", "Look at the folder's owner and permissions with ls -ld."),
    errno.EPERM: ("this user may not", "Look at the folder's owner and permissions with ls -ld."),
    errno.EIO: ("the disk reports an error", "Look after the disk; nothing was changed in the file."),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move that file away and try again."),
}


class StorageError(KintoneTuiError):
    """A file of this program cannot be read or written, or is not safe to use."""


def not_saved(path: Path, error: OSError) -> StorageError:
    """The failure to show when `path` could not be written; the file is as it was before."""
    return _failure("saved", path, error)


def not_read(path: Path, error: OSError) -> StorageError:
    """The failure to show when `path` could not be read."""
    return _failure("read", path, error)


def _failure(verb: str, path: Path, error: OSError) -> StorageError:
    reason, hint = _REASONS.get(error.errno or 0, (error.strerror or type(error).__name__, ""))
    return StorageError(f"{path} could not be {verb}: {reason}.", hint=hint)
