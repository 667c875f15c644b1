"""The field that takes the answer. It never shows it: the address holds a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class PasteField(Input):
    """Sends Pasted with all of a paste; what is typed shows as dots, and Enter sends it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Open browser", show=True)]

    @dataclass
    class Pasted(Message):
        text: str

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, password=True, compact=True, placeholder="https://localhost…")

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's own keeps the first line of a paste, and a long address comes wrapped over several.
        event.stop()
        event.prevent_default()
        self.post_message(self.Pasted(event.text))
