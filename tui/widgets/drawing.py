"""From pieces of text with a style's name to segments of an exact number of cells.

Here the text of others becomes text that is safe to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.terminal.text import one_line

Piece: TypeAlias = tuple[str, str]
"""Raw text, and the name of the component class that it is drawn with ("" for the widget's own)."""

_CODE_POINTS_PER_CELL = 8


def window(pieces: Iterable[Piece], left: int, cells: int) -> tuple[list[Piece], bool]:
    """The part of `pieces` from cell `left` on, safe and at most `cells` wide; and whether more follows.

    A wide character that an edge cuts in half becomes a space. Of a long text only the beginning up to the
    right edge is looked at.
    """
    shown: list[Piece] = []
    skip, room = left, cells
    for raw, style in pieces:
        if not raw:
            continue
        if room <= 0:
            return shown, True
        text = raw if raw.isascii() else raw[: (skip + room + 1) * _CODE_POINTS_PER_CELL]
        if not (text.isascii() and text.isprintable()):
            text = one_line(text)
        if text.isascii():
            part = text[skip : skip + room]
            taken, size = len(part), len(text)
        else:
            part, taken, size = _slice(text, skip, room)
        if part:
            shown.append((part, style))
        more = size > skip + room
        skip = max(0, skip - size)
        room -= taken
        if more:
            return shown, True
    return shown, False


def _slice(text: str, skip: int, room: int) -> tuple[str, int, int]:
    """Cells `skip` to `skip + room` of `text`, how many those are, and how many were read to get there."""
    end = skip + room
    kept: list[str] = []
    at = taken = 0
    for character in text:
        size = get_character_cell_size(character)
        if at + size > end:
            missing = end - at
            return "".join(kept) + " " * missing, taken + missing, at + size
        if at >= skip and (size or kept):
            kept.append(character)
            taken += size
        elif at + size > skip:
            kept.append(" " * (at + size - skip))
            taken += at + size - skip
        at += size
    return "".join(kept), taken, at


def segments(
    pieces: Iterable[Piece], cells: int, style_of: Callable[[str], Style], fill: str = ""
) -> list[Segment]:
    """`pieces`, safe and no wider than `cells`, as segments, filled up with spaces in the style `fill`."""
    made: list[Segment] = []
    taken = 0
    for text, style in pieces:
        made.append(Segment(text, style_of(style)))
        taken += len(text) if text.isascii() else sum(map(get_character_cell_size, text))
    if taken < cells:
        made.append(Segment(" " * (cells - taken), style_of(fill)))
    return made
