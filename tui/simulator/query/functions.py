"""The functions of the query language that stand for days.

They count in the time zone of the user who asks. Each stands for a span of whole days.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from tui.simulator.query import refusals
from tui.simulator.query.tree import Call, Literal, Symbol

Days = tuple[date, date]
"""The first day, and the day after the last."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKDAYS = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY")
_SHIFTS = {"LAST": -1, "THIS": 0, "NEXT": 1}


def days(call: Call, today: date) -> Days:
    """Raises QueryRefused for wrong arguments (GAIA_IL08, GAIA_IQ23, GAIA_IQ25)."""
    try:
        return _function(call.name)(call, today)
    except (OverflowError, ValueError) as error:
        raise refusals.bad_number(call.name) from error


def expect_arguments(call: Call, *counts: int) -> None:
    if len(call.arguments) not in counts:
        raise refusals.argument_count()


def _function(name: str) -> Callable[[Call, date], Days]:
    if name == "FROM_TODAY":
        return _from_today
    if name in _SINGLE_DAYS:
        return _single_day
    return {"WEEK": _week, "MONTH": _month, "YEAR": _year}[name.partition("_")[2]]


_SINGLE_DAYS = {"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}


def _single_day(call: Call, today: date) -> Days:
    expect_arguments(call, 0)
    return _one(today + _SINGLE_DAYS[call.name] * _DAY)


def _from_today(call: Call, today: date) -> Days:
    expect_arguments(call, 2)
    count, unit = call.arguments
    if not isinstance(unit, Symbol):
        raise refusals.bad_unit()
    if not isinstance(count, Literal) or count.quoted:
        raise refusals.bad_number(call.name)
    number = int(count.text)
    if unit.name in ("DAYS", "WEEKS"):
        return _one(today + number * (_DAY if unit.name == "DAYS" else _WEEK))
    if unit.name in ("MONTHS", "YEARS"):
        first = _month_start(today, number * (1 if unit.name == "MONTHS" else 12))
        return _one(first.replace(day=min(today.day, _length(first))))
    raise refusals.bad_unit()


def _week(call: Call, today: date) -> Days:
    expect_arguments(call, 0, 1)
    sunday = today - (today.isoweekday() % 7) * _DAY + _shift(call) * _WEEK
    if not call.arguments:
        return sunday, sunday + _WEEK
    weekday = call.arguments[0]
    if not isinstance(weekday, Symbol) or weekday.name not in _WEEKDAYS:
        raise refusals.bad_weekday(_written(weekday))
    return _one(sunday + _WEEKDAYS.index(weekday.name) * _DAY)


def _month(call: Call, today: date) -> Days:
    """A day that the month does not have is the first of the next month."""
    expect_arguments(call, 0, 1)
    first = _month_start(today, _shift(call))
    after = _month_start(first, 1)
    if not call.arguments:
        return first, after
    day = call.arguments[0]
    if day == Symbol("LAST"):
        return _one(after - _DAY)
    written = _written(day)
    if isinstance(day, Symbol) or day.quoted or not written.isdigit() or not 1 <= int(written) <= 31:
        raise refusals.bad_day(written)
    return _one(min(first + (int(written) - 1) * _DAY, after))


def _year(call: Call, today: date) -> Days:
    expect_arguments(call, 0)
    year = today.year + _shift(call)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _shift(call: Call) -> int:
    return _SHIFTS[call.name.partition("_")[0]]


def _one(day: date) -> Days:
    return day, day + _DAY


def _month_start(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _length(first: date) -> int:
    return calendar.monthrange(first.year, first.month)[1]


def _written(argument: Literal | Symbol) -> str:
    return argument.name if isinstance(argument, Symbol) else argument.text
