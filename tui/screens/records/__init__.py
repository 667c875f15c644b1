"""The records of one app."""

from tui.screens.records.screen import RecordsScreen

__all__ = ["RecordsScreen"]
