"""Values as keys that SQLite can compare: two values of a field stand in the same order as their keys.

The store and the query both make their keys here, so that what is stored and what is asked for meet.
Each function raises ValueError for a text that is no value of its kind.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Context, Decimal

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_OFFSET = re.compile(r"(.*?)(Z|[+-][0-9]{2}:?[0-9]{2})?")
_FRACTION = re.compile(r"\.[0-9]+$")
_MINUTES = re.compile(r"(-?)([0-9]+):([0-5][0-9])")

# Numbers in Kintone have at most 30 digits; a literal may be longer and must not be rounded on its way.
_EXACT = Context(prec=1000)
_EXPONENT_SHIFT = 5000
_COMPLEMENT = str.maketrans("0123456789", "9876543210")

_TAG = re.compile(r"<[^>]*>")
_JAPANESE = "぀-ヿ㐀-䶿一-鿿豈-﫿々〆"
_RUN = re.compile(rf"[{_JAPANESE}]+|[^\W_{_JAPANESE}]+")
_JAPANESE_RUN = re.compile(rf"[{_JAPANESE}]+")


def number_key(text: str) -> str:
    """A number of any length as text that sorts like it: its sign, its magnitude, its digits."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    negative, digits, exponent = Decimal(text).normalize(_EXACT).as_tuple()
    if not isinstance(exponent, int) or not any(digits):
        return "1"
    magnitude = len(digits) + exponent + _EXPONENT_SHIFT
    key = f"{min(max(magnitude, 0), 9999):04d}" + "".join(map(str, digits))
    # Of two negative numbers the longer one is the smaller: "~" sorts after every digit.
    return f"0{key.translate(_COMPLEMENT)}~" if negative else f"2{key}"


def date_key(text: str) -> str:
    """`2026-11-23`; `2026` and `2026-11` mean the first day, as everywhere in Kintone's API."""
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = match.groups(default="1")
    return date(int(year), int(month), int(day)).isoformat()


def time_key(text: str) -> str:
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(text)
    return f"{int(match[1]):02d}:{match[2]}"


def instant_key(text: str) -> str:
    """`2026-11-23T00:30:00Z`. Without a time or an offset the text is UTC; seconds are dropped."""
    day, separator, rest = text.partition("T")
    if not separator:
        return f"{date_key(day)}T00:00:00Z"
    match = _OFFSET.fullmatch(rest)
    clock, offset = (match[1], match[2]) if match else (rest, None)
    moment = f"{date_key(day)}T{time_key(_FRACTION.sub('', clock))}:00{offset or 'Z'}"
    try:
        return instant(datetime.fromisoformat(moment))
    except OverflowError as error:
        raise ValueError(text) from error


def instant(moment: datetime) -> str:
    """The key of a moment, at Kintone's precision of one minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z").rjust(20, "0")


def minutes_key(text: str) -> int:
    """A duration as `49:30`, which may be negative, in minutes."""
    match = _MINUTES.fullmatch(text)
    if not match:
        raise ValueError(text)
    minutes = int(match[2]) * 60 + int(match[3])
    return -minutes if match[1] else minutes


def searchable(text: str) -> str:
    """The words of a text between single spaces, for `needles` to be found in.

    A run of Japanese characters is one word here: it holds the words that a search looks for.
    """
    return f" {' '.join(_runs(_TAG.sub(' ', text)))} "


def needles(text: str) -> tuple[str, ...]:
    """What must all occur in a `searchable` text for it to match.

    Whole words where words are separated, at least two characters in a row in Japanese.
    """
    return tuple(run if len(run) > 1 and _JAPANESE_RUN.fullmatch(run) else f" {run} " for run in _runs(text))


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())
