"""A table of any number of rows."""

from tui.widgets.record_table.columns import Column, fitted
from tui.widgets.record_table.source import RowSource
from tui.widgets.record_table.table import RecordTable

__all__ = ["Column", "RecordTable", "RowSource", "fitted"]
