"""One record: its fields, or the JSON as Kintone sent it."""

from tui.screens.record.screen import RecordScreen

__all__ = ["RecordScreen"]
