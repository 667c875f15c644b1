"""Driving the whole program in tests that need no terminal of their own."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable

from textual.pilot import Pilot


def screen_text(pilot: Pilot[int]) -> str:
    """What stands on the screen, line by line, as a person reads it."""
    # Textual has no public way to the drawn lines but a picture of them.
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def until(pilot: Pilot[int], pattern: str, seconds: float = 20) -> str:
    """Wait until the screen matches the regular expression; fails with the screen in the message."""
    deadline = time.monotonic() + seconds
    while not re.search(pattern, text := screen_text(pilot)):
        if time.monotonic() > deadline:
            raise AssertionError(f"never saw {pattern!r}; the screen is\n{text}")
        await pilot.pause()
        await asyncio.sleep(0.02)
    return text


async def eventually(pilot: Pilot[int], condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until `condition` holds, for what happens beside the screen."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to hold"
        await pilot.pause()
        await asyncio.sleep(0.02)
