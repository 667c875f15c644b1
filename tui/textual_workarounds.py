"""Faults of Textual that this program works around, each with the version that has it.

Everything here touches what Textual does not promise to keep; nothing elsewhere does.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.message import Message


def sender_of(message: Message) -> object:
    """Who sent it, which Textual 8.2.8 keeps to itself: a key pressed twice asks for the same thing twice."""
    return message._sender


class WorkaroundApp(App[int]):
    """Textual's App without the faults that would hurt here."""

    # Textual 8.2.8: a click on a widget that was just removed ends the program (`container` is None in the
    # search for what to select). Nothing is selected with the mouse here; copying has its own keys.
    ALLOW_SELECT = False

    crash: BaseException | None = None
    """The failure of the program itself that ended it, for a report."""
    crash_screen: str = ""
    """The class of the screen that was shown then."""

    def _fatal_error(self) -> None:
        """Textual 8.2.8 prints a traceback with the values of local variables, tokens among them.

        The failure is kept instead; whoever runs the program writes a report without values.
        """
        self._crashed(self._exception)

    def panic(self, *renderables: Any) -> None:
        """As `_fatal_error`: whatever Textual wants to print may hold values."""
        self._crashed(self._exception or RuntimeError("Textual stopped the program"))

    def _crashed(self, error: BaseException | None) -> None:
        self.crash = error
        self.crash_screen = type(self.screen).__name__ if self.screen_stack else ""
        self._close_messages_no_wait()

    def leave_when_told(self) -> None:
        """Textual 8.2.8 leaves the terminal as it is, mouse reports and all, when it is terminated."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Not on Windows, and not where somebody else runs the loop in a thread.
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.exit, None, 128 + number)

    def end_with(self, error: Exception) -> None:
        """End the program because of a fault of its own, from wherever it was noticed."""
        self._handle_exception(error)

    def write_to_terminal(self, sequence: str) -> None:
        """Send a control sequence of our own making (OSC 52). Textual has its own, but bare: tmux eats it."""
        if self._driver is not None:
            self._driver.write(sequence)
