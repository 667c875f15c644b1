"""Printing a text outside of the screen, for terminals without links and clipboard.

An unbroken line can be selected with the mouse. The sign-in goes on meanwhile: an answer that arrives brings
the screen back, and so does everything else that ends the wait.
"""

from __future__ import annotations

import asyncio
import os
import sys

from textual.app import App


async def print_plainly(app: App[int], text: str) -> None:
    """Leave the screen, print `text`, come back at Enter or when cancelled. Raises SuspendNotSupported."""
    cancelled: asyncio.CancelledError | None = None
    with app.batch_update(), app.suspend():
        sys.stdout.write(f"\n{text}\n\nEnter goes back to the sign-in. ")
        sys.stdout.flush()
        try:
            await _enter()
        except asyncio.CancelledError as error:
            # Textual 8.2.8 brings the screen back only at the regular end of the block.
            cancelled = error
    if cancelled is not None:
        raise cancelled


async def _enter() -> None:
    """Until a line, or the end, of the standard input. No thread: one that reads cannot be told to stop."""
    loop = asyncio.get_running_loop()
    entered = asyncio.Event()
    descriptor = sys.stdin.fileno()

    def read() -> None:
        typed = os.read(descriptor, 1024)
        if not typed or b"\n" in typed or b"\r" in typed:
            entered.set()

    loop.add_reader(descriptor, read)
    try:
        await entered.wait()
    finally:
        loop.remove_reader(descriptor)
