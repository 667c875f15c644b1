"""Welcome: for a newcomer three lines and one key, later the saved connections."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual import on
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.actions.places import WELCOME
from tui.screens.navigation import SetUpConnection, UseConnection
from tui.screens.place_screen import PlaceScreen
from tui.services import Services
from tui.storage.connections import Connection
from tui.terminal.text import fit, one_line, width
from tui.widgets.keys import with_vim_keys

_WHAT = "Browse, filter and read your Kintone records without leaving the terminal."
_HOW = (
    "You sign in on Kintone's own page, in a browser here or on any other computer. "
    "This program never sees your password."
)
_DEMO = (
    "This is the demo. A simulated Kintone runs on this computer, with a few apps of an invented company. "
    "Look around: nothing is kept."
)


class WelcomeScreen(PlaceScreen):
    """Sends UseConnection or SetUpConnection."""

    PLACE = WELCOME

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._connections: list[Connection] = []

    def body(self) -> Iterable[Widget]:
        with VerticalScroll(id="welcome", can_focus=False):
            yield Static(Text("kintone-tui", style="bold"), id="name")
            yield Static(Text(_WHAT), classes="paragraph")
            yield Static(Text(_DEMO if self._services.demo else _HOW), classes="paragraph muted")
            yield with_vim_keys(OptionList)(id="connections", compact=True)

    def on_mount(self) -> None:
        self.show_session("Connections", None)

    def on_screen_resume(self) -> None:
        with self.failures_shown():
            self._connections = self._services.connections.all()
        choices = self.query_one("#connections", OptionList)
        choices.clear_options()
        wide = max((width(each.name) for each in self._connections), default=0)
        for each in self._connections:
            choices.add_option(Option(Text(f"{fit(each.name, wide)}   {one_line(each.domain)}")))
        choices.add_option(Option(Text("Set up a connection")))
        choices.highlighted = 0
        choices.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_index < len(self._connections):
            self.post_message(UseConnection(self._connections[event.option_index]))
        else:
            self.post_message(SetUpConnection())

    def action_new(self) -> None:
        self.post_message(SetUpConnection())
