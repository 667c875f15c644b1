"""Records as the bytes that Kintone sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from tui.simulator.data.dice import draw
from tui.simulator.data.fields import Field
from tui.simulator.data.source import ABSENT, Changeable, Reader, Value

_NEVER_IN_RECORDS = frozenset({"GROUP", "REFERENCE_TABLE"})
_IF_ENABLED = frozenset({"CATEGORY", "STATUS", "STATUS_ASSIGNEE"})
# A record's keys come in no order that could be relied on.
_KEY_ORDERS = 5

_encode = msgspec.json.Encoder().encode


class Renderer:
    def __init__(self, fields: Sequence[Field], app_code: str, records: Changeable) -> None:
        self._fields = {field.code: field for field in fields if _is_sent(field)}
        self._types = {code: field.type for code, field in self._fields.items()}
        self._types |= {"$id": "__ID__", "$revision": "__REVISION__"}
        self._prefix = f"{app_code}-" if app_code else ""
        self._records = records
        self._orders = [_shuffled(self._types, salt) for salt in range(_KEY_ORDERS)]

    def records(
        self, ids: Iterable[int], hidden: frozenset[str], fields: Sequence[str] | None
    ) -> list[bytes]:
        """Those fields only, if any are named; of unknown codes nothing is said."""
        wanted = frozenset(self._types if fields is None else fields) - hidden
        readers = {code: self._reader(code) for code in self._types if code in wanted}
        orders = [
            [(code, self._types[code], readers[code]) for code in order if code in wanted]
            for order in self._orders
        ]
        return [_record(record_id, orders[record_id % _KEY_ORDERS]) for record_id in ids]

    def _reader(self, code: str) -> Reader:
        if code == "$id":
            return str
        if self._types[code] == "RECORD_NUMBER":
            return lambda record_id: f"{self._prefix}{record_id}"
        read = self._records.reader(code)
        if self._types[code] == "SUBTABLE":
            return _table(read, self._fields[code].fields)
        return read


def _record(record_id: int, columns: Iterable[tuple[str, str, Reader]]) -> bytes:
    record: dict[str, object] = {}
    for code, type_, read in columns:
        value = read(record_id)
        if value is not ABSENT:
            record[code] = {"type": type_, "value": value}
    return _encode(record)


def _table(read: Reader, fields: Sequence[Field]) -> Reader:
    types = {field.code: field.type for field in fields}

    def rows(record_id: int) -> Value:
        found = read(record_id)
        return [_row(row, types) for row in found] if isinstance(found, list) else found

    return rows


def _row(row: Mapping[str, Mapping[str, Value]], types: Mapping[str, str]) -> Value:
    cells = {code: {"type": types[code], "value": value} for code, value in row["value"].items()}
    return {"id": row["id"], "value": cells}


def _is_sent(field: Field) -> bool:
    if field.type in _IF_ENABLED:
        return field.settings["enabled"] is True
    return field.type not in _NEVER_IN_RECORDS


def _shuffled(codes: Iterable[str], salt: int) -> list[str]:
    places: Callable[[tuple[int, str]], int] = lambda place: draw(salt, place[0])  # noqa: E731 - typed
    return [code for _, code in sorted(enumerate(codes), key=places)]
