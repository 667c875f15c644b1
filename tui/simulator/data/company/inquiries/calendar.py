"""When an inquiry came in: working hours of working days, in the order of the records' ids."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_DAY = date(2023, 4, 3)
_LAST_DAY = date(2026, 11, 20)
# 9:00 to 18:00 in Tokyo is 0:00 to 9:00 in UTC, the same day.
_MINUTES_A_DAY = 9 * 60
_LATER_DAYS = 120


def _weekdays() -> list[str]:
    days = (_LAST_DAY - _FIRST_DAY).days + 1 + _LATER_DAYS
    every = (_FIRST_DAY + timedelta(days=number) for number in range(days))
    return [day.isoformat() for day in every if day.weekday() < 5]


WEEKDAYS = _weekdays()
"""All working days, and some after the last inquiry, for what follows from it."""

LAST = WEEKDAYS.index(_LAST_DAY.isoformat())
_CLOCK = [f"{minute // 60:02d}:{minute % 60:02d}:00" for minute in range(24 * 60)]
_MINUTES = (LAST + 1) * _MINUTES_A_DAY


def arrival(record_id: int, last_id: int) -> tuple[int, int]:
    """The number of the working day, and the minute in UTC. It never falls from one id to the next."""
    return divmod((record_id - 1) * _MINUTES // last_id, _MINUTES_A_DAY)


def moment(day: int, minute: int) -> str:
    """As a date-time of a record; minutes beyond the working day run into the next."""
    days, minute = divmod(minute, _MINUTES_A_DAY)
    return f"{WEEKDAYS[min(day + days, len(WEEKDAYS) - 1)]}T{_CLOCK[minute]}Z"
