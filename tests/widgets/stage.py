"""A program of one widget, to look at it as the terminal would and to hear what it says."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.text import width

M = TypeVar("M", bound=Message)
E = TypeVar("E", bound=events.MouseEvent)

SMALL = (80, 24)
LARGE = (200, 50)

HOSTILE = (
    "[/foo] bar",
    "[red]x[/red]",
    "\x1b]52;c;aGVsbG8=\x07\x1b[2J",
    "a\u202eb\u2066c\u200dd",
    "one\r\ntwo\u2028three\tfour",
    "\x9b31m\x85",
    "\u0301mark first",
    "👨\u200d👩\u200d👧 family",
)


class Stage(App[None]):
    """Shows widgets, and keeps the messages that they send in `heard`."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def last(self, kind: type[M]) -> M:
        return self.all(kind)[-1]

    def all(self, kind: type[M]) -> list[M]:
        return [message for message in self.heard if isinstance(message, kind)]


def strips(widget: Widget) -> list[Strip]:
    """The lines of `widget` as they go to the terminal, filters for NO_COLOR included."""
    return widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))


def drawn(widget: Widget) -> list[str]:
    """The text of each line of `widget`."""
    return [strip.text for strip in strips(widget)]


def style_at(widget: Widget, x: int, y: int) -> Style:
    """The style of one cell."""
    at = 0
    for text, style, _ in strips(widget)[y]:
        at += width(text)
        if x < at:
            return style or Style()
    raise AssertionError(f"nothing is drawn at {x}, {y}")


def is_safe(text: str) -> bool:
    """Whether no character of `text` steers the terminal or the order of reading."""
    return not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text)


def mouse(kind: type[E], widget: Widget, x: int, y: int) -> E:
    """An event of the mouse at a cell of `widget`."""
    screen_x, screen_y = widget.region.offset + Offset(x, y)
    return kind(widget, x, y, 0, 0, 1, False, False, False, screen_x=screen_x, screen_y=screen_y)


def assert_safe(widget: Widget) -> None:
    """No line of `widget` holds a control character or misses its width, and each is styled throughout."""
    for strip in strips(widget):
        assert is_safe(strip.text), repr(strip.text)
        assert width(strip.text) == widget.size.width, repr(strip.text)
        assert all(segment.style is not None for segment in strip)
