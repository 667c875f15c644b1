"""The columns of a table and how wide they are. Widths are cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeAlias

from tui.terminal.text import width

Alignment: TypeAlias = Literal["left", "right"]

MARGIN = 1
"""Cells left of the first column and right of the last."""
GAP = 2
"""Cells between two columns."""

_NARROWEST = 4
_LONGEST_MEASURED = 120
_ROWS_MEASURED = 200


@dataclass(frozen=True, slots=True)
class Column:
    """`title` is raw text. `width` is what the column takes in a narrow window, `wish` what its longest value
    would take: where there is room for all columns, what is left over goes to those that wish for more.
    """

    key: str
    title: str
    width: int = 12
    align: Alignment = "left"
    wish: int = 0


def fitted(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, cap: int = 30) -> tuple[Column, ...]:
    """`columns` as wide as their titles and the first of `rows` need, none wider than `cap`.

    `rows` are raw texts in the columns' order. Two hundred of them are looked at, of each text the beginning.
    """
    wishes = [max(_NARROWEST, width(column.title)) for column in columns]
    for row in islice(rows, _ROWS_MEASURED):
        for index, text in enumerate(row):
            if len(text) * 2 > wishes[index]:
                wishes[index] = max(wishes[index], width(text[:_LONGEST_MEASURED]))
    return tuple(
        replace(column, width=min(wish, cap), wish=wish) for column, wish in zip(columns, wishes, strict=True)
    )


def spread(columns: Sequence[Column], room: int) -> list[int]:
    """The columns' widths in a window of `room` cells: those that wish for more share what is left over."""
    widths = [column.width for column in columns]
    spare = room - 2 * MARGIN - sum(widths) - GAP * (len(widths) - 1)
    lacks = ((column.wish - column.width, index) for index, column in enumerate(columns))
    needy = sorted(lack for lack in lacks if lack[0] > 0)
    for done, (lack, index) in enumerate(needy):
        if spare <= 0:
            break
        given = min(lack, spare // (len(needy) - done))
        widths[index] += given
        spare -= given
    return widths
