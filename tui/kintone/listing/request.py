"""What a list asks for, and how much at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from tui.kintone.records import RecordPage


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One call of Get Records. `order` comes without the words `order by`; no `fields` means all of them."""

    condition: str
    order: str
    limit: int
    offset: int = 0
    total: bool = True
    fields: tuple[str, ...] = ()


Fetch: TypeAlias = Callable[[PageRequest], Awaitable[RecordPage]]
"""Sends one request. It may be cancelled, and may raise the failures of `tui.kintone.failures`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What Kintone gives at a time (Kintone REST API, Get Records), and what a list spends of it."""

    page: int = 500
    """Records a request."""
    offset: int = 10_000
    """Records that a request may skip."""
    first: int = 100
    """Records of the first request: one tall screen, so that something is to be seen soon."""
    ids: int = 500
    """Values in one `in (…)`."""
    requests: int = 12
    """Requests that going to one place may take before the list gives up."""
    kept_rows: int = 4_000
    """Rows kept, of what is not on the screen."""
    kept_bytes: int = 6 * 2**20
    """The same in bytes, as they were sent."""
