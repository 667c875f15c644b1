"""Values of a query as keys of the field they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from tui.simulator.query import functions, keys, refusals
from tui.simulator.query.checked import Empty, Operand, Point, Span
from tui.simulator.query.rules import FUNCTIONS, Kind
from tui.simulator.query.schema import Column
from tui.simulator.query.tree import Call, Literal

_KEYS: Mapping[Kind, Callable[[str], str | int]] = {
    Kind.NUMBER: keys.number_key,
    Kind.DATE: keys.date_key,
    Kind.TIME: keys.time_key,
    Kind.INSTANT: keys.instant_key,
    Kind.MINUTES: keys.minutes_key,
    Kind.TEXT: str,
}


def literal(value: Literal, column: Column, app_code: str) -> Operand:
    kind = column.kind
    if kind in (Kind.RANK, Kind.SET):
        return _member(value.text, column)
    if kind is Kind.ID:
        return Point(_record_id(value.text, column, app_code))
    if not value.text:
        return Empty()
    if kind is None or kind not in _KEYS:
        raise refusals.bad_value(column.label, value.text)
    try:
        return Point(_KEYS[kind](value.text))
    except ValueError as error:
        raise refusals.bad_value(column.label, value.text) from error


def dates(call: Call, column: Column, now: datetime) -> Operand:
    """A function that stands for days or for this moment. `now` is in the user's time zone."""
    if call.name == "NOW":
        functions.expect_arguments(call, 0)
        return Point(keys.instant(now))
    start, end = functions.days(call, now.date())
    if column.kind is Kind.DATE:
        return Span(start.isoformat(), end.isoformat())
    try:
        return Span(_midnight(start, now), _midnight(end, now))
    except OverflowError as error:
        raise refusals.bad_number(call.name) from error


def expect_function(call: Call, column: Column) -> None:
    rules = column.rules
    if call.name not in FUNCTIONS:
        raise refusals.syntax()
    if rules is None or call.name not in rules.functions:
        raise refusals.function_not_allowed(column.label, call.name)


def _midnight(day: date, now: datetime) -> str:
    return keys.instant(datetime.combine(day, time(), now.tzinfo))


def _member(name: str, column: Column) -> Operand:
    if name in column.members:
        return Point(column.members[name])
    if not name and column.type != "STATUS":
        return Empty()
    raise _unknown_member(name, column)


def _unknown_member(name: str, column: Column) -> refusals.QueryRefused:
    match column.type:
        case "CREATOR" | "MODIFIER" | "USER_SELECT" | "STATUS_ASSIGNEE":
            return refusals.unknown_user(name)
        case "ORGANIZATION_SELECT":
            return refusals.unknown_organization(name)
        case "GROUP_SELECT":
            return refusals.unknown_group(name)
    return refusals.unknown_option(column.label, name)


def _record_id(text: str, column: Column, app_code: str) -> int:
    """`42`, and for the record number also `CRM-42` where the app has the code CRM."""
    number = text
    if column.type == "RECORD_NUMBER" and app_code:
        number = text.removeprefix(f"{app_code}-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise refusals.bad_value(column.label, text)
    return int(number)
