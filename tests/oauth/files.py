"""A token store in a file, locked between processes: the tests' own, as sign-in may not rely on storage."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class FileStore:
    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, object]:
        if not self.path.exists():
            return {}
        document = json.loads(self.path.read_bytes())
        assert isinstance(document, dict)
        return document

    def update(self, changes: Mapping[str, object]) -> None:
        merged = {key: value for key, value in (self.read() | dict(changes)).items() if value is not None}
        fresh = self.path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(merged))
        fresh.replace(self.path)

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        with self.path.with_suffix(".lock").open("a") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    await asyncio.sleep(0.01)
                else:
                    break
            yield
