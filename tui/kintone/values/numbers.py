"""Numbers as people read them: exact to the last digit, since they never become a float.

Kintone sends numbers as plain digits of up to 30 places; separators, decimals and units are left to whoever
shows them (Kintone REST API, Get Form Fields: `digit`, `displayScale`, `unit`, `unitPosition`).
"""

from __future__ import annotations

import decimal
import re
from decimal import Decimal

from tui.kintone.schema import Field

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_LONGEST = 100
"""Characters: three times what Kintone stores. What is longer is no number, whatever it looks like."""
_EXACT = decimal.Context(prec=4 * _LONGEST, rounding=decimal.ROUND_HALF_UP)
_DURATION = re.compile(r"(-?)(\d{1,12}):([0-5]\d)", re.ASCII)
_TIGHT_AFTER = frozenset("%％‰°℃℉")


def number(digits: str, field: Field | None, *, separators: bool) -> str:
    """`digits` in the format of its field; unchanged where it is not a number.

    Kintone does not say how it rounds to the decimals on show; here a half goes away from zero.
    """
    value = read(digits)
    if value is None:
        return digits
    scale = field.display_scale if field else None
    if scale is not None and 0 <= scale <= _LONGEST:
        value = value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)
    if not value:
        value = abs(value)
    plain = f"{value:,f}" if separators else f"{value:f}"
    return _with_unit(plain, field)


def read(digits: str) -> Decimal | None:
    """The exact number, or None where it is none that Kintone could hold."""
    digits = digits.strip()
    if len(digits) > _LONGEST or not _NUMBER.fullmatch(digits):
        return None
    value = Decimal(digits)
    return value if abs(value.adjusted()) <= _LONGEST else None


def _with_unit(plain: str, field: Field | None) -> str:
    unit = field.unit if field else ""
    if field is None or not unit:
        return plain
    if field.unit_position == "AFTER":
        return f"{plain}{unit}" if unit in _TIGHT_AFTER else f"{plain} {unit}"
    return f"{unit} {plain}" if unit[-1].isalnum() else f"{unit}{plain}"


def days_hours_minutes(duration: str) -> str:
    """Kintone's "49:30" as "2 d 1 h 30 m"; what does not read as hours and minutes is unchanged."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return duration
    sign, hours, minutes = found.groups()
    days, hours_left = divmod(int(hours), 24)
    parts = [f"{days} d"] if days else []
    parts += [f"{hours_left} h"] if int(hours) else []
    return sign + " ".join([*parts, f"{int(minutes)} m"])


def file_size(size: object) -> str:
    """A number of bytes, sent as a string, as "812 B", "47.1 KB", "3.2 MB"; "" where there is none."""
    if not isinstance(size, str | int) or isinstance(size, bool) or read(str(size)) is None:
        return ""
    amount, units = Decimal(size), ["GB", "MB", "KB", "B"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        units.pop()
    return f"{amount:.0f} B" if units[-1] == "B" else f"{amount:,.1f} {units[-1]}"
