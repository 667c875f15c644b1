"""Where a table gets its rows from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class RowSource(Protocol):
    """Rows by position, from 0 on. It answers at once with what is here; it fetches nothing by itself.

    The table says what it shows by `RowsWanted`; whoever owns the source fetches that and then calls the
    table's `rows_changed` or `source_changed`.
    """

    @property
    def row_count(self) -> int | None:
        """How many rows there are, or None while that is not known."""

    def cells(self, position: int) -> Sequence[str] | None:
        """The raw texts of a row, one for each column in their order, or None when the row is not here yet.

        Asked only when a row is drawn for the first time, so the text of a row may be made here.
        """
