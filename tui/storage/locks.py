"""A lock that several programs, tasks and threads take one after the other."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui.storage.atomic import OWNER_ONLY
from tui.storage.failures import StorageError, not_saved
from tui.storage.private import check_private

if TYPE_CHECKING:
    import asyncio

    from filelock import BaseFileLock

PATIENCE_SECONDS = 20.0

_POLL_SECONDS = 0.05
# What file systems without locks answer, some network ones among them.
_CANNOT_LOCK = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP})


def say_nothing(_sentence: str) -> None:
    """The listener of those who do not want to hear what was settled without them."""


class PathLock:
    """The lock that stands in the file `path`, whose folder is there already.

    It falls when its holder ends, however that ends, and is never taken from one who holds it: who waits
    longer than `patience` seconds gets a StorageError that says who that is. Where the file system has no
    locks, `tell` hears so once and work goes on without.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = PATIENCE_SECONDS,
        tell: Callable[[str], None] = say_nothing,
    ) -> None:
        self.path = path
        self._patience = patience
        self._tell = tell
        self._told = False
        self._turn: asyncio.Lock | None = None
        self._mutex = threading.RLock()
        self._lent = False

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock; waiting blocks the thread. Inside `hold_async` of this object it is held already."""
        with self._mutex:
            if self._lent:
                yield
                return
            attempt = _Attempt(self.path, self._patience)
            while not attempt.made():
                time.sleep(_POLL_SECONDS)
            self._lent = True
            try:
                yield
            finally:
                self._lent = False
                self._finish(attempt)

    @contextlib.asynccontextmanager
    async def hold_async(self) -> AsyncIterator[None]:
        """Hold the lock; other tasks go on while this one waits."""
        import asyncio

        # Made here, because the lock is also used by commands that have no event loop.
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            attempt = _Attempt(self.path, self._patience)
            # Nothing tells the event loop that a lock of the file system has fallen.
            while not attempt.made():  # noqa: ASYNC110
                await asyncio.sleep(_POLL_SECONDS)
            self._lent = True
            try:
                yield
            finally:
                self._lent = False
                self._finish(attempt)

    def _finish(self, attempt: _Attempt) -> None:
        attempt.release()
        if attempt.without_lock and not self._told:
            self._told = True
            self._tell(
                f"The file system of {self.path.parent} has no locks. Run one kintone-tui at a time there, "
                "or set KINTONE_TUI_HOME to a folder on a local disk."
            )


class _Attempt:
    """One wait for the lock, with its own descriptor, so that two waits of one process exclude each other."""

    def __init__(self, path: Path, patience: float) -> None:
        # Only here: it costs as much to import as a first screen may take to draw.
        from filelock import FileLock

        check_private(path)
        self._path = path
        self._lock: BaseFileLock = FileLock(
            path, mode=OWNER_ONLY, thread_local=False, blocking=False, fallback_to_soft=False
        )
        self._patience = patience
        self._deadline = time.monotonic() + patience
        self.without_lock = False

    def made(self) -> bool:
        """Whether the lock is held now, or cannot be had on this file system at all."""
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            if time.monotonic() >= self._deadline:
                raise self._too_late() from None
            return False
        except NotImplementedError:
            self.without_lock = True
        except OSError as error:
            if error.errno not in _CANNOT_LOCK:
                raise not_saved(self._path, error) from None
            self.without_lock = True
        return True

    def release(self) -> None:
        if not self.without_lock:
            self._lock.release()

    def _too_late(self) -> StorageError:
        holder = _holder(self._path)
        who = f"process {holder}" if holder else "another kintone-tui"
        return StorageError(
            f"{self._path} has been locked by {who} for more than {self._patience:.0f} seconds.",
            hint="Go on or end the program that was stopped there (fg, or kill), then try again.",
        )


def _holder(path: Path) -> int | None:
    """The process that holds the lock at `path`, where the system tells (Linux: proc(5), /proc/locks)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        status = path.stat()
        file = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        for line in Path("/proc/locks").read_text().splitlines():
            fields = line.split()
            if fields[1] != "->" and fields[5] == file:
                return int(fields[4])
    return None
