"""Who has our port, as far as Linux tells it to this user. Only looked at: nobody is ever signalled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tui.oauth.events import Holder

_LISTENING = "0A"


def holder_of(port: int, proc: Path = Path("/proc")) -> Holder | None:
    """None where the system says nothing at all; without a pid for a program of another user."""
    inodes = frozenset(_listening_inodes(port, proc))
    if not inodes:
        return None
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in proc.glob("[0-9]*"):
        if _has_open(process, wanted):
            return Holder(int(process.name), _name(process), _is_ours(process))
    return Holder(None, "", False)


def _listening_inodes(port: int, proc: Path) -> Iterator[str]:
    """Sockets in `/proc/net/tcp` and `tcp6` that listen at the port (proc(5))."""
    for table in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / table).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]


def _has_open(process: Path, wanted: set[str]) -> bool:
    try:
        return any(_target(link) in wanted for link in (process / "fd").iterdir())
    except OSError:  # it ended, or belongs to someone else
        return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _is_ours(process: Path) -> bool:
    """Whether it was started as this program; of this very process nothing needs to be asked."""
    if process.name == str(os.getpid()):
        return True
    try:
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(Path(os.fsdecode(argument)).name == "kintone-tui" for argument in arguments[:3]) or (
        arguments[1:3] == [b"-m", b"tui"]
    )
