"""A table of any number of rows that draws only those it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, TypeAlias

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from tui.terminal.text import fit, width
from tui.widgets.keys import OPEN_ROW, TABLE_KEYS, bindings
from tui.widgets.line_scroller import Drawn, LineScroller
from tui.widgets.record_table import messages
from tui.widgets.record_table.column_window import ColumnWindow, RowText
from tui.widgets.record_table.columns import Column
from tui.widgets.record_table.source import RowSource

_REST_SECONDS = 0.15


class RecordTable(LineScroller):
    """Rows of a `RowSource` under a header that stays, with a cursor on one row and a current column.

    The widget fetches nothing. It posts `RowsWanted` for what it shows, draws dots for what is not here yet,
    and is told by `rows_changed` or `source_changed` that something came. While there are no rows, or nobody
    knows yet whether there are any, `status` is shown in their place.
    """

    RowsWanted: TypeAlias = messages.RowsWanted
    CursorMoved: TypeAlias = messages.CursorMoved
    RowSelected: TypeAlias = messages.RowSelected

    HEAD = 1
    BINDINGS: ClassVar[list[BindingType]] = bindings((*TABLE_KEYS, OPEN_ROW), "table")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--header-current",
        "table--row",
        "table--cursor",
        "table--cursor-cell",
        "table--waiting",
        "table--status",
    }

    DEFAULT_CSS = """
    RecordTable {
        & > .table--header { background: $panel; color: $text-muted; text-style: bold; }
        & > .table--header-current { background: $panel; color: $foreground; text-style: bold underline; }
        & > .table--row { background: $background; color: $foreground; }
        & > .table--waiting { background: $background; color: $text-disabled; }
        & > .table--status { background: $background; color: $text-muted; }
        & > .table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        & > .table--cursor-cell {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: underline;
        }
        &:focus > .table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        &:focus > .table--cursor-cell {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold underline;
        }
        &:ansi > .table--waiting, &:ansi > .table--status { text-style: dim; }
        &:nocolor > .table--header { text-style: underline; }
        &:nocolor > .table--cursor, &:nocolor:focus > .table--cursor {
            background: $background;
            color: $foreground;
            text-style: reverse;
        }
        &:nocolor > .table--cursor-cell, &:nocolor:focus > .table--cursor-cell {
            background: $background;
            color: $foreground;
            text-style: bold reverse;
        }
    }
    """

    status: reactive[str] = reactive("")
    """One line, shown in the middle while there are no rows."""

    def __init__(
        self,
        *,
        freeze_first: bool = True,
        marks_column: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`marks_column` False is for tables in which no column is ever meant, only rows."""
        super().__init__(id=id, classes=classes)
        self._marks_column = marks_column
        self._freeze_first = freeze_first
        self._source: RowSource | None = None
        self._view = ColumnWindow()
        self._cursor = 0
        self._is_placed = False
        self._untold: set[Literal["rows", "cursor"]] = set()
        self._rest: Timer | None = None

    # What is shown

    def show(self, source: RowSource, columns: Sequence[Column], cursor: int = 0) -> None:
        """Show `source`, with the cursor on row `cursor` and that row in the middle of the window."""
        self._source = source
        self._view = ColumnWindow(columns, freeze_first=self._freeze_first)
        self._view.fit_into(self.body_width)
        self._cursor = max(0, cursor)
        self._is_placed = False
        self.source_changed()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._view.columns

    @columns.setter
    def columns(self, columns: Sequence[Column]) -> None:
        """Change the columns, for instance their widths, and stay where one is."""
        self._view.columns = tuple(columns)
        self._view.current = min(self._view.current, max(0, len(columns) - 1))
        self._view.fit_into(self.body_width)
        self.forget()

    def source_changed(self) -> None:
        """The source has another number of rows than before, or any row may have changed."""
        self.set_total(self._row_count or 0 if self._is_counted else self.body_height)
        if self._is_counted:
            self._cursor = min(self._cursor, max(0, self.total - 1))
            self._place()
        self.forget()
        self._tell_soon("rows")

    def rows_changed(self, first: int, last: int) -> None:
        """Rows `first` to `last`, both included, have come or changed."""
        self.forget(first, last)

    @property
    def cursor(self) -> int:
        """The position of the row that the cursor stands on."""
        return self._cursor

    @property
    def column(self) -> int:
        """The index of the current column."""
        return self._view.current

    @property
    def rows_on_show(self) -> tuple[int, int] | None:
        """The first and the last position on show, or None when there is none."""
        last = min(self.total, self.top + self.body_height) - 1
        return (self.top, last) if last >= self.top else None

    @property
    def _row_count(self) -> int | None:
        return self._source.row_count if self._source else 0

    @property
    def _is_counted(self) -> bool:
        """Whether it is known how many rows there are. Until then a window of them is drawn, no cursor."""
        return self._row_count is not None

    def _place(self) -> None:
        """Scroll to the cursor as `show` promised, as soon as there is a window and a number of rows.

        Until then nothing moves the cursor.
        """
        if not self._is_placed and self.body_height:
            self._is_placed = True
            self.move_to(self._cursor - self.body_height // 2)

    # Moving

    def go_to(self, position: int, top: int | None = None) -> None:
        """Put the cursor on `position` and scroll as little as that takes, or to `top`."""
        if not self._is_placed:
            return
        before = self._cursor
        self._cursor = min(max(position, 0), max(0, self.total - 1))
        if top is None:
            top = max(min(self.top, self._cursor), self._cursor - self.body_height + 1)
        self.move_to(top)
        self._cursor_left(before)

    def action_cursor_up(self) -> None:
        self.go_to(self._cursor - 1)

    def action_cursor_down(self) -> None:
        self.go_to(self._cursor + 1)

    def action_page_up(self) -> None:
        self._go_by(-self.body_height)

    def action_page_down(self) -> None:
        self._go_by(self.body_height)

    def action_half_page_up(self) -> None:
        self._go_by(-(self.body_height // 2))

    def action_half_page_down(self) -> None:
        self._go_by(self.body_height // 2)

    def action_first_row(self) -> None:
        self.go_to(0)

    def action_last_row(self) -> None:
        self.go_to(self.total - 1)

    def action_column_left(self) -> None:
        self._go_to_column(self._view.current - 1)

    def action_column_right(self) -> None:
        self._go_to_column(self._view.current + 1)

    def action_open_row(self) -> None:
        if self._row_count:
            self.post_message(self.RowSelected(self, self._cursor))

    def _go_by(self, rows: int) -> None:
        """Move the window by `rows` and the cursor with it, so that it keeps its place on the screen."""
        self.go_to(self._cursor + rows, self.top + rows)

    def _go_to_column(self, column: int) -> None:
        before = self._view.current
        if self._view.go_to(column):
            self.forget()
        elif self._view.current != before:
            self.refresh(Region(0, 0, self.body_width + 1, self.HEAD))
            self.forget(self._cursor, self._cursor)
        if self._view.current != before:
            self._tell_soon("cursor")

    def _cursor_left(self, before: int) -> None:
        """Repaint the row that the cursor was on and the one it is on, and tell."""
        if before != self._cursor:
            self.redraw(before, before)
            self.redraw(self._cursor, self._cursor)
            self._tell_soon("cursor")

    def window_moved(self) -> None:
        if self._is_placed:
            before = self._cursor
            lowest = min(self.top + self.body_height, self.total) - 1
            self._cursor = max(0, min(max(before, self.top), lowest))
            self._cursor_left(before)
        self._tell_soon("rows")

    def resized(self) -> None:
        self._view.fit_into(self.body_width)
        self.source_changed()
        if self._row_count:
            self.go_to(self._cursor)

    # Telling

    def _tell_soon(self, what: Literal["rows", "cursor"]) -> None:
        """Post one message for all that happens before the messages that wait now have been handled."""
        if not self.is_running:
            return
        if not self._untold:
            self.call_later(self._tell)
        self._untold.add(what)

    def _tell(self) -> None:
        untold, self._untold = self._untold, set()
        if "rows" in untold:
            self._tell_rows()
        if "cursor" in untold:
            self.post_message(self.CursorMoved(self, self._cursor, self._view.current))

    def _tell_rows(self) -> None:
        """Rows that the bar is dragged past will not be read: they are wanted only where it rests."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if self.bar_is_held:
            self._rest = self.set_timer(_REST_SECONDS, self._post_rows_wanted)
        else:
            self._post_rows_wanted()

    def _post_rows_wanted(self) -> None:
        if (shown := self.rows_on_show) is not None:
            self.post_message(self.RowsWanted(self, *shown))

    def bar_released(self) -> None:
        self._tell_soon("rows")

    # The mouse

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or at.x >= self.body_width or self.bar_was_pressed:
            return
        column = self._view.column_at(at.x)
        if column is not None:
            self._go_to_column(column)
        position = self.top + at.y - self.HEAD
        if at.y >= self.HEAD and position < self.total:
            self.go_to(position)
            if event.chain == 2:
                self.action_open_row()

    # Drawing

    def watch_status(self) -> None:
        self.forget()

    def draw_head(self, y: int) -> Strip:
        titles = self._view.header()
        segments = self._in_parts(titles._replace(after=titles.after + " "), "table--header", "-current")
        return Strip(segments, self.body_width + 1)

    def draw_line(self, line: int) -> Drawn:
        if self.status and not self._row_count:
            return Drawn(self._draw_status(line - self.top))
        if self._source is None or line >= self.total:
            return Drawn(self._whole(" " * self.body_width, "table--row"))
        cells = self._source.cells(line)
        has_cursor = line == self._cursor and self._is_counted
        if cells is None:
            style = "table--cursor" if has_cursor else "table--waiting"
            return Drawn(self._whole(self._view.waiting(), style), settled=False)
        if self._view.widen_for(cells):
            # Lines drawn before this one are too narrow now.
            self.call_later(self.forget)
        if has_cursor:
            return Drawn(self._in_parts(self._view.row_in_parts(cells), "table--cursor", "-cell"))
        return Drawn(self._whole(self._view.row(cells), "table--row"))

    def state_of(self, line: int) -> str:
        return "cursor" if line == self._cursor else ""

    def _draw_status(self, y: int) -> list[Segment]:
        if y != (self.body_height - 1) // 2:
            return self._whole(" " * self.body_width, "table--row")
        left = max(0, (self.body_width - width(self.status)) // 2)
        return self._whole(" " * left + fit(self.status, self.body_width - left), "table--status")

    def _whole(self, text: str, style: str) -> list[Segment]:
        return [Segment(text, self.style_of(style))]

    def _in_parts(self, row: RowText, style: str, current: str) -> list[Segment]:
        around = self.style_of(style)
        styles = (around, self.style_of(style + current) if self._marks_column else around, around)
        return [Segment(text, style) for text, style in zip(row, styles, strict=True) if text]
