"""Which columns are in the window, and the text of a row as it is seen through it, all in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.terminal.text import fit, width
from tui.widgets.record_table.columns import GAP, MARGIN, Column, spread

MORE_ON_THE_LEFT = "‹"
MORE_ON_THE_RIGHT = "›"
WAITING = "·"

WIDEST_NUMBER = 40

_NARROWEST_CUT = 4


class Slot(NamedTuple):
    """A column in the window: its number from 0, its first cell, and how many of its cells are seen."""

    column: int
    x: int
    width: int


class RowText(NamedTuple):
    """A row as wide as the window, cut in three: the text in the current column, and all around it."""

    before: str
    current: str
    after: str


class ColumnWindow:
    """Scrolls by whole columns so that the current one is always seen; the first may stay where it is."""

    def __init__(self, columns: Sequence[Column] = (), *, freeze_first: bool = True) -> None:
        self.columns = tuple(columns)
        self.current = 0
        self.room = 0
        self.slots: tuple[Slot, ...] = ()
        self._freeze_first = freeze_first
        self._widths: list[int] = []
        self._first = 0

    def fit_into(self, room: int) -> None:
        """Arrange the columns in a window of `room` cells."""
        self.room = room
        self._widths = spread(self.columns, room)
        self._bring_into_view(self.current)

    def go_to(self, column: int) -> bool:
        """Make `column`, or the nearest there is, the current one; whether other columns are seen now."""
        self.current = min(max(column, 0), max(0, len(self.columns) - 1))
        before = self.slots
        self._bring_into_view(self.current)
        return self.slots != before

    def widen_for(self, cells: Sequence[str]) -> bool:
        """Make room for the numbers of a row; whether that took any.

        A cut text can be guessed, a cut number misleads. The first rows seldom show how long numbers get.
        """
        wider = list(self.columns)
        for slot in self.slots:
            column = self.columns[slot.column]
            if column.align == "right" and len(cells[slot.column]) > self._widths[slot.column]:
                needed = min(width(cells[slot.column]), WIDEST_NUMBER)
                wider[slot.column] = replace(column, width=max(column.width, needed))
        changed = tuple(wider) != self.columns
        if changed:
            self.columns = tuple(wider)
            self.fit_into(self.room)
        return changed

    def column_at(self, x: int) -> int | None:
        """The column whose cells, or the gap after them, are at cell `x`."""
        return next((slot.column for slot in self.slots if slot.x <= x < slot.x + slot.width + GAP), None)

    # Text

    def header(self) -> RowText:
        """The titles, with marks where more columns are to be had."""
        titles = [column.title for column in self.columns]
        scrolled = self._first > self._lowest
        frozen = self._lowest
        separators = [" " * GAP for _ in self.slots]
        if separators:
            separators[0] = " " * MARGIN
        if scrolled and len(separators) > frozen:
            separators[frozen] = separators[frozen][:-1] + MORE_ON_THE_LEFT
        return self._assemble(titles, separators, MORE_ON_THE_RIGHT if self._is_cut_on_the_right else "")

    def row(self, cells: Sequence[str]) -> str:
        """The raw texts of a row as one safe text of `room` cells."""
        if not self.slots:
            return " " * self.room
        texts = [self._fit(cells, slot) for slot in self.slots]
        return self._pad(" " * MARGIN + (" " * GAP).join(texts))

    def row_in_parts(self, cells: Sequence[str]) -> RowText:
        """As `row`, with the current column's cell apart."""
        separators = [" " * (GAP if index else MARGIN) for index in range(len(self.slots))]
        return self._assemble(cells, separators, "")

    def waiting(self) -> str:
        """A row that is not here yet: a dot in each column."""
        return self.row([WAITING] * len(self.columns))

    def _assemble(self, cells: Sequence[str], separators: Sequence[str], end: str) -> RowText:
        parts = ["", "", ""]
        part = 0
        taken = 0
        for slot, separator in zip(self.slots, separators, strict=True):
            cell = self._fit(cells, slot)
            parts[part] += separator
            if slot.column == self.current:
                text = cell.strip()
                before, _, after = cell.partition(text) if text else (cell, "", "")
                parts[0] += before
                parts[1:], part = [text, after], 2
            else:
                parts[part] += cell
            taken = slot.x + slot.width
        parts[part] += " " * (self.room - taken - len(end)) + end
        return RowText(*parts)

    def _fit(self, cells: Sequence[str], slot: Slot) -> str:
        return fit(cells[slot.column], slot.width, self.columns[slot.column].align)

    def _pad(self, text: str) -> str:
        last = self.slots[-1]
        return text + " " * (self.room - last.x - last.width)

    # Scrolling

    @property
    def _lowest(self) -> int:
        """The first column that scrolls: 1 when the first one stays.

        A first column that takes half of the window would leave too little for the others, and scrolls too.
        """
        return 1 if self._freeze_first and self._widths and self._widths[0] <= self.room // 2 else 0

    @property
    def _is_cut_on_the_right(self) -> bool:
        if not self.slots:
            return False
        last = self.slots[-1]
        return last.column < len(self.columns) - 1 or last.width < self._widths[last.column]

    def _bring_into_view(self, column: int) -> None:
        """Begin with the column nearest to the present one with which `column` is seen whole."""
        self._first = max(self._first, self._lowest)
        if column >= self._lowest:
            self._first = min(self._first, column)
        self.slots = tuple(self._arrange())
        while self._first < column and not self._is_whole(column):
            self._first += 1
            self.slots = tuple(self._arrange())

    def _arrange(self) -> Iterator[Slot]:
        x, end = MARGIN, self.room - MARGIN
        for index in (*range(self._lowest), *range(self._first, len(self._widths))):
            cells = self._widths[index]
            left = end - x
            if left < min(cells, _NARROWEST_CUT):
                return
            yield Slot(index, x, min(cells, left))
            x += cells + GAP

    def _is_whole(self, column: int) -> bool:
        return any(slot.column == column and slot.width == self._widths[column] for slot in self.slots)
