"""One line for each value, as a cell of the list shows it: one function for each field type.

The shapes are those of the Kintone REST API, Field Types. Whatever has another shape, and every type that is
not in the table, is shown as compact JSON rather than hidden.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tui.kintone.records import FieldValue
from tui.kintone.schema import Field
from tui.kintone.values import numbers, rich_text, times

Reader: TypeAlias = Callable[[Any, Field | None, datetime.tzinfo], str]


def text(value: FieldValue | None, field: Field | None, zone: datetime.tzinfo) -> str:
    """A value in short: "12,500.5 $", "Mika Ota, Jon Hale", "quote.pdf +2", "3 rows"; "" for an empty one.

    `field` None means that only the value is known. Texts keep their line breaks.
    """
    if value is None or value.value is None:
        return ""
    return READERS.get(value.type, _as_it_is)(value.value, field, zone)


def _as_it_is(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return value if isinstance(value, str) else shown(value)


def _rich_text(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return "\n".join(rich_text.plain_lines(value)) if isinstance(value, str) else shown(value)


def _number(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    if not isinstance(value, str):
        return shown(value)
    return numbers.number(value, field, separators=field is not None and field.digit)


def _calculated(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    if not isinstance(value, str) or field is None:
        return shown(value)
    match field.format:
        case "NUMBER" | "NUMBER_DIGIT":
            return numbers.number(value, field, separators=field.format == "NUMBER_DIGIT")
        case "DATETIME":
            return times.local(value, zone)
        case "DAY_HOUR_MINUTE":
            return numbers.days_hours_minutes(value)
    return value


def _moment(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return times.local(value, zone) if isinstance(value, str) else shown(value)


def _choices(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return ", ".join(map(shown, value)) if isinstance(value, list) else shown(value)


def _person(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return named(value)


def _people(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    return ", ".join(map(named, value)) if isinstance(value, list) else named(value)


def _files(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    if not isinstance(value, list):
        return shown(value)
    if not value:
        return ""
    more = f" +{len(value) - 1}" if len(value) > 1 else ""
    return file_name(value[0]) + more


def _table(value: Any, field: Field | None, zone: datetime.tzinfo) -> str:
    if not isinstance(value, list):
        return shown(value)
    if not value:
        return ""
    return "1 row" if len(value) == 1 else f"{len(value):,} rows"


READERS: Mapping[str, Reader] = {
    "__ID__": _as_it_is,
    "__REVISION__": _as_it_is,
    "RECORD_NUMBER": _as_it_is,
    "CREATOR": _person,
    "MODIFIER": _person,
    "CREATED_TIME": _moment,
    "UPDATED_TIME": _moment,
    "SINGLE_LINE_TEXT": _as_it_is,
    "MULTI_LINE_TEXT": _as_it_is,
    "RICH_TEXT": _rich_text,
    "NUMBER": _number,
    "CALC": _calculated,
    "LINK": _as_it_is,
    "CHECK_BOX": _choices,
    "MULTI_SELECT": _choices,
    "RADIO_BUTTON": _as_it_is,
    "DROP_DOWN": _as_it_is,
    "DATE": _as_it_is,
    "TIME": _as_it_is,
    "DATETIME": _moment,
    "USER_SELECT": _people,
    "ORGANIZATION_SELECT": _people,
    "GROUP_SELECT": _people,
    "FILE": _files,
    "SUBTABLE": _table,
    "CATEGORY": _choices,
    "STATUS": _as_it_is,
    "STATUS_ASSIGNEE": _people,
}


def shown(value: Any) -> str:
    """Strings as they are, every emptiness as "", anything else as JSON on one line."""
    if isinstance(value, str):
        return value
    if value is None or value == [] or value == {}:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except (RecursionError, ValueError):
        # Nested a thousand deep, or a number of thousands of digits: JSON all the same, but nothing to read.
        return "…"


def named(person: Any) -> str:
    """A user, group or organization by name; by code where the name is empty."""
    if not isinstance(person, dict) or not {"code", "name"} & person.keys():
        return shown(person)
    return shown(person.get("name")) or shown(person.get("code"))


def file_name(file: Any) -> str:
    """The name that a file was uploaded with."""
    name = file.get("name") if isinstance(file, dict) else None
    return name if isinstance(name, str) and name else shown(file)
