"""The two clocks a session needs, handed in so that a test can hold them still."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

NOTABLE_SKEW = 300.0
"""Seconds by which two clocks may differ before a person is told."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`wall` is Unix time, which a person or NTP may set at any moment; `monotonic` only moves forward, but
    stands still on some systems while the machine sleeps. Neither is right alone. Both in seconds.
    """

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic


def skew_words(skew: float) -> str:
    """The sentence for a clock that is `skew` seconds ahead of Kintone's (behind, when negative), or ""."""
    if abs(skew) < NOTABLE_SKEW:
        return ""
    minutes = round(abs(skew) / 60)
    amount = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    direction = "ahead of" if skew > 0 else "behind"
    return f"This computer's clock is {amount} {direction} Kintone. Renewal times may be off."
