"""A form: its fields, and how they are laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.simulator.data.fields import Field, Json

_WIDTHS = {
    "RECORD_NUMBER": "110",
    "NUMBER": "140",
    "CALC": "140",
    "DATE": "110",
    "TIME": "100",
    "DATETIME": "190",
    "MULTI_LINE_TEXT": "420",
    "RICH_TEXT": "420",
    "LINK": "240",
    "REFERENCE_TABLE": "620",
}
_USUAL_WIDTH = "200"
_INNER_HEIGHTS = {"MULTI_LINE_TEXT": "125", "RICH_TEXT": "125"}

Item = str | Mapping[str, Json]
"""A field's code, or what `label`, `spacer` and `line` make."""


@dataclass(frozen=True, slots=True)
class Row:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The code of a table field."""

    code: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The code of a group field, and the rows in it."""

    code: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Form:
    fields: tuple[Field, ...]
    rows: tuple[Row | TableRow | GroupRow, ...]

    def describe(self) -> dict[str, Json]:
        """The "properties" of Get Form Fields."""
        return {field.code: field.describe() for field in self.fields}

    def layout(self) -> list[dict[str, Json]]:
        """The "layout" of Get Form Layout."""
        by_code = {field.code: field for field in self.fields}
        return [_row(row, by_code) for row in self.rows]


def row(*items: Item) -> Row:
    return Row(items)


def label(html: str, *, width: str = "200") -> Item:
    return {"type": "LABEL", "label": html, "size": {"width": width}}


def spacer(element: str) -> Item:
    return {"type": "SPACER", "elementId": element, "size": {"width": "100", "height": "40"}}


def line() -> Item:
    return {"type": "HR", "size": {"width": "480"}}


def _row(found: Row | TableRow | GroupRow, fields: Mapping[str, Field]) -> dict[str, Json]:
    match found:
        case Row(items):
            return {"type": "ROW", "fields": [_item(item, fields) for item in items]}
        case TableRow(code):
            return {"type": "SUBTABLE", "code": code, "fields": _sized(fields[code].fields)}
        case GroupRow(code, rows):
            return {"type": "GROUP", "code": code, "layout": [_row(inner, fields) for inner in rows]}


def _item(item: Item, fields: Mapping[str, Field]) -> Mapping[str, Json]:
    return _place(fields[item]) if isinstance(item, str) else item


def _sized(fields: Sequence[Field]) -> list[Mapping[str, Json]]:
    return [_place(field) for field in fields]


def _place(field: Field) -> dict[str, Json]:
    size = {"width": _WIDTHS.get(field.type, _USUAL_WIDTH)}
    if field.type in _INNER_HEIGHTS:
        size["innerHeight"] = _INNER_HEIGHTS[field.type]
    return {"type": field.type, "code": field.code, "size": size}
