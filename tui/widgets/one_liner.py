"""A widget of one line: something on the left, something on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.text import fit, width
from tui.widgets.drawing import Piece, segments, window

MARGIN = " "
_GAP = 2


class OneLiner(Widget):
    """Raw texts on one line, each with a component class. Where room is short, the left gives way first."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"one-liner--text", "one-liner--aside"}

    DEFAULT_CSS = """
    OneLiner {
        height: 1;
        width: 1fr;
        & > .one-liner--aside { color: $text-muted; }
        &:ansi > .one-liner--aside { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._left: Sequence[Piece] = ()
        self._right = ""

    def put(self, left: Sequence[Piece], right: str = "") -> None:
        """Show `left`, and `right` at the other end."""
        if (tuple(left), right) != (self._left, self._right):
            self._left, self._right = tuple(left), right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        right_cells = min(width(self._right), max(0, cells - 2 * len(MARGIN)))
        left_cells = max(0, cells - 2 * len(MARGIN) - right_cells - (_GAP if self._right else 0))
        left, goes_on = window(self._left, 0, left_cells)
        if goes_on:
            left, _ = window(self._left, 0, max(0, left_cells - 1))
            left.append(("…" if left_cells else "", ""))
        edge = Segment(MARGIN, self._style_of(""))
        made = [edge, *segments(left, left_cells, self._style_of)]
        if self._right:
            made.append(Segment(" " * _GAP, self._style_of("")))
            made.append(Segment(fit(self._right, right_cells), self._style_of("one-liner--aside")))
        return Strip([*made, edge]).adjust_cell_length(cells, self._style_of(""))

    def _style_of(self, name: str) -> Style:
        return self.get_component_rich_style(name or "one-liner--text")
