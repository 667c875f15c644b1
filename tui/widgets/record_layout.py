"""The sections of a record as lines of a given width: labels in one column, values wrapped beside them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat, zip_longest
from typing import TypeAlias

from tui.terminal.text import fit, lines, width
from tui.widgets.drawing import Piece
from tui.widgets.record_sections import Entry, Section, Table
from tui.widgets.wrapping import wrap

LABEL = "record--label"
HEADING = "record--heading"
COLUMN_HEADING = "record--column-heading"
LOOK = "record--"
"""A look's component class is this and its name."""

MARGIN = 1
GAP = 2

_WIDEST_LABEL = 28
_NARROWEST_VALUE = 20
_WIDEST_CELL = 40

Item: TypeAlias = list[list[Piece]]
"""The lines of an entry, a table or a heading."""


class RecordLines:
    """A `LineSource` of `sections` in `cells` cells. An item is laid out when somebody reads on to its lines.

    Items are counted from 0: a place in them stays the same when the width changes, a line does not.
    """

    def __init__(self, sections: Sequence[Section], cells: int) -> None:
        self._lines: list[list[Piece]] = []
        self._first_lines = array("Q")
        self._items = _items(sections, _label_width(sections, cells), cells)
        self.is_complete = False

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def read_on(self, lines: int) -> None:
        wanted = len(self._lines) + lines
        while len(self._lines) < wanted and not self.is_complete:
            self._read_item()

    def line(self, y: int) -> Sequence[Piece]:
        return self._lines[y]

    def place_of(self, line: int) -> tuple[int, int]:
        """The item that `line` belongs to, and how many lines below the item's first it stands."""
        if not self._first_lines:
            return (0, 0)
        item = max(0, bisect_right(self._first_lines, line) - 1)
        return item, line - self._first_lines[item]

    def line_at(self, place: tuple[int, int]) -> int:
        """The line at `place`, which may be one of the same sections in another width."""
        item, below = place
        while len(self._first_lines) <= item and not self.is_complete:
            self._read_item()
        if item >= len(self._first_lines):
            return 0
        first = self._first_lines[item]
        next_one = self._first_lines[item + 1] if item + 1 < len(self._first_lines) else len(self._lines)
        return min(first + below, max(first, next_one - 1))

    def _read_item(self) -> None:
        item = next(self._items, None)
        if item is None:
            self.is_complete = True
            return
        if not item[0] and not (self._lines and self._lines[-1]):
            # One blank line is enough, and none is needed at the top.
            item = item[1:]
        self._first_lines.append(len(self._lines))
        self._lines.extend(item)


def _label_width(sections: Iterable[Section], cells: int) -> int:
    """Cells for the labels: as many as the longest entry's needs, but leave the values most of the line."""
    entries = (item for section in sections for item in section.items if isinstance(item, Entry))
    longest = max((width(entry.label) for entry in entries), default=0)
    return max(1, min(longest, _WIDEST_LABEL, cells // 3))


def _items(sections: Iterable[Section], label_width: int, cells: int) -> Iterator[Item]:
    for section in sections:
        if section.heading:
            yield [[], [(" " * MARGIN, ""), (section.heading, HEADING)]]
        for item in section.items:
            yield _entry(item, label_width, cells) if isinstance(item, Entry) else _table(item)


def _entry(entry: Entry, label_width: int, cells: int) -> Item:
    value_width = max(_NARROWEST_VALUE, cells - MARGIN - label_width - GAP - MARGIN)
    labels = wrap(" ".join(lines(entry.label)), label_width)
    values = list(chain.from_iterable(map(lines, entry.lines)))
    if entry.look != "code":
        values = list(chain.from_iterable(map(wrap, values, repeat(value_width))))
    style = LOOK + entry.look
    indent = " " * MARGIN
    return [
        [(indent + fit(label, label_width) + " " * GAP, LABEL), (value, style)]
        for label, value in zip_longest(labels, values, fillvalue="")
    ]


def _table(table: Table) -> Item:
    """The label, then rows below headings, indented; a cell of several lines makes its row taller."""
    columns = range(len(table.headings))
    cells = [[_cell(text) for text in row] for row in table.rows]
    widths = [
        max(chain([width(table.headings[column])], (width(line) for row in cells for line in row[column])))
        for column in columns
    ]
    made: Item = [[], [(" " * MARGIN + table.label, LABEL)]]
    indent = (" " * (MARGIN + GAP), "")
    made.append([indent, (_row([[each] for each in table.headings], 0, widths, table), COLUMN_HEADING)])
    for row in cells:
        height = max((len(cell) for cell in row), default=1)
        made.extend([indent, (_row(row, y, widths, table), LOOK + "value")] for y in range(height))
    made.append([])
    return made


def _cell(text: str) -> list[str]:
    return list(chain.from_iterable(wrap(line, _WIDEST_CELL) for line in lines(text)))


def _row(cells: Sequence[Sequence[str]], y: int, widths: Sequence[int], table: Table) -> str:
    texts = (
        fit(
            cell[y] if y < len(cell) else "",
            cells_wide,
            "right" if column in table.numbers else "left",
        )
        for column, (cell, cells_wide) in enumerate(zip(cells, widths, strict=True))
    )
    return (" " * GAP).join(texts).rstrip()
