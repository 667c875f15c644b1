"""What screens ask of the application that holds them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from tui.errors import KintoneTuiError


class Program(Protocol):
    """The application, as far as screens know it."""

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard of the person's terminal, and say that it was `what`."""

    def show_failure(self, error: KintoneTuiError) -> None:
        """On the topmost place, for a dialog that has ended."""

    def show_news(self) -> None:
        """Show on the present place what was heard since the last time."""

    def go_back(self) -> None:
        """To the screen below."""

    def let_linger(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have `close` called later for what outlives the screen that began it."""

    async def end_lingering(self) -> None:
        """Close what lingers now, because the program ends or something takes its place."""

    def end_with(self, error: Exception) -> None:
        """End the program because of a fault of its own."""
