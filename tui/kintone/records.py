"""Records as Kintone sent them: split at once, decoded when somebody looks.

A page of 500 records is split into views of its own bytes, which costs a tenth of decoding it; the fields of
a record are decoded when the first of them is asked for. The bytes stay as they came, for export and show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from tui.kintone import lenient
from tui.kintone.failures import UnexpectedAnswer

ID = "$id"
REVISION = "$revision"


class FieldValue(msgspec.Struct, frozen=True, gc=False):
    """One field of one record. `value` is a text, a list, an object or None, as `type` has it.

    Shapes: Kintone REST API, Field Types. Kintone spells empty as None, "" and []. Types that this program
    has never heard of keep their name and value.
    """

    type: str = ""
    value: Any = None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows of a table; () for every other type."""
        if self.type != "SUBTABLE":
            return ()
        return tuple(_row(lenient.mapping(row)) for row in lenient.sequence(self.value))


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its id within the app, and its cells by field code."""

    id: str
    cells: dict[str, FieldValue]


def _row(row: dict[str, Any]) -> TableRow:
    cells = lenient.mapping(row.get("value"))
    return TableRow(lenient.text(row.get("id")), {code: _field(cell) for code, cell in cells.items()})


def _field(member: object) -> FieldValue:
    document = lenient.mapping(member)
    return FieldValue(lenient.text(document.get("type")), document.get("value"))


_FIELDS = msgspec.json.Decoder(dict[str, FieldValue])
_ANYTHING = msgspec.json.Decoder()


class Record:
    """One record, by its bytes. What a person may not see is absent, exactly as what does not exist."""

    __slots__ = ("_body", "_fields", "_raw")

    def __init__(self, raw: bytes | msgspec.Raw, *, body: bytes | None = None) -> None:
        """`raw` is the record's own JSON object; `body` the answer around it, when it was asked for alone."""
        self._raw = raw
        self._body = body
        self._fields: dict[str, FieldValue] | None = None

    @property
    def raw(self) -> bytes:
        """The record's JSON object."""
        return bytes(self._raw)

    @property
    def body(self) -> bytes:
        """The answer as it was sent, if this record was asked for alone; else the same as `raw`."""
        return self.raw if self._body is None else self._body

    @property
    def fields(self) -> dict[str, FieldValue]:
        """The fields by code, in no order that means anything."""
        if self._fields is None:
            self._fields = _decode_fields(self._raw)
        return self._fields

    @property
    def id(self) -> int:
        """The record's number in its app; 0 when `$id` was not among the fields asked for."""
        return self._number(ID)

    @property
    def revision(self) -> int:
        """Grows with every change; 0 when `$revision` was not among the fields asked for."""
        return self._number(REVISION)

    def value(self, code: str) -> FieldValue | None:
        return self.fields.get(code)

    def _number(self, code: str) -> int:
        field = self.fields.get(code)
        return (lenient.integer(field.value) if field else None) or 0

    def __repr__(self) -> str:
        return f"<Record of {len(memoryview(self._raw))} bytes>"


def _decode_fields(raw: bytes | msgspec.Raw) -> dict[str, FieldValue]:
    """Never fails: a record is drawn long after the page it came with was accepted."""
    try:
        return _FIELDS.decode(raw)
    except ValueError:
        pass
    try:
        members = lenient.mapping(lenient.decode(raw, _ANYTHING))
    except ValueError:
        return {}
    return {code: _field(member) for code, member in members.items()}


class _Records(msgspec.Struct):
    records: list[msgspec.Raw]
    totalCount: Any = None  # noqa: N815  (Kintone's name of it)


_RECORDS = msgspec.json.Decoder(_Records)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One answer to Get Records: its records, and how many there are in all if that was asked."""

    records: list[Record]
    total: int | None
    raw: bytes
    """The whole answer as it was sent."""
    warning: str = ""
    """X-Cybozu-Warning: Kintone stopped searching early, so records are missing from this answer."""

    @classmethod
    def from_answer(cls, body: bytes, warning: str = "") -> RecordPage:
        """Splits the answer, decodes no record. Raises UnexpectedAnswer when it holds no list of records."""
        try:
            answer = lenient.decode(body, _RECORDS)
        except ValueError as error:
            raise UnexpectedAnswer("a list of records") from error
        return cls([Record(raw) for raw in answer.records], lenient.integer(answer.totalCount), body, warning)


class _OneRecord(msgspec.Struct):
    record: msgspec.Raw


_ONE_RECORD = msgspec.json.Decoder(_OneRecord)


def record_from_answer(body: bytes) -> Record:
    """The record in an answer to Get Record. Raises UnexpectedAnswer when there is none."""
    try:
        answer = lenient.decode(body, _ONE_RECORD)
    except ValueError as error:
        raise UnexpectedAnswer("a record") from error
    return Record(answer.record, body=body)
