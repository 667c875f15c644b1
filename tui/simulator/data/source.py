"""Where the values of an app's records come from.

A source knows which records there are and each value by field and record, so that a list of a million
records need not be made before the first of them is asked for.

A value has the shape that it has in Kintone's JSON, but for a table: there the cells of a row are plain
values, `[{"id": "381", "value": {"Item": "Kite", "Qty": "3"}}]`. ABSENT stands for a field that the record
lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import Protocol, TypedDict

from tui.simulator.data.fields import Field


class Absent(Enum):
    ABSENT = "absent"


ABSENT = Absent.ABSENT

Value = object
Reader = Callable[[int], Value]
"""The value of one field in the record with that id."""


class TableRecord(TypedDict):
    """One row of a table."""

    id: str
    value: dict[str, Value]


class Source(Protocol):
    def ids(self) -> Iterable[int]:
        """In ascending order."""

    def reader(self, code: str) -> Reader:
        """`$revision` is a field here, `$id` and the record number are not."""


class Listed:
    """Records that were made one by one: values by field code, by record id."""

    def __init__(self, records: Mapping[int, Mapping[str, Value]]) -> None:
        self._records = records

    def ids(self) -> Iterable[int]:
        return sorted(self._records)

    def reader(self, code: str) -> Reader:
        return lambda record_id: self._records[record_id].get(code, ABSENT)


class Changeable:
    """A source, made when it is first needed, and over it what has been written since."""

    def __init__(self, make: Callable[[], Source], fields: Iterable[Field]) -> None:
        self._make = make
        self._empties = {field.code: _EMPTIES.get(field.type, "") for field in fields}
        self._written: dict[int, dict[str, Value]] = {}
        self._added: set[int] = set()

    @cached_property
    def _source(self) -> Source:
        return self._make()

    def ids(self) -> Iterable[int]:
        return self._source.ids()

    def reader(self, code: str) -> Reader:
        """To be asked for anew after a change."""
        original = self._source.reader(code)
        if not self._written:
            return original
        written, added, empty = self._written, self._added, self._empties.get(code, "")

        def read(record_id: int) -> Value:
            if record_id in written and code in written[record_id]:
                return written[record_id][code]
            return empty if record_id in added else original(record_id)

        return read

    def add(self, record_id: int, values: Mapping[str, Value]) -> None:
        self._added.add(record_id)
        self._written[record_id] = {"$revision": "1", **values}

    def change(self, record_id: int, values: Mapping[str, Value]) -> None:
        revision = int(str(self.reader("$revision")(record_id)))
        changed = self._written.setdefault(record_id, {})
        changed.update(values)
        changed["$revision"] = str(revision + 1)


_EMPTIES: Mapping[str, Value] = {
    "DROP_DOWN": None,
    "RADIO_BUTTON": None,
    "DATE": None,
    "TIME": None,
    "CHECK_BOX": [],
    "MULTI_SELECT": [],
    "USER_SELECT": [],
    "ORGANIZATION_SELECT": [],
    "GROUP_SELECT": [],
    "FILE": [],
    "SUBTABLE": [],
    "CATEGORY": [],
    "STATUS_ASSIGNEE": [],
    "CREATOR": {"code": "", "name": ""},
    "MODIFIER": {"code": "", "name": ""},
}
