"""Long text that is made line by line as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.timer import Timer

from tui.widgets.drawing import Piece, segments, window
from tui.widgets.keys import LINE_KEYS, bindings
from tui.widgets.line_scroller import Drawn, LineScroller

SIDEWAYS_CELLS = 8
MORE = "›"

_LINES_AT_ONCE = 2_000
_PAUSE_SECONDS = 0.01


class LineSource(Protocol):
    """Lines that are laid out from the first on, as far as somebody asks."""

    @property
    def line_count(self) -> int:
        """Lines laid out so far."""

    @property
    def is_complete(self) -> bool:
        """Whether those are all there are."""

    def read_on(self, lines: int) -> None:
        """Lay out about `lines` more, or what is left."""

    def line(self, y: int) -> Sequence[Piece]:
        """Line `y`: raw texts, each with the component class it is drawn with."""


class NoLines:
    """A source of nothing."""

    line_count = 0
    is_complete = True

    def read_on(self, lines: int) -> None:
        return

    def line(self, y: int) -> Sequence[Piece]:
        raise IndexError(y)


class LineView(LineScroller):
    """A window on a `LineSource`, which scrolls both ways.

    What is seen is laid out at once, the rest in slices of a few milliseconds; until the last of them the bar
    stands for what has been laid out so far. A line that goes on beyond the right edge ends in ›.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(LINE_KEYS, "lines")

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--text", "lines--more"}

    DEFAULT_CSS = """
    LineView {
        & > .lines--text { background: $background; color: $foreground; }
        & > .lines--more { background: $background; color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: LineSource = NoLines()
        self._left = 0
        self._reading: Timer | None = None

    def open(self, lines: LineSource, top: int = 0) -> None:
        """Show `lines`, with line `top` first."""
        self._lines = lines
        self._left = 0
        self._read_to(top + self.body_height)
        self.forget()
        self.move_to(top)
        self._read_later()

    @property
    def left(self) -> int:
        """The first cell on show of each line."""
        return self._left

    def resized(self) -> None:
        self._read_to(self.top + self.body_height)
        self._read_later()

    # Moving

    def action_line_up(self) -> None:
        self.move_to(self.top - 1)

    def action_line_down(self) -> None:
        self.move_to(self.top + 1)

    def action_page_up(self) -> None:
        self.move_to(self.top - self.body_height)

    def action_page_down(self) -> None:
        self.move_to(self.top + self.body_height)

    def action_half_page_up(self) -> None:
        self.move_to(self.top - self.body_height // 2)

    def action_half_page_down(self) -> None:
        self.move_to(self.top + self.body_height // 2)

    def action_first_line(self) -> None:
        self.move_to(0)

    def action_last_line(self) -> None:
        while not self._lines.is_complete:
            self._read(_LINES_AT_ONCE)
        self.move_to(self.total)

    def action_move_left(self) -> None:
        self._move_sideways(-SIDEWAYS_CELLS)

    def action_move_right(self) -> None:
        shown = range(self.top, min(self.top + self.body_height, self.total))
        if any(self._see(line)[1] for line in shown):
            self._move_sideways(SIDEWAYS_CELLS)

    def move_to(self, top: int) -> None:
        self._read_to(top + self.body_height)
        super().move_to(top)

    def _move_sideways(self, cells: int) -> None:
        left = max(0, self._left + cells)
        if left != self._left:
            self._left = left
            self.forget()

    # Laying out

    def _read_to(self, lines: int) -> None:
        while self._lines.line_count < lines and not self._lines.is_complete:
            self._lines.read_on(lines - self._lines.line_count)
        self.set_total(self._lines.line_count)

    def _read(self, lines: int) -> None:
        before = self.thumb()
        self._lines.read_on(lines)
        self.set_total(self._lines.line_count)
        if self.thumb() != before:
            self.refresh()

    def _read_later(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
        # What is not seen is not laid out, least of all for a width that nobody has seen it in.
        if self.body_height and not self._lines.is_complete:
            self._reading = self.set_timer(_PAUSE_SECONDS, self._read_a_slice)

    def _read_a_slice(self) -> None:
        self._read(_LINES_AT_ONCE)
        self._read_later()

    # Drawing

    def draw_line(self, line: int) -> Drawn:
        if line >= self.total:
            return Drawn(self._segments([]))
        pieces, goes_on = self._see(line)
        if not goes_on or not self.body_width:
            return Drawn(self._segments(pieces))
        shorter, _ = window(self._lines.line(line), self._left, max(0, self.body_width - 1))
        return Drawn(self._segments([*shorter, (MORE, "lines--more")]))

    def _see(self, line: int) -> tuple[list[Piece], bool]:
        return window(self._lines.line(line), self._left, self.body_width)

    def _segments(self, pieces: list[Piece]) -> list[Segment]:
        return segments(pieces, self.body_width, self._style_of)

    def _style_of(self, name: str) -> Style:
        return self.style_of(name or "lines--text")
