"""A record as its app's form lays it out: entries, tables and groups, in the form's order. No widget."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from tui.kintone import values
from tui.kintone.records import FieldValue, Record
from tui.kintone.schema import SYSTEM_TYPES, Field, Form, Layout, Row
from tui.widgets.record_sections import Entry, Look, Section, Table

_LOOKS: dict[str, Look] = {"LINK": "link", "NUMBER": "number", "CALC": "number"}


def sections(record: Record, form: Form, layout: Layout | None, zone: datetime.tzinfo) -> list[Section]:
    """What the form shows, then what Kintone fills in by itself.

    A field that the record lacks is one that the person may not see, and is left out.
    """
    items = _Items(record, form, zone)
    if layout is None:
        codes: Sequence[str] = list(form.fields)
        found = [Section("", list(items.of(code for code in codes if not items.is_system(code))))]
    else:
        codes = layout.codes()
        found = list(_laid_out(layout.rows, items, form))
    rest = [code for code, field in form.fields.items() if field.type in SYSTEM_TYPES]
    placed = set(codes) if layout is not None else set()
    found.append(Section("About this record", list(items.of(code for code in rest if code not in placed))))
    return [section for section in found if section.items]


def _laid_out(rows: Sequence[Row], items: _Items, form: Form) -> Iterator[Section]:
    """Rows outside of groups make sections without a heading; each group is a section under its label."""
    loose: list[Entry | Table] = []
    for row in rows:
        if row.kind == "GROUP":
            yield Section("", loose)
            loose = []
            group = form.fields.get(row.code)
            yield Section(group.label if group else row.code, list(items.of(row.codes())))
        else:
            loose += items.of(row.codes())
    yield Section("", loose)


class _Items:
    """The fields of one record as entries and tables."""

    def __init__(self, record: Record, form: Form, zone: datetime.tzinfo) -> None:
        self._record = record
        self._form = form
        self._zone = zone

    def of(self, codes: Iterator[str]) -> Iterator[Entry | Table]:
        for code in codes:
            field, value = self._form.fields.get(code), self._record.value(code)
            if field is not None and value is not None:
                yield self._item(field, value)

    def is_system(self, code: str) -> bool:
        field = self._form.fields.get(code)
        return field is not None and field.type in SYSTEM_TYPES

    def _item(self, field: Field, value: FieldValue) -> Entry | Table:
        if field.type == "SUBTABLE":
            headings, rows = values.table(value, field, self._zone)
            numbers = (
                place for place, column in enumerate(field.fields) if values.alignment(column) == "right"
            )
            return Table(field.label, headings, rows, frozenset(numbers))
        return Entry(field.label, values.lines(value, field, self._zone), _LOOKS.get(field.type, "value"))
