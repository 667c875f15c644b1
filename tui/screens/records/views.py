"""Choosing a view: a short list over the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.kintone.schema import View
from tui.screens.dialog import Dialog
from tui.terminal.text import one_line
from tui.widgets.keys import with_vim_keys


class ViewPicker(Dialog[View]):
    """Ends with the chosen view, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,v,q", "leave", "Back", key_display="Esc")]

    def __init__(self, views: Sequence[View], current: str) -> None:
        super().__init__()
        self._views = views
        self._current = current

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Text("Views of this app", style="bold"))
            yield with_vim_keys(OptionList)(
                *(Option(Text(one_line(view.name))) for view in self._views), id="views", compact=True
            )
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        choices = self.query_one("#views", OptionList)
        choices.highlighted = next(
            (number for number, view in enumerate(self._views) if str(view.id) == self._current), 0
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.end(self._views[event.option_index])
