"""Opening a view: the first rows, and from them what the settings did not tell. No widget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tui.kintone.listing import Order, PageRequest, RecordList
from tui.kintone.records import Record, RecordPage
from tui.kintone.schema import Form, View
from tui.screens.known_app import KnownApp
from tui.screens.records.rows import RecordRows, shown_fields
from tui.services import Session


@dataclass(frozen=True, slots=True)
class OpenedView:
    """A view whose first rows are here. `known` has a form, even where Kintone did not give one."""

    known: KnownApp
    view: View
    rows: RecordRows


async def open_view(
    session: Session, known: KnownApp, view: View, wanted: range, *, on_change: Callable[[], None]
) -> OpenedView:
    """Ask for the rows `wanted`. `on_change` is called whenever rows, total or notice change.

    Raises the failures of `tui.kintone`.
    """
    form = known.form or Form({}, inferred=True)
    fields = shown_fields(known, view)
    records = RecordList(
        page_reader(session, known),
        condition=view.condition,
        order=Order.parse(view.sort, form),
        # Without a form nothing is known that could be asked for by name: everything comes.
        fields=[field.code for field in fields],
        on_change=on_change,
    )
    try:
        await records.ensure(wanted.start, wanted.stop)
    except BaseException:
        # Also when nobody waits any more: what was asked for is not read on behind everybody's back.
        await records.aclose()
        raise
    if known.form is None:
        known = known.learned_from(_here(records, wanted))
        fields = shown_fields(known, view)
    return OpenedView(known, view, RecordRows(records, fields, session.zone))


def page_reader(session: Session, known: KnownApp) -> Callable[[PageRequest], Awaitable[RecordPage]]:
    """How a list asks for a page of this app."""

    async def read(request: PageRequest) -> RecordPage:
        return await session.kintone.records(
            known.app.id,
            condition=request.condition,
            order=request.order,
            limit=request.limit,
            offset=request.offset,
            fields=request.fields,
            total=request.total,
            guest_space=known.guest_space,
        )

    return read


def _here(records: RecordList, wanted: range) -> list[Record]:
    found = (records.get(position) for position in wanted)
    return [record for record in found if record is not None]
