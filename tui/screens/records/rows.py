"""Records as rows of the table: which columns a view has, and the text of each cell. No widget state."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from tui.kintone import values
from tui.kintone.listing import RecordList
from tui.kintone.schema import Field, Form, View
from tui.screens.known_app import KnownApp
from tui.widgets.record_table import Column, fitted

_UNLISTED = frozenset({"GROUP", "REFERENCE_TABLE", "CATEGORY"})
_SAMPLE = 60
"""Rows that column widths are taken from: about what a tall screen shows at first."""


def shown_fields(known: KnownApp, view: View) -> list[Field]:
    """The view's own columns; for a view that has none, the fields in the order of the form.

    A view may name fields that were deleted or that the person may not see: those are left out.
    """
    form = known.form or Form(fields={})
    codes = view.fields if view.type == "LIST" and view.fields else _form_order(known, form)
    return [form.fields[code] for code in codes if code in form.fields]


def _form_order(known: KnownApp, form: Form) -> Sequence[str]:
    if known.layout is None:
        return list(form.fields)
    number = form.by_type("RECORD_NUMBER")
    codes = [number.code] if number else []
    codes += (code for code in known.layout.codes() if code in form.fields)
    return [code for code in dict.fromkeys(codes) if form.fields[code].type not in _UNLISTED]


class RecordRows:
    """A RowSource over a list of records; texts are made when a row is drawn, never before."""

    def __init__(self, records: RecordList, fields: Sequence[Field], zone: datetime.tzinfo) -> None:
        self.records = records
        self.fields = fields
        self._zone = zone

    @property
    def row_count(self) -> int | None:
        return self.records.total

    def cells(self, position: int) -> Sequence[str] | None:
        record = self.records.get(position)
        if record is None:
            return None
        return [values.text(record.value(field.code), field, self._zone) for field in self.fields]

    def columns(self, *, around: int = 0) -> tuple[Column, ...]:
        """Columns as wide as their titles and the rows near position `around` need."""
        near = range(max(0, around - _SAMPLE // 2), around + _SAMPLE)
        texts = [row for row in map(self.cells, near) if row is not None]
        columns = [
            Column(field.code, field.label or field.code, align=values.alignment(field))
            for field in self.fields
        ]
        return fitted(columns, texts)
