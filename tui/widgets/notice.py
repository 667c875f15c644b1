"""What a person must settle: what happened, what to do, and the key that does it, in the screen itself."""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.text import lines
from tui.widgets.drawing import Piece, segments
from tui.widgets.status_line import Kind
from tui.widgets.wrapping import wrap

_INDENT = 2
_WIDEST = 100


class Notice(Widget):
    """Hidden until `show`. All three texts are raw; nothing in them is markup."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "notice--message",
        "notice--hint",
        "notice--next",
        "notice--text",
    }

    DEFAULT_CSS = """
    Notice {
        display: none;
        height: auto;
        width: 1fr;
        background: $surface;
        border-left: outer $error;
        & > .notice--message { text-style: bold; }
        & > .notice--hint { color: $foreground; }
        & > .notice--next { color: $text-muted; }
        &.-warn { border-left: outer $warning; }
        &.-info { border-left: outer $primary; }
        &:ansi > .notice--next { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._texts: tuple[Piece, ...] = ()

    def show(self, message: str, hint: str = "", next_key: str = "", *, kind: Kind = "error") -> None:
        """`next_key` is a key and what it does, such as "Enter: sign in again"."""
        texts = ((message, "notice--message"), (hint, "notice--hint"), (next_key, "notice--next"))
        self._texts = tuple((text, style) for text, style in texts if text)
        self.set_class(kind == "warn", "-warn")
        self.set_class(kind == "info", "-info")
        self.display = True
        self.refresh(layout=True)

    def hide(self) -> None:
        self.display = False

    @property
    def message(self) -> str:
        """What is shown, raw; "" while nothing is."""
        return self._texts[0][0] if self.display and self._texts else ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        shown = self._lines(cells)
        text, style = shown[y] if y < len(shown) else ("", "notice--text")
        made = segments([(text, style)], max(0, cells - _INDENT), self._style_of)
        return Strip([Segment(" " * _INDENT, self._style_of("")), *made]).adjust_cell_length(
            cells, self._style_of("")
        )

    def _lines(self, cells: int) -> list[Piece]:
        room = min(cells - 2 * _INDENT, _WIDEST)
        return [
            (line, style)
            for text, style in self._texts
            for line in chain.from_iterable(wrap(each, room) for each in lines(text))
        ]

    def _style_of(self, name: str) -> Style:
        return self.get_component_rich_style(name or "notice--text")
