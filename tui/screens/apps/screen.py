"""The list of apps, and opening one by its number where the list may not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from tui.actions.places import APPS
from tui.errors import KintoneTuiError
from tui.kintone.failures import MissingScope
from tui.kintone.schema import App
from tui.screens.apps.listing import AppRows
from tui.screens.navigation import OpenApp
from tui.screens.place_screen import SessionScreen
from tui.services import Services, Session
from tui.storage.history import Place
from tui.widgets.record_table import RecordTable

_PAGE = 100
"""Kintone gives at most so many apps an answer, and no total (Kintone REST API, Get Apps)."""


@dataclass
class AppsArrived(Message):
    """The apps read so far; `complete` when there are no more."""

    apps: list[App]
    complete: bool


class _FindField(Input):
    """The arrows move in the apps, so that one of those found is chosen without leaving the field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move_mark(-1)", show=False),
        Binding("down", "move_mark(1)", show=False),
    ]

    def action_move_mark(self, rows: int) -> None:
        table = self.screen.query_one(RecordTable)
        table.go_to(table.cursor + rows)


class AppsScreen(SessionScreen):
    """Sends OpenApp."""

    PLACE = APPS

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services, session)
        self._rows = AppRows()
        self._asked = False
        self._complete = False

    def body(self) -> Iterable[Widget]:
        yield _FindField(id="find", placeholder="Name, code or number of an app", compact=True)
        yield RecordTable(id="apps", marks_column=False)

    def on_mount(self) -> None:
        self.show_session("Apps", self.session)
        self._table.show(self._rows, self._rows.columns())
        self._table.focus()
        self.query_one("#find", Input).display = False

    def on_screen_resume(self) -> None:
        self.services.remember(Place(connection=self.session.connection.name))
        # Where the program reopens an app, this list waits until somebody comes back to it.
        if not self._asked:
            self.action_refresh()

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#apps", RecordTable)

    def action_refresh(self) -> None:
        self._asked = True
        self._complete = False
        self.status.info("Asking Kintone for its apps…")
        self._load()

    @work(exclusive=True, group="apps", exit_on_error=False, description="the list of apps")
    async def _load(self) -> None:
        apps: list[App] = []
        while True:
            page = await self.session.kintone.apps(offset=len(apps), limit=_PAGE)
            apps += page
            self.post_message(AppsArrived(list(apps), complete=len(page) < _PAGE))
            if len(page) < _PAGE:
                return

    @on(AppsArrived)
    def _show_apps(self, event: AppsArrived) -> None:
        self.forget_failure()
        self._complete = event.complete
        self._rows.put(event.apps)
        self._table.columns = self._rows.columns()
        self._table.source_changed()
        self._tell()

    def _tell(self) -> None:
        shown, total = self._rows.row_count, self._rows.total
        if self._complete and not total:
            self._table.status = "You may not use any app yet. An administrator of an app can let you in."
        elif not shown:
            self._table.status = "No app matches what you typed. Enter opens an app by its number."
        else:
            self._table.status = ""
        counted = f"{shown:,} of {total:,} apps" if shown != total else f"{total:,} apps"
        self.status.info(counted if self._complete else f"{counted} so far…")

    def show_failure(self, error: KintoneTuiError) -> None:
        if isinstance(error, MissingScope):
            self.tell_failure(
                "This sign-in may read records, but not the list of apps.",
                "Type the number of an app: it stands in its address, …/k/12/. "
                "Signing in again with “read app settings” would add the list, field names and views.",
            )
            self._table.status = "No list of apps"
            self.action_find()
        else:
            super().show_failure(error)
            self._table.status = ""

    def action_find(self) -> None:
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        self._rows.narrow(event.value)
        self._table.source_changed()
        # What was marked among other words says nothing about these: Enter opens the best of them.
        self._table.go_to(0)
        if self._rows.total:
            self._tell()

    @on(Input.Submitted, "#find")
    def _open_found(self) -> None:
        app = self._rows.app(self._table.cursor)
        number = self._rows.number
        # While apps are still arriving, one of that number may be among them.
        is_awaited = not self._complete and self._table.cursor == 0
        if number is not None and (app is None or is_awaited):
            self.post_message(OpenApp(App(id=number, name="")))
        elif app is not None:
            self.post_message(OpenApp(app))
        else:
            self.status.warn("Type the number of an app, for instance 12.")

    def action_back(self) -> None:
        find = self.query_one("#find", Input)
        if find.display and self._rows.total:
            find.value = ""
            find.display = False
            self._table.focus()
        else:
            super().action_back()

    @on(RecordTable.RowSelected)
    def _open_row(self, event: RecordTable.RowSelected) -> None:
        app = self._rows.app(event.position)
        if app is not None:
            self.post_message(OpenApp(app))
