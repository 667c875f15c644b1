"""Where the thumb of a one-cell scroll bar stands, and which line a place on the bar means.

Textual's own scroll bar draws all of itself again in each frame; this one is a cell at the end of each line.
All numbers are lines or cells; nothing here grows with the number of lines.
"""

from __future__ import annotations

from typing import NamedTuple


class Thumb(NamedTuple):
    """Cells `start` to `stop` (not included) of the bar, from its top."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, int) and self.start <= cell < self.stop


NO_THUMB = Thumb(0, 0)


def thumb(total: int, top: int, height: int) -> Thumb:
    """The thumb for `height` of `total` lines being shown, `top` first; empty when all of them are.

    It touches an end of the bar only when the first or last line is on show, however many lines there are.
    """
    hidden = total - height
    if hidden <= 0 or height <= 0:
        return NO_THUMB
    length = max(1, height * height // total)
    room = height - length
    start = round(min(max(top, 0), hidden) * room / hidden)
    if room > 1:
        start = 0 if top <= 0 else room if top >= hidden else min(max(start, 1), room - 1)
    return Thumb(start, start + length)


def top_at(total: int, start: int, height: int) -> int:
    """The first line on show when the thumb's first cell has been moved to `start`."""
    hidden = max(0, total - height)
    length = thumb(total, 0, height).length
    room = height - length
    if start <= 0 or room <= 0:
        return 0
    return min(hidden, round(start * hidden / room))
