"""What the table and the text views share: whole lines that scroll below a head that stays, and a slim bar.

It is Textual's Line API: a widget is asked for one visible line at a time. The position is Textual's
`scroll_y`; the scroll bars, animations and bindings of Textual are not used.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.scroll_bar import Thumb, thumb, top_at

WHEEL_LINES = 3


class Drawn(NamedTuple):
    """The segments of one line, and whether it looks the same until `forget` is called for it."""

    segments: list[Segment]
    settled: bool = True


class LineScroller(ScrollView, can_focus=True, inherit_bindings=False):
    """A body of `total` lines, seen through a window that begins with line `top`.

    Subclasses draw a head line in `draw_head` and a body line in `draw_line`.
    """

    ALLOW_SELECT = False
    HEAD: ClassVar[int] = 0
    """Lines at the top that do not scroll."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--track", "lines--thumb"}

    DEFAULT_CSS = """
    LineScroller {
        overflow: hidden hidden;
        background: $background;
        color: $foreground;
        & > .lines--track { background: $background; }
        & > .lines--thumb { background: $scrollbar; }
        &:focus > .lines--thumb { background: $scrollbar-hover; }
        &:nocolor > .lines--thumb { text-style: reverse; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._total = 0
        self._top = 0
        # Textual looks `size` up in its map of the screen each time, which a line drawn cannot afford.
        self._window = Size(0, 0)
        self._drawing_styles: dict[str, Style] = {}
        self._grip: int | None = None
        self._bar_was_pressed = False
        self._strips: LRUCache[tuple[int, str, bool], Strip] = LRUCache(64)

    # Where the window stands

    @property
    def total(self) -> int:
        return self._total

    @property
    def top(self) -> int:
        """The first body line on show."""
        return self._top

    @property
    def body_height(self) -> int:
        return max(0, self._window.height - self.HEAD)

    @property
    def body_width(self) -> int:
        """Cells of a line without the bar's."""
        return max(0, self._window.width - 1)

    @property
    def bar_is_held(self) -> bool:
        """Whether the bar is being dragged, so that the window is only passing by."""
        return self._grip is not None

    @property
    def bar_was_pressed(self) -> bool:
        """Whether the last press was on the bar: then the click, wherever it ends, means the bar."""
        return self._bar_was_pressed

    def set_total(self, total: int) -> None:
        """Say how many lines there are."""
        self._total = total
        # Assigning `virtual_size` would lay out the whole screen anew.
        self.set_reactive(Widget.virtual_size, Size(self._window.width, total + self.HEAD))
        if self.scroll_y > self.max_scroll_y:
            self.scroll_target_y = self.scroll_y = self.max_scroll_y

    def move_to(self, top: int) -> None:
        """Make `top` the first line on show, or as near to it as there are lines."""
        self.scroll_target_y = self.scroll_y = top

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._top != round(new_value):
            self._top = round(new_value)
            self.window_moved()

    def window_moved(self) -> None:
        """Called after other lines than before are on show."""

    def on_resize(self, event: events.Resize) -> None:
        self._window = self.size
        self._strips.maxsize = max(64, 3 * self.body_height)
        self.forget()
        self.set_total(self._total)
        self.resized()

    def resized(self) -> None:
        """Called after the size has changed."""

    # Drawing

    def draw_head(self, y: int) -> Strip:
        raise NotImplementedError

    def draw_line(self, line: int) -> Drawn:
        """Line `line` of the body, `body_width` cells wide; also asked for lines after the last."""
        raise NotImplementedError

    def state_of(self, line: int) -> str:
        """What else the look of a line depends on, such as being under the cursor."""
        return ""

    def render_line(self, y: int) -> Strip:
        if y < self.HEAD:
            return self.draw_head(y)
        line = self.top + y - self.HEAD
        on_thumb = (y - self.HEAD) in self.thumb()
        key = (line, self.state_of(line), on_thumb)
        strip = self._strips.get(key)
        if strip is None:
            bar = self.style_of("lines--thumb" if on_thumb else "lines--track")
            segments, settled = self.draw_line(line)
            strip = Strip([*segments, Segment(" ", bar)], self.body_width + 1)
            if settled:
                self._strips[key] = strip
        return strip

    def style_of(self, name: str) -> Style:
        """The style of a component class. Textual's own cache of them is emptied by every refresh."""
        style = self._drawing_styles.get(name)
        if style is None:
            style = self._drawing_styles[name] = self.get_component_rich_style(name)
        return style

    def thumb(self) -> Thumb:
        return thumb(self._total, self.top, self.body_height)

    def forget(self, first: int | None = None, last: int | None = None) -> None:
        """Draw lines `first` to `last` (both included) anew, or all."""
        if first is None or last is None:
            self._strips.clear()
            self.refresh()
            return
        for key in [key for key in self._strips.keys() if first <= key[0] <= last]:  # noqa: SIM118
            self._strips.discard(key)
        self.redraw(first, last)

    def redraw(self, first: int, last: int) -> None:
        """Repaint what is on show of lines `first` to `last` (both included)."""
        top = self.top
        start = max(first, top)
        stop = min(last + 1, top + self.body_height)
        if start < stop:
            self.refresh(Region(0, start - top + self.HEAD, self._window.width, stop - start))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawing_styles.clear()
        self._strips.clear()

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop().prevent_default()
        self.move_to(self.top + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop().prevent_default()
        self.move_to(self.top - WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        at = event.get_content_offset_capture(self)
        cell = at.y - self.HEAD
        shown = self.thumb()
        self._bar_was_pressed = at.x == self.body_width and cell >= 0
        if not self._bar_was_pressed or not shown.length:
            return
        event.stop()
        self._grip = cell - shown.start if cell in shown else shown.length // 2
        self.capture_mouse()
        self._drag_to(cell)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._grip is not None:
            event.stop()
            self._drag_to(event.get_content_offset_capture(self).y - self.HEAD)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._grip is not None:
            event.stop()
            self._grip = None
            self.release_mouse()
            self.bar_released()

    def bar_released(self) -> None:
        """Called after the bar has been dragged."""

    def _drag_to(self, cell: int) -> None:
        if self._grip is not None and cell - self._grip != self.thumb().start:
            self.move_to(top_at(self._total, cell - self._grip, self.body_height))
