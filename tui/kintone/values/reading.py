"""Values at length, for whoever reads one record: all lines of a text, all people, files and rows."""

from __future__ import annotations

import datetime
from typing import Any

from tui.kintone.records import FieldValue
from tui.kintone.schema import Field
from tui.kintone.values import numbers, rich_text
from tui.kintone.values.cells import file_name, named, shown, text
from tui.kintone.values.traits import is_empty

_ONE_A_LINE = frozenset({"CHECK_BOX", "MULTI_SELECT", "CATEGORY"})
_PEOPLE = frozenset({"USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "STATUS_ASSIGNEE"})


def lines(value: FieldValue | None, field: Field | None, zone: datetime.tzinfo) -> list[str]:
    """A value at length, [] for an empty one. Of a table only how many rows it has: see `table`."""
    if value is None or is_empty(value):
        return []
    if isinstance(value.value, list):
        if value.type in _ONE_A_LINE:
            return [shown(choice) for choice in value.value]
        if value.type in _PEOPLE:
            return [named(person) for person in value.value]
        if value.type == "FILE":
            return [_file(file) for file in value.value]
    if value.type == "RICH_TEXT" and isinstance(value.value, str):
        return rich_text.plain_lines(value.value)
    return split(text(value, field, zone))


def split(words: str) -> list[str]:
    """Lines by the line breaks that Kintone and browsers write; other separators stay for the drawing."""
    return words.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def table(
    value: FieldValue | None, field: Field | None, zone: datetime.tzinfo
) -> tuple[list[str], list[list[str]]]:
    """The headings of a table's columns and the cells of its rows, as many in each row as headings.

    The columns are the field's own, in its order, whether or not the rows have them: what a person may not
    see is empty in all of them. Columns of the rows that the field does not know come last, under their
    codes.
    """
    rows = [row.cells for row in value.rows] if value is not None else []
    columns: dict[str, Field | None] = {column.code: column for column in field.fields} if field else {}
    for cells in rows:
        for code in cells:
            columns.setdefault(code, None)
    headings = [column.label or code if column else code for code, column in columns.items()]
    return headings, [
        [text(cells.get(code), column, zone) for code, column in columns.items()] for cells in rows
    ]


def _file(file: Any) -> str:
    size = numbers.file_size(file.get("size")) if isinstance(file, dict) else ""
    return f"{file_name(file)} ({size})" if size else file_name(file)
