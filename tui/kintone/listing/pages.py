"""The rows that are here, by position: pages of any length, next to each other or far apart."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.kintone.listing.request import Limits
from tui.kintone.records import Record


@dataclass(slots=True, eq=False)
class _Kept:
    """Rows in a run. `serial` is when they were asked for, `used` when one of them was last shown.

    `before` and `after` are the ids of the rows next to the run, as far as the same answer had them; else 0.
    """

    start: int
    records: Sequence[Record]
    size: int
    serial: int
    used: int = 0
    before: int = 0
    after: int = 0

    @property
    def stop(self) -> int:
        return self.start + len(self.records)

    def cut(self, start: int, stop: int) -> _Kept | None:
        """The part from `start` to `stop`, None when there is none. The bytes stay in memory as a whole."""
        first, last = max(start, self.start), min(stop, self.stop)
        if first >= last:
            return None
        if (first, last) == (self.start, self.stop):
            return self
        return _Kept(
            start=first,
            records=self.records[first - self.start : last - self.start],
            size=self.size,
            serial=self.serial,
            used=self.used,
            before=self.before if first == self.start else self.records[first - self.start - 1].id,
            after=self.after if last == self.stop else self.records[last - self.start].id,
        )


@dataclass(slots=True)
class Pages:
    """Rows that belong together are fresh; those from before a change of the list are old.

    Old rows are given out as long as there are no others, so that the screen does not go blank, but count as
    missing. Fresh pages share a row with each neighbour when they arrive, and it has to be the same record;
    otherwise the list has changed between the two, and the page that was asked for earlier becomes old.
    """

    limits: Limits
    changed_at: int = 0
    """Of what was asked for before this serial it is known that the list has changed since."""
    _fresh: list[_Kept] = field(default_factory=list)
    _old: list[_Kept] = field(default_factory=list)
    _clock: itertools.count[int] = field(default_factory=itertools.count)

    def get(self, position: int) -> Record | None:
        kept = _at(self._fresh, position) or _at(self._old, position)
        if kept is None:
            return None
        kept.used = next(self._clock)
        return kept.records[position - kept.start]

    def missing(self, window: range) -> range:
        """The first run of rows in a window that are not here, or only old; empty when there are none."""
        start = window.start
        while start < window.stop and (kept := _at(self._fresh, start)):
            start = kept.stop
        following = bisect.bisect_left(self._fresh, start, key=_start)
        stop = self._fresh[following].start if following < len(self._fresh) else window.stop
        return range(start, max(start, min(stop, window.stop)))

    def gap(self, position: int, total: int) -> range:
        """All the rows around a missing one that are not here either."""
        following = bisect.bisect_right(self._fresh, position, key=_start)
        start = self._fresh[following - 1].stop if following else 0
        stop = self._fresh[following].start if following < len(self._fresh) else total
        return range(start, stop)

    def loaded_to(self, position: int, *, forward: bool) -> int:
        """Where the run of rows that begins at `position` ends, or backwards begins."""
        while kept := _at(self._fresh, position if forward else position - 1):
            position = kept.stop if forward else kept.start
        return position

    def put(self, start: int, records: Sequence[Record], *, size: int, serial: int) -> bool:
        """Takes in rows that were asked for at `serial`. False when they contradict what was here."""
        if not records:
            return True
        page = _Kept(start, records, size, serial, next(self._clock))
        contrary = [other for other in self._fresh if not self._belong_together(other, page)]
        if contrary:
            self.changed_at = max(self.changed_at, serial)
        if any(other.serial > serial for other in contrary):
            self._old_too(page)
            return False
        for other in contrary:
            self._fresh.remove(other)
            self._old_too(other)
        self._merge(page)
        return not contrary

    def _merge(self, page: _Kept) -> None:
        """Where rows overlap, those of the newer answer stay."""
        kept: list[_Kept] = []
        parts = [page]
        for other in self._fresh:
            if not _overlap(other, page.start, page.stop):
                kept.append(other)
            elif other.serial > page.serial:
                kept.append(other)
                parts = [rest for part in parts for rest in _without(part, other)]
            else:
                kept.extend(_without(other, page))
        self._fresh = sorted([*kept, *parts], key=_start)
        self._old = [rest for other in self._old for rest in _without(other, page)]

    def _belong_together(self, other: _Kept, page: _Kept) -> bool:
        return _agree(other, page) and self._joined(other, page) and self._joined(page, other)

    def _joined(self, first: _Kept, second: _Kept) -> bool:
        """False when the second run follows the first, but was seen to follow something else.

        Where neither answer had a row of the other, both have to be from after the last change.
        """
        if first.stop != second.start:
            return True
        if second.before:
            return second.before == first.records[-1].id
        if first.after:
            return first.after == second.records[0].id
        return min(first.serial, second.serial) >= self.changed_at

    def retire(self, serial: int) -> None:
        """All rows become old: what was asked for at `serial` shows that the list has changed."""
        self.changed_at = max(self.changed_at, serial)
        for kept in self._fresh:
            self._old_too(kept)
        self._fresh = []

    def _old_too(self, page: _Kept) -> None:
        self._old = sorted(
            [*(rest for other in self._old for rest in _without(other, page)), page], key=_start
        )

    def end_at(self, total: int) -> None:
        """Forgets rows behind the end of the list."""
        self._fresh = [part for kept in self._fresh if (part := kept.cut(0, total))]
        self._old = [part for kept in self._old if (part := kept.cut(0, total))]

    def evict(self, window: range) -> None:
        """Lets go of what was shown longest ago until the rest is within limits; never of the window."""
        spare = [kept for kept in (*self._fresh, *self._old) if not _overlap(kept, window.start, window.stop)]
        spare.sort(key=lambda kept: kept.used, reverse=True)
        rows = size = 0
        gone: set[int] = set()
        for kept in spare:
            rows += len(kept.records)
            size += kept.size
            if rows > self.limits.kept_rows or size > self.limits.kept_bytes:
                gone.add(id(kept))
        if gone:
            self._fresh = [kept for kept in self._fresh if id(kept) not in gone]
            self._old = [kept for kept in self._old if id(kept) not in gone]


def _start(kept: _Kept) -> int:
    return kept.start


def _at(pages: list[_Kept], position: int) -> _Kept | None:
    index = bisect.bisect_right(pages, position, key=_start) - 1
    return pages[index] if index >= 0 and position < pages[index].stop else None


def _overlap(kept: _Kept, start: int, stop: int) -> bool:
    return kept.start < stop and start < kept.stop


def _agree(one: _Kept, other: _Kept) -> bool:
    """Whether both have the same records where they overlap."""
    first, last = max(one.start, other.start), min(one.stop, other.stop)
    return all(
        one.records[position - one.start].id == other.records[position - other.start].id
        for position in range(first, last)
    )


def _without(kept: _Kept, page: _Kept) -> list[_Kept]:
    """What of some rows lies outside of others."""
    parts = (kept.cut(kept.start, page.start), kept.cut(page.stop, kept.stop))
    return [part for part in parts if part is not None]
