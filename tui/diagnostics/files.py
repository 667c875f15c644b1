"""Files and folders of this room: for their owner only from the first byte on."""

from __future__ import annotations

import os
from pathlib import Path


def make_folder(path: Path) -> None:
    """Make `path` and what is missing above it. Raises OSError."""
    # Not `parents=True`: that would leave the folders above open to others.
    for folder in reversed([missing for missing in (path, *path.parents) if not missing.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)


def open_private(path: Path, flags: int) -> int:
    """A descriptor to write to `path`, which is made with mode 0600 if it is not there. Links are refused."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, os.O_WRONLY | os.O_CREAT | careful | flags, 0o600)
