"""What makes positions less than certain, in words for the person who reads the list."""

from __future__ import annotations

import re

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CLOCK = re.compile(
    r"\b(?:NOW|TODAY|YESTERDAY|TOMORROW|FROM_TODAY|(?:THIS|LAST|NEXT)_(?:WEEK|MONTH|YEAR))\s*\(",
    re.IGNORECASE,
)

CLOCK = "The filter depends on the current time, so records may come and go while you read."
ABORTED = "Too many records match for Kintone to search them all, so some are missing. Narrow the filter."


def moves_with_the_clock(condition: str) -> bool:
    """Whether a condition asks for the time or the day, so that it selects others later on."""
    return bool(_CLOCK.search(_STRING.sub('""', condition)))


def unreachable(rows: range) -> str:
    """Rows are counted from 1 for people."""
    which = f"Row {rows.start + 1:,}" if len(rows) == 1 else f"Rows {rows.start + 1:,} to {rows.stop:,}"
    return f"{which} cannot be reached in this order. Narrow the filter, or sort by another field."
