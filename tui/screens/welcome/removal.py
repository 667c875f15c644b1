"""Asking before a connection is removed."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from tui.screens.dialog import Dialog
from tui.terminal.text import one_line


class RemovalDialog(Dialog[bool]):
    """Ends with True when the connection called `name` is to go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "remove_it", "Remove"),
        Binding("escape,q,n", "leave", "Keep", key_display="Esc"),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._connection_name = name

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text(f"Remove {one_line(self._connection_name)}?", style="bold"))
            yield Static(Text("Its saved sign-in is deleted from this computer."))
        yield Footer(show_command_palette=False, compact=True)

    def action_remove_it(self) -> None:
        self.end(True)
