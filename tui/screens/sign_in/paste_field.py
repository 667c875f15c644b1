"""The field that takes the answer. It never shows it: the address holds a code."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tui.screens.secret_field import SecretField
from tui.screens.sign_in.messages import Pasted


class PasteField(SecretField):
    """Sends Pasted with all of a paste; what is typed shows as dots, and Enter sends it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Open browser", show=True)]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, placeholder="https://localhost…")

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's own keeps the first line of a paste, and a long address comes wrapped over several.
        event.stop()
        event.prevent_default()
        self.post_message(Pasted(event.text))
