"""All the fields of an app, from its settings, or from its records where the settings may not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.kintone import lenient
from tui.kintone.records import ID, REVISION, FieldValue, Record
from tui.kintone.schema.fields import ID_FIELD, SYSTEM_TYPES, Field, fields_from_json


@dataclass(frozen=True, slots=True)
class Form:
    """The fields by code. Their order means nothing when they come from the settings; Layout has it."""

    fields: dict[str, Field]
    inferred: bool = False
    """True when records are all there was to learn from: labels, choices and number formats are unknown."""
    revision: int | None = None

    @classmethod
    def from_json(cls, document: object) -> Form:
        members = lenient.mapping(document)
        fields = fields_from_json(members.get("properties"))
        return cls({field.code: field for field in fields}, revision=lenient.integer(members.get("revision")))

    @classmethod
    def infer(cls, records: Iterable[Record]) -> Form:
        """Codes as labels, types from the values; record number or `$id` first, what Kintone fills in last.

        Of a table that is empty in all these records, the columns are unknown.
        """
        seen: dict[str, Field] = {}
        for record in records:
            _learn(seen, record.fields)
        seen.pop(REVISION, None)
        if any(field.type == "RECORD_NUMBER" for field in seen.values()):
            seen.pop(ID, None)
        ordered = sorted(seen.values(), key=_rank)
        return cls({field.code: field for field in ordered}, inferred=True)

    def by_type(self, type_: str) -> Field | None:
        """The first field of a type: how to find what Kintone fills in, whose codes differ between apps."""
        return next((field for field in self.fields.values() if field.type == type_), None)

    def find(self, code: str) -> Field | None:
        """A field, a column of any table (queries name those by their own code), or `$id`."""
        if code == ID:
            return ID_FIELD
        if code in self.fields:
            return self.fields[code]
        columns = (column for field in self.fields.values() for column in field.fields)
        return next((column for column in columns if column.code == code), None)


def _learn(seen: dict[str, Field], values: dict[str, FieldValue]) -> None:
    for code, value in values.items():
        field = seen.setdefault(code, Field(code, value.type, code))
        columns = {column.code: column for column in field.fields}
        for row in value.rows:
            _learn(columns, row.cells)
        if len(columns) > len(field.fields):
            seen[code] = replace(field, fields=tuple(columns.values()))


def _rank(field: Field) -> tuple[int, int]:
    if field.type in ("RECORD_NUMBER", ID_FIELD.type):
        return 0, 0
    if field.type in SYSTEM_TYPES:
        return 2, SYSTEM_TYPES.index(field.type)
    return 1, 0
