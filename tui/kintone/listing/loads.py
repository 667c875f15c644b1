"""Rows on their way, shared by everybody who waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass

from tui.errors import KintoneTuiError


@dataclass(slots=True, eq=False)
class Load:
    """A task that promises to bring some rows. It may end without them; then it is to be tried anew."""

    promised: range
    task: asyncio.Task[None]
    ahead: bool
    """Reading ahead: nobody needs to wait for it."""
    waiting: int = 0


class Loads:
    """The loads under way.

    One that nobody waits for any more goes on until another one is started: whoever scrolls gives up waiting
    at every step, and most often wants the same rows a moment later.
    """

    def __init__(self) -> None:
        self._under_way: list[Load] = []

    def bringing(self, position: int) -> Load | None:
        return next((load for load in self._under_way if position in load.promised), None)

    def narrowed(self, gap: range, missing: range) -> range:
        """Of a gap around missing rows, what is not promised already."""
        start, stop = gap.start, gap.stop
        for load in self._under_way:
            if load.promised.stop <= missing.start:
                start = max(start, load.promised.stop)
            elif load.promised.start >= missing.stop:
                stop = min(stop, load.promised.start)
        return range(start, stop)

    @property
    def reading_ahead(self) -> bool:
        return any(load.ahead for load in self._under_way)

    def start(self, work: Coroutine[None, None, None], promised: range, *, ahead: bool = False) -> Load:
        for load in [load for load in self._under_way if not load.waiting and not load.ahead]:
            self._cancel(load)
        load = Load(promised, asyncio.create_task(work), ahead)
        self._under_way.append(load)
        load.task.add_done_callback(lambda _: self._ended(load))
        return load

    async def wait(self, load: Load) -> None:
        """Until a load has ended. Raises what it raised; returns when it was cancelled by somebody else."""
        load.waiting += 1
        try:
            await asyncio.wait([load.task])
        finally:
            load.waiting -= 1
        if not load.task.cancelled():
            load.task.result()

    def cancel(self) -> list[asyncio.Task[None]]:
        """Cancels all; the tasks, which have yet to end."""
        loads = list(self._under_way)
        for load in loads:
            self._cancel(load)
        return [load.task for load in loads]

    def _cancel(self, load: Load) -> None:
        load.task.cancel()
        if load in self._under_way:
            self._under_way.remove(load)

    def _ended(self, load: Load) -> None:
        if load in self._under_way:
            self._under_way.remove(load)
        if load.task.cancelled():
            return
        error = load.task.exception()
        if error is not None and not load.waiting and not isinstance(error, KintoneTuiError):
            # A failure to read ahead is met again, and told, when the rows are needed; a fault here is not.
            raise error
