"""A token store that forgets: for tokens given in the environment, and where nothing may be written."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager


class MemoryStore:
    """A `session.TokenStore` that lasts as long as the process."""

    def __init__(self, document: Mapping[str, object] | None = None) -> None:
        self._document = dict(document or {})
        self._lock = asyncio.Lock()

    def __repr__(self) -> str:
        return "<MemoryStore>"

    def read(self) -> dict[str, object]:
        return dict(self._document)

    def update(self, changes: Mapping[str, object]) -> None:
        merged = self._document | dict(changes)
        self._document = {key: value for key, value in merged.items() if value is not None}

    def locked(self) -> AbstractAsyncContextManager[None]:
        return self._lock
