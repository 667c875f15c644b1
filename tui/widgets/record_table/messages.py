"""What a table tells those around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.widgets.record_table.table import RecordTable


@dataclass
class _FromTable(Message):
    table: RecordTable

    @property
    def control(self) -> RecordTable:
        return self.table


@dataclass
class _LastOne(_FromTable):
    """Of several that wait in a row only the last is handled."""

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.table


@dataclass
class RowsWanted(_LastOne, namespace="record_table"):
    """Rows `first` to `last`, both included, are on show."""

    first: int
    last: int


@dataclass
class CursorMoved(_LastOne, namespace="record_table"):
    """The cursor stands on row `position` now, and column `column` is the current one."""

    position: int
    column: int


@dataclass
class RowSelected(_FromTable, namespace="record_table"):
    """Somebody opened the row at `position`, with Enter or a double click."""

    position: int
