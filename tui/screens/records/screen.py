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
from tui.screens.record import RecordScreen
from tui.screens.records.heading import heading, position_words, settings_would_add
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
        self._table.focus()
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self._remember()

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#records", RecordTable)

    def record_screen(self, record_id: int) -> RecordScreen | None:
        """The screen of one of the app's records; None until Kintone told what the app is."""
        if self._known is None:
            return None
        return RecordScreen(self.services, self.session, self._known, record_id, self._place())

    # Loading

    def action_refresh(self) -> None:
        self._table.status = "Asking Kintone…"
        self._open_app()

    @work(exclusive=True, group="records", exit_on_error=False, description="the settings of an app")
    async def _open_app(self) -> None:
        self.post_message(AppKnown(await get_to_know(self.session.kintone, self._app)))

    @on(AppKnown)
    def _app_known(self, event: AppKnown) -> None:
        self._known = event.known
        views = event.known.views
        remembered = next((view for view in views if str(view.id) == self._wanted_view), None)
        self._show_view(remembered or first_view(views))
        if self._wanted_record is not None:
            self.post_message(OpenRecord(self._wanted_record))
            self._wanted_record = None

    def _show_view(self, view: View) -> None:
        if self._known is None:
            return
        self._wanted_view = str(view.id)
        self._table.status = "Asking Kintone…"
        self.query_one("#heading", Static).update(heading(self._known, view, None, about=False))
        self._remember()
        self._open_view(self._known, view, max(1, self._table.body_height))

    @work(exclusive=True, group="records", exit_on_error=False, description="the first rows of a view")
    async def _open_view(self, known: KnownApp, view: View, first_rows: int) -> None:
        opened = await open_view(
            self.session, known, view, first_rows, on_change=lambda: self.post_message(RowsChanged())
        )
        self.post_message(ViewOpened(opened))

    @on(ViewOpened)
    async def _view_opened(self, event: ViewOpened) -> None:
        self.notice.hide()
        await self._close_list()
        opened = self._opened = event.opened
        self._known = opened.known
        self._table.status = "No records here." if not opened.rows.row_count else ""
        self._table.show(opened.rows, opened.rows.columns())
        self._tell_what(opened)

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

    @on(RowsChanged)
    def _rows_changed(self) -> None:
        if self._opened is None:
            return
        if self._opened.rows.row_count == self._table.total:
            self._table.forget()
        else:
            self._table.source_changed()
        self.notice.hide()
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
        self.status.info(records.notice or settings_would_add(opened.known))
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
            view=self._wanted_view,
        )

    def _remember(self) -> None:
        self.services.history.leave(self._place())

    # Going on

    @on(RecordTable.RowSelected)
    def _open_row(self, event: RecordTable.RowSelected) -> None:
        record = self._opened.rows.records.get(event.position) if self._opened else None
        if record is not None:
            self.post_message(OpenRecord(record.id))

    def action_choose_view(self) -> None:
        if self._known is not None:
            view_id = self._wanted_view
            self.app.push_screen(ViewPicker(self._known.views, view_id), self._view_chosen)

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
