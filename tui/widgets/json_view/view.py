"""The answer of a server as it was sent, laid out where it is JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui.widgets.drawing import Piece
from tui.widgets.json_view.highlight import STYLES, pieces, readable
from tui.widgets.json_view.layout import JsonLayout
from tui.widgets.line_view import LineView

MARGIN = " "
INDENT = "  "
NOTE = "json--note"
RAW = "json--raw"


class JsonLines:
    """The layout of a body, coloured: a `LineSource`."""

    def __init__(self, body: bytes) -> None:
        self._layout = JsonLayout(body)

    @property
    def line_count(self) -> int:
        return self._layout.line_count

    @property
    def is_complete(self) -> bool:
        return self._layout.is_complete

    def read_on(self, lines: int) -> None:
        self._layout.read_on(lines)

    def line(self, y: int) -> Sequence[Piece]:
        kind, depth, text = self._layout.line(y)
        match kind:
            case "json":
                return [(MARGIN + INDENT * depth, ""), *pieces(text)]
            case "note":
                return [(MARGIN, ""), (text, NOTE)]
            case "raw":
                return [(MARGIN, ""), *readable(text, RAW)]


class JsonView(LineView):
    """A body of JSON, exactly the bytes that were sent, with white space of ours between its tokens."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*STYLES, NOTE, RAW}

    DEFAULT_CSS = """
    JsonView {
        & > .json--key { background: $background; color: $text-primary; }
        & > .json--string { background: $background; color: $foreground; }
        & > .json--number { background: $background; color: $text-success; }
        & > .json--literal { background: $background; color: $text-success; }
        & > .json--punctuation { background: $background; color: $text-muted; }
        & > .json--raw { background: $background; color: $foreground; }
        & > .json--note { background: $background; color: $text-warning; text-style: bold; }
        & > .json--not-text { background: $background; color: $text-warning; text-style: reverse; }
        &:ansi > .json--key { color: ansi_blue; }
        &:ansi > .json--punctuation { text-style: dim; }
    }
    """

    def show(self, body: bytes) -> None:
        """Show `body` from its beginning. What is seen is laid out at once, the rest in the background."""
        self.open(JsonLines(body))
