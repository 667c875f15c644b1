"""Setting up a connection: where Kintone is, and the OAuth client that an administrator registered."""

from tui.screens.connect.screen import ConnectScreen

__all__ = ["ConnectScreen"]
