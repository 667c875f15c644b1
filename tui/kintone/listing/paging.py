"""Which request brings which rows, and where the rows of its answer belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.kintone.listing.cuts import Cut
from tui.kintone.listing.ranks import Ranks, Side, count_of
from tui.kintone.listing.request import PageRequest
from tui.kintone.records import Record, RecordPage


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the list, as an answer gave them. `size` is that of the answer in bytes."""

    start: int
    records: Sequence[Record]
    size: int


@dataclass(frozen=True, slots=True)
class PageCall:
    """A request for the rows `start` to `stop`, as seen from an anchor."""

    request: PageRequest
    side: Side
    start: int
    stop: int


def page_call(ranks: Ranks, wanted: range, must: int) -> PageCall | None:
    """The request for `wanted`, or for as many rows with `must`; None while no anchor is near enough."""

    def cost(call: PageCall) -> tuple[int, bool, int]:
        astray = abs(call.start - wanted.start) + abs(call.stop - wanted.stop)
        return astray, call.side.cut is not None, call.request.offset

    return min((_call(ranks, side, wanted) for side in ranks.sides(must)), key=cost, default=None)


def opening_call(ranks: Ranks, wanted: range) -> PageCall:
    """The request while not even the total is known."""
    side = ranks.beginning()
    request = ranks.request(side.half, limit=len(wanted), offset=wanted.start, fields=ranks.fields)
    return PageCall(request, side, wanted.start, wanted.stop)


def _call(ranks: Ranks, side: Side, wanted: range) -> PageCall:
    """The rows wanted, moved as little as the side's reach demands."""
    reach, deepest, size = ranks.reach(side), ranks.limits.offset, len(wanted)
    if side.forward:
        start = min(max(wanted.start, reach.start), reach.start + deepest)
        stop = min(max(wanted.stop, start + size), reach.stop)
        offset = start - side.position
    else:
        stop = max(min(wanted.stop, reach.stop), reach.stop - deepest)
        start = max(min(wanted.start, stop - size), reach.start)
        offset = side.position - stop
    request = ranks.request(side.half, limit=stop - start, offset=offset, fields=ranks.fields)
    return PageCall(request, side, start, stop)


def arrived(ranks: Ranks, call: PageCall, answer: RecordPage) -> tuple[Page, bool]:
    """The rows of an answer at their positions, in the order of the list; and whether the list has changed.

    As long as what is on this side of an anchor counts as before, the anchor keeps its position, whatever
    happened on the other side: so rows keep their numbers while others write elsewhere.
    """
    before = ranks.total
    position = _take_count(ranks, call.side, count_of(answer))
    changed = before is not None and before != ranks.total
    if changed:
        ranks.forget()
    records, offset = answer.records, call.request.offset
    if call.side.forward:
        page = Page(position + offset, records, len(answer.raw))
    else:
        page = Page(max(0, position - offset - len(records)), records[::-1], len(answer.raw))
    _learn(ranks, page)
    return page, changed


def _take_count(ranks: Ranks, side: Side, count: int) -> int:
    """Where the side begins, now that its condition is seen to select `count` rows."""
    if side.cut is None:
        ranks.total = count
        return 0 if side.forward else count
    if not side.exact:
        ranks.measured(side, count)
        return side.position
    if side.forward:
        ranks.total = side.position + count
        return side.position
    ranks.total = (ranks.total or 0) + count - side.position
    return count


def _learn(ranks: Ranks, page: Page) -> None:
    """Makes anchors of a page's ends, so that what adjoins it can be had from there."""
    if not page.records:
        return
    some = page.records[:: max(1, len(page.records) // 8)]
    ranks.largest_id = max(ranks.largest_id, *(record.id for record in some), page.records[-1].id)
    if not ranks.order.complete:
        return
    last = len(page.records) - 1
    for index, after in ((0, 1), (last, 0)):
        place = ranks.order.place(page.records[index])
        if place is not None:
            ranks.put(Cut(place, after=bool(after)), page.start + index + after)
