"""How a form is laid out (Kintone REST API, Get Form Layout). The order of fields for people is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.kintone import lenient


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a row. LABEL has `label`, which is HTML, and no code; SPACER and HR have neither."""

    type: str
    code: str = ""
    label: str = ""
    width: int | None = None
    """Pixels on Kintone's own page."""

    @classmethod
    def from_json(cls, document: object) -> Item:
        members = lenient.mapping(document)
        return cls(
            type=lenient.text(members.get("type")),
            code=lenient.text(members.get("code")),
            label=lenient.text(members.get("label")),
            width=lenient.integer(lenient.mapping(members.get("size")).get("width")),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """ROW has `items`; SUBTABLE has a code and its columns as `items`; GROUP has a code and `rows`."""

    kind: str
    code: str = ""
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()

    @classmethod
    def from_json(cls, document: object) -> Row:
        members = lenient.mapping(document)
        return cls(
            kind=lenient.text(members.get("type")),
            code=lenient.text(members.get("code")),
            items=tuple(Item.from_json(item) for item in lenient.sequence(members.get("fields"))),
            rows=tuple(Row.from_json(row) for row in lenient.sequence(members.get("layout"))),
        )

    def codes(self) -> Iterator[str]:
        """The fields of a record in this row: a table counts as one field, a group as the fields within."""
        if self.kind == "SUBTABLE":
            yield self.code
            return
        yield from (item.code for item in self.items if item.code)
        for row in self.rows:
            yield from row.codes()


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a form, from top to bottom. Status, assignee and categories have no place in it."""

    rows: tuple[Row, ...]
    revision: int | None = None

    @classmethod
    def from_json(cls, document: object) -> Layout:
        members = lenient.mapping(document)
        rows = tuple(Row.from_json(row) for row in lenient.sequence(members.get("layout")))
        return cls(rows, lenient.integer(members.get("revision")))

    def codes(self) -> tuple[str, ...]:
        """Every field of a record in the order of the form."""
        return tuple(code for row in self.rows for code in row.codes())
