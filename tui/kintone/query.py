"""Texts of Kintone's query language, put together so that nothing in them can be misread.

Kintone REST API, Query Notation: a condition, `order by`, `limit` and `offset`, in this order, each of them
optional. `and` binds tighter than `or`.
"""

from __future__ import annotations

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": None})


def text(condition: str = "", order: str = "", limit: int | None = None, offset: int | None = None) -> str:
    """A whole query. `order` comes without the words `order by`; blank and None parts are left out."""
    parts = [
        condition.strip(),
        f"order by {order.strip()}" if order.strip() else "",
        "" if limit is None else f"limit {limit}",
        "" if offset is None else f"offset {offset}",
    ]
    return " ".join(part for part in parts if part)


def both(first: str, second: str) -> str:
    """The condition that both hold. A blank one means no condition, so the other stands alone."""
    first, second = first.strip(), second.strip()
    return f"({first}) and ({second})" if first and second else first or second


def quote(value: str) -> str:
    """A string of the query language. A line break or tab as it is would be a syntax error within one."""
    return f'"{value.translate(_ESCAPES)}"'
