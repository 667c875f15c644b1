"""The list of records: settings first, then the rows of a view, as far as somebody scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.actions.places import RECORDS
from tui.errors import KintoneTuiError
from tui.kintone.schema import App, View, first_view
from tui.screens.known_app import KnownApp, get_to_know
from tui.screens.navigation import OpenRecord
from tui.screens.place_screen import SessionScreen
from tui.screens.records.heading import (
    heading,
    opening_heading,
    position_words,
    settings_would_add,
    view_words,
)
from tui.screens.records.opening import OpenedView, open_view
from tui.screens.records.rows import RecordRows
from tui.screens.records.views import ViewPicker
from tui.services import Services, Session
from tui.storage.history import Place
from tui.widgets.record_table import RecordTable


@dataclass
class AppKnown(Message):
    known: KnownApp


@dataclass
class ViewOpened(Message):
    opened: OpenedView


@dataclass
class RowsRead(Message):
    """The rows that came into view are here."""


@dataclass
class RowsChanged(Message):
    """Rows of the list came or went, or its total or notice changed."""


class RecordsScreen(SessionScreen):
    """Sends OpenRecord."""

    PLACE = RECORDS

    def __init__(self, services: Services, session: Session, app: App, place: Place | None = None) -> None:
        """`place` is where one was in this app, to go on from there."""
        super().__init__(services, session)
        self._app = app
        self._wanted_view = place.view if place else ""
        self._wanted_record = place.record if place else None
        self._known: KnownApp | None = None
        self._opened: OpenedView | None = None

    def body(self) -> Iterable[Widget]:
        yield Static("", id="heading")
        yield RecordTable(id="records")

    def on_mount(self) -> None:
        self.show_session("Records", self.session)
        self.query_one("#heading", Static).update(opening_heading(self._app))
        self._table.focus()
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self._remember()
        self._open_wanted_record()

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#records", RecordTable)

    # Loading

    def action_refresh(self) -> None:
        self._table.status = "Asking Kintone…"
        self.status.info("Asking Kintone…")
        self._get_to_know()

    @work(exclusive=True, group="records", exit_on_error=False, description="the settings of an app")
    async def _get_to_know(self) -> None:
        self.post_message(AppKnown(await get_to_know(self.session.kintone, self._app)))

    @on(AppKnown)
    def _app_known(self, event: AppKnown) -> None:
        self._known = event.known
        views = event.known.views
        wanted = str(self._opened.view.id) if self._opened else self._wanted_view
        self._show_view(next((view for view in views if str(view.id) == wanted), first_view(views)))
        self._open_wanted_record()

    def _show_view(self, view: View) -> None:
        """Open `view`; until its rows are here the present one stays."""
        if self._known is None:
            return
        if self._opened is None:
            self.query_one("#heading", Static).update(heading(self._known, view, None, about=False))
        self._table.status = "Asking Kintone…"
        cursor, height = self._cursor_in(view), max(1, self._table.body_height)
        self._open_view(self._known, view, range(max(0, cursor - height), cursor + height))

    def _cursor_in(self, view: View) -> int:
        """Where the cursor is put: where it is, if the same view is asked for again."""
        return self._table.cursor if self._opened and self._opened.view.id == view.id else 0

    @work(exclusive=True, group="records", exit_on_error=False, description="the first rows of a view")
    async def _open_view(self, known: KnownApp, view: View, wanted: range) -> None:
        opened = await open_view(self.session, known, view, wanted, on_change=self._say_rows_changed)
        self.post_message(ViewOpened(opened))

    def _say_rows_changed(self) -> None:
        self.post_message(RowsChanged())

    @on(ViewOpened)
    async def _view_opened(self, event: ViewOpened) -> None:
        self.forget_failure()
        cursor = self._cursor_in(event.opened.view)
        await self._close_list()
        opened = self._opened = event.opened
        self._known = opened.known
        self._table.status = "No records here." if not opened.rows.row_count else ""
        self._table.show(opened.rows, opened.rows.columns(around=cursor), cursor)
        self._tell_what(opened)
        self._remember()

    async def _close_list(self) -> None:
        if self._opened is not None:
            await self._opened.rows.records.aclose()

    async def on_unmount(self) -> None:
        await self._close_list()

    @on(RecordTable.RowsWanted)
    def _rows_wanted(self, event: RecordTable.RowsWanted) -> None:
        if self._opened is not None:
            self._read_rows(self._opened.rows, event.first, event.last)

    @work(exclusive=True, group="rows", exit_on_error=False, description="rows that came into view")
    async def _read_rows(self, rows: RecordRows, first: int, last: int) -> None:
        await rows.records.ensure(first, last + 1)
        self.post_message(RowsRead())

    @on(RowsRead)
    def _rows_read(self) -> None:
        self.forget_failure()
        if self._opened is not None:
            # Some rows may have turned out to be out of reach.
            self._tell_what(self._opened)

    @on(RowsChanged)
    def _rows_changed(self) -> None:
        if self._opened is None:
            return
        if self._opened.rows.row_count == self._table.total:
            self._table.forget()
        else:
            self._table.source_changed()
        self._tell_what(self._opened)

    def show_failure(self, error: KintoneTuiError) -> None:
        super().show_failure(error)
        self._table.status = "" if self._opened else "Nothing to show"

    # Telling

    def _tell_what(self, opened: OpenedView) -> None:
        records = opened.rows.records
        self.query_one("#heading", Static).update(
            heading(opened.known, opened.view, records.total, about=records.approximate)
        )
        self.status.info(records.notice or settings_would_add(opened.known) or view_words(opened.view))
        self._tell_where()

    @on(RecordTable.CursorMoved)
    def _tell_where(self) -> None:
        if self._opened is not None:
            self.status.beside(position_words(self._table.cursor, self._opened.rows.row_count))

    def _place(self) -> Place:
        return Place(
            connection=self.session.connection.name,
            app=self._app.id,
            guest_space=self._known.guest_space if self._known else self._app.space_id,
            view=str(self._opened.view.id) if self._opened else self._wanted_view,
        )

    def _remember(self) -> None:
        # Not before the record is open that one was at: it would be forgotten.
        if self._wanted_record is None:
            self.services.remember(self._place())

    # Going on

    @on(RecordTable.RowSelected)
    def _open_row(self, event: RecordTable.RowSelected) -> None:
        record = self._opened.rows.records.get(event.position) if self._opened else None
        if record is not None:
            self._open_record(record.id)

    def _open_record(self, record_id: int) -> None:
        if self._known is not None:
            self.post_message(OpenRecord(self._known, record_id, self._place()))

    def _open_wanted_record(self) -> None:
        """The record that one was at, as soon as the app is known and nothing lies over the list."""
        if self._wanted_record is not None and self._known is not None and self.is_current:
            self._open_record(self._wanted_record)
            self._wanted_record = None

    def action_choose_view(self) -> None:
        if self._known is not None:
            present = str(self._opened.view.id) if self._opened else ""
            self.app.push_screen(ViewPicker(self._known.views, present), self._view_chosen)

    def _view_chosen(self, view: View | None) -> None:
        if view is not None:
            self._show_view(view)

    def action_copy_row(self) -> None:
        cells = self._opened.rows.cells(self._table.cursor) if self._opened else None
        if cells is not None:
            self.program.copy("\t".join(" ".join(cell.split()) for cell in cells), "the row")

    def action_copy_link(self) -> None:
        record = self._opened.rows.records.get(self._table.cursor) if self._opened else None
        if record is not None and self._known is not None:
            link = self.session.tenant.record_url(
                self._app.id, record.id, guest_space=self._known.guest_space
            )
            self.program.copy(link, "the address of the record")
