"""Welcome: for a newcomer three lines and one key, later the saved connections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual import on, work
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.actions.places import WELCOME
from tui.screens.navigation import SetUpConnection, UseConnection
from tui.screens.place_screen import PlaceScreen
from tui.screens.welcome.removal import RemovalDialog
from tui.services import Services
from tui.storage.connections import Connection
from tui.terminal.text import fit, one_line, width
from tui.widgets.keys import with_vim_keys

_WHAT = "Browse and read your Kintone records without leaving the terminal."
_HOW = (
    "You sign in on Kintone's own page, in a browser here or on any other computer. "
    "This program never sees your password."
)
_DEMO = (
    "This is the demo. A simulated Kintone runs on this computer, with a few apps of an invented company. "
    "Look around: nothing is kept."
)


class Removed(Message):
    """A connection is gone, with all that was saved for it."""


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
        self._show_connections()
        self._choices.focus()

    def on_screen_suspend(self) -> None:
        # Whoever goes on has read it. What still fails is said again on the way back.
        self.forget_failure()

    # The list

    @property
    def _choices(self) -> OptionList:
        return self.query_one("#connections", OptionList)

    @property
    def _marked(self) -> Connection | None:
        """The connection that is marked; None for the line below all of them."""
        marked = self._choices.highlighted
        return self._connections[marked] if marked is not None and marked < len(self._connections) else None

    def _show_connections(self) -> None:
        choices, before, marked = self._choices, self._connections, self._choices.highlighted
        with self.failures_shown():
            self._connections = self._services.connections.all()
        choices.clear_options()
        wide = max((width(each.name) for each in self._connections), default=0)
        for each in self._connections:
            choices.add_option(Option(Text(f"{fit(each.name, wide)}   {one_line(each.domain)}")))
        choices.add_option(Option(Text("Set up a connection")))
        choices.highlighted = _position(_names(before), _names(self._connections), marked)
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_index < len(self._connections):
            self.post_message(UseConnection(self._connections[event.option_index]))
        else:
            self.post_message(SetUpConnection())

    # What can be done with a connection

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a connection is offered while there is one."""
        return bool(self._connections) if action in {"edit", "remove"} else True

    def action_new(self) -> None:
        self.post_message(SetUpConnection())

    def action_edit(self) -> None:
        self.post_message(SetUpConnection(self._marked))

    async def action_remove(self) -> None:
        connection = self._marked
        if connection is None:
            self.status.warn("Mark the connection to remove.")
            return

        def answered(remove: bool | None) -> None:
            if remove:
                self._remove(connection)

        await self.app.push_screen(RemovalDialog(connection.name), answered)

    @work(exclusive=True, group="removal", exit_on_error=False, description="removing a connection")
    async def _remove(self, connection: Connection) -> None:
        """The secrets first: should the rest fail, what is left is a connection that is signed out."""
        store, connections = self._services.store(connection), self._services.connections
        async with store.locked():
            store.delete()
        # Another window, or a person, may have removed it meanwhile.
        if connections.get(connection.name) is not None:
            connections.remove(connection.name)
        self._services.forget(connection.name)
        self.post_message(Removed())

    @on(Removed)
    def _show_what_is_left(self) -> None:
        self._show_connections()


def _names(connections: Sequence[Connection]) -> list[str]:
    return [each.name for each in connections]


def _position(before: Sequence[str], now: Sequence[str], marked: int | None) -> int:
    """Which line to mark, now that the list may be another: the one that came, or the one that was marked.

    `marked` is a position in `before`, of which the one after the last name stands for none of them.
    """
    if marked is None:
        return 0
    came = next((name for name in now if name not in before), None)
    if came is not None:
        return now.index(came)
    if marked >= len(before):
        return len(now)
    return now.index(before[marked]) if before[marked] in now else min(marked, len(now))
