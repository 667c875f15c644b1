"""One record: its fields as labels and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui.widgets.line_view import LineView
from tui.widgets.record_layout import RecordLines
from tui.widgets.record_sections import Section


class RecordView(LineView):
    """The sections of a record, laid out anew for each width; the entry at the top stays at the top."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record--heading",
        "record--label",
        "record--column-heading",
        "record--value",
        "record--muted",
        "record--number",
        "record--link",
        "record--code",
    }

    DEFAULT_CSS = """
    RecordView {
        & > .record--heading { background: $background; color: $text-primary; text-style: bold; }
        & > .record--label { background: $background; color: $text-muted; }
        & > .record--column-heading { background: $background; color: $text-muted; text-style: bold; }
        & > .record--value { background: $background; color: $foreground; }
        & > .record--number { background: $background; color: $foreground; }
        & > .record--code { background: $background; color: $foreground; }
        & > .record--muted { background: $background; color: $text-muted; }
        & > .record--link { background: $background; color: $foreground; text-style: underline; }
        &:ansi > .record--label, &:ansi > .record--muted { text-style: dim; }
        &:nocolor > .record--label { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sections: Sequence[Section] = ()
        self._layout = RecordLines((), 0)
        self._laid_out_for = 0

    def show(self, sections: Sequence[Section]) -> None:
        """Show `sections`, from the first line on."""
        self._sections = tuple(sections)
        self._lay_out((0, 0))

    def resized(self) -> None:
        if self.body_width != self._laid_out_for:
            self._lay_out(self._layout.place_of(self.top))
        else:
            super().resized()

    def _lay_out(self, place: tuple[int, int]) -> None:
        self._laid_out_for = self.body_width
        self._layout = RecordLines(self._sections, self.body_width)
        self.open(self._layout, self._layout.line_at(place))
