"""One record, as fields and as raw JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text
from textual import on, work
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from tui.actions.places import RECORD
from tui.kintone.records import Record
from tui.kintone.schema import Form
from tui.screens.known_app import KnownApp
from tui.screens.place_screen import SessionScreen
from tui.screens.record.plain import plain_text
from tui.screens.record.sections import sections
from tui.services import Services, Session
from tui.storage.history import Place
from tui.terminal.text import one_line
from tui.widgets.json_view import JsonView
from tui.widgets.record_sections import Section
from tui.widgets.record_view import RecordView


@dataclass
class RecordArrived(Message):
    record: Record


class RecordScreen(SessionScreen):
    """Shows one record and changes between its fields and its JSON."""

    PLACE = RECORD

    def __init__(
        self, services: Services, session: Session, known: KnownApp, record_id: int, place: Place
    ) -> None:
        """`place` is the list below, to which the record's number is added."""
        super().__init__(services, session)
        self._known = known
        self._record_id = record_id
        self._list = place
        self._record: Record | None = None

    def body(self) -> Iterable[Widget]:
        yield Static("", id="heading")
        with ContentSwitcher(initial="fields"):
            yield RecordView(id="fields")
            yield JsonView(id="json")

    def on_mount(self) -> None:
        self.show_session("Record", self.session)
        self.query_one("#heading", Static).update(self._heading())
        self.query_one("#fields").focus()
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self.services.remember(
            Place(
                connection=self._list.connection,
                app=self._list.app,
                guest_space=self._list.guest_space,
                view=self._list.view,
                record=self._record_id,
            )
        )

    def _heading(self) -> Text:
        text = Text(one_line(self._known.title), style="bold", no_wrap=True, overflow="ellipsis")
        return text.append(f"   record {self._record_id}", style="not bold")

    def action_refresh(self) -> None:
        self.status.info("Asking Kintone…")
        self._read_record()

    @work(exclusive=True, group="record", exit_on_error=False, description="one record")
    async def _read_record(self) -> None:
        record = await self.session.kintone.record(
            self._known.app.id, self._record_id, guest_space=self._known.guest_space
        )
        self.post_message(RecordArrived(record))

    @on(RecordArrived)
    def _show_record(self, event: RecordArrived) -> None:
        self.forget_failure()
        record = self._record = event.record
        self.query_one(RecordView).show(self._sections(record))
        self.query_one(JsonView).show(record.body)
        self._tell()

    def _tell(self) -> None:
        if self._record is not None:
            self.status.info("", f"revision {self._record.revision:,}")

    def action_switch(self) -> None:
        switcher = self.query_one(ContentSwitcher)
        switcher.current = "json" if switcher.current == "fields" else "fields"
        self.query_one(f"#{switcher.current}").focus()

    def action_copy(self) -> None:
        if self._record is None:
            return
        if self.query_one(ContentSwitcher).current == "json":
            self.program.copy(self._record.body.decode("utf-8", "replace"), "the JSON")
        else:
            self.program.copy(plain_text(self._sections(self._record)), "the fields")

    def _sections(self, record: Record) -> list[Section]:
        form = self._known.form
        if form is None or form.inferred:
            # The list brought the fields of its columns; the record itself has them all.
            form = Form.infer([record])
        return sections(record, form, self._known.layout, self.session.zone)

    def action_copy_link(self) -> None:
        link = self.session.tenant.record_url(
            self._known.app.id, self._record_id, guest_space=self._known.guest_space
        )
        self.program.copy(link, "the address of the record")
