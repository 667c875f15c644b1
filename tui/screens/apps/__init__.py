"""The apps of a Kintone."""

from tui.screens.apps.screen import AppsScreen

__all__ = ["AppsScreen"]
