"""What is known of a list's positions.

A cut whose position is known is an anchor: from there Kintone's offset reaches 10,000 rows on either side.
The beginning and the end of the list are anchors that need no condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.kintone.failures import UnexpectedAnswer
from tui.kintone.listing import cuts
from tui.kintone.listing.cuts import Cut, Empties, Half
from tui.kintone.listing.order import Order
from tui.kintone.listing.request import Limits, PageRequest
from tui.kintone.query import both
from tui.kintone.records import RecordPage

_KEPT = 64
"""Anchors kept: the oldest ones go. A request names two new ones at most."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an anchor, `cut` None being the beginning or the end of the list."""

    cut: Cut | None
    position: int
    forward: bool
    half: Half

    @property
    def exact(self) -> bool:
        """Whether the count of its condition is that of the rows on this side."""
        return not self.half.count_leans


class Ranks:
    """The anchors of one list. `order` may become better known than it was at first."""

    def __init__(self, order: Order, condition: str, limits: Limits, fields: tuple[str, ...] = ()) -> None:
        self.order = order
        self.condition = condition
        self.limits = limits
        self.fields = fields
        self.total: int | None = None
        self.empties: dict[str, Empties] = {}
        self.largest_id = 0
        """The largest id seen, which is a lower bound of the ids there are."""
        self._positions: dict[Cut, int] = {}
        self._edge: int | None = None
        """Where the empty values of the first key begin or end, once a condition was seen to stop there."""

    # Anchors

    def put(self, cut: Cut, position: int) -> None:
        self._positions.pop(cut, None)
        self._positions[cut] = position
        while len(self._positions) > _KEPT:
            del self._positions[next(iter(self._positions))]

    def forget(self) -> None:
        """Drops all anchors: the list has changed."""
        self._positions.clear()
        self._edge = None

    def measured(self, side: Side, count: int) -> None:
        """Takes in how many rows a side's condition selects."""
        end = side.position + count if side.forward else side.position - count
        if not side.exact and not side.half.row_leans and 0 < end < (self.total or 0):
            self._edge = end

    def reorder(self, order: Order) -> None:
        """Takes the same order, better or less well known; anchors of the old one are no longer trusted."""
        self.order = order
        self.forget()

    def knows(self, cut: Cut) -> bool:
        return cut in self._positions

    def bracket(self, position: int) -> tuple[tuple[Cut | None, int], tuple[Cut | None, int]]:
        """The nearest anchors at or before a position, and after it."""
        low: tuple[Cut | None, int] = (None, 0)
        high: tuple[Cut | None, int] = (None, self.total or 0)
        for cut, at in self._positions.items():
            if at <= position and self._closer(cut, at, low, 1):
                low = cut, at
            elif at > position and self._closer(cut, at, high, -1):
                high = cut, at
        return low, high

    def _closer(self, cut: Cut, at: int, than: tuple[Cut | None, int], sign: int) -> bool:
        """Cuts at one position enclose no record, but not every one of them is as far along the order."""
        other, position = than
        if at != position or other is None:
            return at * sign >= position * sign
        return cuts.compare(self.order, cut, other) * sign > 0

    def side(self, cut: Cut | None, position: int, *, forward: bool) -> Side | None:
        """One side of an anchor; None where nothing can be asked for there."""
        if cut is None:
            return self.beginning() if forward else self.end()
        half = cuts.half(self.order, cut, forward=forward, empties=self.empties)
        return None if half is None else Side(cut, position, forward, half)

    def beginning(self) -> Side:
        return Side(None, 0, True, Half("", self.order.text, frozenset(), frozenset()))

    def end(self) -> Side:
        """The whole list backwards. It needs no more than the total to be known."""
        order = self.order.reversed()
        return Side(None, self.total or 0, False, Half("", order.text, frozenset(), frozenset()))

    def reach(self, side: Side) -> range:
        """The positions that can be had from a side."""
        total, length = self.total or 0, self.limits.offset + self.limits.page
        start, stop = side.position, side.position
        if side.forward:
            stop = min(total, start + length)
        else:
            start = max(0, stop - length)
        if side.exact or self._edge is None:
            return range(start, stop)
        return range(start, min(stop, self._edge)) if side.forward else range(max(start, self._edge), stop)

    def sides(self, near: int) -> Iterator[Side]:
        """Sides whose rows are known to come whole, and from which `near` can be had."""
        total = self.total or 0
        furthest = self.limits.offset + self.limits.page
        anchors: list[tuple[Cut | None, int]] = [(None, 0), (None, total), *self._positions.items()]
        for cut, position in anchors:
            forward = position <= near if cut else position == 0
            if abs(near - position) > furthest:
                continue
            side = self.side(cut, position, forward=forward)
            if side and not side.half.row_leans and near in self.reach(side):
                yield side

    def out_of_reach(self, position: int) -> range:
        """The rows around `position` that no anchor known by now reaches."""
        total = self.total or 0
        first, last = 0, total
        for cut, at in ((None, 0), (None, total), *self._positions.items()):
            forward = at <= position if cut else at == 0
            side = self.side(cut, at, forward=forward)
            if side is None or side.half.row_leans:
                continue
            reach = self.reach(side)
            if forward:
                first = max(first, reach.stop)
            else:
                last = min(last, reach.start)
        return range(first, last)

    def request(
        self, half: Half, *, limit: int = 1, offset: int = 0, fields: tuple[str, ...] | None = None
    ) -> PageRequest:
        """A request for one side of a cut; without `fields`, for no more than what tells places."""
        return PageRequest(
            condition=both(self.condition, half.condition),
            order=half.order,
            limit=limit,
            offset=offset,
            fields=self.order.codes if fields is None else fields,
        )


def count_of(answer: RecordPage) -> int:
    """How many records meet the condition of a request. Raises UnexpectedAnswer when the answer lacks it."""
    if answer.total is None:
        raise UnexpectedAnswer("a list of records with how many there are")
    return answer.total
